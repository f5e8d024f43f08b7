/**
 * How much faster the pool is than one thread, measured fairly: both digest the same files in the same process, in
 * alternating order, after a warm-up that is not counted. Told are the median of the rounds, the slowest and the fastest
 * of them, and how much of the machine others used meanwhile.
 */
import type * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import type { Digester } from "./digest.protocol.ts"
import type { FilePath } from "./filePath.ts"
import { watchOthers } from "./machine.ts"

export type SpeedUp =
  | {
      readonly _tag: "Measured"
      readonly threads: number
      readonly files: number
      readonly rounds: number
      /** The medians of both. */
      readonly poolMillis: number
      readonly oneMillis: number
      /** How many times as fast: the median of the rounds, and its range. */
      readonly median: number
      readonly slowest: number
      readonly fastest: number
      /** The share of the machine that other processes used, if that is known. */
      readonly otherShare: number | undefined
    }
  | { readonly _tag: "NotMeasured"; readonly why: string }

type Client = Context.Service.Shape<typeof Digester>

const rounds = 7
/** A few files are read several times in a round: one that takes less says little. */
const leastRoundMillis = 40
const inFlight = 64
const leastFilesPerThread = 8

export const median = (values: ReadonlyArray<number>): number => {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

/** How long a client takes; a file that cannot be read any more costs both sides the same. */
const timed = Effect.fnUntraced(function* (client: Client, files: ReadonlyArray<FilePath>) {
  const start = performance.now()
  yield* Effect.forEach(files, (path) => Effect.ignore(client.digest({ path }, { interruption: "detach" })), {
    concurrency: inFlight,
    discard: true
  })
  return performance.now() - start
})

export const measureSpeedUp = Effect.fnUntraced(function* (options: {
  readonly pool: Client
  readonly one: Client
  readonly threads: number
  readonly sample: ReadonlyArray<FilePath>
}) {
  const { one, pool, sample, threads } = options
  const pooled: Array<number> = []
  const alone: Array<number> = []
  yield* timed(pool, sample)
  const repeats = Math.ceil(leastRoundMillis / (yield* timed(one, sample)))
  const files = Array.from({ length: repeats }, () => sample).flat()
  const others = watchOthers()
  for (let round = 0; round < rounds; round++) {
    if (round % 2 === 0) {
      pooled.push(yield* timed(pool, files))
      alone.push(yield* timed(one, files))
    } else {
      alone.push(yield* timed(one, files))
      pooled.push(yield* timed(pool, files))
    }
  }
  const ratios = alone.map((millis, round) => millis / pooled[round]!)
  const result: SpeedUp = {
    _tag: "Measured",
    threads,
    files: files.length,
    rounds,
    poolMillis: median(pooled),
    oneMillis: median(alone),
    median: median(ratios),
    slowest: Math.min(...ratios),
    fastest: Math.max(...ratios),
    otherShare: others()
  }
  return result
})

/** Why the comparison would say nothing, if so. */
export const cannotMeasure = (threads: number, sample: ReadonlyArray<FilePath>): string | undefined => {
  if (threads === 1) return "the pool has one thread"
  const least = threads * leastFilesPerThread
  return sample.length < least ? `it takes at least ${least} files up to 1 MiB` : undefined
}
