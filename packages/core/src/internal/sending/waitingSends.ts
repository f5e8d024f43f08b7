/**
 * Sends that found no room: each target's line, first in, first out. What they wait for is announced before the last look,
 * so that whoever makes room knows whom to ring. Used by the sending thread only.
 */
import { Stopped } from "../../ActorError.ts"
import * as Bell from "../memory/bell.ts"
import { encodePayload, nowhere } from "./encodePayload.ts"
import { type Blocked, goneReason } from "./full.ts"
import { keepMessage } from "./moving.ts"
import type { Outbox } from "./outbox.ts"
import { type OutgoingJob, takenBack, type Target } from "./outgoing.ts"

/** Waiting sends that go out in one step of a drain. */
const STEP_JOBS = 256

/**
 * Something may have made room: sends what waits, as far as it goes, and re-arms the wishes of the rest. Called in
 * every drain of a thread, and costs nothing when nobody waits. True when there was more than fits in one step.
 */
export const pump = (outbox: Outbox): boolean => {
  const { waitingTargets } = outbox
  for (const target of waitingTargets) {
    if (pumpTarget(outbox, target, undefined, STEP_JOBS)) continue
    // The others have their turn first.
    waitingTargets.delete(target)
    waitingTargets.add(target)
    return true
  }
  return false
}

/** False when `limit` jobs have left and more may. */
export const pumpTarget = (outbox: Outbox, target: Target, known: Blocked | undefined, limit: number): boolean => {
  let blocked = known
  for (let left = 0; left < limit;) {
    const job = target.waiting.peek()
    if (job === undefined) {
      outbox.waitingTargets.delete(target)
      return true
    }
    const gone = goneReason(target)
    if (gone !== undefined) {
      target.waiting.shift()
      // Unless it is being sent right now, further up the stack: then its word decides.
      if (job.id < 0) outbox.refuse(job, gone)
      left++
      continue
    }
    // What a death has left stands here as it was handed over.
    job.target = target
    if (job.bytes === undefined) {
      const bytes = encodePayload(job, job.payload, outbox.maxBodyBytes, nowhere)
      if (typeof bytes === "object") {
        target.waiting.shift()
        outbox.refuse(job, bytes)
        left++
        continue
      }
      const unkept = keepMessage(outbox, job, job.payload, bytes)
      if (unkept !== undefined) {
        target.waiting.shift()
        outbox.refuse(job, unkept)
        left++
        continue
      }
    }
    if (blocked !== undefined) {
      // Announce the wish, look again, and only then wait: room made in between is found by this look, room made
      // after it rings us. CLOSED is looked at after the wish too, since a closing thread rings wishes it can see.
      // guard G26: pairs with `takeWanted` of the target and with `wakeStarving`
      announce(outbox, target, blocked)
      const { peer } = target
      // Sooner than the ring that a closing thread owes whoever waits for it.
      if (Bell.isClosed(outbox.mesh.arena, peer.thread)) outbox.close(peer, peer.takeUnrung())
    }
    if (target.gone !== undefined) continue
    const before = job.told
    const again = outbox.attempt(job, job.bytes, job.bytes!.byteLength)
    if (again === undefined) {
      blocked = undefined
      target.waiting.remove(job)
      // Where its own ring found the target closed, its word has decided whether it runs, not that.
      if (takenBack(job)) outbox.refuse(job, new Stopped({}))
      else if (!before) job.onAccepted()
      left++
    } else if (typeof again === "object") {
      target.waiting.remove(job)
      outbox.refuse(job, again)
      left++
    } else if (blocked === undefined) {
      blocked = again
    } else if (blocked === again) {
      target.blocked = again
      return true
    } else {
      blocked = again
    }
  }
  return false
}

/** A tell that stands in line without its sender, who goes on as if it were in the mailbox: this thread answers for it. */
export const standAlone = (outbox: Outbox, job: OutgoingJob): boolean => {
  if (job.isAsk || job.told || job.id >= 0 || job.over) return false
  job.told = true
  job.inHand = true
  outbox.owner.account.take()
  return true
}

/** Says what is waited for to those who can make it. */
const announce = (outbox: Outbox, target: Target, blocked: Blocked): void => {
  if (blocked === "port") return // It was asked for, and its coming is an event of this thread.
  if (blocked === "jobs") {
    for (const each of outbox.targets) each.peer.mailOut.want()
    return
  }
  target.peer.mailOut.want()
  if (blocked !== "window") outbox.mesh.pool.starve()
}
