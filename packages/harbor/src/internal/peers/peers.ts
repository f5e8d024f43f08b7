/*
 * What goes out to other processes. What can be refused here is: what was refused has taken no number of the sequence, and left
 * nothing behind.
 */
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import { type HarborError, InvalidOption, NoReceiver, TooLarge, Unsupported } from "../../HarborError.ts"
import type * as Message from "../../Message.ts"
import type { CallOptions, DeadLetter, Options, SendOptions, Service } from "../../Peers.ts"
import { Registry } from "../../Registry.ts"
import { type Address, Transport } from "../../Transport.ts"
import { bodiesOf, encodePayload } from "../codec/bodies.ts"
import * as Frame from "../frame.ts"
import { millisOf, wrongVerb } from "../given.ts"
import { type Listen, makeListening } from "./listening.ts"
import { type Known, malformed, refuse } from "./known.ts"
import { decodeRefusal } from "./refusal.ts"
import { nextSequence } from "./sequence.ts"
import { makeShared } from "./shared.ts"
import { asText } from "../shown.ts"
import { takeBackAt, takeBackOf } from "../takeBack.ts"
import { outsideOfJobs } from "../threads/waiting.ts"

const defaultTimeoutMillis = 10_000

/** `listen` for who has a listener leave with nothing in its hands. `lost`: of each dead letter, besides that it is kept. */
export const makePeers = (
  { thread = 0 }: Options,
  lost: (letter: DeadLetter) => void = () => {}
): Effect.Effect<{ readonly peers: Service; readonly listen: Listen }, never, Transport | Registry | Scope.Scope> =>
  Effect.gen(function* () {
    const transport = yield* Transport
    const shared = makeShared(transport, yield* Registry, thread, lost)
    const listen = yield* makeListening(shared)
    const scope = yield* Effect.scope

    /** The frame, checked in every way before it takes a number of the sequence. */
    const frame = (kind: number, known: Known, to: Address, payload: unknown, { object }: SendOptions) => {
      const { message, fingerprint } = known
      const body = encodePayload(message, payload)
      const bytes = Frame.HEADER_BYTES + body.length
      if (bytes > transport.maxFrameBytes) {
        const reason = new TooLarge({ what: "frame", bytes, limitBytes: transport.maxFrameBytes })
        throw refuse(message.name, reason, "no")
      }
      const sequence = nextSequence()
      const header = { kind, codec: message.codec.code, redelivered: false, messageId: message.id, fingerprint }
      shared.counters.sent++
      return {
        to,
        sequence,
        bytes: Frame.write({ ...header, object: object ?? 0n, source: shared.source, sequence }, body)
      }
    }

    const framed = (kind: number, message: Message.Any, to: Address, payload: unknown, options: SendOptions) =>
      Effect.flatMap(shared.register(message), (known) => {
        try {
          return Effect.succeed(frame(kind, known, to, payload, options))
        } catch (cause) {
          return Effect.fail(malformed(message.name, "payload", cause, "no"))
        }
      })

    /** An error of the transport, which knows neither the message nor its object. */
    const named =
      (message: Message.Any, { object }: SendOptions) =>
      (error: HarborError) => {
        const isNobody = error.reason._tag === "NoListener" && object !== undefined
        const reason = isNobody ? new NoReceiver({ objectId: object }) : error.reason
        return refuse(message.name, reason, error.delivered)
      }

    const send = (message: Message.Any, to: Address, payload: unknown, options: SendOptions = {}) =>
      wrongVerb(message, to, options) ??
      Effect.flatMap(framed(Frame.Kind.send, message, to, payload, options), ({ bytes }) =>
        Effect.mapError(transport.publish(to, bytes), named(message, options))
      )

    const call = (message: Message.Any, to: Address, payload: unknown, options: CallOptions = {}) =>
      Effect.gen(function* () {
        const wrong = wrongVerb(message, to, options)
        if (wrong !== undefined) return yield* wrong
        if (to._tag === "Topic") {
          const detail = "a topic has any number of listeners: call a queue or a node"
          return yield* Effect.fail(refuse(message.name, new Unsupported({ what: "a call", detail }), "no"))
        }
        const millis = yield* timeoutOf(message.name, options.timeout)
        const asked = yield* framed(Frame.Kind.call, message, to, payload, options)
        const givenUp = takeBack(message, to, asked.sequence)
        const answered = transport.request(to, asked.bytes, millis).pipe(
          Effect.onInterrupt(() => givenUp),
          Effect.tapError(({ delivered }) => (delivered === "maybe" ? givenUp : Effect.void))
        )
        const reply = yield* Effect.mapError(answered, named(message, options))
        return yield* outcome(message, asked.sequence, reply)
      })

    /** Whoever gives a call up does not wait until that has gone out. */
    const takeBack = ({ id }: Message.Any, to: Address, sequence: number): Effect.Effect<void> => {
      const bytes = takeBackOf({ messageId: id, source: shared.source, sequence })
      const going = Effect.suspend(() => {
        shared.counters.sent++
        return Effect.ignore(transport.publish(takeBackAt(to), bytes))
      })
      return Effect.asVoid(Effect.forkIn(outsideOfJobs(going), scope, { startImmediately: true }))
    }

    const peers = {
      node: transport.node,
      send,
      call,
      listen: (message, at, handler, options) => listen(message, undefined, at, handler, options),
      listenEncoded: (message, codec, at, handler, options) => listen(message, codec, at, handler, options),
      counters: () => ({ ...shared.counters }),
      deadLetters: () => [...shared.letters]
    } as Service
    return { peers, listen }
  })

const timeoutOf = (
  messageName: string,
  timeout: Duration.Input = defaultTimeoutMillis
): Effect.Effect<number, HarborError> => {
  const millis = millisOf(timeout)
  if (millis !== undefined && millis > 0 && Number.isFinite(millis)) return Effect.succeed(millis)
  const remedy = 'use a Duration above 0, such as "1 second"'
  const reason = new InvalidOption({ option: "timeout", value: asText(timeout), remedy })
  return Effect.fail(refuse(messageName, reason, "no"))
}

/** What a reply says, if it is one to that call. */
const outcome = (message: Message.Any, sequence: number, bytes: Uint8Array): Effect.Effect<unknown, unknown> => {
  const reply = Frame.read(bytes)
  const isOurs = reply !== undefined && reply.messageId === message.id && reply.sequence === sequence
  if (!isOurs) return Effect.fail(malformed(message.name, "reply", undefined, "maybe"))
  const { kind, codec, body } = reply
  if (kind === Frame.Kind.refusal) return Effect.fail(decodeRefusal(message.name, body))
  if (codec !== message.codec.code) return Effect.fail(malformed(message.name, "reply", undefined, "maybe"))
  const bodies = bodiesOf(message)
  try {
    if (kind === Frame.Kind.reply) return Effect.succeed(bodies.success.decode(body))
    if (kind === Frame.Kind.failure) return Effect.fail(bodies.error.decode(body))
  } catch (cause) {
    return Effect.fail(malformed(message.name, "reply", cause, "maybe"))
  }
  return Effect.fail(malformed(message.name, "reply", undefined, "maybe"))
}
