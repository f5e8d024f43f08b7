/*
 * The figures of a system as Effect metrics: by thread, and by job.
 */
import { ActorSystem } from "@stevedore/core/ActorSystem"
import * as Metrics from "@stevedore/core/Metrics"
import * as Testing from "@stevedore/core/testing"
import { assert, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Metric from "effect/Metric"
import * as Schedule from "effect/Schedule"
import * as TestClock from "effect/testing/TestClock"
import { slow } from "./slowJobs/handlers.ts"
import { Slow } from "./slowJobs/worker.protocol.ts"
import { far } from "./observability/handlers.ts"
import { Far } from "./observability/relay.protocol.ts"

/** What is registered, as `id{attributes}: value`. */
const read = Effect.map(Metric.snapshot, (all) => {
  const values = new Map<string, number>()
  for (const { attributes, id, state } of all) {
    const labels = Object.values(attributes ?? {}).join(" ")
    const value = state as { readonly count?: unknown; readonly value?: unknown }
    values.set(`${id}{${labels}}`, Number(value.count ?? value.value))
  }
  return values
})

it.effect("A12-metrics jobs by name and thread, threads by name, read when somebody looks", () =>
  Effect.gen(function* () {
    const { quiet } = yield* Testing.Simulation
    const [far, slow] = [yield* Far, yield* Slow]
    yield* far["at-once"]()
    yield* far["at-once"]()
    yield* Effect.flip(far.refuse())
    const sleeping = yield* Effect.forkChild(slow.sleep({ millis: 30 }), { startImmediately: true })
    yield* quiet
    const during = yield* read
    assert.strictEqual(during.get("stevedore_threads{}"), 2)
    assert.strictEqual(during.get("stevedore_jobs_begun{main observed/Far at-once}"), 2)
    assert.strictEqual(during.get("stevedore_jobs_failed{main observed/Far at-once}"), 0)
    assert.strictEqual(during.get("stevedore_jobs_begun{main observed/Far refuse}"), 1)
    assert.strictEqual(during.get("stevedore_jobs_failed{main observed/Far refuse}"), 1)
    assert.strictEqual(during.get("stevedore_thread_jobs_pending{slow}"), 1)
    assert.strictEqual(during.get("stevedore_jobs_in_flight{}"), 1)
    assert.isFalse(during.has("stevedore_jobs_begun{slow slow/Slow sleep}"), "that thread's own")
    yield* TestClock.adjust(30)
    yield* quiet
    assert.isDefined(sleeping.pollUnsafe())
    const after = yield* read
    assert.strictEqual(after.get("stevedore_thread_jobs_pending{slow}"), 0)
    assert.strictEqual(after.get("stevedore_thread_jobs_ended{slow}"), 1)
    assert.strictEqual(after.get("stevedore_thread_jobs_ended{main}"), 3)
  }).pipe(
    Effect.provide(Metrics.layer),
    Effect.provide(
      Layer.mergeAll(
        Far.layerMain(far({ spans: Effect.succeed([]) })),
        Slow.layerThread({ entry: Testing.entry(slow(1)), name: "slow" })
      )
    ),
    Effect.provide(Testing.layer()),
    Effect.provideService(Metric.MetricRegistry, new Map())
  )
)

it.effect(
  "A12-metrics of a thread that was started again, and of an actor that was built again, are those of the new one",
  () =>
    Effect.gen(function* () {
      const { quiet } = yield* Testing.Simulation
      const [slow, system] = [yield* Slow, yield* ActorSystem]
      const ended = Effect.map(Effect.andThen(read, read), (all) => all.get("stevedore_thread_jobs_ended{slow}"))
      for (const _ of [1, 2, 3]) yield* slow.quick()
      assert.strictEqual(yield* ended, 3)
      yield* system.kill("slow")
      yield* slow.quick()
      yield* quiet
      assert.strictEqual(yield* ended, 1)
      yield* slow.quick()
      assert.strictEqual(yield* ended, 2)
      // It has gone and come again between two readings.
      const begun = Effect.map(read, (all) => all.get("stevedore_jobs_begun{main observed/Far at-once}"))
      for (const calls of [3, 2]) {
        yield* Effect.gen(function* () {
          const { "at-once": call } = yield* Far
          for (let n = 0; n < calls; n++) yield* call()
          yield* read
          assert.strictEqual(yield* begun, calls)
        }).pipe(Effect.provide(Layer.fresh(Far.layerMain(far({ spans: Effect.succeed([]) })))))
      }
    }).pipe(
      Effect.provide(Metrics.layer),
      Effect.provide(Slow.layerThread({ entry: Testing.entry(slow(1)), name: "slow", restart: Schedule.forever })),
      Effect.provide(Testing.layer({ time: "auto" })),
      Effect.provide(Logger.layer([])),
      Effect.provideService(Metric.MetricRegistry, new Map())
    )
)

it.effect("A12-metrics in an entry: the jobs of that thread; nothing stays when the layer closes", () => {
  const registry: Metric.MetricRegistry = new Map()
  const entry = Testing.entry(
    Layer.merge(slow(1), Metrics.layer).pipe(Layer.provide(Layer.succeed(Metric.MetricRegistry, registry)))
  )
  return Effect.gen(function* () {
    yield* Effect.gen(function* () {
      const slow = yield* Slow
      yield* slow.quick()
      yield* slow.quick()
      const inRegistry = Effect.provideService(read, Metric.MetricRegistry, registry)
      // The actors come after the layer: the second reading has them.
      yield* inRegistry
      assert.strictEqual((yield* inRegistry).get("stevedore_jobs_begun{slow slow/Slow quick}"), 2)
      assert.strictEqual((yield* ActorSystem)["~@stevedore/core/runtime"].directory.threads.length, 2)
    }).pipe(Effect.provide(Slow.layerThread({ entry, name: "slow" })), Effect.provide(Testing.layer({ time: "auto" })))
    assert.strictEqual(registry.size, 0)
  })
})
