/*
 * workerpool on threads, as many as wanted from the start. It sends one job at a time to each: there is no setting for more.
 */
import { fileURLToPath } from "node:url"
import workerpool from "workerpool"
import { promiseCallers } from "../callers.ts"
import type { Message } from "../message.ts"
import type { Peer } from "../peers.ts"
import type { Scenario } from "../scenarios.ts"

export const open = async (scenario: Scenario): Promise<Peer> => {
  const pool = workerpool.pool(fileURLToPath(new URL("./workerpool.worker.ts", import.meta.url)), {
    workerType: "thread",
    minWorkers: scenario.workers,
    maxWorkers: scenario.workers
  })
  // Its promises are thenables of its own.
  const ask = (message: Message) => pool.exec("echo", [message]) as PromiseLike<Message> as Promise<Message>
  return { run: promiseCallers(ask), close: async () => pool.terminate() }
}
