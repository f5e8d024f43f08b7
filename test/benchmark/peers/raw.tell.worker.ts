import { parentPort, workerData } from "node:worker_threads"
import type { Message } from "../message.ts"
import { startTicks } from "../ticks.ts"
import { makeTold } from "../told.ts"

startTicks()
const { soFar, told } = makeTold()
const timed = workerData as boolean
parentPort!.on("message", (message: Message | "so far?") => {
  if (message === "so far?") parentPort!.postMessage(soFar())
  else told(message, timed)
})
