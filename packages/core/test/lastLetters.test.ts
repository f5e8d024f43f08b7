/*
 * Dead letters of threads that have died themselves: as many are told as are counted, and nothing is told that nobody knows.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Schedule from "effect/Schedule"
import * as Stream from "effect/Stream"
import * as TestClock from "effect/testing/TestClock"
import * as Rpc from "effect/rpc/Rpc"
import * as Schema from "effect/Schema"
import * as Actor from "../src/Actor.ts"
import * as ActorSystem from "../src/ActorSystem.ts"
import type { DeadLetter, DeadLetterEvent } from "../src/DeadLetter.ts"
import * as Job from "../src/Job.ts"
import * as Supervision from "../src/Supervision.ts"
import * as Testing from "../src/testing/index.ts"

class Sink extends Actor.Service<Sink>()("last/Sink", [
  Rpc.make("note"),
  Rpc.make("again").annotate(Job.Idempotent, true)
]) {}
class Teller extends Actor.Service<Teller>()("last/Teller", [Rpc.make("tell", { payload: { count: Schema.Int } })]) {}

const TOLD = 4
const bare = { _tag: "DeadLetter", actor: undefined, job: undefined, sender: undefined, thread: undefined } as const
/** In these the teller settles what it has told. */
const OPERATIONS = 30

/** A sender thread, and the thread that it tells, of which each job takes for ever; both are gone when they die. */
const tellingThreads = Effect.gen(function* () {
  let begun = 0
  const hang = Effect.andThen(
    Effect.sync(() => begun++),
    Effect.never
  )
  const sinkEntry = Testing.entry(Sink.toLayer({ note: () => hang, again: () => hang }, { concurrency: 1 }))
  const tellerEntry = Testing.entry(
    Teller.toLayer(
      Effect.map(Sink, (sink) => ({
        tell: ({ count }) =>
          Effect.orDie(Effect.forEach(Array.from({ length: count }), () => sink.note.tell(), { discard: true }))
      }))
    ).pipe(Layer.provide(Sink.layerRef))
  )
  yield* Layer.build(Sink.layerThread({ name: "sink", entry: sinkEntry, restart: "never" }))
  const services = yield* Layer.build(Teller.layerThread({ name: "teller", entry: tellerEntry, restart: "never" }))
  return { teller: Context.get(services, Teller), begun: () => begun }
})

const listening = Effect.gen(function* () {
  const system = yield* ActorSystem.ActorSystem
  const events: Array<DeadLetterEvent> = []
  yield* Effect.forkScoped(
    Stream.runForEach(system.deadLetters, (event) => Effect.sync(() => events.push(event))),
    { startImmediately: true }
  )
  return { system, events }
})

const quiet = Effect.flatMap(Testing.Simulation, (simulation) => simulation.quiet)

/** Of all dead letters: what is told of them, and what is logged at the latest when the system has ended. */
const run = (body: Effect.Effect<ReadonlyArray<DeadLetterEvent>, unknown, any>, faults: ReadonlyArray<Testing.Fault>) =>
  Effect.gen(function* () {
    const lines: Array<string> = []
    const logger = Logger.make<unknown, void>(({ message }) => {
      if (String(message).startsWith("dead letters: ")) lines.push(String(message).slice("dead letters: ".length))
    })
    const letters = yield* Effect.scoped(body).pipe(
      Effect.provide(Testing.layer({ faults })),
      Effect.provide(Logger.layer([logger]))
    )
    return { letters, lines }
  })

/** The sink dies with all that it was told, and the teller at one of its operations, if a fault says so. */
const bothDie = (faults: ReadonlyArray<Testing.Fault>) =>
  Effect.gen(function* () {
    let found = { counted: 0, before: 0, operations: 0 }
    const { letters, lines } = yield* run(
      Effect.gen(function* () {
        const { events, system } = yield* listening
        const simulation = yield* Testing.Simulation
        const threads = yield* Effect.exit(tellingThreads)
        if (Exit.isSuccess(threads)) yield* Effect.exit(threads.value.teller.tell({ count: TOLD }))
        yield* quiet
        const before = yield* simulation.operations("teller")
        yield* Effect.exit(system.kill("sink"))
        yield* quiet
        found = {
          counted: (yield* system.info).deadLetters,
          before,
          operations: yield* simulation.operations("teller")
        }
        return events
      }),
      faults
    )
    return { ...found, told: letters.reduce((sum, { count }) => sum + count, 0), letters, lines }
  })

