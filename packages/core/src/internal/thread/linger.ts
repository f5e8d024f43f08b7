/**
 * Staying awake between the last record and the sleep, because to be woken takes longer than most answers do. One for each
 * thread, asked at the end of each drain that found nothing more.
 *
 * It keeps no statistics: whether to stay is read from how things are. Not when jobs come rarely, not when more threads are
 * awake than the machine runs at a time, nor for some milliseconds after somebody else took the processor while it looked
 * out, and, on main, not when nothing is awaited. A counter of hits would miss that jobs
 * have begun to come quickly, and a back-off would never find out that staying pays again.
 */
import type { Arena } from "../memory/arena.ts"
import * as Bell from "../memory/bell.ts"
import { Thread } from "../memory/layout.ts"
import * as ThreadRecord from "../memory/threadRecord.ts"

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
/** How long a thread then looks out no more. Fixed: what is learnt from it is forgotten by then. */
const CONTENDED_MILLIS = 20
/** Looks between two at the clock. */
const SPIN_LOOKS = 16
/** How long main looks at its bell between turns of its event loop. */
const POLL_MILLIS = 0.03
/**
 * How long a thread stops at most. Shorter than the kernel's tick it would cost 8 µs an ask, for the timer; and it is
 * how late an unref'd timer may be, which nobody can see from outside.
 */
export const SLEEP_MILLIS = 10

/** What to do when a drain has nothing more to do. */
export const Next = {
  /** Sleep, until it is rung. */
  park: 0,
  /** Something was rung: drain again. */
  again: 1,
  /** Come back in a turn of the event loop. */
  turn: 2,
  /** Stop the thread until it is rung, for `SLEEP_MILLIS` at most. */
  stop: 3
} as const
export type Next = (typeof Next)[keyof typeof Next]

export class Linger {
  private readonly arena: Arena
  private readonly thread: number
  private readonly now: () => number
  private readonly stoodBy: (millis: number) => void
  private readonly isLoopWanted: (() => boolean) | undefined
  private readonly isFixed: boolean
  private readonly pollMillis: number
  private readonly most: number
  private hits = 0
  private millis = 0
  /** When the last records came, and whether they came soon after those before. */
  private cameAt = Number.NEGATIVE_INFINITY
  private isQuick = false
  /** Until then somebody else wants the processors too. */
  private contendedUntil = 0
  private lookedAt = 0
  /** The event loop has had a turn since. */
  private hadTurn = false
  /** Since when it stays, if it does. */
  private since = 0

  /** `stoodBy` hears of time that it has spent in a drain. */
  constructor(
    arena: Arena,
    thread: number,
    now: () => number,
    stoodBy: (millis: number) => void,
    options: LingerOptions
  ) {
    const { option } = options
    this.stoodBy = stoodBy
    this.arena = arena
    this.thread = thread
    this.now = now
    this.isLoopWanted = options.isLoopWanted
    this.isFixed = typeof option === "number"
    this.pollMillis = typeof option === "number" ? option : options.isLoopWanted === undefined ? POLL_MILLIS : 0
    this.most = this.isFixed ? Number.POSITIVE_INFINITY : options.parallelism
  }

  /** Jobs come quickly: what comes of it is to be asked. */
  get mayStay(): boolean {
    return this.isQuick || this.since !== 0
  }

  /** Records came. */
  came(now: number): void {
    this.isQuick = this.isFixed || now - this.cameAt < QUICK_MILLIS
    this.cameAt = now
    this.hadTurn = false
    if (this.since === 0) return
    ThreadRecord.store(this.arena, this.thread, Thread.lingerHits, ++this.hits)
    this.stayed(now)
  }

  /**
   * A drain left nothing to do. `isAwaiting`: replies are to come. `isBusy`: handlers are under way, which may go on when
   * the event loop has its turn.
   */
  next(isAwaiting: boolean, isBusy: boolean): Next {
    const next = this.isQuick ? this.choose(isAwaiting, isBusy) : Next.park
    if (next === Next.park) {
      this.isQuick = false
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
    if (!isCrowded && now < this.cameAt + this.pollMillis) {
      this.lookedAt = now
      return Next.turn
    }
    if (!mayStop || this.isFixed) return Next.park
    if (this.hadTurn) return this.isLoopWanted() ? Next.park : Next.stop
    if (!isCrowded && !isBusy && this.spins()) return Next.again
    this.hadTurn = true
    return Next.turn
  }

  /** Looking out would take a processor from somebody. */
  private isCrowded(now: number): boolean {
    return now < this.contendedUntil || Bell.isCrowded(this.arena, this.most)
  }

  /** Two looks at the clock with next to nothing in between: too far apart, somebody else had the processor, or the loop. */
  private lookedAgain(before: number, now: number): void {
    if (now - before > TAKEN_MILLIS && !this.isFixed) this.contendedUntil = now + CONTENDED_MILLIS
  }

  /** In a turn to look at the bell again: true when there is nothing to see, and it goes on looking. */
  polls(isAwaiting: boolean): boolean {
    if ((!isAwaiting && this.isLoopWanted === undefined) || Bell.isRung(this.arena, this.thread)) return false
    const now = this.now()
    this.lookedAgain(this.lookedAt, now)
    this.lookedAt = now
    return now < this.cameAt + this.pollMillis && !this.isCrowded(now)
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

  /** It was stopped for nothing: from now on it sleeps until it is rung. */
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
