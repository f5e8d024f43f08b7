/*
 * What those who watch are told, whatever happens to threads and layers, and whenever: of each thread its start and exactly one
 * end, of each place one last word, and each step of a schedule once. On simulated threads.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Cause from "effect/Cause"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Schedule from "effect/Schedule"
import * as Schema from "effect/Schema"
import * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import type { ActorError } from "../src/ActorError.ts"
import * as ActorSystem from "../src/ActorSystem.ts"
import * as Supervision from "../src/Supervision.ts"
import * as Testing from "../src/testing/index.ts"
import { Counter, handlers } from "./testing/counter.ts"

class Other extends Counter.as<Other>()("test/OtherCounter") {}

type Told = Exclude<Supervision.ThreadEvent, Supervision.Missed>

/**
 * "u" is a layer of one thread, "t" one of two. `die` ends a thread a few memory operations later, wherever it is then;
 * `stall` lets the next one of that name stand still in the middle of its start.
 */
const Step = Schema.Literals([
  "join u",
  "join t",
  "leave u",
  "leave t",
  "kill u",
  "kill t-0",
  "kill t-1",
  "die u",
  "die t-0",
  "die t-1",
  "stall u",
  "stall t-0",
  "wait 5",
  "wait 30",
  "wait 1000"
])
type Step = typeof Step.Type
const Mode = Schema.Literals(["each", "layer", "group"])
type Mode = typeof Mode.Type

const DELAY = 20
const STALL = 9

/** A schedule whose every step can be told by its delay. */
const counted = (limit: number) => {
  const count = { steps: 0 }
  const schedule = Schedule.fromStep(
    Effect.sync(() => () => {
      if (count.steps === limit) return Cause.done(0)
      return Effect.succeed<[number, Duration.Duration]>([0, Duration.millis(DELAY + ++count.steps)])
    })
  )
  return { count, schedule }
}

/** Holds what was told of one thread name against what a place can go through: see the header of place.ts. */
const check = (events: ReadonlyArray<Told>, log: string): void => {
  let state: "none" | "up" | "away" = "none"
  let [attempt, id] = [0, 0]
  for (const event of events) {
    const { _tag, threadId } = event
    switch (_tag) {
      case "Started":
        assert.notStrictEqual(state, "up", `started although it had not ended: ${log}`)
        assert.isAbove(threadId, id, log)
        attempt = state === "none" ? 1 : attempt
        assert.strictEqual(event.attempt, attempt, log)
        state = "up"
        id = threadId
        break
      case "Died":
      case "Recycled":
        if (state === "up") assert.strictEqual(threadId, id, log)
        else assert.deepStrictEqual({ state, _tag }, { state: "away", _tag: "Died" }, `ended, and was not up: ${log}`)
        state = "away"
        attempt++
        if (_tag === "Died" && event.restart !== undefined) assert.strictEqual(event.restart.attempt, attempt, log)
        break
      case "Stopped":
        assert.notStrictEqual(state, "none", `stopped, and was not there: ${log}`)
        state = "none"
        break
      case "GaveUp":
        assert.strictEqual(state, "away", `given up, and did not die: ${log}`)
        state = "none"
    }
  }
  assert.strictEqual(state, "none", `nobody was told how it ended: ${log}`)
}

interface Options {
  readonly mode: Mode
  readonly limit?: number
  readonly end?: "leave" | "stop"
  readonly seed?: number
  readonly faults?: ReadonlyArray<Testing.Fault>
}

