/*
 * What the figures were measured on.
 */
import { spawnSync } from "node:child_process"
import { readFileSync } from "node:fs"
import { arch, availableParallelism, cpus, release, totalmem, type } from "node:os"

/** The repository's folder. */
export const repository = new URL("../../", import.meta.url)

/** Time of all processors together since the machine started. */
export interface ProcessorTimes {
  readonly busyMicros: number
  readonly totalMicros: number
}

/** Linux counts in hundredths of a second, whatever its clock. */
const microsPerTick = 10_000

/** From `/proc/stat`; null where there is none. */
export const readProcessorTimes = (): ProcessorTimes | null => {
  let line: string
  try {
    line = readFileSync("/proc/stat", "latin1").split("\n", 1)[0]!
  } catch {
    return null
  }
  // cpu user nice system idle iowait irq softirq steal; the guest times that follow are part of user and nice.
  const ticks = line.trim().split(/\s+/).slice(1, 9).map(Number)
  const total = ticks.reduce((sum, count) => sum + count, 0)
  const idle = (ticks[3] ?? 0) + (ticks[4] ?? 0)
  return { busyMicros: (total - idle) * microsPerTick, totalMicros: total * microsPerTick }
}

/** What part of the machine's processors others used, in percent; null where the system does not tell. */
export const otherCpuPercent = (
  before: ProcessorTimes | null,
  after: ProcessorTimes | null,
  ownMicros: number
): number | null => {
  if (before === null || after === null || after.totalMicros === before.totalMicros) return null
  const others = after.busyMicros - before.busyMicros - ownMicros
  return Math.max(0, (100 * others) / (after.totalMicros - before.totalMicros))
}

export interface Machine {
  readonly cpu: string
  readonly cores: number
  readonly memoryMb: number
  readonly system: string
  readonly node: string
}

export const describeMachine = (): Machine => ({
  cpu: cpus()[0]?.model.trim() ?? "unknown",
  cores: availableParallelism(),
  memoryMb: Math.round(totalmem() / 1e6),
  system: `${type()} ${release()} ${arch()}`,
  node: process.version
})

/** The commit of the checkout, marked where files differ from it; "unknown" outside of a git checkout. */
export const describeCommit = (): string => {
  const git = (...args: ReadonlyArray<string>) => spawnSync("git", args, { cwd: repository, encoding: "utf8" })
  const head = git("rev-parse", "HEAD")
  if (head.status !== 0) return "unknown"
  // Saved runs are what is being made.
  const changed = git("status", "--porcelain", "--untracked-files=no", "--", ".", ":!test/benchmark/runs")
  return head.stdout.trim() + (changed.stdout === "" ? "" : "-changed")
}

/** Whether a process can be bound to one processor here. */
export const canPin = (): boolean => spawnSync("taskset", ["-c", "0", "true"]).status === 0

/** Whether Erlang is installed. */
export const canErlang = (): boolean =>
  ["erl", "erlc"].every((name) => spawnSync("which", [name], { stdio: "ignore" }).status === 0)
