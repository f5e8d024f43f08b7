/**
 * Submitted jobs: in the mailbox, their end to come. What the job keeps of it, and the handle that its sender holds.
 */
import * as Effect from "effect/Effect"
import * as Effectable from "effect/Effectable"
import * as Exit from "effect/Exit"
import * as Option from "effect/Option"
import { type ActorErrorReason, InvalidOption } from "../../ActorError.ts"
import { ClientJob, errorOf, type Resume } from "./clientJobs.ts"
import { noChain } from "../jobInfo.ts"
import type { ClientMethod, Target } from "./outgoing.ts"

/** What is the same for all submitted jobs of one client and Rpc. */
export interface SubmitOwner {
  /** What its sender gets when the job is in the mailbox. */
  readonly handOut: (job: Submission) => SubmittedJob
  /** Calls back with the end; who has waited long enough runs what is returned. */
  readonly observe: (job: Submission, resume: Resume) => Effect.Effect<void> | undefined
  /** True when it provably never starts, and never did. */
  readonly cancel: (job: Submission) => boolean
  /** Asks its word; only while it has not ended. */
  readonly hasStarted: (job: Submission) => boolean
  /** It was detached, so nobody else hears of its failure. */
  readonly failedUnseen: (job: Submission, exit: Exit.Failure<unknown, unknown>) => void
}

/**
 * The caller waits until it is in the mailbox; the exit is kept for whoever awaits it, before or after it has come. There
 * may be a million of them: none keeps more than it needs, and nothing of the call that sent it.
 */
export class Submission extends ClientJob {
  declare readonly owner: SubmitOwner
  /** Nobody waits for it because it was sent. */
  declare chain: ReadonlyArray<number>
  /**
   * Until it is handed out: who hears when it is in the mailbox, or will never be; nobody where the sender looks at the
   * outcome as soon as it has sent it. Then who awaits the end: mostly one.
   */
  declare private awaiting: Resume | Set<Resume> | undefined
  declare private end: Exit.Exit<unknown, unknown> | undefined

  constructor(
    target: Target,
    method: ClientMethod,
    extension: Uint8Array | undefined,
    deadline: number,
    submitter: Resume | undefined,
    owner: SubmitOwner
  ) {
    super(target, method, true, extension, deadline)
    this.owner = owner
    this.chain = noChain
    this.awaiting = submitter
    this.end = undefined
  }

  onAccepted(): void {
    if (this.isHandedOut) return
    const submitter = this.awaiting as Resume | undefined
    this.awaiting = undefined
    this.isHandedOut = true
    if (submitter !== undefined) submitter(Exit.succeed(this.owner.handOut(this)))
  }

  /** What its sender gets, for one who was not told; `undefined` as long as that is not known. To be asked for once. */
  get outcome(): Exit.Exit<unknown, unknown> | undefined {
    if (!this.isHandedOut) return undefined
    return this.awaiting === nobody ? this.end : Exit.succeed(this.owner.handOut(this))
  }

  /** Somebody waits after all until it is handed out. */
  whenHandedOut(submitter: Resume): void {
    this.awaiting = submitter
  }

  override onFailed(reason: ActorErrorReason, started: boolean | "unknown"): void {
    if (started === false && this.attempt === 1) this.neverRan = true
    super.onFailed(reason, started)
  }

  /** It was cancelled before it started, or before it was run again. */
  takenBack(): void {
    if (this.attempt === 1) this.neverRan = true
    this.onExit(Exit.interrupt())
  }

  protected settle(exit: Exit.Exit<unknown, unknown>): void {
    const { awaiting } = this
    this.awaiting = undefined
    if (!this.isHandedOut) {
      // It waited for room and will never be in the mailbox: there is nothing to hand out.
      this.isHandedOut = true
      if (awaiting !== undefined) return (awaiting as Resume)(exit)
      this.awaiting = nobody
      this.end = exit
      return
    }
    if (!this.isDetached) this.end = exit
    else if (Exit.isFailure(exit) && awaiting === undefined) this.owner.failedUnseen(this, exit)
    if (typeof awaiting === "function") awaiting(exit)
    else if (awaiting !== undefined) for (const each of awaiting) each(exit)
  }

