/**
 * What a handler has failed with where that is no cause, or one that throws when it is read: plain JavaScript may give
 * `Effect.failCause` anything. Nothing catches that where a job ends: it would end the thread. Asked of jobs that have failed only.
 */
import * as Cause from "effect/Cause"

/** Nothing throws that is read of it where a job ends. What its errors are is left to what encodes or logs them. */
export const isReadable = (cause: unknown): cause is Cause.Cause<unknown> => {
  try {
    const { reasons } = cause as Cause.Cause<unknown>
    if (!Array.isArray(reasons)) return false
    for (let i = 0; i < reasons.length; i++) if (!isReason(reasons[i])) return false
    return true
  } catch {
    return false
  }
}

const isReason = (reason: Cause.Reason<unknown>): boolean => {
  switch (reason._tag) {
    case "Fail":
      void reason.error
      return true
    case "Die":
      void reason.defect
      return true
    default:
      return reason._tag === "Interrupt"
  }
}

/** In its place, the defect of that job. */
export const unreadable = (actor: string, tag: string): Cause.Cause<never> => {
  const text = `the handler of "${tag}" of ${actor} failed with what is no Cause, or one that cannot be read`
  const defect = new TypeError(`${text}: give Effect.failCause what Cause.fail or Cause.die makes`)
  // Where we noticed it is nothing that helps.
  defect.stack = `${defect.name}: ${defect.message}`
  return Cause.die(defect)
}
