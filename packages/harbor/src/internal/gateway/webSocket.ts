/*
 * What a gateway learns of a WebSocket, whose server gathers whole messages before anything of them comes here, and takes whatever is
 * written at once.
 */
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import type * as Exit from "effect/Exit"
import { constUndefined } from "effect/Function"
import * as Option from "effect/Option"
import * as Socket from "effect/socket/Socket"
import type { Cut } from "./cut.ts"

/** What `ws` calls a message that is larger than it may be, as a whole or in how many pieces it comes. */
const tooLarge: ReadonlySet<string> = new Set([
  "WS_ERR_UNSUPPORTED_MESSAGE_LENGTH",
  "WS_ERR_UNSUPPORTED_DATA_PAYLOAD_LENGTH",
  "WS_ERR_TOO_MANY_BUFFERED_PARTS"
])

/**
 * What a client has done, where its socket has failed for that: `ws` refuses a message, ends the connection, and says why in the error
 * of an event. Undefined for an end that is nobody's fault, or of which that is not known.
 */
export const faultOf = (exit: Exit.Failure<unknown, unknown>, limitBytes: number): Cut | undefined => {
  for (const reason of exit.cause.reasons) {
    if (!Cause.isFailReason(reason) || !Socket.isSocketError(reason.error)) continue
    const failed = reason.error.reason
    const code = failed._tag === "SocketReadError" ? property(property(failed.cause, "error"), "code") : undefined
    if (typeof code !== "string") continue
    if (tooLarge.has(code)) return { _tag: "TooLarge", bytes: undefined, limitBytes }
    // What is no WebSocket's frame, or was not compressed as one is.
    if (code.startsWith("WS_ERR_") || code.startsWith("Z_")) return { _tag: "BadFrame" }
  }
  return undefined
}

const property = (value: unknown, name: string): unknown =>
  typeof value === "object" && value !== null ? (value as Record<string, unknown>)[name] : undefined

/** What `ws` has beside what `Socket` asks of any. */
export interface NodeWebSocket extends Socket.WebSocketLike {
  readonly send: (data: Uint8Array | string, written?: (error?: Error | null) => void) => void
  readonly terminate: () => void
}

const isNode = (webSocket: object): webSocket is NodeWebSocket => "terminate" in webSocket

/** The WebSocket of the client that this is run for, where it is one of `ws`. */
const nodeWebSocket: Effect.Effect<NodeWebSocket | undefined> = Effect.map(
  Effect.serviceOption(Socket.WebSocket),
  Option.match({ onNone: constUndefined, onSome: (found: object) => (isNode(found) ? found : undefined) })
)

/**
 * Writes to a client, complete when the system has taken it. A write of `Socket` is complete at once for a WebSocket, whatever its client
 * reads; `ws` says when it has been written.
 */
export const writingTo = (
  writer: Socket.Writer,
  webSocket: NodeWebSocket | undefined
): ((bytes: Uint8Array) => Effect.Effect<void, unknown>) =>
  webSocket === undefined
    ? writer.write
    : (bytes) =>
        Effect.callback<void, Error>((resume) =>
          webSocket.send(bytes, (error) => resume(error == null ? Effect.void : Effect.fail(error)))
        )

const CLOSED = 3
/** Milliseconds that a client has to answer a close. */
const MOMENT_MILLIS = 100

/**
 * Serves a client, whose WebSocket is closed when that ends, and is ended where it does not answer: `ws` alone waits for half a minute,
 * and its server with it. By itself: nobody waits for the client.
 */
export const ending = <A>(serve: (webSocket: NodeWebSocket | undefined) => Effect.Effect<A>): Effect.Effect<A> =>
  Effect.flatMap(nodeWebSocket, (webSocket) =>
    webSocket === undefined
      ? serve(webSocket)
      : Effect.ensuring(serve(webSocket), Effect.forkDetach(endIfOpen(webSocket)))
  )

const endIfOpen = (webSocket: NodeWebSocket): Effect.Effect<void> =>
  Effect.callback<void>((resume) => {
    if (webSocket.readyState === CLOSED) return resume(Effect.void)
    const closed = (): void => resume(Effect.void)
    webSocket.addEventListener("close", closed, { once: true })
    return Effect.sync(() => webSocket.removeEventListener("close", closed))
  }).pipe(Effect.timeoutOrElse({ duration: MOMENT_MILLIS, orElse: () => Effect.sync(() => webSocket.terminate()) }))
