/**
 * The jobs of one actor instance from their start to their reply: decides the start by the job word, decodes, runs the
 * handler and what it has acquired, and answers. Everything here runs on the hosting thread.
 */
import type * as Cause from "effect/Cause"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import type * as Fiber from "effect/Fiber"
import * as Rpc from "effect/rpc/Rpc"
import { RequestId } from "effect/rpc/RpcMessage"
import * as Scope from "effect/Scope"
import { Undecodable } from "../../ActorError.ts"
import { isFinished, isWrapper, kept, notAnEffect, promises } from "./handled.ts"
import type { HandlerEffect, HostedMethod } from "./hostedMethod.ts"
import { interrupt, keyOf, type Running, stoppedBeforeItsEnd } from "./hostedJob.ts"
import { Replies } from "./hostedReply.ts"
import { closedWith, isUnread, lostIn } from "./leftJobs.ts"
import type { Carried } from "../carried.ts"
import { type Figures, Surroundings } from "./surroundings.ts"
import { issueOf } from "../jobCodecs.ts"
import { identityOf, RunningInfo } from "../jobInfo.ts"
import * as Mail from "./mailRecord.ts"
import { consumed, Phase, start } from "../memory/jobTable.ts"
import type { Mesh, Peer } from "../thread/mesh.ts"
import * as Record from "../record.ts"
import type { SlowJobs } from "../thread/slowJobs.ts"
import type { TellAccount } from "../thread/tellAccount.ts"
import { StreamOut } from "./streamOut.ts"
import { forget, told as toldChain } from "./toldChains.ts"
import type { ToldFailures } from "./toldFailures.ts"
import { isReadable, unreadable } from "./unreadable.ts"

type HandlerExit = Exit.Exit<unknown, unknown>

/** What running jobs need of the loop of their thread. */
export interface JobsOwner {
  readonly mesh: Mesh
  readonly account: TellAccount
  /** A job ended here, for the pending count. */
  readonly finished: (peer: Peer) => void
  /** Fibers went from none to some, or back: for the busy time. */
  readonly fibers: (delta: 1 | -1) => void
  readonly threadName: (thread: number) => string
  readonly slow: SlowJobs
  /** Milliseconds since 1970. */
  readonly millis: () => number
  /** Milliseconds, of a clock that only goes forward. */
  readonly now: () => number
}

/** The instance whose jobs they are. */
export interface JobsHost {
  readonly instance: number
  readonly name: string
  readonly owner: JobsOwner
  /** A job runs on without its slot. */
  slotFreed(): void
  /** A job has ended, and was answered or is not to be. */
  jobEnded(): void
  checkIdle(): void
}

export class RunningJobs {
  private readonly host: JobsHost
  private readonly owner: JobsOwner
  readonly methods: ReadonlyArray<HostedMethod>
  private readonly context: Context.Context<never>
  /** For each method. */
  private readonly surroundings: ReadonlyArray<Surroundings>
  private readonly concurrency: number
  private readonly replies: Replies
  private readonly left: ToldFailures
  readonly underWay = new Map<number, Running>()
  /** Jobs that hold one of the `concurrency` slots. */
  private active = 0
  /** Jobs that run on without a slot. */
  private detached = 0

  constructor(
    host: JobsHost,
    options: {
      readonly methods: ReadonlyArray<HostedMethod>
      readonly context: Context.Context<never>
      readonly concurrency: number
      readonly told: ToldFailures
      readonly left: ToldFailures
    }
  ) {
    this.host = host
    this.owner = host.owner
    this.methods = options.methods
    this.context = options.context
    const thread = host.owner.threadName(host.owner.mesh.thread)
    this.surroundings = options.methods.map(
      ({ tag }) => new Surroundings(`${host.name}.${tag}`, thread, options.context)
    )
    this.concurrency = options.concurrency
    this.replies = new Replies(host.owner.mesh, host.name, options.told)
    this.left = options.left
  }

  /** Jobs that have started and not ended. */
  get count(): number {
    return this.active + this.detached
  }

  /** Of the jobs of that method. */
  figuresOf(method: number): Figures {
    return this.surroundings[method]!
  }

  get hasReentrant(): boolean {
    return this.methods.some(({ reentrant }) => reentrant)
  }

  get hasSlot(): boolean {
    return this.active < this.concurrency
  }

