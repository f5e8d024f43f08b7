/**
 * A message for an object that has arrived on this thread, until its sender knows what became of it: waiting, in the hands of a
 * handler, or sent on to the thread that the object has moved to.
 */
import { CurrentJob, type JobInfo } from "@stevedore/core/CurrentJob"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import { type Chain, chainOf } from "./chain.ts"
import type { HarborError } from "../../HarborError.ts"
import type { Failed, Sent } from "./wire.ts"

/** A result as bytes; none where nobody waits for one. */
export type Outcome = Effect.Effect<Uint8Array, HarborError | Failed>

export const nothing = new Uint8Array(0)

export class Delivery {
  readonly sent: Sent
  /** That brought it here. */
  readonly job: JobInfo
  /** What it has brought besides: its sender's span, and log annotations. */
  readonly context: Context.Context<never>
  /** Somebody waits for its result. */
  readonly isCall: boolean
  /** Known before its sender waits for it, mostly. */
  private outcome: Outcome | undefined = undefined
  private resume: ((outcome: Outcome) => void) | undefined = undefined
  private fiber: Fiber.Fiber<unknown, unknown> | undefined = undefined
  /** Its sender has left: what has not begun need not. */
  left = false
  /** It waits for its object no more: a handler has it, or it was sent on, or it is over. */
  isTaken = false
  /** Called when it is. */
  onTaken: (() => void) | undefined = undefined

  constructor(sent: Sent, context: Context.Context<never>, isCall: boolean) {
    this.sent = sent
    this.context = context
    // Whatever handles a job has it.
    this.job = Context.getUnsafe(context as Context.Context<CurrentJob>, CurrentJob)
    this.isCall = isCall
  }

  /** Who waits for it. */
  get chain(): Chain {
    const { before } = this
    return before.length === 0 ? chainOf(this.job) : [...before, ...chainOf(this.job)]
  }

  /** Those of them who waited for the thread that has sent it on. */
  get before(): Chain {
    return this.sent.chain ?? []
  }

  taken(): void {
    this.isTaken = true
    this.onTaken?.()
    this.onTaken = undefined
  }

  /** It is not begun any more. */
  refuse(error: HarborError): void {
    this.left = true
    this.end(Effect.fail(error))
  }

  end(outcome: Outcome): void {
    if (!this.isTaken) this.taken()
    if (this.resume === undefined) this.outcome = outcome
    else this.resume(outcome)
  }

  /** What comes of it. */
  get ended(): Outcome {
    return this.outcome ?? this.later
  }

  private get later(): Outcome {
    return Effect.callback((resume) => {
      if (this.outcome !== undefined) return resume(this.outcome)
      this.resume = resume
      return this.leave
    })
  }

  /** From now on it is that fiber's, which calls `end`. */
  follow(fiber: Fiber.Fiber<unknown, unknown>): void {
    if (!this.isTaken) this.taken()
    this.fiber = fiber
  }

  private readonly leave = Effect.suspend(() => {
    this.left = true
    if (!this.isTaken) this.taken()
    return this.fiber === undefined ? Effect.void : Effect.asVoid(Fiber.interrupt(this.fiber))
  })
}
