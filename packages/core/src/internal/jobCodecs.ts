/**
 * The codecs of one Rpc, compiled once per definition and bound once per layer, and what a reply record means.
 */
import type * as Cause from "effect/Cause"
import * as Context from "effect/Context"
import * as Exit from "effect/Exit"
import type * as Rpc from "effect/rpc/Rpc"
import * as RpcSchema from "effect/rpc/RpcSchema"
import * as Schema from "effect/Schema"
import { ActorErrorReason, Threw, Undecodable } from "../ActorError.ts"
import * as Codec from "../Codec.ts"
import { Validate } from "../Job.ts"
import type * as Message from "./codec/compile.ts"
import type { Arena } from "./memory/arena.ts"
import * as Record from "./record.ts"

export interface JobCodecs {
  readonly payload: Codec.Codec
  readonly success: Codec.Codec
  readonly error: Codec.Codec
  readonly cause: Codec.Codec
  /** Its errors are what a plain function threw: the reason `Threw`, with a stack of their own. */
  readonly throws?: Throws | undefined
  readonly elements?: { readonly many: Codec.Codec; readonly one: Codec.Codec } | undefined
}

/** What is left of something thrown that is too large to be carried whole. */
export interface Throws {
  /** Such that it is no larger than that when it is encoded. */
  readonly inShort: (thrown: unknown, why: string, limitBytes: number) => unknown
}

/** Codecs with the services their schemas need. */
export interface BoundJobCodecs {
  readonly payload: Message.Bound
  readonly success: Message.Bound
  readonly error: Message.Bound
  readonly cause: Message.Bound
  readonly throws?: Throws | undefined
  /** Of a stream: an array of its elements, as they travel, and one of them, to say what is wrong with it. */
  readonly elements?: { readonly many: Message.Bound; readonly one: Message.Bound } | undefined
}

const compiled = new WeakMap<object, JobCodecs>()

/** Gives an Rpc codecs that are not those of its schemas. Before it is compiled. */
export const provide = (rpc: object, codecs: JobCodecs): void => {
  compiled.set(rpc, codecs)
}

/** Compiles the codecs of an Rpc. Throws, naming the place, when a schema cannot be carried. */
export const compile = (rpc: Rpc.AnyWithProps): JobCodecs => {
  const known = compiled.get(rpc)
  if (known !== undefined) return known
  const { successSchema } = rpc
  const stream = RpcSchema.isStreamSchema(successSchema) ? successSchema : undefined
  const errors = new Set<Schema.Top>([stream === undefined ? rpc.errorSchema : stream.error])
  // A stream may fail before it is one.
  if (rpc.errorSchema.ast._tag !== "Never") errors.add(rpc.errorSchema)
  for (const middleware of rpc.middlewares) errors.add(middleware.error)
  const error = errors.size === 1 ? Array.from(errors)[0]! : Schema.Union([...errors])
  const validate = Context.get(rpc.annotations, Validate)
  const codecs: JobCodecs = {
    payload: at(rpc, "payload", rpc.payloadSchema, { input: "make", validate }),
    // What the end of a stream says is that it is there.
    success: at(rpc, "success", stream === undefined ? successSchema : Schema.Void, { validate }),
    error: at(rpc, "error", error),
    cause: at(rpc, "defect", Schema.Cause(error, defectSchema(rpc))),
    elements: stream && {
      many: at(rpc, "stream element", Schema.Array(stream.success), { validate }),
      one: at(rpc, "stream element", stream.success, { validate })
    }
  }
  compiled.set(rpc, codecs)
  return codecs
}

const at = (rpc: Rpc.AnyWithProps, place: string, schema: Schema.Top, options?: Codec.Options): Codec.Codec => {
  try {
    return Codec.make(schema, options)
  } catch (cause) {
    const text = cause instanceof Error ? cause.message : String(cause)
    throw new Error(`Rpc "${rpc._tag}", ${place}: ${text}`, { cause })
  }
}

/** `Rpc.make` without `defect` carries defects without their stack; across threads the stack is what one looks for. */
const defectSchema = (rpc: Rpc.AnyWithProps): Schema.Top =>
  rpc.defectSchema.ast === Schema.Defect().ast ? Schema.Defect({ includeStack: true }) : rpc.defectSchema

export const bind = (rpc: Rpc.AnyWithProps, context: Context.Context<never>): BoundJobCodecs => {
  const codecs = compile(rpc)
  return {
    payload: messages(codecs.payload, context),
    success: messages(codecs.success, context),
    error: messages(codecs.error, context),
    cause: messages(codecs.cause, context),
    throws: codecs.throws,
    elements: codecs.elements && {
      many: messages(codecs.elements.many, context),
      one: messages(codecs.elements.one, context)
    }
  }
}

/** What `Codec.make` gives can more than it says: what travels beside a message is between the threads of a system. */
const messages = (codec: Codec.Codec, context: Context.Context<never>): Message.Bound =>
  codec.bind(context) as Message.Bound

