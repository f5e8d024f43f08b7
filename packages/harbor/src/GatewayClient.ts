/**
 * The other side of a gateway: a client in TypeScript. In other languages it is a socket, frames with their length in front, and
 * msgpack: docs/frame.md.
 */
import type * as Cause from "effect/Cause"
import * as Deferred from "effect/Deferred"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Queue from "effect/Queue"
import type * as Scope from "effect/Scope"
import * as Socket from "effect/socket/Socket"
import * as Stream from "effect/Stream"
import { EngineUnavailable, type HarborError, NoReply } from "./HarborError.ts"
import { bodiesOf, encodePayload } from "./internal/codec/bodies.ts"
import * as Frame from "./internal/frame.ts"
import { noOptions, wrongMessage, wrongMessages, wrongTime } from "./internal/given.ts"
import { CLIENT_FRAME_BYTES, Splitter, withLength } from "./internal/gateway/splitter.ts"
import { unconnected } from "./internal/gateway/unconnected.ts"
import { malformed, refuse } from "./internal/peers/known.ts"
import { decodeRefusal } from "./internal/peers/refusal.ts"
import type * as Message from "./Message.ts"

/** A message from the server. */
export type Incoming<M extends Message.Any> = M extends Message.Any
  ? { readonly message: M; readonly name: M["name"]; readonly payload: Message.Payload<M> }
  : never

/** See `make`. */
export interface GatewayClient<Heard extends Message.Any> {
  readonly send: <M extends Message.Any>(message: M, payload: Message.Input<M>) => Effect.Effect<void, HarborError>
  /**
   * Fails with `NoReply` after `timeout` (10 seconds), or when the connection ends before the reply; with `EngineUnavailable` and
   * `delivered: "no"` where there is no connection any more, or never was one.
   */
  readonly call: <M extends Message.Any>(
    message: M,
    payload: Message.Input<M>,
    options?: { readonly timeout?: Duration.Input | undefined }
  ) => Effect.Effect<Message.Success<M>, Message.Failure<M> | HarborError>
  /**
   * What the server sends, in order; ends with the connection. It keeps the latest 1,024 until they are read. What it was not told
   * of, or cannot decode, is left out.
   */
  readonly messages: Stream.Stream<Incoming<Heard>>
}

/** Options of a client. */
export interface Options<Heard extends Message.Any> {
  /** The messages that the server may send. Default: none. */
  readonly hears?: ReadonlyArray<Heard> | undefined
}

interface Waiting {
  readonly message: Message.Any
  readonly answer: Deferred.Deferred<unknown, unknown>
}

/**
 * A client over a socket, for as long as the scope is open. Fails with `EngineUnavailable`, which says where, when nobody listens there.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import { createServer } from "node:net"
 * import * as NodeSocket from "@effect/platform-node/NodeSocket"
 * import * as Effect from "effect/Effect"
 * import * as GatewayClient from "@stevedore/harbor/GatewayClient"
 * import * as Message from "@stevedore/harbor/Message"
 *
 * const Ping = Message.make("cmsg_ping")
 * const program = Effect.gen(function*() {
 *   // Nobody who answers: it hangs up.
 *   const server = createServer((socket) => socket.end())
 *   const port = yield* Effect.callback<number>((resume) => {
 *     server.listen(0, () => resume(Effect.succeed((server.address() as { port: number }).port)))
 *   })
 *   const socket = yield* NodeSocket.makeNet({ host: "127.0.0.1", port })
 *   const client = yield* GatewayClient.make(socket)
 *   const error = yield* Effect.flip(client.call(Ping, undefined))
 *   assert.ok(error.reason._tag === "NoReply" || error.reason._tag === "EngineUnavailable")
 *   server.close()
 * })
 * await Effect.runPromise(Effect.scoped(program))
 * ```
 */
