/*
 * What numbers do where the interpreter's fast path (two integers whose result fits 32 bits, two floats) does not hold: integers
 * of every size exactly, without wrapping. A result has one form only (numbers.ts); one that does not fit 64 bits is a float.
 */
import {
  endUint64,
  isInteger,
  LUA_TNUMFLT,
  LUA_TNUMI64,
  LUA_TNUMINT,
  maxSafe,
  minInt64,
  setBigInt,
  toFloat
} from "../numbers.ts"
import type { LuaStatePointer, TValue } from "../types.ts"
import { parseNumber } from "./parse.ts"

/** The operations, in the order of Lua's own numbers for them. */
const add = 0
const sub = 1
const mul = 2
const mod = 3
const pow = 4
const div = 5
const idiv = 6
const band = 7
const bor = 8
const shl = 10
const shr = 11
const unm = 12
const bnot = 13

type Integer = number | bigint

/** Raises a Lua error with its position. */
export type Raise = (L: LuaStatePointer | null, message: string) => never

/** Puts an integral JS number of at most 2^53 into a slot. */
export const setSafe = (tv: TValue, n: number): void => {
  if ((n | 0) === n) {
    tv.type = LUA_TNUMINT
    tv.value = n | 0
  } else {
    tv.type = LUA_TNUMFLT
    tv.value = n
  }
}

/** Puts an integer into a slot that counts as a number of bits: 64 of them, signed. */
const setBits = (tv: TValue, n: bigint): void => setBigInt(tv, BigInt.asIntN(64, n))

/** JavaScript has no answer where C says 1. */
export const power = (a: number, b: number): number => {
  const result = Math.pow(a, b)
  return result === result ? result : a === 1 || (a === -1 && (b === Infinity || b === -Infinity)) ? 1 : result
}

export const floatMod = (a: number, b: number): number => {
  const m = a % b
  return m * b < 0 ? m + b : m
}

const floats = (op: number, a: number, b: number): number => {
  switch (op) {
    case add:
      return a + b
    case sub:
      return a - b
    case mul:
      return a * b
    case mod:
      return floatMod(a, b)
    case pow:
      return power(a, b)
    case div:
      return a / b
    case idiv:
      return Math.floor(a / b)
    default:
      return -a
  }
}

const floorMod = (x: bigint, y: bigint): bigint => {
  const r = x % y
  return r !== 0n && r < 0n !== y < 0n ? r + y : r
}

const integers = (raise: Raise, L: LuaStatePointer | null, op: number, x: Integer, y: Integer, res: TValue): void => {
  if (typeof x === "number" && typeof y === "number") {
    if ((op === mod || op === idiv) && y === 0) {
      raise(L, op === mod ? "attempt to perform 'n%%0'" : "attempt to divide by zero")
    }
    // Exact: quotients of integers up to 2^53 are never rounded over the integer above them.
    const r = floats(op, x, y)
    if (r < maxSafe && r > -maxSafe) return setSafe(res, r)
  }
  const a = BigInt(x)
  const b = BigInt(y)
  switch (op) {
    case add:
      return setBigInt(res, a + b)
    case sub:
      return setBigInt(res, a - b)
    case mul:
      return setBigInt(res, a * b)
    case unm:
      return setBigInt(res, -a)
  }
  if (b === 0n) raise(L, op === mod ? "attempt to perform 'n%%0'" : "attempt to divide by zero")
  const m = floorMod(a, b)
  return setBigInt(res, op === mod ? m : (a - m) / b)
}

/** A float that is integral and fits 64 bits, as an integer; else false. */
export const integerOfFloat = (n: number): Integer | false => {
  if (n <= maxSafe && n >= -maxSafe) return Math.floor(n) === n ? n + 0 : false
  return n >= -9223372036854775808 && n < 9223372036854775808 ? BigInt(n) : false
}

