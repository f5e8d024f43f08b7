/*
 * Numeric `for` where its index or step does not fit 32 bits, or is a float. A loop over integers has a limit tagged as an
 * integer (whatever its size: it is hidden), a loop over floats one tagged as a float.
 */
import { isInteger, LUA_TNUMFLT, LUA_TNUMI64, LUA_TNUMINT, maxInt64, maxSafe, setBigInt } from "../numbers.ts"
import type { LuaStatePointer, TValue } from "../types.ts"
import { type Raise, setSafe, toInteger, toNumber } from "./arith.ts"

/** Prepares the three hidden slots; the index is one step before the first. */
export const prepareLoop = (raise: Raise, L: LuaStatePointer, init: TValue, limit: TValue, step: TValue): void => {
  if (isInteger(init) && isInteger(step)) {
    const down = step.value < 0
    let end: number | bigint | false = toInteger(limit, down ? 2 : 1)
    if (end === false) {
      const n = toNumber(limit)
      if (n === false) raise(L, "'for' limit must be a number")
      // Not a number: not at all. Beyond what a float is an integer of, upwards to the last of those, as in PUC, or from one beyond
      // them, which PUC does not have, to that number.
      if (n !== n) end = down ? Infinity : -Infinity
      else end = !down && (n as number) > 0 && init.value <= maxInt64 ? maxInt64 : (n as number)
    }
    limit.type = LUA_TNUMINT
    limit.value = end
    const before = typeof init.value === "number" && typeof step.value === "number" ? init.value - step.value : maxSafe
    if (before < maxSafe && before > -maxSafe) setSafe(init, before)
    else {
      // Hidden, so it may be beyond 64 bits: before the first integer there is.
      init.value = BigInt(init.value) - BigInt(step.value)
      init.type = LUA_TNUMI64
    }
    return
  }
  const number = (tv: TValue, what: string): number => {
    const n = toNumber(tv)
    if (n === false) raise(L, `'for' ${what} must be a number`)
    return n as number
  }
  limit.setfltvalue(number(limit, "limit"))
  step.setfltvalue(number(step, "step"))
  init.setfltvalue(number(init, "initial value") - step.value)
}

/** One step: whether the loop goes on, with the index in `index` and in the visible `variable`. */
export const stepLoop = (index: TValue, limit: TValue, step: TValue, variable: TValue): boolean => {
  const by = step.value
  if (limit.type === LUA_TNUMFLT) {
    const next = index.value + by
    if (!(by > 0 ? next <= limit.value : limit.value <= next)) return false
    index.value = next
    variable.setfltvalue(next)
    return true
  }
  let next: number | bigint
  if (index.type === LUA_TNUMI64 || step.type === LUA_TNUMI64) next = BigInt(index.value) + BigInt(by)
  else {
    next = (index.value as number) + by
    if (next >= maxSafe || next <= -maxSafe) next = BigInt(index.value) + BigInt(by)
  }
  if (!(by > 0 ? next <= limit.value : limit.value <= next)) return false
  if (typeof next === "number") setSafe(index, next)
  else {
    setBigInt(index, next)
    // There are no integers any more: the loop is over.
    if (index.type === LUA_TNUMFLT && (next > maxSafe || next < -maxSafe)) return false
  }
  variable.setfrom(index)
  return true
}
