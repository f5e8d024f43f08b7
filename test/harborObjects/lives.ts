/*
 * Threads whose directories close and are built anew while the threads live on.
 */
import * as Actor from "@stevedore/core/Actor"
import * as Directory from "@stevedore/harbor/Directory"
import { HarborError } from "@stevedore/harbor/HarborError"
import * as ObjectId from "@stevedore/harbor/ObjectId"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Latch from "effect/Latch"
import * as Layer from "effect/Layer"
import * as Rpc from "effect/rpc/Rpc"
import * as Schema from "effect/Schema"
import * as Scope from "effect/Scope"
import * as Message from "@stevedore/harbor/Message"
import * as ObjectKind from "@stevedore/harbor/ObjectKind"

/** Answers with the number of the object. */
export const Which = Message.make("which", { success: Schema.Int })
/** The same, and its object does not move meanwhile; when the gate of its thread is open. */
export const Slowly = Message.make("slowly", { success: Schema.Int })
export const Numbered = ObjectKind.make("numbered", { messages: [Which, Slowly], state: Schema.Int })

export class Lives extends Actor.Service<Lives>()("harborObjects/Lives", [
  /** Has a directory from now on. */
  Rpc.make("open", { error: HarborError }),
  /** Closes it and does not wait for that, then opens the next one. */
  Rpc.make("reopen", { error: HarborError }),
  Rpc.make("close"),
  /** Closes it as long as its kind is served still. */
  Rpc.make("closeAlone"),
  Rpc.make("claim", {
    payload: { count: Schema.Int },
    success: Schema.Array(ObjectId.ObjectId),
    error: HarborError
  }),
  /** How many of them answer with their number; or why not. */
  Rpc.make("reach", {
    payload: { ids: Schema.Array(ObjectId.ObjectId) },
    success: Schema.Struct({ reached: Schema.Int, failed: Schema.Array(Schema.String) })
  })
]) {}

/** A directory in a scope of its own. */
export const opened = Effect.gen(function* () {
  const scope = yield* Scope.make()
  const layer = Layer.fresh(Directory.layer({ maxObjects: 4096 }))
  const directory = Context.get(yield* Layer.buildWithScope(layer, scope), Directory.Directory)
  const gate = Latch.makeUnsafe()
  const handlers: ObjectKind.Handlers<typeof Numbered> = {
    which: (_, self) => (typeof self.state === "number" ? Effect.succeed(self.state) : Effect.die("it has no state")),
    slowly: (_, self) => Effect.map(gate.await, () => self.state)
  }
  const serving = yield* Scope.make()
  yield* Scope.provide(directory.serve(Numbered, handlers), serving)
  const closeAlone = Scope.close(scope, Exit.void)
  return { directory, gate, closeAlone, close: Effect.andThen(Scope.close(serving, Exit.void), closeAlone) }
})

type Opened = Effect.Success<typeof opened>

export const claim = ({ directory }: Opened, count: number) =>
  Effect.forEach(Array.from({ length: count }), (_, n) => directory.claim(Numbered, n))

export const reach = ({ directory }: Opened, ids: ReadonlyArray<ObjectId.ObjectId>) =>
  Effect.gen(function* () {
    const failed = new Set<string>()
    let reached = 0
    for (const [n, id] of ids.entries()) {
      const which = yield* Effect.result(directory.callTo(id, Which, undefined, { timeout: "1 minute" }))
      if (which._tag === "Failure") failed.add(which.failure.reason._tag)
      else if (which.success === n) reached++
    }
    return { reached, failed: Array.from(failed) }
  })

export const living = Lives.toLayer(
  Effect.gen(function* () {
    let now = yield* opened
    const context = yield* Effect.context<Effect.Services<typeof opened>>()
    const open = Effect.provide(
      Effect.map(opened, (next) => {
        now = next
      }),
      context
    )
    return {
      open: () => open,
      reopen: () =>
        Effect.andThen(
          Effect.forkDetach(
            Effect.suspend(() => now.close),
            { startImmediately: true }
          ),
          open
        ),
      close: () => Effect.suspend(() => now.close),
      closeAlone: () => Effect.suspend(() => now.closeAlone),
      claim: ({ count }) => claim(now, count),
      reach: ({ ids }) => reach(now, ids)
    }
  }),
  { concurrency: "unbounded" }
)
