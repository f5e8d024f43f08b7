/**
 * The jobs one thread has sent to one actor instance and does not know to be started, oldest first: the *window* that
 * backpressure is made of, and the ring through which ids of tells come home. Read from the sender's own words, so no
 * counter is shared. Used by the sending thread only.
 */
import { type JobTable, Phase } from "../memory/jobTable.ts"

/** What became of a job that left the window, as far as the sender must act on it. */
export interface WindowOwner {
  /** True while the sender holds an ask's entry under this id: such an id is ended by its reply. */
  readonly isAsk: (id: number) => boolean
  /** A tell's id came home. */
  readonly tellEnded: (id: number) => void
  /** A tell was refused by a closing actor. */
  readonly tellRefused: (window: JobWindow, id: number) => void
}

const INITIAL = 16

/**
 * Jobs sent between two looks at what became of those before. The words that are looked at lie side by side, and are
 * written by the target while they are: looked at one by one, each would have to be fetched from its processor.
 */
export const LOOK_EVERY = 32

export class JobWindow {
  private ids = new Int32Array(INITIAL)
  private generations = new Int32Array(INITIAL)
  private first = 0
  /** Jobs in the window: not known to be started or consumed. */
  size = 0
  /** Of those, taken back by the sender, and not passed by the target yet. */
  cancelled = 0
  /** So many of the oldest can start no more, or have: passed over by whoever looks for the oldest that can. */
  private passed = 0
  /** Tells that have started and not ended: looked at in turn, so that one long tell holds up nobody's id. */
  private readonly running: Array<number> = []
  private cursor = 0
  /** Sends since the last look. */
  private unlooked = 0
  private readonly lookEvery: number
  private readonly jobs: JobTable
  private readonly owner: WindowOwner

  constructor(jobs: JobTable, owner: WindowOwner, lookEvery = LOOK_EVERY) {
    this.jobs = jobs
    this.owner = owner
    this.lookEvery = lookEvery
  }

  /** Nothing sent through this window is known to be alive, apart from asks that have started. */
  get isEmpty(): boolean {
    return this.size === 0 && this.running.length === 0
  }

  push(id: number, generation: number): void {
    if (this.size === this.ids.length) this.grow()
    const at = (this.first + this.size) & (this.ids.length - 1)
    this.ids[at] = id
    this.generations[at] = generation
    this.size++
  }

  private grow(): void {
    const length = this.ids.length
    const ids = new Int32Array(length * 2)
    const generations = new Int32Array(length * 2)
    for (let i = 0; i < this.size; i++) {
      const at = (this.first + i) & (length - 1)
      ids[i] = this.ids[at]!
      generations[i] = this.generations[at]!
    }
    this.ids = ids
    this.generations = generations
    this.first = 0
  }

  /** Before each send: on the average two of the oldest are looked at for each. */
  tidy(): void {
    if (++this.unlooked < this.lookEvery) return
    this.unlooked = 0
    this.look(2 * this.lookEvery)
  }

  /** Looks at up to `count` of the oldest and lets go of those known to be started or consumed. */
  look(count: number): void {
    for (let i = 0; i < count && this.size > 0; i++) {
      if (!this.leave(this.ids[this.first]!, this.generations[this.first]!)) break
      this.first = (this.first + 1) & (this.ids.length - 1)
      this.size--
      if (this.passed > 0) this.passed--
    }
    // One look at a time, as where words are looked at after each send, takes them in turn; a batch looks at all it has.
    if (this.running.length > 0) this.lookAtRunning(count <= 2 ? 1 : Math.min(count, this.running.length))
  }

  /** False while the job may still start, or was cancelled and its record not yet passed. */
  private leave(id: number, generation: number): boolean {
    switch (this.jobs.phase(id, generation)) {
      case Phase.queued:
      case Phase.cancelled:
        return false
      case Phase.started:
        if (!this.owner.isAsk(id)) this.running.push(id, generation)
        return true
      case Phase.dropped:
        this.cancelled--
        this.jobs.end(id, generation)
        this.owner.tellEnded(id)
        return true
      case Phase.done:
        this.jobs.end(id, generation)
        this.owner.tellEnded(id)
        return true
      case Phase.refused:
        // An ask's refusal comes as a record too, which ends the id; a tell's does not.
        if (!this.owner.isAsk(id)) {
          // Counted first: its word says so until then, whoever dies in between.
          this.owner.tellRefused(this, id)
          this.jobs.end(id, generation)
          this.owner.tellEnded(id)
        }
        return true
      default:
        return true
    }
  }

  private lookAtRunning(count: number): void {
    const running = this.running
    for (let i = 0; i < count && running.length > 0; i++) {
      if (this.cursor >= running.length) this.cursor = 0
      const id = running[this.cursor]!
      const generation = running[this.cursor + 1]!
      const phase = this.jobs.phase(id, generation)
      if (phase === Phase.started) {
        this.cursor += 2
        continue
      }
      if (phase === Phase.done || phase === Phase.dropped) {
        this.jobs.end(id, generation)
        this.owner.tellEnded(id)
      }
      // The last pair takes the place of this one: order does not matter here.
      const lastGeneration = running.pop()!
      const lastId = running.pop()!
      if (this.cursor < running.length) {
        running[this.cursor] = lastId
        running[this.cursor + 1] = lastGeneration
      }
    }
  }

  /** Looks at everything: when a table is full, and before counting what is left. */
  lookAtAll(): void {
    this.look(this.size)
    // From the front to the end: one that took the place of another is looked at in its new place.
    this.cursor = 0
    while (this.cursor < this.running.length) this.lookAtRunning(1)
  }

  /** Offers `take` those that may still start, the oldest first, until it has taken one back. False when it has not. */
  takeBackOldest(take: (id: number, generation: number) => boolean): boolean {
    while (this.passed < this.size) {
      const at = (this.first + this.passed++) & (this.ids.length - 1)
      const id = this.ids[at]!
      const generation = this.generations[at]!
      if (this.jobs.phase(id, generation) !== Phase.queued || !take(id, generation)) continue
      this.cancelled++
      return true
    }
    return false
  }

  // -- after the end of the thread they were sent to -----------------------------------------------------------------

  /** Takes out one tell that had started; no order is kept. False when there is none. */
  takeRunning(visit: Visit): boolean {
    const generation = this.running.pop()
    const id = this.running.pop()
    if (id === undefined) return false
    visit(id, generation!, this.jobs.phase(id, generation!))
    return true
  }

  /** Takes out the oldest job. False when there is none. */
  takeOldest(visit: Visit): boolean {
    if (this.size === 0) return false
    const id = this.ids[this.first]!
    const generation = this.generations[this.first]!
    this.first = (this.first + 1) & (this.ids.length - 1)
    this.size--
    visit(id, generation, this.jobs.phase(id, generation))
    return true
  }

  /** Looks at the job in place `index` from the oldest, and leaves it here. False when there is none. */
  visit(index: number, visit: Visit): boolean {
    if (index >= this.size) return false
    const at = (this.first + index) & (this.ids.length - 1)
    const id = this.ids[at]!
    const generation = this.generations[at]!
    visit(id, generation, this.jobs.phase(id, generation))
    return true
  }
}

/** What is decided about one job, by its phase. */
export type Visit = (id: number, generation: number, phase: Phase) => void
