/*
 * What a gateway learns of a WebSocket, whose server gathers whole messages before anything of them comes here, and takes whatever is
 * written at once.
 */
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import type * as Exit from "effect/Exit"
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
interface Calling {
  readonly send: (data: Uint8Array, written: (error?: Error | null) => void) => void
}

const calls = (webSocket: object): webSocket is Calling => "ping" in webSocket

/**
 * Writes to a client, complete when the system has taken it. A write of `Socket` is complete at once for a WebSocket, whatever its client
 * reads; `ws` says when it has been written.
 */
export const writingTo = (
  writer: Socket.Writer,
  webSocket: Socket.WebSocketLike | undefined
): ((bytes: Uint8Array) => Effect.Effect<void, unknown>) => {
  const calling: object | undefined = webSocket
  if (calling === undefined || !calls(calling)) return writer.write
  return (bytes) =>
    Effect.callback<void, Error>((resume) =>
      calling.send(bytes, (error) => resume(error == null ? Effect.void : Effect.fail(error)))
    )
}
