/*
 * The floor: a bare Worker, `postMessage` both ways, and a map of promises. What a program would write that needs
 * nothing but answers.
 */
import { Worker } from "node:worker_threads"
import { promiseCallers } from "../callers.ts"
import type { Load } from "../load.ts"
import type { Message } from "../message.ts"
import type { Peer } from "../peers.ts"
import type { Scenario } from "../scenarios.ts"

export const open = async (scenario: Scenario): Promise<Peer> => {
  const moves = scenario.data?.how === "moved"
  const file = scenario.stream ? "./raw.stream.worker.ts" : "./raw.worker.ts"
  const workers = Array.from(
    { length: scenario.workers },
    () => new Worker(new URL(file, import.meta.url), { workerData: moves })
  )
  const close = () => Promise.all(workers.map((worker) => worker.terminate()))
  if (scenario.stream) return { run: (load) => readAll(workers[0]!, load), close }
  const pending = new Map<number, (message: Message) => void>()
  const answered = (message: Message) => {
    const ask = pending.get(message.id)
    pending.delete(message.id)
    ask?.(message)
  }
  for (const worker of workers) worker.on("message", answered)
  await Promise.all(workers.map((worker) => new Promise((resolve) => worker.once("online", resolve))))
  let next = 0
  const ask = (message: Message) =>
    new Promise<Message>((resolve) => {
      pending.set(message.id, resolve)
      workers[next++ % workers.length]!.postMessage(message, moves ? [message.data!.buffer] : [])
    })
  return { run: promiseCallers(ask), close }
}

/** A message for each element; half of the 64 that the worker may be ahead is granted when it was read. */
const readAll = (worker: Worker, load: Load): Promise<void> =>
  new Promise((resolve, reject) => {
    let taken = 0
    worker.on("error", reject)
    worker.on("message", function read(element: Message) {
      if (!load.settle(load.next(), element)) {
        worker.off("message", read)
        return resolve()
      }
      if (++taken % 32 === 0) worker.postMessage(32)
    })
    worker.postMessage(64)
  })
