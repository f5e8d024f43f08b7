/**
 * Why a send cannot go on: what it finds full, in words of the limit that was in its way, or that nobody is there. Used by
 * the sending thread.
 */
import { type ActorErrorReason, MailboxFull, Stopped } from "../../ActorError.ts"
import type { Target } from "./outgoing.ts"

/** `port`: the first of a pair that moves anything waits for its port. */
export type Blocked = "window" | "jobs" | "memory" | "blocks" | "port"

/** Of a window that was looked at. Where the oldest give way, there is room for as much again as cannot start any more. */
export const isFull = ({ drops, window, windowSize }: Target): boolean => {
  if (window.size < windowSize) return false
  return drops !== "oldest" || window.size - window.cancelled >= windowSize || window.size >= 2 * windowSize
}

export const fullReason = (
  what: Blocked,
  target: Target,
  jobCapacity: number,
  waitedMillis: number,
  chain?: ReadonlyArray<string>,
  dropped?: "newest" | "oldest"
): MailboxFull => {
  const { blocks, segments } = target.peer.mailOut
  // A port is a matter of moments, and nothing that could be full.
  if (what === "port") what = "window"
  const limit = { window: target.windowSize, jobs: jobCapacity, memory: segments, blocks }[what]
  return new MailboxFull({
    what,
    limit,
    waitedMillis,
    ...(chain === undefined ? {} : { chain }),
    ...(dropped === undefined ? {} : { dropped })
  })
}

/** Nothing may be sent there any more. */
export const goneReason = (target: Target): ActorErrorReason | undefined => {
  if (target.gone !== undefined) return target.gone === "stopped" ? new Stopped({}) : target.gone
  // guard G29: nothing is published where CLOSED was seen; pairs with the target's last drain, else a later job runs
  return target.peer.closed ? new Stopped({}) : undefined
}
