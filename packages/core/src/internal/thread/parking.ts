/**
 * How a thread sleeps: it announces that, and has itself woken through one `waitAsync`, which is armed once and again only
 * after it has fired.
 */
import type { Arena } from "../memory/arena.ts"
import * as Bell from "../memory/bell.ts"

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

  private readonly onBell = (): void => {
    this.armed = false
    this.woken()
  }
}
