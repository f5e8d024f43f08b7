/*
 * Looks at protobuf from outside before it is decoded, as `guard.ts` does at msgpack: two bytes of it can become a message
 * object, so the number of values is what bounds the memory.
 */
import { type DescField, type DescMessage, ScalarType } from "@bufbuild/protobuf"
import { BinaryReader, WireType } from "@bufbuild/protobuf/wire"
import { BodyFailure } from "./body.ts"
import type { Limits } from "./guard.ts"

/** Throws a `BodyFailure` for what exceeds the limits; what the reader throws at bytes that are no protobuf passes through. */
export const checkProtobuf = (desc: DescMessage, bytes: Uint8Array, limits: Limits): void => {
  let values = 0
  const count = (more: number): void => {
    values += more
    if (values > limits.values) throw new BodyFailure(`it holds more than ${limits.values} values`)
  }
  const message = (desc: DescMessage, inside: Uint8Array, depth: number): void => {
    if (depth > limits.depth) throw new BodyFailure(`it nests more than ${limits.depth} deep`)
    const fields = fieldsOf(desc)
    const reader = new BinaryReader(inside)
    while (reader.pos < reader.len) {
      const [number, wireType] = reader.tag()
      if (wireType === WireType.StartGroup || wireType === WireType.EndGroup) throw group()
      count(1)
      const field = fields.get(number)
      if (field === undefined) reader.skip(wireType, number)
      else if (field.fieldKind === "map") {
        check(wireType, WireType.LengthDelimited)
        entry(field, reader.bytes(), depth)
      } else if (isPacked(field) && wireType === WireType.LengthDelimited) {
        count(packedIn(reader.bytes(), wireTypeOf(field.scalar)))
      } else {
        // Such a field would be read until the group's end, and not for as long as it says.
        if ("delimitedEncoding" in field && field.delimitedEncoding) throw group()
        check(wireType, wireTypeOf(field.scalar, field.message))
        if (field.message === undefined) reader.skip(wireType, number)
        else message(field.message, reader.bytes(), depth + 1)
      }
    }
  }
  /** A key and a value, which may be a message; both count. */
  const entry = (field: DescField & { readonly fieldKind: "map" }, inside: Uint8Array, depth: number): void => {
    const reader = new BinaryReader(inside)
    while (reader.pos < reader.len) {
      const [number, wireType] = reader.tag()
      count(1)
      if (number === 1) check(wireType, wireTypeOf(field.mapKey))
      else if (number === 2) check(wireType, wireTypeOf(field.scalar, field.message))
      if (number === 1 && field.mapKey === ScalarType.STRING) {
        if (reader.string() === "__proto__") throw new BodyFailure("a key of a map is __proto__")
      } else if (number === 2 && field.message !== undefined) message(field.message, reader.bytes(), depth + 1)
      else reader.skip(wireType, number, 1)
    }
  }
  message(desc, bytes, 1)
}

const group = (): BodyFailure => new BodyFailure("it holds a group")

/** Text and bytes stand alone; numbers of a list in one field. */
const isPacked = (field: DescField): boolean =>
  field.fieldKind === "list" &&
  (field.listKind === "enum" ||
    (field.listKind === "scalar" && field.scalar !== ScalarType.STRING && field.scalar !== ScalarType.BYTES))

/** How a field's values are written; an enum, which is neither scalar nor message, as a number. */
const wireTypeOf = (scalar: ScalarType | undefined, message?: DescMessage): WireType => {
  if (message !== undefined) return WireType.LengthDelimited
  switch (scalar) {
    case ScalarType.STRING:
    case ScalarType.BYTES:
      return WireType.LengthDelimited
    case ScalarType.DOUBLE:
    case ScalarType.FIXED64:
    case ScalarType.SFIXED64:
      return WireType.Bit64
    case ScalarType.FLOAT:
    case ScalarType.FIXED32:
    case ScalarType.SFIXED32:
      return WireType.Bit32
    default:
      return WireType.Varint
  }
}

/** The reader takes a field as its descriptor says, whatever the bytes say: it would see other values than are counted here. */
const check = (wireType: WireType, expected: WireType): void => {
  if (wireType !== expected) throw new BodyFailure("a field is written as another type")
}

/** So many numbers are packed in there: each varint ends with a byte below 0x80. Half a number would be read with what is behind. */
const packedIn = (bytes: Uint8Array, wireType: WireType): number => {
  const size = wireType === WireType.Bit64 ? 8 : wireType === WireType.Bit32 ? 4 : 0
  if (size === 0 ? (bytes.at(-1) ?? 0) >= 0x80 : bytes.length % size !== 0) {
    throw new BodyFailure("a list of numbers ends in the middle of one")
  }
  if (size > 0) return bytes.length / size
  let ends = 0
  for (const byte of bytes) if (byte < 0x80) ends++
  return ends
}

const known = new WeakMap<DescMessage, ReadonlyMap<number, DescField>>()

const fieldsOf = (desc: DescMessage): ReadonlyMap<number, DescField> => {
  const before = known.get(desc)
  if (before !== undefined) return before
  const fields = new Map(desc.fields.map((field) => [field.number, field]))
  known.set(desc, fields)
  return fields
}
