/*
 * JS values as MessagePack that Lua reads, and what Lua has packed as JS values: by msgpackr, on whichever thread.
 *
 * Why it is not one with athd/js.ts, by which arguments and results of jobs go: these are few and small, and their bytes are this
 * process's own, so that one pass over them is all they need; here bytes come from anywhere. Both have Lua's rules, and say the same
 * where they refuse. The writer there would do for both and is faster for small values (0.76 to 2.05 us), but it writes each timestamp
 * in twelve bytes, where MessagePack asks for the shortest, and encodes a text of 20 KB in twice the time.
 *
 * `index-no-eval` as in core: its reader never becomes the native one, which cannot read from shared memory. What msgpackr would
 * change without a word is looked for before, and refused with its path.
 */
import { Packr } from "msgpackr/index-no-eval"
import { LuaCodecError } from "../../LuaError.ts"
import { has64Bits, isSafe } from "../fengari/numbers.ts"
import { packOneJs, unreadable } from "../athd/js.ts"
import { bytesOf, latinOf } from "../state/bytes.ts"
import { isA, unreadable as failing, unreadableBytes } from "../state/instances.ts"
import { inspected, keyOf } from "./inspect.ts"
import { MAXIMUM_DEPTH } from "./packer.ts"
import { nameOf, step } from "./path.ts"
import { MAXIMUM_SIZE } from "./writer.ts"

const packr = new Packr({
  useRecords: false,
  // A map is read as a Map, so that no key can be special.
  mapsAsObjects: false,
  variableMapSize: true,
  encodeUndefinedAsNil: true,
  int64AsType: "auto",
  copyBuffers: true
} as unknown as ConstructorParameters<typeof Packr>[0])

const refuse = (detail: string, path: string): never => {
  throw new LuaCodecError({ path, detail })
}

/** Bytes that are left for what has not been looked at yet. */
let room = 0

const tooLarge = (path: string): never => refuse(`cannot serialize more than ${MAXIMUM_SIZE} bytes`, path)

/** Of what takes at least so many bytes. msgpackr has no bound: it would be asked for more than there is. */
const take = (bytes: number, path: string): void => {
  room -= bytes
  if (room < 0) tooLarge(path)
}

/** Beside the byte that every value has. */
const bytesOfNumber = (value: number): number => {
  if (value >> 0 !== value && value >>> 0 !== value) return 8
  if (value >= -0x20 && value < 0x80) return 0
  if (value >= -0x80 && value < 0x100) return 1
  return value >= -0x8000 && value < 0x10000 ? 2 : 4
}

/** Throws unless the value is plain data that Lua can have. Elements of arrays are counted from 1, as Lua will. */
const check = (value: unknown, path: string, depth: number): void => {
  take(1, path)
  switch (typeof value) {
    case "undefined":
    case "boolean":
      return
    case "number":
      if (value === 0 && 1 / value < 0) isForWriter = true
      return take(bytesOfNumber(value), path)
    case "string":
      take(value.length, path)
      return value.isWellFormed() ? undefined : refuse("cannot serialize half a surrogate pair", path)
    case "bigint":
      if (isSafe(value)) isForWriter = true
      return has64Bits(value) ? undefined : refuse(`${value} has more than 64 bits`, path)
    case "object":
      return value === null ? undefined : checkObject(value, path, depth)
    default:
      return refuse(`cannot serialize a ${typeof value}`, path)
  }
}

const checkObject = (value: object, path: string, depth: number): void => {
  try {
    checkFields(value, path, depth)
  } catch (cause) {
    // Of what is within it, the path has been said.
    if (cause instanceof LuaCodecError) throw cause
    refuse(unreadable(cause), path)
  }
}

const checkFields = (value: object, path: string, depth: number): void => {
  if (value instanceof Uint8Array) {
    seenAs(value, value instanceof Buffer ? Buffer : Uint8Array)
    hasToJson(value)
    const failure = unreadableBytes(value)
    return failure === undefined ? take(value.length, path) : refuse(`cannot serialize ${failure}`, path)
  }
  if (value instanceof Date) {
    seenAs(value, Date)
    return Number.isNaN(value.getTime()) ? refuse("cannot serialize a date that is none", path) : undefined
  }
  if (depth >= MAXIMUM_DEPTH) refuse(`cannot serialize more than ${MAXIMUM_DEPTH} levels, or a cycle`, path)
  if (Array.isArray(value)) {
    seenAs(value, Array)
    // Each element takes a byte: a list may have more places than anybody can look at.
    if (value.length > room) tooLarge(path)
    for (let i = 0; i < value.length; i++) checkPart(value, i, i + 1, path, depth)
  } else if (value instanceof Map) {
    seenAs(value, Map)
    for (const [key, item] of value) {
      if (key === null || key === undefined || key !== key) refuse(`${key} cannot be a key`, path)
      check(key, typeof key === "object" ? step(path, key) : path, depth + 1)
      check(item, step(path, key), depth + 1)
    }
    checkKeys(value, path)
  } else {
    const prototype: unknown = Object.getPrototypeOf(value)
    if (prototype !== null && prototype !== Object.prototype) refuse(`cannot serialize ${nameOf(value)}`, path)
    if (prototype === null) hasToJson(value)
    seenAs(value, prototype === null ? undefined : Object)
    for (const key of Object.keys(value)) {
      check(key, path, depth)
      checkPart(value, key, key, path, depth)
    }
  }
}

