/**
 * Messages as protobuf, for peers that have a .proto file. Needs `@bufbuild/protobuf`, which nothing else of harbor imports.
 */
import { type DescMessage, fromBinary, fromJson, type JsonValue, toBinary, toJson } from "@bufbuild/protobuf"
import * as Schema from "effect/Schema"
import type { Codec, Limits } from "../Codec.ts"
import { HarborError, InvalidOption } from "../HarborError.ts"
import { type Body, BodyFailure, bodyOf } from "../internal/codec/body.ts"
import { defaultLimits } from "../internal/codec/guard.ts"
import { checkProtobuf } from "../internal/codec/protobufGuard.ts"

/** The protobuf messages of one message's parts, as `protoc-gen-es` generates them. */
export interface Descriptors {
  readonly payload?: DescMessage | undefined
  readonly success?: DescMessage | undefined
  readonly error?: DescMessage | undefined
}

/**
 * The codec of one message. Schema and descriptor meet in the JSON form that protobuf defines: fields by their JSON names
 * (`userName` of `user_name`), 64-bit numbers as `Schema.BigInt`, bytes as `Schema.Uint8Array`, a `Timestamp` as
 * `Schema.Date`, enums by name; fields with a default are always there, `optional` ones are `Schema.optionalKey`. A part
 * without a descriptor carries nothing: it has to be `Schema.Void` or `Schema.Never`, or the first use of the message fails
 * with `InvalidOption`. A field that the descriptor does not have is malformed, before anything is sent.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import { TimestampSchema } from "@bufbuild/protobuf/wkt"
 * import * as Schema from "effect/Schema"
 * import * as Protobuf from "@stevedore/harbor/protobuf"
 *
 * const codec = Protobuf.codec({ payload: TimestampSchema })
 * const { payload } = codec.compile({ payload: Schema.Date, success: Schema.Void, error: Schema.Never })
 * assert.deepEqual([...payload.encode(new Date(1000))], [0x08, 0x01])
 * assert.deepEqual(payload.decode(new Uint8Array([0x08, 0x01])), new Date(1000))
 * ```
 */
export const codec = (descriptors: Descriptors, limits: Partial<Limits> = {}): Codec => {
  const all = { ...defaultLimits, ...limits }
  return {
    name: "protobuf",
    code: 2,
    compile: ({ payload, success, error }) => ({
      payload: bodyFor("payload", payload, descriptors.payload, all),
      success: bodyFor("success", success, descriptors.success, all),
      error: bodyFor("error", error, descriptors.error, all)
    })
  }
}

const bodyFor = (part: string, schema: Schema.Top, desc: DescMessage | undefined, limits: Limits): Body => {
  if (desc === undefined) return emptyBody(part, schema)
  return bodyOf(
    Schema.toCodecJson(schema),
    (json) => {
      const bytes = toBinary(desc, fromJson(desc, json as JsonValue), { writeUnknownFields: false })
      checkProtobuf(desc, bytes, limits)
      return bytes
    },
    (bytes) => {
      checkProtobuf(desc, bytes, limits)
      const message = fromBinary(desc, bytes, { readUnknownFields: false, recursionLimit: limits.depth })
      return toJson(desc, message, { alwaysEmitImplicit: true })
    }
  )
}

const nothing = new Uint8Array(0)

/** Nothing, which is no bytes: for a part that has no value, or can have none. */
const emptyBody = (part: string, schema: Schema.Top): Body => {
  if (schema.ast._tag === "Never" || schema.ast._tag === "Void") {
    return bodyOf(
      schema,
      () => nothing,
      (bytes) => {
        if (bytes.length > 0) throw new BodyFailure(`${bytes.length} bytes, where nothing is carried`)
        return undefined
      }
    )
  }
  const reason = new InvalidOption({
    option: `${part} of Protobuf.codec`,
    value: "missing",
    remedy: "give its descriptor"
  })
  throw new HarborError({ reason, messageName: "", thread: "", delivered: "no" })
}
