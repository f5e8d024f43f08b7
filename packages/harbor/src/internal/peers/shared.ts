/*
 * What sending to other processes and listening to them share.
 */
import * as Effect from "effect/Effect"
import * as Codec from "../../Codec.ts"
import { type HarborError, Unsupported } from "../../HarborError.ts"
import type * as Message from "../../Message.ts"
import type { Counters, DeadLetter } from "../../Peers.ts"
import type { Messages } from "../../Registry.ts"
import type { Port } from "../../Transport.ts"
import { bodiesOf } from "../codec/bodies.ts"
import { undeliverable } from "../given.ts"
import type { Calls } from "./incoming.ts"
import { type Known, makeKnown, outOfReach, refuse } from "./known.ts"
import { messageOf } from "../shown.ts"

/** What sending and listening share. */
export interface Shared {
  readonly transport: Port
  readonly registry: Messages
  readonly source: bigint
  readonly counters: { -readonly [K in keyof Counters]: number }
  /** For a message that reaches other processes. Throws where it cannot. */
  readonly of: (message: Message.Any) => Known
  readonly register: (message: Message.Any) => Effect.Effect<Known, HarborError>
  /** The latest dead letters, the oldest first. */
  readonly letters: ReadonlyArray<DeadLetter>
  readonly bury: (letter: DeadLetter) => void
  readonly calls: Calls
}

const mostDeadLetters = 1024

export const makeShared = (
  transport: Port,
  registry: Messages,
  thread: number,
  lost: (letter: DeadLetter) => void
): Shared => {
  const known = new WeakMap<Message.Any, Known>()
  const of = (message: Message.Any): Known => {
    let found = known.get(message)
    if (found === undefined) known.set(message, (found = makeKnown(message, [Codec.msgpack, Codec.schemaBinary])))
    return found
  }
  const letters: Array<DeadLetter> = []
  const counters = { sent: 0, received: 0, delivered: 0, malformed: 0, duplicates: 0, refused: 0, deadLetters: 0 }
  return {
    transport,
    registry,
    source: (BigInt(transport.node) << 32n) | BigInt(thread),
    counters,
    of,
    letters,
    calls: new Map(),
    register: (message) =>
      Effect.suspend(() => {
        const refused = undeliverable(message) ?? outOfReach(message)
        if (refused !== undefined) return Effect.fail(refused)
        return Effect.flatMap(registry.register(message), () => fingerprinted(message, of))
      }),
    bury: (letter) => {
      counters.deadLetters++
      letters.push(letter)
      lost(letter)
      if (letters.length > mostDeadLetters) letters.shift()
    }
  }
}

/** A schema without a JSON Schema document, or one that the codec cannot write, is found here: before anything is sent. */
const fingerprinted = (
  message: Message.Any,
  of: (message: Message.Any) => Known
): Effect.Effect<Known, HarborError> => {
  try {
    bodiesOf(message)
    return Effect.succeed(of(message))
  } catch (cause) {
    const detail = messageOf(cause)
    return Effect.fail(refuse(message.name, new Unsupported({ what: "a message between processes", detail }), "no"))
  }
}
