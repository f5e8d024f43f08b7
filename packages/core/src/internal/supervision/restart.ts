/**
 * Schedules of restarts with a budget: so many in a sliding period, and not one more. Behind `Supervision.backoff` and
 * `Supervision.within`; evaluated on main, once for each death.
 */
import * as Cause from "effect/Cause"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import type * as Pull from "effect/Pull"
import * as Schedule from "effect/Schedule"

/** How many restarts a period of so many milliseconds may see. */
export interface Budget {
  readonly restarts: number
  readonly periodMillis: number
}

export interface Backoff extends Budget {
  readonly firstMillis: number
  readonly factor: number
  readonly longestMillis: number
}

/** What a thread gets whose layer says nothing. */
export const byDefault: Backoff = {
  firstMillis: 50,
  factor: 2,
  longestMillis: 5000,
  restarts: 10,
  periodMillis: 60_000
}

/** The restarts of the last period, and whether one more is allowed. */
const countedIn = ({ periodMillis, restarts }: Budget) => {
  let recent: Array<number> = []
  return (now: number): { readonly before: number; readonly allowed: boolean } => {
    recent = recent.filter((each) => now - each < periodMillis)
    const before = recent.length
    const allowed = before < restarts
    if (allowed) recent.push(now)
    return { before, allowed }
  }
}

/** Waits longer the more restarts the last period has seen, so one that has held for that long starts from the front. */
export const backoff = (options: Backoff): Schedule.Schedule<number, unknown> =>
  Schedule.fromStep(
    Effect.sync(() => {
      const count = countedIn(options)
      return (now: number) => {
        const { allowed, before } = count(now)
        if (!allowed) return Cause.done(before)
        const millis = Math.min(options.longestMillis, options.firstMillis * options.factor ** before)
        return Effect.succeed<[number, Duration.Duration]>([before + 1, Duration.millis(millis)])
      }
    })
  )

/** A schedule with a budget, which begins anew after a period without a restart. */
export const within = <Output, Input>(
  schedule: Schedule.Schedule<Output, Input>,
  budget: Budget
): Schedule.Schedule<Output | number, Input> =>
  Schedule.fromStep(
    Effect.sync(() => {
      const count = countedIn(budget)
      let step: ((now: number, input: Input) => Pull.Pull<[Output, Duration.Duration], never, Output>) | undefined
      return (now: number, input: Input): Pull.Pull<[Output | number, Duration.Duration], never, Output | number> => {
        const { allowed, before } = count(now)
        if (!allowed) return Cause.done(before)
        const fresh = step === undefined || before === 0 ? Schedule.toStep(schedule) : Effect.succeed(step)
        return Effect.flatMap(fresh, (next) => {
          step = next
          return next(now, input)
        })
      }
    })
  )
