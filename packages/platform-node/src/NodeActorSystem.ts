/**
 * The actor system on Node: its threads are `worker_threads`.
 */
import type { ActorError } from "@stevedore/core/ActorError"
import * as ActorSystem from "@stevedore/core/ActorSystem"
import * as Settings from "@stevedore/core/Settings"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as NodeThreadSpawner from "./NodeThreadSpawner.ts"

/**
 * An actor system for this program, closed with its scope: every thread finishes what it has and exits.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as Effect from "effect/Effect"
 * import { ActorSystem } from "@stevedore/core/ActorSystem"
 * import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
 *
 * const program = Effect.gen(function*() {
 *   const system = yield* ActorSystem
 *   assert.equal((yield* system.info).sendsWaiting, 0)
 * })
 * await Effect.runPromise(Effect.provide(program, NodeActorSystem.layer({ maxThreads: 8 })))
 * ```
 */
export const layer = (options: ActorSystem.SystemOptions = {}): Layer.Layer<ActorSystem.ActorSystem, ActorError> =>
  Layer.provide(ActorSystem.layer(options), NodeThreadSpawner.layer)

/**
 * An actor system whose options, and whose least level of logging, may be said outside of the program, in its environment or
 * wherever its `ConfigProvider` reads: see `Settings`. `options` are what holds where nothing is said there.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as ConfigProvider from "effect/ConfigProvider"
 * import * as Effect from "effect/Effect"
 * import { ActorSystem } from "@stevedore/core/ActorSystem"
 * import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
 *
 * const program = Effect.gen(function*() {
 *   const system = yield* ActorSystem
 *   assert.equal((yield* system.info).smallBlocks, 16)
 * })
 * const env = ConfigProvider.fromEnv({ env: { STEVEDORE_SMALL_BLOCKS: "16" } })
 * await Effect.runPromise(
 *   program.pipe(
 *     Effect.provide(NodeActorSystem.layerConfig({ maxThreads: 4 })),
 *     Effect.provide(ConfigProvider.layer(env))
 *   )
 * )
 * ```
 */
export const layerConfig = (
  options: ActorSystem.SystemOptions = {}
): Layer.Layer<ActorSystem.ActorSystem, ActorError> => {
  const system = Layer.unwrap(Effect.map(Settings.system, (settings) => layer({ ...options, ...settings })))
  return Layer.provideMerge(system, Settings.logLevel)
}
