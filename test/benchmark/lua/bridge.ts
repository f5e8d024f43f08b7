/*
 * What the codec is measured against: msgpackr, reached as one would without knowing fengari's inside. The public `lua_*` functions
 * walk a table into JS objects, msgpackr packs those; the other way round it unpacks objects, which are set field by field.
 */
import { Packr } from "msgpackr"
import { fengari } from "../../../packages/lua/src/internal/fengari/load.ts"
import type { LuaCFunction, LuaStatePointer } from "../../../packages/lua/src/internal/fengari/types.ts"

const { lauxlib, lua, to_jsstring, to_luastring } = fengari

const packr = new Packr({ useRecords: false, int64AsType: "number" })

const toJs = (L: LuaStatePointer, index: number): unknown => {
  switch (lua.lua_type(L, index)) {
    case lua.LUA_TNIL:
      return null
    case lua.LUA_TBOOLEAN:
      return lua.lua_toboolean(L, index)
    case lua.LUA_TNUMBER:
      return lua.lua_tonumber(L, index)
    case lua.LUA_TSTRING:
      return to_jsstring(lua.lua_tostring(L, index)!)
    default:
      return tableToJs(L, lua.lua_absindex(L, index))
  }
}

const tableToJs = (L: LuaStatePointer, index: number): unknown => {
  const length = lua.lua_rawlen(L, index)
  if (length > 0) {
    const array: Array<unknown> = []
    for (let i = 1; i <= length; i++) {
      lua.lua_rawgeti(L, index, i)
      array.push(toJs(L, -1))
      lua.lua_pop(L, 1)
    }
    return array
  }
  const object: Record<string, unknown> = {}
  lua.lua_pushnil(L)
  while (lua.lua_next(L, index) !== 0) {
    object[to_jsstring(lua.lua_tostring(L, -2)!)] = toJs(L, -1)
    lua.lua_pop(L, 1)
  }
  return object
}

const push = (L: LuaStatePointer, value: unknown): void => {
  if (value === null || value === undefined) lua.lua_pushnil(L)
  else if (typeof value === "boolean") lua.lua_pushboolean(L, value)
  else if (typeof value === "number") {
    if ((value | 0) === value) lua.lua_pushinteger(L, value)
    else lua.lua_pushnumber(L, value)
  } else if (typeof value === "string") lua.lua_pushstring(L, to_luastring(value))
  else if (Array.isArray(value)) {
    lua.lua_createtable(L, value.length, 0)
    for (let i = 0; i < value.length; i++) {
      push(L, value[i])
      lua.lua_rawseti(L, -2, i + 1)
    }
  } else {
    lua.lua_newtable(L)
    for (const [key, item] of Object.entries(value)) {
      push(L, item)
      lua.lua_setfield(L, -2, to_luastring(key))
    }
  }
}

const pack: LuaCFunction = (L) => {
  const bytes = packr.pack(toJs(L, 1))
  lua.lua_pushlstring(L, bytes, bytes.length)
  return 1
}

const unpack: LuaCFunction = (L) => {
  push(L, packr.unpack(lauxlib.luaL_checkstring(L, 1)))
  return 1
}

/** Leaves a table with `pack` and `unpack` on the stack. */
export const openBridge: LuaCFunction = (L) => {
  lauxlib.luaL_newlib(L, { pack, unpack })
  return 1
}
