/**
 * The msgpack codec of messages, shaped by their schema and compiled once per schema.
 *
 * Used by the sending and the draining edge of every thread, and by anybody who wants the same bytes; synchronous, and
 * free of Effect unless a schema's own transformation asks for it. `internal/codec/plan.ts` describes the layout.
 */
import type * as Context from "effect/Context"
import type * as Schema from "effect/Schema"
import { compile } from "./internal/codec/compile.ts"
import * as failure from "./internal/codec/failure.ts"
import * as msgpack from "./internal/codec/msgpack.ts"

/**
 * Thrown by `encode` and `decode` when a value, or bytes, do not fit the schema. `issue` is readable: it names what was
 * expected, the value that was found instead, and its path. A plain class, without a stack: a bad message is no bug.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as Context from "effect/Context"
 * import * as Schema from "effect/Schema"
 * import * as Codec from "@stevedore/core/Codec"
 *
 * const codec = Codec.make(Schema.Struct({ user: Schema.Struct({ age: Schema.Int }) })).bind(Context.empty())
 * assert.throws(() => codec.encode({ user: { age: "old" } }), (error) => {
 *   assert.ok(error instanceof Codec.CodecFailure)
 *   assert.equal(error.issue, `Expected number, got "old"\n  at ["user"]["age"]`)
 *   return true
 * })
 * ```
 */
export const CodecFailure = failure.CodecFailure

/** See the class of the same name. */
export type CodecFailure = failure.CodecFailure

/**
 * Where `encode` leaves its bytes, one for each thread: `scratch.bytes[0, length)`, until the next `encode`. The property
 * is replaced as messages grow; do not keep what it held.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as Context from "effect/Context"
 * import * as Schema from "effect/Schema"
 * import * as Codec from "@stevedore/core/Codec"
 *
 * const codec = Codec.make(Schema.Tuple([Schema.Number, Schema.String])).bind(Context.empty())
 * const length = codec.encode([1, "a"])
 * const bytes = Codec.scratch.bytes.slice(0, length)
 * assert.deepStrictEqual([...bytes], [0x92, 0x01, 0xa1, 0x61])
 * ```
 */
export const scratch: { readonly bytes: Uint8Array } = msgpack.scratch

/** A compiled schema, not yet tied to a context. */
export interface Codec {
  /**
   * Hash of the layout on the wire, 16 hexadecimal digits: equal in two threads for an equal schema, different when a
   * field's name, order, type or optionality differs. Checks do not count. Read it once the modules that the schema's
   * suspended parts name have been evaluated.
   */
  readonly fingerprint: string
  /** Binds the services which the schema's transformations need; without any, all contexts give the same result. */
  readonly bind: (context: Context.Context<never>) => BoundCodec
}

/** Encodes and decodes on this thread, synchronously. */
export interface BoundCodec {
  /**
   * Value → msgpack in `scratch`; returns the length in bytes, 0 for `undefined`. Throws `CodecFailure`, and then
   * nothing remains. An asynchronous transformation and a missing service are failures of the first value.
   */
  readonly encode: (value: unknown) => number
  /**
   * Decodes `bytes[start, end)` in place. The bytes may be shared memory that is overwritten later: the result
   * aliases nothing. Throws `CodecFailure`, whatever the bytes are.
   */
  readonly decode: (bytes: Uint8Array, start: number, end: number) => unknown
}

/** How a codec validates, and what it takes. */
export interface Options {
  /**
   * Which sides run the schema's checks. `"both"` by default; `"receive"` trusts the sender's type checker, `"none"`
   * both sides'. The types of leaves are looked at and transformations run in any case.
   */
  readonly validate?: "both" | "receive" | "none" | undefined
  /**
   * What `encode` takes: a value of the schema's type (default), or also the input of its constructor, with defaults
   * filled in and classes constructed, as `RpcClient` does for payloads.
   */
  readonly input?: "make" | "type" | undefined
  /** `"closures"` never generates code. Where generation is forbidden that happens by itself. */
  readonly mode?: "generated" | "closures" | undefined
}

const cache = new WeakMap<object, Map<string, Codec>>()

/**
 * Compiles a schema, once for each schema and set of options. Throws, naming the path, when the schema holds
 * something that cannot be carried between threads: a declaration that has no codec.
 *
 * Everything arrives exactly: numbers with the sign of zero, strings with lone surrogates, bigints of any length,
 * binary data as copies, classes and errors as instances, the member of a union that was sent. `Schema.Unknown` takes
 * plain data only (also dates, maps, sets and binary views) and refuses functions, instances and cycles by their path.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as Context from "effect/Context"
 * import * as Schema from "effect/Schema"
 * import * as Codec from "@stevedore/core/Codec"
 *
 * class Point extends Schema.Class<Point>("Point")({ x: Schema.Finite, y: Schema.Finite }) {}
 * const codec = Codec.make(Schema.Struct({ at: Point, seen: Schema.Date })).bind(Context.empty())
 *
 * const length = codec.encode({ at: new Point({ x: 1, y: 2 }), seen: new Date(0) })
 * const arrived = codec.decode(Codec.scratch.bytes.slice(0, length), 0, length)
 * assert.deepStrictEqual(arrived, { at: new Point({ x: 1, y: 2 }), seen: new Date(0) })
 * ```
 */
export const make = (schema: Schema.Top, options?: Options): Codec => {
  const validate = options?.validate ?? "both"
  const input = options?.input ?? "type"
  const mode = options?.mode ?? "generated"
  const key = `${validate} ${input} ${mode}`
  let codecs = cache.get(schema)
  if (codecs === undefined) cache.set(schema, (codecs = new Map()))
  let codec = codecs.get(key)
  if (codec === undefined) {
    codec = compile(schema, { validate, input, closures: mode === "closures" })
    codecs.set(key, codec)
  }
  return codec
}
