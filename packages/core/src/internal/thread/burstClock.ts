/**
 * The time of day, read once for a burst of sends: when jobs were enqueued need not be known to the microsecond. One for
 * each thread.
 */
import type { EventLoop } from "./eventLoop.ts"

export class BurstClock {
  private millis = 0
  private readonly eventLoop: EventLoop

  constructor(eventLoop: EventLoop) {
    this.eventLoop = eventLoop
  }

  /** Milliseconds since 1970. */
  now(): number {
    if (this.millis === 0) {
      this.millis = this.eventLoop.millis()
      this.eventLoop.microtask(this.reset)
    }
    return this.millis
  }

  private readonly reset = (): void => {
    this.millis = 0
  }
}
