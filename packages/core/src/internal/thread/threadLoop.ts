/**
 * The loop of one thread, main included: drains what was published for it, starts jobs, settles replies, deals with deaths,
 * and parks. It never blocks the event loop, and gives it a turn at least every millisecond. A drain is started by the bell
 * (through one armed `waitAsync`) or by a scheduled continuation, and ends in a park or in a continuation: never inside a send.
 */
import { BurstClock } from "./burstClock.ts"
import { BusyTime } from "./busyTime.ts"
import { Deaths, SLICE_JOBS } from "./death.ts"
import { DeadLetters } from "./deadLetters.ts"
import { type EventLoop, globals } from "./eventLoop.ts"
import type { HostedActor } from "../hosting/hostedActor.ts"
import { Intake } from "./intake.ts"
import { LoopHold } from "./loopHold.ts"
import type { Arena } from "../memory/arena.ts"
import * as Bell from "../memory/bell.ts"
import { Thread } from "../memory/layout.ts"
import * as ThreadRecord from "../memory/threadRecord.ts"
import { Looks } from "./looks.ts"
import { Mesh, type Peer } from "./mesh.ts"
import { Parking } from "./parking.ts"
import { Next, type Staying } from "./rest.ts"
import { SlowJobs } from "./slowJobs.ts"
import { never as neverSlow, SlowLimits } from "./slowLimits.ts"
import { Outbox } from "../sending/outbox.ts"
import { TellAccount } from "./tellAccount.ts"
import type { ThreadLoopOptions } from "./threadLoopOptions.ts"

/** Milliseconds a drain may take before timers and I/O have their turn. */
const TURN_MILLIS = 1

export class ThreadLoop {
  readonly arena: Arena
  readonly thread: number
  readonly mesh: Mesh
  readonly outbox: Outbox
  readonly actors = new Map<number, HostedActor>()
  readonly account: TellAccount
  readonly deaths: Deaths
  readonly letters: DeadLetters
  readonly slow: SlowJobs
  private readonly options: ThreadLoopOptions
  private readonly intake: Intake
  private readonly parking: Parking
  private readonly looks: Looks
  private readonly linger: Staying | undefined
  /** The turn that is scheduled is only there to look at the bell again. */
  private lingers = false
  draining = false
  private scheduled = false
  private readonly loopHold: LoopHold
  private readonly busy: BusyTime
  private released = false
  private finishedCount = 0
  private turns = 0
  readonly eventLoop: EventLoop
  private readonly clock: BurstClock
  private turnEnd = 0
  /** The clock, when it was last looked at. */
  private lookedAt = 0
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
    this.slow = new SlowJobs({
      arena: options.arena,
      thread: options.thread,
      eventLoop: this.eventLoop,
      limits: options.slowLimits ?? new SlowLimits(neverSlow),
      threadName: (thread) => this.threadName(thread),
      jobOf: (instance, method) => this.actors.get(instance)?.jobOf(method) ?? options.jobOf?.(instance, method),
      targets: () => this.mesh.knownThreads(),
      underWay: () => Array.from(this.actors.values(), ({ jobs }) => jobs.underWay.values()),
      beat: () => this.beat(),
      report: (report) => options.slow?.(report)
    })
    this.mesh = new Mesh(options.arena, options.thread, {
      draining: () => this.draining,
      hosts: () => this.actors.size > 0,
      runsAlone: options.runsAlone === true,
      microtask: this.eventLoop.microtask,
      wakeSelf: (peer) => {
        this.intake.markDirty(peer)
        this.schedule()
      },
      closed: (peer, jobs) => this.outbox.close(peer, jobs),
      wantPort: (peer) => options.wantPort?.(peer.thread, peer.incarnation),
      debug: this.arena.layout.markBytes === 0 ? undefined : options
    })
    this.outbox = new Outbox(this.mesh, {
      busy: () => {
        this.loopHold.check()
        this.looks.parked()
      },
      sent: () => this.slow.arm(),
      withdrawn: () => this.schedule(),
      now: () => this.clock.now(),
      lookEvery: options.lookEvery,
      account: this.account,
      lost: (letter) => this.letters.add(letter)
    })
    this.linger = options.linger?.({
      arena: options.arena,
      thread: options.thread,
      now: this.eventLoop.now,
      stoodBy: (millis) => this.busy.idled(millis),
      hearsBurst: () => this.mesh.hearsBurst
    })
    this.parking = new Parking(options.arena, options.thread, () => this.drain())
    this.intake = new Intake({
      arena: this.arena,
      mesh: this.mesh,
      actors: this.actors,
      isOverTime: () => this.isOverTime(),
      jobsBegin: () => this.slow.jobsBegin(this.eventLoop.now()),
      onReply: (peer, at) => this.outbox.onReply(peer, at),
      onChunk: (peer, at) => this.outbox.onChunk(peer, at),
      finished: (peer) => this.finished(peer)
    })
    // Who frees a place in a mailbox rings at the end of his drain, too.
    const mayBeMore = (): boolean => this.outbox.waitingTargets.size > 0 || this.mesh.hearsBurst
    const look = (): void => (this.intake.finds() || this.outbox.waitingTargets.size > 0 ? this.schedule() : undefined)
    this.looks = new Looks(this.eventLoop.every, mayBeMore, look)
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
    try {
      work()
    } finally {
      this.draining = false
      this.schedule()
    }
    this.flush()
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

  /** A drain in a later turn: there is something to do. */
  schedule(): void {
    this.lingers = false
    if (this.scheduled || this.draining || this.released) return
    this.scheduled = true
    this.eventLoop.immediate(this.runScheduled)
  }

