/**
 * What a handler has returned: an Effect, most often one that has finished already; one in a wrapper; or, from plain
 * JavaScript, anything.
 */
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Queue from "effect/Queue"
import * as Rpc from "effect/rpc/Rpc"
import * as Stream from "effect/Stream"
import type { HandlerEffect } from "./hostedMethod.ts"
import { shown } from "../options.ts"
import type { StreamOut } from "./streamOut.ts"

// Asked of every job, so by what an object is made of first: a property that must be looked for costs more than that.
const succeeded = Object.getPrototypeOf(Exit.void)
const failed = Object.getPrototypeOf(Exit.fail(undefined))

/** An effect that has finished already, as most handlers return. */
export const isFinished = (effect: unknown): effect is Exit.Exit<unknown, unknown> => {
  if (typeof effect !== "object" || effect === null) return false
  const made: unknown = Object.getPrototypeOf(effect)
  return made === succeeded || made === failed || Exit.isExit(effect)
}

/** Its result is one that a Deferred promises. */
export const promises = (
  exit: Exit.Exit<unknown, unknown>
): exit is Exit.Success<Deferred.Deferred<unknown, unknown>, unknown> => Exit.isSuccess(exit) && isPromised(exit.value)

const isPromised = (result: unknown): result is Deferred.Deferred<unknown, unknown> => {
  if (typeof result !== "object" || result === null) return false
  try {
    return Object.getPrototypeOf(result) !== Object.prototype && Deferred.isDeferred(result)
  } catch {
    // A Proxy that is revoked, or whose traps throw. Nothing catches that here: it would end the thread. What is wrong with
    // it is said to whoever asked, by what is to encode it.
    return false
  }
}

export const kept = (result: Deferred.Deferred<unknown, unknown>): Effect.Effect<unknown, unknown> =>
  Deferred.await(result)

/** What a handler returned that is no Effect may be anything. */
export const isWrapper = (returned: unknown): returned is Rpc.Wrapper<HandlerEffect> =>
  typeof returned === "object" && returned !== null && Rpc.isWrapper(returned)

/** Runs what a handler of a stream has returned, a Stream or an Effect of a Dequeue, to its end. */
export const poured = (actor: string, tag: string, handled: unknown, out: StreamOut): HandlerEffect => {
  const write = (elements: ReadonlyArray<unknown>): Effect.Effect<void> => out.write(elements)
  if (Stream.isStream(handled)) return Stream.runForEachArray(handled, write)
  if (!Effect.isEffect(handled)) return notAnEffect(actor, tag, handled, "Stream")
  return Effect.scoped(
    Effect.flatMap(handled as HandlerEffect, (queue) =>
      Queue.isDequeue(queue)
        ? Stream.runForEachArray(Stream.fromQueue(queue), write)
        : notAnEffect(actor, tag, queue, "Dequeue")
    )
  )
}

/** What plain JavaScript may return from a handler instead of an Effect, as the defect of that job. */
export const notAnEffect = (
  actor: string,
  tag: string,
  returned: unknown,
  due: "Effect" | "Stream" | "Dequeue" = "Effect"
): Exit.Exit<never> => {
  const isPromise = returned instanceof Promise
  // Nobody looks at it, and a rejection that nobody looks at would end the thread.
  if (isPromise) returned.catch(() => {})
  const what = isPromise ? "a Promise" : typeof returned === "function" ? "a function" : shown(returned).slice(0, 100)
  const remedy =
    due === "Stream"
      ? "return a Stream, or an Effect of a Dequeue"
      : due === "Dequeue"
        ? "return the Stream itself, or an Effect of a Dequeue"
        : isPromise
          ? "wrap it in Effect.tryPromise(() => …)"
          : "return Effect.succeed(…)"
  const text = `the handler of "${tag}" of ${actor} returned ${what}, which is no ${due}: ${remedy}`
  const defect = new TypeError(text)
  // Where we noticed it is nothing that helps.
  defect.stack = `${defect.name}: ${defect.message}`
  return Exit.die(defect)
}
