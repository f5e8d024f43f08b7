/**
 * Finds jobs that take too long, without a timer or a clock reading for any of them.
 *
 * Each thread leaves in its record how many jobs it has begun and which one was the last (`begun`). Between two looks at the
 * clock, which the loop takes anyway, it knows how long what it did has taken (`looked`). A job that runs on as a fiber has
 * its start noted; it is asked for when it ends (`ended`) and while it runs, by one timer for the thread (`tick`), which
 * beats the heart of the thread with it. The same timer, on a thread that has sent something, looks at those that it has
 * sent to: one that has work and whose heart stands still sits in a job that blocks it, main included.
 */
import type { EventLoop } from "./eventLoop.ts"
import type { Arena } from "../memory/arena.ts"
import * as Bell from "../memory/bell.ts"
import { Thread, threadAt } from "../memory/layout.ts"
import * as ThreadRecord from "../memory/threadRecord.ts"
import type { SlowLimits } from "./slowLimits.ts"

/** Which job, where, and how it was noticed. Structured-cloneable. */
export interface SlowReport {
  /** The incarnation of the thread that runs it. */
  readonly incarnation: number
  readonly thread: string
  readonly actor: string
  readonly job: string
  readonly elapsedMillis: number
  /** Which of the jobs that thread has begun it is: it may be noticed by several. */
  readonly begun: number
  /**
   * `runs`: it is under way; `blocks`: and its thread does nothing else; `ended`: it is over; `still`: the thread does not
   * come to its event loop, and has so many under way, of which this is the latest.
   */
  readonly how: "runs" | "blocks" | "ended" | "still"
  readonly count: number
}

/** A job that has begun here. */
export interface Timed {
  begun: number
  /** It was reported. */
  slow: boolean
}

/** One that runs on as a fiber. `startedAt` in milliseconds since 1970. */
export interface TimedFiber extends Timed {
  /** A stream takes as long as whoever reads it: it is never slow. */
  readonly stream: unknown
  readonly info: { readonly actor: string; readonly name: string; readonly startedAt: number } | undefined
}

export interface SlowJobsOwner {
  readonly arena: Arena
  readonly thread: number
  readonly eventLoop: EventLoop
  readonly limits: SlowLimits
  readonly threadName: (thread: number) => string
  /** The name of a job by the instance and the place of its method, and its actor's; nothing where that is not known. */
  readonly jobOf: (instance: number, method: number) => readonly [actor: string, job: string] | undefined
  /** Threads that this one sends to. */
  readonly targets: () => Iterable<number>
  /** Jobs that run here as fibers, of each actor about the oldest first. */
  readonly underWay: () => Iterable<Iterable<TimedFiber>>
  /** The thread comes to its event loop. */
  readonly beat: () => void
  readonly report: (report: SlowReport) => void
}

/** After jobs were slow, perhaps several together, each is looked at by itself for so long. */
const EXACT_MILLIS = 10_000
const LEAST_PERIOD_MILLIS = 5
const LONGEST_PERIOD_MILLIS = 1000

/** What was seen of another thread. */
interface Sight {
  incarnation: number
  heartbeat: number
  begun: number
  since: number
  reported: boolean
}

export class SlowJobs {
  private readonly owner: SlowJobsOwner
  private readonly base: number
  private count = 0
  private latest: Timed | undefined = undefined
  private fibers = 0
  private lastLook = 0
  private lastCount = 0
  private exactUntil = 0
  private instance = -1
  private method = -1
  private stop: (() => void) | undefined = undefined
  private readonly sights = new Map<number, Sight>()

  constructor(owner: SlowJobsOwner) {
    this.owner = owner
    this.base = threadAt(owner.arena.layout, owner.thread)
  }

  /** A handler is about to be called. Plain stores: whoever watches compares two sights that are milliseconds apart. */
  begins(job: Timed, instance: number, method: number): void {
    if (this.exactUntil > 0) this.looked(this.owner.eventLoop.now())
    const { base } = this
    const { words } = this.owner.arena
    if (instance !== this.instance || method !== this.method) {
      words[base + Thread.latestInstance] = this.instance = instance
      words[base + Thread.latestMethod] = this.method = method
    }
    words[base + Thread.begun] = job.begun = ++this.count
    this.latest = job
  }

  /** A job runs on as a fiber, or one of them has ended. */
  fibersChanged(delta: 1 | -1): void {
    this.fibers += delta
    this.owner.arena.words[this.base + Thread.underWay] = this.fibers
    if (delta === 1) this.arm()
  }

  /** What comes now are jobs, and what came before was none: a drain begins, or has dealt with its replies. */
  jobsBegin(now: number): void {
    this.lastLook = now
    this.lastCount = this.count
  }

  /** Before the loop rests: what comes then is no job. */
  look(): void {
    if (this.count > this.lastCount) this.looked(this.owner.eventLoop.now())
  }

  /** The loop has looked at the clock. */
  looked(now: number): void {
    const elapsed = now - this.lastLook
    if (elapsed >= this.owner.limits.least && this.count > this.lastCount) this.tookLong(elapsed, now)
    else if (this.exactUntil > 0 && now > this.exactUntil) this.exactUntil = 0
    this.lastLook = now
    this.lastCount = this.count
  }

