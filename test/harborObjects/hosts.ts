/*
 * Threads with objects, which do what a test tells them.
 */
import * as Actor from "@stevedore/core/Actor"
import type { CurrentJob } from "@stevedore/core/CurrentJob"
import { CurrentThread } from "@stevedore/core/CurrentThread"
import * as Directory from "@stevedore/harbor/Directory"
import * as Envelope from "@stevedore/harbor/Envelope"
import { HarborError } from "@stevedore/harbor/HarborError"
import * as Message from "@stevedore/harbor/Message"
import * as ObjectId from "@stevedore/harbor/ObjectId"
import * as ObjectKind from "@stevedore/harbor/ObjectKind"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Latch from "effect/Latch"
import * as Rpc from "effect/rpc/Rpc"
import * as Schema from "effect/Schema"

/** The n-th one of a sender. */
export const Note = Message.make("note", { payload: { from: Schema.String, n: Schema.Int } })
/** The same, with an answer: what was noted before it. */
export const Ask = Message.make("ask", { payload: { from: Schema.String, n: Schema.Int }, success: Schema.Int })

export class Refused extends Schema.Error<Refused>("harborObjects/Refused")({
  _tag: Schema.tag("Refused"),
  why: Schema.String
}) {}
export const Refuse = Message.make("refuse", { payload: { why: Schema.String }, error: Refused })
export const Break = Message.make("break")
/** Ends when its thread is told to release what is held. */
export const Hold = Message.make("hold", { payload: { n: Schema.Int }, success: Schema.Int })
/** The same, and its state is so large then. */
export const Swell = Message.make("swell", { payload: { bytes: Schema.Int } })
/** Moves the object that it is sent to. */
export const Leave = Message.make("leave", { payload: { to: Schema.String }, error: HarborError })

/** Answers with what its handler knows of it. */
export const Who = Message.make("who", { success: Schema.String })

export const Noted = Schema.Struct({
  /** The latest number of each sender. */
  latest: Schema.Record(Schema.String, Schema.Int),
  /** Numbers that were not the next one. */
  wrong: Schema.Array(Schema.String)
})
export type Noted = typeof Noted.Type
export const empty: Noted = { latest: {}, wrong: [] }
export const Read = Message.make("read", { success: Schema.Struct({ thread: Schema.String, noted: Noted }) })

/** An object that keeps account of what it was sent. */
export const Book = ObjectKind.make("book", {
  messages: [Note, Ask, Refuse, Break, Hold, Swell, Leave, Read, Who],
  state: Noted
})
/** One whose handlers only some threads have. */
export const Rare = ObjectKind.make("rare", { messages: [Read] })

const noted = (before: Noted, from: string, n: number): Noted => {
  const last = before.latest[from] ?? 0
  return {
    latest: { ...before.latest, [from]: n },
    wrong: n === last + 1 ? before.wrong : [...before.wrong, `${from}: ${n} after ${last}`]
  }
}

export const handlersOf = (
  thread: string,
  gate: Latch.Latch,
  directory: Directory.Directory["Service"]
): ObjectKind.Handlers<typeof Book, CurrentJob> => ({
  note: ({ from, n }, self) =>
    Effect.sync(() => {
      self.state = noted(self.state, from, n)
    }),
  ask: ({ from, n }, self) =>
    Effect.sync(() => {
      const before = self.state.latest[from] ?? 0
      self.state = noted(self.state, from, n)
      return before
    }),
  refuse: ({ why }) => Effect.fail(new Refused({ why })),
  break: () => Effect.die("broken"),
  hold: ({ n }, self) =>
    Effect.andThen(gate.await, () =>
      Effect.sync(() => {
        self.state = noted(self.state, "hold", n)
        return n
      })
    ),
  swell: ({ bytes }, self) =>
    Effect.andThen(gate.await, () =>
      Effect.sync(() => {
        self.state = { latest: {}, wrong: ["x".repeat(bytes)] }
      })
    ),
  leave: ({ to }, self) => directory.move(self.id, to),
  read: (_, self) => Effect.sync(() => ({ thread, noted: self.state })),
  who: () =>
    Effect.map(
      Envelope.current,
      ({ group, messageName, object, sender }) =>
        `${messageName} from ${sender.thread} to ${ObjectId.toText(object!)}${group === undefined ? "" : ` of ${group}`}`
    )
})

/** One on each thread. */
export class Host extends Actor.Service<Host>()("harborObjects/Host", [
  Rpc.make("claim", { success: ObjectId.ObjectId, error: HarborError }),
  Rpc.make("claimMany", {
    payload: { count: Schema.Int },
    success: Schema.Array(ObjectId.ObjectId),
    error: HarborError
  }),
  Rpc.make("release", { payload: { id: ObjectId.ObjectId }, error: HarborError }),
  Rpc.make("count", { success: Schema.Int }),
  Rpc.make("open"),
  Rpc.make("who", { payload: { id: ObjectId.ObjectId }, success: Schema.String, error: HarborError }),
  /** Sends without a pause until it is told to stop: how many. Every tenth waits for its answer. */
  Rpc.make("load", {
    payload: { id: ObjectId.ObjectId, from: Schema.String },
    success: Schema.Int,
    error: HarborError
  }),
  Rpc.make("stop"),
  Rpc.make("exit")
]) {}

/** The kind that not all threads serve: that one does. */
export const RARE = "t-0"

export const directory = Directory.layer({ maxObjects: 4096 })

/** What each thread is: a directory, and a host that does what it is told. */
export const hosted = Host.toLayer(
  Effect.gen(function* () {
    const directory = yield* Directory.Directory
    const { name: thread } = yield* CurrentThread
    const gate = Latch.makeUnsafe()
    yield* directory.serve(Book, handlersOf(thread, gate, directory))
    if (thread === RARE) yield* directory.serve(Rare, { read: () => Effect.succeed({ thread, noted: empty }) })
    const load = { goesOn: true }
    return {
      claim: () => directory.claim(Book, empty),
      claimMany: ({ count }) => Effect.forEach(Array.from({ length: count }), () => directory.claim(Book, empty)),
      release: ({ id }) => directory.release(id),
      count: () => directory.count,
      who: ({ id }) => directory.callTo(id, Who),
      open: () => Effect.asVoid(gate.open),
      load: ({ from, id }) =>
        Effect.gen(function* () {
          let n = 0
          while (load.goesOn) {
            n++
            if (n % 10 !== 0) yield* directory.sendTo(id, Note, { from, n })
            else yield* directory.callTo(id, Ask, { from, n })
            // The others want to send, too.
            if (n % 50 === 0) yield* Effect.sleep(1)
          }
          return n
        }),
      stop: () =>
        Effect.sync(() => {
          load.goesOn = false
        }),
      exit: () => Effect.sync(() => process.exit(7))
    }
  }),
  { concurrency: "unbounded" }
).pipe(Layer.provide(directory))
