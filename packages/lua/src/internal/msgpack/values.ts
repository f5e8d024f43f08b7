/*
 * What of Lua's values has no type of its own in Lua: `msgpack.null`, extensions, timestamps. And the tags of fengari's slots.
 */
import { fengari } from "../fengari/load.ts"
import type { LuaStatePointer, Table, TValue, Udata } from "../fengari/types.ts"

const { lauxlib, lobject, lua } = fengari

export const NIL = 0
export const BOOLEAN = 1
export const LIGHT_USERDATA = 2
export const FLOAT = 3
export const TABLE = 5
export const USERDATA = 7
export const SHORT_STRING = 4
export const INTEGER = 19
export const STRING = 20
export const BIGINT = 35

/** What `msgpack.null` points at: one for all states of a thread, so that it is equal to itself in each. */
export const NULL: unique symbol = Symbol("msgpack.null")

/** An application's own type, -128 to 127, and its bytes. */
export class ExtensionValue {
  readonly type: number
  readonly bytes: Uint8Array

  constructor(type: number, bytes: Uint8Array) {
    this.type = type
    this.bytes = bytes
  }
}

/** A point in time: seconds since 1970, of any sign, and 0 to 999,999,999 nanoseconds after them. */
export class Timestamp {
  readonly seconds: number | bigint
  readonly nanoseconds: number

  constructor(seconds: number | bigint, nanoseconds: number) {
    this.seconds = seconds
    this.nanoseconds = nanoseconds
  }
}

/** A date as a timestamp; none of a date that is none. */
export const timestampOf = (date: Date): Timestamp | undefined => {
  const millis = date.getTime()
  if (Number.isNaN(millis)) return undefined
  const seconds = Math.floor(millis / 1000)
  return new Timestamp(seconds, (millis - seconds * 1000) * 1e6)
}

/** A timestamp as a date, to the millisecond; none of one that is beyond all dates. */
export const dateOf = ({ nanoseconds, seconds }: Timestamp): Date | undefined => {
  const date = new Date(Number(seconds) * 1000 + Math.floor(nanoseconds / 1e6))
  return Number.isNaN(date.getTime()) ? undefined : date
}

/** The names of their metatables in the registry, and what `tostring` calls them. */
export const EXTENSION_TYPE = "msgpack.ext"
export const TIMESTAMP_TYPE = "msgpack.timestamp"

/** The metatable of a name, which the library makes when it is opened; without it the value has none. */
const metatableOf = (L: LuaStatePointer, name: string): Table | null => {
  lauxlib.luaL_getmetatable(L, fengari.to_luastring(name, true))
  const found = L.stack[L.top - 1]!
  const metatable = found.type === TABLE ? (found.value as Table) : null
  lua.lua_pop(L, 1)
  return metatable
}

/** Full userdata that holds `data`. */
export const userdata = (L: LuaStatePointer, data: ExtensionValue | Timestamp): TValue => {
  const made: Udata = new lobject.Udata(L, 0)
  made.data = data
  if (data instanceof ExtensionValue) fengari.meter.allocate(L, data.bytes.length + 250)
  made.metatable = metatableOf(L, data instanceof Timestamp ? TIMESTAMP_TYPE : EXTENSION_TYPE)
  return new lobject.TValue(USERDATA, made)
}
