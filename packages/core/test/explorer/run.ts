/** Runs explorations, each in a worker thread of its own. Used by the tests and by `npm run prove`. */
import { Worker } from "node:worker_threads"
import type { Options, Outcome, RandomOptions } from "./explore.ts"
import type { Mutation } from "./hooks.ts"

export interface Request {
  readonly model: string
  readonly options: Options
  readonly mutations: ReadonlyArray<Mutation>
  readonly random?: RandomOptions | undefined
}

export interface Report extends Outcome {
  /** Files of `packages/core/src` that were run, and whether they are as they ship. */
  readonly loaded: ReadonlyArray<readonly [string, "shipped" | "mutated"]>
}

export const run = (
  model: string,
  options: Options = {},
  mutations: ReadonlyArray<Mutation> = [],
  random?: RandomOptions
): Promise<Report> =>
  new Promise((resolve, reject) => {
    const workerData: Request = { model, options, mutations, random }
    const worker = new Worker(new URL("./worker.ts", import.meta.url), { workerData, execArgv: ["--no-warnings"] })
    worker.on("message", resolve)
    worker.on("error", reject)
    worker.on("exit", (code) => reject(new Error(`the explorer of "${model}" ended with code ${code}`)))
  })

/** One line about a report. */
export const summary = (report: Outcome): string =>
  `${report.verdict}: ${report.states.toLocaleString("en")} states, ${report.transitions.toLocaleString("en")} moves, ` +
  `${report.finals.toLocaleString("en")} ends, ${(report.millis / 1000).toFixed(1)} s`

/** Why it does not hold, with the schedule. */
export const explanation = (report: Outcome): string =>
  `${report.reason ?? ""}\n${(report.schedule ?? []).map((line) => `  ${line}`).join("\n")}`
