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
      if (wireType === WireType.StartGroup || wireType === WireType.EndGroup) throw new BodyFailure("it holds a group")
      count(1)
      const field = fields.get(number)
      if (wireType !== WireType.LengthDelimited || field === undefined) reader.skip(wireType, number)
      else if (field.fieldKind === "map") entry(field, reader.bytes(), depth)
      else if (field.message !== undefined) message(field.message, reader.bytes(), depth + 1)
      else if (isPacked(field)) count(packedIn(reader.bytes()))
      else reader.skip(wireType, number)
    }
  }
  /** A key and a value, which may be a message; both count. */
  const entry = (field: DescField & { readonly fieldKind: "map" }, inside: Uint8Array, depth: number): void => {
    const reader = new BinaryReader(inside)
    while (reader.pos < reader.len) {
      const [number, wireType] = reader.tag()
      count(1)
      const isMessage = number === 2 && wireType === WireType.LengthDelimited && field.message !== undefined
      if (isMessage) message(field.message, reader.bytes(), depth + 1)
      else reader.skip(wireType, number, 1)
    }
  }
  message(desc, bytes, 1)
}

/** Text and bytes stand alone; numbers of a list in one field. */
const isPacked = (field: DescField): boolean =>
  field.fieldKind === "list" &&
  (field.listKind === "enum" ||
    (field.listKind === "scalar" && field.scalar !== ScalarType.STRING && field.scalar !== ScalarType.BYTES))

/** So many numbers are packed in there, or more than there are: each varint ends with a byte below 0x80. */
const packedIn = (bytes: Uint8Array): number => {
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
