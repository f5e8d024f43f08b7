/**
 * Jobs that were sent to a thread by its name (`{ thread: "…" }`): they go to no other when it dies. A job knows its method, so
 * these have a method of their own, and nothing is kept for each.
 */
import type { ClientMethod, OutgoingJob } from "./outgoing.ts"

const methods = new WeakSet<ClientMethod>()

/** The same method, for jobs that are addressed. */
export const addressedOf = (method: ClientMethod): ClientMethod => {
  const addressed = { ...method }
  methods.add(addressed)
  return addressed
}

export const isAddressed = (job: OutgoingJob): boolean => methods.has(job.method)
