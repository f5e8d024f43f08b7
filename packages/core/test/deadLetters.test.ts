/*
 * Tells that nobody will handle: told with what is known of them, from every thread, and logged at a bounded rate.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Schedule from "effect/Schedule"
import * as Stream from "effect/Stream"
import * as TestClock from "effect/testing/TestClock"
import * as Rpc from "effect/rpc/Rpc"
import * as Schema from "effect/Schema"
import * as Actor from "../src/Actor.ts"
import * as ActorSystem from "../src/ActorSystem.ts"
import type { DeadLetterEvent } from "../src/DeadLetter.ts"
import * as Job from "../src/Job.ts"
import * as Testing from "../src/testing/index.ts"

class Sink extends Actor.Service<Sink>()("letters/Sink", [
  Rpc.make("note", { payload: { n: Schema.Int } }),
  Rpc.make("take", { payload: { data: Job.transfer(Schema.Uint8Array) } }),
  Rpc.make("hang"),
  Rpc.make("hangAgain").annotate(Job.Idempotent, true)
]) {}
class Teller extends Actor.Service<Teller>()("letters/Teller", [
  Rpc.make("tell", { payload: { count: Schema.Int } })
]) {}

const sinkEntry = Testing.entry(
  Sink.toLayer({
    note: () => Effect.void,
    take: () => Effect.void,
    hang: () => Effect.never,
    hangAgain: () => Effect.never
  })
)
const tellerEntry = Testing.entry(
  Teller.toLayer(
    Effect.map(Sink, (sink) => ({
      tell: ({ count }) => Effect.orDie(Effect.forEach(numbers(count), (n) => sink.note.tell({ n }), { discard: true }))
    }))
  ).pipe(Layer.provide(Sink.layerRef))
)
const numbers = (count: number): ReadonlyArray<number> => Array.from({ length: count }, (_, index) => index)

/** What is told of dead letters, in an array; and what is logged. */
const listening = Effect.gen(function* () {
  const system = yield* ActorSystem.ActorSystem
  const events: Array<DeadLetterEvent> = []
  yield* Effect.forkChild(
    Stream.runForEach(system.deadLetters, (event) => Effect.sync(() => events.push(event))),
    { startImmediately: true }
  )
  return events
})

const letter = {
  _tag: "DeadLetter",
  actor: Sink.key,
  sender: "main",
  thread: Sink.key
} as const

const quiet = Effect.flatMap(Testing.Simulation, (simulation) => simulation.quiet)
const kill = Effect.flatMap(ActorSystem.ActorSystem, (system) => system.kill(Sink.key))

