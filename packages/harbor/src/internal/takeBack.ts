/*
 * What takes a call back that its caller has given up, and where it goes.
 */
import type { Address } from "../Transport.ts"
import * as Frame from "./frame.ts"

const nothing = new Uint8Array(0)

/** Of a call of that message, source and sequence. */
export const takeBackOf = ({
  messageId,
  sequence,
  source
}: Pick<Frame.Header, "messageId" | "sequence" | "source">): Uint8Array => {
  const header = { kind: Frame.Kind.takeBack, codec: 0, redelivered: false, messageId, fingerprint: 0n }
  return Frame.write({ ...header, object: 0n, source, sequence }, nothing)
}

/** Who of a queue has a call is not known: all hear of it. */
export const takeBackAt = (to: Address): Address => (to._tag === "Queue" ? { ...to, _tag: "Topic" } : to)
