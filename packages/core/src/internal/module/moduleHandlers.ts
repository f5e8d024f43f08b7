/**
 * The functions of a module as handlers: what they return, promise or throw becomes the exit of the job. Runs on the thread
 * of the module.
 */
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Option from "effect/Option"
import type { Handler } from "../hosting/hostedMethod.ts"
import { generated } from "./generated.ts"
import { Call } from "./moduleCall.ts"
import type { ModuleExports } from "./moduleExports.ts"

/** By name, as `toLayer` takes them. */
export const handlersOf = ({ byName, functions }: ModuleExports): Record<string, Handler> => {
  const handlers: Record<string, Handler> = Object.create(null)
  for (const { isStream, name } of functions) {
    const f = byName.get(name)!
    Object.defineProperty(handlers, name, { enumerable: true, value: isStream ? generatorOf(f) : handlerOf(f) })
  }
  return handlers
}

type Plain = (...args: ReadonlyArray<unknown>) => unknown

/** A generator as a stream, from which is taken what its caller has asked for. */
const generatorOf =
  (f: Plain): Handler =>
  (args: ReadonlyArray<unknown>) =>
    generated(f, args)

const handlerOf =
  (f: Plain): Handler =>
  (args: ReadonlyArray<unknown>) => {
    const call = new Call()
    let returned: unknown
    try {
      returned = Reflect.apply(f, call, args)
    } catch (thrown) {
      return Exit.fail(thrown)
    }
    if ((typeof returned !== "object" && typeof returned !== "function") || returned === null) {
      return Exit.succeed(returned)
    }
    try {
      if (Effect.isEffect(returned)) return throwing(returned as Effect.Effect<unknown, unknown>)
      if (typeof (returned as { readonly then?: unknown }).then !== "function") return Exit.succeed(returned)
    } catch {
      // Its own code throws, and not the function: what is to encode it says so.
      return Exit.succeed(returned)
    }
    return settled(call, Promise.resolve(returned))
  }

/**
 * Aborted, it is over when the promise is: until then its function is at work, and the next job waits. What it throws then is a
 * defect beside the interruption, unless that is how it gives up: leftJobs.ts has it logged.
 */
const settled = (call: Call, promise: Promise<unknown>): Effect.Effect<unknown, unknown> => {
  const over = promise.then(Exit.succeed, Exit.fail<unknown>)
  return Effect.onInterrupt(Effect.flatten(Effect.promise(() => over)), () => {
    Call.abort(call)
    return Effect.flatMap(
      Effect.promise(() => over),
      (exit) => {
        const thrown = Exit.findErrorOption(exit)
        return Option.isSome(thrown) && !Call.isAbort(call, thrown.value) ? Effect.die(thrown.value) : Effect.void
      }
    )
  })
}

/** An error among others is what is thrown; what is none stays a defect. */
const throwing = (effect: Effect.Effect<unknown, unknown>): Effect.Effect<unknown, unknown> =>
  Exit.isExit(effect) && Exit.isSuccess(effect)
    ? effect
    : Effect.catchCause(effect, (cause) => {
        const error = Cause.findErrorOption(cause)
        return Option.isSome(error) ? Effect.fail(error.value) : Effect.failCause(cause as Cause.Cause<never>)
      })
