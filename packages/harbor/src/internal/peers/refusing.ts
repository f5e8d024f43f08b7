/*
 * What becomes of a message from outside that is not handled: who called learns it, what was only sent is a dead letter.
 */
import type { HarborError } from "../../HarborError.ts"
import * as Frame from "../frame.ts"
import type { Known } from "./known.ts"
import { encodeRefusal } from "./refusal.ts"
import type { Shared } from "./shared.ts"

/** There when the sender waits for a reply. */
export type Respond = ((reply: Uint8Array) => void) | undefined

/** A reply to a frame: from this process, with the number of what it replies to. */
export const replyTo = (
  { source }: Shared,
  { messageId, sequence }: Frame.Header,
  fingerprint: bigint,
  kind: number,
  codec: number,
  body: Uint8Array
): Uint8Array =>
  Frame.write({ kind, codec, redelivered: false, messageId, fingerprint, object: 0n, source, sequence }, body)

export const refused = (
  shared: Shared,
  frame: Frame.Header,
  known: Known | undefined,
  respond: Respond,
  error: HarborError
): void => {
  if (respond !== undefined) {
    shared.counters.refused++
    shared.counters.sent++
    return respond(replyTo(shared, frame, known?.fingerprint ?? 0n, Frame.Kind.refusal, 0, encodeRefusal(error)))
  }
  const node = Number(frame.source >> 32n)
  shared.bury({ messageName: known?.message.name ?? "", messageId: frame.messageId, node, error })
}
