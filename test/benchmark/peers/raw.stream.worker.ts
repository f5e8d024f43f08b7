import { parentPort } from "node:worker_threads"
import { makeMessage } from "../message.ts"
import { startTicks } from "../ticks.ts"

startTicks()
let next = 0
parentPort!.on("message", (credit: number) => {
  for (let i = 0; i < credit; i++) parentPort!.postMessage(makeMessage(next++))
})
