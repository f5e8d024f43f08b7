/**
 * Logs of a worker thread: sent over the control channel in order, written by the loggers of main. A thread that logs
 * faster than main writes loses lines rather than filling the memory, and says how many.
 */
import * as Cause from "effect/Cause"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Logger from "effect/Logger"
import * as References from "effect/References"
import type { ToMain } from "./control.ts"
import type { Handle } from "./mainHandle.ts"
import type { Arena } from "../memory/arena.ts"
import { Thread } from "../memory/layout.ts"
import * as ThreadRecord from "../memory/threadRecord.ts"
import { shown } from "../options.ts"

type LogMessage = Extract<ToMain, { readonly _tag: "log" }>

/** Lines a thread may be ahead of main. What it logs beyond that is lost and counted, until main has caught up. */
export const AHEAD = 16_384

/** Worker: what a thread logs, on its way to main. */
export interface Forwarding {
  /** Posts what it gets; values that cannot be cloned travel as their text. */
  readonly logger: Logger.Logger<unknown, void>
  /** Says how many lines were lost, if any were and nothing has been logged since. Before the thread ends. */
  readonly end: () => void
}

/** `taken`: how many lines main has taken so far, modulo 2³². */
export const forwarding = (post: (message: ToMain) => void, taken: () => number): Forwarding => {
  let sent = 0
  let lost = 0
  const send = (message: LogMessage): void => {
    sent++
    post(message)
  }
  const tellLost = (): void => {
    if (lost === 0) return
    const message = [`${lost} lines of this thread's log were lost: it was ${AHEAD} lines ahead of main`]
    lost = 0
    send({ _tag: "log", level: "Warn", millis: Date.now(), message, cause: "", annotations: [] })
  }
  const logger = Logger.make<unknown, void>(({ cause, date, fiber, logLevel, message }) => {
    if (((sent - taken()) | 0) >= AHEAD) {
      lost++
      return
    }
    tellLost()
    const parts = Array.isArray(message) ? message : [message]
    const annotations = Object.entries(fiber.getRef(References.CurrentLogAnnotations))
    send({
      _tag: "log",
      level: logLevel,
      millis: date.getTime(),
      message: parts.map(portable),
      cause: cause.reasons.length === 0 ? "" : Cause.pretty(cause),
      annotations: annotations.map(([key, value]) => [key, portable(value)] as const)
    })
  })
  return { logger, end: tellLost }
}

const portable = (value: unknown): unknown => {
  if (typeof value === "function" || typeof value === "symbol") return shown(value)
  try {
    return structuredClone(value)
  } catch {
    return shown(value)
  }
}

/** Main. Writes one message with the thread's name, through the loggers of the program that built the system. */
export const take = (message: LogMessage, handle: Handle, arena: Arena, context: Context.Context<never>): void => {
  const annotations = Object.fromEntries([...message.annotations, ["thread", handle.name]])
  const parts = message.cause === "" ? message.message : [...message.message, message.cause]
  // Whether it is to be seen was decided where it was logged.
  const seen = Context.add(context, References.MinimumLogLevel, "All")
  Effect.runForkWith(seen)(Effect.annotateLogs(Effect.logWithLevel(message.level as never)(...parts), annotations))
  handle.logged++
  // Its record may serve another thread by now.
  if (ThreadRecord.load(arena, handle.thread, Thread.incarnation) === handle.incarnation) {
    ThreadRecord.store(arena, handle.thread, Thread.logged, handle.logged)
  }
}
