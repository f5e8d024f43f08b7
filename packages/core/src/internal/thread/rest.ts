/**
 * What a thread does when a drain has left it nothing to do, and who decides that. The policy itself (linger.ts) is given to
 * the loop: one that always sleeps at once, as most simulated ones do, has nothing of it.
 */
import type { Arena } from "../memory/arena.ts"

/** What to do when a drain has nothing more to do. */
export const Next = {
  /** Sleep, until it is rung. */
  park: 0,
  /** Something was rung: drain again. */
  again: 1,
  /** Come back in a turn of the event loop. */
  turn: 2,
  /** Stop the thread until it is rung, for `SLEEP_MILLIS` of parking.ts at most. */
  stop: 3
} as const
export type Next = (typeof Next)[keyof typeof Next]

/** Says at the end of each drain whether to stay awake. */
export interface Staying {
  /** Jobs come quickly: what comes of it is to be asked. */
  readonly mayStay: boolean
  /** Records came. */
  readonly came: (now: number) => void
  /**
   * A drain left nothing to do. `isAwaiting`: replies are to come. `isBusy`: handlers are under way, which may go on when
   * the event loop has its turn.
   */
  readonly next: (isAwaiting: boolean, isBusy: boolean) => Next
  /** In a turn to look at the bell again: true when there is nothing to see, and it goes on looking. */
  readonly polls: (isAwaiting: boolean) => boolean
  /** It was stopped for nothing. */
  readonly stoppedInVain: () => void
}

/** The thread that stays awake, or not. */
export interface StayingThread {
  readonly arena: Arena
  readonly thread: number
  readonly now: () => number
  /** Hears of time that it has spent in a drain. */
  readonly stoodBy: (millis: number) => void
  /** Something may have been published for it that nobody has rung for; once it sleeps, it looks for that (looks.ts). */
  readonly hearsBurst: () => boolean
}

export type MakeStaying = (thread: StayingThread) => Staying
