/**
 * `Unknown` values: plain data only, carried exactly. Used wherever a schema says nothing about a value.
 *
 * | value | on the wire |
 * |---|---|
 * | string, number, boolean, null, undefined, bigint | itself |
 * | array | array |
 * | Uint8Array | bin |
 * | plain object | map with string keys (a JS `Map` for msgpackr, so `__proto__` and `constructor` are only keys) |
 * | anything else below | map with one integer key, which no object can have |
 *
 *     {0: 0} is -0          {1: utf16} a string msgpack would change    {2: millis} Date
 *     {3: [k, v, …]} Map    {4: [v, …]} Set                             {5: [kind, bytes]} other binary
 *     {6: [k, v, …]} an object one of whose keys msgpack would change
 */
import { binaryKinds } from "./binaryKinds.ts"
import { Refusal } from "./failure.ts"

export const NO: unique symbol = Symbol("stevedore/codec/no")
export type NO = typeof NO

const NEGATIVE_ZERO = 0
const STRING = 1
const DATE = 2
const MAP = 3
const SET = 4
const BINARY = 5
const OBJECT = 6

/** `-0`, which msgpackr would write as the integer 0. Shared: it is only ever read. */
export const negativeZero: ReadonlyMap<unknown, unknown> = new Map([[NEGATIVE_ZERO, 0]])

/** UTF-8 has no lone surrogates, and `TextDecoder` swallows a leading byte order mark. */
export const isExactString = (value: string): boolean => value.isWellFormed() && value.charCodeAt(0) !== 0xfeff

export const encodeString = (value: string): ReadonlyMap<unknown, unknown> => {
  const bytes = new Uint8Array(value.length * 2)
  for (let i = 0; i < value.length; i++) {
    const unit = value.charCodeAt(i)
    bytes[2 * i] = unit & 0xff
    bytes[2 * i + 1] = unit >> 8
  }
  return new Map([[STRING, bytes]])
}

export const decodeNumber = (wire: unknown): number | NO =>
  typeof wire === "number" ? wire : wire instanceof Map && wire.size === 1 && wire.has(NEGATIVE_ZERO) ? -0 : NO

export const decodeString = (wire: unknown): string | NO => {
  if (typeof wire === "string") return wire
  if (!(wire instanceof Map) || wire.size !== 1) return NO
  const bytes = wire.get(STRING)
  if (!(bytes instanceof Uint8Array) || bytes.length % 2 !== 0) return NO
  let out = ""
  for (let i = 0; i < bytes.length; i += 2) out += String.fromCharCode(bytes[i]! | (bytes[i + 1]! << 8))
  return out
}

/** msgpackr hands out a copy already (`copyBuffers`); only Node's Buffer subclass is peeled off. */
export const decodeBytes = (wire: unknown): Uint8Array | NO => {
  if (!(wire instanceof Uint8Array)) return NO
  return wire.constructor === Uint8Array ? wire : new Uint8Array(wire.buffer, wire.byteOffset, wire.byteLength)
}

/** The first key of a map tells what it stands for; `undefined` for a plain object. */
export const specialOf = (wire: ReadonlyMap<unknown, unknown>): number | undefined => {
  if (wire.size !== 1) return undefined
  for (const key of wire.keys()) return typeof key === "number" ? key : undefined
  return undefined
}

const refuse = (what: string, path: ReadonlyArray<PropertyKey>): never => {
  throw new Refusal(what, path)
}

const describe = (value: object): string => {
  const name = Object.getPrototypeOf(value)?.constructor?.name
  return `${typeof name === "string" && name !== "" ? `An instance of ${name}` : "A class instance"} without a schema`
}

/** Beyond this depth every level is compared with its ancestors, so a cycle costs at most this many. */
const trustedDepth = 64

const encode = (value: unknown, path: Array<PropertyKey>, ancestors: Array<object>): unknown => {
  switch (typeof value) {
    case "string":
      return isExactString(value) ? value : encodeString(value)
    case "number":
      return value !== 0 || 1 / value > 0 ? value : negativeZero
    case "boolean":
    case "bigint":
    case "undefined":
      return value
    case "function":
      return refuse("A function", path)
    case "symbol":
      return refuse("A symbol", path)
  }
  if (value === null) return null
  const object = value as object
  if (ancestors.length > trustedDepth && ancestors.includes(object)) {
    return refuse("A cyclic value", firstRound(path, ancestors))
  }
  ancestors.push(object)
  const wire = encodeObject(object, path, ancestors)
  ancestors.pop()
  return wire
}

/** The path to where something that holds it is met again for the first time. `path[i]` leads from `ancestors[i]`. */
const firstRound = (path: ReadonlyArray<PropertyKey>, ancestors: ReadonlyArray<object>): ReadonlyArray<PropertyKey> => {
  const again = ancestors.findIndex((ancestor, index) => ancestors.indexOf(ancestor) < index)
  return again < 0 ? path : path.slice(0, again)
}

