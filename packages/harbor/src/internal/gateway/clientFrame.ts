/*
 * A message as it goes to clients: from nobody, since they know none of us, with its length in front.
 */
import * as Effect from "effect/Effect"
import { type HarborError, TooLarge } from "../../HarborError.ts"
import type * as Message from "../../Message.ts"
import { encodePayload } from "../codec/bodies.ts"
import * as Frame from "../frame.ts"
import { wrongPublished } from "../given.ts"
import { malformed, outOfReach, refuse } from "../peers/known.ts"
import { withLength } from "./splitter.ts"

/** What goes to a client is read by it in one piece. */
const maxOutgoingBytes = 256 * 1024

/** Fails with `Forbidden` for messages that stay between threads, with `Malformed` and `TooLarge`. */
export const clientFrame = (message: Message.Any, payload: unknown): Effect.Effect<Uint8Array, HarborError> =>
  Effect.suspend(() => {
    const refused = wrongPublished(message) ?? outOfReach(message)
    if (refused !== undefined) return Effect.fail(refused)
    try {
      const frame = frameOf(message, payload)
      if (frame.length <= maxOutgoingBytes) return Effect.succeed(withLength(frame))
      const reason = new TooLarge({ what: "frame", bytes: frame.length, limitBytes: maxOutgoingBytes })
      return Effect.fail(refuse(message.name, reason, "no"))
    } catch (cause) {
      return Effect.fail(malformed(message.name, "payload", cause, "no"))
    }
  })

const frameOf = (message: Message.Any, payload: unknown): Uint8Array =>
  Frame.write(
    {
      kind: Frame.Kind.send,
      codec: message.codec.code,
      redelivered: false,
      messageId: message.id,
      fingerprint: BigInt(`0x${message.fingerprint}`),
      object: 0n,
      source: 0n,
      sequence: 0
    },
    encodePayload(message, payload)
  )
