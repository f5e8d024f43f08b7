/**
 * How much of the machine others used: what a measurement has to say about itself.
 */
import { readFileSync } from "node:fs"
import { availableParallelism, cpus } from "node:os"

interface CpuTime {
  readonly wallMillis: number
  /** Of all processors, in use by anybody; what a hypervisor took away counts as used. */
  readonly usedMillis: number
  /** Of these, used by this process, with all its threads. */
  readonly ownMillis: number
}

const clockTicksPerSecond = 100

const usedMillis = (): number => {
  try {
    const [, user, nice, system, , , irq, softirq, steal] = readFileSync("/proc/stat", "utf8")
      .split(/\s+/, 9)
      .map(Number)
    return ((user! + nice! + system! + irq! + softirq! + steal!) * 1000) / clockTicksPerSecond
  } catch {
    let used = 0
    for (const { times } of cpus()) used += times.user + times.nice + times.sys + times.irq
    return used
  }
}

const now = (): CpuTime => {
  const { system, user } = process.cpuUsage()
  return { wallMillis: performance.now(), usedMillis: usedMillis(), ownMillis: (user + system) / 1000 }
}

/** Starts a measurement; the function it gives tells the share, 0 to 1, that others used since. */
export const watchOthers = (): (() => number | undefined) => {
  const before = now()
  return () => {
    const after = now()
    const capacity = (after.wallMillis - before.wallMillis) * Math.max(cpus().length, availableParallelism())
    const used = after.usedMillis - before.usedMillis
    const own = after.ownMillis - before.ownMillis
    return capacity > 0 && used > 0 ? Math.max(0, Math.min(1, (used - own) / capacity)) : undefined
  }
}
