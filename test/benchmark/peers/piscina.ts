/*
 * piscina with the fastest settings found: no timing records, its ring-buffer queue, as many threads as wanted from the
 * start, and as many jobs at once per thread as there are in flight (with its default of one it is 3 to 10 × slower).
 */
import { FixedQueue, Piscina } from "piscina"
import { promiseCallers } from "../callers.ts"
import type { Peer } from "../peers.ts"
import type { Scenario } from "../scenarios.ts"

export const open = async (scenario: Scenario): Promise<Peer> => {
  const pool = new Piscina({
    filename: new URL("./piscina.worker.ts", import.meta.url).href,
    minThreads: scenario.workers,
    maxThreads: scenario.workers,
    concurrentTasksPerWorker: Math.max(1, Math.ceil(scenario.inFlight / scenario.workers)),
    taskQueue: new FixedQueue(),
    recordTiming: false,
    atomics: "sync"
  })
  return { run: promiseCallers((message) => pool.run(message)), close: () => pool.destroy() }
}
