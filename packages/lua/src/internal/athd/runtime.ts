/**
 * The modules that the state of every Lua thread has, and the runtime that makes it.
 */
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import type * as Scope from "effect/Scope"
import type { LuaEngineError, LuaOptionError } from "../../LuaError.ts"
import { LuaRuntime } from "../../LuaRuntime.ts"

/** The runtime of the program, or one as it is by default. */
export const runtimeHere: Effect.Effect<LuaRuntime["Service"], LuaEngineError | LuaOptionError, Scope.Scope> =
  Effect.gen(function* () {
    const given = yield* Effect.serviceOption(LuaRuntime)
    if (Option.isSome(given)) return given.value
    const context = yield* Layer.build(LuaRuntime.layer())
    return yield* Effect.provideContext(LuaRuntime, context)
  })
