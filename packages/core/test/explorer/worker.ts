/** Explores one model in a thread of its own, where nothing was loaded yet: with the shipped source, or a mutant of it. */
import { parentPort, workerData } from "node:worker_threads"
import { install, loaded } from "./hooks.ts"
import type { Report, Request } from "./run.ts"

const request = workerData as Request
install(request.mutations)
const { catalogue } = await import("./catalogue.ts")
const { Explorer } = await import("./explore.ts")

const entry = catalogue[request.model]
if (entry === undefined) throw new Error(`no model "${request.model}"`)
const explorer = new Explorer(entry.model, request.options)
const outcome = request.random === undefined ? explorer.explore() : explorer.random(request.random)
parentPort!.postMessage({ ...outcome, loaded: Array.from(loaded) } satisfies Report)
