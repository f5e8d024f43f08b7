/*
 * poolifier with the fastest settings found: a fixed pool without events and without queues, so that a job is at its
 * worker at once; least used worker first where many are in flight, else in turns.
 */
import { fileURLToPath } from "node:url"
import { FixedThreadPool } from "poolifier"
import { promiseCallers } from "../callers.ts"
import type { Message } from "../message.ts"
import type { Peer } from "../peers.ts"
import type { Scenario } from "../scenarios.ts"

export const open = async ({ inFlight, workers }: Scenario): Promise<Peer> => {
  const file = fileURLToPath(new URL("./poolifier.worker.ts", import.meta.url))
  const pool = new FixedThreadPool<Message, Message>(workers, file, {
    enableEvents: false,
    enableTasksQueue: false,
    workerChoiceStrategy: inFlight === 256 || workers > 1 ? "LEAST_USED" : "ROUND_ROBIN"
  })
  // What is asked before that may be lost where threads take long to start.
  while (!pool.info.ready) await new Promise((resolve) => setTimeout(resolve, 1))
  // What `destroy` promises is sometimes never kept in this version; the threads do end.
  const close = async () => void pool.destroy()
  return { run: promiseCallers((message) => pool.execute(message)), close }
}
