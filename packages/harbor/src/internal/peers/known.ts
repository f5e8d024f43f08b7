/*
 * What is looked up of a message for each frame: made once for each message.
 */
import type { Codec } from "../../Codec.ts"
import { Forbidden, HarborError, type HarborErrorReason, Malformed } from "../../HarborError.ts"
import type * as Message from "../../Message.ts"
import { BodyFailure } from "../codec/body.ts"
import { isA } from "../instance.ts"

export interface Known {
  readonly message: Message.Any
  readonly fingerprint: bigint
  /** Fingerprints that are understood, the own one among them. */
  readonly understood: ReadonlySet<bigint>
  /** By the code in a frame: those of Effect and the message's own. */
  readonly codecs: ReadonlyMap<number, Codec>
}

export const makeKnown = (message: Message.Any, also: ReadonlyArray<Codec>): Known => {
  const fingerprint = BigInt(`0x${message.fingerprint}`)
  return {
    message,
    fingerprint,
    understood: new Set([fingerprint, ...message.accepts.map((text) => BigInt(`0x${text}`))]),
    codecs: new Map([...also, message.codec].map((codec) => [codec.code, codec]))
  }
}

export const refuse = (messageName: string, reason: HarborErrorReason, delivered: "no" | "maybe"): HarborError =>
  new HarborError({ reason, messageName, thread: "", delivered })

/** Messages between threads stay in their process. */
export const outOfReach = ({ name, reach }: Message.Any): HarborError | undefined => {
  if (reach !== "threads") return undefined
  const detail = 'its reach is "threads": begin its name with smsg, or declare reach: "services"'
  return refuse(name, new Forbidden({ detail }), "no")
}

/** What a body's codec has thrown; anything but a `BodyFailure` is an error that says so itself. */
export const malformed = (
  messageName: string,
  what: "payload" | "reply",
  cause: unknown,
  delivered: "no" | "maybe"
): HarborError => {
  if (isA(cause, HarborError)) return cause
  const issue = isA(cause, BodyFailure) ? cause.issue : "its codec failed"
  return refuse(messageName, new Malformed({ what, issue }), delivered)
}
