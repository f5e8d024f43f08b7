/*
 * One way on a bare Worker, and a question that is answered after all that came before it.
 */
import { Worker } from "node:worker_threads"
import { promiseStarters, promiseTellers } from "../callers.ts"
import type { Message } from "../message.ts"
import type { Peer } from "../peers.ts"
import type { Scenario } from "../scenarios.ts"
import type { Told } from "../told.ts"

export const open = async ({ verb }: Scenario): Promise<Peer> => {
  const worker = new Worker(new URL("./raw.tell.worker.ts", import.meta.url), { workerData: verb === "start" })
  await new Promise((resolve) => worker.once("online", resolve))
  const asked: Array<(told: Told) => void> = []
  worker.on("message", (told: Told) => asked.shift()!(told))
  const tell = (message: Message) => worker.postMessage(message)
  const soFar = () =>
    new Promise<Told>((resolve) => {
      asked.push(resolve)
      worker.postMessage("so far?")
    })
  const run = verb === "tell" ? promiseTellers(tell, soFar) : promiseStarters(tell, soFar)
  return { run, close: () => worker.terminate() }
}
