/*
 * Where lines go: what a script prints to standard output, as it is; what is logged to standard error, with level, thread and place.
 */
import * as Logger from "effect/Logger"
import * as References from "effect/References"
import { causeText } from "../../../internal/state/causeText.ts"

const text = (value: unknown): string => (typeof value === "string" ? value : String(value))

const textOf = (message: unknown): string => (Array.isArray(message) ? message.map(text).join(" ") : text(message))

const NEWLINE = Buffer.from("\n")

/** What a shell says of a command that SIGPIPE has ended, which Node ignores. */
const PIPE_CLOSED = 141

/**
 * Nobody reads any longer (`| head -1`): the command ends at once and silently, as others do, whatever the script goes on to do. Where
 * the system refuses what is written for another reason, it says so.
 */
export const endWithOutput = (): void => {
  const ended = (error: NodeJS.ErrnoException): void => {
    if (error.code === "EPIPE") process.exit(PIPE_CLOSED)
    process.stderr.write(`stevedore-lua: cannot write: ${error.message}\n`)
    process.exit(1)
  }
  process.stdout.on("error", ended)
  process.stderr.on("error", ended)
}

/**
 * Whether anything has failed where nobody waited for it (forks, timers, jobs pushed), on whichever thread: the runtime has told that, and not
 * the script, whose lines have a place. What was sent is its receiver's, who is warned.
 */
export const told = { failure: false }

const isError = (level: string): boolean => level === "Error" || level === "Fatal"

/** Of all threads: their lines come to main's loggers. */
export const logger = Logger.make(({ cause, date, fiber, logLevel, message }) => {
  const { at, bytes, print, thread } = fiber.getRef(References.CurrentLogAnnotations)
  const line = textOf(message)
  if (print === true) {
    // A line that is no UTF-8 comes with its bytes.
    process.stdout.write(bytes instanceof ArrayBuffer ? Buffer.concat([Buffer.from(bytes), NEWLINE]) : `${line}\n`)
    return
  }
  if (at === undefined && isError(logLevel)) told.failure = true
  const where = [thread, at].filter((part) => part !== undefined).map(text)
  const why = cause.reasons.length === 0 ? "" : `: ${causeText(cause)}`
  const place = where.length === 0 ? "" : ` (${where.join(", ")})`
  process.stderr.write(`${date.toISOString().slice(11, 23)} ${logLevel.toUpperCase()}${place} ${line}${why}\n`)
})
