/**
 * A tell, and a submit, as an Effect: sent when it is run, by the fiber that runs it. Programs make one for each job and
 * run it at once, so it is one object with two fields, and the engine sees one function behind it.
 */
import type * as Effect from "effect/Effect"
import * as Effectable from "effect/Effectable"
import type * as Fiber from "effect/Fiber"

type Send = (payload: unknown, fiber: Fiber.Fiber<unknown, unknown>) => Effect.Effect<unknown, unknown>

interface SendEffect extends Effect.Effect<unknown, unknown> {
  readonly send: Send
  readonly payload: unknown
}

function TellEffect(this: { send: Send; payload: unknown }, send: Send, payload: unknown): void {
  this.send = send
  this.payload = payload
}

TellEffect.prototype = Effectable.Prototype<SendEffect>({
  label: "Tell",
  evaluate(fiber) {
    return this.send(this.payload, fiber)
  }
})

/**
 * `send` is called each time it is run. The cast: a function with a prototype of its own is a class to the engine, and none
 * to TypeScript; `Effectable.Class` is one to both, but asks for a second Effect, made each time, where this is evaluated.
 */
export const Telling = TellEffect as unknown as new (send: Send, payload: unknown) => Effect.Effect<unknown, unknown>

function SubmitEffect(this: { send: Send; payload: unknown }, send: Send, payload: unknown): void {
  this.send = send
  this.payload = payload
}

// A function of its own: the engine is to see one behind each of the two.
SubmitEffect.prototype = Effectable.Prototype<SendEffect>({
  label: "Submit",
  evaluate(fiber) {
    return this.send(this.payload, fiber)
  }
})

/** The same, for a submit, by the same cast: it succeeds with the handle. */
export const Submitting = SubmitEffect as unknown as new (
  send: Send,
  payload: unknown
) => Effect.Effect<unknown, unknown>
