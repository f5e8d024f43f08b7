/**
 * The event loop of a model thread, for shipped code that schedules: microtasks, immediates, the armed wait, and events
 * of the model. In which order immediates and events come is left open, microtasks come first.
 */
import { digest } from "./digest.ts"
import { Event, type ThreadEnv } from "./model.ts"

/** Between two looks at the clock: every look finds that the turn is over, so that the event loop comes between any two rounds. */
const SLOW = 1000

/** What `Date` says. */
const NOW = 1

interface Globals {
  setImmediate: unknown
  queueMicrotask: unknown
}

const globals = globalThis as unknown as Globals

export class Host {
  private readonly env: ThreadEnv
  private readonly step: number
  private readonly immediates: Array<() => void> = []
  private readonly microtasks: Array<() => void> = []
  private readonly handlers = new Map<number, () => void>()
  private clock = 0
  /** Runs after every task, before its microtasks. */
  afterTask: () => void = () => {}
  private ended = false
  private readonly roots: Array<unknown> = []

  /** `step`: milliseconds between two looks at the clock. */
  constructor(env: ThreadEnv, step = SLOW) {
    this.env = env
    this.step = step
    this.handlers.set(Event.bell, () => env.takeWake()())
  }

  /** Calls back when the event is taken. */
  on(event: number, handler: () => void): void {
    this.handlers.set(event, handler)
  }

  /** The event comes no more. */
  off(event: number): void {
    this.handlers.delete(event)
  }

  /** All that this thread's future depends on, besides what these reach: then states at rest are recognised. */
  track(...roots: ReadonlyArray<unknown>): void {
    // Where the time makes a difference, states are told apart by all that was answered.
    if (this.step === SLOW) this.roots.push(...roots)
  }

  /** The thread exits after what runs now. */
  end(): void {
    this.ended = true
  }

  /** Runs `begin`, then the event loop until the thread ends. */
  run(begin: () => void): void {
    const { now } = performance
    const { queueMicrotask, setImmediate } = globals
    const dateNow = Date.now
    globals.setImmediate = (task: () => void) => void this.immediates.push(task)
    globals.queueMicrotask = (task: () => void) => void this.microtasks.push(task)
    performance.now = () => (this.clock += this.step)
    Date.now = () => NOW
    try {
      this.task(begin)
      if (this.roots.length > 0) {
        const constant = new Set<unknown>([this.env, this.env.arena, this.env.arena.words, this.env.arena.bytes])
        this.env.describe(() => digest([this.immediates, this.handlers, ...this.roots], constant))
      }
      while (!this.ended) {
        const ready = this.immediates.length > 0
        const event = this.env.turn(Array.from(this.handlers.keys()), ready)
        this.task(event === -1 ? this.immediates.shift()! : this.handlers.get(event)!)
      }
    } finally {
      globals.setImmediate = setImmediate
      globals.queueMicrotask = queueMicrotask
      performance.now = now
      Date.now = dateNow
    }
  }

  private task(task: () => void): void {
    task()
    this.afterTask()
    for (let next = this.microtasks.shift(); next !== undefined; next = this.microtasks.shift()) next()
  }
}
