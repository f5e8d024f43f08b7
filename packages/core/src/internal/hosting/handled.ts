/**
 * What a handler has returned: an Effect, most often one that has finished already; one in a wrapper; or, from plain
 * JavaScript, anything.
 */
import * as Deferred from "effect/Deferred"
import type * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Rpc from "effect/rpc/Rpc"
import type { HandlerEffect } from "./hostedMethod.ts"
import { shown } from "../options.ts"

// Asked of every job, so by what an object is made of first: a property that must be looked for costs more than that.
const succeeded = Object.getPrototypeOf(Exit.void)
const failed = Object.getPrototypeOf(Exit.fail(undefined))

/** An effect that has finished already, as most handlers return. */
export const isFinished = (effect: unknown): effect is Exit.Exit<unknown, unknown> => {
  if (typeof effect !== "object" || effect === null) return false
  const made: unknown = Object.getPrototypeOf(effect)
  return made === succeeded || made === failed || Exit.isExit(effect)
}

/** A result that a Deferred promises. */
export const isPromised = (result: unknown): result is Deferred.Deferred<unknown, unknown> =>
  typeof result === "object" &&
  result !== null &&
  Object.getPrototypeOf(result) !== Object.prototype &&
  Deferred.isDeferred(result)

export const kept = (result: Deferred.Deferred<unknown, unknown>): Effect.Effect<unknown, unknown> =>
  Deferred.await(result)

/** What a handler returned that is no Effect may be anything. */
export const isWrapper = (returned: unknown): returned is Rpc.Wrapper<HandlerEffect> =>
  typeof returned === "object" && returned !== null && Rpc.isWrapper(returned)

/** What plain JavaScript may return from a handler instead of an Effect, as the defect of that job. */
export const notAnEffect = (actor: string, tag: string, returned: unknown): Exit.Exit<never> => {
  const isPromise = returned instanceof Promise
  // Nobody looks at it, and a rejection that nobody looks at would end the thread.
  if (isPromise) returned.catch(() => {})
  const what = isPromise ? "a Promise" : typeof returned === "function" ? "a function" : shown(returned).slice(0, 100)
  const remedy = isPromise ? "wrap it in Effect.tryPromise(() => …)" : "return Effect.succeed(…)"
  const defect = new TypeError(`the handler of "${tag}" of ${actor} returned ${what}, which is no Effect: ${remedy}`)
  // Where we noticed it is nothing that helps.
  defect.stack = `${defect.name}: ${defect.message}`
  return Exit.die(defect)
}
