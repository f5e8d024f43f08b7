/*
 * What a library function needs to know of its arguments, for either kind of integers.
 */
import { toInteger } from "../kernel/arith.ts"
import { isInteger, LUA_TNUMINT } from "../numbers.ts"
import type { LuaStatePointer, TValue } from "../types.ts"

/** How wide integers are, and which values are some. */
export interface Integers {
  readonly bits: 32 | 64
  readonly max: number | bigint
  readonly min: number | bigint
  /** Whether a value is an integer. */
  is(tv: TValue): boolean
  /** The integer that a number or a text is; false if it is none. */
  of(tv: TValue): number | bigint | false
}

export const promoted: Integers = {
  bits: 64,
  max: 0x7fffffffffffffffn,
  min: -0x8000000000000000n,
  is: isInteger,
  of: toInteger
}

export const wrapped: Integers = {
  bits: 32,
  max: 0x7fffffff,
  min: -0x80000000,
  is: (tv) => tv.type === LUA_TNUMINT,
  of: (tv) => {
    const n = toInteger(tv)
    return typeof n === "number" && (n | 0) === n ? n : false
  }
}

/** The slot of an argument, if there is one. */
export const argument = (L: LuaStatePointer, arg: number): TValue | undefined => {
  const at = L.ci.funcOff + arg
  return at < L.top ? L.stack[at] : undefined
}
