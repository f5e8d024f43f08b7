/*
 * What has come from another process and that nobody of this one has had, as a dead letter.
 */
import * as MessageId from "../../MessageId.ts"
import type { Messages } from "../../Registry.ts"
import type { Address } from "../../Transport.ts"
import * as Frame from "../frame.ts"
import type { DeadMessage } from "../threads/deadLetters.ts"

export interface Unheard {
  /** Undefined where that is not known. */
  readonly at: Address | undefined
  readonly frame: Uint8Array
  /** That it was for. */
  readonly thread: string
  readonly reason: string
}

/** Another process, whose threads have no names here. */
export const senderOf = (node: number): string => `node ${node}`

/** Undefined for bytes that are no message. This thread need not know the message: its listeners serve an address of its name. */
export const letterOf = (messages: Messages, { at, frame, reason, thread }: Unheard): DeadMessage | undefined => {
  const read = Frame.read(frame)
  if (read === undefined || read.kind === Frame.Kind.takeBack) return undefined
  const { messageId, source } = read
  const isOf = at !== undefined && at._tag !== "Node" && MessageId.of(at.name) === messageId
  const messageName = messages.find(messageId)?.name ?? (isOf ? at.name : "")
  return { messageName, sender: senderOf(Number(source >> 32n)), thread, reason, count: 1 }
}
