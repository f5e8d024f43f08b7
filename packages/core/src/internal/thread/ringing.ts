/**
 * Who hears of what this thread has published, and when: the first record of a burst rings its target, the others wait for the
 * burst's end, for as many of them as it takes to wake somebody, or until the sender has done something else for a while.
 */
import type { Arena } from "../memory/arena.ts"
import * as Bell from "../memory/bell.ts"
import { Thread } from "../memory/layout.ts"
import * as ThreadRecord from "../memory/threadRecord.ts"
import type { Peer } from "./peer.ts"

/**
 * Records of a burst that are published between its first ring and the next one. Then twice as many each time: the reader
 * is faster than the writer, so it sleeps again between rings that come too often, and to wake it takes as long as to send
 * some ten records. On one processor whoever is rung only interrupts the burst.
 */
const RING_FIRST = 64
const RING_MOST = 1024
/**
 * How long what is published may wait for its ring where the sender does something else in between: computes for the next
 * job, or the next element. What comes later rings at once.
 */
const LATE_MILLIS = 1
/** Records between two looks at the clock, at most, in a burst that has been quick so far: to look takes a tenth of a tell. */
const LOOK_EVERY = 4

/** What it needs of the loop of this thread. */
export interface RingingOwner {
  /** A drain will come: nothing needs to be scheduled for a flush. */
  readonly draining: () => boolean
  readonly now: () => number
  /** Runs the task when what runs now has returned. */
  readonly microtask: (task: () => void) => void
  /** Something lies in this thread's own lanes. */
  readonly wakeSelf: (peer: Peer) => void
  /** A ring returned CLOSED: `jobs` (ids and generations, oldest first) were published since the last one. */
  readonly closed: (peer: Peer, jobs: ReadonlyArray<number>) => void
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
  /** Since when something may lie unrung: when the drain began, or the burst. Negative: nothing does. */
  private since = -1
  /** Records since the last look at the clock, and how many there may be. */
  private unlooked = 0
  private lookEvery = 1

  constructor(arena: Arena, thread: number, owner: RingingOwner) {
    this.arena = arena
    this.thread = thread
    this.owner = owner
    this.bit = Bell.bitOf(thread)
    this.runsAlone = owner.runsAlone
  }

  /** A record lies in a lane to that thread: it is rung now, or by the flush that comes. */
  published(peer: Peer): void {
    if (peer.thread === this.thread) {
      this.owner.wakeSelf(peer)
    } else if (!peer.awaitsFlush) {
      if (this.since < 0) this.since = this.owner.now()
      peer.awaitsFlush = true
      peer.ringEvery = this.runsAlone ? RING_MOST : RING_FIRST
      this.toFlush.push(peer)
      // Alone, a ring only takes the processor from this drain, which mostly ends soon and rings then.
      if (this.runsAlone && this.owner.draining() && !this.isLate()) peer.unrung = 1
      else this.ring(peer)
      this.scheduleFlush()
    } else if (++peer.unrung >= peer.ringEvery) {
      peer.ringEvery = Math.min(2 * peer.ringEvery, RING_MOST)
      this.ring(peer)
    } else if (this.isLate()) {
      this.flush()
      this.scheduleFlush()
    }
  }

  /** A drain begins. */
  drainBegan(now: number): void {
    this.since = now
  }

  private isLate(): boolean {
    if (++this.unlooked < this.lookEvery) return false
    this.unlooked = 0
    if (this.owner.now() - this.since >= LATE_MILLIS) return true
    this.lookEvery = Math.min(2 * this.lookEvery, LOOK_EVERY)
    return false
  }

  private ring(peer: Peer): void {
    peer.unrung = 0
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
    this.since = -1
    this.unlooked = 0
    this.lookEvery = 1
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
