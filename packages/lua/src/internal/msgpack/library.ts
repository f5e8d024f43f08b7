/*
 * The Lua module `msgpack`, also called `cmsgpack`. Its functions run in the state that calls them and never yield; what is wrong
 * with a value is raised as a string that says where in it, with the position of the caller. Handles may be in what they pack:
 * their own bytes prove that they are of this process.
 */
import { Buffer } from "node:buffer"
import { LuaCodecError } from "../../LuaError.ts"
import { fengari } from "../fengari/load.ts"
import { has64Bits, isInt64, pushBigInt, pushNumber, toJsNumber } from "../fengari/numbers.ts"
import type { LuaCFunction, LuaStatePointer, Table, TValue, Udata } from "../fengari/types.ts"
import { newTable, setField, slotAt, textSlot } from "../state/stack.ts"
import { OWN_TYPE } from "./extensions.ts"
import { packer } from "./packer.ts"
import { unpacker } from "./unpacker.ts"
import * as Values from "./values.ts"

const { lauxlib, lobject, lstring, lua, meter, to_jsstring, to_luastring } = fengari

const TEXT = to_luastring("%s")

/** Runs what may refuse a value, and raises that in Lua. */
const raising = (L: LuaStatePointer, body: () => number): number => {
  let refused: LuaCodecError
  try {
    return body()
  } catch (cause) {
    if (!(cause instanceof LuaCodecError)) throw cause
    refused = cause
  }
  // There may be no room for the message.
  lua.lua_settop(L, 0)
  return lauxlib.luaL_error(L, TEXT, to_luastring(refused.message))
}

const push = (L: LuaStatePointer, value: TValue): void => {
  // No `stack overflow`: that is what ends a recursion.
  if (!lua.lua_checkstack(L, 1)) {
    throw new LuaCodecError({
      path: "",
      detail: "more values than a function can give: take some at a time, by unpack_limit"
    })
  }
  L.stack[L.top++] = value
}

const pushBytes = (L: LuaStatePointer, bytes: Uint8Array): void =>
  push(L, new lobject.TValue(Values.STRING, lstring.luaS_bless(L, bytes)))

/** `pack(...)`: each value, one after the other, as one string. */
const pack: LuaCFunction = (L) => {
  lauxlib.luaL_checkany(L, 1)
  return raising(L, () => {
    packer.start(L, true)
    for (let slot = L.ci.funcOff + 1; slot < L.top; slot++) packer.value(L.stack[slot]!)
    pushBytes(L, packer.copy())
    return 1
  })
}

/** `unpack(bytes)`: every value that the bytes hold, at least one. */
const unpack: LuaCFunction = (L) => {
  const bytes = lauxlib.luaL_checkstring(L, 1)
  return raising(L, () => {
    unpacker.start(L, bytes, 0, bytes.length, true)
    let count = 0
    do {
      push(L, unpacker.value())
      count++
    } while (!unpacker.isAtEnd)
    return count
  })
}

/** How many bytes lie before the value that is meant: the second argument, which counts from 0 as in lua-cmsgpack. */
const offsetOf = (L: LuaStatePointer, arg: number, bytes: Uint8Array): number => {
  const offset = lauxlib.luaL_optinteger(L, arg, 0)
  lauxlib.luaL_argcheck(L, offset >= 0 && offset <= bytes.length, arg, to_luastring("offset out of the string"))
  return offset
}

/** Up to `limit` values from `offset` on: first where the next one begins, -1 at the end. */
const unpackFrom = (L: LuaStatePointer, bytes: Uint8Array, offset: number, limit: number): number =>
  raising(L, () => {
    unpacker.start(L, bytes, offset, bytes.length, true)
    const place = L.top
    lua.lua_pushnil(L)
    let count = 0
    while (count < limit && !(count > 0 && unpacker.isAtEnd)) {
      push(L, unpacker.value())
      count++
    }
    L.stack[place] = new lobject.TValue(Values.INTEGER, unpacker.isAtEnd ? -1 : unpacker.position)
    return count + 1
  })

/** `unpack_one(bytes, offset)`: where the next value begins (-1: nowhere), and the value at `offset`, 0 if there is none. */
const unpackOne: LuaCFunction = (L) => {
  const bytes = lauxlib.luaL_checkstring(L, 1)
  return unpackFrom(L, bytes, offsetOf(L, 2, bytes), 1)
}

