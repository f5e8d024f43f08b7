/**
 * What gives way where an actor's layer says that nobody waits for room: the job that comes (`dropNewest`), or the oldest
 * of this thread's jobs there that has not started (`dropOldest`). A tell that gives way is a dead letter, all else fails
 * with `MailboxFull`. Used by the sending thread only.
 *
 * With `dropOldest` what was taken back stays where it lies until the target has passed it. So a lane holds up to two
 * windows of records of which one at most may still start; when both are full, the newest ones wait here, in the line of
 * the target, and with what may still start in the lane they are never more than a window.
 */
import type { MailboxFull } from "../../ActorError.ts"
import { lose } from "../thread/deadLetters.ts"
import { type Blocked, fullReason } from "./full.ts"
import type { Outbox } from "./outbox.ts"
import type { OutgoingJob, Target } from "./outgoing.ts"
import { standAlone } from "./waitingSends.ts"

/** The job itself gives way: `true` for a tell, which its sender has nothing more to do with. */
export const dropNewest = (outbox: Outbox, job: OutgoingJob, blocked: Blocked): true | MailboxFull => {
  if (job.isAsk) return reasonOf(outbox, job.target, blocked, "newest")
  lose(outbox, job.target, job, "MailboxFull", false)
  job.over = true
  job.told = true
  return true
}

/**
 * The oldest one gives way, and `job`, which is encoded, is sent, or stands in line without its sender: as `Outbox.send`
 * says it.
 */
export const dropOldest = (outbox: Outbox, job: OutgoingJob): boolean => {
  const { target } = job
  const asker = mayStart(target) >= target.windowSize ? takeBackOldest(outbox, target) : undefined
  outbox.enqueue(job, undefined)
  const standsInLine = standAlone(outbox, job)
  // Last, since whoever hears of it may send at once.
  asker?.onFailed(reasonOf(outbox, target, "window", "oldest"), false)
  return standsInLine
}

/** Jobs of this thread there that may still start. */
const mayStart = ({ waiting, window }: Target): number => window.size - window.cancelled + waiting.size

/** An ask is returned, for whoever tells its sender. */
const takeBackOldest = (outbox: Outbox, target: Target): OutgoingJob | undefined => {
  let asker: OutgoingJob | undefined
  const isTaken = target.window.takeBackOldest((id, generation) => {
    const { jobs, owner, replies, tells } = outbox
    if (replies.get(id)?.generation === generation) {
      if (!jobs.cancel(id, generation)) return false
      asker = replies.remove(id)
      return true
    }
    // guard G68: this thread answers for it before its word no longer does; pairs with `bury`
    owner.account.take()
    // guard G69: what has started is no dead letter; pairs with `start`
    const won = jobs.cancel(id, generation)
    if (won) lose(outbox, target, tells.get(id), "MailboxFull", false)
    owner.account.letGo()
    return won
  })
  return isTaken ? asker : takeFirstInLine(outbox, target)
}

const takeFirstInLine = (outbox: Outbox, target: Target): OutgoingJob | undefined => {
  const job = target.waiting.peek()
  // One that is being sent right now, further up the stack, has left the line already.
  if (job === undefined || job.id >= 0) return undefined
  target.waiting.shift()
  job.over = true
  if (job.isAsk) return job
  lose(outbox, target, job, "MailboxFull", false)
  if (job.inHand) outbox.owner.account.letGo()
  job.inHand = false
  return undefined
}

const reasonOf = (outbox: Outbox, target: Target, blocked: Blocked, drops: "newest" | "oldest"): MailboxFull =>
  fullReason(blocked, target, outbox.jobs.capacity, 0, undefined, drops)
