/**
 * What becomes of a thread's jobs at another thread that has ended, step by step: settled from the sender's own words,
 * or handed over to whoever serves the actor next. Used by the sending thread only.
 *
 * Between two steps everything is as it is without a death: what was not reached yet is an outstanding job, which may be
 * cancelled, time out or be left; what was reached is settled, or waits in a line that comes before all that is new.
 */
import { type ActorErrorReason, type ArenaCorrupt, Poisoned, type Stopped, ThreadDied } from "../../ActorError.ts"
import { lose } from "./deadLetters.ts"
import { Phase } from "../memory/jobTable.ts"
import { Thread } from "../memory/layout.ts"
import * as ThreadRecord from "../memory/threadRecord.ts"
import type { Peer } from "./mesh.ts"
import type { Outbox } from "../sending/outbox.ts"
import type { OutgoingJob, Target } from "../sending/outgoing.ts"

/** A sender that is about to hear of the end. */
interface Told {
  readonly job: OutgoingJob
  readonly reason: ActorErrorReason
  readonly started: boolean
}

/** Deaths of its thread that a job may have run through. */
const MOST_DEATHS = 3
/** Ids of others that are passed over in one step. */
const STEP_OTHERS = 64

const Stage = { running: 0, asks: 1, windows: 2, waiting: 3, over: 4 } as const

/**
 * Made at once when the end is known: from then on nothing is sent there. With `confirmed: false` the thread was told to
 * end and does not: each job is taken back by its word, and what cannot be taken back keeps its id until the exit.
 */
export class Settlement {
  private readonly outbox: Outbox
  private readonly peer: Peer
  private readonly reason: ThreadDied | Stopped | ArenaCorrupt
  private readonly confirmed: boolean
  private readonly targets: ReadonlyArray<Target>
  /** What this end counts against jobs that had started. */
  private readonly deaths: 0 | 1
  private stage: (typeof Stage)[keyof typeof Stage] = Stage.running
  /** The target that is looked at, or the id, and the place in a window. */
  private at = 0
  private place = 0
  private readonly ids: number
  /** Settled, and not told yet. */
  private told: Array<Told> = []

  constructor(outbox: Outbox, peer: Peer, reason: ThreadDied | Stopped | ArenaCorrupt, confirmed: boolean) {
    this.outbox = outbox
    this.peer = peer
    this.reason = reason
    this.confirmed = confirmed
    this.targets = Array.from(outbox.targets).filter((target) => target.peer === peer)
    // A thread that was ended because another one had died says nothing against its jobs.
    const state = ThreadRecord.load(outbox.jobs.arena, peer.thread, Thread.state)
    this.deaths = state === ThreadRecord.State.recycled ? 0 : 1
    // Those that are begun from now on go elsewhere.
    this.ids = outbox.replies.ids
    for (const target of this.targets) {
      target.gone = reason._tag === "Stopped" ? "stopped" : reason
      outbox.targets.delete(target)
      outbox.waitingTargets.delete(target)
      outbox.stranded.add(target.waiting)
    }
  }

  /** Does one job. False when all is done. */
  step(): boolean {
    switch (this.stage) {
      case Stage.running:
        return this.eachTarget(Stage.asks, (target) => this.confirmed && target.window.takeRunning(this.onTold(target)))
      case Stage.asks:
        return this.nextAsk()
      case Stage.windows:
        return this.eachTarget(Stage.waiting, (target) =>
          this.confirmed
            ? target.window.takeOldest(this.onQueued(target))
            : target.window.visit(this.place++, this.onQueued(target))
        )
      case Stage.waiting:
        return this.eachTarget(Stage.over, (target) => this.nextWaiting(target))
      default:
        return false
    }
  }

  private eachTarget(then: typeof this.stage, next: (target: Target) => boolean): boolean {
    const target = this.targets[this.at]
    if (target === undefined) {
      this.at = 0
      this.stage = then
    } else if (!next(target)) {
      this.place = 0
      this.at++
      if (then === Stage.over) this.close(target)
    }
    return true
  }

  private close(target: Target): void {
    this.outbox.stranded.delete(target.waiting)
    if (this.confirmed) return
    // What it still holds comes home with the exit, and is handed over to nobody.
    target.onOrphaned = undefined
    this.outbox.targets.add(target)
  }

  /** Somebody else will serve it. What has moved its buffers there has lost them with that thread. */
  private movable(target: Target, job: OutgoingJob | undefined): boolean {
    return target.onOrphaned !== undefined && this.reason._tag !== "Stopped" && job?.moved !== "sent"
  }

  /** Asks that had started; and those that had not, unless somebody takes them over: these in the order they were sent. */
  private nextAsk(): boolean {
    const { replies } = this.outbox
    for (let i = 0; i < STEP_OTHERS; i++) {
      if (this.at >= this.ids) {
        this.at = 0
        this.stage = Stage.windows
        return true
      }
      const job = replies.get(this.at++)
      if (job === undefined || job.target.peer !== this.peer) continue
      this.settleAsk(job)
      return true
    }
    return true
  }

  private settleAsk(job: OutgoingJob): void {
    const { jobs, replies } = this.outbox
    const movable = this.movable(job.target, job)
    const phase = jobs.phase(job.id, job.generation)
    if (phase === Phase.queued && movable && !job.over) return
    if (!this.confirmed) return this.takeBack(job)
    const started = phase === Phase.started
    jobs.end(job.id)
    // It was left by its sender before.
    if (replies.remove(job.id) === undefined) return
    // A start is won before the payload is decoded: what ended the thread is among those that had started.
    const again = started && movable && job.repeatable
    if (again && (job.deaths += this.deaths) < MOST_DEATHS) {
      job.over = false
      this.runAgain(job)
    } else {
      const reason = again ? new Poisoned({ deaths: job.deaths }) : started ? asDied(this.reason) : this.reason
      this.told.push({ job, reason, started })
    }
  }

