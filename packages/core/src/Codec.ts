/**
 * The msgpack codec of messages, shaped by their schema and compiled once per schema.
 *
 * Used by the sending and the draining edge of every thread; synchronous, and free of Effect unless a schema's own
 * transformation asks for it. The layout is described in `internal/codec/plan.ts`.
 */
import type * as Context from "effect/Context"
import type * as Schema from "effect/Schema"
import { compile } from "./internal/codec/compile.ts"

export {
  /**
   * Thrown by `encode` and `decode` when a value, or bytes, do not fit the schema. `issue` is readable and names the
   * path and the value.
   */
  CodecFailure
} from "./internal/codec/failure.ts"

export {
  /** Where `encode` leaves its bytes, one for each thread: `scratch.bytes[0, length)`, until the next `encode`. */
  scratch
} from "./internal/codec/msgpack.ts"

export interface Codec {
  /** Hash of the layout on the wire: equal in two threads for an equal schema. */
  readonly fingerprint: string
  /** Binds the services which the schema's transformations need. */
  readonly bind: (context: Context.Context<never>) => BoundCodec
}

export interface BoundCodec {
  /** Value → msgpack in `scratch`; returns the length in bytes. Throws `CodecFailure`, then nothing remains. */
  readonly encode: (value: unknown) => number
  /**
   * Decodes `bytes[start, end)` in place. The bytes may be shared memory that is overwritten later: the result
   * aliases nothing. Throws `CodecFailure`.
   */
  readonly decode: (bytes: Uint8Array, start: number, end: number) => unknown
}

export interface Options {
  /**
   * Which sides compare values with the schema. `"both"` by default; `"receive"` trusts the type checker of the
   * sender, `"none"` both. Transformations run in any case.
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
 * something that cannot be carried between threads.
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
