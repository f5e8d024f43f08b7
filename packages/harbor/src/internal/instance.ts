/*
 * `instanceof` and the like of what a program has given, which may be a Proxy that was revoked: that one throws where it is asked.
 */
import * as Cause from "effect/Cause"
import type * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import type * as Fiber from "effect/Fiber"
import { hasProperty } from "effect/Predicate"

export const isA = <A>(value: unknown, of: abstract new (...args: ReadonlyArray<never>) => A): value is A => {
  try {
    return value instanceof of
  } catch {
    return false
  }
}

/** What it says of itself by a property that nothing else has. */
export const bears = (value: unknown, property: string): boolean => asked(() => hasProperty(value, property))

export const isArray = (value: unknown): value is Array<unknown> => asked(() => Array.isArray(value))

export const isEffect = (value: unknown): boolean => asked(() => Effect.isEffect(value))

/** Whether nothing throws that an object of options is asked for. */
export const canBeRead = (given: object): boolean =>
  asked(() => {
    for (const name in given) void Reflect.get(given, name)
    return isAnswering(given)
  })

/** A Proxy may say that it has nothing, and throw whatever it is asked for. */
const isAnswering = (given: object): boolean => {
  void Reflect.get(given, "constructor")
  return true
}

/** The same of an object's own properties of these names: of a module, or a record with other things in it, no more is any reader's business. */
export const canBeReadBy = (given: object, names: Iterable<string>): boolean =>
  asked(() => {
    for (const name of names) if (Object.hasOwn(given, name)) void Reflect.get(given, name)
    return isAnswering(given)
  })

const asked = (question: () => boolean): boolean => {
  try {
    return question()
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

/** Begins it in a fiber of its own. Where that comes at once to a Proxy that was revoked, Effect throws, and it would never end. */
export const begun = <A, E, R>(effect: Effect.Effect<A, E, R>, context: Context.Context<R>): Fiber.Fiber<A, E> => {
  try {
    return Effect.runForkWith(context)(effect)
  } catch (defect) {
    return Effect.runFork(Exit.die(defect))
  }
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
