/*
 * What `verbs.ts` is asked for, and what it prints.
 */
export const verbs = ["ask", "submit", "tell"] as const
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
