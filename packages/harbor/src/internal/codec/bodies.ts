/*
 * The compiled codecs of messages, and one payload in whatever format somebody asks for.
 */
import type { Bodies, Codec } from "../../Codec.ts"
import { HarborError, InvalidOption, Unsupported } from "../../HarborError.ts"
import type * as Message from "../../Message.ts"
import { canBeRead } from "../instance.ts"
import { guarded } from "./body.ts"
import { asText, messageOf } from "../shown.ts"

const compiled = new WeakMap<Message.Any, Map<Codec, Bodies>>()

/** Compiled at the first use. Throws where the codec cannot carry a schema of the message. */
export const bodiesOf = (message: Message.Any, codec: Codec = message.codec): Bodies => {
  let byCodec = compiled.get(message)
  if (byCodec === undefined) compiled.set(message, (byCodec = new Map()))
  let bodies = byCodec.get(codec)
  if (bodies === undefined) {
    const { payloadSchema, successSchema, errorSchema } = message.rpc
    bodies = codec.compile({ payload: payloadSchema, success: successSchema, error: errorSchema })
    byCodec.set(codec, bodies)
  }
  return bodies
}

/** What a sender gave of a payload, made whole and checked, as bytes. Throws a `BodyFailure`. */
export const encodePayload = (message: Message.Any, input: unknown, codec: Codec = message.codec): Uint8Array => {
  const { payload } = bodiesOf(message, codec)
  return payload.encode(guarded(() => message.rpc.payloadSchema.make(input)))
}

/** Why a message has no bytes in that codec, if it has none: known before the first of them is asked for. */
export const unsuited = (message: Message.Any, codec: Codec): HarborError | undefined => {
  const refused = (reason: InvalidOption | Unsupported) =>
    new HarborError({ reason, messageName: message.name, thread: "", delivered: "no" })
  if (!isCodec(codec)) {
    const remedy = "use a Codec: Codec.msgpack, Codec.schemaBinary, or protobuf"
    return refused(new InvalidOption({ option: "codec", value: asText(codec), remedy }))
  }
  try {
    bodiesOf(message, codec)
    return undefined
  } catch (cause) {
    if (cause instanceof HarborError) return cause
    const detail = messageOf(cause)
    return refused(new Unsupported({ what: `codec ${codec.name}`, detail }))
  }
}

const isCodec = (codec: unknown): boolean =>
  typeof codec === "object" &&
  codec !== null &&
  canBeRead(codec) &&
  typeof (codec as Partial<Codec>).compile === "function"

/**
 * The payload of one delivery, for all who listen: as a value, each time a new one, so that nobody sees what another does to
 * it; or as bytes of any codec, transcoded once for each codec however many listeners have it. What fails, fails each time it
 * is asked for, with the same `BodyFailure`: it is a matter of that listener alone.
 */
export interface Delivered {
  readonly value: () => unknown
  readonly bytesIn: (codec: Codec) => Uint8Array
}

/** What came from outside, in that codec. */
export const deliveredBytes = (message: Message.Any, codec: Codec, bytes: Uint8Array): Delivered =>
  delivered(message, () => bodiesOf(message, codec).payload.decode(bytes), [codec, bytes])

/** What came from a thread of this process: already a value of the schema. */
export const deliveredValue = (message: Message.Any, value: unknown): Delivered => delivered(message, () => value)

const delivered = (message: Message.Any, value: () => unknown, first?: readonly [Codec, Uint8Array]): Delivered => {
  const transcoded = new Map<Codec, Once>()
  if (first !== undefined) transcoded.set(first[0], { bytes: first[1] })
  return {
    value,
    bytesIn: (codec) => {
      let once = transcoded.get(codec)
      if (once === undefined) {
        once = attempt(() => bodiesOf(message, codec).payload.encode(value()))
        transcoded.set(codec, once)
      }
      if (once.bytes === undefined) throw once.failure
      return once.bytes.slice()
    }
  }
}

interface Once {
  readonly bytes?: Uint8Array
  readonly failure?: unknown
}

const attempt = (run: () => Uint8Array): Once => {
  try {
    return { bytes: run() }
  } catch (failure) {
    return { failure }
  }
}