/** `unpack_limit(bytes, limit, offset)`: the same, with up to `limit` values. */
const unpackLimit: LuaCFunction = (L) => {
  const bytes = lauxlib.luaL_checkstring(L, 1)
  const limit = lauxlib.luaL_checkinteger(L, 2)
  lauxlib.luaL_argcheck(L, limit >= 1, 2, to_luastring("at least 1"))
  return unpackFrom(L, bytes, offsetOf(L, 3, bytes), limit)
}

const SIGNED_64 = /^[+-]?\d{1,20}$/

/** `int64(x)`: an integer of up to 64 bits, from a number without a fraction or from its digits, in tens or as 0x…. */
const int64: LuaCFunction = (L) => {
  lauxlib.luaL_checkany(L, 1)
  const value = L.stack[L.ci.funcOff + 1]!
  let number: bigint | undefined
  if (value.ttisstring()) {
    const digits = to_jsstring(value.svalue(), 0, 40, true).trim()
    if (SIGNED_64.test(digits) || /^0[xX][0-9a-fA-F]{1,16}$/.test(digits)) number = BigInt(digits)
  } else if (isInt64(value)) number = value.value as bigint
  else if (value.ttisnumber() && Number.isInteger(value.value)) number = BigInt(value.value as number)
  if (number === undefined || !has64Bits(number)) {
    return lauxlib.luaL_argerror(L, 1, to_luastring("an integer of up to 64 bits expected"))
  }
  pushBigInt(L, number)
  return 1
}

/** `ext(type, bytes)`: an application's own type, -128 to 127. */
const ext: LuaCFunction = (L) => {
  const type = lauxlib.luaL_checkinteger(L, 1)
  const bytes = lauxlib.luaL_checkstring(L, 2)
  lauxlib.luaL_argcheck(L, type >= -128 && type <= 127, 1, to_luastring("a type from -128 to 127 expected"))
  lauxlib.luaL_argcheck(L, type !== -1, 1, to_luastring("type -1 is made by msgpack.timestamp"))
  lauxlib.luaL_argcheck(L, type !== OWN_TYPE, 1, to_luastring(`type ${OWN_TYPE} is the runtime's own`))
  push(L, Values.userdata(L, new Values.ExtensionValue(type, bytes)))
  return 1
}

/** A float beyond 2^53 as the integer that it is equal to, as the unpacker has it; infinities and NaN are none. */
const wholeOf = (float: number): number | bigint => (Number.isFinite(float) ? BigInt(float) : float)

/** `timestamp(seconds, nanoseconds)`: since 1970, of any sign; nanoseconds 0 to 999999999, 0 if there are none. */
const timestamp: LuaCFunction = (L) => {
  lauxlib.luaL_checknumber(L, 1)
  const given = toJsNumber(L.stack[L.ci.funcOff + 1]!)
  const seconds = typeof given === "number" && Math.abs(given) > 2 ** 53 ? wholeOf(given) : given
  const isWhole = typeof seconds === "bigint" ? BigInt.asIntN(64, seconds) === seconds : Number.isInteger(seconds)
  lauxlib.luaL_argcheck(L, isWhole, 1, to_luastring("whole seconds of up to 64 bits expected"))
  const nanoseconds = lauxlib.luaL_optinteger(L, 2, 0)
  lauxlib.luaL_argcheck(L, nanoseconds >= 0 && nanoseconds <= 999_999_999, 2, to_luastring("0 to 999999999 expected"))
  push(L, Values.userdata(L, new Values.Timestamp(seconds, nanoseconds)))
  return 1
}

/** `array(t)`, `map(t)`: marks a table, a new one if none is given, as what it is to be packed as. */
const marker =
  (form: string): LuaCFunction =>
  (L) => {
    if (lua.lua_isnoneornil(L, 1)) {
      lua.lua_settop(L, 0)
      lua.lua_newtable(L)
    }
    lauxlib.luaL_checktype(L, 1, lua.LUA_TTABLE)
    lua.lua_settop(L, 1)
    const table = slotAt(L, 1).value as Table
    if (table.metatable !== null && !marks.has(table.metatable)) {
      return lauxlib.luaL_error(L, to_luastring("the table has a metatable: set __serialize there"))
    }
    if (table.sealed !== null) return lauxlib.luaL_error(L, to_luastring("the table is read-only: mark a copy of it"))
    // One of its own: what a script does to it is done to no other table.
    const mark = newTable(L)
    setField(L, mark, "__serialize", textSlot(L, form))
    marks.add(mark)
    table.metatable = mark
    return 1
  }

