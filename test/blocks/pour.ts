/** Sends much, of all sizes, and looks at each answer. */
import type * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import type { Bulk, Tally } from "./bulk.protocol.ts"

/** Bytes of its own for each number; most need a small block, some none, some a large one. */
export const dataOf = (n: number): Uint8Array => {
  const size = [200, 18_000, 40_000, 64_000, 100_000, 9000, 30_000][n % 7]! + (n % 1000)
  return new Uint8Array(size).map((_, i) => (i * (n + 3)) >> 3)
}

const same = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0

export const pour = (
  bulk: Context.Service.Shape<typeof Bulk>,
  { count, seed }: { readonly count: number; readonly seed: number }
): Effect.Effect<Tally> => {
  const tally = { answered: 0, died: 0, wrong: 0, other: [] as Array<string> }
  const ask = (n: number) =>
    Effect.gen(function* () {
      const data = dataOf(seed + n)
      if (n % 5 === 0) yield* bulk.note.tell({ data })
      const answer = yield* bulk.turn({ data })
      if (same(answer, data.toReversed())) tally.answered++
      else tally.wrong++
    }).pipe(
      Effect.catch((error) =>
        Effect.sync(() => {
          if (error.reason._tag === "ThreadDied" && error.started === true) tally.died++
          else tally.other.push(String(error))
        })
      )
    )
  const numbers = Array.from({ length: count }, (_, n) => n)
  return Effect.as(Effect.forEach(numbers, ask, { concurrency: 40, discard: true }), tally)
}
