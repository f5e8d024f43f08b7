/*
 * Tables that a script may read but not change: the libraries, and in strict states the globals they give. What a script sees is
 * an empty table in front of the real one; the real one is nowhere to be had.
 */
import { fengari } from "../fengari/load.ts"
import type { LuaCFunction, LuaStatePointer, Table, TValue } from "../fengari/types.ts"
import { shown } from "./bytes.ts"
import { messageOf, raiseText } from "./errors.ts"
import {
  functionSlot,
  getField,
  isString,
  kept,
  LUA_TNIL,
  LUA_TTABLE,
  newTable,
  setField,
  slotAt,
  tableSlot,
  textSlot
} from "./stack.ts"

const { lauxlib, ldebug, ltable, lua, to_luastring } = fengari

/** The tables in front, with the real ones behind: `rawset` and `next` go round metatables, so they look here. */
const behind = new WeakMap<Table, Table>()

/** Those whose own fields cannot be set: what can be set is a field of the real one. */
const fronts = new WeakSet<Table>()

const refuse = (L: LuaStatePointer): number =>
  raiseText(L, `attempt to change a read-only table (field '${messageOf(L, slotAt(L, 2))}')`)

/** The same where the interpreter itself is what would set it. */
const refuseKey = (L: LuaStatePointer, key: TValue): never =>
  ldebug.luaG_runerror(
    L,
    to_luastring("attempt to change a read-only table (field '%s')"),
    to_luastring(messageOf(L, key))
  ) as never

/** Whether a script may read the table, but not change it, or not all of it. */
export const isReadOnly = (table: Table): boolean => behind.has(table) || table.sealed !== null

/** These tables, and all that they hold, at any depth, also as keys and metatables. */
export const tablesIn = (...tables: ReadonlyArray<Table>): ReadonlySet<Table> => {
  const found = new Set(tables)
  // What is added on the way is gone through, too.
  for (const table of found) {
    if (table.metatable !== null) found.add(table.metatable)
    for (let entry = table.f; entry !== undefined; entry = entry.n) {
      if (entry.key.type === LUA_TTABLE) found.add(entry.key.value)
      if (entry.value.type === LUA_TTABLE) found.add(entry.value.value)
    }
  }
  return found
}

/** Makes the tables that a library holds read-only: they are data, and are read as such. */
const sealInside = (library: Table): void => {
  for (const table of tablesIn(library)) if (table !== library && !isReadOnly(table)) table.sealed = refuseKey
}

/** Sets what may be set of the real table. */
const hooking =
  (real: Table, hooks: ReadonlySet<string>): LuaCFunction =>
  (L) => {
    const key = slotAt(L, 2)
    if (!isString(key) || !hooks.has(shown(key.svalue()))) return refuse(L)
    setField(L, real, shown(key.svalue()), kept(slotAt(L, 3)))
    return 0
  }

/** The pairs of the real table, of which only keys and values are given out. */
const pairsOf = (real: Table): LuaCFunction => {
  const following: LuaCFunction = (L) => {
    lua.lua_settop(L, 2)
    lua.lua_pushnil(L)
    if (ltable.luaH_next(L, real, L.top - 2)) return 2
    lua.lua_settop(L, 1)
    lua.lua_pushnil(L)
    return 1
  }
  return (L) => {
    lua.lua_settop(L, 1)
    lua.lua_pushcfunction(L, following)
    lua.lua_insert(L, 1)
    lua.lua_pushnil(L)
    return 3
  }
}

/** A table in front of `real` through which it can be read, and those fields of it set. */
export const readOnly = (L: LuaStatePointer, real: Table, hooks: ReadonlyArray<string> = []): Table => {
  const front = newTable(L)
  const meta = newTable(L)
  setField(L, meta, "__index", tableSlot(real))
  setField(L, meta, "__newindex", functionSlot(hooks.length === 0 ? refuse : hooking(real, new Set(hooks))))
  setField(L, meta, "__pairs", functionSlot(pairsOf(real)))
  setField(L, meta, "__metatable", textSlot(L, "read-only"))
  front.metatable = meta
  behind.set(front, real)
  fronts.add(front)
  return front
}

/**
 * Moves what `globals` has behind it: it can be read as before, and not be changed; new globals can be made and changed.
 */
export const sealGlobals = (L: LuaStatePointer, globals: Table): void => {
  const base = newTable(L)
  for (let entry = globals.f; entry !== undefined; entry = entry.n) {
    ltable.luaH_setfrom(L, base, entry.key, entry.value)
  }
  for (let entry = base.f; entry !== undefined; entry = entry.n) {
    lua.lua_pushnil(L)
    ltable.luaH_setfrom(L, globals, entry.key, L.stack[L.top - 1] as never)
    lua.lua_settop(L, -2)
  }
  const meta = newTable(L)
  setField(L, meta, "__index", tableSlot(base))
  setField(L, meta, "__metatable", textSlot(L, "read-only"))
  setField(
    L,
    meta,
    "__newindex",
    functionSlot((L) => {
      if (ltable.luaH_get(L, base, slotAt(L, 2)).type !== LUA_TNIL) {
        return raiseText(L, `attempt to change a read-only global '${messageOf(L, slotAt(L, 2))}'`)
      }
      lua.lua_settop(L, 3)
      lua.lua_rawset(L, 1)
      return 0
    })
  )
  globals.metatable = meta
  behind.set(globals, base)
}

/** `rawset`, which respects what is read-only. */
export const rawset: LuaCFunction = (L) => {
  lauxlib.luaL_checktype(L, 1, lua.LUA_TTABLE)
  lauxlib.luaL_checkany(L, 2)
  lauxlib.luaL_checkany(L, 3)
  lua.lua_settop(L, 3)
  const table = slotAt(L, 1).value as Table
  if (table.sealed !== null || fronts.has(table)) return refuse(L)
  const base = behind.get(table)
  if (base !== undefined && ltable.luaH_get(L, base, slotAt(L, 2)).type !== LUA_TNIL) return refuse(L)
  lua.lua_rawset(L, 1)
  return 1
}

/** A field of a table, also of one that is behind it, without metamethods. */
export const fieldBehind = (L: LuaStatePointer, table: Table, name: string): TValue => {
  const own = getField(L, table, name)
  const real = own.type === LUA_TNIL ? behind.get(table) : undefined
  return real === undefined ? own : getField(L, real, name)
}

/** Puts a read-only table in the place of a library, everywhere it is found by name; `hooks` of it can be set. */
export const sealLibrary = (
  L: LuaStatePointer,
  name: string,
  places: ReadonlyArray<Table>,
  hooks?: ReadonlyArray<string>
): void => {
  let front: Table | undefined
  for (const place of places) {
    const library = getField(L, place, name)
    if (library.type !== LUA_TTABLE) continue
    if (front === undefined) {
      sealInside(library.value)
      front = readOnly(L, library.value, hooks)
    }
    setField(L, place, name, tableSlot(front))
  }
}

/** Hides the metatable of strings. */
export const sealStrings = (L: LuaStatePointer): void => {
  const meta = L.l_G.mt[lua.LUA_TSTRING]
  if (meta !== null && meta !== undefined) setField(L, meta, "__metatable", textSlot(L, "string"))
}
