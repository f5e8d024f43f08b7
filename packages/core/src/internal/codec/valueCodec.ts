/**
 * The codec of values without a schema: for payloads, results and thrown errors of plain functions. Nothing here asks Schema.
 */
import { outgoing } from "./apart.ts"
import type { Bound } from "./compile.ts"
import { CodecFailure, isStackOverflow, messageOf, Refusal } from "./failure.ts"
import { pack, packMessage, unpack } from "./msgpack.ts"
import type { ErrorClass } from "./value.ts"
import { decodeValue } from "./valueDecode.ts"
import { encodeValue } from "./valueEncode.ts"
import { hide, partsOf, read } from "./valueErrors.ts"

/** `classes` by their names: what errors of that name become again. */
export const valueCodec = (classes: ReadonlyMap<string, ErrorClass>): Bound => {
  const encode = (value: unknown, home: object | undefined): number => {
    try {
      const wire = encodeValue(value)
      // No bytes at all stand for `undefined`.
      if (wire !== undefined && home !== undefined) return packMessage(wire, home)
      outgoing.clear()
      return wire === undefined ? 0 : pack(wire)
    } catch (cause) {
      throw failureOf(cause)
    }
  }
  return {
    encode: (value) => encode(value, undefined),
    encodeMessage: encode,
    decode: (bytes, start, end) => {
      try {
        return decodeValue(unpack(bytes, start, end), classes)
      } catch (cause) {
        throw failureOf(cause)
      }
    }
  }
}

const failureOf = (cause: unknown): CodecFailure => {
  if (cause instanceof CodecFailure) return cause
  if (cause instanceof Refusal) return cause.failure
  return new CodecFailure(isStackOverflow(cause) ? "The value is nested too deeply to be carried" : messageOf(cause))
}

/** The same for what a function threw: it arrives, if only as its text. */
export const thrownCodec = (classes: ReadonlyMap<string, ErrorClass>): Bound => {
  const codec = valueCodec(classes)
  const orInShort = (thrown: unknown, encode: (value: unknown) => number): number => {
    try {
      return encode(thrown)
    } catch (failure) {
      return encode(inShort(thrown, (failure as CodecFailure).issue))
    }
  }
  return {
    decode: codec.decode,
    encode: (thrown) => orInShort(thrown, codec.encode),
    encodeMessage: (thrown, arena) => orInShort(thrown, (value) => codec.encodeMessage(value, arena))
  }
}

/** What is left of an error that is too large: so many fields, errors below errors, and characters of a text. */
const short = { fields: 64, depth: 8, characters: 1000 }

/**
 * For an error that is too large to be carried whole, or something thrown that is no error and no data: its class and texts, and the fields
 * that are small. The others are texts that say why.
 */
export const inShort = (thrown: unknown, why: string): Error => inShortAt(thrown, why, 0)

const inShortAt = (thrown: unknown, why: string, depth: number): Error => {
  const brief = new Error(`it threw what cannot be carried: ${why}`)
  delete brief.stack
  if (!(thrown instanceof Error)) return brief
  // Its class, by which it is known on the other side.
  Object.setPrototypeOf(brief, Object.getPrototypeOf(thrown))
  for (const key of ["name", "message", "stack"] as const) {
    const found = read(thrown, key)
    if (typeof found === "string") hide(brief, key, found)
  }
  const { hidden, visible } = partsOf(thrown)
  const field = (value: unknown): unknown =>
    value instanceof Error && depth < short.depth ? inShortAt(value, why, depth + 1) : small(value, why)
  for (const [key, value] of hidden) if (key !== "name") hide(brief, key, field(value))
  for (const [key, value] of visible.slice(0, short.fields)) {
    if (key !== "name") Object.defineProperty(brief, key, { value: field(value), enumerable: true, configurable: true })
  }
  return brief
}

const small = (value: unknown, why: string): unknown =>
  (typeof value === "object" && value !== null) ||
  typeof value === "function" ||
  typeof value === "symbol" ||
  (typeof value === "string" && value.length > short.characters)
    ? `(not carried: ${why})`
    : value
