/*
 * A bare Worker that never goes back to its event loop: it sleeps in `Atomics.wait`, is woken by a counter in shared
 * memory, and takes what is on its port. piscina's trick, by itself. `spinMicros`: how long it looks at the counter again
 * and again before it sleeps, a processor of its own provided; what that burns is in its figures.
 */
import { MessageChannel, receiveMessageOnPort, Worker } from "node:worker_threads"
import { promiseCallers } from "../callers.ts"
import type { Message } from "../message.ts"
import type { Peer } from "../peers.ts"
import type { Scenario } from "../scenarios.ts"

export const open = async ({ workers: count }: Scenario, spinMicros: number): Promise<Peer> => {
  const pending = new Map<number, (message: Message) => void>()
  const answered = (message: Message) => {
    const ask = pending.get(message.id)
    pending.delete(message.id)
    ask?.(message)
  }
  const start = () => {
    const { port1, port2 } = new MessageChannel()
    const asked = new Int32Array(new SharedArrayBuffer(4))
    const workerData = { port: port2, asked, spinMicros }
    const worker = new Worker(new URL("./rawAtomics.worker.ts", import.meta.url), { workerData, transferList: [port2] })
    // One event, and whatever else has come until then.
    port1.on("message", (message: Message) => {
      answered(message)
      for (let more; (more = receiveMessageOnPort(port1)) !== undefined;) answered(more.message as Message)
    })
    return { worker, port: port1, asked }
  }
  const workers = Array.from({ length: count }, start)
  await Promise.all(workers.map(({ worker }) => new Promise((resolve) => worker.once("online", resolve))))
  let next = 0
  const ask = (message: Message) =>
    new Promise<Message>((resolve) => {
      pending.set(message.id, resolve)
      const { asked, port } = workers[next++ % count]!
      port.postMessage(message)
      Atomics.add(asked, 0, 1)
      Atomics.notify(asked, 0, 1)
    })
  const close = () => {
    for (const { port } of workers) port.close()
    return Promise.all(workers.map(({ worker }) => worker.terminate()))
  }
  return { run: promiseCallers(ask), close }
}
