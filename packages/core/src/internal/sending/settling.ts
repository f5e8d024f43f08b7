/**
 * A thread takes part no longer, and goes on with something else: nobody will answer what it has asked. Used by the sending
 * thread only, when every name is gone and nothing waits for room any more.
 */
import { Stopped } from "../../ActorError.ts"
import type { OutgoingJob } from "./outgoing.ts"
import type { Outbox } from "./outbox.ts"

/** Each ask that is open fails: one that has not started never will, one that has is told to stop. Not inside a drain. */
export const settle = (outbox: Outbox): void => {
  const { replies } = outbox
  const stopped = (job: OutgoingJob, started: boolean): void => job.onFailed(new Stopped({}), started)
  const begun: Array<OutgoingJob> = []
  for (let id = 0; id < replies.ids; id++) {
    const job = replies.get(id)
    if (job === undefined || job.over) continue
    if (outbox.takeBack(job)) stopped(job, false)
    else begun.push(job)
  }
  // Only now: where one stops, the next one in the mailbox begins.
  for (const job of begun) stopped(job, !outbox.cancel(job, true))
}
