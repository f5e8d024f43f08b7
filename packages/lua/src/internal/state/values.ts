/*
 * JS values as Lua values; the way back is in fromLua.ts. Lua strings are bytes: a text goes as UTF-8. What has no counterpart is refused
 * by name and path. Nothing of a host object's prototype is read.
 */
import { LuaCodecError } from "../../LuaError.ts"
import { fengari } from "../fengari/load.ts"
import { has64Bits, numberTValue } from "../fengari/numbers.ts"
import type { LuaStatePointer, TValue } from "../fengari/types.ts"
import { keyIn } from "../msgpack/path.ts"
import { timestampOf, userdata } from "../msgpack/values.ts"
import { asText } from "./asText.ts"
import { walked } from "./budget.ts"
import { bytesOf } from "./bytes.ts"
import { Growth } from "./growth.ts"
import { isA, isList, unlikeTable, unreadable } from "./instances.ts"
import { costs } from "./memory.ts"
import {
  functionSlot,
  isFunction,
  kept,
  LUA_TBOOLEAN,
  LUA_TNIL,
  LUA_TNUMFLT,
  LUA_TTABLE,
  stringSlot,
  tableSlot
} from "./stack.ts"
import { type State, stateOf } from "./state.ts"

const { ltable, lobject, meter } = fengari

/** How deep a value may be nested: deeper ones are taken for circles. */
export const maxDepth = 128

const ReferenceId = "~@stevedore/lua/LuaReference" as const

/**
 * A value that stays in its state: a function, a coroutine, userdata. The host can hold it, pass it back, and call it with
 * `LuaState.call`; it cannot look inside.
 */
export class LuaReference {
  readonly [ReferenceId]: typeof ReferenceId = ReferenceId
  /** What `type()` in Lua says. */
  readonly type: string

  constructor(type: string) {
    this.type = type
  }
}

/** By its class: a table of a script may have any key. */
export const isReference = (value: unknown): value is LuaReference => isA(value, LuaReference)

export const referenceTo = (state: State, slot: TValue): LuaReference => {
  const type = isFunction(slot) ? "function" : slot.type === LUA_TTABLE ? "table" : typeName(slot)
  const made = new LuaReference(type)
  state.references.set(made, kept(slot))
  return made
}

/** What `type()` in Lua says. */
export const typeName = (slot: TValue): string => {
  const names = ["nil", "boolean", "userdata", "number", "string", "table", "function", "userdata", "thread"]
  return names[slot.type & 0x0f] ?? "unknown"
}

/** The slot behind a reference, if it is one of this state. */
export const slotOf = (state: State, reference: LuaReference): TValue | undefined => state.references.get(reference)

/** What may be given to Lua. */
export type LuaInput =
  | undefined
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | Date
  | LuaReference
  | ((...args: Array<any>) => unknown)
  | ReadonlyArray<unknown>
  | ReadonlyMap<unknown, unknown>
  | object

/** What comes from Lua. */
export type LuaValue =
  | undefined
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | Date
  | LuaReference
  | Array<LuaValue>
  | Map<LuaValue, LuaValue>
  | { [key: string]: LuaValue }

export type Path = Array<string | number>

const pathText = (path: Path): string => {
  let text = ""
  for (const part of path)
    text += typeof part === "number" || part === "?" ? `[${part}]` : text === "" ? part : `.${part}`
  return text
}

export const refuse = (path: Path, detail: string): never => {
  throw new LuaCodecError({ path: pathText(path), detail })
}

/** Makes a host function of a JS function that stands in a value; set by host.ts, which stands above this file. */
let functionOf: (name: string, f: (...args: Array<any>) => unknown) => (L: LuaStatePointer) => number

export const useHostFunctions = (make: typeof functionOf): void => {
  functionOf = make
}

const nil = (): TValue => new lobject.TValue(LUA_TNIL, null)

/**
 * The value as a slot of its own. Fails with `LuaCodecError`. `lasting`: it is given again to the state that replaces this one, so that
 * nothing of this one may be in it.
 */
export const toLua = (L: LuaStatePointer, value: unknown, lasting = false): TValue => {
  switch (typeof value) {
    case "string":
      if (value.length > 63) walked(L, value.length >> 6)
      if (value.length >= LARGE) meter.ask(L, value.length)
      return stringSlot(L, encoded(value))
    case "number":
      return numberTValue(value)
    case "boolean":
      return new lobject.TValue(LUA_TBOOLEAN, value)
    case "undefined":
      return nil()
    default: {
      const made = new Growth(L, true)
      try {
        return composite(L, value, [], made, lasting)
      } finally {
        made.end()
      }
    }
  }
}

/** So many characters are asked for before they are copied. */
const LARGE = 65_536

/** The UTF-8 of a text. Half a surrogate pair has none: it would become another text. */
const encoded = (text: string, path?: Path): Uint8Array =>
  text.isWellFormed() ? bytesOf(text) : refuse(path ?? [], "cannot give Lua half a surrogate pair")

