/**
 * The tells of this thread that may have to be sent again, by job id: of an actor whose jobs go elsewhere when its thread
 * dies. An array, as for asks: ids are few and used over and over, and a Map of what comes and goes all the time is
 * rehashed and copied by the garbage collector all the time. Used by the sending thread only.
 */
import type { OutgoingJob } from "./outgoing.ts"

export class KeptTells {
  private readonly jobs: Array<OutgoingJob | undefined> = []
  size = 0

  get(id: number): OutgoingJob | undefined {
    return this.jobs[id]
  }

  add(job: OutgoingJob): void {
    if (this.jobs[job.id] === undefined) this.size++
    this.jobs[job.id] = job
  }

  delete(id: number): void {
    if (this.jobs[id] === undefined) return
    this.jobs[id] = undefined
    this.size--
  }
}
