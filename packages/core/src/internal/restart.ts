/**
 * When a thread that died is started again: by the user's Schedule, or by default after 50 ms, twice as long after each
 * further death within a minute up to 5 s, and not at all after the tenth.
 */
import * as Cause from "effect/Cause"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Schedule from "effect/Schedule"

const FIRST_MILLIS = 50
const LONGEST_MILLIS = 5000
const MOST = 10
const WITHIN_MILLIS = 60_000

export const defaultRestart: Schedule.Schedule<number, unknown> = Schedule.fromStep(
  Effect.sync(() => {
    let deaths: Array<number> = []
    return (now: number) => {
      deaths = deaths.filter((death) => now - death < WITHIN_MILLIS)
      if (deaths.length >= MOST) return Cause.done(deaths.length)
      const millis = Math.min(LONGEST_MILLIS, FIRST_MILLIS * 2 ** deaths.length)
      deaths.push(now)
      return Effect.succeed<[number, Duration.Duration]>([deaths.length, Duration.millis(millis)])
    }
  })
)