/** What two threads must agree on to understand each other's jobs of this Rpc. */
export const fingerprint = (rpc: Rpc.AnyWithProps): string => {
  const codecs = compile(rpc)
  const result = codecs.elements === undefined ? codecs.success.fingerprint : `*${codecs.elements.many.fingerprint}`
  return `${rpc._tag}(${codecs.payload.fingerprint})${result}!${codecs.error.fingerprint}`
}

/** How reasons of `ActorError` travel, the same for every actor. */
export const reasonCodec: Codec.BoundCodec = Codec.make(ActorErrorReason).bind(Context.empty())

type Outcome =
  | Exit.Exit<unknown, unknown>
  | { readonly _tag: "Reason"; readonly reason: ActorErrorReason; readonly started: boolean }

/** The byte where the body of an express record begins. */
const bodyAt = ({ layout, words }: Arena, at: number): number =>
  Record.isSpilled(words[at + Record.Field.head]!)
    ? Record.bodyStart(layout, words[at + Record.Spilled.expressBlock]!, bodyBytes(words, at))
    : at * 4 + Record.EXPRESS_BYTES

/** What stands in a block that is not the record's own. */
const bodyBytes = (words: Int32Array, at: number): number =>
  words[at + Record.Field.payloadBytes]! + words[at + Record.Field.stackBytes]!

/** Reads who waits for a job. */
export const decodeChain = (arena: Arena, at: number): ReadonlyArray<number> => {
  const start = bodyAt(arena, at)
  const body = arena.bytes.slice(start, start + arena.words[at + Record.Field.payloadBytes]!)
  return Array.from(new Float64Array(body.buffer))
}

/** Reads elements of a stream in place; what cannot be read becomes a typed reason. */
export const decodeChunk = (codecs: BoundJobCodecs, arena: Arena, at: number): ReadonlyArray<unknown> | Undecodable => {
  const start = bodyAt(arena, at)
  const end = start + arena.words[at + Record.Field.payloadBytes]!
  try {
    return codecs.elements!.many.decode(arena.bytes, start, end) as ReadonlyArray<unknown>
  } catch (failure) {
    return new Undecodable({ what: "result", issue: issueOf(failure) })
  }
}

/** Reads a reply in place; a reply that cannot be read becomes a typed reason, never a throw. */
export const decodeReply = (codecs: BoundJobCodecs, arena: Arena, at: number): Outcome => {
  const { bytes, words } = arena
  const head = words[at + Record.Field.head]!
  const kind = Record.kindOf(head)
  const start = bodyAt(arena, at)
  const end = start + words[at + Record.Field.payloadBytes]!
  try {
    switch (kind) {
      case Record.Kind.success:
        return Exit.succeed(codecs.success.decode(bytes, start, end))
      case Record.Kind.failure: {
        const error = codecs.error.decode(bytes, start, end)
        if (codecs.throws !== undefined) return { _tag: "Reason", reason: new Threw({ cause: error }), started: true }
        const stackBytes = words[at + Record.Field.stackBytes]!
        if (stackBytes > 0 && error instanceof Error) setStack(error, decodeText(bytes, end, end + stackBytes))
        return Exit.fail(error)
      }
      case Record.Kind.actorError: {
        const reason = reasonCodec.decode(bytes, start, end) as ActorErrorReason
        // The handler never saw a payload that could not be decoded.
        const started = !(reason._tag === "Undecodable" && reason.what === "payload")
        return { _tag: "Reason", reason, started }
      }
      default:
        return Exit.failCause(codecs.cause.decode(bytes, start, end) as Cause.Cause<unknown>)
    }
  } catch (failure) {
    // Also when the code of a schema or a class throws: the job is over, and its sender has to learn that.
    const what = kind === Record.Kind.success ? "result" : "error"
    return { _tag: "Reason", reason: new Undecodable({ what, issue: issueOf(failure) }), started: true }
  }
}

/** What a codec says of a value, or what the code of a schema, a getter or a Proxy has thrown: always a text. */
export const issueOf = (failure: unknown): string => {
  if (failure instanceof Codec.CodecFailure) return failure.issue
  try {
    return `its own code threw ${String(failure)}`
  } catch {
    return "its own code threw something that cannot be shown"
  }
}

/** Where the error was made is what one looks for; where it was decoded is known from the ask. */
const setStack = (error: Error, stack: string): void => {
  // Not where the error does not allow it: a frozen one is delivered as it is.
  if (!Object.isExtensible(error) || Object.getOwnPropertyDescriptor(error, "stack")?.configurable === false) return
  Object.defineProperty(error, "stack", { value: stack, writable: true, configurable: true, enumerable: false })
}

const textDecoder = new TextDecoder()

/** A copy first: some engines refuse to decode text from shared memory. */
export const decodeText = (bytes: Uint8Array, start: number, end: number): string =>
  textDecoder.decode(bytes.slice(start, end))
