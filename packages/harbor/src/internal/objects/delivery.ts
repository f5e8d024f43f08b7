/**
 * A message for an object that has arrived on this thread, until its sender knows what became of it: waiting, in the hands of a
 * handler, or sent on to the thread that the object has moved to.
 */
import { CurrentJob, type JobInfo } from "@stevedore/core/CurrentJob"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import type { HarborError } from "../../HarborError.ts"
import type { Failed, Sent } from "./wire.ts"

/** A result as bytes; none where nobody waits for one. */
export type Outcome = Effect.Effect<Uint8Array, HarborError | Failed>

export const nothing = new Uint8Array(0)

export class Delivery {
  readonly sent: Sent
  /** That brought it here. */
  readonly job: JobInfo
  /** Somebody waits for its result. */
  readonly isCall: boolean
  private readonly resume: (outcome: Outcome) => void
  private fiber: Fiber.Fiber<unknown, unknown> | undefined = undefined
  /** Its sender has left: what has not begun need not. */
  left = false

  private constructor(sent: Sent, job: JobInfo, isCall: boolean, resume: (outcome: Outcome) => void) {
    this.sent = sent
    this.job = job
    this.isCall = isCall
    this.resume = resume
  }

  /** Arrives, and ends with what `take` makes of it. */
  static arrive(
    sent: Sent,
    isCall: boolean,
    take: (delivery: Delivery) => void
  ): Effect.Effect<Uint8Array, HarborError | Failed, CurrentJob> {
    return Effect.flatMap(CurrentJob, (job) =>
      Effect.callback<Uint8Array, HarborError | Failed>((resume) => {
        const delivery = new Delivery(sent, job, isCall, resume)
        take(delivery)
        return delivery.leave
      })
    )
  }

  end(outcome: Outcome): void {
    this.resume(outcome)
  }

  /** From now on it is that fiber's, which calls `end`. */
  follow(fiber: Fiber.Fiber<unknown, unknown>): void {
    this.fiber = fiber
  }

  private readonly leave = Effect.suspend(() => {
    this.left = true
    return this.fiber === undefined ? Effect.void : Effect.asVoid(Fiber.interrupt(this.fiber))
  })
}
