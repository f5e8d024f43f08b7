/*
 * Jobs that may run twice are run again when their thread dies: asked, submitted or told, on a thread or in a pool; on
 * simulated threads.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import type * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Rpc from "effect/rpc/Rpc"
import * as Schedule from "effect/Schedule"
import * as Schema from "effect/Schema"
import * as Actor from "../src/Actor.ts"
import * as ActorSystem from "../src/ActorSystem.ts"
import { CurrentJob } from "../src/CurrentJob.ts"
import { CurrentThread } from "../src/CurrentThread.ts"
import * as Job from "../src/Job.ts"
import * as Routing from "../src/Routing.ts"
import * as Testing from "../src/testing/index.ts"

class Worker extends Actor.Service<Worker>()("idempotent/Worker", [
  /** Hangs as many times as it is told, then says how often it was run. */
  Rpc.make("work", { payload: { hangs: Schema.Int }, success: Schema.Int }).annotate(Job.Idempotent, true),
  Rpc.make("once", { payload: { hangs: Schema.Int }, success: Schema.Int })
]) {}

/** What the handlers leave behind: who runs, and the attempts that were made. */
interface Seen {
  readonly running: Array<string>
  readonly attempts: Array<number>
}

const handlers = ({ attempts, running }: Seen) =>
  Worker.toLayer(
    Effect.gen(function* () {
      const { name } = yield* CurrentThread
      const work = ({ hangs }: { readonly hangs: number }) =>
        Effect.flatMap(CurrentJob, ({ attempt }) => {
          running.push(name)
          attempts.push(attempt)
          return attempt <= hangs ? Effect.never : Effect.succeed(attempt)
        })
      return { work, once: work }
    })
  )

const restart = Schedule.spaced("1 millis")
const hosts: Readonly<Record<string, (seen: Seen) => Layer.Layer<Worker, any, ActorSystem.ActorSystem>>> = {
  "a thread": (seen) => Worker.layerThread({ entry: Testing.entry(handlers(seen)), restart }),
  "a pool, in turn": (seen) => Worker.layerPool({ entry: Testing.entry(handlers(seen)), size: 2, restart }),
  "a pool, by key": (seen) =>
    Worker.layerPool({
      entry: Testing.entry(handlers(seen)),
      size: 2,
      restart,
      routing: Routing.consistentKey(() => "the same")
    }),
  "a pool that dies together": (seen) =>
    Worker.layerPool({
      entry: Testing.entry(handlers(seen)),
      size: 2,
      restart,
      strategy: "allForOne",
      finishWithin: "1 millis"
    })
}

/** Completes when so many attempts were made: the clock moves by itself while everybody waits. */
const attempted = ({ attempts }: Seen, count: number): Effect.Effect<void> =>
  Effect.asVoid(
    Effect.repeat(Effect.sleep("1 millis"), { until: () => attempts.length >= count, schedule: Schedule.recurs(1000) })
  )

/** Kills the thread that makes the attempt of that number. */
const killWorking = (seen: Seen, attempt: number) =>
  Effect.gen(function* () {
    yield* attempted(seen, attempt)
    assert.isTrue(yield* (yield* ActorSystem.ActorSystem).kill(seen.running[attempt - 1]!))
  })

