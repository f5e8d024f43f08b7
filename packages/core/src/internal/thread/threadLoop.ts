/**
 * The loop of one thread, main included: drains what was published for it, starts jobs, settles replies, deals with
 * deaths, and parks. It never blocks the event loop, and gives it a turn at least every millisecond.
 *
 * A drain is started by the bell (through one armed `waitAsync`) or by a scheduled continuation; every drain ends in a
 * park or in a continuation. It never runs inside a send.
 */
import type { ActorErrorReason } from "../../ActorError.ts"
import type { DeadLetter } from "../../DeadLetter.ts"
import { BurstClock } from "./burstClock.ts"
import { BusyTime } from "./busyTime.ts"
import { Deaths, SLICE_JOBS } from "./death.ts"
import { DeadLetters } from "./deadLetters.ts"
import type { DebugOwner } from "./debugLanes.ts"
import { type EventLoop, globals } from "./eventLoop.ts"
import type { HostedActor } from "../hosting/hostedActor.ts"
import { type KeepAlive, LoopHold } from "./loopHold.ts"
import * as Mail from "../hosting/mailRecord.ts"
import type { Arena } from "../memory/arena.ts"
import * as Bell from "../memory/bell.ts"
import { Thread } from "../memory/layout.ts"
import * as ThreadRecord from "../memory/threadRecord.ts"
import { Mesh, type Peer } from "./mesh.ts"
import { Outbox } from "../sending/outbox.ts"
import { refuseRecord } from "../hosting/refuse.ts"
import * as Record from "../record.ts"
import { TellAccount } from "./tellAccount.ts"

/** Records taken from one lane before the next one has its turn. */
const STEP_RECORDS = 256
/** Milliseconds a drain may take before timers and I/O have their turn. */
const TURN_MILLIS = 1

export interface ThreadLoopOptions extends DebugOwner {
  readonly arena: Arena
  readonly thread: number
  readonly keepAlive: KeepAlive
  /** The globals by default. */
  readonly eventLoop?: EventLoop | undefined
  /** How a thread ended, as main has told: the reason its jobs fail with. */
  readonly deathReason: (thread: number) => ActorErrorReason
  /** Called at a notice that is about no death, and each time this thread has acknowledged one. */
  readonly noticed: (acknowledged: boolean) => void
  /** Jobs of the dead that are dealt with in one turn. Smaller only in tests. */
  readonly sliceJobs?: number
  /** Dead letters, told in batches: of this thread, and on main of all. */
  readonly lost?: (letters: ReadonlyArray<DeadLetter>) => void
}

export class ThreadLoop {
  readonly arena: Arena
  readonly thread: number
  readonly mesh: Mesh
  readonly outbox: Outbox
  readonly actors = new Map<number, HostedActor>()
  readonly account: TellAccount
  readonly deaths: Deaths
  readonly letters: DeadLetters
  private readonly options: ThreadLoopOptions
  private readonly dirty: Array<Peer> = []
  private readonly ready = new Set<HostedActor>()
  draining = false
  private scheduled = false
  private armed = false
  private readonly loopHold: LoopHold
  private readonly busy: BusyTime
  private mailClosed = false
  /** Mail goes to the backlogs: it is read to its end in one go, and its handlers are not run in that. */
  private onlyQueue = false
  private released = false
  private finishedCount = 0
  private turns = 0
  readonly eventLoop: EventLoop
  private readonly clock: BurstClock
  private turnEnd = 0
  private readonly after: Array<() => void> = []
  private onSent: (() => void) | undefined = undefined

  constructor(options: ThreadLoopOptions) {
    this.options = options
    this.arena = options.arena
    this.thread = options.thread
    this.account = new TellAccount(options.arena, options.thread)
    this.eventLoop = options.eventLoop ?? globals
    this.letters = new DeadLetters(() => this.threadName(this.thread), this.eventLoop.microtask, options.lost)
    this.clock = new BurstClock(this.eventLoop)
    this.busy = new BusyTime(options.arena, options.thread, this.eventLoop)
    this.loopHold = new LoopHold(
      options.keepAlive,
      () => this.outbox.replies.outstanding > 0 || this.outbox.waiting > 0,
      () => this.schedule()
    )
    this.mesh = new Mesh(options.arena, options.thread, {
      draining: () => this.draining,
      microtask: this.eventLoop.microtask,
      wakeSelf: (peer) => {
        this.markDirty(peer)
        this.schedule()
      },
      closed: (peer, jobs) => this.outbox.close(peer, jobs),
      debug: this.arena.layout.markBytes === 0 ? undefined : options
    })
    this.outbox = new Outbox(this.mesh, {
      busy: () => this.loopHold.check(),
      withdrawn: () => this.schedule(),
      now: () => this.clock.now(),
      account: this.account,
      lost: (letter) => this.letters.add(letter)
    })
    this.deaths = new Deaths(this, options.deathReason, () => options.noticed(true), options.sliceJobs ?? SLICE_JOBS)
  }