const encodeObject = (value: object, path: Array<PropertyKey>, ancestors: Array<object>): unknown => {
  const child = (key: PropertyKey, each: unknown): unknown => {
    path.push(key)
    const wire = encode(each, path, ancestors)
    path.pop()
    return wire
  }
  if (Array.isArray(value)) {
    const out = new Array<unknown>(value.length)
    for (let i = 0; i < value.length; i++) out[i] = child(i, value[i])
    return out
  }
  const prototype = Object.getPrototypeOf(value)
  if (prototype === Object.prototype || prototype === null) {
    const out = new Map<string, unknown>()
    let exact = true
    for (const key of Reflect.ownKeys(value)) {
      if (!Object.prototype.propertyIsEnumerable.call(value, key)) continue
      if (typeof key === "symbol") return refuse("A symbol as key", [...path, key])
      exact &&= isExactString(key)
      out.set(key, child(key, (value as Record<string, unknown>)[key]))
    }
    if (exact) return out
    const items: Array<unknown> = []
    for (const [key, wire] of out) items.push(isExactString(key) ? key : encodeString(key), wire)
    return new Map([[OBJECT, items]])
  }
  if (value instanceof Uint8Array && (prototype === Uint8Array.prototype || value.constructor.name === "Buffer")) {
    return value
  }
  if (value instanceof Date) return new Map([[DATE, value.getTime()]])
  if (value instanceof Map && prototype === Map.prototype) {
    const out: Array<unknown> = []
    for (const [key, each] of value) out.push(child("key", key), child("value", each))
    return new Map([[MAP, out]])
  }
  if (value instanceof Set && prototype === Set.prototype) {
    const out: Array<unknown> = []
    for (const each of value) out.push(child("value", each))
    return new Map([[SET, out]])
  }
  const kind = binaryKinds.findIndex((name) => (globalThis as any)[name]?.prototype === prototype)
  if (kind === 0) return new Map([[BINARY, [kind, new Uint8Array(value as ArrayBuffer)]]])
  if (kind > 0) {
    const view = value as ArrayBufferView
    return new Map([[BINARY, [kind, new Uint8Array(view.buffer, view.byteOffset, view.byteLength)]]])
  }
  return refuse(describe(value), path)
}

/** The wire form of plain data. Throws a `Refusal` with the path of what is not plain. */
export const encodePlain = (value: unknown): unknown => {
  switch (typeof value) {
    case "boolean":
    case "bigint":
    case "undefined":
      return value
    default:
      return encode(value, [], [])
  }
}

/** The data of a wire form, or `NO` for bytes that `encodePlain` never wrote. */
export const decodePlain = (wire: unknown): unknown => {
  switch (typeof wire) {
    case "function":
    case "symbol":
      return NO
    case "object":
      break
    default:
      return wire
  }
  if (wire === null) return null
  if (Array.isArray(wire)) {
    for (let i = 0; i < wire.length; i++) {
      const each = decodePlain(wire[i])
      if (each === NO) return NO
      wire[i] = each
    }
    return wire
  }
  if (wire instanceof Map) return decodeMap(wire)
  return decodeBytes(wire)
}

const decodeMap = (wire: ReadonlyMap<unknown, unknown>): unknown => {
  const special = specialOf(wire)
  if (special !== undefined) return decodeSpecial(special, wire)
  const out: Record<string, unknown> = {}
  for (const [key, each] of wire) {
    if (typeof key !== "string") return NO
    const value = decodePlain(each)
    if (value === NO) return NO
    assign(out, key, value)
  }
  return out
}

/** Never through the `__proto__` setter. */
export const assign = (out: object, key: PropertyKey, value: unknown): void => {
  if (key === "__proto__") {
    Object.defineProperty(out, key, { value, writable: true, enumerable: true, configurable: true })
  } else {
    ;(out as Record<PropertyKey, unknown>)[key] = value
  }
}

const decodeSpecial = (special: number, wire: ReadonlyMap<unknown, unknown>): unknown => {
  const content = wire.get(special)
  switch (special) {
    case NEGATIVE_ZERO:
      return -0
    case STRING:
      return decodeString(wire)
    case DATE:
      return typeof content === "number" ? new Date(content) : NO
    case MAP: {
      const items = decodePlain(content)
      if (!Array.isArray(items) || items.length % 2 !== 0) return NO
      const out = new Map<unknown, unknown>()
      for (let i = 0; i < items.length; i += 2) out.set(items[i], items[i + 1])
      return out
    }
    case SET: {
      const items = decodePlain(content)
      return Array.isArray(items) ? new Set(items) : NO
    }
    case OBJECT: {
      if (!Array.isArray(content) || content.length % 2 !== 0) return NO
      const out = {}
      for (let i = 0; i < content.length; i += 2) {
        const key = decodeString(content[i])
        const value = decodePlain(content[i + 1])
        if (key === NO || value === NO) return NO
        assign(out, key, value)
      }
      return out
    }
    case BINARY: {
      if (!Array.isArray(content) || content.length !== 2 || !(content[1] instanceof Uint8Array)) return NO
      const name = binaryKinds[content[0] as number]
      if (name === undefined) return NO
      const buffer = Uint8Array.prototype.slice.call(content[1]).buffer
      if (name === "ArrayBuffer") return buffer
      try {
        return new (globalThis as any)[name](buffer)
      } catch {
        return NO
      }
    }
    default:
      return NO
  }
}