for (const [host, live] of Object.entries(hosts)) {
  const test = (
    title: string,
    program: (seen: Seen) => Effect.Effect<void, any, Worker | ActorSystem.ActorSystem | Testing.Simulation>
  ) =>
    it.live(title, () => {
      const seen: Seen = { running: [], attempts: [] }
      return program(seen).pipe(
        Effect.provide(live(seen)),
        Effect.provide(Testing.layer({ time: "auto" })),
        Effect.provide(Logger.layer([]))
      )
    })

  describe(`jobs that may run twice, on ${host}`, () => {
    test("H01 H16-restart asked or submitted: run again, and it knows", (seen) =>
      Effect.gen(function* () {
        const worker = yield* Worker
        const asked = yield* Effect.forkChild(worker.work({ hangs: 2 }), { startImmediately: true })
        yield* killWorking(seen, 1)
        yield* killWorking(seen, 2)
        assert.strictEqual(yield* Fiber.join(asked), 3)
        const submitted = yield* worker.work.submit({ hangs: 1 })
        yield* killWorking(seen, 4)
        assert.strictEqual(yield* submitted.await, 2)
        assert.deepStrictEqual(seen.attempts, [1, 2, 3, 1, 2])
      }))

    test("H01 H16-restart told: run again, and nothing is a dead letter", (seen) =>
      Effect.gen(function* () {
        yield* (yield* Worker).work.tell({ hangs: 1 })
        yield* killWorking(seen, 1)
        yield* attempted(seen, 2)
        assert.deepStrictEqual(seen.attempts, [1, 2])
        const { deadLetters, jobsInFlight } = yield* (yield* ActorSystem.ActorSystem).info
        assert.deepStrictEqual({ deadLetters, jobsInFlight }, { deadLetters: 0, jobsInFlight: 0 })
      }))

    test("H01 H16-restart three deaths are enough: the ask is poisoned, the tell a dead letter", (seen) =>
      Effect.gen(function* () {
        const worker = yield* Worker
        const asked = yield* worker.work.submit({ hangs: 10 })
        for (const attempt of [1, 2, 3]) yield* killWorking(seen, attempt)
        const error = yield* Effect.flip(asked.await)
        assert.strictEqual(error.reason._tag, "Poisoned")
        assert.strictEqual(error.started, true)
        yield* worker.work.tell({ hangs: 10 })
        for (const attempt of [4, 5, 6]) yield* killWorking(seen, attempt)
        assert.deepStrictEqual(seen.attempts, [1, 2, 3, 1, 2, 3])
        assert.strictEqual((yield* (yield* ActorSystem.ActorSystem).info).deadLetters, 1)
      }))

    test("H01 H16-restart what may run once only fails, and says that it had started", (seen) =>
      Effect.gen(function* () {
        const asked = yield* (yield* Worker).once.submit({ hangs: 1 })
        yield* killWorking(seen, 1)
        const error = yield* Effect.flip(asked.await)
        assert.strictEqual(error.reason._tag, "ThreadDied")
        assert.strictEqual(error.started, true)
        assert.deepStrictEqual(seen.attempts, [1])
      }))
  })
}

describe("jobs that may run twice, cancelled between two runs", () => {
  it.live("H01 cancel is false for what had begun, and it is not run again", () => {
    const seen: Seen = { running: [], attempts: [] }
    const live = Worker.layerThread({ entry: Testing.entry(handlers(seen)), restart: Schedule.spaced("1 second") })
    return Effect.gen(function* () {
      const worker = yield* Worker
      const simulation = yield* Testing.Simulation
      const begun = yield* worker.work.submit({ hangs: 1 })
      yield* attempted(seen, 1)
      yield* Effect.flatMap(ActorSystem.ActorSystem, (system) => system.kill(seen.running[0]!))
      yield* simulation.quiet
      // What was sent since waits for the next thread, too.
      const fresh = yield* Effect.forkChild(worker.work.submit({ hangs: 0 }), { startImmediately: true })
      assert.deepStrictEqual([yield* begun.started, yield* begun.cancel, yield* begun.started], [true, false, true])
      assert.isTrue(Exit.hasInterrupts(yield* Effect.exit(begun.await)))
      assert.strictEqual(yield* (yield* Fiber.join(fresh)).await, 1)
      assert.deepStrictEqual(seen.attempts, [1, 1], "the first is not run again")
    }).pipe(Effect.provide(live), Effect.provide(Testing.layer({ time: "auto" })), Effect.provide(Logger.layer([])))
  })
})
