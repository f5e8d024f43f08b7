/*
 * What is sent while a thread is away, being started again, with simulated threads: in which order it is handled, and how long
 * it waits.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Queue from "effect/Queue"
import * as Rpc from "effect/rpc/Rpc"
import * as Schedule from "effect/Schedule"
import * as Schema from "effect/Schema"
import type * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import * as TestClock from "effect/testing/TestClock"
import * as Actor from "../src/Actor.ts"
import { ActorError } from "../src/ActorError.ts"
import { ActorSystem } from "../src/ActorSystem.ts"
import { CurrentThread } from "../src/CurrentThread.ts"
import * as Testing from "../src/testing/index.ts"

class Crowd extends Actor.Service<Crowd>()("t/Crowd", [
  Rpc.make("note", { payload: { n: Schema.Int }, success: Schema.Int }),
  Rpc.make("list", { payload: { n: Schema.Int }, success: Schema.Int, stream: true })
]) {}

class Second extends Crowd.as<Second>()("t/Second") {}

/** Sends to all of a crowd from inside a handler. */
class Crier extends Actor.Service<Crier>()("t/Crier", [
  Rpc.make("cry", { payload: { n: Schema.Int }, success: Schema.Array(Schema.String) })
]) {}

/** What every thread has handled, in order. */
type Seen = Map<string, Array<number>>

const handlers = (seen: Seen) =>
  Crowd.toLayer(
    Effect.gen(function* () {
      const { name } = yield* CurrentThread
      const add = (n: number): number => {
        seen.set(name, [...(seen.get(name) ?? []), n])
        return n
      }
      return {
        note: ({ n }) => Effect.sync(() => add(n)),
        list: ({ n }) => Stream.sync(() => add(n))
      }
    })
  )

const crier = Crier.toLayer(
  Effect.gen(function* () {
    const crowd = yield* Crowd
    return { cry: ({ n }) => Effect.map(Effect.orDie(crowd.note.broadcast({ n })), (all) => all.map(tagOf)) }
  })
).pipe(Layer.provide(Crowd.layerRef))

const tagOf = ({ exit }: { readonly exit: Exit.Exit<unknown, unknown> }): string =>
  Exit.isSuccess(exit) ? "Success" : errorOf(exit).reason._tag

const errorOf = (exit: Exit.Exit<unknown, unknown>): ActorError => {
  const error = Effect.runSync(Effect.flip(exit as Exit.Exit<unknown, ActorError>))
  assert.instanceOf(error, ActorError)
  return error
}

const begin = <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.forkChild(effect, { startImmediately: true })

interface Given {
  readonly crowd: Crowd["Service"]
  readonly seen: Seen
  readonly simulation: Testing.Simulation["Service"]
  readonly system: ActorSystem["Service"]
}

type Needs = Crowd | ActorSystem | Testing.Simulation | Scope.Scope

/** A pool of `c-0` and so on, of which each is started again after `away`. */
const run = <A, E>(
  options: Partial<Actor.PoolOptions<Crowd, any>> & { readonly away: string },
  program: (given: Given) => Effect.Effect<A, E, Needs>
) => {
  const seen: Seen = new Map()
  const { away, ...rest } = options
  const restart = Schedule.spaced(away as "1 second")
  const pool = Crowd.layerPool({ name: "c", size: 2, restart, entry: Testing.entry(handlers(seen)), ...rest })
  return Effect.gen(function* () {
    const [crowd, simulation, system] = [yield* Crowd, yield* Testing.Simulation, yield* ActorSystem]
    const result = yield* program({ crowd, seen, simulation, system })
    yield* simulation.quiet
    assert.strictEqual((yield* system.info).sendsWaiting, 0)
    return result
  }).pipe(Effect.scoped, Effect.provide(pool), Effect.provide(Testing.layer()), Effect.provide(Logger.layer([])))
}

