/*
 * The first instructions of a thread: turn on Node's compile cache, then import the module that does the work (measured
 * with the modules an actor needs: a quarter to a third of the boot time). What main set by `enableCompileCache` does
 * not reach threads, and what is imported before the call is not cached; hence a step of its own.
 *
 * It is a text, not a file: a `.ts` file would load the type stripper in every thread before the cache could spare it
 * (+25 ms), and a file cannot start at all in a program run with `--input-type`. It is valid as CommonJS and as a module.
 */
import * as module from "node:module"
import { dirname } from "node:path"
import type { MessagePort } from "node:worker_threads"

/** What every thread of this package is started with. */
export interface ThreadData {
  /** The URL of the module that does the work. */
  readonly main: string
  /** The folder of the compile cache: `undefined` for Node's own choice, `false` for none. */
  readonly compileCache: string | undefined | false
  readonly boot: unknown
  readonly port: MessagePort
  /** What the thread leaves behind when it ends by itself: see `lastWords`. */
  readonly lastWords: Float64Array
}

/** Indexes into `ThreadData.lastWords`, zero until the thread ran its exit listeners. */
export const lastWords = { length: 2, endedByItself: 0, utilization: 1 } as const

/** Code to be run by `new Worker(code, { eval: true })` with a `ThreadData`. */
export const code = `
const { workerData } = process.getBuiltinModule("node:worker_threads")
if (workerData.compileCache !== false) {
  process.getBuiltinModule("node:module").enableCompileCache?.(workerData.compileCache)
}
import(workerData.main)
`

/**
 * Which cache threads use. The one the program turned on for itself, else Node's choice (`NODE_COMPILE_CACHE`, or a
 * folder in the system's temporary folder; `NODE_DISABLE_COMPILE_CACHE` turns it off). None while coverage is taken,
 * which is less precise for functions from a cache.
 */
export const compileCache = (): ThreadData["compileCache"] => {
  if (process.env["NODE_V8_COVERAGE"] !== undefined) return false
  // Below the chosen folder Node makes one for each of its versions, and names that.
  const own = module.getCompileCacheDir?.()
  return own === undefined ? undefined : dirname(own)
}
