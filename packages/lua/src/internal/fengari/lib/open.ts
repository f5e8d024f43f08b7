/*
 * The libraries of the corrected instance: fengari's openers, with what is ours put over what they give.
 */
import type { Fengari, LuaCFunction, LuaStatePointer } from "../types.ts"
import { makeFormat } from "./format.ts"
import { type Integers } from "./integers.ts"
import { openMath } from "./math.ts"
import { makeCollectGarbage, makeSetBuffer, missing, missingFile, missingIo, onlyOpen } from "./missing.ts"
import { nameFunctions } from "./names.ts"
import { makeClock } from "./os.ts"
import { overSystem } from "./system.ts"

/** The opener, and then functions over those of the library it leaves on top. */
const over =
  (F: Fengari, open: LuaCFunction, functions: Readonly<Record<string, LuaCFunction>>): LuaCFunction =>
  (L) => {
    open(L)
    F.lauxlib.luaL_setfuncs(L, functions, 0)
    return 1
  }

/** `setmetatable`, which says that there are no finalizers instead of never calling one. */
const makeSetMetatable = (F: Fengari): LuaCFunction => {
  const { lauxlib, ltable, lua, lstring, to_luastring } = F
  const collected = lstring.luaS_bless(null as never, to_luastring("__gc"))
  return (L) => {
    const type = lua.lua_type(L, 2)
    lauxlib.luaL_checktype(L, 1, lua.LUA_TTABLE)
    lauxlib.luaL_argcheck(L, type === lua.LUA_TNIL || type === lua.LUA_TTABLE, 2, to_luastring("nil or table expected"))
    const isSealed = L.stack[L.ci.funcOff + 1]!.value.sealed !== null
    if (isSealed || lauxlib.luaL_getmetafield(L, 1, to_luastring("__metatable", true)) !== lua.LUA_TNIL) {
      lauxlib.luaL_error(L, to_luastring("cannot change a protected metatable"))
    }
    if (type === lua.LUA_TTABLE && ltable.luaH_getstr(L.stack[L.ci.funcOff + 2]!.value, collected).type !== 0) {
      lauxlib.luaL_error(L, to_luastring("'__gc' is not available: nothing tells when a table is collected"))
    }
    lua.lua_settop(L, 2)
    lua.lua_setmetatable(L, 1)
    return 1
  }
}

export const openers = (F: Fengari, integers: Integers) => {
  const { lauxlib, lua, lualib, to_luastring } = F
  const corrected = {
    luaopen_base: over(F, lualib.luaopen_base, {
      collectgarbage: makeCollectGarbage(F),
      setmetatable: makeSetMetatable(F)
    }),
    luaopen_io: ((L) => {
      lualib.luaopen_io(L)
      lauxlib.luaL_setfuncs(L, missing(F, "io.", missingIo), 0)
      onlyOpen(F, L, ["input", "output"])
      lauxlib.luaL_getmetatable(L, to_luastring("FILE*"))
      lauxlib.luaL_setfuncs(L, { ...missing(F, "file:", missingFile), setvbuf: makeSetBuffer(F) }, 0)
      lua.lua_settop(L, -2)
      return 1
    }) as LuaCFunction,
    luaopen_math: openMath(F, integers),
    luaopen_os: ((L) => {
      over(F, lualib.luaopen_os, makeClock(F, integers))(L)
      overSystem(F, L)
      return 1
    }) as LuaCFunction,
    luaopen_string: over(F, lualib.luaopen_string, { format: makeFormat(F, integers) })
  }
  const all = { ...lualib, ...corrected }
  const names = {
    _G: all.luaopen_base,
    package: all.luaopen_package,
    coroutine: all.luaopen_coroutine,
    table: all.luaopen_table,
    io: all.luaopen_io,
    os: all.luaopen_os,
    string: all.luaopen_string,
    math: all.luaopen_math,
    utf8: all.luaopen_utf8,
    debug: all.luaopen_debug
  }
  return {
    ...all,
    luaL_openlibs: (L: LuaStatePointer): void => {
      for (const [name, open] of Object.entries(names)) {
        lauxlib.luaL_requiref(L, to_luastring(name), open, 1)
        lua.lua_settop(L, -2)
      }
      nameFunctions(F, L)
    }
  }
}
