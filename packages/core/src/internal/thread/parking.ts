/**
 * How a thread sleeps: it announces that, and has itself woken through one `waitAsync`, which is armed once and again only
 * after it has fired. Or, for a moment and where nothing needs its event loop, it stops, which takes a third of the time to
 * be woken from.
 */
import type { Arena } from "../memory/arena.ts"
import * as Bell from "../memory/bell.ts"

/**
 * How long a thread stops at most. Shorter than the kernel's tick it would cost 8 µs an ask, for the timer; and it is
 * how late an unref'd timer may be, which nobody can see from outside.
 */
export const SLEEP_MILLIS = 10

export class Parking {
  private readonly arena: Arena
  private readonly thread: number
  private readonly woken: () => void
  private armed = false

  /** `woken`: the thread was rung while it slept; called in a turn of its own. */
  constructor(arena: Arena, thread: number, woken: () => void) {
    this.arena = arena
    this.thread = thread
    this.woken = woken
  }

  /** Announces the sleep and arms the wake-up; false when something came meanwhile. */
  park(): boolean {
    if (!Bell.park(this.arena, this.thread)) return false
    if (this.armed) return true
    const wake = Bell.armed(this.arena, this.thread)
    if (wake === undefined) return false
    this.armed = true
    void wake.then(this.onBell)
    return true
  }

  /** Announces the sleep and stops; true when something was rung, at the latest when this returns. */
  stop(): boolean {
    if (!Bell.park(this.arena, this.thread)) return true
    // One wait at a time: the other one would fire later, for what is dealt with by then.
    return !this.armed && Bell.sleep(this.arena, this.thread, SLEEP_MILLIS)
  }

  private readonly onBell = (): void => {
    this.armed = false
    this.woken()
  }
}
