/*
 * Lua values as JS values. Lua strings are bytes: what comes is a text where the bytes are UTF-8, else bytes. What has no counterpart
 * is refused by name and path, but for what can stay in its state, which comes as a reference; no key that Lua chose reaches a
 * prototype. It says of each value what athd/js.ts says of its packed bytes.
 */
import { LUA_TNUMI64 } from "../fengari/numbers.ts"
import type { LuaStatePointer, Table, TValue } from "../fengari/types.ts"
import { serializeOf } from "../msgpack/packer.ts"
import { dateOf, NULL, Timestamp } from "../msgpack/values.ts"
import { walked } from "./budget.ts"
import { shown, textOf, textSize } from "./bytes.ts"
import { Growth } from "./growth.ts"
import {
  isString,
  LUA_TBOOLEAN,
  LUA_TLIGHTUSERDATA,
  LUA_TNIL,
  LUA_TNUMFLT,
  LUA_TNUMINT,
  LUA_TTABLE,
  LUA_TUSERDATA
} from "./stack.ts"
import type { State } from "./state.ts"
import { type LuaValue, maxDepth, type Path, referenceTo, refuse } from "./values.ts"

/** How much of a value is copied at most: a table that is in another twice is copied twice, and so on. */
export const maxParts = 4_000_000
const maxBytes = 256 * 2 ** 20
let parts = 0
let bytesTaken = 0
/** Who pays for it: the last who did, until its state closes. */
let taker: LuaStatePointer

/** What the copies take: asked for before they are made. */
let copies: Growth

/** Lets go of the state whose values were last copied. */
export const forgetTaker = (): void => {
  taker = undefined as never
  copies = undefined as never
}

/**
 * The host's copies of slots of a stack, which count as one value: the program's as soon as they are made. Fails with `LuaCodecError`.
 */
export const allFromLua = (state: State, L: LuaStatePointer, from: number, count: number): Array<LuaValue> => {
  parts = 0
  bytesTaken = 0
  taker = L
  copies = new Growth(L, false)
  try {
    const values: Array<LuaValue> = new Array(count)
    for (let i = 0; i < count; i++) values[i] = copied(state, L.stack[from + i] as TValue, undefined)
    return values
  } finally {
    copies.end()
  }
}

/** What a part of a value takes in a table, or an array, of the host. */
const PART = 24

const copied = (state: State, slot: TValue, path: Path | undefined): LuaValue => {
  walked(taker, 1)
  switch (slot.type) {
    case LUA_TNIL:
      return undefined
    case LUA_TBOOLEAN:
    case LUA_TNUMINT:
    case LUA_TNUMFLT:
    case LUA_TNUMI64:
      return slot.value
    case LUA_TLIGHTUSERDATA:
      return slot.value === NULL ? null : referenceTo(state, slot)
    case LUA_TTABLE:
      return copiedTable(state, slot.value, path ?? [])
    default: {
      if (!isString(slot)) return dateIn(slot, path) ?? referenceTo(state, slot)
      const bytes = slot.svalue()
      bytesTaken += bytes.length
      if (bytes.length > 63) walked(taker, bytes.length >> 6)
      if (bytesTaken > maxBytes)
        return refuse(path ?? [], `cannot take a value with more than ${maxBytes} bytes of strings`)
      copies.take(textSize(bytes))
      return textOf(bytes) ?? new Uint8Array(bytes)
    }
  }
}

/** The date that a slot holds, if it holds one. */
const dateIn = (slot: TValue, path: Path | undefined): Date | undefined => {
  const data: unknown = slot.type === LUA_TUSERDATA ? slot.value.data : undefined
  if (!(data instanceof Timestamp)) return undefined
  return dateOf(data) ?? refuse(path ?? [], "cannot take a timestamp that no Date can be")
}

/** What a script has marked a table as (`msgpack.array`, `msgpack.map`), as the packer sees it that threads send by. */
const formOf = (metatable: Table, path: Path): "array" | "map" | undefined => {
  const said = serializeOf(metatable)
  if (said === undefined || said === "array" || said === "map") return said
  return refuse(path, `__serialize is "array" or "map", not ${said}`)
}