describe("A07 H01-requeue order while a thread is away", () => {
  for (const thread of [undefined, "c-0"]) {
    const how = thread === undefined ? "as its routing says" : "by its name"
    it.effect(`one line for all verbs, sent ${how}: first what the death has left, then what was sent since`, () =>
      run({ away: "1 second", size: 1 }, ({ crowd, seen, simulation, system }) =>
        Effect.gen(function* () {
          yield* simulation.freeze("c-0")
          yield* crowd.note.tell({ n: 0 })
          const left = yield* begin(crowd.note.broadcast({ n: 1 }))
          yield* simulation.quiet
          yield* system.kill("c-0")
          const fibers: ReadonlyArray<Fiber.Fiber<unknown, unknown>> = [
            yield* begin(crowd.note({ n: 2 }, { thread })),
            yield* begin(crowd.note.tell({ n: 3 }, { thread })),
            yield* begin(crowd.note.submit({ n: 4 }, { thread })),
            yield* begin(crowd.note.broadcast({ n: 5 })),
            yield* begin(Stream.runDrain(crowd.note.broadcast.stream({ n: 6 }, { to: "system" }))),
            yield* begin(crowd.note({ n: 7 }, { thread, timeout: "1 hour" })),
            yield* begin(crowd.note.broadcast({ n: 8 }, { timeout: "1 hour" })),
            yield* begin(crowd.note({ n: 9 }, { thread })),
            left
          ]
          yield* TestClock.adjust("1 second")
          for (const fiber of fibers) yield* Fiber.join(fiber)
          yield* simulation.quiet
          assert.deepStrictEqual(seen.get("c-0"), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
        })
      )
    )
  }

  it.effect("whoever is served first sends nothing past those who still wait", () =>
    run({ away: "1 second", size: 1 }, ({ crowd, seen, simulation, system }) =>
      Effect.gen(function* () {
        yield* system.kill("c-0")
        const both = (first: number, then: Effect.Effect<unknown, unknown>) =>
          begin(Effect.andThen(crowd.note.tell({ n: first }), then))
        const fibers = [
          yield* both(1, crowd.note.tell({ n: 5 })),
          yield* both(2, crowd.note.broadcast({ n: 6 })),
          yield* both(
            3,
            Effect.sync(() => assert.strictEqual(crowd.note.tellUnsafe({ n: -1 }), "full"))
          ),
          yield* begin(crowd.note({ n: 4 }))
        ]
        yield* TestClock.adjust("1 second")
        for (const fiber of fibers) yield* Fiber.join(fiber)
        yield* simulation.quiet
        assert.deepStrictEqual(seen.get("c-0"), [1, 2, 3, 4, 5, 6])
      })
    )
  )

  it.effect("who waits for one thread holds up nothing that goes to another", () =>
    run({ away: "1 second" }, ({ crowd, seen, system }) =>
      Effect.gen(function* () {
        yield* system.kill("c-0")
        const away = yield* begin(crowd.note({ n: 1 }, { thread: "c-0" }))
        assert.strictEqual(yield* crowd.note({ n: 2 }), 2)
        assert.strictEqual(yield* crowd.note({ n: 3 }, { thread: "c-1" }), 3)
        yield* TestClock.adjust("1 second")
        yield* Fiber.join(away)
        assert.deepStrictEqual(Array.from(seen), [
          ["c-1", [2, 3]],
          ["c-0", [1]]
        ])
      })
    )
  )

  it.effect("a stream as a queue is asked for before anything that is sent after it", () =>
    run({ away: "1 second", size: 1 }, ({ crowd, seen }) =>
      Effect.gen(function* () {
        const queue = yield* crowd.list({ n: 1 }, { asQueue: true })
        yield* crowd.note.tell({ n: 2 })
        assert.strictEqual(yield* Queue.take(queue), 1)
        assert.strictEqual(yield* crowd.note({ n: 3 }), 3)
        assert.deepStrictEqual(seen.get("c-0"), [1, 2, 3])
      })
    )
  )
})

describe("A17 H07 how long a broadcast waits for a thread that is away", () => {
  for (const whenFull of ["suspend", "fail", "100 millis"] as const) {
    it.effect(`whenFull: ${whenFull}: startTimeout, that thread alone`, () =>
      run({ away: "1 hour", whenFull }, ({ crowd, seen, simulation, system }) =>
        Effect.gen(function* () {
          yield* system.kill("c-1")
          const ends: Array<string> = []
          const all = yield* begin(
            Stream.runForEach(crowd.note.broadcast.stream({ n: 1 }), (end) =>
              Effect.sync(() => ends.push(`${end.thread} ${tagOf(end)}${end.isLast ? " last" : ""}`))
            )
          )
          yield* simulation.quiet
          assert.deepStrictEqual(ends, ["c-0 Success"])
          yield* TestClock.adjust("9 seconds")
          assert.strictEqual(ends.length, 1)
          yield* TestClock.adjust("1 second")
          yield* Fiber.join(all)
          assert.deepStrictEqual(ends, ["c-0 Success", "c-1 Unreachable last"])
          yield* TestClock.adjust("1 hour")
          // It was given up: it is not there later.
          assert.strictEqual(yield* crowd.note({ n: 2 }, { thread: "c-1" }), 2)
          assert.deepStrictEqual(seen.get("c-1"), [2])
        })
      )
    )
  }

  it.effect("its own timeout, if that is less; and who leaves takes it along", () =>
    run({ away: "2 seconds" }, ({ crowd, seen, simulation, system }) =>
      Effect.gen(function* () {
        yield* system.kill("c-1")
        const timed = yield* begin(crowd.note.broadcast({ n: 1 }, { timeout: "1 second" }))
        const left = yield* begin(crowd.note.broadcast({ n: 2 }))
        const [one] = yield* Stream.runCollect(Stream.take(crowd.note.broadcast.stream({ n: 3 }), 1))
        assert.strictEqual(one?.thread, "c-0")
        yield* Fiber.interrupt(left)
        yield* TestClock.adjust("1 second")
        const exits = yield* Fiber.join(timed)
        assert.deepStrictEqual(exits.map(tagOf), ["Success", "Timeout"])
        const late = errorOf(exits[1]!.exit)
        assert.deepStrictEqual([late.thread, late.started], ["c-1", false])
        yield* TestClock.adjust("1 second")
        yield* simulation.quiet
        assert.strictEqual(yield* crowd.note({ n: 4 }, { thread: "c-1" }), 4)
        assert.deepStrictEqual([seen.get("c-0"), seen.get("c-1")], [[1, 2, 3], [4]])
      })
    )
  )

  it.effect("A05 from inside a handler: as long", () =>
    run({ away: "1 hour" }, ({ system }) =>
      Effect.gen(function* () {
        const layer = Crier.layerThread({ name: "crier", entry: Testing.entry(crier) })
        const { cry } = Context.get(yield* Layer.build(layer), Crier)
        assert.deepStrictEqual(yield* cry({ n: 1 }), ["Success", "Success"])
        yield* system.kill("c-1")
        const second = yield* begin(cry({ n: 2 }))
        yield* TestClock.adjust("10 seconds")
        assert.deepStrictEqual(yield* Fiber.join(second), ["Success", "Unreachable"])
      })
    )
  )

  it.effect("of another tag: the same, in its name", () =>
    run({ away: "1 hour" }, ({ crowd, seen, system }) =>
      Effect.gen(function* () {
        const entry = Testing.entry(handlers(seen))
        yield* Layer.build(Second.layerThread({ name: "second", restart: Schedule.spaced("1 hour"), entry }))
        yield* system.kill("second")
        const all = yield* begin(crowd.note.broadcast({ n: 1 }, { to: "system" }))
        yield* TestClock.adjust("10 seconds")
        const exits = yield* Fiber.join(all)
        assert.deepStrictEqual(exits.map(tagOf), ["Success", "Success", "Unreachable"])
        const error = errorOf(exits[2]!.exit)
        assert.deepStrictEqual([error.actor, error.thread, error.started], ["t/Second", "second", false])
      })
    )
  )

  it.effect("a thread that is given up while a broadcast waits: its end, at once", () =>
    run({ away: "1 second" }, ({ seen }) =>
      Effect.gen(function* () {
        const system = yield* ActorSystem
        let starts = 0
        const broken = Effect.suspend(() => (starts++ === 0 ? Effect.void : Effect.die(new Error("no more"))))
        const entry = Testing.entry(Layer.provide(handlers(seen), Layer.effectDiscard(broken)))
        const restart = Schedule.upTo(Schedule.spaced("1 second"), { times: 1 })
        const { note } = Context.get(yield* Layer.build(Second.layerThread({ name: "second", restart, entry })), Second)
        yield* system.kill("second")
        const all = yield* begin(note.broadcast({ n: 1 }))
        yield* TestClock.adjust("1 second")
        assert.deepStrictEqual((yield* Fiber.join(all)).map(tagOf), ["ThreadDied"])
      })
    )
  )
})

describe("H07 how long any send waits for a thread that is away", () => {
  it.effect("startTimeout from when it was sent, however often others of its pool die and come back meanwhile", () =>
    run({ away: "1 hour" }, ({ crowd, simulation, system }) =>
      Effect.gen(function* () {
        yield* system.kill("c-1")
        const waits = yield* begin(Effect.exit(crowd.note({ n: 1 }, { thread: "c-1" })))
        yield* TestClock.adjust("6 seconds")
        yield* system.kill("c-0")
        yield* simulation.quiet
        yield* TestClock.adjust("4 seconds")
        assert.strictEqual(errorOf(yield* Fiber.join(waits)).reason._tag, "Unreachable")
      })
    )
  )
})

describe("A17 options of a broadcast", () => {
  const bad: ReadonlyArray<readonly [unknown, string]> = [
    [{ thread: "c-0" }, "thread"],
    [{ timeout: -1 }, "timeout"],
    [null, "options"]
  ]
  for (const [options, option] of bad) {
    it.effect(`${JSON.stringify(options)}: InvalidOption, and nobody gets it`, () =>
      run({ away: "1 second" }, ({ crowd, seen, simulation }) =>
        Effect.gen(function* () {
          const { broadcast } = crowd.note
          for (const call of [
            broadcast({ n: 1 }, options as never),
            Stream.runDrain(broadcast.stream({ n: 1 }, options as never))
          ]) {
            const { reason } = yield* Effect.flip(call as Effect.Effect<unknown, ActorError>)
            assert.strictEqual(reason._tag, "InvalidOption")
            if (reason._tag === "InvalidOption") assert.strictEqual(reason.option, option)
          }
          yield* simulation.quiet
          assert.strictEqual(seen.size, 0)
        })
      )
    )
  }
})
