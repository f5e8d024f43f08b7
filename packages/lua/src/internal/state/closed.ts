/*
 * What is left of a closed state: its name, its figures and its word of kills. Whoever still has something that came from it (the
 * public state, a function of a script, a job that waits for what cannot be interrupted) reaches nothing of its engine by that.
 */
import { fengari } from "../fengari/load.ts"
import type { LuaStatePointer, Table } from "../fengari/types.ts"
import { packer } from "../msgpack/packer.ts"
import { unpacker } from "../msgpack/unpacker.ts"
import { loadedOf } from "./require.ts"
import { globalsOf, LUA_TNIL } from "./stack.ts"
import type { State } from "./state.ts"
import { forgetTaker } from "./fromLua.ts"

const { lua } = fengari

/** Lets go of all that the engine of a closed state holds. None of its jobs runs, and none does later. */
export const empty = (state: State): void => {
  const { L } = state
  if (L.l_G.l_registry.type === LUA_TNIL) return
  // A closure that somebody has knows the globals, a native function of a module the module's table.
  for (const table of [globalsOf(L), loadedOf(L), ...state.tables.splice(0)]) clear(table)
  clear(L.l_G.l_registry.value)
  L.l_G.l_registry.setnilvalue()
  L.l_G.mt.fill(undefined)
  L.l_G.tmname.length = 0
  for (const { job } of state.waiters) {
    job.holds = null
    job.waits = null
    leave(job.L)
  }
  for (const thread of state.threads.keys()) leave(thread)
  state.threads.clear()
  state.pending.clear()
  state.inherited.length = 0
  state.spare = null
  state.references = new WeakMap()
  lua.lua_close(L)
  // What the thread has one of knows the state that it was last used for. None of it is in use: it never waits, and runs no script.
  packer.stop()
  unpacker.stop()
  forgetTaker()
}

const clear = (table: Table): void => {
  table.strong.clear()
  table.dead_strong.clear()
  table.dead = 0
  table.f = table.l = undefined
  table.metatable = null
}

/** As `lua_close` leaves the main Lua thread. */
const leave = (L: LuaStatePointer): void => {
  L.ci = L.base_ci
  L.ci.next = null
  L.stack = []
}
