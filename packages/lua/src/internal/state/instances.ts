/*
 * Which objects of JavaScript are a table of Lua by their own fields: plain ones, and those of classes whose fields say what they are.
 * States and threads ask the same, so that a value arrives the same on both. On whichever thread gives the value.
 */
import { isBoxedPrimitive } from "node:util/types"
import * as Effect from "effect/Effect"
import { asText } from "./asText.ts"

/** What an object is whose own fields do not say it, with what to give instead; none where they do. */
export const unlikeTable = (value: object): string | undefined => {
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype === Object.prototype || prototype === null) return undefined
  if (value instanceof Promise) return "a Promise: give an Effect from a host function, which is awaited"
  if (value instanceof Set) return "a Set: give an array"
  if (ArrayBuffer.isView(value)) return `a ${value.constructor.name}: give a Uint8Array, or an array`
  if (value instanceof ArrayBuffer || value instanceof SharedArrayBuffer) return "an ArrayBuffer: give a Uint8Array"
  if (value instanceof Error) return `an Error: give its message, or fail with it`
  if (isBoxedPrimitive(value)) return `a ${value.constructor.name} as an object: give what is in it`
  if (value instanceof RegExp || value instanceof WeakMap || value instanceof WeakSet)
    return `a ${value.constructor.name}`
  if ("~effect/Effect" in value) return "an Effect as a value: only a host function's result is awaited"
  const kind = kindOf(value) ?? (Object.keys(value).length === 0 ? kindByGetters(value) : undefined)
  return kind === undefined ? undefined : `an instance of ${kind}: give what is in it, or encode it by a schema`
}

/** How Effect and Stevedore mark what is more than its fields: an Option's tag, for one, is none of them. */
const mark = /^~(?:effect|@stevedore)\/(?!Schema\/Class\/|Equal$|Hash$)(?:.*\/)?(.+)$/

/** What an object is marked as, by itself or by its class. */
const kindOf = (value: object): string | undefined => {
  for (let at: object | null = value; at !== null && at !== Object.prototype; at = Object.getPrototypeOf(at)) {
    for (const name of Object.getOwnPropertyNames(at)) {
      const kind = mark.exec(name)?.[1]
      if (kind !== undefined) return kind
    }
  }
  return undefined
}

/** Of an object without any field whose class has getters, as a URL: those say what it is. */
const kindByGetters = (value: object): string | undefined => {
  for (let at = Object.getPrototypeOf(value); at !== null && at !== Object.prototype; at = Object.getPrototypeOf(at)) {
    const isRead = Object.values(Object.getOwnPropertyDescriptors(at)).some(({ get }) => get !== undefined)
    if (isRead) return value.constructor?.name || "a class"
  }
  return undefined
}

/** Whether it is of that class. A proxy may fail to tell: it is not, and whoever reads it hears why. */
export const isA = <A>(value: unknown, type: abstract new (...args: Array<never>) => A): value is A => {
  try {
    return value instanceof type
  } catch {
    return false
  }
}

/** The same of lists. */
export const isList = (value: unknown): value is ReadonlyArray<unknown> => {
  try {
    return Array.isArray(value)
  } catch {
    return false
  }
}

/** The same of Effects. */
export const isEffect = (value: unknown): value is Effect.Effect<unknown, unknown, unknown> => {
  try {
    return Effect.isEffect(value)
  } catch {
    return false
  }
}

/** Why bytes cannot be read, if they cannot: their memory was moved, or ends before them by now, which looks as if there were none. */
export const unreadableBytes = (bytes: Uint8Array): string | undefined => {
  try {
    bytes.at(0)
    return undefined
  } catch (cause) {
    return unreadable(cause)
  }
}

/** A getter or a proxy has thrown: what it did, in words. */
export const unreadable = (cause: unknown): string => `what fails when it is read (${thrown(cause)})`

/** An error's own words may fail, too. */
const thrown = (cause: unknown): string => {
  try {
    return cause instanceof Error ? `${cause.name}: ${cause.message}` : asText(cause)
  } catch {
    return asText(cause)
  }
}
