/*
 * wasmoon's worker as a caller has it: a message for each job, and one for each answer, as with the other peers of the benchmark.
 */
import { once } from "node:events"
import { Worker } from "node:worker_threads"
import * as Effect from "effect/Effect"

export interface Wasmoon {
  readonly add: Effect.Effect<number>
  readonly fib: (n: number) => Effect.Effect<number>
}

export const wasmoon = Effect.gen(function* () {
  const worker = new Worker(new URL("./wasmoon.worker.ts", import.meta.url))
  yield* Effect.addFinalizer(() => Effect.promise(() => worker.terminate()))
  yield* Effect.promise(() => once(worker, "message"))
  const waiting = new Map<number, (value: number) => void>()
  let heard: (value: number) => void = () => {}
  let sent = 0
  worker.on("message", (answer: { readonly id: number; readonly value: number } | number) => {
    if (typeof answer === "number") return heard(answer)
    const resume = waiting.get(answer.id)!
    waiting.delete(answer.id)
    resume(answer.value)
  })
  const made: Wasmoon = {
    add: Effect.callback((resume) => {
      const id = sent++
      waiting.set(id, (value) => resume(Effect.succeed(value)))
      worker.postMessage({ id, a: 1, b: 2 })
    }),
    fib: (n) =>
      Effect.callback((resume) => {
        heard = (value) => resume(Effect.succeed(value))
        worker.postMessage(n)
      })
  }
  return made
})
