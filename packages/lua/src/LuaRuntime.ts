/**
 * Where states come from: what every state of a program has. Layers of modules register here; what makes states asks for them
 * here.
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Scope from "effect/Scope"
import { usable } from "./internal/fengari/usable.ts"
import { wrongFunction, wrongInit, wrongOneModule, wrongOptions, wrongState } from "./internal/state/options.ts"
import { type LuaEngineError, type LuaError, LuaOptionError } from "./LuaError.ts"
import type { LuaModule } from "./LuaModule.ts"
import * as LuaState from "./LuaState.ts"

/** Options of the runtime, which every state takes that does not say otherwise. */
export interface LuaRuntimeOptions extends LuaState.LuaStateOptions {
  /** Run with the installed fengari as it is, if it is not the one this package corrects. Its defects are then yours. */
  readonly allowUnpatched?: boolean | undefined
}

/**
 * Makes Lua states, each with the modules and init functions registered so far.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as Effect from "effect/Effect"
 * import { LuaRuntime } from "@stevedore/lua/LuaRuntime"
 *
 * const program = Effect.gen(function* () {
 *   const runtime = yield* LuaRuntime
 *   yield* runtime.addInitFunction((state) => state.run("greeting = 'ahoy'"))
 *   const state = yield* runtime.newState({ name: "deck" })
 *   assert.deepEqual(yield* state.run("return greeting .. '!'"), ["ahoy!"])
 * })
 * await Effect.runPromise(Effect.scoped(program).pipe(Effect.provide(LuaRuntime.layer())))
 * ```
 */
export class LuaRuntime extends Context.Service<
  LuaRuntime,
  {
    /**
     * A state of its own, which closes with the scope. Options not given are the runtime's, but `roots` where only this state is strict:
     * it has none then.
     */
    readonly newState: (
      options?: LuaState.LuaStateOptions
    ) => Effect.Effect<LuaState.LuaState, LuaError | LuaEngineError, Scope.Scope>
    /**
     * A module for every state made from now on. A later one of the same name takes the place of an earlier one. Dies with a
     * `LuaOptionError` for what is no module.
     */
    readonly addModule: (module: LuaModule) => Effect.Effect<void>
    /**
     * Run for every state made from now on, in the order of registration, before anybody gets it. Dies with a `LuaOptionError` for
     * what is no function; one that gives no Effect fails the states with it, and what one throws is their defect.
     */
    readonly addInitFunction: (
      init: (state: LuaState.LuaState) => Effect.Effect<unknown, LuaError>
    ) => Effect.Effect<void>
  }
>()("@stevedore/lua/LuaRuntime") {
  /**
   * The runtime. Fails with `LuaEngineError` if the installed fengari is not the one this package corrects, and
   * `allowUnpatched` is not set; with `LuaOptionError` for options that cannot be.
   */
  static layer(options: LuaRuntimeOptions = {}): Layer.Layer<LuaRuntime, LuaEngineError | LuaOptionError> {
    return Layer.effect(
      LuaRuntime,
      Effect.gen(function* () {
        const wrong = wrongOptions(options, wrongState)
        if (wrong !== undefined) return yield* new LuaOptionError(wrong)
        const { allowUnpatched, ...defaults } = options
        yield* usable(allowUnpatched)
        const modules = new Map<string, LuaModule>()
        const inits: Array<Init> = []
        return LuaRuntime.of({
          newState: (own = {}) =>
            Effect.suspend(() => {
              const wrong = wrongOptions(own, wrongState)
              if (wrong !== undefined) return Effect.fail(new LuaOptionError(wrong))
              const options = { ...defaults, ...own, roots: rootsOf(defaults, own) }
              const all = [...inits, ...[defaults.init, own.init].filter((init) => init !== undefined)]
              return LuaState.make({
                ...options,
                allowUnpatched: true,
                modules: [...modules.values(), ...(defaults.modules ?? []), ...(own.modules ?? [])],
                init: (state) => Effect.forEach(all, (init) => givenBy(init, state), { discard: true })
              })
            }),
          addModule: (module) =>
            Effect.suspend(() => {
              const wrong = wrongOneModule("module", module)
              if (wrong !== undefined) return Effect.die(new LuaOptionError(wrong))
              modules.delete(module.name)
              modules.set(module.name, module)
              return Effect.void
            }),
          addInitFunction: (init) =>
            Effect.suspend(() => {
              const wrong = wrongFunction(init)
              if (wrong !== undefined) return Effect.die(new LuaOptionError(wrong))
              inits.push(init)
              return Effect.void
            })
        })
      })
    )
  }
}

/** A strict state has no folders that were named for states which may do more. */
const rootsOf = (
  defaults: LuaState.LuaStateOptions,
  own: LuaState.LuaStateOptions
): ReadonlyArray<string> | undefined =>
  own.roots ?? (own.sandbox === "strict" && defaults.sandbox !== "strict" ? undefined : defaults.roots)

type Init = (state: LuaState.LuaState) => Effect.Effect<unknown, LuaError>

const givenBy = (init: Init, state: LuaState.LuaState): Effect.Effect<unknown, LuaError> => {
  const given = init(state)
  const wrong = wrongInit(given)
  return wrong === undefined ? given : Effect.fail(new LuaOptionError(wrong))
}
