/**
 * Between the payloads of a message and the bytes that are kept of them.
 */
import { BodyFailure, guarded } from "../codec/body.ts"
import { bodiesOf } from "../codec/bodies.ts"
import { type Codec, msgpack, schemaBinary } from "../../Codec.ts"
import { HarborError, type HarborErrorReason, InvalidOption, Malformed, SchemaMismatch } from "../../HarborError.ts"
import type * as Message from "../../Message.ts"
import { wrongPublished } from "../given.ts"
import { isPattern } from "../tables/topics.ts"
import type { Entry } from "./entry.ts"
import { messageOf } from "../shown.ts"

/** Characters of a topic's name, and of a key. */
const LONGEST = 1024

const failure = (messageName: string, reason: HarborErrorReason): HarborError =>
  new HarborError({ reason, messageName, thread: "", delivered: "no" })

const text = (message: Message.Any, what: "topic" | "key", value: unknown): string => {
  // Not every SQLite gives back what comes after a zero.
  if (typeof value === "string" && value.length <= LONGEST && value.isWellFormed() && !value.includes("\0"))
    return value
  const remedy = `use a text of at most ${LONGEST} characters, without half a surrogate pair and without a zero`
  const given = typeof value === "string" ? `a text of ${value.length} characters` : typeof value
  throw failure(message.name, new InvalidOption({ option: what, value: given, remedy }))
}

/** Where the values of a message are kept: two messages on one topic have nothing to do with each other. Throws `HarborError`. */
export const placeOf = (message: Message.Any, topic: string): string => {
  const none = wrongPublished(message)
  if (none !== undefined) throw none
  if (message.delivery !== "lastValue") {
    const remedy = 'declare the message with delivery: "lastValue"'
    throw failure(message.name, new InvalidOption({ option: "delivery", value: message.delivery, remedy }))
  }
  return `${message.name}/${text(message, "topic", topic)}`
}

/** Whether more than one topic is meant. Throws `HarborError`. */
export const patternOf = (message: Message.Any, topic: string): boolean => {
  placeOf(message, topic)
  if (!isPattern(topic)) return false
  if (!topic.split(".").slice(0, -1).includes(">")) return true
  const remedy = "use * for any one word, and > at the end for all that follow"
  throw failure(message.name, new InvalidOption({ option: "topic", value: JSON.stringify(topic), remedy }))
}

/** Where one key is kept. Throws `HarborError`. */
export const keyOf = (message: Message.Any, topic: string, key: string) => ({
  topic: onePlace(message, topic),
  key: text(message, "key", key)
})

const onePlace = (message: Message.Any, topic: string): string => {
  const place = placeOf(message, topic)
  if (!isPattern(topic)) return place
  const remedy = "name one topic: * and > are for those who join"
  throw failure(message.name, new InvalidOption({ option: "topic", value: JSON.stringify(topic), remedy }))
}

/** Throws `HarborError`. */
export const written = (
  message: Message.Any,
  topic: string,
  input: unknown
): { readonly topic: string; readonly key: string; readonly value: Uint8Array; readonly schema: string } => {
  const place = onePlace(message, topic)
  try {
    const payload: unknown = guarded(() => message.rpc.payloadSchema.make(input as never))
    const key = message.key === undefined ? "" : text(message, "key", message.key(payload))
    return { topic: place, key, value: encoded(message, payload), schema: schemaOf(message) }
  } catch (cause) {
    throw cause instanceof HarborError ? cause : failure(message.name, malformed(cause))
  }
}

/** In the codec of the message, as for another process: what core carries between threads it may have no place for. */
const encoded = (message: Message.Any, payload: unknown): Uint8Array => {
  const { payload: body } = bodiesOf(message)
  try {
    return body.encode(payload)
  } catch (cause) {
    if (!(cause instanceof BodyFailure) || message.codec.name !== "msgpack") throw cause
    const remedy =
      "last values are written in the codec of their message: declare it with Codec.schemaBinary, or with Codec.msgpackWith for more or deeper values"
    throw failure(message.name, new Malformed({ what: "payload", issue: `${cause.issue}; ${remedy}` }))
  }
}

/** What a value of the message is written by, in words: the schema, and the codec where that is not msgpack. */
const schemaOf = ({ codec, fingerprint }: Message.Any): string =>
  codec.code === msgpack.code ? fingerprint : `${fingerprint}/${codec.code}`

/** The message may have had another codec when the value was written, or has it on another thread: as in frames, those of Effect are read. */
const codecWith = (message: Message.Any, code: number): Codec => {
  const codec = [message.codec, msgpack, schemaBinary].find((each) => each.code === code)
  if (codec !== undefined) return codec
  const issue = `it was written in codec ${code}, the message has ${message.codec.name}: declare it with that one until it was published anew, or forget the key`
  throw failure(message.name, new Malformed({ what: "payload", issue }))
}

/** Each time a new value: nobody sees what another does to it. Throws `HarborError`. */
export const read = (message: Message.Any, { schema, value }: Entry): unknown => {
  const [fingerprint = "", code = msgpack.code] = schema.split("/")
  if (fingerprint !== message.fingerprint && !message.accepts.includes(fingerprint)) {
    throw failure(message.name, new SchemaMismatch({ own: message.fingerprint, other: fingerprint }))
  }
  const codec = codecWith(message, Number(code))
  try {
    return bodiesOf(message, codec).payload.decode(value)
  } catch (cause) {
    throw failure(message.name, malformed(cause))
  }
}

const malformed = (cause: unknown): Malformed =>
  new Malformed({
    what: "payload",
    issue: cause instanceof BodyFailure ? cause.issue : messageOf(cause)
  })
