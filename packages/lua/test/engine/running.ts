/*
 * A state of the corrected instance, and of the bare one as anybody gets it, to show what differs.
 */
import { createRequire } from "node:module"
import { fengari, loadFengari } from "../../src/internal/fengari/load.ts"
import type { Fengari } from "../../src/internal/fengari/types.ts"

/** fengari as it is installed. */
export const bare: Fengari = createRequire(import.meta.url)("fengari")

/** The corrected one with integers of 32 bits. */
export const wrapped = loadFengari({ integers: "wrap32" }).fengari

const latin1 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("latin1")

/** A state with all libraries in which `source` is run: what it returned and printed, or what it raised. */
export const running = (F: Fengari = fengari) => {
  const { lauxlib, lua, lualib, to_luastring } = F
  const L = lauxlib.luaL_newstate()!
  lualib.luaL_openlibs(L)
  let printed: Array<string> = []
  lua.lua_register(L, to_luastring("print"), (L) => {
    const n = lua.lua_gettop(L)
    const texts: Array<string> = []
    for (let i = 1; i <= n; i++) {
      texts.push(latin1(lauxlib.luaL_tolstring(L, i)))
      lua.lua_settop(L, n)
    }
    printed.push(texts.join("\t"))
    return 0
  })
  const run = (source: string | Uint8Array, name = "=test"): string => {
    printed = []
    const bytes = typeof source === "string" ? to_luastring(source) : source
    const status = lauxlib.luaL_loadbuffer(L, bytes, null, to_luastring(name)) || lua.lua_pcall(L, 0, -1, 0)
    const results: Array<string> = []
    const n = lua.lua_gettop(L)
    for (let i = 1; i <= n; i++) {
      results.push(latin1(lauxlib.luaL_tolstring(L, i)))
      lua.lua_settop(L, n)
    }
    lua.lua_settop(L, 0)
    if (status !== 0) return `error: ${results[0]}`
    return [...printed, ...(n === 0 ? [] : [results.join("\t")])].join("\n")
  }
  return { F, L, run }
}

/** What `return <source>` gives. */
export const value = (source: string, F: Fengari = fengari): string => running(F).run(`return ${source}`)
