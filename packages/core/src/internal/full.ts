/**
 * What a send may find full, in words of the limit that was in its way. Used by the sending thread.
 */
import { MailboxFull } from "../ActorError.ts"
import type { Target } from "./outgoing.ts"

export type Blocked = "window" | "jobs" | "memory" | "blocks"

export const fullReason = (
  what: Blocked,
  target: Target,
  jobCapacity: number,
  waitedMillis: number,
  chain?: ReadonlyArray<string>
): MailboxFull => {
  const { blocks, segments } = target.peer.mailOut
  const limit = { window: target.windowSize, jobs: jobCapacity, memory: segments, blocks }[what]
  return new MailboxFull({ what, limit, waitedMillis, ...(chain === undefined ? {} : { chain }) })
}