  /** Nothing has to be waited for. */
  get isKnown(): boolean {
    return this.end !== undefined || this.isDetached
  }

  /** Calls back with the end; who has waited long enough runs what is returned. */
  observe(resume: Resume): Leaving | undefined {
    if (this.isKnown) {
      resume(this.end ?? this.refusal)
      return undefined
    }
    if (this.awaiting === undefined) this.awaiting = resume
    else if (typeof this.awaiting === "function") this.awaiting = new Set([this.awaiting, resume])
    else this.awaiting.add(resume)
    return new Leaving(this, resume)
  }

  leave(resume: Resume): void {
    if (this.awaiting === resume) this.awaiting = undefined
    else if (typeof this.awaiting === "object") this.awaiting.delete(resume)
  }

  private get refusal(): Exit.Exit<never, unknown> {
    const remedy = "await it first, or keep it: whoever detaches a job says that nobody asks how it ends"
    const reason = new InvalidOption({ option: "await", value: "of a job that was detached", remedy })
    // One that has not begun yet is still to run.
    const started = this.started || (this.over ? false : "unknown")
    return Exit.fail(errorOf(this.method, this.target.threadName, reason, started))
  }

  get exit(): Option.Option<Exit.Exit<unknown, unknown>> {
    return this.end === undefined ? Option.none() : Option.some(this.end)
  }

  get started(): boolean {
    return this.over ? !this.neverRan : this.owner.hasStarted(this)
  }

  detach(): void {
    const { end } = this
    if (this.isDetached) return
    this.isDetached = true
    this.end = undefined
    if (end !== undefined && Exit.isFailure(end)) this.owner.failedUnseen(this, end)
  }
}

/** In the place of who awaits a job that nobody can await: it was refused before it was handed out. */
const nobody: Resume = () => {}

/** What is to be done when whoever awaits a job is interrupted. A class: an Effect of a closure is three objects. */
class Leaving extends Effectable.Class<void> {
  declare private readonly job: Submission
  declare private readonly resume: Resume

  constructor(job: Submission, resume: Resume) {
    super()
    this.job = job
    this.resume = resume
  }

  asEffect(): Effect.Effect<void> {
    this.job.leave(this.resume)
    return Effect.void
  }

  now(): void {
    this.job.leave(this.resume)
  }
}

/** The handle on a submitted job, in one word; the effects are made when they are asked for. */
export class SubmittedJob {
  readonly #job: Submission

  constructor(job: Submission) {
    this.#job = job
  }

  get await(): Effect.Effect<unknown, unknown> {
    const job = this.#job
    return Effect.callback((resume) => job.owner.observe(job, resume))
  }

  get poll(): Effect.Effect<Option.Option<Exit.Exit<unknown, unknown>>> {
    return Effect.sync(() => this.#job.exit)
  }

  get started(): Effect.Effect<boolean> {
    return Effect.sync(() => this.#job.started)
  }

  get cancel(): Effect.Effect<boolean> {
    return Effect.sync(() => this.#job.owner.cancel(this.#job))
  }

  get detach(): Effect.Effect<void> {
    return Effect.sync(() => this.#job.detach())
  }
}

/** The same in debug mode, where somebody looks who uses it: `check` throws on any other thread than its own. */
export class CheckedJob extends SubmittedJob {
  readonly #check: () => void

  constructor(job: Submission, check: () => void) {
    super(job)
    this.#check = check
  }

  override get await(): Effect.Effect<unknown, unknown> {
    return this.#here(super.await)
  }

  override get poll(): Effect.Effect<Option.Option<Exit.Exit<unknown, unknown>>> {
    return this.#here(super.poll)
  }

  override get started(): Effect.Effect<boolean> {
    return this.#here(super.started)
  }

  override get cancel(): Effect.Effect<boolean> {
    return this.#here(super.cancel)
  }

  override get detach(): Effect.Effect<void> {
    return this.#here(super.detach)
  }

  #here<A, E>(effect: Effect.Effect<A, E>): Effect.Effect<A, E> {
    return Effect.suspend(() => {
      this.#check()
      return effect
    })
  }
}
