/**
 * What a worker logs, as main's loggers would have it of main's own fibers: what hides a part of itself (`Redactable`, `toJSON`) is
 * sent as it shows itself, an error stays one, with its name and fields, and one odd field costs nothing but itself. The
 * instance of any other class arrives as its fields.
 */
import * as Cause from "effect/Cause"
import * as Redactable from "effect/Redactable"
import { hide, isError, partsOf } from "../codec/valueErrors.ts"
import { shown } from "../options.ts"

/** What a clone of an error loses; `error` is that clone, which one message keeps the same in both places. */
export interface LoggedError {
  readonly error: Error
  readonly name: string
  /** Its own fields; JavaScript hides some (`cause`, `errors`). */
  readonly hidden: ReadonlyArray<readonly [string, unknown]>
  readonly visible: ReadonlyArray<readonly [string, unknown]>
  /** What its own `toJSON` says, if it has one. */
  readonly json: { readonly value: unknown } | undefined
}

/** One reason of a cause: an error as the loggers print it, or the fiber that was interrupted by. */
export type LoggedReason =
  | { readonly _tag: "Fail" | "Die"; readonly error: unknown }
  | { readonly _tag: "Interrupt"; readonly fiberId: number | undefined }

/** Deeper ones are shown as text: nobody reads them, and a stack ends. */
const DEPTH = 64

/** Worker: makes the values of one line such as can be sent. */
export class Portable {
  readonly errors: Array<LoggedError> = []
  private readonly seen = new Map<object, unknown>()

  /** Never throws: what cannot be read is a text that says what it was. */
  readonly value = (value: unknown): unknown => this.at(value, 0)

  readonly reason = (reason: Cause.Reason<unknown>): LoggedReason => {
    if (reason._tag === "Interrupt") return { _tag: "Interrupt", fiberId: reason.fiberId }
    const [error] = Cause.prettyErrors(Cause.fromReasons([reason]))
    return { _tag: reason._tag, error: this.value(error) }
  }

  private at(value: unknown, depth: number): unknown {
    if (typeof value === "function" || typeof value === "symbol") return shown(value)
    if (typeof value !== "object" || value === null) return value
    const known = this.seen.get(value)
    if (known !== undefined) return known
    try {
      return depth > DEPTH ? shown(value) : this.object(value, depth + 1)
    } catch {
      return shown(value)
    }
  }

  private object(value: object, depth: number): unknown {
    if (Redactable.isRedactable(value)) return this.at(Redactable.redact(value), depth)
    if (isError(value)) return this.error(value, depth)
    if (value instanceof Date || isBytes(value)) return structuredClone(value)
    if (Array.isArray(value)) {
      const copy = this.known<Array<unknown>>(value, [])
      for (const each of value) copy.push(this.at(each, depth))
      return copy
    }
    if (hasJson(value)) {
      // Until it is known: it may hold itself.
      this.seen.set(value, "[Circular]")
      const json = this.at(value.toJSON(), depth)
      this.seen.set(value, json)
      return json
    }
    if (value instanceof Map) {
      const copy = this.known(value, new Map())
      for (const [key, each] of value) copy.set(this.at(key, depth), this.at(each, depth))
      return copy
    }
    if (value instanceof Set) {
      const copy = this.known(value, new Set())
      for (const each of value) copy.add(this.at(each, depth))
      return copy
    }
    return this.fields(value, depth)
  }

  private fields(value: object, depth: number): unknown {
    const keys = Object.keys(value)
    if (!isPlain(value) && keys.every((key) => typeof peek(value, key) === "function")) {
      const text = shown(value)
      if (text !== "[object Object]") return text
    }
    const copy = this.known<Record<string, unknown>>(value, {})
    for (const key of keys) define(copy, key, this.at(peek(value, key), depth))
    return copy
  }

  private error(error: Error, depth: number): Error {
    const { hidden, message, name, stack, visible } = partsOf(error)
    const copy = this.known(error, new Error(message))
    copy.name = name
    if (stack !== undefined) copy.stack = stack
    const fields = (all: ReadonlyArray<readonly [string, unknown]>) =>
      all.filter(([key]) => key !== "name").map(([key, value]) => [key, this.at(value, depth)] as const)
    const json = hasJson(error) ? { value: this.at(error.toJSON(), depth) } : undefined
    this.errors.push({ error: copy, name, hidden: fields(hidden), visible: fields(visible), json })
    return copy
  }

  private known<A>(value: object, copy: A): A {
    this.seen.set(value, copy)
    return copy
  }
}

/** Main: gives the errors of a line what their clones have lost. */
export const restore = (errors: ReadonlyArray<LoggedError>): void => {
  for (const { error, hidden, json, name, visible } of errors) {
    if (error.name !== name) hide(error, "name", name)
    for (const [key, value] of hidden) hide(error, key, value)
    for (const [key, value] of visible) define(error, key, value)
    // As on a class: nobody who lists the fields sees it.
    if (json !== undefined) hide(error, "toJSON", () => json.value)
  }
}

/** Main: the cause that was logged, of what `restore` has made whole. */
export const causeOf = (reasons: ReadonlyArray<LoggedReason>): Cause.Cause<unknown> =>
  Cause.fromReasons(
    reasons.map((reason) =>
      reason._tag === "Interrupt"
        ? Cause.makeInterruptReason(reason.fiberId)
        : reason._tag === "Fail"
          ? Cause.makeFailReason(reason.error)
          : Cause.makeDieReason(reason.error)
    )
  )

/** Whatever the key is called: an assignment to `__proto__` would be none. */
const define = (target: object, key: string, value: unknown): void => {
  Object.defineProperty(target, key, { value, configurable: true, enumerable: true, writable: true })
}

const peek = (value: object, key: string): unknown => {
  try {
    return (value as Record<string, unknown>)[key]
  } catch {
    return "[getter threw]"
  }
}

const isBytes = (value: object): boolean =>
  ArrayBuffer.isView(value) || value instanceof ArrayBuffer || value instanceof SharedArrayBuffer

const isPlain = (value: object): boolean => {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || prototype === Object.prototype
}

const hasJson = (value: object): value is { readonly toJSON: () => unknown } =>
  "toJSON" in value && typeof value.toJSON === "function"
