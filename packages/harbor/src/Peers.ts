/**
 * Messages to and from other processes, over any transport: schemas, ids, errors and duplicates are dealt with here, once. A
 * message that comes from outside is looked at before it is decoded, and nothing that a decoder, a schema or a handler throws
 * reaches the transport.
 */
import * as Context from "effect/Context"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Scope from "effect/Scope"
import type { Codec } from "./Codec.ts"
import type { HarborError } from "./HarborError.ts"
import { wrongPeers, wrongTransport } from "./internal/given.ts"
import { makePeers } from "./internal/peers/peers.ts"
import type * as Message from "./Message.ts"
import type { Registry } from "./Registry.ts"
import { type Address, Transport } from "./Transport.ts"

/** What a handler knows of a message from another process besides its payload. */
export interface Envelope {
  readonly messageName: string
  readonly messageId: number
  /** The process that sent it: its node's incarnation. */
  readonly node: number
  /** Node and thread of the sender, as one number of 64 bits. */
  readonly source: bigint
  /** Grows from message to message of one source. */
  readonly sequence: number
  /** The object that it was sent to, or undefined. */
  readonly object: bigint | undefined
  /** It may have been delivered before. */
  readonly redelivered: boolean
  /** Where it came in. */
  readonly address: Address
}

/** Options of a send. */
export interface SendOptions {
  /** The object that it is for. */
  readonly object?: bigint | undefined
}

/** Options of a call. */
export interface CallOptions extends SendOptions {
  /**
   * Default 10 seconds; then it fails with `NoReply`, and is taken back, as one that is interrupted: what has begun is interrupted, and
   * nothing else begins. Who listens at a queue hears of that where he listens at the topic of that name, too. Where several
   * `Peers` of a process serve its `Node`, a call there may go on: another of them may hear of that.
   */
  readonly timeout?: Duration.Input | undefined
}

/** Options of a listener. */
export interface ListenOptions {
  /** Messages that it works on at once. Default 1; they begin in the order in which they came. */
  readonly concurrency?: number | undefined
  /** Messages that wait for it; of more, calls fail with `Overloaded` and sends are dead letters. Default 4096. */
  readonly mailbox?: number | undefined
}

/** A message that nobody could be told the fate of. */
export interface DeadLetter {
  readonly messageName: string
  readonly messageId: number
  readonly node: number
  readonly error: HarborError
}

/** How often what has happened since the layer was built. */
export interface Counters {
  /** Frames that went out, replies included. */
  readonly sent: number
  /** Frames that came in, replies not included. */
  readonly received: number
  /** Of these: messages given to a listener. */
  readonly delivered: number
  /** Bytes that were no frame: dropped, and never answered. */
  readonly malformed: number
  /** Frames that had come before. */
  readonly duplicates: number
  /** Calls that were answered with a `HarborError`. */
  readonly refused: number
  /** Sends that ended as dead letters. */
  readonly deadLetters: number
}

/** The other processes. */
export interface Service {
  /** This process among the others. */
  readonly node: number
  /** To one of those who listen there, or to all at a `Topic`. At most once; completes when it is on its way. */
  readonly send: <M extends Message.Any>(
    message: M,
    to: Address,
    payload: Message.Input<M>,
    options?: SendOptions
  ) => Effect.Effect<void, HarborError>
  /** As `send`, with the reply of who got it. */
  readonly call: <M extends Message.Any>(
    message: M,
    to: Address,
    payload: Message.Input<M>,
    options?: CallOptions
  ) => Effect.Effect<Message.Success<M>, Message.Failure<M> | HarborError>
  /**
   * Takes messages that come there, until the scope closes: who is at work then is interrupted, and what waits is refused with
   * `NoReply`, or a dead letter. A handler that closes the scope, by whichever fiber that it has begun, goes on, and answers. Of those
   * that close each other's, each is interrupted, and none waits for who waits for it.
   */
  readonly listen: <M extends Message.Any, R>(
    message: M,
    at: Address,
    handler: (
      payload: Message.Payload<M>,
      envelope: Envelope
    ) => Effect.Effect<Message.Success<M>, Message.Failure<M> | HarborError, R>,
    options?: ListenOptions
  ) => Effect.Effect<void, HarborError, R | Scope.Scope>
  /** As `listen`, for who wants bytes: transcoded once for each codec, and a dead letter for this listener alone if it cannot be. */
  readonly listenEncoded: <M extends Message.Any, R>(
    message: M,
    codec: Codec,
    at: Address,
    handler: (
      payload: Uint8Array,
      envelope: Envelope
    ) => Effect.Effect<Message.Success<M>, Message.Failure<M> | HarborError, R>,
    options?: ListenOptions
  ) => Effect.Effect<void, HarborError, R | Scope.Scope>
  readonly counters: () => Counters
  /** The latest 1,024 dead letters, the oldest first. */
  readonly deadLetters: () => ReadonlyArray<DeadLetter>
}

/**
 * The other processes of this one.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as Effect from "effect/Effect"
 * import * as Layer from "effect/Layer"
 * import * as Schema from "effect/Schema"
 * import * as Message from "@stevedore/harbor/Message"
 * import * as Peers from "@stevedore/harbor/Peers"
 * import * as Registry from "@stevedore/harbor/Registry"
 * import * as Transport from "@stevedore/harbor/Transport"
 *
 * const Greet = Message.make("smsg_greet", { payload: { user: Schema.String }, success: Schema.String })
 * const queue = { _tag: "Queue", reach: "services", name: Greet.name } as const
 *
 * const network = Transport.makeHub()
 * const node = Peers.layer().pipe(Layer.provide([network.layer(), Registry.layer]), Layer.fresh)
 * const program = Effect.gen(function*() {
 *   const one = yield* Peers.Peers
 *   yield* one.listen(Greet, queue, ({ user }) => Effect.succeed(`hello ${user}`))
 *   const other = Effect.flatMap(Peers.Peers, (peers) => peers.call(Greet, queue, { user: "ada" }))
 *   assert.equal(yield* Effect.provide(other, node), "hello ada")
 * })
 * await Effect.runPromise(Effect.scoped(Effect.provide(program, node)))
 * ```
 */
export class Peers extends Context.Service<Peers, Service>()("@stevedore/harbor/Peers") {}

/** Options of the layer. */
export interface Options {
  /** Which of this process's threads it is, 32 bits. Sources are node and thread. Default 0. */
  readonly thread?: number | undefined
}

/**
 * Over the transport and the registry that it is given. Fails with `InvalidOption` for options that cannot be, and for a transport
 * whose number or largest frame cannot be.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as Effect from "effect/Effect"
 * import * as Layer from "effect/Layer"
 * import * as Peers from "@stevedore/harbor/Peers"
 * import * as Registry from "@stevedore/harbor/Registry"
 * import * as Transport from "@stevedore/harbor/Transport"
 *
 * const alone = Peers.layer().pipe(Layer.provide([Transport.layerInProcess({ node: 7 }), Registry.layer]))
 * const node = Effect.map(Peers.Peers, ({ node }) => node)
 * assert.equal(Effect.runSync(Effect.scoped(Effect.provide(node, alone))), 7)
 * ```
 */
export const layer = (options: Options = {}): Layer.Layer<Peers, HarborError, Transport | Registry> =>
  Layer.effect(
    Peers,
    Effect.flatMap(
      Transport,
      (transport) =>
        wrongPeers(options) ?? wrongTransport(transport) ?? Effect.map(makePeers(options), ({ peers }) => peers)
    )
  )
