/*
 * The stack of a Lua thread as text. Function names come from the code that called them; unlike the reference implementation it
 * does not search the loaded modules for them, so it costs the same however much a script put there.
 */
import { fengari } from "../fengari/load.ts"
import type { LuaStatePointer } from "../fengari/types.ts"
import { shown } from "./bytes.ts"

const { lua } = fengari

/** Of a deeper stack, the first and the last so many levels. */
const head = 10
const tail = 11

const depthOf = (L: LuaStatePointer): number => {
  let depth = 0
  for (let ci: LuaStatePointer["ci"] | null = L.ci; ci !== null && ci !== L.base_ci; ci = ci.previous) depth++
  return depth
}

/** The lines of a thread's stack, `level` 0 the innermost. */
export const tracebackOf = (L: LuaStatePointer, from = 0): string => {
  const lines = ["stack traceback:"]
  const depth = depthOf(L)
  const ar = new lua.lua_Debug()
  for (let level = from; level < depth && lua.lua_getstack(L, level, ar) !== 0; level++) {
    if (depth - from > head + tail && level === from + head) {
      lines.push(`\t...\t(${depth - from - head - tail} levels)`)
      level = depth - tail - 1
      continue
    }
    lua.lua_getinfo(L, "Slnt", ar)
    const line = ar.currentline > 0 ? `${ar.currentline}:` : ""
    lines.push(`\t${shown(ar.short_src ?? new Uint8Array())}:${line} in ${named(ar)}`)
    if (ar.istailcall) lines.push("\t(...tail calls...)")
  }
  return lines.join("\n")
}

/** The innermost line of Lua that a thread is at, as `chunk:line`; empty where there is none near. */
export const lineOf = (L: LuaStatePointer): string => {
  const ar = new lua.lua_Debug()
  for (let level = 0; level < head && lua.lua_getstack(L, level, ar) !== 0; level++) {
    lua.lua_getinfo(L, "Sl", ar)
    if (ar.currentline > 0 && ar.short_src !== null) return `${shown(ar.short_src)}:${ar.currentline}`
  }
  return ""
}

const named = (ar: InstanceType<typeof lua.lua_Debug>): string => {
  if (ar.namewhat !== null && ar.namewhat.length > 0 && ar.name !== null) {
    return `${shown(ar.namewhat)} '${shown(ar.name)}'`
  }
  const what = ar.what === null ? "" : shown(ar.what)
  if (what === "main") return "main chunk"
  return what === "Lua" && ar.short_src !== null ? `function <${shown(ar.short_src)}:${ar.linedefined}>` : "?"
}
