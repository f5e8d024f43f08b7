/*
 * Texts as numbers, as the scanner, `tonumber` and coercions read them: integers of up to 64 bits exactly (hexadecimal ones wrap
 * there, as the manual says; decimal ones that do not fit are floats), floats in decimal and hexadecimal.
 */
import { endUint64, LUA_TNUMFLT, maxInt64, setBigInt } from "../numbers.ts"
import type { LuaString, TValue } from "../types.ts"

const isSpace = (c: number | undefined): boolean => c === 32 || (c !== undefined && c >= 9 && c <= 13)

const hexDigit = (c: number | undefined): number => {
  if (c === undefined) return -1
  if (c >= 48 && c <= 57) return c - 48
  const low = c | 32
  return low >= 97 && low <= 102 ? low - 87 : -1
}

/** The end of the text: where only spaces (or a terminator) follow `at`; -1 if something else does. */
const ended = (s: LuaString, at: number): number => {
  while (isSpace(s[at])) at++
  return at === s.length || s[at] === 0 ? at : -1
}

const text = (s: LuaString, from: number, to: number): string => {
  let result = ""
  for (let i = from; i < to; i++) result += String.fromCharCode(s[i]!)
  return result
}

/** Reads an integer into `into`; what it says is where it ended, or -1. */
const integer = (s: LuaString, start: number, negative: boolean, into: TValue): number => {
  let at = start
  let n = 0
  let end: number
  if (s[at] === 48 && (s[at + 1] === 120 || s[at + 1] === 88)) {
    at += 2
    const from = at
    for (let digit = hexDigit(s[at]); digit >= 0; digit = hexDigit(s[++at])) n = n * 16 + digit
    if (at === from || (end = ended(s, at)) < 0) return -1
    if (at - from <= 13) setBigIntOrSmall(into, negative ? -n : n)
    else {
      const big = BigInt.asIntN(64, BigInt("0x" + text(s, from, at)))
      setBigInt(into, negative ? BigInt.asIntN(64, -big) : big)
    }
    return end
  }
  const from = at
  for (let c = s[at]; c !== undefined && c >= 48 && c <= 57; c = s[++at]) n = n * 10 + (c - 48)
  if (at === from || (end = ended(s, at)) < 0) return -1
  if (n < 1e15) setBigIntOrSmall(into, negative ? -n : n)
  else if (n > 2 ** 64) return -1
  else {
    const big = BigInt(text(s, from, at))
    if (big > (negative ? maxInt64 + 1n : maxInt64) || big >= endUint64) return -1
    setBigInt(into, negative ? -big : big)
  }
  return end
}

const setBigIntOrSmall = (into: TValue, n: number): void => {
  if ((n | 0) === n) into.setivalue(n | 0)
  else into.setfltvalue(n)
}

const decimal = /^(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?/
const hexadecimal = /^0[xX]([0-9a-fA-F]*)(?:\.([0-9a-fA-F]*))?(?:[pP]([+-]?[0-9]+))?/

/** `mantissa * 2^exponent`, rounded once. */
const scaled = (mantissa: bigint, exponent: number): number => {
  if (mantissa === 0n) return 0
  const bits = mantissa.toString(2).length
  const top = bits + exponent
  if (top > 1024) return Infinity
  if (top < -1080) return 0
  const keep = Math.min(53, top + 1074)
  const drop = bits - keep
  if (drop <= 0) return Number(mantissa) * 2 ** Math.max(exponent, -1074) * 2 ** Math.min(0, exponent + 1074)
  const half = 1n << BigInt(drop - 1)
  let kept = mantissa >> BigInt(drop)
  const rest = mantissa - (kept << BigInt(drop))
  if (rest > half || (rest === half && (kept & 1n) === 1n)) kept++
  const power = exponent + drop
  return power < -1022 ? Number(kept) * 2 ** -1022 * 2 ** (power + 1022) : Number(kept) * 2 ** power
}

const float = (s: LuaString, start: number, negative: boolean, into: TValue): number => {
  let to = start
  while (to < s.length && s[to]! > 32 && s[to]! < 128) to++
  const word = text(s, start, to)
  const isHex = s[start] === 48 && (s[start + 1] === 120 || s[start + 1] === 88)
  const found = (isHex ? hexadecimal : decimal).exec(word)
  if (found === null) return -1
  const end = ended(s, start + found[0].length)
  if (end < 0) return -1
  let n: number
  if (isHex) {
    const [, whole = "", part = "", power = "0"] = found
    if (whole.length + part.length === 0) return -1
    const exponent = Math.max(-1e6, Math.min(1e6, Number(power))) - part.length * 4
    n = scaled(BigInt("0x" + whole + part), exponent)
  } else n = Number(found[0])
  into.type = LUA_TNUMFLT
  into.value = negative ? -n : n
  return end
}

/** Bytes of a numeral: no longer text is one. Reading one can take the square of its length, and no hook sees that. */
const longest = 4096

/** Reads the whole of `s` as a number into `into`: its length and one, or 0 if it is none. */
export const parseNumber = (s: LuaString, into: TValue): number => {
  if (s.length > longest) return 0
  let at = 0
  while (isSpace(s[at])) at++
  const negative = s[at] === 45
  if (negative || s[at] === 43) at++
  let end = integer(s, at, negative, into)
  if (end < 0) end = float(s, at, negative, into)
  return end < 0 ? 0 : end + 1
}

/** `tonumber(s, base)`: an integer of any length, wrapped to 64 bits as in C; undefined if it is none. */
export const parseBase = (s: LuaString, base: number): bigint | undefined => {
  if (s.length > longest) return undefined
  let at = 0
  while (isSpace(s[at])) at++
  const negative = s[at] === 45
  if (negative || s[at] === 43) at++
  const from = at
  let small = 0
  let big: bigint | undefined
  for (; at < s.length; at++) {
    const c = s[at]!
    const low = c | 32
    const digit = c >= 48 && c <= 57 ? c - 48 : low >= 97 && low <= 122 ? low - 87 : 99
    if (digit >= base) break
    if (big === undefined) {
      small = small * base + digit
      if (small > 2 ** 47) big = BigInt(small)
    } else big = BigInt.asIntN(64, big * BigInt(base) + BigInt(digit))
  }
  if (at === from) return undefined
  while (isSpace(s[at])) at++
  if (at !== s.length) return undefined
  const n = BigInt.asIntN(64, big ?? BigInt(small))
  return negative ? BigInt.asIntN(64, -n) : n
}
