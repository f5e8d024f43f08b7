/**
 * What of a module's exports becomes jobs, seen at run time on the thread that has imported it.
 */
import type { ErrorClass } from "../codec/value.ts"
import type { ModuleFunction } from "../system/control.ts"
import { namedOf } from "./commonJs.ts"

export interface ModuleExports {
  /** Sorted by name: their places are their numbers on the wire. */
  readonly functions: ReadonlyArray<ModuleFunction>
  readonly byName: ReadonlyMap<string, (...args: ReadonlyArray<unknown>) => unknown>
  /** Exported classes of errors, by name: errors that arrive as arguments become their instances. */
  readonly errors: ReadonlyMap<string, ErrorClass>
}

/** `then` would make promises of the jobs. */
const never = "then"

export const exportsOf = (imported: object): ModuleExports => {
  const module = namedOf(imported)
  const functions: Array<ModuleFunction> = []
  const byName = new Map<string, (...args: ReadonlyArray<unknown>) => unknown>()
  const classes: Array<ErrorClass> = []
  for (const name of Object.keys(module).toSorted()) {
    const found: unknown = module[name]
    if (typeof found !== "function" || name === never) continue
    if (isClass(found)) {
      // That its instances are errors is all that an ErrorClass promises.
      if (found.prototype instanceof Error) classes.push(found as unknown as ErrorClass)
    } else {
      functions.push({ name, isStream: isGenerator(found) })
      byName.set(name, found as (...args: ReadonlyArray<unknown>) => unknown)
    }
  }
  return { functions, byName, errors: classesByName(classes) }
}

/** A class can only be constructed: that is no job. */
const isClass = (found: Function): boolean => /^class\b/.test(Function.prototype.toString.call(found))

/** Known before it is called: a stream is asked for in another way than a value. */
const isGenerator = (found: Function): boolean =>
  /^\[object (?:Async)?GeneratorFunction\]$/.test(Object.prototype.toString.call(found))

/** The same functions, streams being streams. */
export const areEqual = (one: ReadonlyArray<ModuleFunction>, other: ReadonlyArray<ModuleFunction>): boolean =>
  one.length === other.length &&
  one.every(({ isStream, name }, index) => other[index]!.name === name && other[index]!.isStream === isStream)

export const classesByName = (classes: ReadonlyArray<ErrorClass>): ReadonlyMap<string, ErrorClass> =>
  new Map(classes.map((each) => [each.name, each]))
