/*
 * The physical limit: two threads that never sleep, and a ring in shared memory each way. No promise, no event loop, one
 * loop on either side, which burns two cores for as long as it lives. Nothing that a program could use; what is left of an
 * ask when all that makes it usable is taken away.
 */
import { Worker } from "node:worker_threads"
import type { Load } from "../load.ts"
import type { Message } from "../message.ts"
import type { Peer } from "../peers.ts"
import { openRing, ringBytes } from "./ring.ts"

export const open = async (): Promise<Peer> => {
  const [there, back] = [new SharedArrayBuffer(ringBytes), new SharedArrayBuffer(ringBytes)]
  const worker = new Worker(new URL("./rawRing.worker.ts", import.meta.url), { workerData: { there, back } })
  await new Promise((resolve) => worker.once("online", resolve))
  const { send } = openRing(there)
  const { receive } = openRing(back)
  const run = async (load: Load): Promise<void> => {
    // Answers come in the order of the asks.
    const waiting: Array<Message> = Array.from({ length: load.inFlight }, load.next)
    waiting.forEach(send)
    for (let left = load.inFlight, oldest = 0; left > 0;) {
      const answer = receive()
      if (answer === undefined) continue
      if (load.settle(waiting[oldest]!, answer)) send((waiting[oldest] = load.next()))
      else left--
      oldest = (oldest + 1) % load.inFlight
    }
  }
  return { run, close: () => worker.terminate() }
}
