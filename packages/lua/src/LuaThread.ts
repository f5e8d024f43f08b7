/**
 * Threads with a Lua state each: a thread runs its script once, and then jobs, many at a time where they wait. An actor like any
 * other: it has a mailbox, is started again with its script when it dies, and stops in order.
 */
import type * as Actor from "@stevedore/core/Actor"
import type { ActorError } from "@stevedore/core/ActorError"
import { ActorSystem } from "@stevedore/core/ActorSystem"
import type { CurrentThread } from "@stevedore/core/CurrentThread"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Scope from "effect/Scope"
import { clientOf, openedThread, type ThreadOptions } from "./internal/athd/edge.ts"
import type { LuaJobs } from "./internal/athd/jobs.ts"
import { type LuaOnMain, type MainOptions, openedMain } from "./internal/athd/mainState.ts"
import type { LuaWorker } from "./internal/athd/protocol.ts"
import { wrongRef } from "./internal/athd/stateOptions.ts"
import { threadLayer } from "./internal/athd/thread.ts"
import type { LuaEngineError, LuaError } from "./LuaError.ts"
import type { LuaRuntime } from "./LuaRuntime.ts"

export type {
  /** A Lua thread, or a pool of them: jobs run in the state of its script. */
  LuaJobs,
  /** Options of one job. */
  JobOptions,
  /** What a job fails with. */
  JobError
} from "./internal/athd/jobs.ts"

export type {
  /** Options of the states of a thread: plain data, which travels to it. */
  StateOptions,
  /** Options of a Lua thread. */
  ThreadOptions
} from "./internal/athd/edge.ts"

/**
 * A thread with a Lua state. Programs with several take `make`, or a tag of their own for each:
 * `Layer.effect(Yard, LuaThread.make({ … }))`.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as Effect from "effect/Effect"
 * import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
 * import * as LuaThread from "@stevedore/lua/LuaThread"
 *
 * const program = Effect.gen(function*() {
 *   const yard = yield* LuaThread.LuaThread
 *   assert.equal(yield* yard.run("local a, b = ...; return a + b", [1, 2]), 3)
 * })
 * const live = LuaThread.layer({ name: "yard" })
 * await program.pipe(Effect.provide(live), Effect.provide(NodeActorSystem.layer()), Effect.runPromise)
 * ```
 */
export class LuaThread extends Context.Service<LuaThread, LuaJobs>()("@stevedore/lua/LuaThread") {}

/**
 * Starts a thread, which runs its script, and stops it when the scope closes. On main. A script that fails fails this, with
 * file, line and traceback; options that cannot be are `InvalidOption`, before anything starts.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as Effect from "effect/Effect"
 * import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
 * import * as LuaThread from "@stevedore/lua/LuaThread"
 *
 * const program = Effect.gen(function*() {
 *   const yard = yield* LuaThread.make({ name: "yard" })
 *   yield* yard.run("function area(box) return box.w * box.h end")
 *   assert.equal(yield* yard.call("area", { w: 3, h: 4 }), 12)
 * })
 * await program.pipe(Effect.scoped, Effect.provide(NodeActorSystem.layer()), Effect.runPromise)
 * ```
 */
export const make = (
  options: ThreadOptions
): Effect.Effect<LuaJobs, ActorError | LuaError, ActorSystem | Scope.Scope> => openedThread(options)

/**
 * The same as a layer.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as Layer from "effect/Layer"
 * import * as LuaThread from "@stevedore/lua/LuaThread"
 *
 * assert.ok(Layer.isLayer(LuaThread.layer({ name: "yard", entry: new URL("./yard.lua", import.meta.url) })))
 * ```
 */
export const layer = (options: ThreadOptions): Layer.Layer<LuaThread, ActorError | LuaError, ActorSystem> =>
  Layer.effect(LuaThread, make(options))

/**
 * A thread that somebody else has made, TypeScript or a script, by its name: from any thread of the system. What is sent before
 * it is there waits for it, bounded. A name that none can have is `InvalidOption`.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as Effect from "effect/Effect"
 * import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
 * import * as LuaThread from "@stevedore/lua/LuaThread"
 *
 * const program = Effect.gen(function*() {
 *   yield* LuaThread.make({ name: "yard" })
 *   const yard = yield* LuaThread.ref("yard")
 *   assert.equal(yield* yard.run("return athd.getctname()"), "yard")
 * })
 * await program.pipe(Effect.scoped, Effect.provide(NodeActorSystem.layer()), Effect.runPromise)
 * ```
 */
export const ref = (name: string): Effect.Effect<LuaJobs, ActorError, ActorSystem | Scope.Scope> =>
  Effect.suspend(() => {
    const wrong = wrongRef(name, 1)
    return wrong === undefined ? clientOf({ name, size: 0, thread: undefined }) : Effect.fail(wrong)
  })

export type {
  /** Main's own state: what runs there, and when it has come to rest. */
  LuaOnMain,
  /** Options of main's state. */
  MainOptions
} from "./internal/athd/mainState.ts"

/**
 * What a module of yours exports by default for threads whose states have modules of yours: with a `LuaRuntime` that has them. The
 * layer names it by `thread`: `Actor.entry<typeof import("./yard.thread.ts")>(new URL("./yard.thread.ts", import.meta.url))`.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as Effect from "effect/Effect"
 * import * as Layer from "effect/Layer"
 * import * as LuaModule from "@stevedore/lua/LuaModule"
 * import { LuaRuntime } from "@stevedore/lua/LuaRuntime"
 * import * as LuaThread from "@stevedore/lua/LuaThread"
 *
 * const tide = LuaModule.layer("tide", { metres: () => Effect.succeed(3.5) })
 * const runtime = Layer.provideMerge(tide, LuaRuntime.layer())
 * const thread = LuaThread.entry.pipe(Layer.provide(runtime)) // export default
 * assert.ok(Layer.isLayer(thread))
 * ```
 */
export const entry: Layer.Layer<
  Actor.Handlers<LuaWorker>,
  ActorError | LuaError | LuaEngineError,
  ActorSystem | CurrentThread | LuaRuntime
> = threadLayer

/**
 * A state on main, which other Lua threads know as `athd.getmain()`: runs its script, and serves jobs from before that on. One
 * for each actor system.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as Effect from "effect/Effect"
 * import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
 * import * as LuaThread from "@stevedore/lua/LuaThread"
 *
 * const program = Effect.gen(function*() {
 *   const main = yield* LuaThread.onMain()
 *   assert.equal(yield* main.run("return athd.getctname()"), "main")
 * })
 * await program.pipe(Effect.scoped, Effect.provide(NodeActorSystem.layer()), Effect.runPromise)
 * ```
 */
export const onMain = (
  options: MainOptions = {}
): Effect.Effect<LuaOnMain, ActorError | LuaError | LuaEngineError, ActorSystem | Scope.Scope> =>
  Effect.map(openedMain(options), ([main]) => main)
