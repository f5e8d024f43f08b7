import * as Effect from "effect/Effect"
import { getEnvironmentData } from "node:worker_threads"
import { Victim, Word, WORDS } from "./corruption.protocol.ts"

const words = new Int32Array(getEnvironmentData(WORDS) as SharedArrayBuffer)

export default Victim.toLayer({
  block: () =>
    Effect.sync(() => {
      Atomics.store(words, Word.blocked, 1)
      Atomics.notify(words, Word.blocked)
      Atomics.wait(words, Word.go, 0)
    }),
  echo: ({ n }) => Effect.succeed(n)
})
