/**
 * The asks of this thread whose reply is to come, by job id. An ask leaves exactly once: answered, taken back before it
 * started, or with the thread it was sent to. Used by the sending thread only.
 */
import type { OutgoingJob } from "./outgoing.ts"

export class PendingReplies {
  private readonly asks: Array<OutgoingJob | undefined> = []
  /** Called when the first ask begins to wait, and when the last one no longer does. */
  private readonly changed: () => void
  /** Asks whose sender waits. */
  outstanding = 0
  /** Asks whose sender has left (timeout, detach) and whose handler still runs. */
  abandoned = 0

  constructor(changed: () => void) {
    this.changed = changed
  }

  get(id: number): OutgoingJob | undefined {
    return this.asks[id]
  }

  add(job: OutgoingJob): void {
    this.asks[job.id] = job
    if (this.outstanding++ === 0) this.changed()
  }

  /** The sender no longer waits, but a reply will come and only end the id. */
  abandon(job: OutgoingJob): void {
    job.over = true
    this.abandoned++
    this.waitEnded()
  }

  /** No reply will come, or it has come. The job when its sender still waits for the end: it does no longer. */
  remove(id: number): OutgoingJob | undefined {
    const job = this.asks[id]!
    this.asks[id] = undefined
    if (job.over) {
      this.abandoned--
      return undefined
    }
    job.over = true
    this.waitEnded()
    return job
  }

  private waitEnded(): void {
    if (--this.outstanding === 0) this.changed()
  }

  /** No ask has an id from here on. */
  get ids(): number {
    return this.asks.length
  }
}
