/**
 * What becomes of a thread's jobs at another thread that has died: settled from the sender's own words, or handed over
 * to whoever serves the actor next. Used by the sending thread only.
 */
import { type ActorErrorReason, Poisoned, type Stopped, ThreadDied } from "../ActorError.ts"
import { Phase } from "./memory/jobTable.ts"
import { Thread } from "./memory/layout.ts"
import * as ThreadRecord from "./memory/threadRecord.ts"
import type { Peer } from "./mesh.ts"
import type { Outbox } from "./outbox.ts"
import type { OutgoingJob, Target } from "./outgoing.ts"

/** What the death of its thread has left of a target's jobs. */
interface Orphans {
  /** Idempotent ones that had started. */
  readonly again: Array<OutgoingJob>
  readonly unstarted: Array<OutgoingJob>
}

/** Deaths of its thread that a job may have run through. */
const MOST_DEATHS = 3

/**
 * The peer's exit was seen, and its replies were drained to the end: settles every job that is still outstanding
 * there from its own word. `reason` says how the thread ended.
 */
export const settleDead = (outbox: Outbox, peer: Peer, reason: ThreadDied | Stopped): void => {
  // First the books, then the senders: whoever is told, and looks, finds all of it settled.
  const told: Array<{ readonly job: OutgoingJob; readonly reason: ActorErrorReason; readonly started: boolean }> = []
  const targets = Array.from(outbox.targets).filter((target) => target.peer === peer)
  for (const target of targets) {
    target.gone = reason._tag === "Stopped" ? "stopped" : reason
    outbox.targets.delete(target)
  }
  const takenOver = new Map<Target, Orphans>()
  // A thread that was ended because another one had died says nothing against its jobs.
  const { arena } = outbox.jobs
  const isDeath = ThreadRecord.load(arena, peer.thread, Thread.state) === ThreadRecord.State.recycled ? 0 : 1
  for (const target of targets) {
    const orphans: Orphans = { again: [], unstarted: [] }
    const movable = target.onOrphaned !== undefined && reason._tag === "ThreadDied"
    target.window.drain((id, generation, phase) => {
      if (phase === Phase.free) return
      const job = outbox.replies.get(id) ?? outbox.tells.get(id)
      const unstarted = phase === Phase.queued
      if (movable && job?.generation === generation && unstarted) {
        orphans.unstarted.push(job)
        bringHome(outbox, job)
      } else if (!outbox.isAsk(id)) {
        const again = movable && phase === Phase.started && job?.method.idempotent === true
        if (again && (job.deaths += isDeath) < MOST_DEATHS) orphans.again.push(job)
        else if (unstarted || phase === Phase.refused || phase === Phase.started) outbox.owner.deadLetter()
        outbox.tells.delete(id)
        outbox.jobs.end(id)
      }
    })
    if (movable) takenOver.set(target, orphans)
  }
  outbox.replies.forEach(
    (job) => job.target.peer === peer,
    (job) => {
      const started = outbox.jobs.phase(job.id, job.generation) === Phase.started
      const orphans = takenOver.get(job.target)
      const again = started && !job.over && job.method.idempotent && orphans !== undefined
      // A start is won before the payload is decoded: what ended the thread is among those that had started.
      if (again && (job.deaths += isDeath) < MOST_DEATHS) orphans.again.push(job)
      else if (again) told.push({ job, reason: new Poisoned({ deaths: job.deaths }), started })
      else if (!job.over) told.push({ job, reason: started ? asDied(reason) : reason, started })
      bringHome(outbox, job)
    }
  )
  // Whoever is told may interrupt the others, and may send again: behind what is handed over.
  for (const { job } of told) job.over = true
  for (const [target, orphans] of takenOver) handOver(outbox, target, orphans)
  for (const { job, reason, started } of told) job.onFailed(reason, started)
  for (const target of targets) {
    if (!takenOver.has(target)) outbox.pumpTarget(target, undefined, Number.POSITIVE_INFINITY)
  }
}

/** The id of a dead thread's job, and what waits for it, are free. */
const bringHome = (outbox: Outbox, job: OutgoingJob): void => {
  outbox.jobs.end(job.id)
  if (!job.isAsk) {
    outbox.tells.delete(job.id)
  } else if (!job.over) {
    outbox.replies.remove(job.id)
    job.over = false
  } else {
    outbox.replies.remove(job.id)
  }
}

/** What a death has left goes to whoever serves it next: what runs again, what never started, what waited for room. */
const handOver = (outbox: Outbox, target: Target, { again, unstarted }: Orphans): void => {
  for (const job of again) job.attempt++
  const jobs = [...again, ...unstarted]
  for (let job = target.waiting.shift(); job !== undefined; job = target.waiting.shift()) jobs.push(job)
  outbox.waitingTargets.delete(target)
  for (const job of jobs) {
    job.id = -1
    outbox.orphans.add(job)
  }
  outbox.owner.busy()
  target.onOrphaned!(jobs)
}

/** Somebody serves this orphan now: it is sent there under the rules of a new send. */
export const adopt = (outbox: Outbox, job: OutgoingJob, target: Target): void => {
  outbox.orphans.delete(job)
  job.queue = undefined
  if (job.over) return
  job.target = target
  const sent = outbox.send(job, job.payload, true)
  if (sent === true) job.onAccepted()
  else if (sent !== false) reject(outbox, job, sent)
}

/** Nobody will serve this orphan. */
export const reject = (outbox: Outbox, job: OutgoingJob, reason: ActorErrorReason): void => {
  outbox.orphans.delete(job)
  if (!job.over) outbox.refuse(job, reason)
}

/** A job that had started on a thread that was stopped has died with it, however politely it was asked. */
const asDied = (reason: ThreadDied | Stopped): ThreadDied =>
  reason._tag === "ThreadDied"
    ? reason
    : new ThreadDied({ confirmed: true, detail: "stopped before the job had finished" })
