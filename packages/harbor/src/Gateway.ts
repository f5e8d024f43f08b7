/**
 * Clients, who are trusted with nothing: their bytes become messages of this process, and messages of this process go to them. A
 * gateway takes `cmsg` messages only, within limits of size and rate; it says who sent them, and nobody takes the client's word
 * for that. What a client does wrong ends its connection, with a typed reason, and nobody else's.
 */
import type * as Duration from "effect/Duration"
import type * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import type * as Socket from "effect/socket/Socket"
import { Harbor } from "./Harbor.ts"
import type { HarborError } from "./HarborError.ts"
import type { Cut } from "./internal/gateway/cut.ts"
import { makeGateway } from "./internal/gateway/gateway.ts"
import type * as Message from "./Message.ts"
import type { ObjectId } from "./ObjectId.ts"

export type {
  /** Why a connection ended. `Left`, `Kicked`, `Closed`, `Overloaded` and `Unclaimed` are no fault of the client's. */
  Cut
} from "./internal/gateway/cut.ts"

/** Options of a gateway. */
export interface Options {
  /** The messages that clients may send. All of them begin with `cmsg`, and none has SchemaBinary as its codec. */
  readonly messages: ReadonlyArray<Message.Any>
  /**
   * Bytes of the largest frame of a client. Default 16 KiB. A server of WebSockets has to be told, too: see `maxMessageBytes`. While a
   * send of a client waits for room at its listener, so much as 16 of these, or `messagesPerSecond` twice, may wait behind it; then
   * nothing more is read of that client until some of it was taken.
   */
  readonly maxFrameBytes?: number | undefined
  /** Messages of one client in a second; after a pause twice as many at once. Default 100. */
  readonly messagesPerSecond?: number | undefined
  /**
   * How long a client may take for a frame that it has begun. Default 10 seconds. Over a WebSocket that is from the end of the first
   * message with some of it: of a message that has not ended its server shows nothing, and holds no more than `maxPayload` of it.
   */
  readonly frameTimeout?: Duration.Input | undefined
  /** Calls of one client that may be under way; more fail with `Overloaded`. Default 16. */
  readonly maxCalls?: number | undefined
  /**
   * How long a call of a client may take. Default 10 seconds. After so long a client is cut with `Overloaded`, of which nothing more
   * is read since listeners have no room for what it has sent, and take none of it: nobody would see that it has gone.
   */
  readonly callTimeout?: Duration.Input | undefined
  /**
   * Bytes of data that may wait for a client, and of control as many: whoever sends more waits until it has taken some. Default 1 MiB.
   */
  readonly maxWaitingBytes?: number | undefined
  /** A client that has not made half of that free after so long, while somebody waits for room, is cut. Default 1 second. */
  readonly readTimeout?: Duration.Input | undefined
  /**
   * Takes the id of a new connection: one that nobody ever had or will have. With `directory.claim` of a kind that is served here a
   * connection is an object, which any thread can send to. Where it fails, gives what is no id or another connection's, or takes longer
   * than `callTimeout`, the client is told that it is refused, and its socket is closed. Default: ids as no other
   * gateway gives, which are no objects.
   */
  readonly claim?: Effect.Effect<ObjectId, HarborError> | undefined
  /**
   * Runs when a connection has ended, whoever ended it: to release the object, and to tell others. It may take as long as it needs, and
   * may close the gateway; whoever closes the gateway, or its server, waits for it for `stopTimeout` of the system, and then it is
   * interrupted, with a warning in the log. Default: nothing.
   *
   * A handler of what the client has sent or called before it left may run at that time, and of what it has sent begin after it. What a
   * handler keeps for a connection it keeps before it asks whether that is still there (`identify` fails with `NoReceiver` where it is
   * not), and gives it back then: where `identify` succeeds, `release` comes after.
   */
  readonly release?: ((connection: ObjectId, identity: string | undefined) => Effect.Effect<void>) | undefined
}

/** Options of what is sent to clients. */
export interface SendOptions {
  /**
   * Before all data that has not begun to be written, and before whoever waits for room to send some: for what a client has to know
   * first. Control is in order among itself.
   */
  readonly control?: boolean | undefined
}

/** How often what has happened. */
export interface Counters {
  readonly opened: number
  readonly closed: number
  /** Connections that were ended for what the client did. */
  readonly cut: number
  /** Messages of clients that were passed on. */
  readonly received: number
  /**
   * Calls that were answered with a `HarborError`, and sends that could not be passed on: also those that waited for a listener when
   * their connection ended. A send whose handler fails is a dead letter of the handler's thread.
   */
  readonly refused: number
  /** Clients that were turned away since `claim` had no id for them. */
  readonly unclaimed: number
  /** Messages for clients whose connection ended before they were written: they are dead letters of this thread. */
  readonly lost: number
}

