/*
 * What `verbs.ts` and `own.ts` are asked for, and what they print.
 */
/** `fiber`: an ask whose handler has no result at once but runs. */
export const verbs = ["ask", "fiber", "submit", "tell"] as const
export const places = ["thread", "main"] as const

export interface VerbRequest {
  readonly verb: (typeof verbs)[number]
  /** On a thread of its own, or on the caller's. */
  readonly where: (typeof places)[number]
}

export interface VerbResult {
  /** Processor time of all threads, in nanoseconds. */
  readonly nanosPerJob: number
  /** Tells: from the first to the last of a burst being in the mailbox, for each; the median of the bursts. */
  readonly enqueueNanos: number | null
}

/** See the rows that `ownThread.ts` makes of them. */
export const ownSteps = ["queue", "queue, copied", "queue, encoded", "at once, copied", "at once, encoded"] as const
export type OwnStep = (typeof ownSteps)[number]

export interface OwnRequest {
  readonly step: OwnStep
}

export interface OwnResult {
  readonly nanosPerJob: number
}
