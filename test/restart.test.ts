/*
 * Threads that die are started again, on real threads: what had not started runs later, in order; what had fails.
 */
import * as Actor from "@stevedore/core/Actor"
import { ActorSystem } from "@stevedore/core/ActorSystem"
import * as Routing from "@stevedore/core/Routing"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Schedule from "effect/Schedule"
import { Fragile } from "./restart/fragile.protocol.ts"

const entry = Actor.entry<typeof import("./restart/fragile.thread.ts")>(
  new URL("./restart/fragile.thread.ts", import.meta.url)
)
const quiet = Logger.layer([])
const run = <A, E>(program: Effect.Effect<A, E, Fragile | ActorSystem>, live: Layer.Layer<Fragile, any, ActorSystem>) =>
  program.pipe(Effect.provide(live), Effect.provide(NodeActorSystem.layer({ maxThreads: 6 })), Effect.provide(quiet))

const soon = Schedule.spaced("1 millis")
const numbers = (count: number): ReadonlyArray<number> => Array.from({ length: count }, (_, index) => index)

describe("a thread that dies", () => {
  it.live("H16-restart is started again: what had not started runs there, in the order it was sent", () =>
    run(
      Effect.gen(function* () {
        const fragile = yield* Fragile
        const before = yield* fragile.where({ key: 0 })
        const exit = yield* fragile.exit.submit({ code: 3 })
        const jobs = yield* Effect.forEach(numbers(1000), (key) => fragile.where.submit({ key }))
        const error = yield* Effect.flip(exit.await)
        assert.strictEqual(error.reason._tag, "ThreadDied")
        assert.strictEqual(error.started, true)
        const results = yield* Effect.forEach(jobs, (job) => job.await)
        assert.isTrue(results.every(({ thread }) => thread !== before.thread))
        assert.deepStrictEqual(
          results.map(({ jobs }) => jobs),
          numbers(1000).map((index) => index + 1)
        )
        const info = yield* (yield* ActorSystem).info
        assert.strictEqual(info.jobsInFlight, 0)
        assert.strictEqual(info.sendsWaiting, 0)
        assert.strictEqual(info.deadLetters, 0)
      }),
      Fragile.layerThread({ entry, restart: soon })
    )
  )

  it.live("H16-restart tells that had not started are delivered by the next one", () =>
    run(
      Effect.gen(function* () {
        const fragile = yield* Fragile
        yield* fragile.exit.tell({ code: 1 })
        yield* Effect.forEach(numbers(100), (key) => fragile.where.tell({ key }), { discard: true })
        const { jobs } = yield* fragile.where({ key: 0 })
        assert.strictEqual(jobs, 101)
        // The one that ended the thread.
        assert.strictEqual((yield* (yield* ActorSystem).info).deadLetters, 1)
      }),
      Fragile.layerThread({ entry, restart: soon })
    )
  )

  it.live("H16-restart an idempotent job is run again, and knows it", () =>
    run(
      Effect.gen(function* () {
        assert.strictEqual(yield* (yield* Fragile).attempts(), 2)
      }),
      Fragile.layerThread({ entry, restart: soon })
    )
  )

  it.live("H01-requeue unkeyed jobs of a pool move to another thread, and nothing is lost in many deaths", () =>
    run(
      Effect.gen(function* () {
        const fragile = yield* Fragile
        const jobs = yield* Effect.forEach(numbers(2000), (key) =>
          key % 100 === 50 ? Effect.as(fragile.exit.tell({ code: 1 }), undefined) : fragile.where.submit({ key })
        )
        const submitted = jobs.filter((job) => job !== undefined)
        const exits = yield* Effect.forEach(submitted, (job) => Effect.exit(job.await))
        assert.strictEqual(exits.length, 1980)
        assert.isTrue(exits.every((exit) => exit._tag === "Success"))
        const info = yield* (yield* ActorSystem).info
        assert.strictEqual(info.jobsInFlight, 0)
        assert.strictEqual(info.deadLetters, 20)
      }),
      Fragile.layerPool({ entry, size: 2, restart: soon })
    )
  )

  it.live("A15-restart a key keeps its place and its order when its thread is started again", () =>
    run(
      Effect.gen(function* () {
        const fragile = yield* Fragile
        const before = yield* Effect.forEach(numbers(20), (key) => fragile.where({ key }))
        const [first] = before
        const same = numbers(20).filter((key) => before[key]!.thread === first!.thread)
        yield* Effect.flip(fragile.exit({ code: 1 }))
        const after = yield* Effect.forEach(numbers(20), (key) => fragile.where({ key }))
        const moved = numbers(20).filter((key) => after[key]!.thread !== before[key]!.thread)
        const dead = new Set(moved.map((key) => before[key]!.thread))
        // Only the keys of the one that died have moved, all of them to its successor.
        assert.isAtMost(dead.size, 1)
        assert.isTrue(same.every((key) => after[key]!.thread === after[same[0]!]!.thread))
      }),
      Fragile.layerPool({
        entry,
        size: 3,
        restart: soon,
        routing: Routing.consistentKey((_, job) => (job.tag === "where" ? job.payload.key : 0))
      })
    )
  )

  it.live("H16-restart an idempotent job that ends its thread three times is poison, and those behind it run", () =>
    run(
      Effect.gen(function* () {
        const fragile = yield* Fragile
        const poison = yield* fragile.always.submit()
        const behind = yield* fragile.where.submit({ key: 0 })
        const error = yield* Effect.flip(poison.await)
        assert.strictEqual(error.reason._tag, "Poisoned")
        assert.strictEqual(error.started, true)
        assert.strictEqual((yield* behind.await).jobs, 1)
      }),
      Fragile.layerThread({ entry, restart: soon })
    )
  )

  it.live("H16-restart without restart its jobs fail, those that had not started with started: false", () =>
    run(
      Effect.gen(function* () {
        const fragile = yield* Fragile
        const exit = yield* fragile.exit.submit({ code: 1 })
        const job = yield* fragile.where.submit({ key: 0 })
        assert.strictEqual((yield* Effect.flip(exit.await)).started, true)
        const error = yield* Effect.flip(job.await)
        assert.strictEqual(error.reason._tag, "ThreadDied")
        assert.strictEqual(error.started, false)
        assert.strictEqual((yield* Effect.flip(fragile.where({ key: 0 }))).reason._tag, "ThreadDied")
      }),
      Fragile.layerThread({ entry, restart: "never" })
    )
  )

  it.live("H16-restart a schedule that ends gives up, and sends learn of it", () =>
    run(
      Effect.gen(function* () {
        const fragile = yield* Fragile
        yield* Effect.flip(fragile.exit({ code: 1 }))
        yield* Effect.flip(fragile.exit({ code: 1 }))
        const error = yield* Effect.flip(fragile.where({ key: 0 }))
        assert.strictEqual(error.reason._tag, "ThreadDied")
        assert.strictEqual(error.started, false)
      }),
      Fragile.layerThread({ entry, restart: Schedule.recurs(1) })
    )
  )
})
