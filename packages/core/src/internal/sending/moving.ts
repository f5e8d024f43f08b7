/**
 * What a job moves (`Job.transfer`), from its encoding until it is posted: held while the job waits, and gone once it is
 * published. Used by the sending thread only.
 */
import { type ActorErrorReason, Undecodable } from "../../ActorError.ts"
import { outgoing } from "../codec/apart.ts"
import { keptMessage } from "../message.ts"
import { encodePayload, nowhere } from "./encodePayload.ts"
import type { Outbox } from "./outbox.ts"
import { mayMove, MAIL, move, take, unmovable } from "../thread/moves.ts"
import type { Mesh } from "../thread/mesh.ts"
import type { OutgoingJob } from "./outgoing.ts"

const nothing: ReadonlyArray<ArrayBuffer> = []

/** What is to go with it: held since it began to wait, or with the message that was packed last. */
export const movesOf = (job: OutgoingJob, isHeld: boolean): ReadonlyArray<ArrayBuffer> =>
  isHeld ? (Array.isArray(job.moved) ? job.moved : nothing) : outgoing.buffers

/**
 * It has to wait: keeps the message that was packed last, and what goes with it, which is the job's own from now on. What lies in
 * a block of this thread is copied, so that nobody waits with a block. Why not, if that cannot be.
 */
export const keepMessage = (
  outbox: Outbox,
  job: OutgoingJob,
  payload: unknown,
  bytes: number
): ActorErrorReason | undefined => {
  const { given } = outgoing
  const length = given === undefined ? bytes : encodePayload(job, payload, outbox.maxBodyBytes, nowhere)
  if (typeof length === "object") return length
  try {
    if (outgoing.buffers.length > 0) {
      job.moved = take(outgoing.buffers)
      job.payload = undefined
    }
  } catch (cause) {
    return new Undecodable({ what: "payload", issue: unmovable(cause) })
  }
  job.bytes = keptMessage(length)
  if (given !== undefined) outbox.mesh.ownMemory.release(given.block)
  return undefined
}

/** What went with it is not here any more: it cannot be sent again. */
export const sentAway = (job: OutgoingJob): void => {
  job.moved = "sent"
  job.payload = undefined
}

/** A port is there, or has been asked for. */
export const hasPort = (mesh: Mesh, job: OutgoingJob): boolean => mayMove(mesh, job.target.peer)

/** Posts it, before the record of the job is published. Why not, if it cannot be moved: then nothing was. */
export const post = (
  mesh: Mesh,
  job: OutgoingJob,
  id: number,
  generation: number,
  buffers: ReadonlyArray<ArrayBuffer>
): Undecodable | undefined => {
  try {
    move(mesh, job.target.peer, MAIL, id, generation, buffers)
    sentAway(job)
    return undefined
  } catch (cause) {
    return new Undecodable({ what: "payload", issue: unmovable(cause) })
  }
}

/** It holds its message with what it moves, and both are sent as they are. */
export const isHeld = (job: OutgoingJob): boolean => Array.isArray(job.moved)
