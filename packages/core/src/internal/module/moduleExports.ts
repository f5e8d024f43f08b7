/**
 * What of a module's exports becomes jobs, seen at run time on the thread that has imported it.
 */
import type { ErrorClass } from "../codec/value.ts"

export interface ModuleExports {
  /** Names of functions, sorted: their places are their numbers on the wire. */
  readonly names: ReadonlyArray<string>
  readonly functions: ReadonlyMap<string, (...args: ReadonlyArray<unknown>) => unknown>
  /** Exported classes of errors, by name: errors that arrive as arguments become their instances. */
  readonly errors: ReadonlyMap<string, ErrorClass>
}

/** `then` would make promises of the jobs; Node adds the other to what it imports from CommonJS. */
const never: ReadonlySet<string> = new Set(["then", "module.exports"])

export const exportsOf = (module: object): ModuleExports => {
  const functions = new Map<string, (...args: ReadonlyArray<unknown>) => unknown>()
  const classes: Array<ErrorClass> = []
  for (const name of Object.keys(module).toSorted()) {
    const found: unknown = (module as Record<string, unknown>)[name]
    if (typeof found !== "function" || never.has(name)) continue
    if (isClass(found)) {
      if (found.prototype instanceof Error) classes.push(found as unknown as ErrorClass)
    } else {
      functions.set(name, found as (...args: ReadonlyArray<unknown>) => unknown)
    }
  }
  return { names: Array.from(functions.keys()), functions, errors: byName(classes) }
}

/** A class can only be constructed: that is no job. */
const isClass = (found: Function): boolean => /^class\b/.test(Function.prototype.toString.call(found))

export const byName = (classes: ReadonlyArray<ErrorClass>): ReadonlyMap<string, ErrorClass> =>
  new Map(classes.map((each) => [each.name, each]))
