import { CurrentJob } from "@stevedore/core/CurrentJob"
import * as Effect from "effect/Effect"
import { getEnvironmentData } from "node:worker_threads"
import { endings } from "../deaths/endings.ts"
import { HANDLED, Prey } from "./chaos.protocol.ts"

const handled = new Int32Array(getEnvironmentData(HANDLED) as SharedArrayBuffer)

export default Prey.toLayer(
  {
    echo: ({ n }) => Effect.map(CurrentJob, ({ attempt }) => ({ n, attempt })),
    work: ({ millis, n }) =>
      Effect.delay(
        Effect.map(CurrentJob, ({ attempt }) => ({ n, attempt })),
        millis
      ),
    note: () => Effect.sync(() => void Atomics.add(handled, 0, 1)),
    die: ({ how }) =>
      Effect.sync(() => {
        endings[how]()
        if (how !== "exit") return
        // A thread goes on for a moment after it has asked for its own end: this job is not to be done then.
        for (;;);
      })
  },
  { concurrency: 8 }
)
