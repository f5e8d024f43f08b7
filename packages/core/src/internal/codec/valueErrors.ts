/**
 * Errors as they cross threads without a schema: their class by name, message, stack, cause and fields. Whatever an error
 * holds, it arrives: a field that cannot be carried is replaced by a text that says so.
 */
import { errorClasses, type ErrorClass, globalClass } from "./value.ts"

/** What every error has, read once: its getters may throw, or tell something else the next time. */
export interface ErrorHead {
  /** The nearest class that every engine knows, as an index. */
  readonly base: number
  /** Its own class. */
  readonly className: string
  readonly name: string
  readonly message: string
  readonly stack: string | undefined
}

/** With its fields. */
export interface ErrorParts extends ErrorHead {
  readonly hidden: ReadonlyArray<readonly [string, unknown]>
  readonly visible: ReadonlyArray<readonly [string, unknown]>
}

/** Also one of another realm: errors have no tag of their own there, so that one that says so is none. */
export const isError = (value: object): value is Error =>
  value instanceof Error ||
  (!(Symbol.toStringTag in value) && Object.prototype.toString.call(value) === "[object Error]")

/** Told in places of their own. */
const told: ReadonlySet<PropertyKey> = new Set(["message", "stack"])
/** Fields that JavaScript itself hides. */
const hiddenFields: ReadonlySet<PropertyKey> = new Set(["name", "cause", "errors", "code", "error", "suppressed"])

/** The names of its own fields, in their order. */
export const fieldsOf = (error: Error): ReadonlyArray<{ readonly key: string; readonly enumerable: boolean }> => {
  const fields: Array<{ readonly key: string; readonly enumerable: boolean }> = []
  for (const key of Reflect.ownKeys(error)) {
    if (typeof key === "symbol" || told.has(key)) continue
    const enumerable = Object.prototype.propertyIsEnumerable.call(error, key)
    if (enumerable || hiddenFields.has(key)) fields.push({ key, enumerable })
  }
  return fields
}

export const partsOf = (error: Error): ErrorParts => {
  const hidden: Array<readonly [string, unknown]> = []
  const visible: Array<readonly [string, unknown]> = []
  for (const { enumerable, key } of fieldsOf(error)) (enumerable ? visible : hidden).push([key, read(error, key)])
  return { ...headOf(error), hidden, visible }
}

export const headOf = (error: Error): ErrorHead => ({
  base: baseOf(error),
  className: classNameOf(error),
  name: text(read(error, "name")),
  message: text(read(error, "message")),
  stack: optionalText(read(error, "stack"))
})

/** A field of it, or a text that says that there is none to be had. */
export const read = (error: Error, key: string): unknown => {
  try {
    return Reflect.get(error, key)
  } catch {
    return `(not carried: reading it threw)`
  }
}

const text = (value: unknown): string => (typeof value === "string" ? value : "")
const optionalText = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined)

const classNameOf = (error: Error): string => text(Object.getPrototypeOf(error)?.constructor?.name)

/** By name, so that errors of another realm are found too. */
const baseOf = (error: Error): number => {
  for (let at: any = Object.getPrototypeOf(error); at !== null; at = Object.getPrototypeOf(at)) {
    const index = errorClasses.indexOf(Object.hasOwn(at, "constructor") ? at.constructor?.name : undefined)
    if (index >= 0) return index
  }
  return 0
}

/** An error without its fields, which the caller adds: they may hold the error itself. */
export const revive = (parts: ErrorHead, classes: ReadonlyMap<string, ErrorClass>): Error => {
  const baseName = errorClasses[parts.base] ?? "Error"
  const error = construct(baseName, parts)
  const own = parts.className === baseName ? undefined : classes.get(parts.className)
  if (own !== undefined) Object.setPrototypeOf(error, own.prototype)
  // Of a class that is not known here, its name is left.
  const name = own === undefined && parts.name === baseName && parts.className !== "" ? parts.className : parts.name
  if (error.name !== name) hide(error, "name", name)
  hide(error, "stack", parts.stack)
  return error
}

const construct = (name: string, { message, name: own }: Pick<ErrorParts, "message" | "name">): Error => {
  const found = globalClass(name)
  // An engine that does not know it: its name and its fields are left.
  if (found === undefined) return new Error(message)
  // Found by its name among classes of errors. They take different arguments, of which no type says which: each is given its own below.
  const known = found as unknown as new (...args: ReadonlyArray<unknown>) => Error
  if (name === "AggregateError") return new known([], message)
  if (name === "SuppressedError") return new known(undefined, undefined, message)
  if (name === "DOMException") return new known(message, own)
  return new known(message)
}

/** As JavaScript defines an error's own fields. */
export const hide = (error: Error, key: PropertyKey, value: unknown): void => {
  Object.defineProperty(error, key, { value, writable: true, configurable: true, enumerable: false })
}
