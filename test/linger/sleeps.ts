/*
 * How often threads of this process have gone to sleep by themselves, which each was woken for: as the kernel counts it, on
 * Linux.
 */
import { readdirSync, readFileSync } from "node:fs"

export const canCount = process.platform === "linux"

/** So far, of the threads whose names begin so. */
export const sleeps = (name: string): number =>
  readdirSync("/proc/self/task").reduce((sum, task) => {
    const status = readFileSync(`/proc/self/task/${task}/status`, "utf8")
    const [, called] = /^Name:\s*(.*)$/m.exec(status)!
    const [, count] = /^voluntary_ctxt_switches:\s*(\d+)$/m.exec(status)!
    return called!.startsWith(name) ? sum + Number(count) : sum
  }, 0)
