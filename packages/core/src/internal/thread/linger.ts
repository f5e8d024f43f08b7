/**
 * Staying awake between the last record and the sleep, because to be woken takes longer than most answers do. One for each
 * thread, asked at the end of each drain that found nothing more.
 *
 * It keeps no statistics: whether to stay is read from how things are. Not when jobs come rarely, not when more threads are
 * awake than the machine runs at a time, or were a moment ago; it does not look out for some milliseconds after somebody
 * else took the processor while it did; and, on main, not when nothing is awaited. A counter of hits would miss that jobs
 * have begun to come quickly, and a back-off would never find out that staying pays again.
 */
import type { Arena } from "../memory/arena.ts"
import * as Bell from "../memory/bell.ts"
import { Thread } from "../memory/layout.ts"
import * as ThreadRecord from "../memory/threadRecord.ts"
import { type MakeStaying, Next, type Staying, type StayingThread } from "./rest.ts"

/** What a system says about all its threads: never, while it pays, or always for so many milliseconds. */
export type LingerOption = "off" | "adaptive" | number

export interface LingerOptions {
  readonly option: LingerOption
  /** How many threads run at the same time on this machine. */
  readonly parallelism: number
  /**
   * On threads that may stop for a moment: whether something besides this library waits for the event loop. Absent on
   * main, which never stops.
   */
  readonly isLoopWanted?: (() => boolean) | undefined
}

/** Work that comes in at longer intervals is not waited for. */
const QUICK_MILLIS = 0.2
/** How long a thread looks at its bell without giving way to anybody. */
const SPIN_MILLIS = 0.005
/** So long between two looks that have nothing in between: another process, or another program on this loop. */
const TAKEN_MILLIS = 0.1
/**
 * How long a thread then looks out no more; and how long it sleeps at once after more were awake than the machine runs at a time:
 * where eight workers share two processors there are moments in which few are awake, and who then looks out keeps the next one from
 * running. Fixed: what is learnt from it is forgotten by then.
 */
const CONTENDED_MILLIS = 20
/** How long a thread that always stays awake looks at its bell alone where somebody is in the middle of a burst. */
const BURST_MILLIS = 2
/** Looks between two at the clock. */
const SPIN_LOOKS = 16
/**
 * How long main looks at its bell between turns of its event loop. As long as it takes to wake a worker, and itself, on
 * machines where that takes long (40 µs each, under a hypervisor): with less, each answer comes just after it has gone to
 * sleep, and the worker sleeps when main is awake again.
 */
const POLL_MILLIS = 0.06

class Linger implements Staying {
  private readonly arena: Arena
  private readonly thread: number
  private readonly now: () => number
  private readonly stoodBy: (millis: number) => void
  private readonly hearsBurst: () => boolean
  private readonly isLoopWanted: (() => boolean) | undefined
  private readonly isFixed: boolean
  private readonly pollMillis: number
  private readonly most: number
  /** One thread runs at a time: nobody looks out, but to stop and be woken is what takes least. */
  private readonly runsAlone: boolean
  private hits = 0
  private millis = 0
  /** When the last records came, and whether they came soon after those before. */
  private cameAt = Number.NEGATIVE_INFINITY
  private isQuick = false
  /** Until then another process, or another program on this loop, wants the processors too. */
  private contendedUntil = 0
  /** Until then more threads want to run than can. */
  private crowdedUntil = 0
  private lookedAt = 0
  /** The event loop has had a turn since. */
  private hadTurn = false
  /** Since when it stays, if it does. */
  private since = 0
  private parkedAt = 0

  constructor(
    { arena, hearsBurst, now, stoodBy, thread }: StayingThread,
    { isLoopWanted, option, parallelism }: LingerOptions
  ) {
    this.stoodBy = stoodBy
    this.hearsBurst = hearsBurst
    this.arena = arena
    this.thread = thread
    this.now = now
    this.isLoopWanted = isLoopWanted
    this.isFixed = typeof option === "number"
    this.pollMillis = typeof option === "number" ? option : isLoopWanted === undefined ? POLL_MILLIS : 0
    this.most = this.isFixed ? Number.POSITIVE_INFINITY : parallelism
    this.runsAlone = this.most === 1
  }

