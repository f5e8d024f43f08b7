/*
 * Names that scripts give to jobs, tests, messages, groups, keys and files. The host makes texts, keys and log lines of them, whose time
 * and memory no budget sees: so they are short. And what is said of an argument that is of another type.
 */
import { fengari } from "../fengari/load.ts"
import type { LuaStatePointer } from "../fengari/types.ts"
import { MOST_OF_NAME, shown } from "./bytes.ts"
import { raiseText } from "./errors.ts"

const { lauxlib, lua, to_luastring } = fengari

const typeField = to_luastring("__name")
const expectedGot = to_luastring("%s expected, got %s")
const lightUserdata = to_luastring("light userdata")
const nameExpected = to_luastring(`a name of at most ${MOST_OF_NAME} bytes expected`)

/** The name that is an argument of the running function; raises where it is none, or too long. */
export const nameAt = (L: LuaStatePointer, index: number): string => {
  const bytes = lauxlib.luaL_checkstring(L, index)
  if (bytes.length > MOST_OF_NAME) lauxlib.luaL_argerror(L, index, nameExpected)
  return shown(bytes)
}

/** Raises that an argument of the running function is of another type, in the words of Lua's own libraries. */
export const typeExpected = (L: LuaStatePointer, index: number, expected: string): never => {
  const isNamed = lauxlib.luaL_getmetafield(L, index, typeField) === lua.LUA_TSTRING
  const isLight = lua.lua_type(L, index) === lua.LUA_TLIGHTUSERDATA
  const got = isNamed ? lua.lua_tostring(L, -1) : isLight ? lightUserdata : lauxlib.luaL_typename(L, index)
  const text = lua.lua_pushfstring(L, expectedGot, to_luastring(expected), got)
  return lauxlib.luaL_argerror(L, index, text)
}

/** A number that is an argument of the running function, as Lua shows it. Not for what goes on: the argument is a string then. */
export const numberText = (L: LuaStatePointer, index: number): string => shown(lauxlib.luaL_checkstring(L, index))

/** A name that is not an argument itself; `what` says which. */
export const nameIn = (L: LuaStatePointer, what: string, bytes: Uint8Array): string =>
  bytes.length > MOST_OF_NAME ? raiseText(L, `${what} of ${bytes.length} bytes: at most ${MOST_OF_NAME}`) : shown(bytes)
