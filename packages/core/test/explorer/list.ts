/** The models by name with their bounds, for those who run them elsewhere. */
import { Worker } from "node:worker_threads"
import type { Smaller } from "./catalogue.ts"
import type { RandomOptions } from "./explore.ts"
import { core, type Subject } from "./hooks.ts"

export interface Listed {
  readonly name: string
  /** What it runs: see sources.ts. */
  readonly sources: string
  readonly preemptions: number | undefined
  readonly test: Smaller | undefined
  readonly random: RandomOptions | undefined
  readonly minutes: number | undefined
}

/** Read in a worker: the catalogue loads the shipped source, which belongs behind the explorer's hooks. */
export const catalogueOf = (subject: Subject = core): Promise<ReadonlyArray<Listed>> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL("./listWorker.ts", import.meta.url), {
      workerData: subject,
      execArgv: ["--no-warnings"]
    })
    worker.on("message", resolve)
    worker.on("error", reject)
  })
