/*
 * How often threads of this process have gone to sleep by themselves, which each was woken for: as the kernel counts it, on
 * Linux.
 */
import { readdirSync, readFileSync } from "node:fs"

export const canCount = process.platform === "linux"

/** By the kernel's numbers: names that a process gives its threads are not known to every Node. */
export const threads = (): ReadonlyArray<string> => readdirSync("/proc/self/task")

/** So far, of all of these. */
export const sleeps = (threads: ReadonlyArray<string>): number =>
  threads.reduce((sum, thread) => {
    const status = readFileSync(`/proc/self/task/${thread}/status`, "utf8")
    return sum + Number(/^voluntary_ctxt_switches:\s*(\d+)$/m.exec(status)![1])
  }, 0)
