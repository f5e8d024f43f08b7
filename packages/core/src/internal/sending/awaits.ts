/**
 * Awaiting the end of a submitted job. A handler that does so waits as one that asks does, and is judged in the same way, but
 * only now: that it submitted the job made nobody wait. Used by the sending thread only.
 */
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import { type ActorError, AskCycle } from "../../ActorError.ts"
import type { Calls } from "./calls.ts"
import { judgeSoon, sendChain } from "./chains.ts"
import { errorOf, type Resume } from "./clientJobs.ts"
import { identityOf, jobOf, noChain, type RunningInfo, sameChain, type Wait } from "../jobInfo.ts"
import { isCycle } from "./outgoing.ts"
import type { Submission } from "./submitted.ts"

/** One handler's fiber that awaits one job. */
interface HandlerWait extends Wait {
  over: boolean
  readonly sender: RunningInfo
}

/** Of the submitted jobs of one client and Rpc. */
export class Awaits {
  private readonly calls: Calls
  private readonly reentrant: boolean
  /** Those that are awaited inside of handlers. */
  private readonly inside = new Map<Submission, Set<HandlerWait>>()

  constructor(calls: Calls, reentrant: boolean) {
    this.calls = calls
    this.reentrant = reentrant
  }

  /** `resume` hears of the end, now or later; who has waited long enough runs what is returned. */
  observe(job: Submission, resume: Resume): Effect.Effect<void> | undefined {
    // Where no actor is hosted, no handler can be the caller.
    if (this.calls.system.loop.actors.size === 0 || job.isKnown) return job.observe(resume)
    const sender = jobOf(Fiber.getCurrent())
    return sender === undefined || sender.waitingInstances.length === 0
      ? job.observe(resume)
      : this.observeInside(job, resume, sender)
  }

  private observeInside(job: Submission, resume: Resume, sender: RunningInfo): Effect.Effect<void> | undefined {
    const closed = this.cycle(job, sender.waitingInstances)
    if (closed !== undefined && !sender.isOpen) {
      resume(closed)
      return undefined
    }
    const wait: HandlerWait = {
      sender,
      over: false,
      onChain: (chain) => {
        const cycle = this.cycle(job, chain)
        if (cycle === undefined) return this.tell(job)
        leave()
        resume(cycle)
      }
    }
    const observed = job.observe((exit) => {
      this.end(job, wait)
      resume(exit)
    })
    const leave = (): void => {
      observed?.now()
      this.end(job, wait)
      this.tell(job)
    }
    const waits = this.inside.get(job)
    if (waits === undefined) this.inside.set(job, new Set([wait]))
    else waits.add(wait)
    sender.waitsFor(wait)
    if (closed === undefined) this.tell(job)
    else judgeSoon(this.calls, sender, wait)
    return Effect.sync(leave)
  }

  private end(job: Submission, wait: HandlerWait): void {
    wait.over = true
    const waits = this.inside.get(job)
    if (waits?.delete(wait) && waits.size === 0) this.inside.delete(job)
  }

  /** That very job waits for the one that would wait for it; or it stands behind one that does, and cannot start. */
  private cycle(job: Submission, chain: ReadonlyArray<number>): Exit.Exit<never, ActorError> | undefined {
    if (chain.length === 0) return undefined
    const { calls } = this
    const { loop } = calls.system
    const itself = identityOf(loop.mesh.peer(loop.thread).incarnation, job.id)
    const { started } = job
    if (!chain.includes(itself) && (this.reentrant || started || !isCycle(job.target, chain))) return undefined
    const reason = new AskCycle({ chain: calls.namesOf([...chain, job.target.instance]) })
    // The job is left alone: what has not begun may begin as soon as the handler has heard this.
    return Exit.fail(errorOf(job.method, job.target.threadName, reason, started ? true : "unknown"))
  }

  /** Whoever runs the job hears who waits for it now, if that has changed. */
  private tell(job: Submission): void {
    const senders = new Set(Array.from(this.inside.get(job) ?? [], ({ sender }) => sender))
    const chains = Array.from(senders, ({ waitingInstances }) => waitingInstances)
    const chain = chains.length > 1 ? Array.from(new Set(chains.flat())) : (chains[0] ?? noChain)
    if (!sameChain(chain, job.chain!)) sendChain(this.calls.outbox, job, chain)
  }
}
