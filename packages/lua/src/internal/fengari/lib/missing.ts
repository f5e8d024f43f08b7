/*
 * What of Lua is not here says so by its name, instead of a call of nil; and what of it cannot be as there says what it is.
 */
import { getHeapStatistics } from "node:v8"
import type { Fengari, LuaCFunction, LuaStatePointer } from "../types.ts"

/** Functions that raise an error with their name. */
export const missing = (
  F: Fengari,
  library: string,
  functions: Readonly<Record<string, string>>
): Readonly<Record<string, LuaCFunction>> =>
  Object.fromEntries(
    Object.entries(functions).map(([name, instead]) => [
      name,
      (L) => F.lauxlib.luaL_error(L, F.to_luastring(`'${library}${name}' is not available: ${instead}`))
    ])
  )

const files = "files are read and written by host functions (LuaModule)"

export const missingIo = {
  lines: files,
  open: files,
  popen: "processes are started by host functions (LuaModule)",
  read: "input is read by host functions (LuaModule)",
  tmpfile: files
}

export const missingFile = { lines: files, read: files, seek: files }

export const missingDebug = {
  debug: "no thread waits for a terminal",
  sethook: "limits work by hooks"
}

export const missingPackage = { loadlib: "modules that are not Lua are those of the host (LuaModule)" }

/** `io.input` and `io.output`, in the library on top of the stack, take files that are open, and open none by a name. */
export const onlyOpen = (F: Fengari, L: LuaStatePointer, names: ReadonlyArray<string>): void => {
  const { lauxlib, lua, to_luastring } = F
  for (const name of names) {
    lua.lua_getfield(L, -1, to_luastring(name))
    const given = lua.lua_tocfunction(L, -1) as LuaCFunction
    lua.lua_settop(L, -2)
    const checked: LuaCFunction = (L) => {
      if (!lua.lua_isstring(L, 1)) return given(L)
      return lauxlib.luaL_error(L, to_luastring(`'io.${name}' of a name is not available: ${files}`))
    }
    lauxlib.luaL_setfuncs(L, { [name]: checked }, 0)
  }
}

/** `file:setvbuf`: scripts ask first that nothing is kept back, and nothing is. */
export const makeSetBuffer = (F: Fengari): LuaCFunction => {
  const { lauxlib, lua, to_luastring } = F
  const modes = ["no", "full", "line"].map((mode) => to_luastring(mode))
  return (L) => {
    lauxlib.luaL_checkudata(L, 1, to_luastring("FILE*"))
    lauxlib.luaL_checkoption(L, 2, null, modes)
    lauxlib.luaL_optinteger(L, 3, 0)
    lua.lua_pushboolean(L, true)
    return 1
  }
}

const options = ["stop", "restart", "collect", "count", "step", "setpause", "setstepmul", "isrunning"]

/**
 * `collectgarbage`: the memory is V8's, and one for all states of a thread. "count" is what this thread's heap and buffers
 * hold, in KiB; "collect" and "step" collect where Node lets them (`--expose-gc`), and else leave it to V8, as "step" says by
 * false; "stop", "restart", "setpause" and "setstepmul" change nothing and give 0; "isrunning" is true.
 */
export const makeCollectGarbage = (F: Fengari): LuaCFunction => {
  const { lauxlib, lua, to_luastring } = F
  const names = options.map((name) => to_luastring(name))
  const collect = (): boolean => {
    const gc = (globalThis as { gc?: () => void }).gc
    gc?.()
    // As long as some ten thousand instructions.
    F.meter.steps -= 50_000
    return gc !== undefined
  }
  return (L) => {
    const option = options[lauxlib.luaL_checkoption(L, 1, to_luastring("collect"), names)]
    lauxlib.luaL_optnumber(L, 2, 0)
    if (F.meter.steps < 0) F.meter.exhausted(L)
    switch (option) {
      case "count": {
        const { used_heap_size, external_memory } = getHeapStatistics()
        lua.lua_pushnumber(L, (used_heap_size + external_memory) / 1024)
        return 1
      }
      case "step":
        lua.lua_pushboolean(L, collect())
        return 1
      case "isrunning":
        lua.lua_pushboolean(L, true)
        return 1
      case "collect":
        collect()
    }
    lua.lua_pushinteger(L, 0)
    return 1
  }
}
