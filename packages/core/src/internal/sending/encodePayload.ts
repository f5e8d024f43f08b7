/**
 * A job's payload as bytes, checked against what the memory can carry. Used by the sending thread.
 */
import { type ActorErrorReason, TooLarge, Undecodable } from "../../ActorError.ts"
import { outgoing } from "../codec/apart.ts"
import { issueOf } from "../jobCodecs.ts"
import type { Arena } from "../memory/arena.ts"
import { fitsBehind } from "../thread/ownMemory.ts"
import type { OutgoingJob } from "./outgoing.ts"
import * as Record from "../record.ts"

/** An arena of nobody: what lies in one is copied. */
export const nowhere = {}

/** Encodes into the scratch buffer: how many bytes, or why not. */
export const encodePayload = (
  job: Pick<OutgoingJob, "method" | "extension">,
  payload: unknown,
  limitBytes: number,
  arena: object
): number | ActorErrorReason => {
  let length: number
  try {
    length = job.method.codecs.payload.encodeMessage(payload, arena)
    // What goes with it stands behind the buffer in its block; if there is no room for that, the buffer is copied.
    if (outgoing.given !== undefined && !fitsBehind(arena as Arena, outgoing.given, bodyBytesOf(job, length))) {
      length = job.method.codecs.payload.encodeMessage(payload, nowhere)
    }
  } catch (failure) {
    return new Undecodable({ what: "payload", issue: issueOf(failure) })
  }
  const bytes = bodyBytesOf(job, length)
  return bytes > limitBytes ? new TooLarge({ what: "payload", bytes, limitBytes }) : length
}

/** What goes with the envelope: extension and payload. */
export const bodyBytesOf = (job: Pick<OutgoingJob, "extension">, payloadBytes: number): number =>
  job.extension === undefined ? payloadBytes : Record.pad8(job.extension.byteLength) + payloadBytes
