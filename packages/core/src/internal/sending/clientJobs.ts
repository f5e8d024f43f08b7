/**
 * The jobs that the verbs of a client make: what happens to the caller when a job is accepted, answered or fails.
 */
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import type * as Fiber from "effect/Fiber"
import { ActorError, type ActorErrorReason } from "../../ActorError.ts"
import { type ClientMethod, OutgoingJob, type Target } from "./outgoing.ts"

export type Resume = (effect: Effect.Effect<any, any>) => void

export const errorOf = (
  method: ClientMethod,
  thread: string,
  reason: ActorErrorReason,
  started: boolean | "unknown"
): ActorError => new ActorError({ reason, actor: method.actor, job: method.tag, thread, started })

const noTimers: ReadonlyArray<never> = []

/** A job with a caller who may be waiting, for room or for the end, no longer than he wants. */
export abstract class ClientJob extends OutgoingJob {
  /** One for its timeout, one for the wait for room; none for most jobs. */
  declare private timers: ReadonlyArray<Fiber.Fiber<unknown, unknown>>

  constructor(
    target: Target,
    method: ClientMethod,
    isAsk: boolean,
    extension: Uint8Array | undefined,
    deadline: number
  ) {
    super(target, method, isAsk, extension, deadline)
    this.timers = noTimers
  }

  /** It ends, one way or another. Called at most once. */
  protected abstract settle(exit: Exit.Exit<unknown, unknown>): void

  onExit(exit: Exit.Exit<unknown, unknown>): void {
    this.stopTimer()
    this.settle(exit)
  }

  onFailed(reason: ActorErrorReason, started: boolean | "unknown"): void {
    // Of one that is to be run again only this run never started.
    const ran = started === false && this.attempt > 1 ? true : started
    this.onExit(Exit.fail(errorOf(this.method, this.target.threadName, reason, ran)))
  }

  /** Calls `onTime` after a while by the clock of `fiber`, unless the job is over by then. */
  startTimer(fiber: Fiber.Fiber<unknown, unknown>, millis: number, onTime: () => void): void {
    const timer = Effect.runForkWith(fiber.context)(Effect.sleep(millis))
    this.timers = [...this.timers, timer]
    timer.addObserver((exit) => {
      if (Exit.isSuccess(exit) && !this.over) onTime()
    })
  }

  stopTimer(): void {
    if (this.timers === noTimers) return
    for (const timer of this.timers) timer.interruptUnsafe()
    this.timers = noTimers
  }
}

/** A job whose caller may leave before its end. */
export interface Leavable extends ClientJob {
  /** Calls back when the end of a job whose caller has left has come. */
  readonly whenOver: (left: () => void) => void
}

/** The caller waits for the reply. */
export class Ask extends ClientJob implements Leavable {
  declare private readonly resume: Resume
  declare private left: (() => void) | undefined

  constructor(
    target: Target,
    method: ClientMethod,
    extension: Uint8Array | undefined,
    deadline: number,
    resume: Resume
  ) {
    super(target, method, true, extension, deadline)
    this.resume = resume
    this.left = undefined
  }

  onAccepted(): void {}

  protected settle(exit: Exit.Exit<unknown, unknown>): void {
    this.resume(exit)
    this.left?.()
  }

  whenOver(left: () => void): void {
    this.left = left
  }
}

/** The caller waits until it is in the mailbox, and never hears of it again. */
export class Tell extends ClientJob {
  /** Who waits; nobody where the caller looks at the outcome as soon as it has sent it. */
  declare resume: Resume | undefined
  declare outcome: Effect.Effect<void, unknown> | undefined

  constructor(target: Target, method: ClientMethod, extension: Uint8Array | undefined, resume: Resume | undefined) {
    super(target, method, false, extension, 0)
    this.resume = resume
    this.outcome = undefined
  }

  onAccepted(): void {
    this.stopTimer()
    this.decided(Effect.void)
  }

  protected settle(exit: Exit.Exit<unknown, unknown>): void {
    this.decided(exit as Exit.Exit<void, unknown>)
  }

  private decided(outcome: Effect.Effect<void, unknown>): void {
    // What ends it later changes nothing for a caller who was told that it is in the mailbox.
    this.outcome ??= outcome
    this.resume?.(outcome)
  }
}
