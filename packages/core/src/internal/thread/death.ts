/**
 * What one live thread does about the confirmed death of another: settles its own jobs there from its own words, takes
 * over what the dead one told, lets go of everything the two shared, and only then acknowledges. Step 2 of "Crash" in
 * docs/architecture.md.
 *
 * It is done in slices between turns of the event loop, one death after another in the order of their epochs; what has
 * to be true at once is done when a departure is made. A thread that was told to end and does not is dealt with in the
 * same line, as far as that can be done without its exit.
 */
import { type ActorErrorReason, type ArenaCorrupt, Stopped, ThreadDied } from "../../ActorError.ts"
import type { ThreadEntry } from "../system/directory.ts"
import { Inheritance } from "./inheritance.ts"
import { Lane, laneNumber, Thread } from "../memory/layout.ts"
import * as ThreadRecord from "../memory/threadRecord.ts"
import type { Peer } from "./mesh.ts"
import { Settlement } from "./orphans.ts"
import type { ThreadLoop } from "./threadLoop.ts"

/** Jobs that are dealt with before the event loop has its turn. */
export const SLICE_JOBS = 2048

/** One thread that leaves, as far as another one has come with that. */
class Departure {
  readonly peer: Peer
  /** Of its death; `undefined` while its exit has not been seen. */
  readonly epoch: number | undefined
  /** What waits until all of it is done. */
  readonly after: Array<() => void> = []
  private readonly loop: ThreadLoop
  private readonly letGo: () => void
  private readonly settlement: Settlement
  private readonly inheritance: Inheritance | undefined
  private drained = false
  private settled = false

  /** At once: nothing is sent there any more, and its names have other places, or none. */
  constructor(loop: ThreadLoop, peer: Peer, reason: ThreadDied | Stopped | ArenaCorrupt, epoch: number | undefined) {
    this.loop = loop
    this.peer = peer
    this.epoch = epoch
    this.letGo = loop.hold()
    if (epoch !== undefined) peer.exited = true
    this.settlement = new Settlement(loop.outbox, peer, reason, epoch !== undefined)
    this.inheritance = epoch === undefined ? undefined : new Inheritance(loop, peer)
  }

  /** Does one job. False when all is done. */
  step(): boolean {
    // (a) Replies that were published before the death win.
    // guard G30: before any word is looked at; pairs with the dead one's last `publish`
    if (!this.drained) this.drained = !this.loop.drainExpress(this.peer, 1)
    // (b) Every job of ours that is outstanding there, by its word.
    else if (!this.settled) this.settled = !this.settlement.step()
    // (c) Its jobs here: asks are dropped, tells are delivered.
    else return this.inheritance?.step() === true
    return true
  }

  /** Tells those whose jobs were settled since the last time. */
  tell(): void {
    this.settlement.tell()
  }

  /** This thread is about to read no more mail: that of the dead is read to its end, as everybody's. */
  readMail(): void {
    this.inheritance?.readAll()
  }

  /** All is settled: what the two shared is let go. */
  end(): void {
    const { loop, peer } = this
    this.letGo()
    if (this.epoch === undefined) return
    const { arena, mesh, thread } = loop
    // guard G31: from here on nothing is written on behalf of the dead one; pairs with main's `clear` of its record
    peer.dead = true
    // (d) Segments and blocks of our lanes to it: it reads no more.
    // guard G33: pairs with our own claims; nobody else frees them
    const mail = laneNumber(arena.layout, thread, peer.thread, Lane.mail)
    const express = laneNumber(arena.layout, thread, peer.thread, Lane.express)
    mesh.pool.freeLanes((lane) => lane === mail || lane === express)
    // Sooner than main's sweep would, which may have to wait for others.
    mesh.pool.wakeStarving(mesh.onWake)
    // (e) The lanes' words, by the live end and before the acknowledgement: a record used again must meet new cursors
    // and zeroed tails together.
    // guard G35: pairs with the first `publish` of the record's next incarnation, which starts at 0
    for (const lane of [mail, express]) ThreadRecord.clearLane(arena, lane)
    for (const kind of [Lane.mail, Lane.express]) {
      ThreadRecord.clearLane(arena, laneNumber(arena.layout, peer.thread, thread, kind))
    }
    // guard G36: pairs with the zeroed words: cursors of this incarnation must not meet the next one's lanes
    mesh.forget(peer)
    loop.forgetFinished(peer)
  }
}

/** The departures that one thread deals with, in order. */
export class Deaths {
  private readonly loop: ThreadLoop
  private readonly reasonOf: (thread: number) => ActorErrorReason
  private readonly acknowledged: () => void
  private readonly sliceJobs: number
  private readonly line: Array<Departure> = []
  /** Deaths up to here have begun to be dealt with; how many of them are done stands in this thread's record. */
  private begun: number
  private slicing = false
  /** Something of theirs was settled, and those who sent it do not know yet. */
  private readonly untold = new Set<Departure>()

