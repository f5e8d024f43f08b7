/**
 * Looks of a thread that sleeps into its lanes, though nobody has rung it: whoever has may be in the middle of a burst, in which he computes
 * for as long as he likes, and rings for the rest of it at its end (ringing.ts). So nothing that was published waits for who computes.
 *
 * Only while such a burst is under way: a thread looks whether there is one when it parks, and none begins without a ring. So a
 * system at rest has none of it, and neither has one whose bursts are short.
 */
import type { EventLoop } from "./eventLoop.ts"

/** Between two looks: how long something may lie in a lane whose writer computes. */
const LOOK_MILLIS = 2

export class Looks {
  private readonly every: EventLoop["every"]
  private readonly isWanted: () => boolean
  private readonly look: () => void
  private stop: (() => void) | undefined = undefined

  /** `isWanted`: somebody may publish for this thread without ringing it. `look`: deals with what has been. */
  constructor(every: EventLoop["every"], isWanted: () => boolean, look: () => void) {
    this.every = every
    this.isWanted = isWanted
    this.look = look
  }

  /** The thread sleeps from here on. */
  parked(): void {
    const { every } = this
    if (every !== undefined && this.stop === undefined && this.isWanted()) this.stop = every(this.onTime, LOOK_MILLIS)
  }

  private readonly onTime = (): void => {
    // Before the look: what was published until a burst had ended was rung at its end.
    if (!this.isWanted()) this.end()
    this.look()
  }

  /** Nobody looks any more. */
  end(): void {
    this.stop?.()
    this.stop = undefined
  }
}
