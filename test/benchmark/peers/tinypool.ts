/*
 * tinypool with the fastest settings found: its Atomics on, as many threads as wanted from the start, 64 jobs at once on
 * each (more are slower: it looks through all of them for each), and piscina's ring-buffer queue in place of an array.
 */
import { FixedQueue } from "piscina"
import { Tinypool } from "tinypool"
import { promiseCallers } from "../callers.ts"
import type { Peer } from "../peers.ts"
import type { Scenario } from "../scenarios.ts"

export const open = async (scenario: Scenario): Promise<Peer> => {
  const pool = new Tinypool({
    filename: new URL("./piscina.worker.ts", import.meta.url).href,
    runtime: "worker_threads",
    minThreads: scenario.workers,
    maxThreads: scenario.workers,
    concurrentTasksPerWorker: Math.max(1, Math.min(64, Math.ceil(scenario.inFlight / scenario.workers))),
    taskQueue: new FixedQueue(),
    useAtomics: true
  })
  return { run: promiseCallers((message) => pool.run(message)), close: () => pool.destroy() }
}
