/*
 * Counts how much of a 10 ms timer a thread serves while it works. Both sides of every peer call `startTicks`: the
 * measuring process before it opens the peer, each worker when its module is loaded. The counts lie in shared memory,
 * which workers get as environment data, since no peer hands all of its workers the same kind of start argument.
 *
 * Cell 0 counts the threads that started, cell 1 belongs to main, the following ones to workers as they come.
 *
 * The schedule is free of drift: tick `n` is due at start + n × 10 ms, whenever the one before it was served, and counts
 * only if it runs before the next is due. The timers are unref'd: none keeps a process alive that should end.
 */
import { getEnvironmentData, isMainThread, setEnvironmentData } from "node:worker_threads"

const key = "stevedore-benchmark-ticks"
const periodMillis = 10
const maxThreads = 64

/** Starts counting on this thread; on main it returns what reads the counts of all threads. */
export const startTicks = (): (() => ReadonlyArray<number>) => {
  if (isMainThread) setEnvironmentData(key, new Int32Array(new SharedArrayBuffer(4 * (1 + maxThreads))))
  const counts = getEnvironmentData(key) as unknown as Int32Array | undefined
  // A worker outside of a measurement, as in a test.
  if (counts === undefined) return () => []
  const cell = 1 + Atomics.add(counts, 0, 1)
  const start = performance.now()
  let served = 0
  const tick = () => {
    const slot = Math.floor((performance.now() - start) / periodMillis)
    if (slot > served) {
      served = slot
      Atomics.add(counts, cell, 1)
    }
    const untilNext = start + (slot + 1) * periodMillis - performance.now()
    setTimeout(tick, Math.max(1, Math.ceil(untilNext))).unref()
  }
  tick()
  return () => Array.from({ length: Atomics.load(counts, 0) }, (_, index) => Atomics.load(counts, 1 + index))
}

/** The fraction of due ticks that were served between two readings, on the thread that served the fewest. */
export const servedFraction = (
  before: ReadonlyArray<number>,
  after: ReadonlyArray<number>,
  elapsedMillis: number
): number => {
  const due = elapsedMillis / periodMillis
  return Math.min(1, ...after.map((count, index) => (count - (before[index] ?? 0)) / due))
}
