/**
 * What a sender's program sends along with its jobs: known to both sides. See `sending/carrier.ts` and
 * `hosting/surroundings.ts`.
 */
export interface Carried {
  /** Trace id, span id, and whether the trace is sampled. */
  readonly span?: readonly [string, string, boolean] | undefined
  readonly annotations?: Readonly<Record<string, unknown>> | undefined
  /** The least level that is logged, and the level of `Effect.log`. */
  readonly minimum?: string | undefined
  readonly level?: string | undefined
}

const owned = new WeakSet<object>()

/** Log annotations that a hosting thread made for a job type: every thread has its own. */
export const own = (annotations: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> => {
  owned.add(annotations)
  return annotations
}

export const isOwn = (annotations: object): boolean => owned.has(annotations)
