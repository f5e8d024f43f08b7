/*
 * One message from outside in the fiber of its listener: decoded, handled in a fiber of its own, answered. Whatever goes wrong is
 * that message's end, and nobody else's.
 */
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import type * as Fiber from "effect/Fiber"
import type { Codec } from "../../Codec.ts"
import { HarborError, Malformed, NoReply, RemoteDefect, TooLarge } from "../../HarborError.ts"
import type { Envelope } from "../../Peers.ts"
import type { Address } from "../../Transport.ts"
import { bodiesOf } from "../codec/bodies.ts"
import * as Frame from "../frame.ts"
import { apart, returned } from "../handler.ts"
import { isA } from "../instance.ts"
import { logError } from "../logged.ts"
import type { Arrival } from "./incoming.ts"
import { malformed, refuse } from "./known.ts"
import { refused, replyTo } from "./refusing.ts"
import type { Shared } from "./shared.ts"

export type Handler = (payload: never, envelope: Envelope) => Effect.Effect<unknown, unknown, any>

/** As a value, or as bytes of the codec that is wanted. Never fails, whatever it comes to: the listener lives on. */
export const handle = (
  shared: Shared,
  arrival: Arrival,
  wanted: Codec | undefined,
  handler: Handler,
  at: Address
): Effect.Effect<void, never, any> =>
  Effect.catchCause(answered(shared, arrival, wanted, handler, at), (cause) =>
    logError(`a message ${arrival.known.message.name} has no answer`, cause)
  )

const answered = (
  shared: Shared,
  arrival: Arrival,
  wanted: Codec | undefined,
  handler: Handler,
  at: Address
): Effect.Effect<void, never, any> =>
  Effect.suspend(() => {
    if (arrival.isTakenBack) {
      givenUp(shared, arrival, "no")
      return Effect.void
    }
    let payload: unknown
    try {
      payload = wanted === undefined ? arrival.delivered.value() : arrival.delivered.bytesIn(wanted)
    } catch (cause) {
      ended(shared, arrival, malformed(arrival.known.message.name, "payload", cause, "no"))
      return Effect.void
    }
    const handled = Effect.withFiber((fiber: Fiber.Fiber<unknown, unknown>) => {
      arrival.interrupt = () => fiber.interruptUnsafe()
      return returned(arrival.known.message.name, handler(payload as never, envelopeOf(arrival, at)))
    })
    // Whoever has the handler's fiber may interrupt it: that is an exit here, and what fails is that the listener leaves.
    return Effect.exit(apart(handled)).pipe(
      Effect.onError((cause) => interrupted(shared, arrival, cause)),
      Effect.flatMap((exit) => finished(shared, arrival, exit))
    )
  })

/** The listener leaves: with that message in its hands, or, where nobody has had it yet, in its mailbox. */
export const abandoned = (shared: Shared, arrival: Arrival, delivered: "no" | "maybe"): void =>
  ended(
    shared,
    arrival,
    refuse(arrival.known.message.name, new NoReply({ detail: "the listener has left" }), delivered)
  )

/** Its caller does not wait for it any more. */
const givenUp = (shared: Shared, arrival: Arrival, delivered: "no" | "maybe"): void =>
  ended(
    shared,
    arrival,
    refuse(arrival.known.message.name, new NoReply({ detail: "who called has given it up" }), delivered)
  )

/** While it was handled. */
const interrupted = (shared: Shared, arrival: Arrival, cause: Cause.Cause<never>): Effect.Effect<void> => {
  abandoned(shared, arrival, "maybe")
  if (!Cause.hasDies(cause)) return Effect.void
  return logError(`the handler of ${arrival.known.message.name} was left before its end and failed`, cause)
}

const ended = (shared: Shared, { known, frame, respond }: Arrival, error: HarborError): void =>
  refused(shared, frame, known, respond, error)

const finished = (shared: Shared, arrival: Arrival, exit: Exit.Exit<unknown, unknown>): Effect.Effect<void> => {
  if (Exit.isSuccess(exit)) return Effect.sync(() => replied(shared, arrival, Frame.Kind.reply, exit.value))
  const { name } = arrival.known.message
  if (arrival.isTakenBack && Cause.hasInterrupts(exit.cause)) {
    givenUp(shared, arrival, "maybe")
    return Cause.hasDies(exit.cause)
      ? logError(`the handler of ${name} was given up and failed`, exit.cause)
      : Effect.void
  }
  const failed = exit.cause.reasons.find(Cause.isFailReason)
  if (failed === undefined || Cause.hasDies(exit.cause)) {
    // What it was stays here: a stack tells a stranger too much.
    ended(shared, arrival, refuse(name, new RemoteDefect({}), "maybe"))
    return logError(`the handler of ${name} failed`, exit.cause)
  }
  return Effect.sync(() => {
    if (isA(failed.error, HarborError)) ended(shared, arrival, failed.error)
    else replied(shared, arrival, Frame.Kind.failure, failed.error)
  })
}

const replied = (shared: Shared, arrival: Arrival, kind: number, value: unknown): void => {
  const { known, frame, codec, respond } = arrival
  const { name } = known.message
  if (respond === undefined) {
    // Nobody waits for its outcome; that it failed is not forgotten.
    if (kind === Frame.Kind.reply) return
    const issue = "its handler failed with the message's own error, and nobody waits for it"
    return ended(shared, arrival, refuse(name, new Malformed({ what: "reply", issue }), "maybe"))
  }
  try {
    const bodies = bodiesOf(known.message, codec)
    const body = (kind === Frame.Kind.reply ? bodies.success : bodies.error).encode(value)
    const bytes = Frame.HEADER_BYTES + body.length
    const limitBytes = shared.transport.maxFrameBytes
    if (bytes > limitBytes) throw refuse(name, new TooLarge({ what: "reply", bytes, limitBytes }), "maybe")
    shared.counters.sent++
    respond(replyTo(shared, frame, known.fingerprint, kind, codec.code, body))
  } catch (cause) {
    ended(shared, arrival, malformed(name, "reply", cause, "maybe"))
  }
}

const envelopeOf = ({ known, frame }: Arrival, address: Address): Envelope => ({
  messageName: known.message.name,
  messageId: frame.messageId,
  node: Number(frame.source >> 32n),
  source: frame.source,
  sequence: frame.sequence,
  object: frame.object === 0n ? undefined : frame.object,
  redelivered: frame.redelivered,
  address
})
