/**
 * Who waits for a job, where that changes after it was sent: a submitted job is awaited later, by anybody or by nobody, and
 * so is all that it waits for. Whoever runs such a job (it is *open*) is told who waits for it now, and tells that to whoever
 * runs what it waits for. Each edge of a circle is so judged by the thread that waits there, as an ask is when it is sent,
 * and the one that closes it fails. Nothing of this is done for jobs that are not open. Used by the sending thread only.
 */
import { AskCycle } from "../../ActorError.ts"
import type { Calls } from "./calls.ts"
import type { ClientJob } from "./clientJobs.ts"
import { type RunningInfo, type Wait } from "../jobInfo.ts"
import type { Outbox } from "./outbox.ts"
import { isCycle, type OutgoingJob } from "./outgoing.ts"
import * as Record from "../record.ts"

/** Unlike `noChain`, which is that of a job whose waiting nobody has told yet. */
const nobody: ReadonlyArray<number> = []

/** Tells whoever runs it, or will. A job that waits for room tells it when it is published. */
export const sendChain = (outbox: Outbox, job: OutgoingJob, chain: ReadonlyArray<number>): void => {
  if (job.over) return
  // That it is nobody any more is news as well: what it was sent with may name somebody.
  job.chain = chain.length === 0 ? nobody : chain
  if (job.id < 0) return
  const head = Record.head(Record.Kind.chain, job.method.index)
  const body = new Uint8Array(Float64Array.from(chain).buffer)
  outbox.mesh.express(job.target.peer, head, job.id, job.generation, body, body.byteLength, undefined)
}

/** An ask, or a stream, that an open job waits for. */
class AskWait implements Wait {
  private readonly calls: Calls
  private readonly job: ClientJob
  private readonly reentrant: boolean

  constructor(calls: Calls, job: ClientJob, reentrant: boolean) {
    this.calls = calls
    this.job = job
    this.reentrant = reentrant
  }

  get over(): boolean {
    return this.job.over
  }

  onChain(chain: ReadonlyArray<number>): void {
    const { calls, job } = this
    const { outbox } = calls
    // One that has started is in nobody's way: what it waits for itself is judged by its own thread.
    if (this.reentrant || !isCycle(job.target, chain) || !outbox.takeBack(job)) return sendChain(outbox, job, chain)
    job.onFailed(new AskCycle({ chain: calls.namesOf([...chain, job.target.instance]) }), false)
  }
}

/** A job that an open one waits for, and that is open itself therefore, was sent: who waits for that one waits for this. */
export const follow = (calls: Calls, job: ClientJob, sender: RunningInfo, reentrant: boolean): void => {
  if (job.over) return
  const wait = new AskWait(calls, job, reentrant)
  sender.waitsFor(wait)
  if (!reentrant && isCycle(job.target, sender.waitingInstances)) judgeSoon(calls, sender, wait)
}

/**
 * Judges once what has come until now is read: whoever waited for an open job may have said that he does no longer. He need
 * not have rung for it yet, and the drain that runs now may be out of time, so it is read where it is judged.
 */
export const judgeSoon = ({ system }: Calls, sender: RunningInfo, wait: Wait): void => {
  const { loop } = system
  loop.eventLoop.immediate(() => {
    if (loop.isReleased) return
    loop.readExpress()
    if (!wait.over) wait.onChain(sender.waitingInstances)
  })
}
