/*
 * The connections of a gateway, and what goes to them.
 */
import * as Cause from "effect/Cause"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Scope from "effect/Scope"
import type { Counters, Gateway, Options, SendOptions } from "../../Gateway.ts"
import type { Harbor } from "../../Harbor.ts"
import {
  type HarborError,
  InvalidObjectId,
  InvalidOption,
  NoReceiver,
  NoReply,
  RemoteDefect
} from "../../HarborError.ts"
import type * as Message from "../../Message.ts"
import { schemaBinary } from "../../Codec.ts"
import * as Frame from "../frame.ts"
import { millisOf, noOptions, undeliverable, wrongMessages, wrongSending } from "../given.ts"
import { isEffect } from "../instance.ts"
import { logError } from "../logged.ts"
import { type Known, makeKnown, refuse } from "../peers/known.ts"
import { clientFrame } from "./clientFrame.ts"
import { claims } from "./claims.ts"
import type { Give } from "./gates.ts"
import { Connection, type Limits, turnAway } from "./connection.ts"
import type { Cut } from "./cut.ts"
import { Releases } from "./releases.ts"
import { LENGTH_BYTES } from "./splitter.ts"
import { asText } from "../shown.ts"

/** What the connections of a gateway share. */
export interface Shared {
  readonly limits: Limits
  readonly known: ReadonlyMap<number, Known>
  readonly harbor: (typeof Harbor)["Service"]
  readonly counters: { -readonly [K in keyof Counters]: number }
}

/** A connection, and what runs its release when it has ended. */
interface Served {
  readonly connection: Connection
  readonly release: ReturnType<Releases["add"]>
}

export const makeGateway = (
  harbor: typeof Harbor,
  options: Options
): Effect.Effect<Gateway, HarborError, Harbor | Scope.Scope> =>
  Effect.gen(function* () {
    const none = noOptions("", options)
    if (none !== undefined) return yield* none
    const limits = yield* limitsOf(options)
    yield* hooksOf(options)
    const shared: Shared = {
      limits,
      known: yield* knownOf(options.messages),
      harbor: yield* harbor,
      counters: { opened: 0, closed: 0, cut: 0, received: 0, refused: 0, unclaimed: 0, lost: 0 }
    }
    const connections = new Map<bigint, Connection>()
    let isClosed = false
    const thread = shared.harbor["~@stevedore/harbor/thread"]
    const releases = new Releases(thread.system["~@stevedore/core/runtime"].stopTimeoutMillis)
    const claim = options.claim ?? claims()

    const find = (id: bigint, messageName: string): Effect.Effect<Connection, HarborError> =>
      Effect.suspend(() => {
        if (typeof id !== "bigint") {
          return Effect.fail(refuse(messageName, new InvalidObjectId({ objectId: asText(id) }), "no"))
        }
        const connection = connections.get(id)
        if (connection !== undefined) return Effect.succeed(connection)
        return Effect.fail(refuse(messageName, new NoReceiver({ objectId: id }), "no"))
      })

    /** The id of a new connection: it is nobody else's, and waited for as long as for a listener. */
    const claimed = Effect.suspend(() => claim).pipe(
      Effect.interruptible,
      Effect.timeoutOrElse({
        duration: limits.callTimeoutMillis,
        orElse: () =>
          Effect.fail(refuse("", new NoReply({ detail: "claim has not given an id in callTimeout" }), "maybe"))
      }),
      Effect.filterOrElse(
        (id) => typeof id === "bigint" && !connections.has(id),
        (id) => invalid("", "claim", id, "give each connection a bigint of its own, as directory.claim does")
      ),
      // Whoever connects is told nothing of it.
      Effect.tapCause((cause) =>
        Cause.hasFails(cause) || Cause.hasInterruptsOnly(cause)
          ? Effect.void
          : logError("the claim of a gateway failed", cause)
      ),
      Effect.exit
    )

    const giveAll: Give = (frame, messageName, isControl) => {
      const waiting: Array<Effect.Effect<void>> = []
      for (const connection of connections.values()) {
        const given = connection.give(frame, messageName, isControl)
        // One that has just ended is nobody.
        if (typeof given === "boolean") continue
        waiting.push(Effect.map(given, (isGiven) => (isGiven ? undefined : connection.lost([messageName]))))
      }
      if (waiting.length === 0) return Effect.void
      return Effect.forEach(waiting, (each) => each, { concurrency: "unbounded", discard: true })
    }
    // Before the gates: who waits for a client goes on.
    const close = Effect.suspend(() => {
      isClosed = true
      for (const connection of connections.values()) connection.end({ _tag: "Closed" })
      return releases.all
    })
    // In the context of who closes it, which may be a release.
    const clients = Effect.flatMap(Effect.scope, (scope) => Scope.addFinalizer(scope, close))
    yield* thread.held(Effect.andThen(thread.gates.open(giveAll), clients))

    const isControl = (sending: SendOptions | undefined): boolean => sending?.control === true

    return {
      maxMessageBytes: limits.maxFrameBytes + LENGTH_BYTES,
      serve: (socket) =>
        Effect.acquireUseRelease(
          Effect.suspend(() => {
            if (isClosed) return Effect.succeed<Cut | Served>({ _tag: "Closed" })
            return Effect.map(claimed, (exit): Cut | Served => {
              if (Exit.isFailure(exit)) {
                shared.counters.unclaimed++
                return unclaimed(exit.cause)
              }
              const connection = new Connection(exit.value, shared)
              connections.set(exit.value, connection)
              const release = releases.add(exit.value)
              shared.counters.opened++
              // It may have closed meanwhile: the id was claimed, and is released as any other.
              if (isClosed) connection.end({ _tag: "Closed" })
              return { connection, release }
            })
          }),
          (served) => ("release" in served ? served.connection.run(socket) : turnAway(served, socket)),
          (served) =>
            Effect.suspend(() => {
              if (!("release" in served)) return Effect.void
              const { id, identity } = served.connection
              connections.delete(id)
              shared.counters.closed++
              return served.release(Effect.suspend(() => options.release?.(id, identity) ?? Effect.void))
            })
        ),
      identify: (id, identity) =>
        identity === undefined || typeof identity === "string"
          ? Effect.map(find(id, ""), (connection) => void (connection.identity = identity))
          : invalid("", "identity", identity, "use text, or undefined for a client that is nobody yet"),
      sendTo: (id, message, payload, sending) =>
        wrongSending(message, sending) ??
        Effect.flatMap(clientFrame(message, payload), (bytes) =>
          Effect.flatMap(find(id, message.name), (connection) => {
            const given = connection.give(bytes, message.name, isControl(sending))
            const gone = Effect.fail(refuse(message.name, new NoReceiver({ objectId: id }), "no"))
            if (typeof given === "boolean") return given ? Effect.void : gone
            return Effect.flatMap(given, (isGiven) => (isGiven ? Effect.void : gone))
          })
        ),
      broadcast: (message, payload, sending) =>
        wrongSending(message, sending) ??
        Effect.flatMap(clientFrame(message, payload), (frame) => giveAll(frame, message.name, isControl(sending))),
      kick: (id, detail) => Effect.map(find(id, ""), (connection) => connection.end({ _tag: "Kicked", detail })),
      connections: () => [...connections.keys()],
      counters: () => ({ ...shared.counters })
    } satisfies Gateway
  })

