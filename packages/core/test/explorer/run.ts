/** Runs explorations, each in a worker thread of its own. Used by the tests and by `npm run prove`. */
import { Worker } from "node:worker_threads"
import type { Options, Outcome, RandomOptions } from "./explore.ts"
import { core, type Mutation, type Subject } from "./hooks.ts"

export interface Task {
  readonly model: string
  readonly options: Options
  readonly random?: RandomOptions | undefined
}

export interface Request {
  readonly tasks: ReadonlyArray<Task>
  readonly mutations: ReadonlyArray<Mutation>
  readonly subject: Subject
}

export interface Report extends Outcome {
  /** Files of the package's `src` that were run, and whether they are as they ship. */
  readonly loaded: ReadonlyArray<readonly [string, "shipped" | "mutated"]>
}

/** Runs one task after the other in one worker; gives a report for each. */
export const runAll = (
  tasks: ReadonlyArray<Task>,
  mutations: ReadonlyArray<Mutation> = [],
  subject: Subject = core
): ReadonlyArray<Promise<Report>> => {
  const workerData: Request = { tasks, mutations, subject }
  const worker = new Worker(new URL("./worker.ts", import.meta.url), {
    workerData,
    execArgv: ["--no-warnings"],
    // What threads answered is kept on the heap: up to some gigabytes for the largest models.
    resourceLimits: { maxOldGenerationSizeMb: 8192 }
  })
  const waiting = tasks.map(() => Promise.withResolvers<Report>())
  let next = 0
  worker.on("message", (report: Report) => waiting[next++]!.resolve(report))
  const fail = (error: Error): void => {
    for (const { promise, reject } of waiting.slice(next)) {
      promise.catch(() => {})
      reject(error)
    }
  }
  worker.on("error", fail)
  worker.on("exit", (code) => fail(new Error(`the explorer ended with code ${code}`)))
  return waiting.map(({ promise }) => promise)
}

/** Runs one. */
export const run = (
  model: string,
  options: Options = {},
  mutations: ReadonlyArray<Mutation> = [],
  random?: RandomOptions,
  subject: Subject = core
): Promise<Report> => runAll([{ model, options, random }], mutations, subject)[0]!

/** One line about a report. */
export const summary = (report: Outcome): string =>
  `${report.verdict}: ${report.states.toLocaleString("en")} states kept, ${report.transitions.toLocaleString("en")} moves, ` +
  `${report.finals.toLocaleString("en")} ends, ${(report.millis / 1000).toFixed(1)} s`

/** Why it does not hold, with the schedule. */
export const explanation = (report: Outcome): string =>
  `${report.reason ?? ""}\n${(report.schedule ?? []).map((line) => `  ${line}`).join("\n")}`