  /** The first drain; from then on the loop looks after itself. */
  start(): void {
    this.schedule()
  }

  /** Keeps the event loop alive until the returned function is called. */
  hold(): () => void {
    return this.loopHold.take()
  }

  // -- draining ------------------------------------------------------------------------------------------------------

  /** Runs `work` as a drain runs: it may be in the middle of a lane, and nobody else reads lanes until it is done. */
  exclusively(work: () => void): void {
    if (this.draining) return work()
    this.draining = true
    work()
    this.draining = false
    this.flush()
    this.schedule()
    this.runAfter()
  }

  /** Calls `then` now, or at the end of the drain that is under way: for what must not come between two records. */
  afterDrain(then: () => void): void {
    if (this.draining) this.after.push(then)
    else then()
  }

  private runAfter(): void {
    for (let then = this.after.shift(); then !== undefined; then = this.after.shift()) then()
  }

  private schedule(): void {
    if (this.scheduled || this.draining || this.released) return
    this.scheduled = true
    this.eventLoop.immediate(this.runScheduled)
  }

  private readonly runScheduled = (): void => {
    this.scheduled = false
    this.drain()
  }

  private readonly onBell = (): void => {
    this.armed = false
    this.drain()
  }

  private drain(): void {
    if (this.released) return
    const started = this.eventLoop.now()
    this.turnEnd = started + TURN_MILLIS
    this.draining = true
    ThreadRecord.store(this.arena, this.thread, Thread.heartbeat, ++this.turns)
    this.busy.drainBegan(started)
    let parked = false
    let sliced = false
    do {
      this.takeBell()
      // One slice a turn: what is left waits for the next one, and so does the park.
      if (!sliced) this.deaths.slice()
      sliced = true
      this.step()
      this.releaseHeld()
      const more = this.outbox.pump()
      this.publishCounters()
      this.mesh.flush()
      parked = !more && this.isIdle && this.park()
    } while (!parked && !this.deaths.pending && !this.isOverTime())
    this.draining = false
    this.busy.drainEnded()
    if (!parked) this.schedule()
    this.runAfter()
  }

  private get isIdle(): boolean {
    return this.dirty.length === 0 && this.ready.size === 0 && !this.deaths.pending
  }

  private isOverTime(): boolean {
    return this.eventLoop.now() >= this.turnEnd
  }

  private releaseHeld(): void {
    this.mesh.releaseHeld()
    if (this.onSent !== undefined && this.mesh.held === 0) {
      this.after.push(this.onSent)
      this.onSent = undefined
    }
  }

  /** Calls back once no reply waits for memory. */
  whenSent(sent: () => void): void {
    if (this.mesh.held === 0) sent()
    else this.onSent = sent
  }

  private takeBell(): void {
    const bits = Bell.take(this.arena, this.thread)
    if (bits === 0) return
    if ((bits & Bell.NOTICE) !== 0) this.onNotice()
    const { maxThreads } = this.arena.layout
    for (let bit = 0; bit < Bell.SENDERS; bit++) {
      if ((bits & (1 << bit)) === 0) continue
      // Beyond 24 threads a bit is shared: two or three lanes to look at.
      for (let thread = bit; thread < maxThreads; thread += Bell.SENDERS) {
        if (ThreadRecord.isAlive(this.arena, thread)) this.markDirty(this.mesh.peer(thread))
      }
    }
  }

  private markDirty(peer: Peer): void {
    if (peer.dirty) return
    peer.dirty = true
    this.dirty.push(peer)
  }

  /** One round over everything that is ready: replies first, then mail, then backlogs. */
  private step(): void {
    // One that died since is left to its departure: its lanes may serve another incarnation by now.
    const round = this.dirty.splice(0, this.dirty.length).filter((peer) => !peer.exited)
    for (const peer of round) peer.dirty = false
    const more: Array<Peer> = []
    for (const peer of round) if (this.drainExpress(peer, STEP_RECORDS)) more.push(peer)
    for (const peer of round) if (!this.mailClosed && this.drainMail(peer, STEP_RECORDS)) more.push(peer)
    for (const peer of more) if (!peer.exited) this.markDirty(peer)
    for (const actor of Array.from(this.ready)) {
      this.ready.delete(actor)
      for (let i = 0; i < STEP_RECORDS && actor.startNext(); i++) if (this.isTimeToLook(i)) break
      if (actor.hasReady) this.ready.add(actor)
    }
  }

