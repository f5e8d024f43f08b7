import { parentPort, workerData } from "node:worker_threads"
import { startTicks } from "../ticks.ts"
import { carrierOf, type Carried, type Way } from "./least.ts"

const { back, there, way } = workerData as {
  readonly way: Way
  readonly there: SharedArrayBuffer
  readonly back: SharedArrayBuffer
}
const { received } = carrierOf(way, there)
const { send } = carrierOf(way, back, (message, moved) => parentPort!.postMessage(message, moved))

startTicks()
parentPort!.on("message", (carried: Carried) => send(received(carried)))
