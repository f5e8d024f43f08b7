/*
 * The thread's end of what `spawnedThread` holds on main. Made once, first thing in the thread's main module.
 */
import type { ThreadHost } from "@stevedore/core/ThreadSpawner"
import { workerData } from "node:worker_threads"
import * as bufferPort from "./bufferPort.ts"
import { lastWords, type ThreadData } from "./bootstrap.ts"
import { importEntry } from "./importEntry.ts"
import * as threadOutput from "./threadOutput.ts"
import * as threadPort from "./threadPort.ts"

/** The port of this thread holds its event loop for as long as it lives: one entry of the list. */
const isLoopWanted = (): boolean => process.getActiveResourcesInfo().length > 1

/** The host of the thread this is called on. */
export const make = (): ThreadHost => {
  const data = workerData as ThreadData
  const output = threadOutput.send(data.port)
  // Main can read a thread's utilization only while it runs: the last word is the thread's own.
  process.on("exit", () => {
    data.lastWords[lastWords.utilization] = performance.eventLoopUtilization().utilization
    data.lastWords[lastWords.endedByItself] = 1
  })
  return {
    boot: data.boot,
    port: threadPort.make(data.port, data.port, true, output),
    openEnd: bufferPort.open,
    importEntry,
    isLoopWanted,
    // Posting is handing over, messages and output alike: nothing is left to wait for.
    exit: (code) => process.exit(code)
  }
}
