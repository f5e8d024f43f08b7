import { parentPort } from "node:worker_threads"
import { install } from "./hooks.ts"
import type { Listed } from "./list.ts"

install([])
const { catalogue } = await import("./catalogue.ts")
parentPort!.postMessage(
  Object.entries(catalogue).map(([name, { minutes, preemptions, random, test }]): Listed => ({
    name,
    preemptions,
    test,
    random,
    minutes
  }))
)
