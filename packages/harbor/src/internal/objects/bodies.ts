/**
 * What is sent to objects, and what they are where they move, as bytes. Compiled once for each schema, bound once for each thread.
 *
 * A payload begins with how its sender has declared the message, so that nobody takes it for what it is not, however often it is sent
 * on to where its object moves:
 *
 *     byte 0        8                12
 *          ├────────┼────────────────┼───────────
 *          │ fingerprint             │ payload        FNV-1a of the declaration, big endian: see fingerprint.ts
 *          │        │ layout         │                of core's codec, which has no names; 0: msgpack maps, whose fields have names
 *
 * Core's codec is what everything has that stays in the process, whatever codec a message has for others; maps are for threads that have
 * declared it differently, and read each other all the same (`accepts`, or fields in another order). See spoken.ts for who writes them.
 */
import * as Codec from "@stevedore/core/Codec"
import type * as Context from "effect/Context"
import type * as Schema from "effect/Schema"
import * as BodyCodec from "../../Codec.ts"
import { SchemaMismatch } from "../../HarborError.ts"
import type * as Message from "../../Message.ts"
import { bodiesOf, encodePayload } from "../codec/bodies.ts"
import { BodyFailure } from "../codec/body.ts"
import { fingerprintIn } from "../declared.ts"
import { fnv64 } from "../fingerprint.ts"
import { isA } from "../instance.ts"
import { messageOf } from "../shown.ts"
import { nothing } from "./delivery.ts"

/** Both throw what `issueOf` reads. */
export interface Body {
  readonly encode: (value: unknown) => Uint8Array
  readonly decode: (bytes: Uint8Array) => unknown
}

/** How a message is written: what its payload begins with is part of that. A reply is written as what it answers. */
export interface Format {
  readonly payload: Body
  readonly success: Body
  readonly error: Body
}

/** What a schema or a codec threw, as text; or what it came upon: a getter of a value may throw anything. */
export const issueOf = (thrown: unknown): string =>
  isA(thrown, Codec.CodecFailure) || isA(thrown, BodyFailure) ? thrown.issue : messageOf(thrown)

const FINGERPRINT_BYTES = 8

/** What a payload begins with. */
export const TAG_BYTES = 12

/** A message, for this thread. */
export class MessageBodies {
  readonly message: Message.Any
  readonly fingerprint: string
  /** What `positional` begins with. */
  readonly tag: Uint8Array
  /** By the places of its fields: only for those whose tag is the same. */
  readonly positional: Format
  private named: Format | undefined

  constructor(message: Message.Any, context: Context.Context<never>) {
    this.message = message
    const { errorSchema, payloadSchema, successSchema } = message.rpc
    this.fingerprint = fingerprintIn(message.name, message.rpc)
    const schemas = [payloadSchema, successSchema, errorSchema]
    this.tag = tagOf(this.fingerprint, layoutOf(schemas.map((schema) => Codec.make(schema).fingerprint)))
    this.positional = {
      payload: tagged(payloadSchema, this.tag, context),
      success: bodyOf(successSchema, "type", context),
      error: bodyOf(errorSchema, "type", context)
    }
  }

  /** Field by field, for all who know the fingerprint; as `positional` where its schemas have no such form. */
  get byName(): Format {
    return (this.named ??= namedOf(this.message, tagOf(this.fingerprint, 0)) ?? this.positional)
  }

  /** How that payload is to be read here, or why it cannot be. */
  formatOf(payload: Uint8Array): Format | SchemaMismatch {
    if (startsWith(payload, this.tag, TAG_BYTES)) return this.positional
    const other = hexOf(payload)
    const isKnown = other === this.fingerprint || this.message.accepts.includes(other)
    const { byName } = this
    // By their places only those are read that have the same ones.
    const isNamed =
      byName !== this.positional && payload.subarray(FINGERPRINT_BYTES, TAG_BYTES).every((byte) => byte === 0)
    return isKnown && isNamed ? byName : new SchemaMismatch({ own: this.fingerprint, other })
  }
}

export class Bodies {
  private readonly context: Context.Context<never>
  private readonly known = new WeakMap<Message.Any, MessageBodies>()

  constructor(context: Context.Context<never>) {
    this.context = context
  }

  /** Throws where a schema cannot be carried. */
  of(message: Message.Any): MessageBodies {
    let bodies = this.known.get(message)
    if (bodies === undefined) this.known.set(message, (bodies = new MessageBodies(message, this.context)))
    return bodies
  }

  /** Of what objects are. */
  state(schema: Schema.Top): Body & { readonly layout: string } {
    return { ...bodyOf(schema, "type", this.context), layout: Codec.make(schema).fingerprint }
  }
}

const bodyOf = (schema: Schema.Top, input: "make" | "type", context: Context.Context<never>): Body => {
  const codec = Codec.make(schema, { input }).bind(context)
  return {
    encode: (value) => {
      const length = codec.encode(value)
      return length === 0 ? nothing : Codec.scratch.bytes.slice(0, length)
    },
    decode: (bytes) => codec.decode(bytes, 0, bytes.length)
  }
}

const tagged = (schema: Schema.Top, tag: Uint8Array, context: Context.Context<never>): Body => {
  const codec = Codec.make(schema, { input: "make" }).bind(context)
  return {
    encode: (value) => {
      const length = codec.encode(value)
      return behind(tag, Codec.scratch.bytes.subarray(0, length))
    },
    decode: (bytes) => codec.decode(bytes, TAG_BYTES, bytes.length)
  }
}

const namedOf = (message: Message.Any, tag: Uint8Array): Format | undefined => {
  const codec = BodyCodec.msgpack
  try {
    const { error, payload, success } = bodiesOf(message, codec)
    return {
      payload: {
        encode: (value) => behind(tag, encodePayload(message, value, codec)),
        decode: (bytes) => payload.decode(bytes.subarray(TAG_BYTES))
      },
      success,
      error
    }
  } catch {
    // What needs services, or time, to be written.
    return undefined
  }
}

const behind = (tag: Uint8Array, bytes: Uint8Array): Uint8Array => {
  const all = new Uint8Array(TAG_BYTES + bytes.length)
  all.set(tag)
  all.set(bytes, TAG_BYTES)
  return all
}

const layoutOf = (layouts: ReadonlyArray<string>): number => Number(BigInt.asUintN(32, fnv64(layouts.join(" ")))) || 1

const tagOf = (fingerprint: string, layout: number): Uint8Array => {
  const view = new DataView(new ArrayBuffer(TAG_BYTES))
  view.setBigUint64(0, BigInt(`0x${fingerprint}`))
  view.setUint32(FINGERPRINT_BYTES, layout)
  return new Uint8Array(view.buffer)
}

const startsWith = (bytes: Uint8Array, tag: Uint8Array, length: number): boolean => {
  for (let at = 0; at < length; at++) if (bytes[at] !== tag[at]) return false
  return true
}

const hexOf = (payload: Uint8Array): string =>
  Array.from(payload.subarray(0, FINGERPRINT_BYTES), (byte) => byte.toString(16).padStart(2, "0")).join("")
