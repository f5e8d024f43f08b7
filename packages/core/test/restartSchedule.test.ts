/*
 * The schedules of restarts: delays, and how many a sliding period may see.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Schedule from "effect/Schedule"
import { InvalidOption } from "../src/ActorError.ts"
import * as Supervision from "../src/Supervision.ts"

/** The delay in milliseconds that follows each of these deaths; `undefined` for none. */
const delaysAt = (schedule: Schedule.Schedule<unknown, unknown>, deaths: ReadonlyArray<number>) =>
  Effect.flatMap(Schedule.toStep(schedule), (step) =>
    Effect.forEach(deaths, (now) =>
      Effect.map(Effect.exit(step(now, undefined)), (exit) =>
        Exit.isSuccess(exit) ? Duration.toMillis(exit.value[1]) : undefined
      )
    )
  )

describe("schedules of restarts", () => {
  it.effect("H16-restart the default: 50 ms, doubling up to 5 s, 10 in 60 s and not one more", () =>
    Effect.gen(function* () {
      const atOnce = Array.from({ length: 11 }, (_, index) => index)
      const expected = [50, 100, 200, 400, 800, 1600, 3200, 5000, 5000, 5000, undefined]
      assert.deepStrictEqual(yield* delaysAt(Supervision.backoff(), atOnce), expected)
    })
  )

  it.effect("H16-restart the period slides: a restart counts for 60 s and no longer", () =>
    Effect.gen(function* () {
      const ten = Array.from({ length: 10 }, (_, index) => index * 1000)
      // The eleventh is one too many until the first has been forgotten.
      const delays = yield* delaysAt(Supervision.backoff(), [...ten, 59_999, 60_000, 60_001])
      assert.deepStrictEqual(delays.slice(10), [undefined, 5000, undefined])
      // One death a minute goes on for ever, each time from the front.
      const minutes = Array.from({ length: 50 }, (_, index) => index * 60_000)
      const steady = yield* delaysAt(Supervision.backoff(), minutes)
      assert.isTrue(steady.every((delay) => delay === 50))
    })
  )

  it.effect("H16-restart within gives any schedule a budget, and begins it anew after a quiet period", () =>
    Effect.gen(function* () {
      const schedule = Supervision.within(Schedule.exponential("10 millis"), { restarts: 3, period: "1 second" })
      const delays = yield* delaysAt(schedule, [0, 1, 2, 3, 1000, 1500, 2600])
      assert.deepStrictEqual(delays, [10, 20, 40, undefined, 80, 160, 10])
    })
  )

  it("H16-restart budgets that cannot work are refused by name", () => {
    const refused = (make: () => unknown, option: string): void => {
      try {
        make()
      } catch (thrown) {
        assert.instanceOf(thrown, InvalidOption)
        return assert.strictEqual((thrown as InvalidOption).option, option)
      }
      assert.fail(`${option} was taken`)
    }
    refused(() => Supervision.backoff({ first: -1 }), "first")
    refused(() => Supervision.backoff({ factor: 0.5 }), "factor")
    refused(() => Supervision.backoff({ restarts: 1.5 }), "restarts")
    refused(() => Supervision.within(Schedule.forever, { restarts: 1, period: Number.NaN }), "period")
  })
})
