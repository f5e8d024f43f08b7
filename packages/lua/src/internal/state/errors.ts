/*
 * What Lua raised, as a typed error with a traceback; and what the host raises in Lua: a table `{_tag, message, ...}` that says
 * its message when it is printed.
 */
import * as Cause from "effect/Cause"
import * as Schema from "effect/Schema"
import { LuaError, LuaLimitError, LuaRuntimeError } from "../../LuaError.ts"
import { fengari } from "../fengari/load.ts"
import type { LuaStatePointer, Table, TValue } from "../fengari/types.ts"
import { shown } from "./bytes.ts"
import { isA, unreadable } from "./instances.ts"
import {
  functionSlot,
  getField,
  isString,
  kept,
  LUA_TNIL,
  LUA_TTABLE,
  newTable,
  pushSlot,
  pushText,
  registryOf,
  setField,
  slotAt,
  tableSlot,
  textSlot
} from "./stack.ts"
import { type State, stateOf } from "./state.ts"
import { tracebackOf } from "./traceback.ts"
import { packRaised, unpackRaised } from "./raised.ts"
import { toLua } from "./values.ts"

const { lobject, lua, lauxlib, meter } = fengari

export const isLuaError: (value: unknown) => value is LuaError = Schema.is(LuaError)

/**
 * What the dead Lua thread `L` raised: its error is on top of its stack, its frames are still there. `said` is what the error says of
 * itself, where it does.
 */
export const errorOf = (state: State, L: LuaStatePointer, chunk: string, said?: Uint8Array): LuaError => {
  const slot = L.stack[L.top - 1] as TValue
  const local = tracebackOf(L)
  const inner = slot.type === LUA_TTABLE ? getField(L, slot.value, "traceback") : undefined
  // What failed elsewhere comes with the stack there; the one here is that of who called.
  const before = inner !== undefined && isString(inner) ? shown(inner.svalue()) : ""
  // Where nobody has caught it since it was awaited here, it has this one.
  const traceback = before.endsWith(local) ? before : joined(before, local)
  const where = chunkOf(L) ?? chunk
  const detail = said === undefined ? messageOf(L, slot) : cut(said)
  const levels = L.stack.length > overflowed ? overflowed : isString(slot) ? meter.overflows.get(slot.value) : undefined
  if (levels !== undefined) return new LuaLimitError({ limit: "depth", budget: levels, chunk: where, detail })
  const cause = slot.type === LUA_TTABLE ? state.causes.get(slot.value) : undefined
  // One that came from another thread is this one, with a longer traceback.
  const passed = isA(cause, LuaRuntimeError)
  const value = passed ? cause.value : cause === undefined && !isString(slot) ? packRaised(L, slot) : undefined
  return new LuaRuntimeError({
    chunk: where,
    detail,
    traceback,
    ...(value === undefined ? {} : { value }),
    ...(cause === undefined || passed ? {} : { cause })
  })
}

/** The stacks of what was raised, then that of who waited for it. */
const joined = (traceback: string, by: string): string => (traceback === "" ? by : `${traceback}\n${by}`)

/** The length that a stack takes only to report its overflow. */
const overflowed: number = fengari.luaconf.LUAI_MAXSTACK

/** A message of more than this is cut: it goes into logs, and to other threads. */
const longest = 65_536

const cut = (bytes: Uint8Array): string =>
  bytes.length <= longest ? shown(bytes) : `${shown(bytes.subarray(0, longest))}... (${bytes.length} bytes)`

/** An error value as text. Calls nothing of the script: it may be what failed. */
export const messageOf = (L: LuaStatePointer, slot: TValue): string => {
  if (isString(slot)) return cut(slot.svalue())
  if (slot.type === LUA_TTABLE) {
    const message = getField(L, slot.value, "message")
    const tag = getField(L, slot.value, "_tag")
    if (isString(message)) {
      return isString(tag) && !isLuaError(stateOf(L).causes.get(slot.value))
        ? `${shown(tag.svalue())}: ${cut(message.svalue())}`
        : cut(message.svalue())
    }
    return "(error object is a table value)"
  }
  if (slot.type === LUA_TNIL) return "nil"
  if (slot.ttisnumber()) return numberText(L, slot)
  if (slot.type === 1) return String(slot.value)
  return `(error object is a ${shown(lua.lua_typename(L, slot.ttnov()))} value)`
}

/** As `tostring` has it: 3.0 is no integer. */
const numberText = (L: LuaStatePointer, slot: TValue): string => {
  const text = kept(slot)
  lobject.luaO_tostring(L, text)
  return shown(text.svalue())
}

/** The chunk of the innermost Lua function of a thread. */
const chunkOf = (L: LuaStatePointer): string | undefined => {
  const ar = new lua.lua_Debug()
  for (let level = 0; lua.lua_getstack(L, level, ar) !== 0 && level < 20; level++) {
    lua.lua_getinfo(L, "S", ar)
    if (ar.what !== null && ar.what[0] !== 74 && ar.short_src !== null) return shown(ar.short_src)
  }
  return undefined
}

const metatableKey = "stevedore.error"