/** What is at a key, which Lua may know by another. A getter may throw: at that key. */
const checkPart = (value: object, key: string | number, as: string | number, path: string, depth: number): void => {
  const at = step(path, as)
  let part: unknown
  try {
    part = (value as Readonly<Record<string | number, unknown>>)[key]
  } catch (cause) {
    refuse(unreadable(cause), at)
  }
  check(part, at, depth + 1)
}

/** msgpackr tells what an object is by its `constructor`, which a class has of its own, as any object may. */
const seenAs = (value: object, kind: unknown): void => {
  if (value.constructor !== kind) isForWriter = true
}

/** Of bytes and of what has no `constructor` it calls a `toJSON`, too, whatever that is. */
const hasToJson = (value: object): void => {
  if (Object.hasOwn(value, "toJSON")) isForWriter = true
}

/** What is two keys to a Map may be one to Lua: 1 and 1n, a text and its bytes. Keys of one kind are not, but for bytes. */
const checkKeys = (map: ReadonlyMap<unknown, unknown>, path: string): void => {
  const kinds = new Set<string>()
  for (const key of map.keys()) kinds.add(key instanceof Uint8Array ? "bytes" : typeof key)
  if (!kinds.has("bytes") && !(kinds.has("number") && kinds.has("bigint"))) return
  const seen = new Set<string>()
  for (const key of map.keys()) {
    const bytes = typeof key === "string" ? bytesOf(key) : key
    const one = keyOf(bytes instanceof Uint8Array ? latinOf(bytes) : bytes)
    if (one === undefined) continue
    if (seen.has(one)) refuse("the same key twice", step(path, key))
    seen.add(one)
  }
}

/**
 * msgpackr writes -0 as the integer 0, a bigint in nine bytes whatever it is, and a class of Maps as an empty one, and cannot be told not
 * to: a value that has any of these is written by what writes arguments.
 */
let isForWriter = false

/** What a getter of that packs is written by the writer, too: msgpackr has one memory for all. */
let isPacking = false

/** Throws a `LuaCodecError`. */
export const encodeJs = (value: unknown): Uint8Array<ArrayBuffer> => {
  const outer = { isForWriter, isPacking, room }
  isForWriter = false
  room = MAXIMUM_SIZE
  try {
    check(value, "", 0)
    if (isForWriter || isPacking) return packOneJs(value)
    isPacking = true
    const packed = packr.pack(value)
    return packed.length > MAXIMUM_SIZE ? tooLarge("") : new Uint8Array(packed)
  } catch (cause) {
    if (cause instanceof LuaCodecError) throw cause
    return refuse(unreadable(cause), "")
  } finally {
    ;({ isForWriter, isPacking, room } = outer)
  }
}

/** Throws a `LuaCodecError`, also for what is no bytes at all. */
export const decodeJs = (bytes: Uint8Array): unknown => {
  const wrong = isA(bytes, Uint8Array) ? unreadableBytes(bytes) : kindOf(bytes)
  if (wrong !== undefined) return refuse(`cannot unpack ${wrong}: give the bytes as a Uint8Array`, "")
  const sound = inspected(bytes)
  let value: unknown
  try {
    value = packr.unpack(sound)
  } catch (cause) {
    return refuse(`not MessagePack: ${cause instanceof Error ? cause.message : String(cause)}`, "")
  }
  return plain(value, 0)
}

/** What it is that is no bytes. */
const kindOf = (given: unknown): string => {
  if (typeof given !== "object") return given === undefined ? "undefined" : `a ${typeof given}`
  if (given === null) return "null"
  try {
    return nameOf(given)
  } catch (cause) {
    return failing(cause)
  }
}

/** Maps all of whose keys are strings become objects, and Buffers what they are. */
const plain = (value: unknown, depth: number): unknown => {
  if (typeof value !== "object" || value === null) return value
  if (depth > MAXIMUM_DEPTH) return refuse(`more than ${MAXIMUM_DEPTH} levels`, "")
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) value[i] = plain(value[i], depth + 1)
    return value
  }
  if (value instanceof Uint8Array) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength)
  if (!(value instanceof Map)) return value
  for (const [key, item] of value) value.set(key, plain(item, depth + 1))
  for (const key of value.keys()) if (typeof key !== "string") return value
  // Not by assignment: one key may be `__proto__`.
  return Object.fromEntries(value)
}
