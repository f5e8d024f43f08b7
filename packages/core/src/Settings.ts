/**
 * What can be said about a program's threads outside of the program: in the environment, in a file, or wherever an Effect
 * `ConfigProvider` reads. Everything is optional, and what code says holds where nothing else is said.
 *
 * | key                                  | environment                            | what                             |
 * | ------------------------------------ | -------------------------------------- | -------------------------------- |
 * | `stevedore.jobCapacity`              | `STEVEDORE_JOB_CAPACITY`               | an option of the system          |
 * | `stevedore.logLevel`                 | `STEVEDORE_LOG_LEVEL`                  | the least level that is logged   |
 * | `stevedore.threads.digest.size`      | `STEVEDORE_THREADS_DIGEST_SIZE`        | an option of a thread or a pool  |
 * | `stevedore.harbor.window`            | `STEVEDORE_HARBOR_WINDOW`              | an option of the harbor          |
 */
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as References from "effect/References"
import type { ActorError } from "./ActorError.ts"
import type { SystemOptions } from "./ActorSystem.ts"
import { flag, readAll, time, whole, words } from "./internal/settings.ts"

/** Settings of a thread or a pool of threads: what is not said is not there. */
export interface HostSettings {
  /** For pools. */
  readonly size?: number
  readonly window?: number
  readonly whenFull?: "suspend" | "fail" | "dropNewest" | "dropOldest" | Duration.Input
  readonly slowAfter?: Duration.Input | "never"
  readonly restart?: "never"
  readonly onGiveUp?: "stop" | "escalate"
  readonly whenLost?: "wait" | "replace"
}

const ROOT = "stevedore"

const systemSettings = {
  maxThreads: whole,
  jobCapacity: whole,
  segmentBytes: whole,
  arenaBytes: whole,
  smallBlocks: whole,
  largeBlocks: whole,
  startTimeout: time(),
  stopTimeout: time(),
  interruptGrace: time(),
  nestedWait: time(),
  deadLetterLog: time("never"),
  slowAfter: time("never"),
  terminateTimeout: time(),
  linger: time("off", "adaptive"),
  debug: flag
}

const hostSettings = {
  size: whole,
  window: whole,
  whenFull: time("suspend", "fail", "dropNewest", "dropOldest"),
  slowAfter: time("never"),
  restart: words("never"),
  onGiveUp: words("stop", "escalate"),
  whenLost: words("wait", "replace")
}

/** What has settings of its own there. */
const sections: ReadonlyArray<string> = ["threads", "harbor"]

const logLevels = { logLevel: words("All", "Fatal", "Error", "Warn", "Info", "Debug", "Trace", "None") }

/**
 * The options of the actor system, below `stevedore`. Fails with `InvalidOption`, whose `option` is the key and whose `value`
 * is what stands there, for a value that cannot be (a list or a text where settings have to be, too) and for a key that does not
 * exist. Not for the name of a thread that nobody reads, and an empty variable of the environment counts as absent.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as ConfigProvider from "effect/ConfigProvider"
 * import * as Effect from "effect/Effect"
 * import * as Settings from "@stevedore/core/Settings"
 *
 * const env = ConfigProvider.fromEnv({ env: { STEVEDORE_MAX_THREADS: "8", STEVEDORE_SLOW_AFTER: "1 second" } })
 * const options = await Effect.runPromise(Effect.provide(Settings.system, ConfigProvider.layer(env)))
 * assert.equal(options.maxThreads, 8)
 *
 * const file = ConfigProvider.fromUnknown({ stevedore: { maxThreads: "many" } })
 * const error = await Effect.runPromise(Effect.flip(Effect.provide(Settings.system, ConfigProvider.layer(file))))
 * assert.match(error.message, /stevedore\.maxThreads is "many": use a whole number/)
 * ```
 */
export const system: Effect.Effect<SystemOptions, ActorError> = readAll([ROOT], systemSettings, {
  keys: Object.keys(logLevels),
  sections
})

