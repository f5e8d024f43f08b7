/*
 * What every codec of bodies is made of: a schema between a value and what the format can write.
 */
import * as Schema from "effect/Schema"
import * as SchemaIssue from "effect/SchemaIssue"
import { isA } from "../instance.ts"

/** One part of a message, a payload, a result or an error, as bytes and back. Both throw a `BodyFailure`, and nothing else. */
export interface Body {
  readonly encode: (value: unknown) => Uint8Array
  readonly decode: (bytes: Uint8Array) => unknown
}

/** A plain class, without a stack: a bad message is no bug. */
export class BodyFailure {
  readonly issue: string
  constructor(issue: string) {
    this.issue = issue.length > issueLimit ? `${issue.slice(0, issueLimit)}…` : issue
  }
}

/** It travels back to whoever sent what is wrong: never much more than that was. */
const issueLimit = 400

/** Between a value and its wire form, which `write` and `read` know. Whatever they throw becomes a `BodyFailure`. */
export const bodyOf = (
  schema: Schema.Top,
  write: (wire: unknown) => Uint8Array,
  read: (bytes: Uint8Array) => unknown
): Body => {
  // Schemas that need services, or time, cannot be between processes: they fail here with what Schema says of them.
  const synchronous = schema as Schema.Codec<unknown, unknown>
  const toWire = Schema.encodeUnknownSync(synchronous)
  const fromWire = Schema.decodeUnknownSync(synchronous)
  return {
    encode: (value) => guarded(() => write(toWire(value))),
    decode: (bytes) => guarded(() => fromWire(read(bytes)))
  }
}

export const guarded = <A>(run: () => A): A => {
  try {
    return run()
  } catch (cause) {
    throw isA(cause, BodyFailure) ? cause : new BodyFailure(textOf(cause))
  }
}

const formatted = SchemaIssue.makeFormatterDefault()

/** What was thrown, as text: it may be anything, also something that throws when it is read. */
export const textOf = (cause: unknown): string => {
  try {
    if (cause instanceof RangeError && cause.message.includes("call stack")) return "it nests too deep"
    if (!(cause instanceof Error)) return String(cause)
    // A Schema says only that it failed, and in the cause why.
    return SchemaIssue.isIssue(cause.cause) ? formatted(cause.cause) : cause.message
  } catch {
    return "something was thrown that has no text"
  }
}