const copiedTable = (state: State, table: Table, path: Path): LuaValue => {
  if (path.length >= maxDepth)
    return refuse(path, `cannot take a table nested deeper than ${maxDepth} levels (a circle?)`)
  const size = table.strong.size
  parts += size + 1
  if (parts > maxParts) return refuse(path, `cannot take a value of more than ${maxParts} parts`)
  copies.take((size + 1) * PART)
  const form = table.metatable === null ? undefined : formOf(table.metatable, path)
  if (form === "array") return arrayOf(state, table, path)
  let positions = 0
  let texts = 0
  for (let entry = table.f; entry !== undefined; entry = entry.n) {
    if (entry.key.type === LUA_TNUMINT && entry.key.value >= 1 && entry.key.value <= size) positions++
    else if (isString(entry.key)) texts++
    else break
  }
  if (positions === size && form !== "map") {
    const array: Array<LuaValue> = new Array(size)
    for (let entry = table.f; entry !== undefined; entry = entry.n) {
      path.push(entry.key.value)
      array[entry.key.value - 1] = copied(state, entry.value, path)
      path.pop()
    }
    return array
  }
  const map = texts === size ? recordOf(state, table, path) : undefined
  return map ?? mapOf(state, table, path)
}

/** A key in a path. */
const keyText = (key: TValue): string | number => {
  if (isString(key)) return shown(key.svalue().subarray(0, 40))
  if (key.type === LUA_TBOOLEAN) return String(key.value)
  return key.ttisnumber() ? Number(key.value) : "?"
}

/** Of a table that says that it is an array: null where it has nothing. */
const arrayOf = (state: State, table: Table, path: Path): Array<LuaValue> => {
  let length = 0
  for (let entry = table.f; entry !== undefined; entry = entry.n) {
    const { type, value } = entry.key
    if (type !== LUA_TNUMINT || value < 1) return refuse([...path, keyText(entry.key)], "an array has no such key")
    if (value > length) length = value
  }
  const holes = length - table.strong.size
  parts += holes
  if (parts > maxParts) return refuse(path, `cannot take a value of more than ${maxParts} parts`)
  walked(taker, holes)
  copies.take(holes * PART)
  const array: Array<LuaValue> = new Array<LuaValue>(length).fill(null)
  for (let entry = table.f; entry !== undefined; entry = entry.n) {
    path.push(entry.key.value)
    array[entry.key.value - 1] = copied(state, entry.value, path)
    path.pop()
  }
  return array
}

/** Whether an object with such a key might be taken for an Effect, or for one of our own: it is given as a Map. */
export const marks = (key: string): boolean => key.startsWith("~")

const recordOf = (state: State, table: Table, path: Path): { [key: string]: LuaValue } | undefined => {
  const record: { [key: string]: LuaValue } = {}
  for (let entry = table.f; entry !== undefined; entry = entry.n) {
    const key = textOf(entry.key.svalue())
    if (key === undefined || marks(key)) return undefined
    path.push(key)
    const value = copied(state, entry.value, path)
    path.pop()
    // An own field like any other, as JSON.parse has it: an assignment would set the prototype.
    if (key === "__proto__")
      Object.defineProperty(record, key, { value, enumerable: true, configurable: true, writable: true })
    else record[key] = value
  }
  return record
}

const mapOf = (state: State, table: Table, path: Path): Map<LuaValue, LuaValue> => {
  const map = new Map<LuaValue, LuaValue>()
  for (let entry = table.f; entry !== undefined; entry = entry.n) {
    // As the packer has it: what no thread could send, no state gives.
    if (entry.key.value === NULL) refuse(path, "msgpack.null cannot be a key")
    // What is in a key is a level further down as well.
    path.push(keyText(entry.key))
    const key = copied(state, entry.key, path)
    map.set(key, copied(state, entry.value, path))
    path.pop()
  }
  return map
}