/** What is in a table that no walk of the state finds yet: `made` says how much of it there is. */
const nested = (L: LuaStatePointer, value: unknown, path: Path, made: Growth, lasting: boolean): TValue => {
  walked(L, 1)
  switch (typeof value) {
    case "object":
    case "function":
    case "bigint":
    case "symbol":
      return composite(L, value, path, made, lasting)
    case "string":
      if (value.length > 63) walked(L, value.length >> 6)
      made.take(costs.string + value.length)
      return stringSlot(L, encoded(value, path))
    default:
      return toLua(L, value)
  }
}

/** What is read of a value of the host, which may fail, and is none of Lua's errors. A length may be no number, which fails as well. */
const readOf = <A>(path: Path, read: () => A): A => {
  try {
    return read()
  } catch (cause) {
    return refuse(path, `cannot give Lua ${unreadable(cause)}`)
  }
}

/** A part of it, by a getter or a proxy. */
const partOf = (value: object, key: string | number, path: Path): unknown => {
  try {
    return (value as Readonly<Record<string | number, unknown>>)[key]
  } catch (cause) {
    return refuse(path, `cannot give Lua ${unreadable(cause)}`)
  }
}

/** The entries of a map. */
const entriesOf = function* (map: ReadonlyMap<unknown, unknown>, path: Path): Generator<readonly [unknown, unknown]> {
  try {
    yield* map
  } catch (cause) {
    refuse(path, `cannot give Lua ${unreadable(cause)}`)
  }
}

/** The names of its fields, where these say what it is. */
const namesOf = (value: object, path: Path): ReadonlyArray<string> => {
  let strange: string | undefined
  try {
    strange = unlikeTable(value)
    if (strange === undefined) return Object.keys(value)
  } catch (cause) {
    strange = unreadable(cause)
  }
  return refuse(path, `cannot give Lua ${strange}`)
}

/** As many places a list may have: one of a single element may say that it has four thousand million. */
const maxPlaces = 64 * 2 ** 20

/** The remedy first: the path of what it is about comes last. */
const untilRebuilt =
  'onLimit: "rebuild" gives a file its arguments again, without what was of the state; load it without that, and pass it to `call` or `run`'

const composite = (L: LuaStatePointer, value: unknown, path: Path, made: Growth, lasting: boolean): TValue => {
  if (value === null) return nil()
  if (typeof value === "bigint") {
    if (!has64Bits(value)) refuse(path, "cannot give Lua an integer of more than 64 bits")
    return numberTValue(value)
  }
  if (typeof value === "symbol") return refuse(path, "cannot give Lua a symbol")
  if (typeof value === "function") {
    return functionSlot(functionOf(path.length === 0 ? "function" : pathText(path), value as () => unknown))
  }
  if (isA(value, Uint8Array)) {
    const length = readOf(path, () => +value.length)
    walked(L, length >> 6)
    made.take(costs.string + length)
    return stringSlot(
      L,
      readOf(path, () => new Uint8Array(value))
    )
  }
  if (isReference(value)) {
    const slot = slotOf(stateOf(L), value) ?? refuse(path, `cannot give Lua a ${value.type} of another state`)
    return lasting ? refuse(path, `${untilRebuilt}: cannot give Lua a ${value.type} of this state`) : slot
  }
  if (isA(value, Date)) {
    made.take(costs.userdata)
    return userdata(L, readOf(path, () => timestampOf(value)) ?? refuse(path, "cannot give Lua a date that is none"))
  }
  if (path.length >= maxDepth)
    return refuse(path, `cannot give Lua a value nested deeper than ${maxDepth} levels (a circle?)`)
  made.take(costs.table)
  const table = ltable.luaH_new(L)
  if (isList(value)) {
    const length = readOf(path, () => +value.length)
    if (length > maxPlaces) refuse(path, `cannot give Lua a list of ${length} places`)
    for (let i = 0; i < length; i++) {
      path.push(i + 1)
      made.take(costs.entry)
      ltable.luaH_setint(table, i + 1, nested(L, partOf(value, i, path), path, made, lasting))
      path.pop()
    }
  } else if (isA(value, Map)) {
    for (const [key, item] of entriesOf(value, path)) {
      path.push(typeof key === "number" ? key : asText(keyIn(key)))
      made.take(costs.entry)
      const slot = nested(L, key, path, made, lasting)
      if (slot.type === LUA_TNIL || (slot.type === LUA_TNUMFLT && Number.isNaN(slot.value))) {
        refuse(path, "cannot give Lua a table with nil or NaN as a key")
      }
      // What is two keys to a Map may be one to Lua: 1 and 1n, a text and its bytes.
      if (ltable.luaH_get(L, table, slot).type !== LUA_TNIL) {
        refuse(path, "cannot give Lua a table with the same key twice")
      }
      ltable.luaH_setfrom(L, table, slot, nested(L, item, path, made, lasting))
      path.pop()
    }
  } else {
    for (const key of namesOf(value as object, path)) {
      path.push(key)
      made.take(costs.entry + costs.string + key.length)
      ltable.luaH_setfrom(
        L,
        table,
        stringSlot(L, encoded(key, path)),
        nested(L, partOf(value as object, key, path), path, made, lasting)
      )
      path.pop()
    }
  }
  return tableSlot(table)
}