  /** True when there is more than `limit`. */
  drainExpress(peer: Peer, limit: number): boolean {
    const { words } = this.arena
    for (let i = 0; i < limit; i++) {
      const at = peer.expressIn.next()
      if (at < 0) {
        if (i > 0) peer.expressIn.commit()
        return false
      }
      if (Record.kindOf(words[at + Record.Field.head]!) === Record.Kind.cancel) {
        const id = words[at + Record.Field.job]!
        const generation = words[at + Record.Field.generation]!
        for (const actor of this.actors.values()) if (actor.cancel(peer, id, generation)) break
      } else {
        this.outbox.onReply(at)
      }
      peer.expressIn.advance()
    }
    peer.expressIn.commit()
    return true
  }

  /** Handlers run in here: after every few of them the time is looked at. */
  private isTimeToLook(index: number): boolean {
    return (index & 7) === 7 && this.isOverTime()
  }

  /** True when there is more than `limit`, or than there was time for. */
  private drainMail(peer: Peer, limit: number): boolean {
    for (let i = 0; i < limit; i++) {
      const at = peer.mailIn.next()
      if (at < 0) {
        if (i > 0) peer.mailIn.commit()
        return false
      }
      this.onMail(peer, at)
      peer.mailIn.advance()
      if (this.isTimeToLook(i)) break
    }
    peer.mailIn.commit()
    return true
  }

  private onMail(peer: Peer, at: number): void {
    Mail.pass(this.mesh, at)
    const actor = this.actors.get(this.arena.words[at + Record.Field.instance]!)
    if (actor !== undefined) return actor.onMail(peer, at, this.onlyQueue)
    refuseRecord(this.mesh, peer, this.arena.words, at)
    this.finished(peer)
  }

  /** Announces the sleep and arms the wake-up; false when something came meanwhile. */
  private park(): boolean {
    this.loopHold.parked()
    if (!Bell.park(this.arena, this.thread)) return false
    if (this.armed) return true
    const wake = Bell.armed(this.arena, this.thread)
    if (wake === undefined) return false
    this.armed = true
    void wake.then(this.onBell)
    return true
  }

  // -- what hosted actors report -------------------------------------------------------------------------------------

  finished(peer: Peer): void {
    peer.finished++
    this.finishedCount++
    if (!this.draining) this.publishCounters()
  }

  actorReady(actor: HostedActor): void {
    this.ready.add(actor)
    this.schedule()
  }

  fibersChanged(delta: 1 | -1): void {
    if (delta === 1) this.busy.fiberBegan(this.draining)
    else this.busy.fiberEnded(this.draining)
  }

  private publishCounters(): void {
    ThreadRecord.store(this.arena, this.thread, Thread.finished, this.finishedCount)
  }

  threadName(thread: number): string {
    return this.options.threadName(thread)
  }

  // -- deaths --------------------------------------------------------------------------------------------------------

  /** Looks at the death epoch, from the bell's NOTICE or because a message presupposes it. */
  onNotice(): void {
    if (!this.deaths.notice()) this.options.noticed(false)
  }

  /** Jobs of a dead one ended here, and no longer count. */
  forgetFinished(peer: Peer): void {
    this.finishedCount -= peer.finished
  }

  // -- the end -------------------------------------------------------------------------------------------------------

  /**
   * Takes no more mail: what was published before is read once more, to the end, and never again. Replies still come
   * and go until `release`.
   */
  closeMail(): void {
    if (this.mailClosed) return
    Bell.close(this.arena, this.thread)
    // A thread does not ring itself, so nothing else would tell it.
    this.outbox.close(this.mesh.peer(this.thread))
    // After CLOSED was set: a sender whose wish comes later sees CLOSED by itself.
    this.readMail((peer) => this.mesh.touch(peer))
    this.mailClosed = true
  }

  /** Reads every mail lane to its end: what was sent before is with its actor then. Not inside a drain. */
  readMail(read: (peer: Peer) => void = () => {}): void {
    if (this.mailClosed) return
    this.exclusively(() => {
      this.onlyQueue = true
      this.deaths.begin()
      this.deaths.readMail()
      for (let thread = 0; thread < this.arena.layout.maxThreads; thread++) {
        if (!ThreadRecord.isAlive(this.arena, thread)) continue
        const peer = this.mesh.peer(thread)
        while (this.drainMail(peer, STEP_RECORDS));
        read(peer)
      }
      this.onlyQueue = false
    })
  }

  /** False once the last mail was read. */
  get takesMail(): boolean {
    return !this.mailClosed
  }

  /** Tells everybody what is still unrung. */
  flush(): void {
    this.publishCounters()
    this.mesh.flush()
  }

  /** The loop ends; nothing of it keeps the process or the memory alive. Not inside a drain. */
  release(): void {
    if (this.released) return
    this.exclusively(() => this.deaths.finish())
    this.released = true
    this.loopHold.release()
    Bell.release(this.arena, this.thread)
  }
}
