/*
 * `instanceof` and the like of what a program has given, which may be a Proxy that was revoked: that one throws where it is asked.
 */
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"

export const isA = <A>(value: unknown, of: abstract new (...args: ReadonlyArray<never>) => A): value is A => {
  try {
    return value instanceof of
  } catch {
    return false
  }
}

/** What a handler has returned, which without types may be anything: what is no Effect is a defect of it. */
export const returned = <A, E, R>(messageName: string, value: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> => {
  try {
    if (Effect.isEffect(value)) return value
  } catch {
    // Not one that can be run.
  }
  return Exit.die(new Error(`the handler of "${messageName}" returned ${typeof value}, and not an Effect`))
}

/** How a handler has ended, where that can be read: without types its cause may be anything, and so may the Exit be a Proxy. */
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
