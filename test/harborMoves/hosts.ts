/*
 * Threads with a harbor and objects, whose handlers move objects when they are told to go on.
 */
import * as Actor from "@stevedore/core/Actor"
import { CurrentThread } from "@stevedore/core/CurrentThread"
import * as Directory from "@stevedore/harbor/Directory"
import * as Harbor from "@stevedore/harbor/Harbor"
import { HarborError } from "@stevedore/harbor/HarborError"
import * as Message from "@stevedore/harbor/Message"
import * as ObjectId from "@stevedore/harbor/ObjectId"
import * as ObjectKind from "@stevedore/harbor/ObjectKind"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Latch from "effect/Latch"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Rpc from "effect/rpc/Rpc"
import * as Schema from "effect/Schema"

/** On t-0 alone. One that has an object waits until its thread is told to go on, and then moves the object. */
export const Work = Message.make("work", {
  payload: { n: Schema.Int, move: Schema.optionalKey(Schema.Struct({ id: ObjectId.ObjectId, to: Schema.String })) }
})

/** What an object is sent, in order. */
export const Note = Message.make("note", { payload: { n: Schema.Int } })
/** Begins to move its object, leaves that alone, waits until its thread is told to go on, and then notes -1. */
export const Leave = Message.make("leave", { payload: { to: Schema.String } })
/** Begins to move its object in the background, and ends. */
export const Begin = Message.make("begin", { payload: { to: Schema.String } })
/** Waits until its thread is told to go on, and then notes -2. */
export const Hold = Message.make("hold")
/** Moves its object, waits until its thread is told to go on, and moves it once more, from wherever it is. */
export const Twice = Message.make("twice", { payload: { to: Schema.String } })
export const Read = Message.make("read", {
  success: Schema.Struct({ thread: Schema.String, noted: Schema.Array(Schema.Int) })
})

export const Notes = ObjectKind.make("notes", {
  messages: [Note, Leave, Begin, Hold, Twice, Read],
  state: Schema.Array(Schema.Int)
})

export const handlersOf = (
  thread: string,
  gate: Latch.Latch,
  directory: Directory.Directory["Service"]
): ObjectKind.Handlers<typeof Notes> => ({
  note: ({ n }, self) =>
    Effect.sync(() => {
      self.state = [...self.state, n]
    }),
  leave: ({ to }, self) =>
    Effect.gen(function* () {
      const move = yield* Effect.forkChild(directory.move(self.id, to), { startImmediately: true })
      yield* Fiber.interrupt(move)
      yield* gate.await
      self.state = [...self.state, -1]
    }),
  begin: ({ to }, self) =>
    Effect.asVoid(Effect.forkDetach(Effect.exit(directory.move(self.id, to)), { startImmediately: true })),
  hold: (_, self) =>
    Effect.gen(function* () {
      yield* gate.await
      self.state = [...self.state, -2]
    }),
  twice: ({ to }, self) =>
    Effect.gen(function* () {
      yield* Effect.orDie(directory.move(self.id, to))
      yield* gate.await
      yield* Effect.orDie(directory.move(self.id, to))
    }),
  read: (_, self) => Effect.sync(() => ({ thread, noted: self.state }))
})

/** How the move of a handler ended. */
const Moved = Schema.Union([
  Schema.Literals(["moved", "interrupted"]),
  Schema.Struct({ delivered: Schema.String, error: Schema.String })
])

export class Host extends Actor.Service<Host>()("harborMoves/Host", [
  Rpc.make("claim", { success: ObjectId.ObjectId, error: HarborError }),
  /** Handlers that wait go on. */
  Rpc.make("go"),
  /** Completes when the handler that moves an object has, or has not. */
  Rpc.make("moved", { success: Moved }),
  /** Completes when so many have worked. */
  Rpc.make("worked", { payload: { count: Schema.Int } })
]) {}

export const layers = Layer.merge(Directory.layer({ maxObjects: 4096 }), Harbor.layer({ window: 4 }))

export const hosted = Host.toLayer(
  Effect.gen(function* () {
    const [directory, harbor] = [yield* Directory.Directory, yield* Harbor.Harbor]
    const { name: thread } = yield* CurrentThread
    const gate = Latch.makeUnsafe()
    const ended = Latch.makeUnsafe()
    let moved: typeof Moved.Type = "interrupted"
    let worked = 0
    const waiting = new Map<number, Latch.Latch>()
    const when = (count: number): Latch.Latch => {
      const latch = waiting.get(count) ?? Latch.makeUnsafe()
      waiting.set(count, latch)
      return latch
    }
    yield* directory.serve(Notes, handlersOf(thread, gate, directory))
    const work = ({ move }: Message.Payload<typeof Work>) =>
      Effect.gen(function* () {
        if (move !== undefined) {
          yield* gate.await
          const exit = yield* Effect.exit(directory.move(move.id, move.to))
          const error = Exit.isFailure(exit) ? Option.getOrUndefined(Exit.findErrorOption(exit)) : undefined
          if (Exit.isSuccess(exit)) moved = "moved"
          else if (error !== undefined) moved = { delivered: error.delivered, error: error.message }
          yield* ended.open
        }
        yield* when(++worked).open
      })
    if (thread === "t-0") yield* harbor.listen(Work, work)
    return {
      claim: () => directory.claim(Notes, []),
      go: () => Effect.asVoid(gate.open),
      moved: () => Effect.map(ended.await, () => moved),
      worked: ({ count }) => (worked >= count ? Effect.void : when(count).await)
    }
  }),
  { concurrency: "unbounded" }
).pipe(Layer.provide(layers))
