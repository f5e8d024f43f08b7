/**
 * Jobs that were left before their end (by their asker, or since their thread stops): nobody reads how they end any more, so what
 * their finalizers fail with is logged where they ran, as the failure of a tell is.
 */
import * as Cause from "effect/Cause"
import * as Exit from "effect/Exit"
import type { Running } from "./hostedJob.ts"
import { isReadable } from "./unreadable.ts"

/** Nobody reads its exit: its asker has left or is dead, or is told something else instead. */
export const isUnread = (job: Running, cause: Cause.Cause<unknown>): boolean => {
  const { interruptedBy, isAsk, peer, stream } = job
  if (isAsk && (interruptedBy === "asker" || peer.exited || stream?.failure !== undefined)) return true
  return (interruptedBy === "stop" || interruptedBy === "recycle") && Cause.hasInterrupts(cause)
}

/** Of such a job: what is lost unless it is logged. Without an interruption an error is an answer that nobody wants any more. */
export const lostIn = (cause: Cause.Cause<unknown>): Cause.Cause<unknown> | undefined => {
  const wanted = Cause.hasInterrupts(cause) ? isNoInterrupt : Cause.isDieReason
  const reasons = cause.reasons.filter(wanted)
  return reasons.length > 0 ? Cause.fromReasons(reasons) : undefined
}

const isNoInterrupt = (reason: Cause.Reason<unknown>): boolean => !Cause.isInterruptReason(reason)

/** As `Effect.scoped` has it where both have failed: both causes, and beside a defect an error is one, too. */
export const closedWith = (
  exit: Exit.Exit<unknown, unknown>,
  closed: Exit.Exit<unknown, unknown>
): Exit.Exit<unknown, unknown> => {
  if (Exit.isSuccess(closed)) return exit
  if (Exit.isSuccess(exit)) return closed
  const reasons = bothOf(exit.cause, closed.cause)
  if (reasons === undefined) return isReadable(exit.cause) ? closed : exit
  const hasDefect = reasons.some(Cause.isDieReason)
  return Exit.failCause(
    Cause.fromReasons(
      reasons.map((reason) => (hasDefect && Cause.isFailReason(reason) ? Cause.makeDieReason(reason.error) : reason))
    )
  )
}

const bothOf = (
  cause: Cause.Cause<unknown>,
  closed: Cause.Cause<unknown>
): ReadonlyArray<Cause.Reason<unknown>> | undefined => {
  if (!isReadable(cause) || !isReadable(closed)) return undefined
  try {
    return Cause.combine(cause, closed).reasons
  } catch {
    // It asks the errors whether they are equal, and some throw then. Nothing catches that here: it would end the thread.
    return [...cause.reasons, ...closed.reasons]
  }
}
