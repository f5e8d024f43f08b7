/*
 * A number is in one of three forms, and a value has one of them only: an integer of 32 bits (tag 19), a JS number (tag 3:
 * a float, or an integer up to 2^53 that does not fit 32 bits), a bigint beyond that (tag 35, up to 64 bits, signed or not).
 */
import type { LuaStatePointer, TValue } from "./types.ts"

export const LUA_TNUMFLT = 3
export const LUA_TNUMINT = 3 | (1 << 4)
/** An integer beyond 2^53: its value is a bigint, at least -2^63 and below 2^64. */
export const LUA_TNUMI64 = 3 | (2 << 4)

export const maxSafe = 9007199254740992
export const maxInt64 = 0x7fffffffffffffffn
export const minInt64 = -0x8000000000000000n
export const endUint64 = 0x10000000000000000n
const maxSafeBig = BigInt(maxSafe)

/** A JS number holds it. */
export const isSafe = (n: bigint): boolean => n <= maxSafeBig && n >= -maxSafeBig

/** An integer has it: signed or not. */
export const has64Bits = (n: bigint): boolean => n >= minInt64 && n < endUint64

/** Whether the value is an integer beyond 2^53, held as a bigint. */
export const isInt64 = (tv: { readonly type: number }): boolean => tv.type === LUA_TNUMI64

/** Whether a JS number under tag 3 stands for an integer: integral, beyond 32 bits, at most 2^53. */
export const isWide = (n: number): boolean => (n | 0) !== n && n <= maxSafe && n >= -maxSafe && Math.floor(n) === n

/** Whether the value is an integer in any of its forms. */
export const isInteger = (tv: { readonly type: number; readonly value: any }): boolean =>
  tv.type === LUA_TNUMINT || tv.type === LUA_TNUMI64 || (tv.type === LUA_TNUMFLT && isWide(tv.value))

/** Puts an integer into a slot, in its one form. Beyond 64 bits there are only floats. */
export const setBigInt = (tv: TValue, n: bigint): void => {
  if (isSafe(n)) {
    const small = Number(n)
    tv.type = (small | 0) === small ? LUA_TNUMINT : LUA_TNUMFLT
    tv.value = small
  } else if (has64Bits(n)) {
    tv.type = LUA_TNUMI64
    tv.value = n
  } else {
    tv.type = LUA_TNUMFLT
    tv.value = Number(n)
  }
}

/** Puts a host number into a slot: an integer where it is one up to 2^53, else a float (-0 is a float). */
export const setNumber = (tv: TValue, n: number | bigint): void => {
  if (typeof n === "bigint") return setBigInt(tv, n)
  tv.type = (n | 0) === n && (n !== 0 || 1 / n > 0) ? LUA_TNUMINT : LUA_TNUMFLT
  tv.value = n
}

/** The host's number in a slot: a bigint for integers beyond 2^53. */
export const toJsNumber = (tv: { readonly value: any }): number | bigint => tv.value

/** The number in a slot as a JS number, rounded if it is beyond 2^53. */
export const toFloat = (tv: { readonly value: any }): number => Number(tv.value)

const push = (L: LuaStatePointer, tv: TValue): void => {
  L.stack[L.top] = tv
  L.top++
  if (L.top > L.ci.top) throw new Error("stack overflow")
}

/** What makes slots: the class of the instance, given when it is loaded. */
let Slot: new (type?: number, value?: unknown) => TValue

export const useSlots = (TValue: typeof Slot): void => {
  Slot = TValue
}

/** A slot of its own that holds the number in its one form. */
export const numberTValue = (n: number | bigint): TValue => {
  const tv = new Slot(LUA_TNUMINT, 0)
  setNumber(tv, n)
  return tv
}

/** The slot that holds an integer of up to 64 bits in its one form: equal values are equal keys of a table. */
export const int64Of = (n: bigint): TValue => numberTValue(n)

/** Pushes a host number: an integer where it is one up to 2^53, else a float. */
export const pushNumber = (L: LuaStatePointer, n: number | bigint): void => push(L, numberTValue(n))

/** Pushes a float, also where it is integral: 3 as 3.0. */
export const pushFloat = (L: LuaStatePointer, n: number): void => push(L, new Slot(LUA_TNUMFLT, n))

/** Pushes an integer of up to 64 bits. */
export const pushBigInt = (L: LuaStatePointer, n: bigint): void => push(L, numberTValue(n))
