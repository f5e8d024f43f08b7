/*
 * What the tally and its adders do, on whatever thread.
 */
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { threadId } from "node:worker_threads"
import { Adder, Tally } from "./tally.protocol.ts"

const numbers = (count: number): ReadonlyArray<number> => Array.from({ length: count }, (_, index) => index)

export const tally = (notes: { count: number } = { count: 0 }) =>
  Tally.toLayer(
    Effect.sync(() => {
      let [total, atOnce] = [0, 0]
      return {
        add: () =>
          Effect.gen(function* () {
            atOnce++
            const before = total
            yield* Effect.yieldNow
            yield* Effect.sleep("1 millis")
            total = before + 1
            const seen = { thread: threadId, atOnce, total }
            atOnce--
            return seen
          }),
        note: () => Effect.sync(() => void notes.count++)
      }
    })
  )

export const adder = Adder.toLayer(
  Effect.map(Tally, (tally) => ({
    addOften: ({ times }) => Effect.forEach(numbers(times), () => tally.add(), { concurrency: "unbounded" }),
    noteOften: ({ times }) => Effect.forEach(numbers(times), () => tally.note.tell(), { discard: true })
  }))
).pipe(Layer.provide(Tally.layerRef))
