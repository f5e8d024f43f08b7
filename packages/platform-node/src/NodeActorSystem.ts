/**
 * The actor system on Node: its threads are `worker_threads`.
 */
import type { ActorError } from "@stevedore/core/ActorError"
import * as ActorSystem from "@stevedore/core/ActorSystem"
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
