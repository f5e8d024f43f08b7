/**
 * Keeps the event loop of main alive while this thread waits for something of ours: a reply, room, a start or a stop.
 * Taken at once, let go of lazily, when the loop parks: so that an ask after another does not flip it twice.
 */

/** A handle of the platform that keeps the process alive while ref'd. */
export interface KeepAlive {
  readonly ref: () => void
  readonly unref: () => void
}

export class LoopHold {
  private readonly keepAlive: KeepAlive
  private readonly awaitsJobs: () => boolean
  private readonly letGo: () => void
  private held = false
  private released = false
  /** Starts and stops that are under way. */
  private others = 0

  /** `letGo` is called when the last reason has gone: the loop is to park again, and look at those held up. */
  constructor(keepAlive: KeepAlive, awaitsJobs: () => boolean, letGo: () => void) {
    this.keepAlive = keepAlive
    this.awaitsJobs = awaitsJobs
    this.letGo = letGo
  }

  private get isNeeded(): boolean {
    return this.others > 0 || this.awaitsJobs()
  }

  /** After something may have changed. */
  check(): void {
    if (this.held === this.isNeeded || this.released) return
    if (this.held) return this.letGo()
    this.held = true
    this.keepAlive.ref()
  }

  /** Holds until the returned function is called. */
  take(): () => void {
    this.others++
    this.check()
    let taken = true
    return () => {
      if (!taken) return
      taken = false
      this.others--
      this.letGo()
    }
  }

  /** The loop parks. */
  parked(): void {
    if (this.held && !this.isNeeded) this.drop()
  }

  /** The loop ends. */
  release(): void {
    this.released = true
    if (this.held) this.drop()
  }

  private drop(): void {
    this.held = false
    this.keepAlive.unref()
  }
}