  private tookLong(elapsed: number, now: number): void {
    const { latest } = this
    this.exactUntil = now + EXACT_MILLIS
    // Of several nobody knows which one it was: from now on each is looked at by itself.
    if (this.count > this.lastCount + 1 || latest === undefined || latest.slow) return
    const known = this.owner.jobOf(this.instance, this.method)
    if (known === undefined || elapsed < this.limitOf(known)) return
    latest.slow = true
    this.tell(known, elapsed, latest.begun, "ended")
  }

  /** A job that ran as a fiber is over, at that time in milliseconds since 1970. */
  ended(job: TimedFiber, millis: number): void {
    if (!job.slow) this.lookAt(job, millis, "ended")
  }

  private lookAt(job: TimedFiber, millis: number, how: "runs" | "ended"): boolean {
    const { info, stream } = job
    if (stream !== undefined) return true
    if (info === undefined) return false
    const elapsed = millis - info.startedAt
    if (elapsed < this.owner.limits.least) return false
    if (!job.slow && elapsed >= this.limitOf([info.actor, info.name])) {
      job.slow = true
      this.tell([info.actor, info.name], elapsed, job.begun, how)
    }
    return true
  }

  private limitOf([actor, job]: readonly [string, string]): number {
    const { limits, thread, threadName } = this.owner
    return limits.of(threadName(thread), actor, job)
  }

  private tell(
    [actor, job]: readonly [string, string],
    elapsedMillis: number,
    begun: number,
    how: SlowReport["how"]
  ): void {
    const { arena, report, thread, threadName } = this.owner
    const incarnation = ThreadRecord.load(arena, thread, Thread.incarnation)
    report({ incarnation, thread: threadName(thread), actor, job, elapsedMillis, begun, how, count: 1 })
  }

  // -- while something is under way, here or where this thread has sent to --------------------------------------------

  /** Something was sent, or runs on: from now on the clock is looked at, until nothing is under way any more. */
  arm(): void {
    if (this.stop !== undefined) return
    const { eventLoop, limits } = this.owner
    if (eventLoop.every === undefined || limits.least === Number.POSITIVE_INFINITY) return
    const period = Math.min(LONGEST_PERIOD_MILLIS, Math.max(LEAST_PERIOD_MILLIS, limits.least / 2))
    this.stop = eventLoop.every(this.tick, period)
  }

  /** Other limits hold: looks as often as they ask for. */
  rearm(): void {
    const { stop } = this
    this.end()
    if (stop !== undefined) this.arm()
  }

  end(): void {
    this.stop?.()
    this.stop = undefined
    this.sights.clear()
  }

  private readonly tick = (): void => {
    this.owner.beat()
    const millis = this.owner.eventLoop.millis()
    for (const jobs of this.owner.underWay()) {
      for (const job of jobs) if (!this.lookAt(job, millis, "runs")) break
    }
    const now = this.owner.eventLoop.now()
    let working = this.fibers > 0
    for (const thread of this.owner.targets()) {
      if (thread !== this.owner.thread && this.watch(thread, now)) working = true
      else this.sights.delete(thread)
    }
    if (!working) this.end()
  }

  /** False when that thread has nothing to do, or has ended. */
  private watch(thread: number, now: number): boolean {
    const { arena } = this.owner
    if (!ThreadRecord.isAlive(arena, thread) || ThreadRecord.pending(arena, thread) === 0) return false
    const incarnation = ThreadRecord.load(arena, thread, Thread.incarnation)
    const heartbeat = ThreadRecord.load(arena, thread, Thread.heartbeat)
    const begun = ThreadRecord.load(arena, thread, Thread.begun)
    const sight = this.sights.get(thread)
    if (sight?.incarnation !== incarnation || sight.heartbeat !== heartbeat || sight.begun !== begun) {
      this.sights.set(thread, { incarnation, heartbeat, begun, since: now, reported: false })
      return true
    }
    if (!sight.reported) sight.reported = this.standsStill(thread, sight, now - sight.since)
    return true
  }

  /** True when that was reported. */
  private standsStill(thread: number, { begun, incarnation }: Sight, elapsedMillis: number): boolean {
    const { arena, jobOf, limits, report, threadName } = this.owner
    const underWay = ThreadRecord.load(arena, thread, Thread.underWay)
    const sleeps = Bell.isWaiting(arena, thread)
    // It sleeps, and will be woken: nothing of it runs that its own heartbeat would not show.
    if (sleeps && underWay === 0) return false
    const instance = ThreadRecord.load(arena, thread, Thread.latestInstance)
    const known = jobOf(instance, ThreadRecord.load(arena, thread, Thread.latestMethod))
    if (known === undefined) return false
    const name = threadName(thread)
    const limit = limits.of(name, ...known)
    // Asleep, only its own timer moves it, which comes that much later.
    if (elapsedMillis < (sleeps ? limit + Math.max(limit, LEAST_PERIOD_MILLIS) : limit)) return false
    const how = sleeps ? "still" : "blocks"
    const [actor, job] = known
    report({ incarnation, thread: name, actor, job, elapsedMillis, begun, how, count: underWay })
    return true
  }
}
