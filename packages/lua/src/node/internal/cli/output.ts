/*
 * Where lines go: what a script prints to standard output, as it is; what is logged to standard error, with level, thread and place.
 */
import * as Logger from "effect/Logger"
import * as References from "effect/References"
import { causeText } from "../../../internal/state/causeText.ts"

const text = (value: unknown): string => (typeof value === "string" ? value : String(value))

const textOf = (message: unknown): string => (Array.isArray(message) ? message.map(text).join(" ") : text(message))

/** Of all threads: their lines come to main's loggers. */
export const logger = Logger.make(({ cause, date, fiber, logLevel, message }) => {
  const { at, print, thread } = fiber.getRef(References.CurrentLogAnnotations)
  const line = textOf(message)
  if (print === true) {
    process.stdout.write(`${line}\n`)
    return
  }
  const where = [thread, at].filter((part) => part !== undefined).map(text)
  const why = cause.reasons.length === 0 ? "" : `: ${causeText(cause)}`
  const place = where.length === 0 ? "" : ` (${where.join(", ")})`
  process.stderr.write(`${date.toISOString().slice(11, 23)} ${logLevel.toUpperCase()}${place} ${line}${why}\n`)
})
