/**
 * From when on a job counts as slow: decided on main, known to every thread, changed while the system runs. The most
 * particular one holds: of a job type, of a thread, of an actor (its pool), of the system.
 */

/** All in milliseconds; `Infinity` for never. Structured-cloneable. */
export interface SlowSettings {
  readonly byDefault: number
  /** By the thread's name: a thread that is started again keeps it. */
  readonly threads: Readonly<Record<string, number>>
  readonly actors: Readonly<Record<string, number>>
  /** By `actor.job`. */
  readonly jobs: Readonly<Record<string, number>>
}

export const never: SlowSettings = { byDefault: Number.POSITIVE_INFINITY, threads: {}, actors: {}, jobs: {} }

export class SlowLimits {
  private settings: SlowSettings
  /** No job is slow before this. */
  least: number

  constructor(settings: SlowSettings) {
    this.settings = settings
    this.least = leastOf(settings)
  }

  set(settings: SlowSettings): void {
    this.settings = settings
    this.least = leastOf(settings)
  }

  of(thread: string, actor: string, job: string): number {
    const { actors, byDefault, jobs, threads } = this.settings
    return jobs[`${actor}.${job}`] ?? threads[thread] ?? actors[actor] ?? byDefault
  }
}

const leastOf = ({ actors, byDefault, jobs, threads }: SlowSettings): number =>
  Math.min(byDefault, ...[threads, actors, jobs].flatMap((each) => Object.values(each)))
