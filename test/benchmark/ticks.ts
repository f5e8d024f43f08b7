/*
 * Counts how much of a 10 ms timer a thread serves while it works. Both sides of every peer call `startTicks`: the
 * measuring process before it opens the peer, each worker when its module is loaded. The counts lie in shared memory,
 * which workers get as environment data, since no peer hands all of its workers the same kind of start argument.
 *
 * Cell 0 counts the threads that started, cell 1 belongs to main, the following ones to workers as they come.
 *
 * The schedule is free of drift: tick `n` is due at start + n × 10 ms, whenever the one before it was served, and counts
 * only if it runs before the next is due. The timers are unref'd: none keeps a process alive that should end.
 *
 * Where the scenario wants a socket, it is workers' ticks alone that count, each 5 ms, and those are what a program's own
 * interval would be: a reason to stay alive.
 */
import { getEnvironmentData, isMainThread, setEnvironmentData } from "node:worker_threads"

const key = "stevedore-benchmark-ticks"
const maxThreads = 64

interface Shared {
  readonly counts: Int32Array
  readonly periodMillis: number
  /** Where a worker that echoes puts its port. */
  readonly port: Int32Array | undefined
}

export interface Ticks {
  readonly periodMillis: number
  /** The counts of all threads whose ticks are looked at. */
  readonly read: () => ReadonlyArray<number>
  /** Of the worker that echoes; 0 as long as there is none. */
  readonly port: Int32Array | undefined
}

/** Starts counting on this thread; on main it returns what reads the counts of all threads. */
export const startTicks = (options?: { readonly socket: boolean; readonly idleAfter: boolean }): Ticks => {
  if (isMainThread && options?.idleAfter !== true) {
    const shared: Shared = {
      counts: new Int32Array(new SharedArrayBuffer(4 * (1 + maxThreads))),
      periodMillis: options?.socket === true ? 5 : 10,
      port: options?.socket === true ? new Int32Array(new SharedArrayBuffer(4)) : undefined
    }
    setEnvironmentData(key, shared as never)
  }
  // Typed as what a clone can hold, which knows nothing of its fields. It is what main has set under this key, or nothing.
  const shared = getEnvironmentData(key) as unknown as Shared | undefined
  // Where nothing is to wake a thread; or a worker outside of a measurement, as in a test.
  if (shared === undefined) return { periodMillis: 0, read: () => [], port: undefined }
  const { counts, periodMillis, port } = shared
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
    const timer = setTimeout(tick, Math.max(1, Math.ceil(untilNext)))
    if (port === undefined || isMainThread) timer.unref()
  }
  tick()
  if (port !== undefined && !isMainThread) void import("./socket.ts").then(({ serveEcho }) => serveEcho(port))
  const first = port === undefined ? 0 : 1
  const read = () =>
    Array.from({ length: Atomics.load(counts, 0) }, (_, index) => Atomics.load(counts, 1 + index)).slice(first)
  return { periodMillis, read, port }
}

/** The fraction of due ticks that were served between two readings, on the thread that served the fewest. */
export const servedFraction = (
  before: ReadonlyArray<number>,
  after: ReadonlyArray<number>,
  elapsedMillis: number,
  periodMillis = 10
): number => {
  const due = elapsedMillis / periodMillis
  return Math.min(1, ...after.map((count, index) => (count - (before[index] ?? 0)) / due))
}
