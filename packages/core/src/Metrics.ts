/**
 * The figures of an actor system as Effect metrics, for whatever exports those (`effect/observability`). They are read out of
 * counters that are there anyway when somebody looks: no job pays for them.
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Metric from "effect/Metric"
import { ActorSystem } from "./ActorSystem.ts"
import { type Series, seriesOf } from "./internal/system/figures.ts"

/**
 * Registers the figures of this thread's actor system in the `MetricRegistry` as long as the layer's scope is open.
 *
 * Of every thread, where it is built on main (attribute `thread`): `stevedore_thread_jobs_pending`,
 * `stevedore_thread_jobs_ended`, `stevedore_thread_busy_millis`, `stevedore_thread_rings`, and what came of `linger`:
 * `stevedore_thread_linger_hits`, `stevedore_thread_linger_millis`. Of the jobs of actors that live on
 * the thread on which it is built (attributes `thread`, `actor`, `job`), which for those on other threads is their entry:
 * `stevedore_jobs_begun`, `stevedore_jobs_failed`, those that did not end well: by their error, by a defect, and also because
 * they were interrupted (a call that was left or timed out, a stream of which enough was read, a thread that stops); and
 * `stevedore_jobs_fiber_millis`, how long those have taken that did not have their result at once. Of the system:
 * `stevedore_jobs_in_flight`, `stevedore_sends_waiting`, `stevedore_dead_letters`, `stevedore_segments_free`.
 *
 * A thread or an actor that comes later is seen from the second reading on; one that has gone, no more.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as Effect from "effect/Effect"
 * import * as Metric from "effect/Metric"
 * import * as Rpc from "effect/rpc/Rpc"
 * import * as Actor from "@stevedore/core/Actor"
 * import * as Metrics from "@stevedore/core/Metrics"
 * import * as Testing from "@stevedore/core/testing"
 *
 * class Mailer extends Actor.Service<Mailer>()("docs/Mailer", [Rpc.make("send")]) {}
 * const handlers = Mailer.toLayer({ send: () => Effect.void })
 *
 * const program = Effect.gen(function*() {
 *   yield* (yield* Mailer).send()
 *   const begun = (yield* Metric.snapshot).find((series) => series.id === "stevedore_jobs_begun")
 *   assert.deepEqual(begun?.attributes, { thread: "main", actor: "docs/Mailer", job: "send" })
 *   assert.deepEqual(begun?.state, { count: 1, incremental: true })
 * })
 * await Effect.runPromise(
 *   program.pipe(
 *     Effect.provide(Metrics.layer),
 *     Effect.provide(Mailer.layerMain(handlers)),
 *     Effect.provide(Testing.layer({ time: "auto" })),
 *     Effect.provideService(Metric.MetricRegistry, new Map())
 *   )
 * )
 * ```
 */
export const layer: Layer.Layer<never, never, ActorSystem> = Layer.effectDiscard(
  Effect.gen(function* () {
    const runtime = (yield* ActorSystem)["~@stevedore/core/runtime"]
    const context = yield* Effect.context<never>()
    const registered = new Map<string, { readonly of: unknown; readonly registration: Metric.Registration }>()
    const refresh = (): void => {
      const now = new Map(seriesOf(runtime).map((series) => [keyOf(series), series]))
      for (const [key, { of, registration }] of registered) {
        // Of a thread that was started again, or an actor that was built again: its name is that of another one.
        if (now.get(key)?.of === of) continue
        registration.remove()
        registered.delete(key)
      }
      for (const [key, series] of now) {
        if (registered.has(key)) continue
        registered.set(key, { of: series.of, registration: register(context, series) })
      }
    }
    const threads = Metric.registerUnsafe(Metric.gauge("stevedore_threads"), context, {
      // Whoever reads everything reads this, too: what has come or gone since is noticed here.
      get: () => {
        refresh()
        return { value: runtime.directory.threads.length }
      },
      update: () => {},
      modify: () => {}
    })
    refresh()
    yield* Effect.addFinalizer(() =>
      Effect.sync(() => {
        threads.remove()
        for (const { registration } of registered.values()) registration.remove()
      })
    )
  })
)

const keyOf = ({ attributes, id }: Series): string => JSON.stringify([id, Object.entries(attributes)])

const nothing = { update: (): void => {}, modify: (): void => {} }

const register = (context: Context.Context<never>, { attributes, id, kind, read }: Series): Metric.Registration =>
  kind === "gauge"
    ? Metric.registerUnsafe(Metric.gauge(id, { attributes }), context, { ...nothing, get: () => ({ value: read() }) })
    : Metric.registerUnsafe(Metric.counter(id, { attributes, incremental: true }), context, {
        ...nothing,
        get: () => ({ count: read(), incremental: true })
      })