  get mayStay(): boolean {
    return this.isQuick || this.since !== 0
  }

  came(now: number): void {
    this.isQuick = this.isFixed || (now - this.cameAt < QUICK_MILLIS && (this.runsAlone || now >= this.crowdedUntil))
    this.cameAt = now
    this.hadTurn = false
    if (this.since === 0) return
    ThreadRecord.store(this.arena, this.thread, Thread.lingerHits, ++this.hits)
    this.stayed(now)
  }

  next(isAwaiting: boolean, isBusy: boolean): Next {
    const next = this.isQuick ? this.choose(isAwaiting, isBusy) : Next.park
    if (next === Next.park) {
      this.isQuick = false
      if (this.isFixed) this.parkedAt = this.now()
      if (this.since !== 0) this.stayed(this.now())
    } else if (this.since === 0) {
      this.since = this.cameAt
    }
    return next
  }

  private choose(isAwaiting: boolean, isBusy: boolean): Next {
    const mayStop = this.isLoopWanted !== undefined
    // Nothing of ours holds an idle main.
    if (!mayStop && !isAwaiting) return Next.park
    const now = this.now()
    const isCrowded = this.isCrowded(now)
    if (isCrowded && !this.runsAlone) return Next.park
    const looksOut = !isCrowded && now >= this.contendedUntil
    if (looksOut && now < this.cameAt + this.pollMillis && !this.mayMiss(now)) {
      this.lookedAt = now
      return Next.turn
    }
    if (!mayStop || this.isFixed) return Next.park
    if (this.hadTurn) return this.isLoopWanted() ? Next.park : Next.stop
    if (looksOut && !isBusy && this.spins()) return Next.again
    this.hadTurn = true
    return Next.turn
  }

  /** Staying awake would take a processor from another thread. */
  private isCrowded(now: number): boolean {
    if (Bell.isCrowded(this.arena, this.most)) this.crowdedUntil = now + CONTENDED_MILLIS
    return now < this.crowdedUntil
  }

  /** Two looks at the clock with next to nothing in between: too far apart, somebody else had the processor, or the loop. */
  private lookedAgain(before: number, now: number): void {
    if (now - before > TAKEN_MILLIS && !this.isFixed) this.contendedUntil = now + CONTENDED_MILLIS
  }

  polls(isAwaiting: boolean): boolean {
    if ((!isAwaiting && this.isLoopWanted === undefined) || Bell.isRung(this.arena, this.thread)) return false
    const now = this.now()
    this.lookedAgain(this.lookedAt, now)
    this.lookedAt = now
    const isOver = now >= this.cameAt + this.pollMillis || now < this.contendedUntil
    return !isOver && !this.mayMiss(now) && !this.isCrowded(now)
  }

  /** Adaptive, it does not look out for so long. */
  private mayMiss(now: number): boolean {
    return this.isFixed && now >= this.parkedAt + BURST_MILLIS && this.hearsBurst()
  }

  /** True when it was rung meanwhile. */
  private spins(): boolean {
    const began = this.now()
    let rung = false
    let now = began
    do {
      for (let looks = 0; looks < SPIN_LOOKS && !rung; looks++) rung = Bell.isRung(this.arena, this.thread)
      const before = now
      now = this.now()
      this.lookedAgain(before, now)
    } while (!rung && now < began + SPIN_MILLIS)
    this.stoodBy(now - began)
    return rung
  }

  /** From now on it sleeps until it is rung. */
  stoppedInVain(): void {
    this.isQuick = false
  }

  /** It stays no longer. */
  private stayed(now: number): void {
    this.millis += now - this.since
    this.since = 0
    ThreadRecord.store(this.arena, this.thread, Thread.lingerMillis, Math.round(this.millis))
  }
}

/** What a thread's loop is given; nothing where threads sleep at once. */
export const staying = (options: LingerOptions): MakeStaying | undefined =>
  options.option === "off" ? undefined : (thread) => new Linger(thread, options)
