/*
 * The floor: a bare Worker, `postMessage` both ways, and a map of promises. What a program would write that needs
 * nothing but answers.
 */
import { Worker } from "node:worker_threads"
import { promiseCallers } from "../callers.ts"
import type { Message } from "../message.ts"
import type { Peer } from "../peers.ts"
import type { Scenario } from "../scenarios.ts"

export const open = async (scenario: Scenario): Promise<Peer> => {
  const moves = scenario.data?.how === "moved"
  const start = () => new Worker(new URL("./raw.worker.ts", import.meta.url), { workerData: moves })
  const workers = Array.from({ length: scenario.workers }, start)
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
  return { run: promiseCallers(ask), close: () => Promise.all(workers.map((worker) => worker.terminate())) }
}
