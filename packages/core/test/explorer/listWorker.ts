import { parentPort } from "node:worker_threads"
import { install } from "./hooks.ts"
import type { Listed } from "./list.ts"

install([])
const { catalogue } = await import("./catalogue.ts")
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
