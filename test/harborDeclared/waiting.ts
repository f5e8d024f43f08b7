/*
 * A thread that listens for one message in turn as several builds of a program declare it, while another message fills the line to it.
 */
import * as Actor from "@stevedore/core/Actor"
import * as Harbor from "@stevedore/harbor/Harbor"
import { HarborError } from "@stevedore/harbor/HarborError"
import * as Message from "@stevedore/harbor/Message"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Latch from "effect/Latch"
import * as Layer from "effect/Layer"
import * as Rpc from "effect/rpc/Rpc"
import * as Schema from "effect/Schema"
import * as Scope from "effect/Scope"
import { New, outcome, Renamed } from "./messages.ts"

/** The first build: it reads what the later ones write, so that one thread may know all of them. */
export const Early = Message.make("order", {
  payload: { n: Schema.Int },
  ...outcome,
  accepts: [New.fingerprint, Renamed.fingerprint]
})

/** Its handler waits until the thread is told to go on. */
export const Fill = Message.make("fill")

export class Changing extends Actor.Service<Changing>()("harbor-test/Changing", [
  /** Nobody listens as before, and then this one does. */
  Rpc.make("listen", { payload: { as: Schema.Literals(["old", "new", "renamed"]) }, error: HarborError }),
  Rpc.make("go"),
  Rpc.make("had", { success: Schema.Array(Schema.String) })
]) {}

export const changing = Changing.toLayer(
  Effect.gen(function* () {
    const harbor = yield* Harbor.Harbor
    const gate = Latch.makeUnsafe()
    const had: Array<string> = []
    const handle = (payload: object) =>
      Effect.sync(() => {
        had.push(JSON.stringify(payload))
        return 1
      })
    yield* harbor.listen(Fill, () => gate.await)
    let scope = yield* Scope.make()
    return {
      listen: ({ as }) =>
        Effect.gen(function* () {
          yield* Scope.close(scope, Exit.void)
          scope = yield* Scope.make()
          const listening =
            as === "old"
              ? harbor.listen(Early, handle)
              : as === "new"
                ? harbor.listen(New, handle)
                : harbor.listen(Renamed, handle)
          yield* Scope.provide(listening, scope)
        }),
      go: () => Effect.asVoid(gate.open),
      had: () => Effect.sync(() => had)
    }
  }),
  { concurrency: "unbounded" }
).pipe(Layer.provide(Harbor.layer({ window: 2 })))
