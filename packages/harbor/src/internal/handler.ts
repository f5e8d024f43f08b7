/*
 * How a handler is run, which without types may return anything, come to anything in its midst and end with anything: whatever it is, it
 * is the end of that handler, and of nobody else.
 */
import * as Cause from "effect/Cause"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"

/** What it has returned: what is no Effect is a defect of it. */
export const returned = <A, E, R>(messageName: string, value: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> => {
  try {
    if (Effect.isEffect(value)) return value
  } catch {
    // Not one that can be run.
  }
  return Exit.die(new Error(`the handler of "${messageName}" returned ${typeof value}, and not an Effect`))
}

/** Begins it in a fiber of its own. Where that comes at once to a Proxy that was revoked, Effect throws, and it would never end. */
export const begun = <A, E, R>(effect: Effect.Effect<A, E, R>, context: Context.Context<R>): Fiber.Fiber<A, E> => {
  try {
    return Effect.runForkWith(context)(effect)
  } catch (defect) {
    return Effect.runFork(Exit.die(defect))
  }
}

/** How it has ended, where that can be read: without types its cause may be anything, and so may the Exit be a Proxy. */
export const readable = <A, E>(exit: Exit.Exit<A, E>): Exit.Exit<A, E> => {
  try {
    if (Exit.isSuccess(exit)) {
      void exit.value
      return exit
    }
    if (Cause.isCause(exit.cause) && exit.cause.reasons.every(Cause.isReason)) return exit
  } catch {
    // Nor can it be logged.
  }
  return Exit.die(new Error("a handler has ended with what cannot be read"))
}

/**
 * In a fiber of its own: one that a child of the handler's interrupts, or that comes to what is no Effect, ends there, past all that
 * would be done behind it. Who interrupts this interrupts it, waits for its end, and dies of what it died of: for the log, since
 * nobody waits for that. `ended` is told whether it was interrupted so.
 */
export const apart = <A, E, R>(
  effect: Effect.Effect<A, E, R>,
  ended: (exit: Exit.Exit<A, E>, wasInterrupted: boolean) => void = () => {}
): Effect.Effect<A, E, R> =>
  Effect.contextWith((context: Context.Context<R>) =>
    Effect.callback<A, E>((resume) => {
      const fiber = begun(effect, context)
      let wasInterrupted = false
      fiber.addObserver((exit) => {
        const read = readable(exit)
        ended(read, wasInterrupted)
        resume(read)
      })
      const interrupt = Effect.suspend(() => {
        wasInterrupted = true
        return Fiber.interrupt(fiber)
      })
      return Effect.andThen(interrupt, Effect.flatMap(Fiber.await(fiber), diedOf))
    })
  )

const diedOf = (exit: Exit.Exit<unknown, unknown>): Effect.Effect<void> => {
  const read = readable(exit)
  if (Exit.isSuccess(read)) return Effect.void
  const defects = read.cause.reasons.filter(Cause.isDieReason)
  return defects.length === 0 ? Effect.void : Effect.failCause(Cause.fromReasons(defects))
}