export const make = <Heard extends Message.Any = never>(
  socket: Socket.Socket,
  options: Options<Heard> = {}
): Effect.Effect<GatewayClient<Heard>, HarborError, Scope.Scope> =>
  Effect.gen(function* () {
    const wrong = noOptions("", options) ?? wrongMessages(options.hears ?? [])
    if (wrong !== undefined) return yield* wrong
    const hears = new Map<number, Message.Any>((options.hears ?? []).map((message) => [message.id, message]))
    const messages = yield* Queue.make<Incoming<Heard>, Cause.Done>({ capacity: 1024, strategy: "sliding" })
    const waiting = new Map<number, Waiting>()
    let sequence = 0
    let isOpen = true
    let away = new EngineUnavailable({ detail: "the connection has ended" })

    const pull = yield* Effect.mapError(Socket.readerBytes(socket), (error) =>
      refuse("", unconnected(error) ?? away, "no")
    )
    const writer = yield* socket.writer

    const take = (frame: Frame.Frame): void => {
      if (frame.kind !== Frame.Kind.send) return answered(frame)
      const message = hears.get(frame.messageId)
      if (message === undefined || frame.codec !== message.codec.code) return
      const payload = attempt(() => bodiesOf(message).payload.decode(frame.body))
      if (Exit.isSuccess(payload)) {
        // One of those that it hears, with the payload of that one: which, is known only by its id.
        Queue.offerUnsafe(messages, {
          message,
          name: message.name,
          payload: payload.value
        } as unknown as Incoming<Heard>)
      }
    }

    const answered = ({ kind, sequence, messageId, body }: Frame.Frame): void => {
      const call = waiting.get(sequence)
      // Of no call, but of the connection, which ends with it.
      if (sequence === 0 && kind === Frame.Kind.refusal) why = decodeRefusal("", body).reason.message
      if (call === undefined || call.message.id !== messageId) return
      waiting.delete(sequence)
      const { message, answer } = call
      if (kind === Frame.Kind.refusal)
        return void Deferred.doneUnsafe(answer, Effect.fail(decodeRefusal(message.name, body)))
      const { success, error } = bodiesOf(message)
      const decoded = attempt(() => (kind === Frame.Kind.reply ? success : error).decode(body))
      if (Exit.isSuccess(decoded)) {
        const value = decoded.value
        Deferred.doneUnsafe(answer, kind === Frame.Kind.reply ? Effect.succeed(value) : Effect.fail(value))
      } else Deferred.doneUnsafe(answer, Effect.fail(malformed(message.name, "reply", undefined, "maybe")))
    }

    /** Why the gateway has cut it, as far as it says; or why this client has left. */
    let why: string | undefined
    let hasLeft = false
    /** What its socket knows no address of, since others have it connect, it learns here. */
    let none: EngineUnavailable | undefined
    const failed = (error: unknown): void => {
      none = Socket.isSocketError(error) ? unconnected(error) : undefined
    }
    const closed = Effect.suspend(() => {
      isOpen = false
      const detail = why === undefined ? "the connection has ended" : `the connection has ended: ${why}`
      away = none ?? new EngineUnavailable({ detail })
      const lost = none ?? new NoReply({ detail })
      for (const { message, answer } of waiting.values()) {
        Deferred.doneUnsafe(answer, Effect.fail(refuse(message.name, lost, none === undefined ? "maybe" : "no")))
      }
      waiting.clear()
      return Queue.end(messages)
    })

    const splitter = new Splitter(CLIENT_FRAME_BYTES)
    const read = Effect.flatMap(pull, (chunks) => {
      for (const chunk of chunks) {
        const frames = splitter.push(chunk)
        if (typeof frames === "number") {
          hasLeft = true
          why = `a frame of ${frames} bytes is too large for this client, which takes ${CLIENT_FRAME_BYTES}`
          return Effect.fail(why)
        }
        for (const bytes of frames) {
          const frame = Frame.readAnonymous(bytes)
          if (frame !== undefined) take(frame)
        }
      }
      return Effect.void
    })
    const reading = Effect.forever(read).pipe(Effect.catch((error) => Effect.sync(() => failed(error))))
    // Nobody reads any more: whoever writes is to know.
    const leave = Effect.suspend(() =>
      hasLeft ? Effect.ignore(writer.write(new Socket.CloseEvent(1009, "TooLarge"))) : Effect.void
    )
    yield* Effect.forkScoped(Effect.andThen(Effect.ensuring(reading, closed), leave), { startImmediately: true })

    const write = (
      message: Message.Any,
      kind: number,
      number: number,
      payload: unknown
    ): Effect.Effect<void, HarborError> =>
      Effect.suspend(() => {
        if (!isOpen) return Effect.fail(refuse(message.name, away, "no"))
        const body = attempt(() => encodePayload(message, payload))
        if (Exit.isFailure(body)) {
          const [reason] = body.cause.reasons
          const cause = reason?._tag === "Fail" ? reason.error : undefined
          return Effect.fail(malformed(message.name, "payload", cause, "no"))
        }
        const header: Frame.Header = {
          kind,
          codec: message.codec.code,
          redelivered: false,
          messageId: message.id,
          fingerprint: BigInt(`0x${message.fingerprint}`),
          object: 0n,
          source: 0n,
          sequence: number
        }
        const written = writer.write(withLength(Frame.write(header, body.value)))
        return Effect.mapError(written, () => refuse(message.name, away, "maybe"))
      })

    return {
      send: (message, payload) =>
        Effect.suspend(() => wrongMessage(message) ?? write(message, Frame.Kind.send, ++sequence, payload)),
      call: (message, payload, options = {}) =>
        Effect.suspend(() => {
          const wrong =
            wrongMessage(message) ??
            noOptions(message.name, options) ??
            wrongTime(message.name, "timeout", options.timeout)
          if (wrong !== undefined) return wrong
          const { timeout = "10 seconds" } = options
          const number = ++sequence
          const answer = Deferred.makeUnsafe<unknown, unknown>()
          waiting.set(number, { message, answer })
          const late = new NoReply({ detail: `none after ${Duration.format(Duration.fromInputUnsafe(timeout))}` })
          return write(message, Frame.Kind.call, number, payload).pipe(
            Effect.andThen(Deferred.await(answer)),
            Effect.timeoutOrElse({ duration: timeout, orElse: () => Effect.fail(refuse(message.name, late, "maybe")) }),
            Effect.ensuring(Effect.sync(() => void waiting.delete(number)))
          )
        }) as Effect.Effect<any, any>,
      messages: Stream.fromQueue(messages)
    } satisfies GatewayClient<Heard>
  })

const attempt = <A>(run: () => A): Exit.Exit<A, unknown> => {
  try {
    return Exit.succeed(run())
  } catch (cause) {
    return Exit.fail(cause)
  }
}
