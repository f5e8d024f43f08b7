/**
 * A job's payload as bytes, checked against what the memory can carry. Used by the sending thread.
 */
import { type ActorErrorReason, TooLarge, Undecodable } from "../../ActorError.ts"
import { issueOf } from "../jobCodecs.ts"
import type { OutgoingJob } from "./outgoing.ts"
import * as Record from "../record.ts"

/** Encodes into the scratch buffer: how many bytes, or why not. */
export const encodePayload = (
  job: Pick<OutgoingJob, "method" | "extension">,
  payload: unknown,
  limitBytes: number,
  arena: ArrayBufferLike
): number | ActorErrorReason => {
  let length: number
  try {
    length = job.method.codecs.payload.encodeMessage(payload, arena)
  } catch (failure) {
    return new Undecodable({ what: "payload", issue: issueOf(failure) })
  }
  const bytes = bodyBytesOf(job, length)
  return bytes > limitBytes ? new TooLarge({ what: "payload", bytes, limitBytes }) : length
}

/** What goes with the envelope: extension and payload. */
export const bodyBytesOf = (job: Pick<OutgoingJob, "extension">, payloadBytes: number): number =>
  job.extension === undefined ? payloadBytes : Record.pad8(job.extension.byteLength) + payloadBytes
