/**
 * The test kit itself: schedules that a seed decides, time that stands still, faults exactly where they were wanted.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Schedule from "effect/Schedule"
import * as TestClock from "effect/testing/TestClock"
import * as Actor from "../src/Actor.ts"
import type { ActorError } from "../src/ActorError.ts"
import * as ActorSystem from "../src/ActorSystem.ts"
import * as Testing from "../src/testing/index.ts"
import { Counter, counter } from "./testing/counter.ts"
import { Greeter, greeter } from "./testing/greeter.ts"

const numbers = (count: number): ReadonlyArray<number> => Array.from({ length: count }, (_, index) => index)
const forked = <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.forkChild(effect, { startImmediately: true })

describe("H14 the same program on simulated threads", () => {
  const entry = Actor.entry<typeof import("./testing/greeter.thread.ts")>(
    new URL("./testing/greeter.thread.ts", import.meta.url)
  )

  it.effect("H14 entries are modules, as for real threads, or the layers themselves", () =>
    Effect.gen(function* () {
      for (const each of [entry, Testing.entry(greeter)]) {
        const program = Effect.gen(function* () {
          const one = yield* Greeter
          return yield* Effect.forEach(["a", "b"], (name) => one.greet({ name }), { concurrency: 2 })
        })
        const answers = yield* program.pipe(
          Effect.provide(Greeter.layerPool({ name: "g", entry: each, size: 2 })),
          Effect.provide(Testing.layer())
        )
        assert.deepEqual(answers, ["a from g-0", "b from g-1"])
      }
    })
  )

  it.effect("H14 time that moves by itself waits until a module has been imported", () =>
    Effect.gen(function* () {
      for (let turns = 0; turns < 60; turns++) {
        let calls = 0
        // The second one at any time between two steps of the thread that has the first.
        const importModule = async (): Promise<object> => {
          if (calls++ > 0) for (let i = 0; i < turns; i++) await Promise.resolve()
          return { default: greeter }
        }
        const { millis } = yield* Effect.flatMap(Testing.Simulation, ({ probe }) => probe).pipe(
          Effect.provide(Greeter.layerPool({ name: "g", entry, size: 2 })),
          Effect.provide(Testing.layer({ time: "auto", importModule }))
        )
        assert.strictEqual(millis, 0)
      }
    })
  )

  it.effect("H14 what a module lacks fails the layer, as on real threads", () =>
    Effect.gen(function* () {
      const wrong = Actor.entry<any>(new URL("./testing/counter.ts", import.meta.url))
      const missing = Actor.entry<any>(new URL("./testing/nothing.thread.ts", import.meta.url))
      for (const [each, cause] of [
        [wrong, "noDefault"],
        [missing, "threw"]
      ] as const) {
        const error = yield* Effect.flip(
          Effect.provide(
            Effect.provide(Effect.void, Greeter.layerThread({ entry: each })),
            Testing.layer()
          ) as Effect.Effect<void, ActorError>
        )
        assert.strictEqual(error.reason._tag, "StartFailed")
        assert.strictEqual(error.reason.cause, cause)
      }
    })
  )

  it.effect("H14 main's own actors and references by name work as everywhere", () =>
    Effect.gen(function* () {
      class Own extends Greeter.as<Own>()("test/Own") {}
      const program = Effect.gen(function* () {
        assert.strictEqual(yield* (yield* Greeter).greet({ name: "a" }), "a from g")
        assert.strictEqual(yield* (yield* Own).greet({ name: "b" }), "b from main")
      })
      yield* program.pipe(
        Effect.provide(Greeter.layerRef),
        Effect.provide(Layer.merge(Greeter.layerThread({ name: "g", entry }), Own.layerMain(greeter))),
        Effect.provide(Testing.layer())
      )
    })
  )
})

describe("schedules", () => {
  it.effect("a program runs as on threads, and the same seed gives the same schedule", () =>
    Effect.gen(function* () {
      const runWith = (seed: number) => {
        const seen: Array<number> = []
        return Effect.gen(function* () {
          const one = yield* Counter
          const answers = yield* Effect.forEach(numbers(50), (n) => one.count({ n }), { concurrency: 10 })
          assert.deepEqual(
            answers,
            numbers(50).map((n) => n + 1)
          )
          const { operations, probe } = yield* Testing.Simulation
          const { steps } = yield* probe
          return [steps, yield* operations("main"), yield* operations("counter")]
        }).pipe(Effect.provide(counter(seen)), Effect.provide(Testing.layer({ seed })))
      }
      assert.deepEqual(yield* runWith(3), yield* runWith(3))
      const schedules = yield* Effect.forEach(numbers(8), runWith)
      assert.isAbove(new Set(schedules.map(String)).size, 4, "other seeds, other schedules")
    })
  )

  it.effect("time stands still until the test moves it", () =>
    Effect.gen(function* () {
      const seen: Array<number> = []
      yield* Effect.gen(function* () {
        const one = yield* Counter
        const { quiet } = yield* Testing.Simulation
        const ask = yield* forked(one.slow({ n: 1 }))
        const late = yield* forked(Effect.flip(one.slow({ n: 2 }, { timeout: "1500 millis" })))
        yield* quiet
        assert.deepEqual(seen, [1])
        yield* TestClock.adjust("999 millis")
        assert.isUndefined(ask.pollUnsafe())
        yield* TestClock.adjust("1 millis")
        assert.strictEqual(yield* Fiber.join(ask), 2)
        assert.deepEqual(seen, [1, 2], "the next one begins in the same moment")
        yield* TestClock.adjust("500 millis")
        assert.strictEqual((yield* Fiber.join(late)).reason._tag, "Timeout")
      }).pipe(Effect.provide(counter(seen)), Effect.provide(Testing.layer()))
    })
  )

  it.effect("time moves by itself where that is asked for", () =>
    Effect.gen(function* () {
      const seen: Array<number> = []
      const millis = yield* Effect.gen(function* () {
        const one = yield* Counter
        assert.strictEqual(yield* one.slow({ n: 1 }), 2)
        return (yield* (yield* Testing.Simulation).probe).millis
      }).pipe(Effect.provide(counter(seen)), Effect.provide(Testing.layer({ time: "auto" })))
      assert.strictEqual(millis, 1000)
    })
  )
})

describe("faults", () => {
  it.effect("a killed thread does nothing more, and what had not started is taken over by the next", () =>
    Effect.gen(function* () {
      const seen: Array<number> = []
      const ended: Array<number> = []
      yield* Effect.gen(function* () {
        const one = yield* Counter
        const simulation = yield* Testing.Simulation
        const system = yield* ActorSystem.ActorSystem
        const ask = yield* forked(Effect.flip(one.slow({ n: 1 })))
        const next = yield* forked(one.count({ n: 2 }))
        yield* simulation.quiet
        assert.isTrue(yield* system.kill("counter"))
        const error = yield* Fiber.join(ask)
        assert.deepInclude({ ...error }, { started: true, thread: "counter" })
        yield* TestClock.adjust("2 seconds")
        assert.strictEqual(yield* Fiber.join(next), 3)
        assert.deepEqual(seen, [1, 2])
        assert.deepEqual(ended, [], "not even the finalizers of the dead run")
      }).pipe(Effect.provide(counter(seen, Schedule.spaced("1 second"), ended)), Effect.provide(Testing.layer()))
    })
  )

  it.effect("a thread dies exactly before the operation that was named", () =>
    Effect.gen(function* () {
      const seen: Array<number> = []
      const fault = Testing.killAt("counter", 40)
      yield* Effect.gen(function* () {
        const one = yield* Counter
        const { operations } = yield* Testing.Simulation
        const exits = yield* Effect.forEach(numbers(20), (n) => Effect.exit(one.count({ n })))
        assert.isTrue(exits.some(Exit.isFailure))
        assert.isTrue(fault.struck)
        assert.strictEqual(yield* operations("counter"), 40)
      }).pipe(Effect.provide(counter(seen)), Effect.provide(Testing.layer({ faults: [fault] })))
    })
  )

  it.effect("a frozen thread does nothing until it is thawed, between two tasks or before an operation", () =>
    Effect.gen(function* () {
      const seen: Array<number> = []
      yield* Effect.gen(function* () {
        const one = yield* Counter
        const simulation = yield* Testing.Simulation
        yield* simulation.freeze("counter")
        const first = yield* forked(one.count({ n: 1 }))
        yield* simulation.quiet
        assert.deepEqual(seen, [])
        yield* simulation.thaw("counter")
        assert.strictEqual(yield* Fiber.join(first), 2)
        const at = (yield* simulation.operations("counter")) + 5
        yield* simulation.inject(Testing.freezeAt("counter", at))
        const second = yield* forked(one.count({ n: 2 }))
        yield* simulation.quiet
        assert.strictEqual(yield* simulation.operations("counter"), at)
        assert.isUndefined(second.pollUnsafe())
        yield* simulation.thaw("counter")
        assert.strictEqual(yield* Fiber.join(second), 3)
      }).pipe(Effect.provide(counter(seen)), Effect.provide(Testing.layer()))
    })
  )

  it.effect("a stuck thread ends when it is thawed, and not when it is told to", () =>
    Effect.gen(function* () {
      const seen: Array<number> = []
      yield* Effect.gen(function* () {
        const one = yield* Counter
        const simulation = yield* Testing.Simulation
        const system = yield* ActorSystem.ActorSystem
        const live = Effect.map(system.threads, (threads) => threads.filter(({ name }) => name === "counter").length)
        const stick = simulation.stick("counter")
        const stickSoon = Effect.flatMap(simulation.operations("counter"), (at) =>
          simulation.inject(Testing.stickAt("counter", at + 1))
        )
        for (const [n, strike] of [stick, stickSoon].entries()) {
          yield* strike
          const waiting = yield* forked(one.count({ n }))
          yield* simulation.quiet
          assert.isUndefined(waiting.pollUnsafe())
          const error = yield* Effect.flip(system.kill("counter"))
          assert.strictEqual(error.reason._tag, "Timeout")
          assert.strictEqual(yield* Fiber.join(waiting), n + 1, "it had not started, and went on in the next one")
          assert.strictEqual(yield* live, 2)
          yield* simulation.thaw("counter")
          yield* simulation.quiet
          assert.strictEqual(yield* live, 1)
        }
        assert.deepEqual(seen, [0, 1])
      }).pipe(
        Effect.provide(counter(seen, Schedule.spaced("1 millis"))),
        Effect.provide(Testing.layer({ time: "auto" })),
        Effect.provide(Logger.layer([]))
      )
    })
  )

  it.effect("a thread that stands while nobody else can go on is ended, by name", () =>
    Effect.gen(function* () {
      const seen: Array<number> = []
      yield* Effect.gen(function* () {
        const one = yield* Counter
        const simulation = yield* Testing.Simulation
        yield* simulation.inject(Testing.freezeAt("counter", (yield* simulation.operations("counter")) + 5))
        const error = yield* Effect.flip(one.count({ n: 2 }))
        assert.match(error.message, /stood still before its memory operation \d+, and nobody else could go on/)
      }).pipe(Effect.provide(counter(seen)), Effect.provide(Testing.layer()))
    })
  )

  it.effect("a delay lets others go on, at any operation of any thread", () =>
    Effect.gen(function* () {
      for (const thread of ["main", "counter"]) {
        const tried = yield* Testing.everywhere(
          (operation) => Testing.delayAt(thread, operation, 5),
          (fault) =>
            Effect.gen(function* () {
              const one = yield* Counter
              const answers = yield* Effect.forEach([1, 2], (n) => one.count({ n }), { concurrency: 2 })
              assert.deepEqual(answers, [2, 3])
            }).pipe(Effect.provide(counter([])), Effect.provide(Testing.layer({ faults: [fault], preemption: 0 }))),
          { every: 7 }
        )
        assert.isAbove(tried, 5)
      }
    })
  )
})

describe("memory", () => {
  it.effect("sends wait when memory is taken, and go on when it is given back", () =>
    Effect.gen(function* () {
      const seen: Array<number> = []
      yield* Effect.gen(function* () {
        const one = yield* Counter
        const simulation = yield* Testing.Simulation
        const before = yield* simulation.probe
        const waiting = yield* Effect.scoped(
          Effect.gen(function* () {
            yield* simulation.fillArena()
            assert.strictEqual((yield* simulation.probe).segmentsFree, 0)
            yield* simulation.freeze("counter")
            const asks = yield* Effect.forEach(numbers(100), (n) => forked(one.count({ n })))
            yield* simulation.quiet
            const main = (yield* simulation.probe).threads.find((thread) => thread.name === "main")!
            assert.isAbove(main.sendsWaiting, 50)
            assert.strictEqual(main.sendsWaiting + main.jobWords, 100)
            yield* simulation.thaw("counter")
            return asks
          })
        )
        for (const [n, ask] of waiting.entries()) assert.strictEqual(yield* Fiber.join(ask), n + 1)
        assert.deepEqual(seen, numbers(100))
        yield* simulation.quiet
        const after = yield* simulation.probe
        assert.strictEqual(after.jobWords, 0)
        assert.isAtLeast(after.segmentsFree, before.segmentsFree - 2, "a lane at rest keeps one")
      }).pipe(Effect.provide(counter(seen)), Effect.provide(Testing.layer()))
    })
  )
})

describe("blocks", () => {
  it.effect("what does not fit a segment waits when the blocks are taken, and what does goes on", () =>
    Effect.gen(function* () {
      yield* Effect.gen(function* () {
        const one = yield* Greeter
        const simulation = yield* Testing.Simulation
        const name = "x".repeat(40_000)
        const { blocks } = yield* simulation.probe
        assert.isAbove(blocks, 0)
        const waiting = yield* Effect.scoped(
          Effect.gen(function* () {
            yield* simulation.fillArena({ what: "blocks" })
            const { blocksFree, segments, segmentsFree } = yield* simulation.probe
            assert.strictEqual(blocksFree, 0)
            assert.strictEqual(segmentsFree, segments)
            assert.strictEqual(yield* one.greet({ name: "a" }), "a from g")
            const large = yield* forked(one.greet({ name }))
            yield* simulation.quiet
            assert.isUndefined(large.pollUnsafe())
            return large
          })
        )
        assert.strictEqual(yield* Fiber.join(waiting), `${name} from g`)
        yield* simulation.quiet
        assert.strictEqual((yield* simulation.probe).blocksFree, blocks)
      }).pipe(
        Effect.provide(Greeter.layerThread({ name: "g", entry: Testing.entry(greeter) })),
        Effect.provide(Testing.layer())
      )
    })
  )
})
