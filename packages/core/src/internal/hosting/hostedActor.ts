/**
 * One actor instance on the thread that runs it: takes records from lanes, starts them in order as far as its
 * concurrency allows, and sends the replies. Everything here runs on the hosting thread.
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import type * as Fiber from "effect/Fiber"
import * as Rpc from "effect/rpc/Rpc"
import { RequestId } from "effect/rpc/RpcMessage"
import * as Scope from "effect/Scope"
import { Undecodable } from "../../ActorError.ts"
import { CurrentJob } from "../../CurrentJob.ts"
import type { Letter } from "../thread/deadLetters.ts"
import { Fifo } from "../fifo.ts"
import { isFinished, isPromised, isWrapper, kept, notAnEffect } from "./handled.ts"
import type { HandlerEffect, HostedMethod } from "./hostedMethod.ts"
import { adopt, keyOf, type Running, stoppedBeforeItsEnd } from "./hostedJob.ts"
import { Replies } from "./hostedReply.ts"
import { refuseRecord } from "./refuse.ts"
import { issueOf } from "../jobCodecs.ts"
import { RunningInfo } from "../jobInfo.ts"
import * as Mail from "./mailRecord.ts"
import { consumed, Phase, start } from "../memory/jobTable.ts"
import type { Mesh, Peer } from "../thread/mesh.ts"
import * as Record from "../record.ts"
import type { TellAccount } from "../thread/tellAccount.ts"
import type { ToldFailures } from "./toldFailures.ts"

/** What an instance needs of the loop of its thread. */
export interface HostOwner {
  readonly mesh: Mesh
  readonly account: TellAccount
  /** A tell that nobody will handle. */
  readonly lost: (letter: Letter, sender: string) => void
  /** A job ended here, for the pending count. */
  readonly finished: (peer: Peer) => void
  /** The instance has jobs that may start in the next drain. */
  readonly ready: (actor: HostedActor) => void
  /** Fibers went from none to some, or back: for the busy time. */
  readonly fibers: (delta: 1 | -1) => void
  readonly threadName: (thread: number) => string
  /** Milliseconds since 1970. */
  readonly millis: () => number
}

export class HostedActor {
  readonly instance: number
  readonly name: string
  private readonly methods: ReadonlyArray<HostedMethod>
  private readonly context: Context.Context<never>
  private readonly concurrency: number
  readonly owner: HostOwner
  private readonly replies: Replies
  readonly backlog = new Fifo<Mail.Backlogged>()
  readonly running = new Map<number, Running>()
  /** Jobs that hold one of the `concurrency` slots. */
  private active = 0
  /** Jobs that run on without a slot. */
  private detached = 0
  private closing: "no" | "refusing" | "leaving" = "no"
  /** Who waits for the end of all but so many jobs. */
  private readonly idlers: Array<{ readonly left: number; readonly onIdle: () => void }> = []

  constructor(options: {
    readonly instance: number
    readonly name: string
    readonly methods: ReadonlyArray<HostedMethod>
    readonly context: Context.Context<never>
    readonly concurrency: number
    readonly told: ToldFailures
    readonly owner: HostOwner
  }) {
    this.instance = options.instance
    this.name = options.name
    this.methods = options.methods
    this.context = options.context
    this.concurrency = options.concurrency
    this.owner = options.owner
    this.replies = new Replies(options.owner.mesh, options.name, options.told)
  }

  /** Jobs that have started or wait here. */
  get load(): number {
    return this.active + this.detached + this.backlog.size
  }

  /** Jobs that have started and not ended, as `tag#id from thread`: what holds up a stop. */
  get held(): ReadonlyArray<string> {
    return Array.from(
      this.running.values(),
      (job) => `${this.name}.${job.method.tag}#${job.id} from ${this.owner.threadName(job.peer.thread)}`
    )
  }

  /** A mail record was drained; it lies at word `at` of the arena and is gone when this returns. */
  onMail(peer: Peer, at: number, onlyQueue = false): void {
    const { bytes, doubles, words } = this.owner.mesh.arena
    if (this.closing === "refusing") {
      this.refuse(peer, words, at)
    } else if (this.closing === "leaving" && !this.isOwn(peer)) {
      // Its sender gives it to the next thread. What somebody waits for in here has to be done here.
      if (this.isReentrant(words, bytes, at)) this.begin(peer, words, bytes, doubles, at, false)
      else Mail.free(this.owner.mesh, peer, words, at)
    } else if (onlyQueue) {
      this.backlog.push(Mail.copy(this.owner.mesh, peer, at))
      this.owner.ready(this)
    } else if ((this.active < this.concurrency && this.backlog.size === 0) || this.isReentrant(words, bytes, at)) {
      this.begin(peer, words, bytes, doubles, at, false)
    } else {
      this.backlog.push(Mail.copy(this.owner.mesh, peer, at))
    }
  }

