/*
 * The floor: a bare Worker, `postMessage` both ways, and a map of promises. What a program would write that needs
 * nothing but answers.
 */
import { Worker } from "node:worker_threads"
import { promiseCallers } from "../callers.ts"
import type { Message } from "../message.ts"
import type { Peer } from "../peers.ts"

export const open = async (): Promise<Peer> => {
  const worker = new Worker(new URL("./raw.worker.ts", import.meta.url))
  const pending = new Map<number, (message: Message) => void>()
  worker.on("message", (message: Message) => {
    const ask = pending.get(message.id)
    pending.delete(message.id)
    ask?.(message)
  })
  await new Promise((resolve) => worker.once("online", resolve))
  const ask = (message: Message) =>
    new Promise<Message>((resolve) => {
      pending.set(message.id, resolve)
      worker.postMessage(message)
    })
  return { run: promiseCallers(ask), close: () => worker.terminate() }
}
