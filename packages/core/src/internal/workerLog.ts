/**
 * Logs of a worker thread: sent over the control channel in order, written by the loggers of main.
 */
import * as Cause from "effect/Cause"
import type * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Logger from "effect/Logger"
import * as References from "effect/References"
import type { ToMain } from "./control.ts"

type LogMessage = Extract<ToMain, { readonly _tag: "log" }>

/** Worker. A logger that posts what it gets; values that cannot be cloned travel as their text. */
export const forwarding = (post: (message: ToMain) => void): Logger.Logger<unknown, void> =>
  Logger.make(({ cause, date, fiber, logLevel, message }) => {
    const parts = Array.isArray(message) ? message : [message]
    const annotations = Object.entries(fiber.getRef(References.CurrentLogAnnotations))
    post({
      _tag: "log",
      level: logLevel,
      millis: date.getTime(),
      message: parts.map(portable),
      cause: cause.reasons.length === 0 ? "" : Cause.pretty(cause),
      annotations: annotations.map(([key, value]) => [key, portable(value)] as const)
    })
  })

const portable = (value: unknown): unknown => {
  if (typeof value === "function" || typeof value === "symbol") return String(value)
  try {
    return structuredClone(value)
  } catch {
    return String(value)
  }
}

/** Main. Writes one message with the thread's name, through the loggers of the program that built the system. */
export const replay = (message: LogMessage, thread: string, context: Context.Context<never>): void => {
  const annotations = Object.fromEntries([...message.annotations, ["thread", thread]])
  const parts = message.cause === "" ? message.message : [...message.message, message.cause]
  Effect.runForkWith(context)(Effect.annotateLogs(Effect.logWithLevel(message.level as never)(...parts), annotations))
}