/**
 * The least level that is logged, on every thread of a system that is built with it: `stevedore.logLevel`. Changes nothing
 * where there is no such key.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as ConfigProvider from "effect/ConfigProvider"
 * import * as Effect from "effect/Effect"
 * import * as References from "effect/References"
 * import * as Settings from "@stevedore/core/Settings"
 *
 * const env = ConfigProvider.fromEnv({ env: { STEVEDORE_LOG_LEVEL: "debug" } })
 * const program = Effect.map(References.MinimumLogLevel, (level) => assert.equal(level, "Debug"))
 * await Effect.runPromise(
 *   program.pipe(Effect.provide(Settings.logLevel), Effect.provide(ConfigProvider.layer(env)))
 * )
 * ```
 */
export const logLevel: Layer.Layer<never, ActorError> = Layer.unwrap(
  Effect.map(readAll([ROOT], logLevels, { keys: Object.keys(systemSettings), sections }), ({ logLevel }) =>
    logLevel === undefined ? Layer.empty : Layer.succeed(References.MinimumLogLevel, logLevel)
  )
)

/**
 * A layer of threads whose options may be said outside, below `stevedore.threads` and that name.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as ConfigProvider from "effect/ConfigProvider"
 * import * as Effect from "effect/Effect"
 * import * as Rpc from "effect/rpc/Rpc"
 * import * as Actor from "@stevedore/core/Actor"
 * import { ActorSystem } from "@stevedore/core/ActorSystem"
 * import * as Settings from "@stevedore/core/Settings"
 * import * as Testing from "@stevedore/core/testing"
 *
 * class Sorter extends Actor.Service<Sorter>()("docs/Sorter", [Rpc.make("sort")]) {}
 * const entry = Testing.entry(Sorter.toLayer({ sort: () => Effect.void }))
 * const sorter = Settings.host("sorter", (settings) => Sorter.layerPool({ name: "sorter", entry, size: 2, ...settings }))
 *
 * const program = Effect.gen(function*() {
 *   const threads = yield* (yield* ActorSystem).threads
 *   assert.deepEqual(threads.map((thread) => thread.name), ["main", "sorter-0", "sorter-1", "sorter-2"])
 * })
 * const file = ConfigProvider.fromUnknown({ stevedore: { threads: { sorter: { size: 3 } } } })
 * await Effect.runPromise(
 *   program.pipe(
 *     Effect.provide(sorter),
 *     Effect.provide(Testing.layer({ time: "auto" })),
 *     Effect.provide(ConfigProvider.layer(file))
 *   )
 * )
 * ```
 */
export const host = <A, E, R>(
  name: string,
  make: (settings: HostSettings) => Layer.Layer<A, E, R>
): Layer.Layer<A, E | ActorError, R> => Layer.unwrap(Effect.map(readAll([ROOT, "threads", name], hostSettings), make))

/** What a setting of a section is. */
export type SectionKey = "whole" | "time" | "flag"

type SectionValue<K extends SectionKey> = K extends "whole" ? number : K extends "flag" ? boolean : Duration.Input

const kinds = { whole, time: time(), flag }

/**
 * Settings of what is built on this package, below `stevedore` and its name: what is not said is not there. Fails as `system`
 * does.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as ConfigProvider from "effect/ConfigProvider"
 * import * as Effect from "effect/Effect"
 * import * as Settings from "@stevedore/core/Settings"
 *
 * const harbor = Settings.section("harbor", { window: "whole", callTimeout: "time" })
 * const env = ConfigProvider.fromEnv({ env: { STEVEDORE_HARBOR_WINDOW: "100" } })
 * assert.deepEqual(await Effect.runPromise(Effect.provide(harbor, ConfigProvider.layer(env))), { window: 100 })
 * ```
 */
export const section = <const Keys extends Readonly<Record<string, SectionKey>>>(
  name: "harbor",
  keys: Keys
): Effect.Effect<{ readonly [K in keyof Keys]?: SectionValue<Keys[K]> }, ActorError> =>
  readAll([ROOT, name], Object.fromEntries(Object.entries(keys).map(([key, kind]) => [key, kinds[kind]]))) as never
