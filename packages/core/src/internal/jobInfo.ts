/**
 * What `CurrentJob` provides, with what the client needs to know of the job that sends: who waits for it.
 */
import type * as Fiber from "effect/Fiber"
import { CurrentJob, type JobInfo } from "../CurrentJob.ts"
import type { Key } from "../Job.ts"

export class RunningInfo implements JobInfo {
  readonly actor: string
  readonly name: string
  readonly id: number
  readonly sender: { readonly id: number; readonly name: string }
  readonly key: Key | undefined
  readonly deadline: number | undefined
  readonly enqueuedAt: number
  readonly startedAt: number
  readonly attempt: number
  readonly #chain: ReadonlyArray<number>
  readonly #instance: number
  #ended = false
  readonly #kept: Array<() => void> = []

  constructor(options: {
    readonly actor: string
    readonly instance: number
    readonly name: string
    readonly id: number
    readonly senderId: number
    readonly senderName: string
    readonly key: Key | undefined
    readonly chain: ReadonlyArray<number>
    readonly deadline: number
    readonly enqueuedAt: number
    readonly startedAt: number
    readonly attempt: number
  }) {
    this.actor = options.actor
    this.name = options.name
    this.id = options.id
    this.sender = { id: options.senderId, name: options.senderName }
    this.key = options.key
    this.deadline = options.deadline === 0 ? undefined : options.deadline
    this.enqueuedAt = options.enqueuedAt
    this.startedAt = options.startedAt
    this.attempt = options.attempt
    this.#chain = options.chain
    this.#instance = options.instance
  }

  /** Instances that wait while this job runs, its own last; none once it has ended: what it left behind holds up nobody. */
  get waitingInstances(): ReadonlyArray<number> {
    return this.#ended ? [] : [...this.#chain, this.#instance]
  }

  end(): void {
    this.#ended = true
  }

  /** What it has acquired is kept until it has been answered, though its Scope is closed sooner: true if that is still to come. */
  keepUntilAnswered(release: () => void): boolean {
    if (this.#ended) return false
    this.#kept.push(release)
    return true
  }

  /** It has been answered. */
  release(): void {
    for (const release of this.#kept.splice(0)) release()
  }
}

export const noChain: ReadonlyArray<number> = []

/** Who waits while the handler that calls runs; empty outside of handlers, and for what a handler left behind. */
export const chainOf = (fiber: Fiber.Fiber<unknown, unknown> | undefined): ReadonlyArray<number> => {
  const job = fiber?.context.mapUnsafe.get(CurrentJob.key)
  return job instanceof RunningInfo ? job.waitingInstances : noChain
}
