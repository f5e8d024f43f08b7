/*
 * `instanceof` and the like of what a program has given, which may be a Proxy that was revoked: that one throws where it is asked.
 */
import * as Effect from "effect/Effect"
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
