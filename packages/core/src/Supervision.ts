/**
 * What happens when a thread dies: when it is started again, how often at most, who dies with it, and what is told about
 * it. Options for the layers of actors, and the events of `ActorSystem.watch`.
 */
import type * as Duration from "effect/Duration"
import * as Schedule from "effect/Schedule"
import type { ActorErrorReason } from "./ActorError.ts"
import { durationOption, invalid, wholeOption } from "./internal/options.ts"
import * as Restart from "./internal/supervision/restart.ts"

// -- when --------------------------------------------------------------------------------------------------------------

/** How many restarts a sliding period may see. */
export interface Budget {
  /** Restarts in any period of that length. */
  readonly restarts: number
  readonly period: Duration.Input
}

/** Delays that grow, with a budget. What is left out is as in the default. */
export interface BackoffOptions extends Partial<Budget> {
  /** The delay of the first restart. Default 50 ms. */
  readonly first?: Duration.Input | undefined
  /** By how much the delay grows with each further restart in the period. Default 2. */
  readonly factor?: number | undefined
  /** No delay is longer. Default 5 s. */
  readonly longest?: Duration.Input | undefined
}

/**
 * Restarts that come later the more of them the last period has seen, and not at all when that were too many: 50 ms, then
 * doubling up to 5 s, at most 10 in 60 s. A thread that has held for a whole period starts from the front again. This is
 * what a layer does by default. Throws an `InvalidOption` when an option cannot work.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as Duration from "effect/Duration"
 * import * as Effect from "effect/Effect"
 * import * as Schedule from "effect/Schedule"
 * import * as Supervision from "@stevedore/core/Supervision"
 *
 * const restart = Supervision.backoff({ first: "10 millis", longest: "30 millis", restarts: 3, period: "1 minute" })
 * const program = Effect.gen(function*() {
 *   const next = yield* Schedule.toStep(restart)
 *   const delay = Effect.suspend(() => Effect.map(next(0, undefined), ([, delay]) => Duration.toMillis(delay)))
 *   assert.deepEqual([yield* delay, yield* delay, yield* delay], [10, 20, 30])
 *   assert.equal((yield* Effect.exit(delay))._tag, "Failure")
 * })
 * await Effect.runPromise(program)
 * ```
 */
export const backoff = (options: BackoffOptions = {}): Schedule.Schedule<number, unknown> =>
  Restart.backoff({
    firstMillis: durationOption("first", options.first, Restart.byDefault.firstMillis),
    factor: factorOption(options.factor),
    longestMillis: durationOption("longest", options.longest, Restart.byDefault.longestMillis),
    ...budgetOf({ restarts: Restart.byDefault.restarts, period: Restart.byDefault.periodMillis, ...options })
  })

/**
 * Gives any schedule a budget: so many restarts in a sliding period. After a period without one the schedule begins anew.
 * Throws an `InvalidOption` when the budget cannot work.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as Effect from "effect/Effect"
 * import * as Schedule from "effect/Schedule"
 * import * as Supervision from "@stevedore/core/Supervision"
 *
 * const restart = Supervision.within(Schedule.spaced("1 second"), { restarts: 2, period: "1 minute" })
 * const program = Effect.gen(function*() {
 *   const next = yield* Schedule.toStep(restart)
 *   const allowedAt = (now: number) => Effect.map(Effect.exit(next(now, undefined)), (exit) => exit._tag === "Success")
 *   assert.deepEqual([yield* allowedAt(0), yield* allowedAt(30_000), yield* allowedAt(59_000)], [true, true, false])
 *   assert.equal(yield* allowedAt(60_000), true)
 * })
 * await Effect.runPromise(program)
 * ```
 */
export const within = <Output, Input>(
  schedule: Schedule.Schedule<Output, Input>,
  budget: Budget
): Schedule.Schedule<Output | number, Input> => Restart.within(schedule, budgetOf(budget))

const budgetOf = (budget: Budget): Restart.Budget => ({
  restarts: wholeOption("restarts", budget.restarts, 0),
  periodMillis: durationOption("period", budget.period, Restart.byDefault.periodMillis)
})

const factorOption = (factor: number | undefined): number => {
  if (factor === undefined) return Restart.byDefault.factor
  if (Number.isFinite(factor) && factor >= 1) return factor
  throw invalid("factor", factor, "use a number from 1")
}

// -- who with whom -----------------------------------------------------------------------------------------------------

/** What a group of threads does when one of them dies. */
export interface GroupOptions {
  /** When they are started again. One count for the whole group. Default: `backoff()`. */
  readonly restart?: Schedule.Schedule<unknown, unknown> | "never" | undefined
  /** What follows when the group is given up: its threads stop, or the whole system does. Default `"stop"`. */
  readonly onGiveUp?: "stop" | "escalate" | undefined
  /** How long those that live may take to finish what they have started. Default 5 seconds. */
  readonly finishWithin?: Duration.Input | undefined
}

