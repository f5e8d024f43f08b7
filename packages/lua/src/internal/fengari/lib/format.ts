/*
 * `string.format` as C's printf does it: flags, width and precision, integers of 64 bits, floats rounded as they are there.
 */
import { exponential, fixed, general } from "../kernel/decimal.ts"
import type { Fengari, LuaBuffer, LuaCFunction, LuaStatePointer, LuaString } from "../types.ts"
import { argument, type Integers } from "./integers.ts"

interface Spec {
  readonly left: boolean
  readonly plus: boolean
  readonly space: boolean
  readonly alternate: boolean
  readonly zero: boolean
  readonly width: number
  /** -1 where none is given. */
  readonly precision: number
}

const plain: Spec = { left: false, plus: false, space: false, alternate: false, zero: false, width: 0, precision: -1 }

/** Sign or prefix, then digits, filled to the width: with zeros between the two if asked for. */
const filled = (spec: Spec, prefix: string, digits: string, zeros: boolean): string => {
  const missing = spec.width - prefix.length - digits.length
  if (missing <= 0) return prefix + digits
  if (spec.left) return prefix + digits + " ".repeat(missing)
  return zeros ? prefix + "0".repeat(missing) + digits : " ".repeat(missing) + prefix + digits
}

const sign = (spec: Spec, negative: boolean): string => (negative ? "-" : spec.plus ? "+" : spec.space ? " " : "")

const integer = (spec: Spec, n: number | bigint, conversion: number, bits: number): string => {
  let digits: string
  let prefix = ""
  if (conversion === 100 || conversion === 105) {
    prefix = sign(spec, n < 0)
    digits = String(n < 0 ? -n : n)
  } else {
    const unsigned = n < 0 ? BigInt.asUintN(bits, BigInt(n)) : n
    if (conversion === 117) digits = String(unsigned)
    else if (conversion === 111) {
      digits = unsigned.toString(8)
      if (spec.alternate && digits[0] !== "0" && spec.precision <= digits.length) digits = "0" + digits
    } else {
      digits = unsigned.toString(16)
      if (spec.alternate && unsigned != 0) prefix = "0x"
      if (conversion === 88) {
        digits = digits.toUpperCase()
        prefix = prefix.toUpperCase()
      }
    }
  }
  if (spec.precision >= 0) {
    digits =
      spec.precision === 0 && n == 0
        ? conversion === 111 && spec.alternate
          ? "0"
          : ""
        : digits.padStart(spec.precision, "0")
  }
  return filled(spec, prefix, digits, spec.zero && spec.precision < 0)
}

/** `%a`: hexadecimal digits of the fraction, rounded to even where fewer are asked for. */
export const hexFloat = (x: number, precision: number, alternate: boolean): string => {
  if (x === 0) return `0x0${precision > 0 ? "." + "0".repeat(precision) : alternate ? "." : ""}p+0`
  const view = new DataView(new ArrayBuffer(8))
  view.setFloat64(0, x)
  const bits = view.getBigUint64(0)
  const biased = Number((bits >> 52n) & 0x7ffn)
  let fraction = bits & 0xfffffffffffffn
  let lead = biased === 0 ? 0n : 1n
  const exponent = biased === 0 ? -1022 : biased - 1023
  let digits = 13
  if (precision >= 0 && precision < 13) {
    const drop = BigInt((13 - precision) * 4)
    const all = (lead << 52n) | fraction
    const half = 1n << (drop - 1n)
    const rest = all & ((1n << drop) - 1n)
    let kept = all >> drop
    if (rest > half || (rest === half && (kept & 1n) === 1n)) kept++
    lead = kept >> BigInt(precision * 4)
    fraction = kept & ((1n << BigInt(precision * 4)) - 1n)
    digits = precision
  }
  let text = digits === 0 ? "" : fraction.toString(16).padStart(digits, "0")
  if (precision < 0) text = text.replace(/0+$/, "")
  else text = text.padEnd(precision, "0")
  return `0x${lead}${text !== "" || alternate ? "." + text : ""}p${exponent < 0 ? "" : "+"}${exponent}`
}

