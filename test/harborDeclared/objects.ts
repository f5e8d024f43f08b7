/*
 * A kind of objects as several builds of a program declare it, and threads of each that do what a test tells them.
 */
import * as Actor from "@stevedore/core/Actor"
import { CurrentThread } from "@stevedore/core/CurrentThread"
import * as Directory from "@stevedore/harbor/Directory"
import * as Harbor from "@stevedore/harbor/Harbor"
import { HarborError } from "@stevedore/harbor/HarborError"
import * as ObjectId from "@stevedore/harbor/ObjectId"
import * as ObjectKind from "@stevedore/harbor/ObjectKind"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Latch from "effect/Latch"
import * as Queue from "effect/Queue"
import * as Rpc from "effect/rpc/Rpc"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import { New, Old, Refused } from "./messages.ts"

/** What an object of all builds has: what it was told, with the name of the field. */
const state = Schema.Array(Schema.String)

export const OldKind = ObjectKind.make("counted", { messages: [Old], state })
export const NewKind = ObjectKind.make("counted", { messages: [New], state })
/** Whose state is of the same shape in memory, and means something else. */
export const Before = ObjectKind.make("stateful", { messages: [], state: Schema.Struct({ n: Schema.Int }) })
export const After = ObjectKind.make("stateful", { messages: [], state: Schema.Struct({ amount: Schema.Int }) })

const number = {
  payload: { id: ObjectId.ObjectId, n: Schema.Int },
  error: Schema.Union([HarborError, Refused])
}

/** One on each thread, by which a test has it do something with the declaration that it has. */
export class Teller extends Actor.Service<Teller>()("harbor-test/Teller", [
  Rpc.make("call", { ...number, success: Schema.Int }),
  Rpc.make("send", number),
  /** So many sends and calls in turn. */
  Rpc.make("both", { ...number, payload: { id: ObjectId.ObjectId, count: Schema.Int } }),
  Rpc.make("claim", { success: ObjectId.ObjectId, error: HarborError }),
  Rpc.make("move", { payload: { id: ObjectId.ObjectId, to: Schema.String }, error: HarborError }),
  Rpc.make("had", { payload: { id: ObjectId.ObjectId }, success: state }),
  /** Completes when a handler of its objects waits for `open`. */
  Rpc.make("holds"),
  Rpc.make("open"),
  Rpc.make("failed", { success: Schema.Int }),
  /** Its next dead letter. */
  Rpc.make("letter", { success: Schema.String })
]) {}

/** The thread with the old declarations; all others have the new ones. */
export const OLD = "t-0"

export const teller = Teller.toLayer(
  Effect.gen(function* () {
    const [directory, harbor] = [yield* Directory.Directory, yield* Harbor.Harbor]
    const { name } = yield* CurrentThread
    const [gate, holds] = [Latch.makeUnsafe(), Latch.makeUnsafe()]
    const letters = yield* Queue.unbounded<string>()
    yield* harbor.deadLetters.pipe(
      Stream.runForEach(({ messageName, reason, sender }) =>
        Queue.offer(letters, `${messageName} of ${sender}: ${reason}`)
      ),
      Effect.forkScoped({ startImmediately: true })
    )
    const had = new Map<ObjectId.ObjectId, ReadonlyArray<string>>()
    const handle = (
      payload: { readonly n: number; readonly note?: string },
      self: ObjectKind.Self<typeof state.Type>
    ) =>
      Effect.gen(function* () {
        if (payload.n === 0) yield* Effect.andThen(holds.open, gate.await)
        self.state = [...self.state, `${name} ${Object.entries(payload).flat().join(" ")}`]
        had.set(self.id, self.state)
        return payload.n < 0 ? yield* new Refused({ n: payload.n }) : payload.n + 1
      })
    const [message, kind] = name === OLD ? [Old, OldKind] : [New, NewKind]
    yield* directory.serve(kind, { order: handle })
    yield* directory.serve(name === OLD ? Before : After, {})
    return {
      call: ({ id, n }) => directory.callTo(id, message, { n }),
      send: ({ id, n }) => directory.sendTo(id, message, { n }),
      both: ({ count, id }) =>
        Effect.forEach(
          Array.from({ length: count }, (_, n) => n + 1),
          (n) => (n % 3 === 2 ? directory.callTo(id, message, { n }) : directory.sendTo(id, message, { n })),
          { discard: true }
        ),
      claim: () => directory.claim(kind, []),
      move: ({ id, to }) => directory.move(id, to),
      had: ({ id }) => Effect.sync(() => had.get(id) ?? []),
      holds: () => Effect.asVoid(holds.await),
      open: () => Effect.asVoid(gate.open),
      failed: () => Effect.map(harbor.counters, ({ failed }) => failed),
      letter: () => Queue.take(letters)
    }
  }),
  { concurrency: "unbounded" }
).pipe(Layer.provide(Layer.mergeAll(Directory.layer({ maxObjects: 1024 }), Harbor.layer())))
