/*
 * Which libraries a state has, and what of them: the three levels.
 *
 * strict: values only. No file, but modules below folders that were named for this very state; no clock but the time, no way to
 * change what other scripts of the state rely on.
 * standard: the same, and Lua files below the state's folders; globals may be changed, libraries not.
 * full: the script is trusted like the program it runs in: files, processes, `debug`. Still no module of Node, and no hooks,
 * since those are what limits work by.
 */
import { print } from "../alog/library.ts"
import { missing, missingDebug, missingPackage } from "../fengari/lib/missing.ts"
import { fengari } from "../fengari/load.ts"
import type { LuaCFunction, LuaStatePointer, Table } from "../fengari/types.ts"
import { dofile, load, loadfile, traceback } from "./base.ts"
import { coroutines } from "./coroutines.ts"
import { rawset, readOnly, sealGlobals, sealLibrary, sealStrings } from "./protect.ts"
import type { NativeModule } from "./modules.ts"
import { loadedOf, openPackage } from "./require.ts"
import { functionSlot, getField, globalsOf, LUA_TTABLE, newTable, setField, tableSlot } from "./stack.ts"
import type { Sandbox } from "./state.ts"

const { lauxlib, lobject, lua, lualib } = fengari

const nil = () => new lobject.TValue(0, null)

const open = (L: LuaStatePointer, name: string, opener: LuaCFunction): void => {
  lauxlib.luaL_requiref(L, name, opener, 1)
  lua.lua_settop(L, -2)
}

/** Keeps only these fields of a library. */
const keep = (L: LuaStatePointer, name: string, fields: ReadonlyArray<string>): void => {
  const library = getField(L, globalsOf(L), name)
  if (library.type !== LUA_TTABLE) return
  const kept = newTable(L)
  for (const field of fields) {
    const value = getField(L, library.value, field)
    if (value.type !== 0) setField(L, kept, field, value)
  }
  setField(L, globalsOf(L), name, tableSlot(kept))
  setField(L, loadedOf(L), name, tableSlot(kept))
}

const setFunctions = (L: LuaStatePointer, table: Table, functions: Readonly<Record<string, LuaCFunction>>): void => {
  for (const [name, f] of Object.entries(functions)) setField(L, table, name, functionSlot(f))
}

const define = (L: LuaStatePointer, functions: Readonly<Record<string, LuaCFunction>>): void =>
  setFunctions(L, globalsOf(L), functions)

const remove = (L: LuaStatePointer, ...names: ReadonlyArray<string>): void => {
  for (const name of names) setField(L, globalsOf(L), name, nil())
}

const libraries = ["string", "table", "math", "utf8", "coroutine", "debug", "os"]

export const openLibraries = (L: LuaStatePointer, level: Sandbox): void => {
  open(L, "_G", lualib.luaopen_base)
  open(L, "string", lualib.luaopen_string)
  open(L, "table", lualib.luaopen_table)
  open(L, "math", lualib.luaopen_math)
  open(L, "utf8", lualib.luaopen_utf8)
  open(L, "os", lualib.luaopen_os)
  open(L, "coroutine", (L) => {
    lauxlib.luaL_newlib(L, coroutines)
    return 1
  })
  define(L, { load, print, rawset })
  openPackage(L)
  if (level === "full") {
    open(L, "io", lualib.luaopen_io)
    open(L, "debug", lualib.luaopen_debug)
    define(L, { dofile, loadfile })
    const debug = getField(L, globalsOf(L), "debug")
    setField(L, debug.value, "traceback", functionSlot(traceback))
    setFunctions(L, debug.value, missing(fengari, "debug.", missingDebug))
    setFunctions(L, getField(L, globalsOf(L), "package").value, missing(fengari, "package.", missingPackage))
    return
  }
  open(L, "debug", (L) => {
    lauxlib.luaL_newlib(L, { traceback })
    return 1
  })
  keep(L, "os", ["clock", "date", "difftime", "time"])
  setField(L, getField(L, globalsOf(L), "string").value, "dump", nil())
  if (level === "standard") define(L, { dofile, loadfile })
  else remove(L, "dofile", "loadfile")
}

/** After the modules are there: makes read-only what this level has read-only. */
export const seal = (L: LuaStatePointer, level: Sandbox, modules: ReadonlyArray<NativeModule>): void => {
  if (level === "full") return
  for (const name of libraries) sealLibrary(L, name, [globalsOf(L), loadedOf(L)])
  sealStrings(L)
  if (level === "standard") return
  for (const { hooks, name } of modules) sealLibrary(L, name, [globalsOf(L), loadedOf(L)], hooks)
  sealPackage(L)
  sealGlobals(L, globalsOf(L))
}

/** What is loaded cannot be replaced; what is not can still be given in `package.preload`. */
const sealPackage = (L: LuaStatePointer): void => {
  const table = getField(L, globalsOf(L), "package").value
  const seen = newTable(L)
  setField(L, seen, "config", getField(L, table, "config"))
  setField(L, seen, "preload", getField(L, table, "preload"))
  setField(L, seen, "loaded", tableSlot(readOnly(L, loadedOf(L))))
  const front = tableSlot(readOnly(L, seen))
  setField(L, globalsOf(L), "package", front)
  setField(L, loadedOf(L), "package", front)
}
