/**
 * Logs of a worker thread: sent over the control channel in order, written by the loggers of main. A thread that logs
 * faster than main writes loses lines rather than filling the memory, and says how many.
 */
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Logger from "effect/Logger"
import * as References from "effect/References"
import type { ToMain } from "./control.ts"
import type { Handle } from "./mainHandle.ts"
import type { Arena } from "../memory/arena.ts"
import { Thread } from "../memory/layout.ts"
import * as ThreadRecord from "../memory/threadRecord.ts"
import { causeOf, noLosses, Portable, restore } from "./loggedValue.ts"

type LogMessage = Extract<ToMain, { readonly _tag: "log" }>

/** Lines a thread may be ahead of main. What it logs beyond that is lost and counted, until main has caught up. */
export const AHEAD = 16_384

/** Worker: what a thread logs, on its way to main. */
export interface Forwarding {
  /** Posts what it gets: see loggedValue.ts. */
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
    const bare = { cause: [], annotations: [], spans: [], losses: noLosses }
    send({ _tag: "log", level: "Warn", millis: Date.now(), message, ...bare })
  }
  const logger = Logger.make<unknown, void>(({ cause, date, fiber, logLevel, message }) => {
    if (((sent - taken()) | 0) >= AHEAD) {
      lost++
      return
    }
    tellLost()
    const parts = Array.isArray(message) ? message : [message]
    const annotations = Object.entries(fiber.getRef(References.CurrentLogAnnotations))
    const { buffers, errors, reason, sparse, value } = new Portable()
    send({
      _tag: "log",
      level: logLevel,
      millis: date.getTime(),
      message: parts.map(value),
      cause: cause.reasons.map(reason),
      annotations: annotations.map(([key, each]) => [key, value(each)] as const),
      spans: fiber.getRef(References.CurrentLogSpans),
      losses: { buffers, errors, sparse }
    })
  })
  return { logger, end: tellLost }
}

/** Main. Writes one message with the thread's name, through the loggers of the program that built the system. */
export const take = (message: LogMessage, handle: Handle, arena: Arena, context: Context.Context<never>): void => {
  restore(message.losses)
  const cause = causeOf(message.cause)
  const parts = cause.reasons.length === 0 ? message.message : [...message.message, cause]
  const logged = context.pipe(
    // Whether it is to be seen was decided where it was logged.
    Context.add(References.MinimumLogLevel, "All"),
    Context.add(References.CurrentLogAnnotations, {
      ...Context.get(context, References.CurrentLogAnnotations),
      ...Object.fromEntries(message.annotations),
      thread: handle.name
    }),
    Context.add(References.CurrentLogSpans, [...message.spans]),
    Context.add(Clock.Clock, clockAt(message.millis, Context.get(context, Clock.Clock)))
  )
  Effect.runForkWith(logged)(Effect.logWithLevel(message.level as never)(...parts))
  handle.logged++
  // Its record may serve another thread by now.
  if (ThreadRecord.load(arena, handle.thread, Thread.incarnation) === handle.incarnation) {
    ThreadRecord.store(arena, handle.thread, Thread.logged, handle.logged)
  }
}

/** A line has the time at which it was logged, however late it is written. */
const clockAt = (millis: number, clock: Clock.Clock): Clock.Clock => {
  const nanos = BigInt(Math.trunc(millis)) * 1_000_000n
  return {
    currentTimeMillisUnsafe: () => millis,
    currentTimeMillis: Effect.succeed(millis),
    currentTimeNanosUnsafe: () => nanos,
    currentTimeNanos: Effect.succeed(nanos),
    monotonicTimeNanosUnsafe: () => clock.monotonicTimeNanosUnsafe(),
    monotonicTimeNanos: clock.monotonicTimeNanos,
    sleep: (duration) => clock.sleep(duration)
  }
}
