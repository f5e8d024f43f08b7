/*
 * The libraries of the corrected instance: fengari's openers, with what is ours put over what they give.
 */
import type { Fengari, LuaCFunction, LuaStatePointer } from "../types.ts"
import { makeFormat } from "./format.ts"
import { type Integers } from "./integers.ts"
import { openMath } from "./math.ts"
import { makeCollectGarbage, makeSetBuffer, missing, missingFile, missingIo } from "./missing.ts"
import { nameFunctions } from "./names.ts"
import { makeClock } from "./os.ts"

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

/** Longer than any path, and any name of a variable. */
const longestName = 4096

/** What is said of a name that nothing has, with the number of the system. */
const tooLong = { text: "File name too long", number: 36 }
const absent = { text: "No such file or directory", number: 2 }

/** Functions of `os` that make texts of names: of those that nothing has, before they do. */
const named = (F: Fengari, library: LuaCFunction): LuaCFunction => {
  const { lauxlib, lua, to_luastring } = F
  const refusal = (L: LuaStatePointer, index: number): typeof absent | undefined => {
    const name = lauxlib.luaL_checkstring(L, index)
    // C would take such a name for what is before the zero, which is another file.
    return name.length > longestName ? tooLong : name.includes(0) ? absent : undefined
  }
  const refuse = (L: LuaStatePointer, { text, number }: typeof absent, name: string): number => {
    lua.lua_pushnil(L)
    if (name === "getenv") return 1
    if (name === "remove") {
      lua.lua_pushvalue(L, 1)
      lua.lua_pushliteral(L, `: ${text}`)
      lua.lua_concat(L, 2)
    } else lua.lua_pushliteral(L, text)
    lua.lua_pushinteger(L, number)
    return 3
  }
  return (L) => {
    library(L)
    const given = (name: string): LuaCFunction => {
      lua.lua_getfield(L, -1, to_luastring(name))
      const f = lua.lua_tocfunction(L, -1) as LuaCFunction
      lua.lua_settop(L, -2)
      return f
    }
    for (const [name, count] of Object.entries({ getenv: 1, remove: 1, rename: 2 })) {
      const f = given(name)
      const checked: LuaCFunction = (L) => {
        const first = refusal(L, 1)
        const found = (count === 1 ? undefined : refusal(L, 2)) ?? first
        return found === undefined ? f(L) : refuse(L, found, name)
      }
      lauxlib.luaL_setfuncs(L, { [name]: checked }, 0)
    }
    const execute = given("execute")
    lauxlib.luaL_setfuncs(
      L,
      {
        execute: (L) => {
          const command = lauxlib.luaL_optstring(L, 1, null)
          lauxlib.luaL_argcheck(L, command?.includes(0) !== true, 1, to_luastring("a command without zeros expected"))
          return execute(L)
        }
      },
      0
    )
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
      lauxlib.luaL_getmetatable(L, to_luastring("FILE*"))
      lauxlib.luaL_setfuncs(L, { ...missing(F, "file:", missingFile), setvbuf: makeSetBuffer(F) }, 0)
      lua.lua_settop(L, -2)
      return 1
    }) as LuaCFunction,
    luaopen_math: openMath(F, integers),
    luaopen_os: named(F, over(F, lualib.luaopen_os, makeClock(F, integers))),
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
