/**
 * What `CurrentJob` provides, with what the client needs to know of the job that sends: who waits for it.
 */
import * as Context from "effect/Context"
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
  #chain: ReadonlyArray<number>
  readonly #instance: number
  readonly #identity: number | undefined
  #waits: Array<Wait> | undefined = undefined
  #mostWaits = 16
  #ended = false
  #kept: Array<() => void> | undefined = undefined

  constructor(options: {
    readonly actor: string
    readonly instance: number
    readonly name: string
    readonly id: number
    readonly senderId: number
    readonly senderName: string
    readonly key: Key | undefined
    readonly chain: ReadonlyArray<number>
    /** Where who waits for it may change: what it is called in the chains of those that it waits for. */
    readonly identity: number | undefined
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
    this.#identity = options.identity
  }

  /** Instances that wait while this job runs, its own last; none once it has ended: what it left behind holds up nobody. */
  get waitingInstances(): ReadonlyArray<number> {
    if (this.#ended) return noChain
    return this.#identity === undefined
      ? [...this.#chain, this.#instance]
      : [...this.#chain, this.#identity, this.#instance]
  }

  /** Who waits for it may change while it runs. */
  get isOpen(): boolean {
    return this.#identity !== undefined && !this.#ended
  }

  /** Hears when who waits for this job has changed, until it is over. */
  waitsFor(wait: Wait): void {
    const waits = (this.#waits ??= [])
    waits.push(wait)
    if (waits.length < this.#mostWaits) return
    this.#waits = waits.filter(({ over }) => !over)
    this.#mostWaits = Math.max(16, this.#waits.length * 2)
  }

  setChain(chain: ReadonlyArray<number>): void {
    if (sameChain(chain, this.#chain)) return
    this.#chain = chain
    this.#tellWaits()
  }

  #tellWaits(): void {
    for (const wait of Array.from(this.#waits ?? [])) if (!wait.over) wait.onChain(this.waitingInstances)
  }

  end(): void {
    this.#ended = true
    if (this.#waits === undefined) return
    // What it left behind may still wait, but nobody waits for that.
    this.#tellWaits()
    this.#waits = undefined
  }

  /** What it has acquired is kept until it has been answered, though its Scope is closed sooner: true if that is still to come. */
  keepUntilAnswered(release: () => void): boolean {
    if (this.#ended) return false
    ;(this.#kept ??= []).push(release)
    return true
  }

  /** It has been answered. */
  release(): void {
    const kept = this.#kept
    if (kept === undefined) return
    this.#kept = undefined
    for (const release of kept) release()
  }
}

/** What a running job waits for. */
export interface Wait {
  readonly over: boolean
  /** Who waits for the job that waits, itself included; nobody when it has ended. */
  onChain(chain: ReadonlyArray<number>): void
}

export const noChain: ReadonlyArray<number> = []

export const sameChain = (one: ReadonlyArray<number>, other: ReadonlyArray<number>): boolean =>
  one === other || (one.length === other.length && one.every((link, index) => link === other[index]))

/**
 * In a chain, beside the instances that wait, a very job whose end may be awaited: below zero, where no instance is, and the
 * same for whoever sent it and whoever runs it, as long as it has not ended.
 */
export const identityOf = (senderIncarnation: number, id: number): number => -1 - senderIncarnation * 0x1000000 - id

/** The instances of a chain. */
export const instancesOf = (chain: ReadonlyArray<number>): ReadonlyArray<number> => chain.filter((link) => link >= 0)

/** The job whose handler calls. */
export const jobOf = (fiber: Fiber.Fiber<unknown, unknown> | undefined): RunningInfo | undefined => {
  // Not by the context's map, which would be made of all that it holds, for each job.
  const job = fiber === undefined ? undefined : Context.getOrUndefined(fiber.context, CurrentJob)
  return job instanceof RunningInfo ? job : undefined
}

/** Who waits while the handler that calls runs; empty outside of handlers, and for what a handler left behind. */
export const chainOf = (fiber: Fiber.Fiber<unknown, unknown> | undefined): ReadonlyArray<number> =>
  jobOf(fiber)?.waitingInstances ?? noChain
