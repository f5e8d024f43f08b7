import * as Effect from "effect/Effect"
import { Sink } from "./crowd.protocol.ts"

export default Sink.toLayer(
  Effect.sync(() => {
    const seen = new Map<string, { count: number; swapped: number; last: number }>()
    const saw = (from: string, n: number): void => {
      const entry = seen.get(from) ?? { count: 0, swapped: 0, last: -1 }
      entry.count++
      if (n <= entry.last) entry.swapped++
      entry.last = n
      seen.set(from, entry)
    }
    return {
      take: ({ from, n }) => {
        saw(from, n)
        return Effect.succeed(n)
      },
      fill: ({ from, n, reply }) => {
        saw(from, n)
        return Effect.succeed(new Uint8Array(reply).fill(n))
      },
      told: () => Effect.void,
      slow: ({ turns }) => Effect.as(Effect.replicateEffect(Effect.yieldNow, turns), turns),
      seen: ({ from }) => {
        const found = Array.from(seen.entries()).filter(([name]) => name.startsWith(from))
        const sum = (of: "count" | "swapped"): number => found.reduce((total, [, entry]) => total + entry[of], 0)
        return Effect.succeed({ senders: found.length, count: sum("count"), swapped: sum("swapped") })
      }
    }
  }),
  { concurrency: 4 }
)