  /** It is asked, directly or not, by a job of this very instance, and its type allows that. */
  private isReentrant(words: Int32Array, bytes: Uint8Array, at: number): boolean {
    if (!this.methods[Record.methodOf(words[at + Record.Field.head]!)]!.reentrant) return false
    return Mail.extension(this.owner.mesh.arena, words, bytes, at).chain.includes(this.instance)
  }

  /** Starts one job of the backlog. False when none may start. */
  startNext(): boolean {
    if (this.active >= this.concurrency) return false
    const next = this.backlog.shift()
    if (next === undefined) return false
    this.begin(next.peer, next.words, next.bytes, next.doubles, 0, next.orphan)
    this.checkIdle()
    return true
  }

  get hasReady(): boolean {
    return this.backlog.size > 0 && this.active < this.concurrency
  }

  private refuse(peer: Peer, words: Int32Array, at: number, orphan = false): void {
    if (orphan) {
      Mail.free(this.owner.mesh, peer, words, at)
      this.owner.account.deadLetter()
      const job = this.methods[Record.methodOf(words[at + Record.Field.head]!)]!.tag
      const letter = { actor: this.name, job, thread: undefined, reason: "Stopped", started: false } as const
      this.owner.lost(letter, this.owner.threadName(peer.thread))
      this.owner.account.letGo()
      return
    }
    refuseRecord(this.owner.mesh, peer, words, at)
    if (!peer.dead) this.owner.finished(peer)
  }

