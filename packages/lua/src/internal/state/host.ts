/*
 * Functions of the host as Lua functions: arguments come as JS values, the result goes back as Lua values; an Effect is awaited,
 * a Promise, too. What the function throws or fails with is raised in Lua as a table.
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import { LuaCodecError } from "../../LuaError.ts"
import { fengari } from "../fengari/load.ts"
import type { LuaCFunction, LuaStatePointer, TValue } from "../fengari/types.ts"
import { asks, unasked } from "./asking.ts"
import { here } from "./atomics.ts"
import { awaiting } from "./await.ts"
import { endIfOver, isEnding } from "./budget.ts"
import { raise, raiseText } from "./errors.ts"
import { allFromLua } from "./fromLua.ts"
import { pushSlot } from "./stack.ts"
import { stateOf } from "./state.ts"
import { type LuaValue, toLua, useHostFunctions } from "./values.ts"

const { lua } = fengari

const ResultsId = "~@stevedore/lua/LuaResults" as const

/** Several results of a host function. */
export class LuaResults {
  readonly [ResultsId]: typeof ResultsId = ResultsId
  readonly values: ReadonlyArray<unknown>

  constructor(values: ReadonlyArray<unknown>) {
    this.values = values
  }
}

const isResults = (value: unknown): value is LuaResults => value instanceof LuaResults

/** Pushes what a host function gave: one value, or as many as it says. */
export const pushResults = (L: LuaStatePointer, result: unknown): number => {
  if (!isResults(result)) return pushValue(L, result)
  for (const value of result.values) pushValue(L, value)
  return result.values.length
}

const pushValue = (L: LuaStatePointer, value: unknown): number => {
  let slot: TValue
  try {
    slot = toLua(L, value)
  } catch (error) {
    if (isEnding(L)) throw error
    return refused(L, error)
  }
  if (!lua.lua_checkstack(L, 1)) return raiseText(L, "stack overflow")
  pushSlot(L, slot)
  return 1
}

const refused = (L: LuaStatePointer, error: unknown): never =>
  error instanceof LuaCodecError ? raiseText(L, error.message) : raise(L, error)

/**
 * The arguments of the running function, outside of what catches the function's errors: the end of the job is none of them.
 */
const argumentsOf = (L: LuaStatePointer, name: string): Array<LuaValue> => {
  const from = L.ci.funcOff + 1
  let refusal: LuaCodecError
  try {
    return allFromLua(stateOf(L), L, from, Math.max(0, L.top - from))
  } catch (error) {
    if (!(error instanceof LuaCodecError)) throw error
    refusal = error
  }
  return raiseText(L, `bad argument of '${name}': ${refusal.message}`)
}

/** The Lua function of a host function. `services` are provided to the effects that it gives. */
export const hostFunction = (
  name: string,
  f: (...args: Array<any>) => unknown,
  services?: Context.Context<never>
): LuaCFunction => {
  const provided = services === undefined ? undefined : unasked(services)
  return (L) => {
    let result: unknown
    let failure: unknown
    let failed = false
    const args = argumentsOf(L, name)
    const before = here.ends
    try {
      result = f(...args)
    } catch (error) {
      failed = true
      failure = error
    }
    if (here.ends !== before) {
      // It has begun, and nobody else hears of its failure.
      if (result instanceof Promise) result.catch(() => undefined)
      endIfOver(L)
    }
    if (failed) {
      return failure instanceof LuaCodecError
        ? raiseText(L, `bad argument of '${name}': ${failure.message}`)
        : raise(L, failure)
    }
    if (Effect.isEffect(result)) {
      const effect = result as Effect.Effect<unknown, unknown>
      const whole = provided === undefined ? effect : Effect.provideContext(effect, provided)
      return awaiting(L, asks(stateOf(L).job, whole), pushResults)
    }
    if (result instanceof Promise) {
      const promise = result
      // It has begun: where it cannot be waited for, nobody else hears of its failure.
      promise.catch(() => undefined)
      return awaiting(L, Effect.tryPromise({ try: () => promise, catch: (error) => error }), pushResults)
    }
    return pushResults(L, result)
  }
}

useHostFunctions((name, f) => hostFunction(name, f))
