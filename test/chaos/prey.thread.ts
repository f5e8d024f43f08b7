import { CurrentJob } from "@stevedore/core/CurrentJob"
import * as Effect from "effect/Effect"
import { getEnvironmentData } from "node:worker_threads"
import { endings } from "../deaths/endings.ts"
import { Count, COUNTS, Prey } from "./chaos.protocol.ts"

const counts = new Int32Array(getEnvironmentData(COUNTS) as SharedArrayBuffer)

export default Prey.toLayer(
  {
    echo: ({ n }) => Effect.map(CurrentJob, ({ attempt }) => ({ n, attempt })),
    work: ({ millis, n }) =>
      Effect.delay(
        Effect.map(CurrentJob, ({ attempt }) => ({ n, attempt })),
        millis
      ),
    note: () => Effect.sync(() => void Atomics.add(counts, Count.handled, 1)),
    die: ({ how }) =>
      Effect.sync(() => {
        // The others end their thread when this job is done.
        const isNow = how === "exit" || how === "heap"
        if (isNow) Atomics.add(counts, Count.ending, 1)
        endings[how]()
        if (!isNow) return
        // A thread goes on for a moment after it has asked for its own end: this job is not to be done then.
        for (;;);
      })
  },
  { concurrency: 8 }
)