  /** One record of mail, in its lane or copied out of it, which is gone when this returns. */
  begin(peer: Peer, words: Int32Array, bytes: Uint8Array, doubles: Float64Array, at: number, orphan: boolean): void {
    const { mesh } = this.owner
    const head = words[at + Record.Field.head]!
    const id = words[at + Record.Field.job]!
    const generation = words[at + Record.Field.generation]!
    const isAsk = Record.kindOf(head) === Record.Kind.ask
    // Nobody waits for it, and its word is looked at by nobody.
    if (peer.exited && isAsk) return Mail.free(mesh, peer, words, at)
    // The start is decided before decoding: a payload that kills this thread is then a started job, requeued by nobody.
    if (!orphan && !start(mesh.arena, peer.thread, id, generation)) {
      Mail.free(mesh, peer, words, at)
      consumed(mesh.arena, peer.thread, id, generation, Phase.dropped)
      mesh.ringing.touch(peer)
      this.owner.finished(peer)
      return
    }
    if (!peer.dead) mesh.ringing.touch(peer)
    const method = this.methods[Record.methodOf(head)]!
    const job: Running = {
      orphan,
      peer,
      method,
      isAsk,
      id,
      generation,
      fiber: undefined,
      interruptedBy: "nobody",
      holdsSlot: true,
      lease: method.scoped ? Mail.lease(mesh, peer, words, at) : undefined,
      info: undefined,
      stream: undefined,
      begun: 0,
      slow: false
    }
    const extension = Mail.extension(mesh.arena, words, bytes, at)
    const told = peer.chains === undefined ? undefined : toldChain(peer, id, generation)
    let payload: unknown
    try {
      payload = Mail.payload(method.codecs.payload, mesh.arena, peer, words, bytes, at, job.lease)
    } catch (failure) {
      if (job.lease === undefined) Mail.free(mesh, peer, words, at)
      else job.lease.end()
      if (told !== undefined) forget(peer, id)
      this.replies.reason(job, new Undecodable({ what: "payload", issue: issueOf(failure) }))
      this.end(job)
      return
    }
    if (job.lease === undefined) Mail.free(mesh, peer, words, at)
    else if (told !== undefined) forget(peer, id)
    this.active++
    // Let in although another one is under way.
    if (this.active > this.concurrency) this.giveUpSlot(job)
    this.owner.slow.begins(job, this.host.instance, method.index)
    const surroundings = this.surroundings[method.index]!
    surroundings.begun++
    let effect: HandlerEffect
    let finished: boolean
    let wrapper: Rpc.Wrapper<HandlerEffect> | undefined
    try {
      const options = { client: peer.client, requestId: RequestId(id), headers: extension.headers, rpc: method.rpc }
      const handled =
        method.pour === undefined
          ? method.invoke(payload, options)
          : method.pour(payload, options, (job.stream = new StreamOut(mesh, job, extension.credit, this.owner.now)))
      finished = isFinished(handled)
      if (finished || Effect.isEffect(handled)) {
        effect = handled as HandlerEffect
      } else {
        wrapper = isWrapper(handled) ? handled : undefined
        const value: unknown = wrapper === undefined ? handled : wrapper.value
        effect = Effect.isEffect(value) ? (value as HandlerEffect) : notAnEffect(this.host.name, method.tag, value)
        finished = isFinished(effect)
      }
      // Here, where it is caught: a Proxy of an exit may throw.
      finished = finished && !surroundings.traced && !promises(effect as HandlerExit)
    } catch (defect) {
      effect = Exit.die(defect)
      finished = !surroundings.traced
    }
    if (finished) {
      this.finish(job, effect as HandlerExit)
      return
    }
    job.info = new RunningInfo({
      actor: this.host.name,
      instance: this.host.instance,
      name: method.tag,
      id,
      senderId: peer.incarnation,
      senderName: this.owner.threadName(peer.thread),
      key: extension.key,
      chain: told ?? extension.chain,
      identity: Record.isOpen(head) ? identityOf(peer.incarnation, id) : undefined,
      deadline: doubles[(at + Record.Times.deadline) >> 1]!,
      enqueuedAt: doubles[(at + Record.Times.enqueuedAt) >> 1]!,
      startedAt: this.owner.millis(),
      attempt: Record.attemptOf(head)
    })
    if (wrapper?.fork === true) this.giveUpSlot(job)
    if (surroundings.traced) effect = surroundings.span(effect, job.info)
    this.run(job, effect, job.info, surroundings, extension.carried, wrapper?.uninterruptible === true)
  }

  /** Runs an effect that is not an exit already, in its own Scope, with `CurrentJob`. */
  private run(
    job: Running,
    effect: HandlerEffect,
    info: RunningInfo,
    surroundings: Surroundings,
    carried: Carried | undefined,
    uninterruptible: boolean
  ): void {
    const scope = Scope.makeUnsafe()
    const runFork = Effect.runForkWith(surroundings.of(this.context, carried, scope, info))
    const fiber = runFork(effect, uninterruptible ? { uninterruptible } : undefined)
    const exit = fiber.pollUnsafe()
    if (exit !== undefined) this.leave(job, scope, exit)
    else this.watch(job, fiber, true, (exit) => this.leave(job, scope, exit))
  }

  /** What the handler acquired is released before anybody learns that it has finished. */
  private leave(job: Running, scope: Scope.Closeable, exit: HandlerExit): void {
    const close = Scope.closeUnsafe(scope, exit)
    if (close === undefined) return this.settle(job, exit)
    const closing = Effect.runForkWith(this.context as Context.Context<never>)(close)
    this.watch(job, closing, false, (closed) => this.settle(job, closedWith(exit, closed)))
  }

