/*
 * Whether there is a fengari that states may run on: what is wrong with it fails whoever makes one, or is logged where that is allowed.
 */
import * as Effect from "effect/Effect"
import type { LuaEngineError } from "../../LuaError.ts"
import { isThere, problem } from "./load.ts"

/** Each thread has one fengari: what is wrong with it is the same for all of its states, and is said once. */
let said = false

export const usable = (allowUnpatched: boolean | undefined): Effect.Effect<void, LuaEngineError> =>
  Effect.suspend(() => {
    if (problem === undefined) return Effect.void
    if (allowUnpatched !== true || !isThere) return Effect.fail(problem)
    if (said) return Effect.void
    said = true
    return Effect.logWarning(`fengari runs uncorrected: ${problem.message}`)
  })
