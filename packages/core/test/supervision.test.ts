/*
 * Restarts in time, on simulated threads and a clock that the test moves: exactly when, how often, and what then.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Schedule from "effect/Schedule"
import * as Stream from "effect/Stream"
import * as TestClock from "effect/testing/TestClock"
import * as Rpc from "effect/rpc/Rpc"
import * as Actor from "../src/Actor.ts"
import * as ActorSystem from "../src/ActorSystem.ts"
import type { ThreadEvent } from "../src/Supervision.ts"
import * as Supervision from "../src/Supervision.ts"
import * as Testing from "../src/testing/index.ts"
import { Counter, handlers } from "./testing/counter.ts"

class Other extends Actor.Service<Other>()("supervision/Other", [Rpc.make("note")]) {}
const otherEntry = Testing.entry(Other.toLayer({ note: () => Effect.void }))

const quiet = Logger.layer([])
const counter = (options: Partial<Parameters<typeof Counter.layerThread>[0]>, seen: Array<number> = []) =>
  Counter.layerThread({ name: "counter", entry: Testing.entry(handlers(seen)), ...options })
const forked = <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.forkChild(effect, { startImmediately: true })

/** Reads what is told of the thread into an array. */
const watched = Effect.gen(function* () {
  const system = yield* ActorSystem.ActorSystem
  const events: Array<ThreadEvent> = []
  yield* forked(
    Stream.runForEach(system.watch({ thread: "counter" }), (event) => Effect.sync(() => events.push(event)))
  )
  return events
})

/** Ends the thread as a crash would, and lets everything that follows happen, but for what waits for time. */
const kill = Effect.gen(function* () {
  const system = yield* ActorSystem.ActorSystem
  const { quiet } = yield* Testing.Simulation
  assert.isTrue(yield* system.kill("counter"))
  yield* quiet
})

describe("restarts in time", () => {
  it.effect("H14 H16-restart after 50 ms, doubling up to 5 s, at most 10 in 60 s; then its jobs fail", () =>
    Effect.gen(function* () {
      const { quiet } = yield* Testing.Simulation
      const one = yield* Counter
      const events = yield* watched
      for (const delay of [50, 100, 200, 400, 800, 1600, 3200, 5000, 5000, 5000]) {
        yield* kill
        const died = events.at(-1)
        assert.strictEqual(died?._tag === "Died" ? died.restart?.afterMillis : undefined, delay)
        const ask = yield* forked(one.count({ n: delay }))
        yield* TestClock.adjust(delay - 1)
        yield* quiet
        assert.isUndefined(ask.pollUnsafe(), "not a millisecond too early")
        yield* TestClock.adjust(1)
        yield* quiet
        assert.strictEqual(yield* Fiber.join(ask), delay + 1)
        assert.strictEqual(events.at(-1)?._tag, "Started")
      }
      yield* kill
      assert.deepStrictEqual(
        events.slice(-2).map(({ _tag }) => _tag),
        ["Died", "GaveUp"]
      )
      const error = yield* Effect.flip(one.count({ n: 0 }))
      assert.strictEqual(error.reason._tag, "ThreadDied")
      assert.strictEqual(error.started, false)
    }).pipe(Effect.provide(counter({})), Effect.provide(Testing.layer()), Effect.provide(quiet))
  )

  it.effect("H16-restart a minute later it counts from the front", () =>
    Effect.gen(function* () {
      const { quiet } = yield* Testing.Simulation
      const events = yield* watched
      for (let i = 0; i < 30; i++) {
        yield* kill
        const died = events.at(-1)
        assert.strictEqual(died?._tag === "Died" ? died.restart?.afterMillis : undefined, 50)
        yield* TestClock.adjust(Duration.minutes(1))
        yield* quiet
      }
    }).pipe(Effect.provide(counter({})), Effect.provide(Testing.layer()), Effect.provide(quiet))
  )

  it.effect("H16-restart a schedule that throws gives up: what waits fails, and it is logged", () => {
    const lines: Array<string> = []
    const logger = Logger.make<unknown, void>(({ message }) => {
      lines.push(String(message))
    })
    const throwing = Schedule.fromStep(
      Effect.succeed((): Effect.Effect<[number, Duration.Duration]> => {
        throw new Error("no step here")
      })
    )
    return Effect.gen(function* () {
      const { freeze, quiet } = yield* Testing.Simulation
      const one = yield* Counter
      yield* freeze("counter")
      const ask = yield* forked(Effect.exit(one.count({ n: 1 })))
      yield* quiet
      yield* kill
      const exit = yield* Fiber.join(ask)
      assert.isTrue(Exit.isFailure(exit))
      assert.strictEqual((yield* Effect.flip(one.count({ n: 2 }))).reason._tag, "ThreadDied")
      assert.isTrue(lines.some((line) => line.includes("no step here")))
      assert.isTrue(
        lines.some((line) => line.includes('thread "counter" of actor "test/Counter" is not started again'))
      )
    }).pipe(
      Effect.provide(counter({ restart: throwing })),
      Effect.provide(Testing.layer()),
      Effect.provide(Logger.layer([logger]))
    )
  })

  it.effect("H16-restart the name of a thread that is being started again is nobody else's, until it is given up", () =>
    Effect.gen(function* () {
      const { quiet } = yield* Testing.Simulation
      const one = yield* Counter
      const events = yield* watched
      const other = Effect.scoped(Layer.build(Other.layerThread({ name: "counter", entry: otherEntry })))
      const message =
        'name is "counter", which another layer\'s thread has, that is being started again: ' +
        "give each thread a name of its own, or close that layer first"
      yield* kill
      const refused = yield* Effect.flip(other)
      assert.strictEqual(refused.reason._tag, "InvalidOption")
      assert.include(refused.message, message)
      yield* TestClock.adjust(1000)
      yield* quiet
      assert.strictEqual(yield* one.count({ n: 1 }), 2)
      yield* kill
      yield* quiet
      assert.deepStrictEqual(
        events.map(({ _tag }) => _tag),
        ["Started", "Died", "Started", "Died", "GaveUp"]
      )
      yield* other
    }).pipe(
      Effect.provide(
        counter({ restart: Supervision.within(Schedule.spaced("1 second"), { restarts: 1, period: "1 hour" }) })
      ),
      Effect.provide(Testing.layer()),
      Effect.provide(quiet)
    )
  )

  it.effect("D08 H16-restart what is no schedule is refused by name", () =>
    Effect.gen(function* () {
      const live = counter({ restart: "always" as never })
      const error = yield* Effect.flip(Effect.scoped(Layer.build(Layer.provide(live, Testing.layer()))))
      assert.include(error.message, "restart is")
      assert.throws(() => Supervision.group({ restart: "always" as never }), /restart is/)
      assert.throws(() => Supervision.group({ finishWithin: -1 }), /finishWithin is -1/)
      assert.throws(() => Supervision.group({ onGiveUp: "no" as never }), /onGiveUp is "no"/)
    })
  )
})