/** The integer in a slot: of a float or a text if it is integral. `mode` 1 and 2 round down and up. False if there is none. */
export const toInteger = (tv: TValue, mode = 0): Integer | false => {
  switch (tv.type) {
    case LUA_TNUMINT:
    case LUA_TNUMI64:
      return tv.value
    case LUA_TNUMFLT: {
      const n = tv.value as number
      const floor = Math.floor(n)
      if (floor !== n) {
        if (mode === 0) return false
        return integerOfFloat(mode === 2 ? floor + 1 : floor)
      }
      return integerOfFloat(n)
    }
  }
  if (!tv.ttisstring()) return false
  const read = numeral(tv)
  return read === undefined ? false : toInteger(read, mode)
}

/** The number a text stands for. */
const numeral = (tv: TValue): TValue | undefined => {
  const into = new (tv.constructor as new () => TValue)()
  const bytes = tv.svalue()
  return parseNumber(bytes, into) === bytes.length + 1 ? into : undefined
}

/** The number in a slot as a float, a text's included; false if there is none. */
export const toNumber = (tv: TValue): number | false => {
  if (tv.type === LUA_TNUMINT || tv.type === LUA_TNUMFLT) return tv.value
  if (tv.type === LUA_TNUMI64) return Number(tv.value)
  if (!tv.ttisstring()) return false
  const read = numeral(tv)
  return read === undefined ? false : toFloat(read)
}

const high = (n: number): number => Math.floor(n / 4294967296)

const shifted = (x: Integer, by: Integer, res: TValue): void => {
  if (by >= 64 || by <= -64) return setSafe(res, 0)
  const n = Number(by)
  if (typeof x === "number") {
    if (n >= 0) {
      const r = x * 2 ** n
      if (r < maxSafe && r > -maxSafe) return setSafe(res, r)
    } else if (x >= 0) return setSafe(res, Math.floor(x / 2 ** -n))
  }
  const bits = BigInt.asUintN(64, BigInt(x))
  setBits(res, n >= 0 ? bits << BigInt(n) : bits >> BigInt(-n))
}

const bitwise = (op: number, x: Integer, y: Integer, res: TValue): void => {
  if (op === shl) return shifted(x, y, res)
  if (op === shr) return shifted(x, -y, res)
  if (op === bnot) return typeof x === "number" ? integersNot(x, res) : setBits(res, ~x)
  if (typeof x === "number" && typeof y === "number") {
    const a = high(x)
    const b = high(y)
    const top = op === band ? a & b : op === bor ? a | b : a ^ b
    const low = op === band ? x & y : op === bor ? x | y : x ^ y
    const r = top * 4294967296 + (low >>> 0)
    if (r < maxSafe && r > -maxSafe) return setSafe(res, r)
  }
  const a = BigInt.asIntN(64, BigInt(x))
  const b = BigInt.asIntN(64, BigInt(y))
  setBits(res, op === band ? a & b : op === bor ? a | b : a ^ b)
}

const integersNot = (x: number, res: TValue): void => setBigInt(res, ~BigInt(x))

/** What `op` makes of two values in `res`; false if they are no numbers for it (a text that is one counts). */
export const operate = (
  raise: Raise,
  L: LuaStatePointer | null,
  op: number,
  a: TValue,
  b: TValue,
  res: TValue
): boolean => {
  if (op >= band && op !== unm) {
    const x = toInteger(a)
    if (x === false) return false
    const y = toInteger(b)
    if (y === false) return false
    bitwise(op, x, y, res)
    return true
  }
  if (op !== div && op !== pow && isInteger(a) && isInteger(b)) {
    integers(raise, L, op, a.value, b.value, res)
    return true
  }
  const x = toNumber(a)
  if (x === false) return false
  const y = toNumber(b)
  if (y === false) return false
  const value = floats(op, x, y)
  res.type = LUA_TNUMFLT
  res.value = value
  return true
}

/** A float's place among the keys of a table: the integer it equals. */
export const keyOfFloat = (n: number): number | bigint =>
  n > maxSafe || n < -maxSafe
    ? n >= Number(minInt64) && n < Number(endUint64) && Math.floor(n) === n
      ? BigInt(n)
      : n
    : n
