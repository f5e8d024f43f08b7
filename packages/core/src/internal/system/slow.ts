/**
 * From when on jobs count as slow, as layers, job types and the running program say; told to every thread. Runs on main.
 */
import { SlowLog } from "./slowLog.ts"
import type { ToThread } from "./control.ts"
import type { MainSystem } from "./mainSystem.ts"
import { SlowLimits, type SlowSettings } from "../thread/slowLimits.ts"

/** What a layer says about its actor: of all its jobs, and of some of them. */
export interface SlowOptions {
  readonly actor: string
  /** In milliseconds, `undefined` where the layer says nothing. */
  readonly millis: number | undefined
  /** By the Rpc's tag. */
  readonly jobs: Readonly<Record<string, number>>
  /** It goes with the name. */
  readonly joined?: true
}

type Kind = "threads" | "actors" | "jobs"

export class Slow {
  private readonly main: MainSystem
  readonly log: SlowLog
  readonly limits: SlowLimits
  settings: SlowSettings
  /** How often they have changed. */
  version = 0
  /** By actor: the layer that has the name. */
  private readonly layers = new Map<string, SlowOptions>()

  constructor(main: MainSystem) {
    const { context, eventLoop, slowAfterMillis } = main.options
    this.main = main
    this.settings = { byDefault: slowAfterMillis, threads: {}, actors: {}, jobs: {} }
    this.limits = new SlowLimits(this.settings)
    this.log = new SlowLog(context, eventLoop?.now ?? (() => performance.now()), this.settings)
  }

  /** An actor is there, from now on. */
  add(options: SlowOptions): void {
    const { actor, jobs, millis } = options
    this.layers.set(actor, options)
    const named = Object.entries(jobs).map(([job, value]) => [`${actor}.${job}`, value] as const)
    if (millis === undefined && named.length === 0) return
    this.change({
      ...this.settings,
      actors: millis === undefined ? this.settings.actors : { ...this.settings.actors, [actor]: millis },
      jobs: { ...this.settings.jobs, ...Object.fromEntries(named) }
    })
  }

  /**
   * Its threads have ended, and what was said about it does not hold any more. Until then it holds for jobs that are
   * finished while the layer closes. Nothing is taken from another layer that has the name by now.
   */
  remove(options: SlowOptions): void {
    const { actor } = options
    if (this.layers.get(actor) !== options) return
    this.layers.delete(actor)
    const { actors, jobs } = this.settings
    const left = Object.entries(jobs).filter(([job]) => !job.startsWith(`${actor}.`))
    if (!(actor in actors) && left.length === Object.keys(jobs).length) return
    const { [actor]: _, ...others } = actors
    this.change({ ...this.settings, actors: others, jobs: Object.fromEntries(left) })
  }

  /** The last thread that served it beside others has left. */
  left(actor: string): void {
    const options = this.layers.get(actor)
    if (options?.joined === true) this.remove(options)
  }

  /** While the system runs: what is said last of the same thing holds. */
  set(kind: Kind, name: string, millis: number): void {
    this.change({ ...this.settings, [kind]: { ...this.settings[kind], [name]: millis } })
  }

  private change(settings: SlowSettings): void {
    this.settings = settings
    this.version++
    this.limits.set(settings)
    this.log.changed(settings)
    this.main.loop.slow.rearm()
    for (const handle of this.main.threads) this.main.post(handle, this.news)
  }

  /** What every thread is to know of it. */
  get news(): ToThread {
    return { _tag: "slowAfter", settings: this.settings, version: this.version }
  }
}