const float = (spec: Spec, n: number, conversion: number): string => {
  const negative = n < 0 || (n === 0 && 1 / n < 0)
  const upper = conversion < 97
  const prefix = sign(spec, negative)
  if (n !== n || n === Infinity || n === -Infinity) {
    const text = n !== n ? "nan" : "inf"
    return filled(spec, prefix, upper ? text.toUpperCase() : text, false)
  }
  const x = Math.abs(n)
  const precision = spec.precision < 0 ? 6 : spec.precision
  let text: string
  switch (conversion | 32) {
    case 97: {
      const hex = hexFloat(x, spec.precision, spec.alternate)
      return filled(spec, prefix + (upper ? "0X" : "0x"), upper ? hex.slice(2).toUpperCase() : hex.slice(2), spec.zero)
    }
    case 101:
      text = exponential(x, precision, spec.alternate)
      break
    case 102:
      text = fixed(x, precision) + (spec.alternate && precision === 0 ? "." : "")
      break
    default:
      text = general(x, precision, spec.alternate)
  }
  return filled(spec, prefix, upper ? text.toUpperCase() : text, spec.zero)
}

/** Bytes that `%q` writes between two looks at what a budget leaves. */
const piece = 4096

export const makeFormat = (F: Fengari, integers: Integers): LuaCFunction => {
  const { lauxlib, lua, meter, to_luastring } = F

  const add = (B: LuaBuffer, text: string): void => {
    const bytes = lauxlib.luaL_prepbuffsize(B, text.length)
    for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i)
    lauxlib.luaL_addsize(B, text.length)
  }

  const integerArgument = (L: LuaStatePointer, arg: number): number | bigint => {
    const tv = argument(L, arg)
    const n = tv === undefined ? false : integers.of(tv)
    return n === false ? lauxlib.luaL_checkinteger(L, arg) : n
  }

  /** Piece by piece, in the memory of the result. */
  const quoted = (L: LuaStatePointer, B: LuaBuffer, s: LuaString): void => {
    lauxlib.luaL_addchar(B, 34)
    for (let from = 0; from < s.length; from += piece) {
      if ((meter.steps -= Math.min(piece, s.length - from) >> 2) < 0) meter.exhausted(L)
      const to = Math.min(from + piece, s.length)
      const bytes = lauxlib.luaL_prepbuffsize(B, 4 * (to - from))
      let at = 0
      for (let i = from; i < to; i++) {
        const c = s[i]!
        if (c === 34 || c === 92 || c === 10) {
          bytes[at++] = 92
          bytes[at++] = c
        } else if (c < 32 || c === 127) {
          const next = s[i + 1]
          const full = next !== undefined && next >= 48 && next <= 57
          bytes[at++] = 92
          if (full || c >= 100) bytes[at++] = 48 + Math.floor(c / 100)
          if (full || c >= 10) bytes[at++] = 48 + (Math.floor(c / 10) % 10)
          bytes[at++] = 48 + (c % 10)
        } else bytes[at++] = c
      }
      lauxlib.luaL_addsize(B, at)
    }
    lauxlib.luaL_addchar(B, 34)
  }

  const literal = (L: LuaStatePointer, B: LuaBuffer, arg: number): void => {
    switch (lua.lua_type(L, arg)) {
      case lua.LUA_TSTRING:
        return quoted(L, B, lua.lua_tostring(L, arg)!)
      case lua.LUA_TNUMBER: {
        const tv = argument(L, arg)!
        if (integers.is(tv))
          return add(
            B,
            tv.value == integers.min
              ? integer({ ...plain, alternate: true }, tv.value, 120, integers.bits)
              : String(tv.value)
          )
        return add(B, float(plain, Number(tv.value), 97))
      }
      case lua.LUA_TNIL:
      case lua.LUA_TBOOLEAN:
        lauxlib.luaL_tolstring(L, arg)
        return lauxlib.luaL_addvalue(B)
      default:
        lauxlib.luaL_argerror(L, arg, to_luastring("value has no literal form"))
    }
  }

  /** Fills a text of bytes to the width. */
  const padded = (B: LuaBuffer, spec: Spec, bytes: LuaString): void => {
    const missing = spec.width - bytes.length
    if (missing > 0 && !spec.left) add(B, " ".repeat(missing))
    lauxlib.luaL_addlstring(B, bytes, bytes.length)
    if (missing > 0 && spec.left) add(B, " ".repeat(missing))
  }

  return (L) => {
    const top = lua.lua_gettop(L)
    const format = lauxlib.luaL_checkstring(L, 1)
    const B = new lauxlib.luaL_Buffer()
    lauxlib.luaL_buffinit(L, B)
    let arg = 1
    let i = 0
    while (i < format.length) {
      if (--meter.steps < 0) meter.exhausted(L)
      if (format[i] !== 37) {
        let end = format.indexOf(37, i)
        if (end < 0) end = format.length
        lauxlib.luaL_addlstring(B, format.subarray(i, end), end - i)
        i = end
        continue
      }
      if (format[++i] === 37) {
        lauxlib.luaL_addchar(B, 37)
        i++
        continue
      }
      if (++arg > top) lauxlib.luaL_argerror(L, arg, to_luastring("no value"))
      let spec = plain
      const c = format[i]
      if (c === undefined || !((c >= 97 && c <= 122) || (c >= 65 && c <= 90))) {
        const from = i
        const flags = { left: false, plus: false, space: false, alternate: false, zero: false }
        for (; ; i++) {
          const flag = format[i]
          if (flag === 45) flags.left = true
          else if (flag === 43) flags.plus = true
          else if (flag === 32) flags.space = true
          else if (flag === 35) flags.alternate = true
          else if (flag === 48) flags.zero = true
          else break
        }
        if (i - from >= 6) lauxlib.luaL_error(L, to_luastring("invalid format (repeated flags)"))
        const digit = (at: number): number => {
          const d = format[at]
          return d !== undefined && d >= 48 && d <= 57 ? d - 48 : -1
        }
        let width = 0
        let precision = -1
        if (digit(i) >= 0) width = digit(i++)
        if (digit(i) >= 0) width = width * 10 + digit(i++)
        if (format[i] === 46) {
          i++
          precision = 0
          if (digit(i) >= 0) precision = digit(i++)
          if (digit(i) >= 0) precision = precision * 10 + digit(i++)
        }
        if (digit(i) >= 0) lauxlib.luaL_error(L, to_luastring("invalid format (width or precision too long)"))
        spec = { ...flags, width, precision }
      }
      const conversion = format[i++] ?? 0
      switch (conversion) {
        case 99: // c
          padded(B, spec, Uint8Array.of(Number(BigInt.asUintN(8, BigInt(integerArgument(L, arg))))))
          break
        case 100: // d
        case 105: // i
        case 111: // o
        case 117: // u
        case 120: // x
        case 88: // X
          add(B, integer(spec, integerArgument(L, arg), conversion, integers.bits))
          break
        case 97: // a
        case 65: // A
        case 101: // e
        case 69: // E
        case 102: // f
        case 103: // g
        case 71: // G
          add(B, float(spec, lauxlib.luaL_checknumber(L, arg), conversion))
          break
        case 113: // q
          literal(L, B, arg)
          break
        case 115: {
          // s
          const s = lauxlib.luaL_tolstring(L, arg)
          if (spec !== plain) {
            if ((meter.steps -= s.length >> 6) < 0) meter.exhausted(L)
            lauxlib.luaL_argcheck(L, s.indexOf(0) < 0, arg, to_luastring("string contains zeros"))
            padded(B, spec, spec.precision >= 0 ? s.subarray(0, spec.precision) : s)
          } else lauxlib.luaL_addlstring(B, s, s.length)
          lua.lua_settop(L, -2)
          break
        }
        default:
          lauxlib.luaL_error(L, to_luastring("invalid option '%%%c' to 'format'"), conversion)
      }
    }
    lauxlib.luaL_pushresult(B)
    return 1
  }
}
