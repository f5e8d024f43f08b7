/**
 * The codec of values without a schema: for payloads, results and thrown errors of plain functions. Nothing here asks Schema.
 */
import { outgoing } from "./apart.ts"
import type { Bound } from "./compile.ts"
import { CodecFailure, isStackOverflow, messageOf, Refusal } from "./failure.ts"
import { inShort } from "./inShort.ts"
import { limits } from "./shortParts.ts"
import { pack, packMessage, unpack } from "./msgpack.ts"
import type { ErrorClass } from "./value.ts"
import { decodeValue } from "./valueDecode.ts"
import { encodeValue } from "./valueEncode.ts"

/** `classes` by their names: what errors of that name become again. What has more than `mostBytes` may fail without being read whole. */
export const valueCodec = (classes: ReadonlyMap<string, ErrorClass>, mostBytes = Infinity): Bound => {
  const encode = (value: unknown, home: object | undefined): number => {
    try {
      const wire = encodeValue(value, mostBytes)
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

/** The same for what a function threw: it arrives, if only as its text. No message has more bytes. */
export const thrownCodec = (classes: ReadonlyMap<string, ErrorClass>): Bound => {
  const codec = valueCodec(classes, limits.bytes)
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
