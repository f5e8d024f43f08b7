/**
 * What a worker logs, as main's loggers would have it of main's own fibers: what hides a part of itself (`Redactable`, `toJSON`) is
 * sent as it shows itself, an error stays one, with its name and fields, and one odd field costs nothing but itself. The
 * instance of any other class arrives as its fields.
 */
import * as Cause from "effect/Cause"
import * as Redactable from "effect/Redactable"
import { shown } from "../options.ts"

/** What a clone of an error loses; `error` is that clone, which one message keeps the same in both places. */
export interface LoggedError {
  readonly error: Error
  readonly name: string
  readonly fields: Readonly<Record<string, unknown>>
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
    if (value instanceof Error) return this.error(value, depth)
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
    const copy = this.known(error, new Error(String(error.message)))
    copy.name = String(error.name)
    copy.stack = String(error.stack)
    if (error.cause !== undefined) copy.cause = this.at(error.cause, depth)
    const fields: Record<string, unknown> = {}
    for (const key of Object.keys(error)) {
      if (!(key in copy)) define(fields, key, this.at(peek(error, key), depth))
    }
    const json = hasJson(error) ? { value: this.at(error.toJSON(), depth) } : undefined
    this.errors.push({ error: copy, name: copy.name, fields, json })
    return copy
  }

  private known<A>(value: object, copy: A): A {
    this.seen.set(value, copy)
    return copy
  }
}

/** Main: gives the errors of a line what their clones have lost. */
export const restore = (errors: ReadonlyArray<LoggedError>): void => {
  for (const { error, fields, json, name } of errors) {
    if (error.name !== name) Object.defineProperty(error, "name", { value: name, configurable: true, writable: true })
    for (const [key, value] of Object.entries(fields)) define(error as unknown as Record<string, unknown>, key, value)
    // As on a class: nobody who lists the fields sees it.
    if (json !== undefined) Object.defineProperty(error, "toJSON", { value: () => json.value, configurable: true })
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
const define = (target: Record<string, unknown>, key: string, value: unknown): void => {
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
