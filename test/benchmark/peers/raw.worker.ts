import { parentPort, workerData as moves } from "node:worker_threads"
import type { Message } from "../message.ts"
import { startTicks } from "../ticks.ts"

startTicks()
parentPort!.on("message", (message: Message) =>
  parentPort!.postMessage(message, moves === true ? [message.data!.buffer] : [])
)
