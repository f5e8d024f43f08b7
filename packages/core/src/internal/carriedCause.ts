/**
 * Defects as they can be carried to another thread: an error may have getters that throw, causes without end, and more
 * text than a record has room for. Runs on the hosting thread, for jobs that died only.
 */
import * as Cause from "effect/Cause"
import { bounded, isTooMuch } from "./amount.ts"
import { shown } from "./options.ts"

/** Causes of causes that are carried with an error. */
export const MOST_CAUSES = 32
/** Characters of a stack that is shortened because the whole of it has no room. */
const SHORT_STACK = 2000

/** The same cause, where it can be carried as it is; else one whose errors say all that can be read of them. */
export const carried = (cause: Cause.Cause<unknown>): Cause.Cause<unknown> => mapDefects(cause, carriable)

/** For a text about it: its errors, too. */
export const printable = (cause: Cause.Cause<unknown>): Cause.Cause<unknown> =>
  mapDefects(Cause.map(cause, carriable), carriable)

/** What matters most of it: no causes, and stacks no longer than need be. */
export const brief = (cause: Cause.Cause<unknown>): Cause.Cause<unknown> =>
  mapDefects(cause, (defect) => {
    const copy = copyOf(defect, 0)
    if (isError(copy)) copy.stack = `${(copy.stack ?? "").slice(0, SHORT_STACK)}…`
    return copy
  })

const mapDefects = (cause: Cause.Cause<unknown>, f: (defect: unknown) => unknown): Cause.Cause<unknown> => {
  if (!cause.reasons.some(Cause.isDieReason)) return cause
  return Cause.fromReasons(
    cause.reasons.map((reason) => {
      if (!Cause.isDieReason(reason)) return reason
      const defect = f(reason.defect)
      return defect === reason.defect ? reason : Cause.makeDieReason(defect)
    })
  )
}

const isError = (value: unknown): value is Error => {
  try {
    return value instanceof Error
  } catch {
    return false
  }
}

const carriable = (defect: unknown): unknown => (isCarriable(defect) ? defect : copyOf(defect, MOST_CAUSES))

/** Nothing that is read of it throws, its causes end, or come back to one of them, and the last of them is no more than can be shown. */
const isCarriable = (defect: unknown): boolean => {
  const seen = new Set<unknown>()
  try {
    let error = defect
    for (; isError(error) && !seen.has(error); error = error.cause) {
      if (seen.size > MOST_CAUSES) return false
      seen.add(error)
      void [error.name, error.message, error.stack]
    }
    return isError(error) || !isTooMuch(error)
  } catch {
    return false
  }
}

/** An error with the texts of this one and so many causes; what is no error is itself, unless it is too much. */
const copyOf = (defect: unknown, causes: number): unknown => {
  const errors: Array<Error> = []
  let next = defect
  while (isError(next) && errors.length <= causes) {
    errors.push(next)
    next = readOf(next, "cause")
  }
  if (errors.length === 0) return bounded(defect)
  let cause =
    isError(next) && causes > 0 ? "what caused this one is left out" : isError(next) ? undefined : bounded(next)
  for (const error of errors.toReversed()) {
    const copy = new Error(textOf(error, "message"), cause === undefined ? undefined : { cause })
    copy.name = textOf(error, "name")
    copy.stack = textOf(error, "stack")
    cause = copy
  }
  return cause
}

const readOf = (error: Error, field: "name" | "message" | "stack" | "cause"): unknown => {
  try {
    return error[field]
  } catch (thrown) {
    return `(its ${field} cannot be read: it threw ${shown(thrown)})`
  }
}

const textOf = (error: Error, field: "name" | "message" | "stack"): string => {
  const text = readOf(error, field)
  return typeof text === "string" ? text : ""
}
