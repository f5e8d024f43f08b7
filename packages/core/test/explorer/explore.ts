/**
 * Walks every interleaving of a model's threads, up to a stated bound (walk.ts), or some drawn at random (random.ts).
 *
 * JavaScript's atomics are sequentially consistent, and a program without data races behaves as if all its accesses
 * were: so it is enough to interleave at atomic operations and to look for races on the plain accesses between them. An
 * operation that meets none of another thread needs no interleaving. Who touches which words is found out while
 * exploring; when more is found the exploration begins anew.
 *
 * A *preemption* is a switch away from a thread that could go on. Events from outside (a timer, a cancel, the notice of
 * an exit) come when they may: a thread that has nothing else to do is not preempted.
 */
import { Machine } from "./machine.ts"
import type { Model } from "./model.ts"
import { type RandomOptions, walkAtRandom } from "./random.ts"
import { walk } from "./walk.ts"

export type { RandomOptions } from "./random.ts"

export interface Options {
  /** Switches away from a thread that could go on; `undefined` for any number. */
  readonly preemptions?: number | undefined
  /** Reaching it is a failure of the exploration. */
  readonly maxStates?: number | undefined
  /** Operations of one thread in one run; reaching it is a failure: the thread spins. */
  readonly maxOperations?: number | undefined
  /** Preempts only where it can make a difference (footprints.ts): by default, where more than one preemption is allowed. */
  readonly reduces?: boolean | undefined
  /** Gives the states in which nothing moves any more. */
  readonly tellsEnds?: boolean | undefined
}

export interface Outcome {
  readonly verdict: "holds" | "violated" | "cut off"
  readonly reason?: string | undefined
  /** Different states. */
  readonly states: number
  /** Times that one was gone on from: again when more preemptions are left. */
  readonly visits: number
  readonly finals: number
  readonly transitions: number
  /** Runs of a thread from its start. */
  readonly runs: number
  readonly restarts: number
  readonly millis: number
  readonly outcomes: Readonly<Record<string, number>>
  /** The schedule that led to the violation. */
  readonly schedule?: ReadonlyArray<string> | undefined
  /** Of the schedule that failed, when schedules were drawn at random: alone, it replays. */
  readonly seed?: number | undefined
  /** The different states in which nothing moves any more, in order, where they were asked for. */
  readonly ends?: ReadonlyArray<string> | undefined
}

export class Explorer {
  private readonly machine: Machine
  private readonly options: Options

  constructor(model: () => Model, options: Options = {}) {
    this.options = options
    this.machine = new Machine(model, options.maxOperations)
  }

  explore(): Outcome {
    const { machine } = this
    const started = performance.now()
    for (let restarts = 0; ; restarts++) {
      const found = walk(machine, this.options)
      if (found === undefined) {
        machine.words.learn()
        continue
      }
      const { schedule, ...rest } = found
      return {
        ...rest,
        transitions: machine.transitions,
        runs: machine.runner.runs,
        restarts,
        millis: Math.round(performance.now() - started),
        schedule: schedule?.map((step) => machine.describe(step))
      }
    }
  }

  random(options: RandomOptions): Outcome {
    const { machine } = this
    const started = performance.now()
    const { finals, moves, schedule, seed, wrong } = walkAtRandom(machine, options)
    return {
      verdict: wrong === undefined ? "holds" : "violated",
      reason: wrong,
      states: moves,
      visits: moves,
      finals,
      transitions: moves,
      runs: machine.runner.runs,
      restarts: 0,
      millis: Math.round(performance.now() - started),
      outcomes: {},
      schedule: wrong === undefined ? undefined : schedule.map((step) => machine.describe(step)),
      seed
    }
  }
}