/** Plays it, lets everybody leave, and looks at all that was told. Returns it in words. */
const play = (steps: ReadonlyArray<Step>, options: Options): Effect.Effect<ReadonlyArray<string>, unknown> => {
  const { end = "leave", faults = [], limit = 1000, mode, seed = 1 } = options
  const { count, schedule } = counted(limit)
  const entry = Testing.entry(handlers([]))
  const group = Supervision.group({ restart: schedule })
  const how = mode === "group" ? { group } : { restart: schedule }
  const all = mode === "layer" ? { ...how, strategy: "allForOne" as const } : how
  const layers: Record<"u" | "t", Layer.Layer<any, ActorError, ActorSystem.ActorSystem>> = {
    u: Counter.layerThread({ name: "u", entry, ...how }),
    t: Other.layerPool({ name: "t", size: 2, entry: entry as never, ...all })
  }
  const program = Effect.gen(function* () {
    const system = yield* ActorSystem.ActorSystem
    const simulation = yield* Testing.Simulation
    const events: Array<Told> = []
    for (const actor of [Counter, Other]) {
      const watching = Stream.runForEach(system.watch({ actor }), (event) =>
        Effect.sync(() => {
          if (event._tag !== "Missed") events.push(event)
        })
      )
      yield* Effect.forkChild(watching, { startImmediately: true })
    }
    const present = new Map<
      string,
      { readonly scope: Scope.Closeable; readonly build: Fiber.Fiber<unknown, unknown> }
    >()
    const leaving: Array<Fiber.Fiber<unknown>> = []
    const leave = (name: string): Effect.Effect<void> =>
      Effect.gen(function* () {
        const { build, scope } = present.get(name) ?? {}
        if (build === undefined || scope === undefined) return
        present.delete(name)
        const left = Effect.andThen(Fiber.interrupt(build), Scope.close(scope, Exit.void))
        leaving.push(yield* Effect.forkChild(left, { startImmediately: true }))
      })
    for (const step of steps) {
      const [what, who] = step.split(" ") as ["join" | "leave" | "kill" | "die" | "stall" | "wait", "u" | "t"]
      if (what === "wait") yield* Effect.sleep(Number(who))
      else if (what === "leave") yield* leave(who)
      else if (what === "kill") yield* system.kill(who)
      else if (what === "stall") yield* simulation.inject(Testing.freezeAt(who, STALL))
      else if (what === "die") {
        yield* simulation.inject(Testing.killAt(who, (yield* simulation.operations(who)) + 9))
      } else if (!present.has(who)) {
        const scope = yield* Scope.make()
        const building = Effect.exit(Layer.buildWithScope(layers[who], scope))
        const build = yield* Effect.forkChild(building, { startImmediately: true })
        present.set(who, { scope, build })
        yield* simulation.quiet
      }
    }
    if (end === "stop") yield* Effect.exit(system.stop)
    const told = events.length
    yield* leave("t")
    yield* leave("u")
    const closed = yield* Effect.timeoutOption(Fiber.awaitAll(leaving), "10 minutes")
    const log = events.map(words).join("; ")
    assert.strictEqual(closed._tag, "Some", `a layer does not close: ${log}`)
    yield* simulation.quiet
    if (end === "stop") assert.strictEqual(events.length, told, "nothing is told when the system has stopped")
    const names = Array.from(new Set(events.map(({ thread }) => thread)))
    for (const name of names) {
      const its = events.filter(({ thread }) => thread === name)
      check(its, log)
      const late = yield* Stream.runCollect(Stream.take(system.watch({ thread: name }), 1))
      assert.deepStrictEqual(late, its.slice(-1), log)
      const restarts = its.flatMap((event) =>
        event._tag === "Died" && event.restart ? [event.restart.afterMillis] : []
      )
      assert.strictEqual(new Set(restarts).size, restarts.length, `no death is told twice: ${log}`)
    }
    const delays = events.flatMap((event) =>
      event._tag === "Died" && event.restart ? [event.restart.afterMillis] : []
    )
    const stepped = Array.from({ length: count.steps }, (_, index) => DELAY + 1 + index)
    // Deaths of one restart share its step; on its own each has one.
    if (mode === "each") assert.deepStrictEqual(delays, stepped, log)
    else assert.deepStrictEqual(Array.from(new Set(delays)), stepped, log)
    const runtime = system["~@stevedore/core/runtime"]
    assert.strictEqual(runtime.main!.places.size, 0)
    assert.deepStrictEqual(
      (yield* system.threads).map(({ name }) => name),
      ["main"]
    )
    return events.map(words)
  })
  return program.pipe(
    Effect.provide(Testing.layer({ faults, time: "auto", seed, maxThreads: 8 })),
    Effect.provide(Logger.layer([]))
  )
}

const words = (event: Told): string =>
  `${event._tag} ${event.thread}` + (event._tag === "Died" ? ` ${event.restart?.afterMillis ?? "for good"}` : "")

const UP = ["join u", "join t"] as const

describe("what is told of threads", () => {
  it.effect.prop(
    "H01-deaths H16-restart whatever dies, joins and leaves: each start has one end, nothing hangs",
    [
      Schema.Array(Step),
      Mode,
      Schema.Literals([0, 2, 1000]),
      Schema.Literals(["leave", "stop"]),
      Schema.Literals([1, 2, 3])
    ],
    ([steps, mode, limit, end, seed]) => play([...UP, ...steps], { mode, limit, end, seed }),
    { arbitrary: { runs: 100 } }
  )

  for (const mode of Mode.literals) {
    for (const end of ["leave", "stop"] as const) {
      it.live(`H01-deaths one that dies anywhere, also while all ends by itself: ${mode}, ${end}`, () =>
        Effect.gen(function* () {
          for (const who of ["u", "t-0"]) {
            const tried = yield* Testing.everywhere(
              (operation) => Testing.killAt(who, operation),
              (fault) => play([...UP, "kill t-1"], { mode, end, faults: [fault] }),
              { every: 19 }
            )
            assert.isAbove(tried, 20)
          }
        })
      )
    }
  }

  it.live(
    "H16-restart who dies while its group waits to restart is told with it; who joined ends and starts, too",
    () =>
      Effect.gen(function* () {
        const events = yield* play(["join u", "kill u", "join t", "kill t-0", "wait 30"], { mode: "group" })
        assert.deepStrictEqual(events.slice(0, 9), [
          "Started u",
          "Died u 21",
          "Started t-0",
          "Started t-1",
          "Died t-0 21",
          "Recycled t-1",
          "Started u",
          "Started t-0",
          "Started t-1"
        ])
        // The threads of a pool end side by side.
        assert.sameMembers(events.slice(9), ["Stopped t-0", "Stopped t-1", "Stopped u"])
      })
  )

  it.live("H16-restart who joins while its group waits to restart is not started again", () =>
    Effect.gen(function* () {
      const events = yield* play(["join u", "kill u", "join t", "wait 30"], { mode: "group" })
      assert.deepStrictEqual(events.slice(0, 5), ["Started u", "Died u 21", "Started t-0", "Started t-1", "Started u"])
      assert.strictEqual(events.filter((event) => event.startsWith("Started t")).length, 2)
    })
  )

  it.live("H16-restart a layer that leaves while its group starts it again is no death to the others", () =>
    Effect.gen(function* () {
      const events = yield* play([...UP, "stall t-0", "kill u", "wait 30", "leave t", "wait 1000"], { mode: "group" })
      // It stands in the middle of its start when its layer closes.
      assert.deepStrictEqual(
        events.filter((event) => event.includes("t-0")),
        ["Started t-0", "Recycled t-0", "Stopped t-0"]
      )
      assert.deepStrictEqual(
        events.filter((event) => event.endsWith(" u") || event.includes(" u ")),
        ["Started u", "Died u 21", "Started u", "Stopped u"]
      )
    })
  )
})