describe("the dead letters of the dead", () => {
  it.effect("H16-deadletters a thread that dies with letters it has counted: main tells of them, and logs them", () =>
    Effect.gen(function* () {
      const undisturbed = yield* bothDie([])
      assert.deepStrictEqual([undisturbed.counted, undisturbed.told], [TOLD, TOLD])
      let unknown = 0
      // It dies at each of its operations from when it learns that the sink has died.
      const last = undisturbed.before + OPERATIONS
      assert.isAtLeast(undisturbed.operations, last)
      for (let operation = undisturbed.before; operation <= last; operation++) {
        const { counted, letters, lines, told } = yield* bothDie([Testing.killAt("teller", operation)])
        assert.strictEqual(told, counted, `at its operation ${operation}`)
        assert.strictEqual(lines.length > 0, counted > 0, `at its operation ${operation}`)
        for (const letter of letters) {
          if (letter._tag !== "DeadLetter" || letter.reason !== "unknown") continue
          unknown++
          const { count } = letter
          assert.deepStrictEqual(letter, { ...bare, sender: "teller", reason: "unknown", started: "unknown", count })
        }
      }
      assert.isAbove(unknown, 0, "or it never died with letters that it had counted")
    })
  )

  it.effect("H16-deadletters what a dead thread had told is not said to be of the thread that took it over", () =>
    Effect.gen(function* () {
      const { letters, lines } = yield* run(
        Effect.gen(function* () {
          const { events, system } = yield* listening
          const { begun, teller } = yield* tellingThreads
          yield* teller.tell({ count: 2 })
          yield* quiet
          yield* system.kill("teller")
          yield* quiet
          assert.strictEqual(begun(), 1)
          yield* system.kill("sink")
          yield* quiet
          return events
        }),
        []
      )
      assert.deepStrictEqual(letters, [
        { ...bare, actor: Sink.key, thread: "sink", reason: "ThreadDied", started: "unknown", count: 2 }
      ])
      assert.deepStrictEqual(lines, [`2 × ${Sink.key} to "sink", which may have started (ThreadDied)`])
    })
  )

  it.effect("H16-deadletters a tell and its target die before its sender does, who had no time to look", () =>
    Effect.gen(function* () {
      const { letters, lines } = yield* run(
        Effect.gen(function* () {
          const { events, system } = yield* listening
          const { teller } = yield* tellingThreads
          yield* teller.tell({ count: 3 })
          yield* quiet
          yield* (yield* Testing.Simulation).freeze("teller")
          yield* Effect.all([system.kill("sink"), system.kill("teller")], { concurrency: "unbounded" })
          yield* quiet
          return events
        }),
        []
      )
      assert.deepStrictEqual(letters, [
        { ...bare, sender: "teller", reason: "ThreadDied", started: true, count: 1 },
        { ...bare, sender: "teller", reason: "ThreadDied", started: "unknown", count: 2 }
      ])
      assert.deepStrictEqual(lines, [
        `1 × a tell from "teller", which had started (ThreadDied); ` +
          `2 × a tell from "teller", which may have started (ThreadDied)`
      ])
    })
  )

  it.effect("H16-deadletters an idempotent tell that has run, and whose next run never came, had started", () =>
    Effect.gen(function* () {
      const { letters } = yield* run(
        Effect.gen(function* () {
          const { events, system } = yield* listening
          let starts = 0
          const handlers = Effect.sync(() => {
            if (++starts > 1) throw new Error("no second start")
            return { note: () => Effect.never, again: () => Effect.never }
          })
          const entry = Testing.entry(Sink.toLayer(handlers))
          const restart = Supervision.within(Schedule.spaced("1 millis"), { restarts: 1, period: "1 hour" })
          const sink = Context.get(yield* Layer.build(Sink.layerThread({ name: "sink", entry, restart })), Sink)
          yield* sink.again.tell()
          yield* quiet
          yield* system.kill("sink")
          yield* TestClock.adjust(1)
          yield* quiet
          return events
        }),
        []
      )
      assert.strictEqual(letters.length, 1)
      const { count, job, reason, started } = letters[0] as DeadLetter
      assert.deepStrictEqual(
        { count, job, reason, started },
        { count: 1, job: "again", reason: "ThreadDied", started: true }
      )
    })
  )
})