  private begin(
    peer: Peer,
    words: Int32Array,
    bytes: Uint8Array,
    doubles: Float64Array,
    at: number,
    orphan: boolean
  ): void {
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
      mesh.touch(peer)
      this.owner.finished(peer)
      return
    }
    if (!peer.dead) mesh.touch(peer)
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
      info: undefined
    }
    const extension = Mail.extension(mesh.arena, words, bytes, at)
    let payload: unknown
    try {
      payload = Mail.payload(method.codecs.payload, mesh.arena, words, bytes, at)
    } catch (failure) {
      Mail.free(mesh, peer, words, at)
      this.replies.reason(job, new Undecodable({ what: "payload", issue: issueOf(failure) }))
      this.end(job)
      return
    }
    Mail.free(mesh, peer, words, at)
    this.active++
    // Let in although another one is under way.
    if (this.active > this.concurrency) this.giveUpSlot(job)
    let effect: HandlerEffect
    let wrapper: Rpc.Wrapper<HandlerEffect> | undefined
    try {
      const handled = method.invoke(payload, {
        client: peer.client,
        requestId: RequestId(id),
        headers: extension.headers,
        rpc: method.rpc
      })
      if (isFinished(handled) || Effect.isEffect(handled)) {
        effect = handled
      } else {
        wrapper = isWrapper(handled) ? handled : undefined
        const value: unknown = wrapper === undefined ? handled : wrapper.value
        effect = Effect.isEffect(value) ? (value as HandlerEffect) : notAnEffect(this.name, method.tag, value)
      }
    } catch (defect) {
      effect = Exit.die(defect)
    }
    if (isFinished(effect) && !(Exit.isSuccess(effect) && isPromised(effect.value))) {
      this.finish(job, effect)
      return
    }
    job.info = new RunningInfo({
      actor: this.name,
      instance: this.instance,
      name: method.tag,
      id,
      senderId: peer.incarnation,
      senderName: this.owner.threadName(peer.thread),
      key: extension.key,
      chain: extension.chain,
      deadline: doubles[(at + Record.Times.deadline) >> 1]!,
      enqueuedAt: doubles[(at + Record.Times.enqueuedAt) >> 1]!,
      startedAt: this.owner.millis(),
      attempt: Record.attemptOf(head)
    })
    if (wrapper?.fork === true) this.giveUpSlot(job)
    this.run(job, effect, job.info, wrapper?.uninterruptible === true)
  }

  /** Runs an effect that is not an exit already, in its own Scope, with `CurrentJob`. */
  private run(job: Running, effect: HandlerEffect, info: RunningInfo, uninterruptible: boolean): void {
    const scope = Scope.makeUnsafe()
    const services = new Map(this.context.mapUnsafe)
    services.set(Scope.Scope.key, scope)
    services.set(CurrentJob.key, info)
    const runFork = Effect.runForkWith(Context.makeUnsafe<any>(services))
    this.watch(job, runFork(effect, uninterruptible ? { uninterruptible } : undefined), true, (exit) => {
      // What the handler acquired is released before anybody learns that it has finished.
      const close = Scope.closeUnsafe(scope, exit)
      if (close === undefined) return this.settle(job, exit)
      const closing = Effect.runForkWith(this.context as Context.Context<never>)(close)
      this.watch(job, closing, false, (closed) => this.settle(job, Exit.isFailure(closed) ? closed : exit))
    })
  }

  /** Calls back when the fiber ends, at once if it has; it holds up a stop until then. */
  private watch(
    job: Running,
    fiber: Fiber.Fiber<unknown, unknown>,
    mayBeCancelled: boolean,
    done: (exit: Exit.Exit<unknown, unknown>) => void
  ): void {
    const exit = fiber.pollUnsafe()
    if (exit !== undefined) return done(exit)
    job.fiber = mayBeCancelled ? fiber : undefined
    this.running.set(keyOf(job.peer, job.id), job)
    this.owner.fibers(1)
    fiber.addObserver((exit) => {
      this.running.delete(keyOf(job.peer, job.id))
      this.owner.fibers(-1)
      done(exit)
    })
  }

  /** The handler has ended. A Deferred is the promise of a result: other jobs run until it is kept, perhaps by them. */
  private settle(job: Running, exit: Exit.Exit<unknown, unknown>): void {
    if (!Exit.isSuccess(exit) || !isPromised(exit.value)) return this.finish(job, exit)
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
    if (this.backlog.size > 0) this.owner.ready(this)
  }

  private finish(job: Running, exit: Exit.Exit<unknown, unknown>): void {
    job.info?.end()
    if (job.holdsSlot) this.active--
    else this.detached--
    // Neither answered nor done: its sender finds it started when the death of this thread is confirmed.
    if (job.interruptedBy === "recycle" && Exit.hasInterrupts(exit)) return this.checkIdle()
    // Whoever asked did not interrupt anything: an interruption of his would pass by all that he catches.
    if (job.interruptedBy === "stop" && Exit.hasInterrupts(exit)) this.replies.reason(job, stoppedBeforeItsEnd)
    else this.replies.exit(job, exit)
    this.end(job)
    if (this.backlog.size > 0) this.owner.ready(this)
    else this.checkIdle()
  }

  /** The job is over on this side: a tell says so by its word, since no record is sent for it. */
  private end(job: Running): void {
    const { mesh } = this.owner
    // guard G42: pairs with main's `clear`: the word may be another incarnation's
    if (job.orphan) return this.owner.account.letGo()
    if (!job.peer.dead) {
      if (!job.isAsk) {
        consumed(mesh.arena, job.peer.thread, job.id, job.generation, Phase.done)
        mesh.touch(job.peer)
      }
      this.owner.finished(job.peer)
    }
  }

  /** The asker no longer wants the result of a job that has started. */
  cancel(peer: Peer, id: number, generation: number): boolean {
    const job = this.running.get(keyOf(peer, id))
    if (job === undefined || job.generation !== generation) return false
    job.interruptedBy = "asker"
    job.fiber?.interruptUnsafe()
    return true
  }

  /** Calls `onIdle` when (or as) no job runs but `left`, which wait for this very end, and none can start beside them. */
  whenIdle(onIdle: () => void, left = 0): void {
    this.idlers.push({ left, onIdle })
    this.checkIdle()
  }

  private isIdleBut(left: number): boolean {
    return this.active + this.detached <= left && !this.hasReady
  }

  /** From now on every record is refused at the door; what waits is refused, what runs (more than `left`) interrupted. */
  refuseAll(left = 0): void {
    this.closing = "refusing"
    for (;;) {
      const next = this.backlog.shift()
      if (next === undefined) break
      this.refuse(next.peer, next.words, 0, next.orphan)
    }
    for (const job of this.isIdleBut(left) ? [] : Array.from(this.running.values())) {
      if (job.interruptedBy === "nobody") job.interruptedBy = "stop"
      job.fiber?.interruptUnsafe()
    }
    this.checkIdle()
  }

  /**
   * Starts nothing more, since the senders give what waits to the next thread; finishes what has started, and what no
   * sender would move: tells of the dead, and what this very thread has sent.
   */
  leave(onIdle: () => void): void {
    this.closing = "leaving"
    this.idlers.push({ left: 0, onIdle })
    for (const record of this.backlog.all()) {
      if (!record.orphan && !this.isOwn(record.peer)) this.drop(record)
    }
    this.checkIdle()
  }

  private isOwn(peer: Peer): boolean {
    return peer.thread === this.owner.mesh.thread
  }

  /** There is no more time to leave in: what runs is interrupted, and is not answered from here. */
  leaveNow(): void {
    for (const job of Array.from(this.running.values())) {
      if (job.interruptedBy === "nobody") job.interruptedBy = "recycle"
      job.fiber?.interruptUnsafe()
    }
  }

  /** A record of a dead sender's mail lane, in order behind those that wait. True when it is kept: see inheritance.ts. */
  onOrphan(peer: Peer, at: number): boolean {
    if (this.closing === "refusing") return false
    const record = Mail.copy(this.owner.mesh, peer, at)
    if (!adopt(this.owner, record)) return false
    this.backlog.push(record)
    this.owner.ready(this)
    return true
  }

  /** One that waits here is nobody's any more. */
  drop(record: Mail.Backlogged): void {
    this.backlog.remove(record)
    Mail.free(this.owner.mesh, record.peer, record.words, 0)
  }

  checkIdle(): void {
    for (const { left, onIdle } of this.idlers) if (this.isIdleBut(left)) onIdle()
  }
}