/** The metatable of errors that the host raised. */
const metatableOf = (L: LuaStatePointer): Table => {
  const known = getField(L, registryOf(L), metatableKey)
  if (known.type === LUA_TTABLE) return known.value
  const made = newTable(L)
  setField(L, registryOf(L), metatableKey, tableSlot(made))
  setField(L, made, "__name", textSlot(L, "error"))
  setField(L, made, "__metatable", textSlot(L, "error"))
  setField(
    L,
    made,
    "__tostring",
    functionSlot((L) => {
      const self = slotAt(L, 1)
      const traceback = self.type === LUA_TTABLE ? getField(L, self.value, "traceback") : self
      const message = messageOf(L, self)
      const stacks = isString(traceback) ? shown(traceback.svalue()) : ""
      pushText(L, stacks === "" ? message : `${message}\n${stacks}`)
      return 1
    })
  )
  return made
}

/** Raises what the host failed with, as a table. Does not return. */
export const raise = (L: LuaStatePointer, failure: unknown): never => {
  pushFailure(L, failure)
  return lua.lua_error(L)
}

/** Pushes a failure of the host as the table that Lua sees. */
export const pushFailure = (L: LuaStatePointer, failure: unknown): void => {
  const table = newTable(L)
  const { fields, message, tag } = described(failure)
  for (const [key, value] of fields) {
    try {
      setField(L, table, key, toLua(L, value))
    } catch (error) {
      if ((stateOf(L).job?.ended ?? null) !== null) throw error
      // A field that has no Lua value is left out; `cause` of the host's error has it.
    }
  }
  if (isA(failure, LuaRuntimeError) && failure.value !== undefined) {
    const value = unpackRaised(L, failure.value)
    if (value !== undefined) setField(L, table, "value", value)
  }
  setField(L, table, "_tag", textSlot(L, tag))
  setField(L, table, "message", textSlot(L, message))
  table.metatable = metatableOf(L)
  stateOf(L).causes.set(table, failure)
  lua.lua_checkstack(L, 1)
  pushSlot(L, tableSlot(table))
}

/**
 * Raises the failure of a cause where it is awaited: its typed error if it has one, else its defect. What Lua raised elsewhere comes with
 * the stack there, and has that of who waited from here on, whether it is caught or not.
 */
export const raiseCause = (L: LuaStatePointer, cause: Cause.Cause<unknown>): never => {
  const failure = Cause.squash(cause)
  pushFailure(L, failure)
  if (isA(failure, LuaRuntimeError)) {
    const { value } = L.stack[L.top - 1] as TValue
    setField(L, value, "traceback", textSlot(L, joined(failure.traceback, tracebackOf(L))))
  }
  return lua.lua_error(L)
}

const hidden = new Set(["_tag", "message", "stack", "name", "cause"])

interface Described {
  readonly tag: string
  readonly message: string
  readonly fields: ReadonlyArray<readonly [string, unknown]>
}

const described = (failure: unknown): Described => {
  try {
    if (typeof failure === "object" && failure !== null) return describedObject(failure as Record<string, unknown>)
    return { tag: "Error", message: String(failure), fields: [] }
  } catch (cause) {
    return { tag: "Error", message: `the host failed with ${unreadable(cause)}`, fields: [] }
  }
}

const describedObject = (failure: Record<string, unknown>): Described => {
  const declared = failure["_tag"]
  const given = failure["message"]
  const tag = typeof declared === "string" ? declared : failure instanceof Error ? failure.name : "Error"
  const message = typeof given === "string" && given !== "" ? given : tag
  // An error that a program declares has a `_tag`, and data in its fields. What any other one carries is nobody's to read, or to call.
  const keys = typeof declared === "string" ? Object.keys(failure) : []
  const fields = keys.flatMap((key) => {
    if (hidden.has(key) || key.startsWith("~")) return []
    const value = dataOf(failure, key)
    return value === undefined ? [] : [[key, value] as const]
  })
  return { tag, message, fields }
}

/** What a field holds; undefined where that is no data, or cannot be read. */
const dataOf = (failure: Record<string, unknown>, key: string): unknown => {
  try {
    const value = failure[key]
    return isData(value, 8) ? value : undefined
  } catch {
    return undefined
  }
}

/** Of no class that is not Lua's, and no function in it, so many levels deep at most. */
const isData = (value: unknown, levels: number): boolean => {
  if (typeof value === "function" || typeof value === "symbol") return false
  if (typeof value !== "object" || value === null || value instanceof Uint8Array) return true
  const prototype: unknown = Object.getPrototypeOf(value)
  const isPlain = Array.isArray(value) || value instanceof Map || prototype === Object.prototype || prototype === null
  if (!isPlain || levels === 0) return false
  const inside = value instanceof Map ? [...value].flat() : Object.values(value)
  return inside.every((each) => isData(each, levels - 1))
}

/** Raises a text with the position of the Lua code that called the host function. */
export const raiseText = (L: LuaStatePointer, text: string): never => {
  lauxlib.luaL_where(L, 1)
  lua.lua_pushliteral(L, text)
  lua.lua_concat(L, 2)
  return lua.lua_error(L)
}
