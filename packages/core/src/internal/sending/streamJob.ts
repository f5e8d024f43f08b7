/**
 * A stream as its consumer has it: the job that asked for it, the elements that have come and were not taken yet, and
 * the credit that the producer is owed. Used by the consuming thread only.
 *
 * Of `credit` elements each is on its way, here, or in the consumer's hands: what it was handed counts as taken when it
 * asks for more. At most half of the credit is handed out at once and owed at once, so the other half is under way.
 */
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import type { NonEmptyReadonlyArray } from "effect/Array"
import type * as Pull from "effect/Pull"
import { ActorError } from "../../ActorError.ts"
import { ClientJob, type Leavable } from "./clientJobs.ts"
import type { ClientMethod, Target } from "./outgoing.ts"

type Elements = NonEmptyReadonlyArray<unknown>
type Resume = (pulled: Pull.Pull<Elements, unknown>) => void

/** One run of a stream: the jobs that were sent for it. More than one only where middleware sends again. */
export type Run = Array<StreamJob>

/** What a stream needs of its client. */
export interface StreamOwner {
  /** Grants the producer so many elements more. */
  readonly grant: (job: StreamJob, elements: number) => void
  /** Calls back at the end of the drain that is under way: what comes in one drain is taken in one go. */
  readonly soon: (then: () => void) => void
}

export class StreamJob extends ClientJob implements Leavable {
  private readonly owner: StreamOwner
  /** Half of the credit. */
  private readonly step: number
  private readonly arrived: Array<unknown> = []
  /** Elements that the consumer was handed last. */
  private handed = 0
  /** Taken, and not granted again yet. */
  private owed = 0
  private hasBegun = false
  private closed = false
  private exit: Exit.Exit<unknown, unknown> | undefined = undefined
  /** Its consumer has come to its end. */
  private isThrough = false
  private consumer: Resume | undefined = undefined
  private isWaking = false
  private left: (() => void) | undefined = undefined

  constructor(
    target: Target,
    method: ClientMethod,
    extension: Uint8Array | undefined,
    deadline: number,
    credit: number,
    owner: StreamOwner
  ) {
    super(target, method, true, extension, deadline)
    this.step = Math.max(1, credit >>> 1)
    this.owner = owner
  }

  onAccepted(): void {}

  /** Not once its consumer has seen some of it: it would begin again from its first element. */
  override get repeatable(): boolean {
    return !this.hasBegun && super.repeatable
  }

  override get takesElements(): boolean {
    return !this.closed
  }

  override onElements(elements: ReadonlyArray<unknown>): void {
    this.hasBegun = true
    for (const element of elements) this.arrived.push(element)
    this.wake()
  }

  protected settle(exit: Exit.Exit<unknown, unknown>): void {
    this.exit = exit
    this.wake()
    this.left?.()
  }

  private wake(): void {
    if (this.consumer === undefined || this.isWaking) return
    this.isWaking = true
    this.owner.soon(this.handOver)
  }

  private readonly handOver = (): void => {
    this.isWaking = false
    const { consumer } = this
    this.consumer = undefined
    consumer?.(this.next())
  }

  /** The next elements, or the end; what the consumer had before is taken. */
  readonly pull: Pull.Pull<Elements, unknown> = Effect.suspend(() => {
    this.owed += this.handed
    this.handed = 0
    if (this.owed >= this.step && !this.over) {
      this.owner.grant(this, this.owed)
      this.owed = 0
    }
    if (this.arrived.length > 0 || this.exit !== undefined) return this.next()
    return Effect.callback<Elements, unknown>((resume) => {
      this.consumer = resume as Resume
      return Effect.sync(() => {
        this.consumer = undefined
      })
    }) as Pull.Pull<Elements, unknown>
  })

  private next(): Pull.Pull<Elements, unknown> {
    if (this.arrived.length === 0) {
      this.isThrough = true
      return Exit.isFailure(this.exit!) ? Effect.failCause(this.exit.cause) : Cause.done()
    }
    const elements = this.arrived.splice(0, this.step)
    this.handed = elements.length
    // Not empty: something had arrived, and a step is at least one.
    return Effect.succeed(elements as unknown as Elements)
  }

  /** Its consumer wants no more: what still comes is dropped. */
  close(): void {
    this.closed = true
    this.arrived.length = 0
  }

  whenOver(left: () => void): void {
    this.left = left
  }

  /**
   * What its producer, ahead of a consumer that wants no more, has failed with by itself: a defect, or what a plain function threw.
   * What it failed with since it was interrupted is logged where it ran; a typed error is an answer that nobody wanted.
   */
  get unheard(): Cause.Cause<unknown> | undefined {
    if (this.isThrough || this.exit === undefined || Exit.isSuccess(this.exit)) return undefined
    const { cause } = this.exit
    if (Cause.hasInterrupts(cause)) return undefined
    const reasons = cause.reasons.flatMap((reason) => {
      if (Cause.isDieReason(reason)) return [reason]
      const error = Cause.isFailReason(reason) ? reason.error : undefined
      return error instanceof ActorError && error.reason._tag === "Threw"
        ? [Cause.makeDieReason(error.reason.cause)]
        : []
    })
    return reasons.length > 0 ? Cause.fromReasons(reasons) : undefined
  }
}
