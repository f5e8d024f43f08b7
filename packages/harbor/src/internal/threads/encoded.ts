/*
 * A message to who listens for another declaration of it and accepts the sender's: in a format that says which field is which,
 * whatever codec either of them has for other processes. It comes to the same mailbox as all others of its name.
 */
import * as CoreCodec from "@stevedore/core/Codec"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Codec from "../../Codec.ts"
import { HarborError, SchemaMismatch } from "../../HarborError.ts"
import type * as Message from "../../Message.ts"
import type { Carried } from "../carried.ts"
import { bodiesOf, encodePayload } from "../codec/bodies.ts"
import { notByName } from "../codec/fieldByField.ts"
import type { Encoded, EncodedReply } from "../encodedRpc.ts"
import { isA } from "../instance.ts"
import { malformed } from "../peers/known.ts"
import { failure } from "./failures.ts"

const codec = Codec.msgpack

/** As it is sent, or why it cannot be. */
export const encoded = (
  message: Message.Any,
  fingerprint: string,
  payload: unknown,
  carried: Carried
): Encoded | HarborError => {
  try {
    return { fingerprint, carried, body: encodePayload(message, payload, codec) }
  } catch (cause) {
    const error = malformed(message.name, "payload", cause, "no")
    if (error.reason._tag !== "Malformed") return error
    return notByName(message.name, error.reason.issue, () => asItLies(message, payload))
  }
}

const asItLies = (message: Message.Any, payload: unknown): unknown =>
  CoreCodec.make(message.rpc.payloadSchema, { input: "make" }).bind(Context.empty()).encode(payload)

/** What the reply says, read as the caller declares it. */
export const outcomeOf = (message: Message.Any, { body, isFailure }: EncodedReply): Effect.Effect<unknown, unknown> => {
  try {
    const { error, success } = bodiesOf(message, codec)
    return isFailure ? Effect.fail(error.decode(body)) : Effect.succeed(success.decode(body))
  } catch (cause) {
    return Effect.fail(malformed(message.name, "reply", cause, "maybe"))
  }
}

const nothing = new Uint8Array(0)

/** Hands it to whoever listens, read as that one declares it; `unread` where it cannot be. */
export const received = (
  message: Message.Any,
  own: string,
  { body, carried, fingerprint }: Encoded,
  deliver: (given: { readonly carried: Carried; readonly payload: unknown }) => Effect.Effect<unknown, unknown>,
  unread: (error: HarborError, isSend: boolean) => Effect.Effect<any, any>
): Effect.Effect<any, any> => {
  const isAwaited = carried.isSend !== true && carried.toAll !== true && carried.topic === undefined
  if (own !== fingerprint && !message.accepts.includes(fingerprint)) {
    return unread(failure(message.name, new SchemaMismatch({ own, other: fingerprint })), !isAwaited)
  }
  let payload: unknown
  try {
    payload = bodiesOf(message, codec).payload.decode(body)
  } catch (cause) {
    return unread(malformed(message.name, "payload", cause, "no"), !isAwaited)
  }
  const handled = deliver({ carried, payload })
  if (!isAwaited) return Effect.as(handled, { isFailure: false, body: nothing })
  return Effect.matchEffect(handled, {
    onSuccess: (value) => replied(message, false, value),
    onFailure: (error) => (isA(error, HarborError) ? Effect.fail(error) : replied(message, true, error))
  })
}

const replied = (
  message: Message.Any,
  isFailure: boolean,
  value: unknown
): Effect.Effect<EncodedReply, HarborError> => {
  try {
    const { error, success } = bodiesOf(message, codec)
    return Effect.succeed({ isFailure, body: (isFailure ? error : success).encode(value) })
  } catch (cause) {
    return Effect.fail(malformed(message.name, "reply", cause, "maybe"))
  }
}
