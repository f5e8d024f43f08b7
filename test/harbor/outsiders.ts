/*
 * Messages between processes, and a thread that sends and hears them.
 */
import * as Actor from "@stevedore/core/Actor"
import * as Envelope from "@stevedore/harbor/Envelope"
import * as Harbor from "@stevedore/harbor/Harbor"
import { HarborError } from "@stevedore/harbor/HarborError"
import * as Message from "@stevedore/harbor/Message"
import { BroadcastChannel } from "node:worker_threads"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Rpc from "effect/rpc/Rpc"
import * as Schema from "effect/Schema"
import * as Scope from "effect/Scope"

export class Refused extends Schema.TaggedError<Refused>()("Refused", { n: Schema.Int }) {}

/** Answers with who had it, and from whom. */
export const Ask = Message.make("smsg_ask", { payload: { n: Schema.Int }, success: Schema.String, error: Refused })
/** Is noted. */
export const Note = Message.make("smsg_note", { payload: { n: Schema.Int } })
/** Is answered by its length. */
export const Long = Message.make("smsg_long", { payload: { text: Schema.String }, success: Schema.Int })
/** Is never answered. */
export const Held = Message.make("smsg_held", { payload: { n: Schema.Int }, success: Schema.Void })
/** Stays between threads. */
export const Inner = Message.make("inner", { payload: { n: Schema.Int } })

export const heardBy = (who: string, noted: Array<number>) =>
  Effect.gen(function* () {
    const harbor = yield* Harbor.Harbor
    yield* harbor.listen(Ask, ({ n }) =>
      n < 0
        ? Effect.fail(new Refused({ n }))
        : n === 0
          ? Effect.die(new Error("asked to"))
          : Effect.map(Envelope.current, ({ sender }) => `${who} from ${sender.node ?? "here"}-${sender.threadId}`)
    )
    yield* harbor.listen(Note, ({ n }) => Effect.sync(() => void noted.push(n)))
  })

/** Notes that it has begun, and, as another number, that it was interrupted: it ends no other way. */
export const heldBy = (held: Array<number>) =>
  Effect.flatMap(Harbor.Harbor, (harbor) =>
    harbor.listen(
      Held,
      ({ n }) => {
        held.push(n)
        return Effect.onInterrupt(Effect.never, () => Effect.sync(() => void held.push(-n)))
      },
      { concurrency: "unbounded" }
    )
  )

export class Outsider extends Actor.Service<Outsider>()("harbor-test/Outsider", [
  Rpc.make("listen", { error: HarborError }),
  Rpc.make("leave"),
  Rpc.make("noted", { success: Schema.Array(Schema.Int) }),
  Rpc.make("ask", { payload: { n: Schema.Int }, success: Schema.String, error: Schema.Union([HarborError, Refused]) }),
  Rpc.make("note", { payload: { from: Schema.Int, count: Schema.Int }, error: HarborError }),
  Rpc.make("broadcast", { payload: { n: Schema.Int }, error: HarborError }),
  Rpc.make("inner", { error: HarborError }),
  Rpc.make("long", { payload: { length: Schema.Int }, success: Schema.Int, error: HarborError }),
  Rpc.make("hold", { error: HarborError }),
  Rpc.make("held", { success: Schema.Array(Schema.Int) }),
  Rpc.make("beHeld", { payload: { n: Schema.Int }, error: HarborError }),
  /** Says so in that channel, and hears nothing any more: only its death ends that. */
  Rpc.make("block", { payload: { channel: Schema.String } })
]) {}

export const outsider = Outsider.toLayer(
  Effect.gen(function* () {
    const harbor = yield* Harbor.Harbor
    const noted: Array<number> = []
    const held: Array<number> = []
    const here = Effect.provideService(Harbor.Harbor, harbor)
    let scope = Scope.makeUnsafe()
    return {
      listen: () => here(Scope.provide(heardBy("thread", noted), scope)),
      leave: () =>
        Effect.suspend(() => {
          const left = scope
          scope = Scope.makeUnsafe()
          return Scope.close(left, Exit.void)
        }),
      noted: () => Effect.sync(() => noted.slice()),
      ask: ({ n }) => harbor.call(Ask, { n }),
      note: ({ count, from }) =>
        Effect.forEach(
          Array.from({ length: count }, (_, index) => from + index),
          (n) => harbor.send(Note, { n }),
          { discard: true }
        ),
      broadcast: ({ n }) => harbor.broadcast(Note, { n }),
      inner: () => harbor.send(Inner, { n: 1 }),
      long: ({ length }) => harbor.call(Long, { text: "x".repeat(length) }),
      hold: () => here(Scope.provide(heldBy(held), scope)),
      held: () => Effect.sync(() => held.slice()),
      beHeld: ({ n }) => harbor.call(Held, { n }, { timeout: "1 minute" }),
      block: ({ channel }) =>
        Effect.sync(() => {
          new BroadcastChannel(channel).postMessage("blocked")
          Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
        })
    }
  }),
  { concurrency: "unbounded" }
).pipe(Layer.provide(Harbor.layer()))
