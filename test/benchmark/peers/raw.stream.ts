/*
 * A bare Worker that sends a message for each element; half of the 64 that it may be ahead is granted when it was read.
 */
import { Worker } from "node:worker_threads"
import type { Load } from "../load.ts"
import type { Message } from "../message.ts"
import type { Peer } from "../peers.ts"

export const open = async (): Promise<Peer> => {
  const worker = new Worker(new URL("./raw.stream.worker.ts", import.meta.url))
  await new Promise((resolve) => worker.once("online", resolve))
  const run = (load: Load) =>
    new Promise<void>((resolve) => {
      let taken = 0
      worker.on("message", function read(element: Message) {
        if (!load.settle(load.next(), element)) {
          worker.off("message", read)
          return resolve()
        }
        if (++taken % 32 === 0) worker.postMessage(32)
      })
      worker.postMessage(64)
    })
  return { run, close: () => worker.terminate() }
}