/** See `make`. */
export interface Gateway {
  /**
   * Bytes of the largest message of a WebSocket in which a client may send frames: one of `maxFrameBytes`, and its length. It has to
   * be the `maxPayload` of the server: that gathers a message before anything of it comes here, by default 100 MiB of each client,
   * for as long as the client likes. With it a client that sends more is cut with `TooLarge`, alone.
   */
  readonly maxMessageBytes: number
  /**
   * Serves one client until its connection ends, and says why it did. Its id is new. When the client leaves, what it has sent goes on
   * for 100 ms at most, where it waits for room at a listener. A gateway that has closed refuses whoever comes, with `Closed`.
   */
  readonly serve: (socket: Socket.Socket) => Effect.Effect<Cut>
  /** Says who a connection is: from now on its messages carry that identity (`Envelope.current`). Fails with `NoReceiver`. */
  readonly identify: (connection: bigint, identity: string | undefined) => Effect.Effect<void, HarborError>
  /**
   * To one connection; complete when it waits for the client, for which there may have to be room first. Fails with `NoReceiver` where
   * the connection is gone, or is cut meanwhile; nobody else ever has its id.
   */
  readonly sendTo: <M extends Message.Any>(
    connection: bigint,
    message: M,
    payload: Message.Input<M>,
    options?: SendOptions
  ) => Effect.Effect<void, HarborError>
  /**
   * To all connections, encoded once; complete when it waits for each client. Who reads too slowly is cut, and has held up
   * this for `readTimeout`, once; what was for it is a dead letter.
   */
  readonly broadcast: <M extends Message.Any>(
    message: M,
    payload: Message.Input<M>,
    options?: SendOptions
  ) => Effect.Effect<void, HarborError>
  /** Ends a connection with `Kicked`. */
  readonly kick: (connection: bigint, detail: string) => Effect.Effect<void, HarborError>
  /** The connections that there are. */
  readonly connections: () => ReadonlyArray<bigint>
  readonly counters: () => Counters
}

/**
 * A gateway on this thread: what its clients send goes to who listens in this process. Runs with any server of sockets:
 * `server.run(gateway.serve)`; one of WebSockets with `maxPayload: gateway.maxMessageBytes`. Fails with `InvalidOption` for a message
 * that clients may not send, and for limits that cannot work.
 *
 * It closes with its scope, or with the harbor: its clients are told `Closed`, their connections end, and each is released before that is
 * complete, but for a `release` that closes it itself, and one that has not ended in `stopTimeout`, which is interrupted.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as Effect from "effect/Effect"
 * import * as Schema from "effect/Schema"
 * import * as Gateway from "@stevedore/harbor/Gateway"
 * import * as Harbor from "@stevedore/harbor/Harbor"
 * import * as Message from "@stevedore/harbor/Message"
 * import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
 *
 * const Login = Message.make("cmsg_login", { payload: { user: Schema.String }, success: Schema.Boolean })
 * const Internal = Message.make("smsg_internal")
 *
 * const program = Effect.gen(function*() {
 *   const gateway = yield* Gateway.make({ messages: [Login] })
 *   assert.deepEqual(gateway.connections(), [])
 *   const refused = yield* Effect.flip(Gateway.make({ messages: [Internal] }))
 *   assert.equal(refused.reason._tag, "InvalidOption")
 * })
 * await Effect.runPromise(
 *   Effect.scoped(program).pipe(Effect.provide(Harbor.layer()), Effect.provide(NodeActorSystem.layer()))
 * )
 * ```
 *
 * @example
 * ```ts
 * // A server of WebSockets gathers whole messages itself: it is given the limit.
 * import * as assert from "node:assert/strict"
 * import * as NodeSocketServer from "@effect/platform-node/NodeSocketServer"
 * import * as Effect from "effect/Effect"
 * import * as Gateway from "@stevedore/harbor/Gateway"
 * import * as Harbor from "@stevedore/harbor/Harbor"
 * import * as Message from "@stevedore/harbor/Message"
 * import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
 *
 * const program = Effect.gen(function*() {
 *   const gateway = yield* Gateway.make({ messages: [Message.make("cmsg_ping")], maxFrameBytes: 1024 })
 *   assert.equal(gateway.maxMessageBytes, 1028)
 *   const server = yield* NodeSocketServer.makeWebSocket({ port: 0, maxPayload: gateway.maxMessageBytes })
 *   yield* Effect.forkScoped(server.run(gateway.serve))
 * })
 * await Effect.runPromise(
 *   Effect.scoped(program).pipe(Effect.provide(Harbor.layer()), Effect.provide(NodeActorSystem.layer()))
 * )
 * ```
 */
export const make = (options: Options): Effect.Effect<Gateway, HarborError, Harbor | Scope.Scope> =>
  makeGateway(Harbor, options)