  /** Tells the senders of what was settled since the last time: whoever looks then finds all of that settled. */
  tell(): void {
    const { told } = this
    this.told = []
    for (const { job, reason, started } of told) job.onFailed(reason, started)
  }

  /** The thread may still be at work: the word decides. An id comes home with the exit. */
  private takeBack(job: OutgoingJob): void {
    const { jobs, replies } = this.outbox
    if (job.over) return
    // guard G43: decides between never started and perhaps still running; pairs with `start` of a thread that goes on
    if (jobs.cancel(job.id, job.generation)) {
      replies.remove(job.id)
      this.told.push({ job, reason: this.reason, started: false })
    } else {
      replies.abandon(job)
      this.told.push({ job, reason: this.reason, started: true })
    }
  }

  /** A tell that had started. */
  private onTold(target: Target) {
    return (id: number, _generation: number, phase: Phase): void => this.endTell(target, id, phase)
  }

  private endTell(target: Target, id: number, phase: Phase): void {
    const { jobs, tells } = this.outbox
    const job = tells.get(id)
    const again = phase === Phase.started && job?.method.idempotent === true && this.movable(target, job)
    if (again && (job.deaths += this.deaths) < MOST_DEATHS) {
      this.keep(job)
      jobs.end(id)
      this.runAgain(job)
      return
    }
    const started = phase === Phase.started
    if (again) lose(this.outbox, target, job, "Poisoned", true)
    else if (started) lose(this.outbox, target, job, "ThreadDied", true)
    else if (phase === Phase.queued) lose(this.outbox, target, job, this.reason._tag, false)
    else if (phase === Phase.refused) lose(this.outbox, target, job, "Stopped", false)
    tells.delete(id)
    jobs.end(id)
  }

  /** A job of the window: not known to have started, in the order it was sent. */
  private onQueued(target: Target) {
    return (id: number, generation: number, phase: Phase): void => {
      const { jobs, replies, tells } = this.outbox
      if (phase === Phase.free) return
      const job = replies.get(id) ?? tells.get(id)
      if (phase === Phase.queued && job?.generation === generation && this.movable(target, job)) {
        this.moveUnstarted(job)
      } else if (replies.get(id) === undefined) {
        if (this.confirmed) this.endTell(target, id, phase)
        else if (phase === Phase.queued && jobs.cancel(id, generation)) {
          lose(this.outbox, target, job, this.reason._tag, false)
        }
      }
    }
  }

  private moveUnstarted(job: OutgoingJob): void {
    const { jobs, replies } = this.outbox
    if (!job.isAsk) this.keep(job)
    // guard G44: taken back before it is sent elsewhere; pairs with `start` of a thread that goes on
    if (!this.confirmed && !jobs.cancel(job.id, job.generation)) {
      if (job.isAsk) this.takeBack(job)
      else this.letGo(job)
      return
    }
    if (this.confirmed) jobs.end(job.id)
    if (job.isAsk) {
      replies.remove(job.id)
      job.over = false
    }
    this.handOver(job)
  }

  /** A tell is about to lose its word: from now on it is this heap that answers for it. */
  private keep(job: OutgoingJob): void {
    this.outbox.owner.account.take()
    this.outbox.tells.delete(job.id)
    job.inHand = true
  }

  /** It had started, on a thread that may still run it: its word answers for it until the exit. */
  private letGo(job: OutgoingJob): void {
    job.inHand = false
    this.outbox.owner.account.letGo()
  }

  private runAgain(job: OutgoingJob): void {
    job.attempt++
    this.handOver(job)
  }

  private handOver(job: OutgoingJob): void {
    job.id = -1
    job.target.onOrphaned!(job)
    this.outbox.owner.busy()
  }

  /** Sends that waited for room there. */
  private nextWaiting(target: Target): boolean {
    const job = target.waiting.shift()
    if (job === undefined) return false
    // Unless it is being sent right now, further up the stack: then its word decides.
    if (job.id >= 0) return true
    // It may have come with the line of one that was lost, and to whom nothing is handed back.
    job.target = target
    if (this.movable(target, job)) this.handOver(job)
    else reject(this.outbox, job, this.reason)
    return true
  }
}

/** Somebody serves this orphan now: it is sent there under the rules of a new send. */
export const adopt = (outbox: Outbox, job: OutgoingJob, target: Target): void => {
  job.queue = undefined
  if (job.over) return
  job.target = target
  const before = job.told
  const sent = outbox.send(job, job.payload, true)
  if (sent === true) {
    if (!before) job.onAccepted()
  } else if (sent !== false) reject(outbox, job, sent)
}

/** Nobody will serve this orphan. */
export const reject = (outbox: Outbox, job: OutgoingJob, reason: ActorErrorReason): void => {
  job.queue = undefined
  if (!job.over) outbox.refuse(job, reason)
}

/** A job that had started on a thread that was stopped has died with it, however politely it was asked. */
const asDied = (reason: ThreadDied | Stopped | ArenaCorrupt): ThreadDied | ArenaCorrupt =>
  reason._tag !== "Stopped"
    ? reason
    : new ThreadDied({ confirmed: true, detail: "stopped before the job had finished" })
