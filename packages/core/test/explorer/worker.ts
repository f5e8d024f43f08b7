/** Explores models in a thread of its own, where nothing was loaded yet: with the shipped source, or a mutant of it. */
import { parentPort, workerData } from "node:worker_threads"
import { install, loaded } from "./hooks.ts"
import type { Report, Request } from "./run.ts"

const { mutations, subject, tasks } = workerData as Request
install(mutations, subject)
const { catalogue } = (await import(subject.catalogue)) as typeof import("./catalogue.ts")
const { Explorer } = await import("./explore.ts")

for (const { model, options, random } of tasks) {
  const entry = catalogue[model]
  if (entry === undefined) throw new Error(`no model "${model}"`)
  const explorer = new Explorer(entry.model, options)
  const outcome = random === undefined ? explorer.explore() : explorer.random(random)
  parentPort!.postMessage({ ...outcome, loaded: Array.from(loaded) } satisfies Report)
}