/** Threads that live and die together. A value: layers that are given the same one belong together. */
export interface Group {
  readonly "~@stevedore/core/Group": {
    readonly schedule: Schedule.Schedule<unknown, unknown> | "never"
    readonly onGiveUp: "stop" | "escalate"
    readonly finishMillis: number
  }
}

/**
 * A group for the `group` option of layers: when a thread of one of them dies, all threads of all of them are started
 * again (all-for-one). The others finish what they have started, within `finishWithin`, the layer that was built last
 * first; what they had not started goes on in their successors, in order: its sender sends it again. So that is lost whose
 * sender has died itself: a tell of a dead sender that had not started there is a dead letter, counted and told. A job
 * whose buffers have been moved there fails, or is a dead letter. What was not finished in time fails with `ThreadDied`,
 * or runs again if it is `Job.Idempotent`, without being suspected of anything. Throws an `InvalidOption` when an option
 * cannot work.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as Supervision from "@stevedore/core/Supervision"
 *
 * // Reader.layerThread({ entry: reader, group: indexing }), Writer.layerPool({ entry: writer, group: indexing })
 * const indexing = Supervision.group({ finishWithin: "2 seconds", onGiveUp: "escalate" })
 * assert.equal(indexing["~@stevedore/core/Group"].finishMillis, 2000)
 * ```
 */
export const group = (options: GroupOptions = {}): Group => ({
  "~@stevedore/core/Group": {
    schedule: restartOption(options.restart),
    onGiveUp: giveUpOption(options.onGiveUp),
    finishMillis: durationOption("finishWithin", options.finishWithin, 5000)
  }
})

const restartOption = (restart: GroupOptions["restart"]): Schedule.Schedule<unknown, unknown> | "never" => {
  if (restart === undefined) return backoff()
  if (restart === "never" || Schedule.isSchedule(restart)) return restart
  throw invalid("restart", restart, 'use a Schedule, such as Supervision.backoff(), or "never"')
}

const giveUpOption = (onGiveUp: "stop" | "escalate" | undefined): "stop" | "escalate" => {
  if (onGiveUp === undefined || onGiveUp === "stop" || onGiveUp === "escalate") return onGiveUp ?? "stop"
  throw invalid("onGiveUp", onGiveUp, 'use "stop" or "escalate"')
}

// -- what is told ------------------------------------------------------------------------------------------------------

/** The restart that a death is followed by. */
export interface NextStart {
  /** Which start of the thread it will be: 2 for the first restart. */
  readonly attempt: number
  readonly afterMillis: number
  /** When, in milliseconds since 1970. */
  readonly atMillis: number
}

interface OfThread {
  /** The actors it serves. */
  readonly actors: ReadonlyArray<string>
  /** Its name, which a restart keeps. */
  readonly thread: string
  /** Its id, which no other thread of the system ever had or will have. */
  readonly threadId: number
}

/** It is ready. `attempt` is 1 for the first start, 2 for the first restart. */
export interface Started extends OfThread {
  readonly _tag: "Started"
  readonly attempt: number
}

/**
 * It ended without being asked, or could not be started again: `cause` is a `ThreadDied`, an `ArenaCorrupt` where debug mode has
 * ended it, or why it did not start. Without `restart` nobody starts it any more, and `GaveUp`
 * follows, or `Stopped` when its layer closes already.
 */
export interface Died extends OfThread {
  readonly _tag: "Died"
  readonly cause: ActorErrorReason
  readonly restart: NextStart | undefined
}

/** It was asked to end because `because`, another thread of its group, has died; it comes back with it. */
export interface Recycled extends OfThread {
  readonly _tag: "Recycled"
  readonly because: string
}

/** It will not be started again: the schedule has ended. `escalated` when the whole system stops for it. */
export interface GaveUp extends OfThread {
  readonly _tag: "GaveUp"
  readonly cause: ActorErrorReason
  readonly escalated: boolean
}

/**
 * It was stopped, or will not come back: its layer closed, the system stopped, or its group gave up. `held` names what held it up too long: jobs, or
 * a stop hook; and if it ended by itself meanwhile, by an uncaught error or `process.exit`, that as its last: "it ended while
 * stopping: …".
 */
export interface Stopped extends OfThread {
  readonly _tag: "Stopped"
  readonly by: "layer" | "system" | "group"
  readonly held: ReadonlyArray<string>
}

/** So many events came between what was read last and what follows, and were lost: the reader was too slow. */
export interface Missed {
  readonly _tag: "Missed"
  readonly count: number
}

/** What happens to a thread. */
export type ThreadEvent = Started | Died | Recycled | GaveUp | Stopped | Missed