  constructor(
    loop: ThreadLoop,
    reasonOf: (thread: number) => ActorErrorReason,
    acknowledged: () => void,
    sliceJobs: number
  ) {
    this.loop = loop
    this.reasonOf = reasonOf
    this.acknowledged = acknowledged
    this.sliceJobs = sliceJobs
    this.begun = ThreadRecord.load(loop.arena, loop.thread, Thread.ackedEpoch)
  }

  /** Something is left to do. */
  get pending(): boolean {
    return this.line.length > 0 || this.untold.size > 0
  }

  /** Looks at the death epoch and begins what is new, all of it at once. False when nothing was. */
  begin(): boolean {
    const { arena, mesh, thread } = this.loop
    const epoch = ThreadRecord.deathEpoch(arena)
    if (epoch === this.begun) return false
    const died: Array<{ readonly thread: number; readonly epoch: number }> = []
    for (let other = 0; other < arena.layout.maxThreads; other++) {
      const at = ThreadRecord.load(arena, other, Thread.diedAtEpoch)
      if (at > this.begun && at <= epoch && other !== thread) died.push({ thread: other, epoch: at })
    }
    this.begun = epoch
    for (const each of died.sort((a, b) => a.epoch - b.epoch)) {
      const reason = this.reasonOf(each.thread) as ThreadDied | Stopped | ArenaCorrupt
      this.line.push(new Departure(this.loop, mesh.peer(each.thread), reason, each.epoch))
    }
    if (this.line.length === 0) this.acknowledge(epoch)
    return true
  }

  /** A death may be new. True when one was: a slice of it is done, now or in the drain that is under way. */
  notice(): boolean {
    if (!this.begin()) return false
    this.goOn()
    return true
  }

  /**
   * All that waits here is looked at in the drain that this is part of, or that follows: the dead one may have taken the
   * duty to ring, and ids and memory come home.
   */
  private goOn(): void {
    if (!this.loop.draining) this.loop.exclusively(() => this.slice())
  }

  /** What main has told of the threads there are. */
  loseAll(threads: ReadonlyArray<ThreadEntry>): void {
    for (const { incarnation, lost, thread } of threads) {
      if (lost !== undefined) this.lose(thread, incarnation, new ThreadDied({ confirmed: false, detail: lost }))
    }
  }

  /** A thread was told to end and does not: what it was sent is settled as far as that can be without its exit. */
  lose(thread: number, incarnation: number, reason: ThreadDied): void {
    const peer = this.loop.mesh.known(thread)
    if (peer === undefined || peer.incarnation !== incarnation || peer.lost || peer.exited) return
    peer.lost = true
    this.line.push(new Departure(this.loop, peer, reason, undefined))
    this.goOn()
  }

  /** Deals with some of what is left. The rest is for a later turn of the event loop. */
  slice(jobs = this.sliceJobs): void {
    // Whoever is told of an end may do anything, but not go on with this.
    if (this.slicing) return
    this.slicing = true
    try {
      this.dealWith(jobs)
    } finally {
      // An error is for whoever runs this loop. What it came through is gone on with in the next slice.
      this.slicing = false
    }
  }

  private dealWith(jobs: number): void {
    const { untold } = this
    for (let left = jobs; left > 0;) {
      const departure = this.line[0]
      if (departure === undefined) break
      untold.add(departure)
      if (departure.step()) {
        left--
        continue
      }
      departure.end()
      this.line.shift()
      if (departure.epoch !== undefined) this.acknowledge(departure.epoch)
      for (const then of departure.after) this.loop.afterDrain(then)
    }
    // First the books, then the senders: they may interrupt others, and send again.
    for (const departure of untold) {
      untold.delete(departure)
      departure.tell()
    }
  }

  private acknowledge(epoch: number): void {
    // guard G37: after all of it is settled; pairs with the sweep, which waits for it
    ThreadRecord.store(this.loop.arena, this.loop.thread, Thread.ackedEpoch, epoch)
    this.acknowledged()
  }

  /**
   * Calls back when all that is known to leave has left: now, or after the last slice. What main tells of presupposes
   * all deaths that it knew.
   */
  after(then: () => void): void {
    this.notice()
    const last = this.line.at(-1)
    if (last === undefined) then()
    else last.after.push(then)
  }

  /** Reads what the dead have sent to this thread. */
  readMail(): void {
    for (const departure of this.line) departure.readMail()
  }

  /** The loop ends: what is left is dealt with now, and what this thread has sent to itself ends with it. */
  finish(): void {
    this.slice(Number.POSITIVE_INFINITY)
    const { loop } = this
    const own = loop.mesh.known(loop.thread)
    if (own === undefined) return
    while (loop.drainExpress(own, 256));
    own.exited = true
    own.dead = true
    const settlement = new Settlement(loop.outbox, own, new Stopped({}), true)
    while (settlement.step());
    settlement.tell()
  }
}
