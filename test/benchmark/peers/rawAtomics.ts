/*
 * piscina's trick by itself: `Atomics.wait`, woken by a counter. For `spinMicros` it looks before that, and burns a core.
 */
import { once } from "node:events"
import { MessageChannel, receiveMessageOnPort, Worker } from "node:worker_threads"
import { promiseCallers } from "../callers.ts"
import type { Message } from "../message.ts"
import type { Peer } from "../peers.ts"
import type { Scenario } from "../scenarios.ts"

export const open = async ({ workers: count }: Scenario, spinMicros: number): Promise<Peer> => {
  const pending = new Map<number, (message: Message) => void>()
  const start = () => {
    const { port1: port, port2 } = new MessageChannel()
    const asked = new Int32Array(new SharedArrayBuffer(4))
    const workerData = { port: port2, asked, spinMicros }
    const worker = new Worker(new URL("./rawAtomics.worker.ts", import.meta.url), { workerData, transferList: [port2] })
    port.on("message", (first: Message) => {
      // One event, and whatever else has come until then.
      for (let message = first; message !== undefined; message = receiveMessageOnPort(port)?.message as Message) {
        pending.get(message.id)?.(message)
        pending.delete(message.id)
      }
    })
    return { worker, port, asked }
  }
  const workers = Array.from({ length: count }, start)
  await Promise.all(workers.map(({ worker }) => once(worker, "online")))
  let next = 0
  const ask = (message: Message) =>
    new Promise<Message>((resolve) => {
      pending.set(message.id, resolve)
      const { asked, port } = workers[next++ % count]!
      port.postMessage(message)
      Atomics.add(asked, 0, 1)
      Atomics.notify(asked, 0, 1)
    })
  const close = () => Promise.all(workers.map(({ worker }) => worker.terminate()))
  return { run: promiseCallers(ask), close }
}
