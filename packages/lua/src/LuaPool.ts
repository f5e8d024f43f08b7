/**
 * Pools of threads with a Lua state each, named `name-0` and so on, which all run one script: jobs go to them in turn, or by key.
 */
import type * as Actor from "@stevedore/core/Actor"
import type { ActorError } from "@stevedore/core/ActorError"
import type { ActorSystem } from "@stevedore/core/ActorSystem"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Scope from "effect/Scope"
import { clientOf, openedPool, type ThreadOptions } from "./internal/athd/edge.ts"
import type { LuaJobs } from "./internal/athd/jobs.ts"
import { wrongRef } from "./internal/athd/stateOptions.ts"
import type { LuaError } from "./LuaError.ts"

/** Options of a pool. */
export interface PoolOptions
  extends ThreadOptions, Pick<Actor.PoolOptions<unknown, never>, "size" | "strategy" | "finishWithin"> {}

/**
 * A pool of Lua threads. Programs with several take `make`, or a tag of their own for each.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as Effect from "effect/Effect"
 * import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
 * import * as LuaPool from "@stevedore/lua/LuaPool"
 *
 * const program = Effect.gen(function*() {
 *   const yard = yield* LuaPool.LuaPool
 *   const where = yield* Effect.forEach([1, 2], () => yard.run("return athd.getctname()"))
 *   assert.deepEqual(where.toSorted(), ["yard-0", "yard-1"])
 *   // The same key, the same thread.
 *   const ada = () => yard.run("return athd.getctname()", [], { key: "ada" })
 *   assert.equal(yield* ada(), yield* ada())
 * })
 * const live = LuaPool.layer({ name: "yard", size: 2 })
 * await program.pipe(Effect.provide(live), Effect.provide(NodeActorSystem.layer()), Effect.runPromise)
 * ```
 */
export class LuaPool extends Context.Service<LuaPool, LuaJobs>()("@stevedore/lua/LuaPool") {}

/**
 * Starts a pool, whose threads run their script, and stops it when the scope closes. On main. A script that fails fails this.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as Effect from "effect/Effect"
 * import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
 * import * as LuaPool from "@stevedore/lua/LuaPool"
 *
 * const program = Effect.gen(function*() {
 *   const yard = yield* LuaPool.make({ name: "yard", size: 2 })
 *   const squares = yield* Effect.forEach([1, 2, 3], (n) => yard.run("local n = ...; return n * n", [n]), {
 *     concurrency: "unbounded"
 *   })
 *   assert.deepEqual(squares, [1, 4, 9])
 * })
 * await program.pipe(Effect.scoped, Effect.provide(NodeActorSystem.layer()), Effect.runPromise)
 * ```
 */
export const make = (options: PoolOptions): Effect.Effect<LuaJobs, ActorError | LuaError, ActorSystem | Scope.Scope> =>
  openedPool(options)

/**
 * The same as a layer.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as Layer from "effect/Layer"
 * import * as LuaPool from "@stevedore/lua/LuaPool"
 *
 * const live = LuaPool.layer({ name: "yard", size: 4, entry: new URL("./yard.lua", import.meta.url) })
 * assert.ok(Layer.isLayer(live))
 * ```
 */
export const layer = (options: PoolOptions): Layer.Layer<LuaPool, ActorError | LuaError, ActorSystem> =>
  Layer.effect(LuaPool, make(options))

/**
 * A pool that somebody else has made, by its name and its size: from any thread of the system. What is sent before it is there
 * waits for it, bounded.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as Effect from "effect/Effect"
 * import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
 * import * as LuaPool from "@stevedore/lua/LuaPool"
 *
 * const program = Effect.gen(function*() {
 *   yield* LuaPool.make({ name: "yard", size: 2 })
 *   const yard = yield* LuaPool.ref("yard", 2)
 *   assert.equal(yield* yard.run("return 1"), 1)
 * })
 * await program.pipe(Effect.scoped, Effect.provide(NodeActorSystem.layer()), Effect.runPromise)
 * ```
 */
export const ref = (name: string, size: number): Effect.Effect<LuaJobs, ActorError, ActorSystem | Scope.Scope> =>
  Effect.suspend(() => {
    const wrong = wrongRef(name, size)
    return wrong === undefined ? clientOf({ name, size, thread: undefined }) : Effect.fail(wrong)
  })