  private readonly runScheduled = (): void => {
    this.scheduled = false
    const { linger } = this
    if (this.lingers && linger !== undefined && linger.polls(this.outbox.replies.outstanding > 0)) this.stay()
    else this.drain()
  }

  /** A turn that is only there to look at the bell again. */
  private stay(): void {
    this.schedule()
    this.lingers = true
  }

  private drain(): void {
    if (this.released) return
    const started = this.eventLoop.now()
    this.lookedAt = started
    this.turnEnd = started + TURN_MILLIS
    this.draining = true
    this.beat()
    this.slow.jobsBegin(started)
    this.busy.drainBegan(started)
    let rest: Next = Next.again
    let sliced = false
    try {
      do {
        this.takeBell()
        // One slice a turn: what is left waits for the next one, and so does the park.
        if (!sliced) this.deaths.slice()
        sliced = true
        this.intake.step()
        this.releaseHeld()
        const more = this.outbox.pump()
        this.publishCounters()
        this.mesh.ringing.flush()
        this.slow.look()
        rest = more || !this.intake.isEmpty || this.deaths.pending ? Next.again : this.rest()
      } while (rest === Next.again && !this.deaths.pending && !this.isOverTime())
    } finally {
      this.draining = false
      this.busy.drainEnded()
      if (rest === Next.again) this.schedule()
    }
    // guard G77: who is awake owes a look; pairs with `ring`, which finds no WAITING and wakes nobody
    if (rest === Next.turn) this.stay()
    this.runAfter()
  }

  /** There is nothing to do: sleeps, or stays awake where that pays. */
  private rest(): Next {
    const { linger } = this
    const next =
      linger === undefined || !linger.mayStay || this.after.length > 0
        ? Next.park
        : linger.next(this.outbox.replies.outstanding > 0, this.busy.hasFibers)
    if (next === Next.stop) return this.stop(linger!)
    if (next === Next.park) return this.park() ? Next.park : Next.again
    return next
  }

  private isOverTime(): boolean {
    const now = this.eventLoop.now()
    this.mesh.ringing.spent(now - this.lookedAt)
    this.lookedAt = now
    this.slow.looked(now)
    return now >= this.turnEnd
  }

  private beat(): void {
    ThreadRecord.store(this.arena, this.thread, Thread.heartbeat, ++this.turns)
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
    this.linger?.came(this.lookedAt)
    if ((bits & Bell.NOTICE) !== 0) this.onNotice()
    this.intake.rung(bits)
  }

  /** True when there is more than `limit`. */
  drainExpress(peer: Peer, limit: number): boolean {
    return this.intake.drainExpress(peer, limit)
  }

  /** Announces the sleep and arms the wake-up; false when something came meanwhile. */
  private park(): boolean {
    this.loopHold.parked()
    if (!this.parking.park()) return false
    this.looks.parked()
    return true
  }

  /** Stops until it is rung. What waits for a turn of the event loop does not, so that time does not count. */
  private stop(linger: Staying): Next {
    const before = this.eventLoop.now()
    if (!this.parking.stop()) linger.stoppedInVain()
    const millis = this.eventLoop.now() - before
    this.busy.idled(millis)
    this.turnEnd += millis
    // guard G78: drains, whoever ended the stop; pairs with the notify of `ring`, which is used up by it
    return Next.again
  }

  // -- what hosted actors report -------------------------------------------------------------------------------------

  finished(peer: Peer): void {
    peer.finished++
    this.finishedCount++
    if (!this.draining) this.publishCounters()
  }

  actorReady(actor: HostedActor): void {
    this.intake.markReady(actor)
    this.schedule()
  }

  fibersChanged(delta: 1 | -1): void {
    this.slow.fibersChanged(delta)
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
    if (!this.takesMail) return
    Bell.close(this.arena, this.thread)
    // A thread does not ring itself, so nothing else would tell it.
    this.outbox.close(this.mesh.peer(this.thread))
    // guard G70: after CLOSED was set; pairs with the `or` of `ring`: what was published before it is read here, and who
    // rings after it takes back what he has published
    // guard G71: wishes too; pairs with the look at CLOSED that follows a wish: one made before is rung, one later sees it
    this.readMail((peer) => this.mesh.ringing.touch(peer))
    this.intake.mailClosed = true
  }

  /** Reads every mail lane to its end: what was sent before is with its actor then. Not inside a drain. */
  readMail(read: (peer: Peer) => void = () => {}): void {
    if (!this.takesMail) return
    this.exclusively(() => {
      this.deaths.begin()
      this.deaths.readMail()
      this.intake.readMail(read)
    })
  }

  /** Reads what others have answered and told this thread until now, rung or not. Not inside a drain. */
  readExpress(): void {
    this.exclusively(() => this.intake.readExpress())
  }

  /** False once the last mail was read. */
  get takesMail(): boolean {
    return !this.intake.mailClosed
  }

  /** Tells everybody what is still unrung. */
  flush(): void {
    this.publishCounters()
    this.mesh.ringing.flush()
  }

  /** It has ended: this thread has no memory any more. */
  get isReleased(): boolean {
    return this.released
  }

  /** The loop ends; nothing of it keeps the process or the memory alive. Not inside a drain. */
  release(): void {
    if (this.released) return
    this.exclusively(() => this.deaths.finish())
    this.released = true
    this.slow.end()
    this.looks.end()
    this.loopHold.release()
    this.mesh.closePorts()
    Bell.release(this.arena, this.thread)
  }
}
