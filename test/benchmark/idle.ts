/*
 * How often the threads of this process wake up while nobody wants anything of them: each has gone to sleep as often, which
 * Linux counts.
 */
import { readdirSync, readFileSync } from "node:fs"
import { setTimeout } from "node:timers/promises"

/** What a load has left behind is cleared up first: garbage, code to be compiled. */
const settleMillis = 2000

/**
 * V8's own, which serve all threads of a process alike: one collection of garbage that comes this late wakes them forty times,
 * and none of it is anybody's doing.
 */
const isHelper = (name: string): boolean => name.startsWith("V8Worker") || name.startsWith("DelayedTask")

/** Of all threads that run JavaScript, since they started; null where the system does not tell. */
const sleeps = (): number | null => {
  try {
    const counts = readdirSync("/proc/self/task").map((task) => {
      if (isHelper(readFileSync(`/proc/self/task/${task}/comm`, "latin1"))) return 0
      const status = readFileSync(`/proc/self/task/${task}/status`, "latin1")
      return Number(/^voluntary_ctxt_switches:\s*(\d+)$/m.exec(status)![1])
    })
    return counts.reduce((sum, count) => sum + count, 0)
  } catch {
    return null
  }
}

/** Leaves all threads alone for so long. */
export const wakeUpsPerSecond = async (millis: number): Promise<number | null> => {
  await setTimeout(settleMillis)
  const before = sleeps()
  const since = performance.now()
  await setTimeout(millis)
  const after = sleeps()
  return before === null || after === null ? null : ((after - before) / (performance.now() - since)) * 1000
}
