/*
 * Random Lua values, and whether two are the same through and through: tables made by fengari's own functions, compared without the
 * codec.
 */
import { fengari } from "../../src/internal/fengari/load.ts"
import { numberTValue } from "../../src/internal/fengari/numbers.ts"
import type { LuaStatePointer, Table, TValue } from "../../src/internal/fengari/types.ts"
import * as Values from "../../src/internal/msgpack/values.ts"
import { below, binary, float, integer, type Random, text, wide } from "./random.ts"

const { lobject, lstring, ltable } = fengari

export const slot = (type: number, value: unknown): TValue => new lobject.TValue(type, value)

const string = (L: LuaStatePointer, bytes: Uint8Array): TValue => slot(Values.STRING, lstring.luaS_bless(L, bytes))

const leaf = (L: LuaStatePointer, next: Random): TValue => {
  switch (below(next, 9)) {
    case 0:
      return slot(Values.BOOLEAN, (next() & 1) === 1)
    case 1:
      return slot(Values.LIGHT_USERDATA, Values.NULL)
    case 2:
      return numberTValue(wide(next))
    case 3:
      return slot(Values.FLOAT, float(next))
    case 4:
      return string(L, binary(next))
    case 5:
    case 6:
      return string(L, Uint8Array.from(Buffer.from(text(next))))
    default:
      return numberTValue(integer(next))
  }
}

/** A value of at most so many levels of tables. */
export const luaValue = (L: LuaStatePointer, next: Random, levels: number): TValue => {
  const value = inTable(L, next, levels)
  return value.type === Values.LIGHT_USERDATA ? slot(Values.NIL, null) : value
}

const inTable = (L: LuaStatePointer, next: Random, levels: number): TValue => {
  if (levels === 0 || below(next, 3) > 0) return leaf(L, next)
  const table = ltable.luaH_new(L)
  const size = below(next, 6)
  const isArray = next() & 1
  for (let i = 1; i <= size; i++) {
    const value = inTable(L, next, levels - 1)
    let key = leaf(L, next)
    if (key.type === Values.LIGHT_USERDATA || isArray) key = numberTValue(i)
    ltable.luaH_setfrom(L, table, key, value)
  }
  return slot(Values.TABLE, table)
}

const sameBytes = (a: Uint8Array, b: Uint8Array): boolean => Buffer.from(a).equals(Buffer.from(b))

/**
 * Whether two values are the same, tables by what is in them, numbers by their tag too, unless they went through JS, where 1.0 is 1.
 */
export const isSame = (L: LuaStatePointer, a: TValue, b: TValue, throughJs = false): boolean => {
  if (throughJs && a.ttisnumber() && b.ttisnumber())
    return Object.is(Number(a.value), Number(b.value)) || (a.value == b.value && a.value != 0)
  if (a.type !== b.type) return false
  if (a.ttisstring()) return sameBytes(a.svalue(), b.svalue())
  if (a.type !== Values.TABLE) return Object.is(a.value, b.value)
  const [left, right] = [a.value as Table, b.value as Table]
  if (left.strong.size !== right.strong.size) return false
  let count = 0
  for (let entry = left.f; entry !== undefined; entry = entry.n) {
    count++
    if (!isSame(L, entry.value, ltable.luaH_get(L, right, entry.key), throughJs)) return false
  }
  // The list and the map of each hold the same.
  for (let entry = right.f; entry !== undefined; entry = entry.n) count--
  return count === 0 && right.l?.n === undefined
}