describe("dead letters", () => {
  it.effect("H16-deadletters tells to a thread that dies, with what had started among them", () =>
    Effect.gen(function* () {
      const sink = yield* Sink
      const events = yield* listening
      yield* sink.hang.tell()
      yield* Effect.forEach(numbers(7), (n) => sink.note.tell({ n }), { discard: true })
      yield* quiet
      yield* kill
      yield* quiet
      const died = { ...letter, job: undefined, reason: "ThreadDied" } as const
      assert.deepStrictEqual(events, [
        { ...died, started: true, count: 1 },
        { ...died, started: false, count: 7 }
      ])
      assert.strictEqual((yield* (yield* ActorSystem.ActorSystem).info).deadLetters, 8)
    }).pipe(
      Effect.provide(Sink.layerThread({ entry: sinkEntry, restart: "never" })),
      Effect.provide(Testing.layer()),
      Effect.provide(Logger.layer([]))
    )
  )

  it.effect(
    "H16-deadletters where threads are restarted the job is known: one that had started, one that is poison",
    () =>
      Effect.gen(function* () {
        const sink = yield* Sink
        const events = yield* listening
        yield* sink.hang.tell()
        yield* sink.note.tell({ n: 1 })
        yield* quiet
        yield* kill
        yield* TestClock.adjust(1)
        yield* quiet
        assert.deepStrictEqual(events, [{ ...letter, job: "hang", reason: "ThreadDied", started: true, count: 1 }])
        yield* sink.hangAgain.tell()
        for (const _ of numbers(3)) {
          yield* quiet
          yield* kill
          yield* TestClock.adjust(1)
          yield* quiet
        }
        assert.deepStrictEqual(events.slice(1), [
          { ...letter, job: "hangAgain", reason: "Poisoned", started: true, count: 1 }
        ])
      }).pipe(
        Effect.provide(Sink.layerThread({ entry: sinkEntry, restart: Schedule.spaced("1 millis") })),
        Effect.provide(Testing.layer()),
        Effect.provide(Logger.layer([]))
      )
  )

  it.effect("H16-deadletters told without an Effect, and waiting for the port of its pair of threads", () =>
    Effect.gen(function* () {
      const sink = yield* Sink
      const events = yield* listening
      yield* (yield* Testing.Simulation).freeze(Sink.key)
      const { info } = yield* ActorSystem.ActorSystem
      assert.strictEqual(sink.take.tellUnsafe({ data: new Uint8Array(8) }), "accepted")
      assert.strictEqual((yield* info).sendsWaiting, 1)
      yield* kill
      yield* quiet
      assert.deepStrictEqual(events, [{ ...letter, job: "take", reason: "ThreadDied", started: false, count: 1 }])
      const { deadLetters, sendsWaiting } = yield* info
      assert.deepStrictEqual({ deadLetters, sendsWaiting }, { deadLetters: 1, sendsWaiting: 0 })
    }).pipe(
      Effect.provide(Sink.layerThread({ entry: sinkEntry, restart: "never" })),
      Effect.provide(Testing.layer()),
      Effect.provide(Logger.layer([]))
    )
  )

  it.effect("H16-deadletters what other threads have told comes to main, with their names", () =>
    Effect.gen(function* () {
      const teller = yield* Teller
      const events = yield* listening
      yield* (yield* Testing.Simulation).freeze(Sink.key)
      yield* teller.tell({ count: 5 })
      yield* quiet
      yield* kill
      yield* quiet
      assert.deepStrictEqual(events, [
        { ...letter, sender: Teller.key, job: undefined, reason: "ThreadDied", started: false, count: 5 }
      ])
    }).pipe(
      Effect.provide(
        Layer.merge(
          Sink.layerThread({ entry: sinkEntry, restart: "never" }),
          Teller.layerThread({ entry: tellerEntry })
        )
      ),
      Effect.provide(Testing.layer()),
      Effect.provide(Logger.layer([]))
    )
  )

  it.effect("H16-deadletters what a thread has not begun by the deadline of its stop is refused, and told", () =>
    Effect.gen(function* () {
      const events = yield* listening
      yield* Effect.scoped(
        Effect.gen(function* () {
          const sink = Context.get(yield* Layer.build(Sink.layerThread({ entry: sinkEntry })), Sink)
          yield* sink.hang.tell()
          yield* Effect.forEach(numbers(3), (n) => sink.note.tell({ n }), { discard: true })
          yield* quiet
          const adjusting = Effect.andThen(quiet, TestClock.adjust("1 second"))
          yield* Effect.forkDetach(adjusting, { startImmediately: true })
        })
      )
      yield* quiet
      assert.deepStrictEqual(
        events.filter((event) => event._tag === "DeadLetter" && !event.started),
        [{ ...letter, job: "note", reason: "Stopped", started: false, count: 3 }]
      )
    }).pipe(Effect.provide(Testing.layer({ stopTimeout: "500 millis" })), Effect.provide(Logger.layer([])))
  )

  it.effect(
    "H16-deadletters what a thread that died had told another that died is counted, and told with its name",
    () =>
      Effect.gen(function* () {
        const [teller, system] = [yield* Teller, yield* ActorSystem.ActorSystem]
        const events = yield* listening
        yield* (yield* Testing.Simulation).freeze(Sink.key)
        yield* teller.tell({ count: 5 })
        yield* quiet
        // Both at once: the one that told did not get to see the end of the other.
        yield* (yield* Testing.Simulation).freeze(Teller.key)
        yield* Effect.all([system.kill(Sink.key), system.kill(Teller.key)], { concurrency: "unbounded" })
        yield* quiet
        const told = events.reduce((sum, event) => sum + event.count, 0)
        assert.strictEqual(told, 5)
        assert.isTrue(events.every((event) => event._tag === "DeadLetter" && event.sender === Teller.key))
        assert.strictEqual((yield* system.info).deadLetters, 5)
      }).pipe(
        Effect.provide(
          Layer.merge(
            Sink.layerThread({ entry: sinkEntry, restart: "never" }),
            Teller.layerThread({ entry: tellerEntry, restart: "never" })
          )
        ),
        Effect.provide(Testing.layer()),
        Effect.provide(Logger.layer([]))
      )
  )

  it.effect(
    "H16-deadletters the log has the first at once, then one line in ten seconds that counts the others",
    () => {
      const lines: Array<string> = []
      const logger = Logger.make<unknown, void>(({ logLevel, message }) => {
        if (String(message).startsWith("dead letters")) lines.push(`${logLevel} ${String(message)}`)
      })
      return Effect.gen(function* () {
        yield* Effect.gen(function* () {
          const sink = yield* Sink
          /** One thread that dies with so many tells that had not started. */
          const lose = (count: number) =>
            Effect.gen(function* () {
              yield* sink.hang.tell()
              yield* quiet
              yield* kill
              yield* TestClock.adjust(1)
              yield* quiet
              for (const _ of numbers(count - 1)) {
                yield* sink.hang.tell()
                yield* quiet
                yield* kill
                yield* TestClock.adjust(1)
                yield* quiet
              }
            })
          yield* lose(4)
          const first = `1 × letters/Sink.hang from "main" to "letters/Sink", which had started (ThreadDied)`
          assert.deepStrictEqual(lines, [`Warn dead letters: ${first}`])
          yield* TestClock.adjust("9990 millis")
          yield* lose(1)
          assert.strictEqual(lines.length, 1, "the interval is not over")
          yield* TestClock.adjust("10 millis")
          yield* lose(1)
          assert.deepStrictEqual(lines.slice(1), [
            `Warn dead letters: ${first}, and before that 4 that had no line of their own`
          ])
          yield* lose(2)
          assert.strictEqual(lines.length, 2)
        }).pipe(
          Effect.provide(Sink.layerThread({ entry: sinkEntry, restart: Schedule.spaced("1 millis") })),
          Effect.provide(Testing.layer())
        )
        assert.deepStrictEqual(lines.slice(2), ["Warn dead letters: 2 that had no line of their own"], "at the end")
      }).pipe(Effect.provide(Logger.layer([logger])))
    }
  )

  it.effect("H16-deadletters what had no line of its own is counted by letters, however many came as one", () => {
    const lines: Array<string> = []
    const logger = Logger.make<unknown, void>(({ message }) => {
      if (String(message).startsWith("dead letters")) lines.push(String(message))
    })
    return Effect.gen(function* () {
      yield* Effect.scoped(
        Effect.gen(function* () {
          const system = yield* ActorSystem.ActorSystem
          const lose = (name: string, count: number) =>
            Effect.gen(function* () {
              const layer = Sink.layerThread({ name, entry: sinkEntry, restart: "never" })
              const sink = Context.get(yield* Layer.build(layer), Sink)
              yield* Effect.forEach(numbers(count), () => sink.hang.tell(), { discard: true })
              yield* quiet
              yield* system.kill(name)
              yield* quiet
            }).pipe(Effect.scoped)
          yield* lose("first", 1)
          yield* lose("second", 7)
        })
      ).pipe(Effect.provide(Testing.layer()))
      // Of the seven one had started: two kinds.
      assert.deepStrictEqual(lines.slice(1), ["dead letters: 7 that had no line of their own"])
    }).pipe(Effect.provide(Logger.layer([logger])))
  })

  it.effect("D08 H16-deadletters an interval that is none is refused", () =>
    Effect.gen(function* () {
      const live = ActorSystem.make({ spawner: undefined, deadLetterLog: -1 })
      assert.include((yield* Effect.flip(Effect.scoped(live))).message, "deadLetterLog is -1")
    })
  )
})
