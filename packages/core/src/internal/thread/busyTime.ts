/**
 * How long a thread had something to do: time in drains, and time while a handler's fiber was under way. Both may overlap
 * and count once. Read by listings, out of the thread's record.
 */
import type { EventLoop } from "./eventLoop.ts"
import type { Arena } from "../memory/arena.ts"
import { Thread } from "../memory/layout.ts"
import * as ThreadRecord from "../memory/threadRecord.ts"

export class BusyTime {
  private readonly arena: Arena
  private readonly thread: number
  private readonly eventLoop: EventLoop
  private fibers = 0
  private since = 0
  private millis = 0

  constructor(arena: Arena, thread: number, eventLoop: EventLoop) {
    this.arena = arena
    this.thread = thread
    this.eventLoop = eventLoop
  }

  drainBegan(now: number): void {
    if (this.fibers === 0) this.since = now
  }

  drainEnded(): void {
    if (this.fibers === 0) this.add()
  }

  /** Within a drain: it stood by for so long. */
  idled(millis: number): void {
    if (this.fibers === 0) this.since += millis
  }

  /** Handlers are under way that wait for something. */
  get hasFibers(): boolean {
    return this.fibers > 0
  }

  fiberBegan(draining: boolean): void {
    if (this.fibers++ === 0 && !draining) this.since = this.eventLoop.now()
  }

  fiberEnded(draining: boolean): void {
    if (--this.fibers === 0 && !draining) this.add()
  }

  private add(): void {
    this.millis += this.eventLoop.now() - this.since
    ThreadRecord.store(this.arena, this.thread, Thread.busyMillis, Math.round(this.millis))
  }
}