  /** Calls back when the fiber ends, at once if it has; it holds up a stop until then. */
  private watch(
    job: Running,
    fiber: Fiber.Fiber<unknown, unknown>,
    mayBeCancelled: boolean,
    done: (exit: HandlerExit) => void
  ): void {
    const exit = fiber.pollUnsafe()
    if (exit !== undefined) return done(exit)
    job.fiber = mayBeCancelled ? fiber : undefined
    this.underWay.set(keyOf(job.peer, job.id), job)
    this.owner.fibers(1)
    fiber.addObserver((exit) => {
      this.underWay.delete(keyOf(job.peer, job.id))
      this.owner.fibers(-1)
      done(exit)
    })
  }

  /** The handler has ended. A Deferred is the promise of a result: other jobs run until it is kept, perhaps by them. */
  private settle(job: Running, exit: HandlerExit): void {
    if (!promises(exit)) return this.finish(job, exit)
    if (job.interruptedBy !== "nobody") return this.finish(job, Exit.interrupt())
    this.giveUpSlot(job)
    const promised = kept(exit.value)
    const waiting = Effect.runForkWith(this.context as Context.Context<never>)(promised)
    this.watch(job, waiting, true, (kept) => this.finish(job, kept))
  }

  private giveUpSlot(job: Running): void {
    if (!job.holdsSlot) return
    job.holdsSlot = false
    this.active--
    this.detached++
    this.host.slotFreed()
  }

  private finish(job: Running, exit: HandlerExit): void {
    this.conclude(job, exit)
    // Only now: the answer may be made of what it has read, or of what it has acquired.
    job.lease?.end()
    job.info?.release()
  }

  private conclude(job: Running, ended: HandlerExit): void {
    let exit = ended
    const figures = this.figuresOf(job.method.index)
    if (Exit.isFailure(ended)) {
      figures.failed++
      let { cause } = ended
      if (!isReadable(cause)) exit = Exit.failCause((cause = unreadable(this.host.name, job.method.tag)))
      if (isUnread(job, cause)) this.reportLeft(job, cause)
    }
    if (job.info !== undefined) {
      const millis = this.owner.millis()
      figures.fiberMillis += millis - job.info.startedAt
      job.info.end()
      this.owner.slow.ended(job, millis)
    }
    if (job.holdsSlot) this.active--
    else this.detached--
    // Neither answered nor done: its sender finds it started when the death of this thread is confirmed.
    if (job.interruptedBy === "recycle" && Exit.hasInterrupts(exit)) return this.host.checkIdle()
    // Whoever asked did not interrupt anything: an interruption of his would pass by all that he catches.
    if (job.interruptedBy === "stop" && Exit.hasInterrupts(exit)) this.replies.reason(job, stoppedBeforeItsEnd)
    else if (job.stream?.failure !== undefined) this.replies.reason(job, job.stream.failure)
    else this.replies.exit(job, exit)
    this.end(job)
    this.host.jobEnded()
  }

  private reportLeft({ method }: Running, cause: Cause.Cause<unknown>): void {
    const lost = lostIn(cause)
    if (lost !== undefined) this.left.report(`${this.host.name}.${method.tag}`, lost)
  }

  /** The job is over on this side: a tell says so by its word, since no record is sent for it. */
  private end(job: Running): void {
    const { mesh } = this.owner
    // guard G42: pairs with main's `clear`: the word may be another incarnation's
    if (job.orphan) return this.owner.account.disinherit()
    if (!job.peer.dead) {
      if (!job.isAsk) {
        consumed(mesh.arena, job.peer.thread, job.id, job.generation, Phase.done)
        mesh.ringing.touch(job.peer)
      }
      this.owner.finished(job.peer)
    }
  }

  /** The asker no longer wants the result of a job that has started. */
  cancel(peer: Peer, id: number, generation: number): boolean {
    const job = this.underWay.get(keyOf(peer, id))
    if (job === undefined || job.generation !== generation) return false
    job.interruptedBy = "asker"
    interrupt(job)
    return true
  }

  /** Who waits for it now. */
  awaited(peer: Peer, id: number, generation: number, chain: ReadonlyArray<number>): boolean {
    const job = this.underWay.get(keyOf(peer, id))
    if (job === undefined || job.generation !== generation) return false
    job.info?.setChain(chain)
    return true
  }

  /** The consumer of a stream has taken so many of its elements. */
  more(peer: Peer, id: number, generation: number, credit: number): boolean {
    const job = this.underWay.get(keyOf(peer, id))
    if (job === undefined || job.generation !== generation) return false
    job.stream?.more(credit)
    return true
  }

  /** Interrupts what is under way; whoever had interrupted it before counts. */
  interruptAll(by: "stop" | "recycle"): void {
    for (const job of Array.from(this.underWay.values())) {
      if (job.interruptedBy === "nobody") job.interruptedBy = by
      interrupt(job)
    }
  }
}
