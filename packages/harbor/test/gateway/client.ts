/*
 * A client as anybody could write one, and what a hostile one would send.
 */
import type * as Message from "@stevedore/harbor/Message"
import * as Effect from "effect/Effect"
import { bodiesOf } from "../../src/internal/codec/bodies.ts"
import * as Frame from "../../src/internal/frame.ts"
import { Splitter, withLength } from "../../src/internal/gateway/splitter.ts"
import type { Line } from "./sockets.ts"

export const header = (message: Message.Any, kind: number, sequence = 1): Frame.Header => ({
  kind,
  codec: message.codec.code,
  redelivered: false,
  messageId: message.id,
  fingerprint: BigInt(`0x${message.fingerprint}`),
  object: 0n,
  source: 0n,
  sequence
})

/** A frame of a client with its length in front; `changes` to its header make it hostile. */
export const frame = (
  message: Message.Any,
  kind: number,
  payload: unknown,
  changes: Partial<Frame.Header> = {}
): Uint8Array =>
  withLength(Frame.write({ ...header(message, kind), ...changes }, bodiesOf(message).payload.encode(payload)))

/** The next frames from the gateway. Fails with "closed". */
export const reader = (line: Line): Effect.Effect<Frame.Frame, "closed"> => {
  const splitter = new Splitter(1024 * 1024)
  const waiting: Array<Uint8Array> = []
  const next: Effect.Effect<Frame.Frame, "closed"> = Effect.suspend(() => {
    const bytes = waiting.shift()
    if (bytes !== undefined) return Effect.succeed(Frame.readAnonymous(bytes)!)
    return Effect.flatMap(line.read, (chunk) => {
      waiting.push(...(splitter.push(chunk) as ReadonlyArray<Uint8Array>))
      return next
    })
  })
  return next
}
