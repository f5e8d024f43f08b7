/*
 * Two things measured in turns, by the processor time of the whole process: what others do meanwhile falls on both. For benchmarks
 * of what stands on the actors (harbor, lua), which are run by hand.
 */
import { setFlagsFromString } from "node:v8"
import { runInNewContext } from "node:vm"
import * as Effect from "effect/Effect"
import { median } from "./statistics.ts"

export const IN_FLIGHT = 256

setFlagsFromString("--expose-gc")
const gc: (options: { readonly type: "minor" }) => void = runInNewContext("gc")
setFlagsFromString("--no-expose-gc")

/** The young objects of this thread, which is where all that is asked is made, and most of what is collected. */
const collectYoung = (): void => gc({ type: "minor" })

/** Microseconds of processor time that each of so many jobs takes. */
export const costOf = <E, R>(jobs: number, run: Effect.Effect<unknown, E, R>): Effect.Effect<number, E, R> =>
  Effect.gen(function* () {
    // What the one before has left to do is not this one's.
    yield* Effect.sleep("20 millis")
    const before = process.cpuUsage()
    yield* run
    // What it leaves for the collector is its own, and not whoever's comes next: after 20,480 jobs half a millisecond's work in jobs of
    // ours, and three in wasmoon's.
    collectYoung()
    const { system, user } = process.cpuUsage(before)
    return (system + user) / jobs
  })

/** Again and again, at the least cost of doing so. */
export const times = <E, R>(count: number, job: Effect.Effect<unknown, E, R>): Effect.Effect<void, E, R> =>
  Effect.suspend(() => {
    let left = count
    return Effect.whileLoop({ while: () => left-- > 0, body: () => job, step: () => {} })
  })

/** What one job costs where so many are under way. `jobs`: a multiple of them. */
export const costOfEach = <E, R>(job: Effect.Effect<unknown, E, R>, jobs = 20_480): Effect.Effect<number, E, R> =>
  costOf(
    jobs,
    Effect.forEach(Array.from({ length: IN_FLIGHT }), () => times(jobs / IN_FLIGHT, job), {
      concurrency: "unbounded",
      discard: true
    })
  )

/** Of what was measured at all. */
export const middle = (values: ReadonlyArray<number>): number => median(values)!

/** `least`: of how many times `base` costs what `own` does; else of how many times `own` costs what `base` does. */
export type Bar = { readonly most: number } | { readonly least: number } | undefined

/** Prints what both cost, and whether the bar is met; without one it is only shown. */
export const compareInTurns = <E, R, E2, R2>(
  title: string,
  rounds: number,
  base: Effect.Effect<number, E, R>,
  own: Effect.Effect<number, E2, R2>,
  bar: Bar
): Effect.Effect<void, E | E2, R | R2> =>
  Effect.gen(function* () {
    const [bases, owns, ratios]: [Array<number>, Array<number>, Array<number>] = [[], [], []]
    for (let round = 0; round < rounds; round++) {
      const before = round % 2 === 0 ? yield* base : undefined
      const second = yield* own
      const first = before ?? (yield* base)
      // While V8 still compiles nothing is counted.
      if (round < rounds / 3) continue
      bases.push(first)
      owns.push(second)
      ratios.push(bar !== undefined && "least" in bar ? first / second : second / first)
    }
    const figures = `${middle(bases).toFixed(2)} and ${middle(owns).toFixed(2)} µs`
    const range = `${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)}`
    console.log(`${title}: ${figures}, ratio ${middle(ratios).toFixed(2)} (${range}); ${verdict(middle(ratios), bar)}`)
  })

const verdict = (ratio: number, bar: Bar): string => {
  if (bar === undefined) return "no bar"
  const isMet = "most" in bar ? ratio <= bar.most : ratio >= bar.least
  return `${"most" in bar ? `at most ${bar.most}` : `at least ${bar.least}`}: ${isMet ? "met" : "MISSED"}`
}
