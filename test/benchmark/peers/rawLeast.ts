/*
 * The least that a copy of binary data can take whose receiver has it for himself: nothing but the copies, and `postMessage`
 * to say so. Either through shared memory, written once and read once; or copied once, and the copy moved. No way to send
 * jobs: one in flight, no errors, no Schema. The profile holds Stevedore's copies against it.
 */
import { Worker } from "node:worker_threads"
import { promiseCallers } from "../callers.ts"
import type { Message } from "../message.ts"
import type { Peer } from "../peers.ts"
import type { Scenario } from "../scenarios.ts"
import { carrierOf, type Carried, type Way } from "./least.ts"

export const open = async ({ data, inFlight }: Scenario, way: Way): Promise<Peer> => {
  if (inFlight !== 1) throw new Error(`${inFlight} in flight: there is memory for one each way`)
  const [there, back] = [new SharedArrayBuffer(data!.bytes), new SharedArrayBuffer(data!.bytes)]
  const worker = new Worker(new URL("./rawLeast.worker.ts", import.meta.url), { workerData: { way, there, back } })
  await new Promise((resolve) => worker.once("online", resolve))
  const { send } = carrierOf(way, there, (message, moved) => worker.postMessage(message, moved))
  const { received } = carrierOf(way, back)
  let answered: (message: Message) => void
  worker.on("message", (carried: Carried) => answered(received(carried)))
  const ask = (message: Message) =>
    new Promise<Message>((resolve) => {
      answered = resolve
      send(message)
    })
  return { run: promiseCallers(ask), close: () => worker.terminate() }
}
