/*
 * Slots of a Lua stack, without the detours of the C API: what host functions read their arguments from and push results to.
 */
import { fengari } from "../fengari/load.ts"
import type { LuaStatePointer, Table, TValue } from "../fengari/types.ts"
import { bytesOf } from "./bytes.ts"

const { lua, lobject, lstring, ltable } = fengari

export const LUA_TNIL = 0
export const LUA_TBOOLEAN = 1
export const LUA_TLIGHTUSERDATA = 2
export const LUA_TNUMFLT = 3
export const LUA_TNUMINT = 19
export const LUA_TNUMI64 = 35
export const LUA_TLNGSTR = 20
export const LUA_TSHRSTR = 4
export const LUA_TTABLE = 5
export const LUA_TUSERDATA = 7
export const LUA_TTHREAD = 8

/** The slot at an index of the running host function, counted from 1; nil where there is none. Valid until the stack changes. */
export const slotAt = (L: LuaStatePointer, index: number): TValue => {
  const at = L.ci.funcOff + index
  return at < L.top ? (L.stack[at] as TValue) : lobject.luaO_nilobject
}

/** Pushes a copy of a slot. Whoever pushes many asks for room first (`lua_checkstack`). */
export const pushSlot = (L: LuaStatePointer, slot: TValue): void => {
  L.stack[L.top++] = new lobject.TValue(slot.type, slot.value)
}

/** A slot that keeps its value for the host, outside every stack. */
export const kept = (slot: TValue): TValue => new lobject.TValue(slot.type, slot.value)

export const stringSlot = (L: LuaStatePointer, bytes: Uint8Array): TValue =>
  new lobject.TValue(LUA_TLNGSTR, lstring.luaS_bless(L, bytes))

export const textSlot = (L: LuaStatePointer, text: string): TValue => stringSlot(L, bytesOf(text))

export const tableSlot = (table: Table): TValue => new lobject.TValue(LUA_TTABLE, table)

export const pushText = (L: LuaStatePointer, text: string): void => {
  L.stack[L.top++] = textSlot(L, text)
}

/** Pushes bytes as a string that owns them from now on: nobody may change them. */
export const pushBytes = (L: LuaStatePointer, bytes: Uint8Array): void => {
  L.stack[L.top++] = stringSlot(L, bytes)
}

export const isString = (slot: TValue): boolean => (slot.type & 0x0f) === LUA_TSHRSTR
export const isFunction = (slot: TValue): boolean => (slot.type & 0x0f) === 6

/** A function, or what has `__call`. */
export const isCallable = (L: LuaStatePointer, slot: TValue): boolean => {
  if (isFunction(slot)) return true
  const metatable: Table | null = slot.type === LUA_TTABLE || slot.type === LUA_TUSERDATA ? slot.value.metatable : null
  return metatable !== null && getField(L, metatable, "__call").type !== LUA_TNIL
}

/** Sets a field of a table, without metamethods. */
export const setField = (L: LuaStatePointer, table: Table, name: string, value: TValue): void => {
  ltable.luaH_setfrom(L, table, textSlot(L, name), value)
  ltable.invalidateTMcache(table)
}

/** A field of a table, without metamethods; nil where there is none. */
export const getField = (L: LuaStatePointer, table: Table, name: string): TValue =>
  ltable.luaH_get(L, table, textSlot(L, name))

export const newTable = (L: LuaStatePointer): Table => ltable.luaH_new(L)

export const functionSlot = (f: (L: LuaStatePointer) => number): TValue => new lobject.TValue(22, f)

export const registryOf = (L: LuaStatePointer): Table => L.l_G.l_registry.value

/** The table of globals. */
export const globalsOf = (L: LuaStatePointer): Table => ltable.luaH_getint(registryOf(L), lua.LUA_RIDX_GLOBALS).value

/** The table of a registry key, made on first use. */
export const registryTable = (L: LuaStatePointer, name: string): Table => {
  const known = getField(L, registryOf(L), name)
  if (known.type === LUA_TTABLE) return known.value
  const made = newTable(L)
  setField(L, registryOf(L), name, tableSlot(made))
  return made
}
