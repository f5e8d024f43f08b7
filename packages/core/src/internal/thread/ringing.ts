/**
 * Who hears of what this thread has published, and when: the first record of a burst rings its target, the others wait for the
 * burst's end, or for as many of them as it takes to wake somebody. However long the burst takes, since a handler or main's own code
 * computes in the middle of it, whoever was rung looks for the others by himself until it has ended: looks.ts.
 */
import type { Arena } from "../memory/arena.ts"
import * as Bell from "../memory/bell.ts"
import { Thread, threadAt } from "../memory/layout.ts"
import * as ThreadRecord from "../memory/threadRecord.ts"
import type { Peer } from "./peer.ts"

/**
 * Records of a burst that are published between its first ring and the next one. Then twice as many each time: the reader
 * is faster than the writer, so it sleeps again between rings that come too often, and to wake it takes as long as to send
 * some ten records. On one processor whoever is rung only interrupts the burst.
 */
const RING_FIRST = 64
const RING_MOST = 1024
/** A handler that took so long says that the next one may, too: on one processor, what it leaves unrung does not wait for that. */
const LONG_MILLIS = 0.05

/** What it needs of the loop of this thread. */
export interface RingingOwner {
  /** A drain will come: nothing needs to be scheduled for a flush. */
  readonly draining: () => boolean
  /** Runs the task when what runs now has returned. */
  readonly microtask: (task: () => void) => void
  /** Something lies in this thread's own lanes. */
  readonly wakeSelf: (peer: Peer) => void
  /** A ring returned CLOSED: `jobs` (ids and generations, oldest first) were published since the last one. */
  readonly closed: (peer: Peer, jobs: ReadonlyArray<number>) => void
  /** It has handlers. */
  readonly hosts: () => boolean
  /** The machine runs one thread at a time. */
  readonly runsAlone: boolean
}

export class Ringing {
  /** Wake-ups this thread caused; also in its record. */
  rings = 0
  private readonly arena: Arena
  private readonly thread: number
  private readonly owner: RingingOwner
  private readonly bit: number
  private readonly runsAlone: boolean
  private readonly toFlush: Array<Peer> = []
  private readonly touchedPeers: Array<Peer> = []
  private flushScheduled = false
  /** The word that says that a burst is under way. */
  private readonly inBurst: number

  constructor(arena: Arena, thread: number, owner: RingingOwner) {
    this.arena = arena
    this.thread = thread
    this.owner = owner
    this.bit = Bell.bitOf(thread)
    this.runsAlone = owner.runsAlone
    this.inBurst = threadAt(arena.layout, thread) + Thread.inBurst
  }

  /** Mail, or a part of a stream, lies in a lane to that thread: it is rung now, or by the flush that comes. */
  published(peer: Peer): void {
    // A handler may compute behind it; who hosts none sends the next jobs of all whose replies this drain has settled.
    this.joined(peer, !this.owner.hosts())
  }

  /** The same for a reply. */
  answered(peer: Peer): void {
    this.joined(peer, true)
  }

  /** `waits`: on one processor a ring only takes that from this drain, which mostly ends soon and rings then. */
  private joined(peer: Peer, waits: boolean): void {
    if (peer.thread === this.thread) this.owner.wakeSelf(peer)
    else if (peer.awaitsFlush && (waits || !peer.isPutOff)) this.counts(peer)
    else {
      if (!peer.awaitsFlush) this.joins(peer)
      peer.isPutOff = waits && this.runsAlone && this.owner.draining()
      if (peer.isPutOff) peer.unrung = 1
      else this.ring(peer)
    }
  }

  /** The handler of a drain has returned, or some replies were settled, after so many milliseconds. */
  spent(millis: number): void {
    if (this.runsAlone && millis >= LONG_MILLIS && this.toFlush.length > 0) this.flush()
  }

  private joins(peer: Peer): void {
    // Plain, before the ring: whoever was rung sees it when he parks again, and looks by himself from then on (looks.ts).
    if (this.toFlush.length === 0) this.arena.words[this.inBurst] = 1
    peer.awaitsFlush = true
    peer.ringEvery = this.runsAlone ? RING_MOST : RING_FIRST
    this.toFlush.push(peer)
    this.scheduleFlush()
  }

  private counts(peer: Peer): void {
    if (++peer.unrung < peer.ringEvery) return
    peer.ringEvery = Math.min(2 * peer.ringEvery, RING_MOST)
    this.ring(peer)
  }

  private ring(peer: Peer): void {
    peer.unrung = 0
    peer.isPutOff = false
    if (peer.exited) return
    const before = Bell.ring(this.arena, peer.thread, this.bit)
    if (Bell.woke(before)) this.rings++
    // guard G23: it came too late for the target's last look; pairs with Bell.close
    if ((before & Bell.CLOSED) !== 0 && !peer.closed) {
      peer.closed = true
      this.owner.closed(peer, peer.takeUnrung())
    }
    peer.rung()
  }

  /** Job words of a sender changed: at the flush it is rung if it waits for room. */
  touch(peer: Peer): void {
    if (peer.touched) return
    peer.touched = true
    this.touchedPeers.push(peer)
    this.scheduleFlush()
  }

  private scheduleFlush(): void {
    if (this.flushScheduled || this.owner.draining()) return
    this.flushScheduled = true
    this.owner.microtask(this.flushLater)
  }

  private readonly flushLater = (): void => {
    this.flushScheduled = false
    this.flush()
  }

  /** Rings whoever has unrung records, and senders that wait for room. Before every park, and after every burst. */
  flush(): void {
    // Before the rings: on one processor whoever is woken runs at once, and would see a burst that is over.
    if (this.toFlush.length > 0) this.arena.words[this.inBurst] = 0
    for (const peer of this.toFlush) {
      peer.awaitsFlush = false
      if (peer.unrung > 0) this.ring(peer)
    }
    this.toFlush.length = 0
    for (const peer of this.touchedPeers) {
      peer.touched = false
      // guard G24: after the words changed, never before; pairs with LaneProducer.want: a wish made in between is then
      // seen here or by the wisher's own second look
      if (!peer.dead && peer.mailIn.takeWanted()) {
        if (peer.thread === this.thread) this.owner.wakeSelf(peer)
        else if (Bell.woke(Bell.ring(this.arena, peer.thread, this.bit))) this.rings++
      }
    }
    this.touchedPeers.length = 0
    ThreadRecord.store(this.arena, this.thread, Thread.rings, this.rings)
  }
}
