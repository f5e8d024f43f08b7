import { parentPort, workerData } from "node:worker_threads"
import { install, type Subject } from "./hooks.ts"
import type { Listed } from "./list.ts"

const subject = workerData as Subject
install([], subject)
const { catalogue } = (await import(subject.catalogue)) as typeof import("./catalogue.ts")
const { sourcesOf } = await import("./sources.ts")
parentPort!.postMessage(
  Object.entries(catalogue).map(([name, { minutes, model, preemptions, random, test }]): Listed => ({
    name,
    sources: sourcesOf(model()),
    preemptions,
    test,
    random,
    minutes
  }))
)
