/**
 * How the parts of a message become bytes between processes. Inside a process core's own codec carries them, whatever is said
 * here; a listener that wants bytes gets them in any of these.
 */
import type * as Schema from "effect/Schema"
import { HarborError, InvalidOption } from "./HarborError.ts"
import type { Body } from "./internal/codec/body.ts"
import { defaultLimits, type Limits } from "./internal/codec/guard.ts"
import { msgpackBody } from "./internal/codec/msgpack.ts"
import { schemaBinaryBody } from "./internal/codec/schemaBinary.ts"

export type {
  /** One part of a message as bytes and back: both directions throw a `BodyFailure`, and nothing else. */
  Body,
  /** Why bytes or a value were refused: a readable `issue`. */
  BodyFailure
} from "./internal/codec/body.ts"

export type {
  /** What a message from outside may hold at most: values, and maps and arrays within each other. */
  Limits
} from "./internal/codec/guard.ts"
import { asText } from "./internal/shown.ts"

/** The schemas of a message. */
export interface Parts {
  readonly payload: Schema.Top
  readonly success: Schema.Top
  readonly error: Schema.Top
}

/** A codec for each part of one message. */
export interface Bodies {
  readonly payload: Body
  readonly success: Body
  readonly error: Body
}

/** A format of bodies. Two codecs of one name write the same bytes for the same message. */
export interface Codec {
  readonly name: string
  /** What stands for it in a frame, 0 to 15: 0 msgpack, 1 SchemaBinary, 2 protobuf. */
  readonly code: number
  /** Called once for each message. Throws where a schema cannot be written so. */
  readonly compile: (parts: Parts) => Bodies
}

const each = (parts: Parts, body: (schema: Schema.Top) => Body): Bodies => ({
  payload: body(parts.payload),
  success: body(parts.success),
  error: body(parts.error)
})

/**
 * msgpack with other limits, for messages that are large by design. Both sides have to know them: what exceeds those of the
 * receiver is malformed there. Throws `InvalidOption`.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as Schema from "effect/Schema"
 * import * as Codec from "@stevedore/harbor/Codec"
 *
 * const parts = { payload: Schema.Array(Schema.Int), success: Schema.Void, error: Schema.Never }
 * const large = Codec.msgpackWith({ values: 100_000 }).compile(parts).payload
 * const numbers = Array.from({ length: 50_000 }, (_, index) => index)
 * assert.deepEqual(large.decode(large.encode(numbers)), numbers)
 * assert.throws(
 *   () => Codec.msgpack.compile(parts).payload.encode(numbers),
 *   (failure: Codec.BodyFailure) => failure.issue === "it holds more than 4096 values"
 * )
 * ```
 */
export const msgpackWith = (limits: Partial<Limits>): Codec => {
  const all = { ...defaultLimits, ...limits }
  for (const key of ["values", "depth"] as const) {
    if (Number.isSafeInteger(all[key]) && all[key] > 0 && (key === "values" || all[key] <= 1024)) continue
    const remedy = key === "values" ? "use a whole number from 1" : "use a whole number from 1 to 1024"
    const reason = new InvalidOption({ option: key, value: asText(all[key]), remedy })
    throw new HarborError({ reason, messageName: "", thread: "", delivered: "no" })
  }
  return { name: "msgpack", code: 0, compile: (parts) => each(parts, (schema) => msgpackBody(schema, all)) }
}

/**
 * The default: msgpack maps, which any language reads. Bytes are bin, dates are timestamps, all else is as in JSON. At most
 * 4,096 values, 32 deep, nothing but plain data.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as Schema from "effect/Schema"
 * import * as Codec from "@stevedore/harbor/Codec"
 *
 * const parts = { payload: Schema.Struct({ a: Schema.Int }), success: Schema.Void, error: Schema.Never }
 * const { payload } = Codec.msgpack.compile(parts)
 * assert.deepEqual([...payload.encode({ a: 1 })], [0x81, 0xa1, 0x61, 0x01])
 * ```
 */
export const msgpack: Codec = msgpackWith({})

/**
 * Effect's SchemaBinary, in the mode that lets schemas evolve: for Effect on both sides, and about a third smaller.
 * Not for schemas with an array of `null` or `undefined`, nor with an array that may contain itself: nothing would bound what a few bytes claim.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as Schema from "effect/Schema"
 * import * as Codec from "@stevedore/harbor/Codec"
 *
 * const parts = { payload: Schema.Struct({ a: Schema.Int }), success: Schema.Void, error: Schema.Never }
 * const { payload } = Codec.schemaBinary.compile(parts)
 * assert.deepEqual(payload.decode(payload.encode({ a: 1 })), { a: 1 })
 * ```
 */
export const schemaBinary: Codec = { name: "schemaBinary", code: 1, compile: (parts) => each(parts, schemaBinaryBody) }