/** Why there is no id. What a `claim` that is broken has thrown is nobody's outside. */
const unclaimed = (cause: Cause.Cause<HarborError>): Cut => {
  const failed = cause.reasons.find(Cause.isFailReason)
  return { _tag: "Unclaimed", error: failed?.error ?? refuse("", new RemoteDefect({}), "no") }
}

const knownOf = (messages: ReadonlyArray<Message.Any>): Effect.Effect<ReadonlyMap<number, Known>, HarborError> =>
  Effect.gen(function* () {
    const known = new Map<number, Known>()
    const wrong = wrongMessages(messages)
    if (wrong !== undefined) return yield* wrong
    for (const message of messages) {
      const kept = undeliverable(message)
      if (kept !== undefined) return yield* kept
      if (message.reach !== "clients") {
        return yield* invalid(message.name, "messages", message.name, "clients send names that begin with cmsg")
      }
      // Six bytes of it can say that a million elements follow, for which Effect makes room before it looks for them.
      if (message.codec.code === schemaBinary.code) {
        const remedy =
          "clients are trusted with nothing, and this codec makes room for whatever length they claim: use msgpack or protobuf"
        return yield* invalid(message.name, "codec", message.codec.name, remedy)
      }
      known.set(message.id, makeKnown(message, []))
    }
    return known
  })

const hooksOf = ({ claim, release }: Options): Effect.Effect<void, HarborError> => {
  if (claim !== undefined && !isEffect(claim)) {
    return invalid("", "claim", claim, "use an Effect that takes an id, such as directory.claim(kind)")
  }
  if (release === undefined || typeof release === "function") return Effect.void
  return invalid("", "release", release, "use a function from a connection and its identity to an Effect")
}

/** What is left out is by default; null is not left out. */
const limitsOf = ({
  maxFrameBytes = 16 * 1024,
  messagesPerSecond = 100,
  maxCalls = 16,
  maxWaitingBytes = 1024 * 1024,
  readTimeout = "1 second",
  frameTimeout = "10 seconds",
  callTimeout = "10 seconds"
}: Options): Effect.Effect<Limits, HarborError> =>
  Effect.gen(function* () {
    return {
      maxFrameBytes: yield* whole("maxFrameBytes", maxFrameBytes, Frame.HEADER_BYTES),
      messagesPerSecond: yield* whole("messagesPerSecond", messagesPerSecond, 1),
      maxCalls: yield* whole("maxCalls", maxCalls, 1),
      maxWaitingBytes: yield* whole("maxWaitingBytes", maxWaitingBytes, 1024),
      readTimeoutMillis: yield* millis("readTimeout", readTimeout),
      frameTimeoutMillis: yield* millis("frameTimeout", frameTimeout),
      callTimeoutMillis: yield* millis("callTimeout", callTimeout)
    }
  })

const whole = (option: string, value: number, least: number): Effect.Effect<number, HarborError> =>
  Number.isSafeInteger(value) && value >= least
    ? Effect.succeed(value)
    : invalid("", option, value, `use a whole number from ${least}`)

const millis = (option: string, input: Duration.Input): Effect.Effect<number, HarborError> => {
  const value = millisOf(input)
  if (value !== undefined && value > 0 && Number.isFinite(value)) return Effect.succeed(value)
  return invalid("", option, input, 'use a Duration above 0, such as "1 second"')
}

const invalid = (messageName: string, option: string, value: unknown, remedy: string) =>
  Effect.fail(refuse(messageName, new InvalidOption({ option, value: asText(value), remedy }), "no"))