/** The metatables that are only marks. */
const marks = new WeakSet<Table>()

const dataAt = (L: LuaStatePointer, index: number): unknown => {
  const value = L.stack[L.ci.funcOff + index]
  return value?.type === Values.USERDATA ? (value.value as Udata).data : undefined
}

/** What can be asked of an extension and of a timestamp, by name. */
const fieldsOf = (L: LuaStatePointer): number => {
  const data = dataAt(L, 1)
  const name = lua.lua_type(L, 2) === lua.LUA_TSTRING ? lua.lua_tojsstring(L, 2) : ""
  if (data instanceof Values.ExtensionValue && name === "type") lua.lua_pushinteger(L, data.type)
  else if (data instanceof Values.ExtensionValue && name === "data") pushBytes(L, data.bytes)
  else if (data instanceof Values.Timestamp && name === "seconds") pushExact(L, data.seconds)
  else if (data instanceof Values.Timestamp && name === "nanoseconds") pushNumber(L, data.nanoseconds)
  else lua.lua_pushnil(L)
  return 1
}

const pushExact = (L: LuaStatePointer, number: number | bigint): void =>
  typeof number === "bigint" ? pushBigInt(L, number) : pushNumber(L, number)

const sameBytes = (L: LuaStatePointer, a: Uint8Array, b: Uint8Array): boolean => {
  if (a.length !== b.length) return false
  if ((meter.steps -= a.length >> 6) < 0) meter.exhausted(L)
  return Buffer.compare(a, b) === 0
}

const isSame = (L: LuaStatePointer, a: unknown, b: unknown): boolean =>
  a instanceof Values.ExtensionValue && b instanceof Values.ExtensionValue
    ? a.type === b.type && sameBytes(L, a.bytes, b.bytes)
    : a instanceof Values.Timestamp && b instanceof Values.Timestamp
      ? a.seconds === b.seconds && a.nanoseconds === b.nanoseconds
      : false

const shown = (data: unknown): string =>
  data instanceof Values.ExtensionValue
    ? `msgpack.ext: type ${data.type}, ${data.bytes.length} bytes`
    : data instanceof Values.Timestamp
      ? `msgpack.timestamp: ${data.seconds}.${String(data.nanoseconds).padStart(9, "0")}`
      : "msgpack"

const metamethods: Readonly<Record<string, LuaCFunction>> = {
  __index: fieldsOf,
  __eq: (L) => {
    lua.lua_pushboolean(L, isSame(L, dataAt(L, 1), dataAt(L, 2)))
    return 1
  },
  __tostring: (L) => {
    lua.lua_pushstring(L, to_luastring(shown(dataAt(L, 1))))
    return 1
  }
}

const nullToString: LuaCFunction = (L) => {
  lua.lua_pushstring(L, to_luastring("msgpack.null"))
  return 1
}

const functions: Readonly<Record<string, LuaCFunction>> = {
  pack,
  unpack,
  unpack_one: unpackOne,
  unpack_limit: unpackLimit,
  int64,
  ext,
  timestamp,
  array: marker("array"),
  map: marker("map")
}

/** Leaves the module's table on the stack. */
export const openMsgpack: LuaCFunction = (L) => {
  for (const name of [Values.EXTENSION_TYPE, Values.TIMESTAMP_TYPE]) {
    lauxlib.luaL_newmetatable(L, to_luastring(name))
    lauxlib.luaL_setfuncs(L, metamethods, 0)
    lua.lua_pushstring(L, to_luastring("locked"))
    lua.lua_setfield(L, -2, to_luastring("__metatable"))
    lua.lua_pop(L, 1)
  }
  lauxlib.luaL_newlib(L, functions)
  lua.lua_pushlightuserdata(L, Values.NULL)
  // No other light userdata is made, so that these are its metamethods alone.
  lauxlib.luaL_newlib(L, { __tostring: nullToString })
  lua.lua_pushstring(L, to_luastring("locked"))
  lua.lua_setfield(L, -2, to_luastring("__metatable"))
  lua.lua_setmetatable(L, -2)
  lua.lua_setfield(L, -2, to_luastring("null"))
  return 1
}
