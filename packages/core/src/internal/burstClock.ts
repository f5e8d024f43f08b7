/**
 * The time of day, read once for a burst of sends: when jobs were enqueued need not be known to the microsecond. One for
 * each thread.
 */
export class BurstClock {
  private millis = 0

  /** Milliseconds since 1970. */
  now(): number {
    if (this.millis === 0) {
      this.millis = Date.now()
      queueMicrotask(this.reset)
    }
    return this.millis
  }

  private readonly reset = (): void => {
    this.millis = 0
  }
}
