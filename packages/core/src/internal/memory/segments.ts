/**
 * The pool of segments: who owns which is one word each, claimed by compare-and-exchange and freed by a store.
 * No free list, so nothing can be lost with a dying thread: a claim that was never linked is found by scanning words.
 */
import type { Arena } from "./arena.ts"
import * as Atomics from "./atomics.ts"
import * as Bell from "./bell.ts"
import * as Layout from "./layout.ts"

/** Called for each wake-up that a free caused, so that the thread can count its rings. */
export type OnWake = () => void

const HOME_EVERY = 8

/** One thread's hand in the pool: remembers where it last found a free segment. Used by that thread only. */
export class SegmentPool {
  private readonly home: number
  private hint: number
  private claims = 0
  readonly arena: Arena
  readonly thread: number

  constructor(arena: Arena, thread: number) {
    this.arena = arena
    this.thread = thread
    // Threads start looking at different places, so that they rarely meet at one word.
    this.home = Math.floor((arena.layout.mailSegmentCount * thread) / arena.layout.maxThreads)
    this.hint = this.home
  }

  /** Claims a segment for `lane`; -1 when none is free. Express lanes may also take the reserve behind the mail's. */
  claim(lane: number, kind: Layout.LaneKind): number {
    const { mailSegmentCount, owners, segmentCount } = this.arena.layout
    const words = this.arena.words
    // Back home now and then, where segments have been freed since: a steady stream touches a few pages over and over
    // instead of walking through the whole arena.
    if (++this.claims % HOME_EVERY === 0) this.hint = this.home
    for (let i = 0; i < mailSegmentCount; i++) {
      let segment = this.hint + i
      if (segment >= mailSegmentCount) segment -= mailSegmentCount
      if (this.tryClaim(words, owners + segment, lane)) {
        this.hint = segment + 1 === mailSegmentCount ? 0 : segment + 1
        return segment
      }
    }
    if (kind === Layout.Lane.express) {
      for (let segment = mailSegmentCount; segment < segmentCount; segment++) {
        if (this.tryClaim(words, owners + segment, lane)) return segment
      }
    }
    return -1
  }

  private tryClaim(words: Int32Array, owner: number, lane: number): boolean {
    // The load keeps a scan over taken words from writing to their cache lines; the exchange alone decides.
    if (Atomics.load(words, owner) !== 0) return false
    // guard G10: of two claims one wins; pairs with the store of `free`: whoever sees 0 sees the segment no longer used
    if (Atomics.compareExchange(words, owner, 0, lane + 1) !== 0) return false
    Atomics.add(words, Layout.Header.freeSegments, -1)
    return true
  }

  free(segment: number, onWake: OnWake): void {
    Atomics.store(this.arena.words, this.arena.layout.owners + segment, 0)
    Atomics.add(this.arena.words, Layout.Header.freeSegments, 1)
    // guard G12: after the store, never before; pairs with the second look of whoever set its bit
    this.wakeStarving(onWake)
  }

  /** After memory came back: rings every thread that waits for some. Pairs with `starve`. */
  wakeStarving(onWake: OnWake): void {
    const { words } = this.arena
    for (let half = 0; half < 2; half++) {
      const index = Layout.Header.starving + half
      // The load keeps the common case (nobody waits) from writing; a bit set after it is seen by the setter's re-scan.
      if (Atomics.load(words, index) === 0) continue
      // guard G11: taken before anybody is rung, so that a bit set meanwhile is not erased; pairs with the `or` of `starve`
      let bits = Atomics.exchange(words, index, 0)
      while (bits !== 0) {
        const bit = 31 - Math.clz32(bits)
        bits &= ~(1 << bit)
        if (Bell.woke(Bell.ring(this.arena, half * 32 + bit, Bell.NOTICE))) onWake()
      }
    }
  }

  /** Announces that this thread waits for memory. The caller must try once more after it, and only then wait. */
  starve(): void {
    // guard G13: set before the second look; pairs with the load and the exchange of `wakeStarving`
    Atomics.or(this.arena.words, Layout.Header.starving + (this.thread >> 5), 1 << (this.thread & 31))
  }

  /**
   * Frees every segment whose lane `leaves` says; returns how many. Only for lanes that neither end can touch any more:
   * own lanes to a thread that is dead, or (main's sweep) lanes from a thread whose death everybody acknowledged.
   */
  freeLanes(leaves: (lane: number) => boolean): number {
    const { owners, segmentCount } = this.arena.layout
    const words = this.arena.words
    let count = 0
    for (let segment = 0; segment < segmentCount; segment++) {
      const owner = Atomics.load(words, owners + segment)
      if (owner !== 0 && leaves(owner - 1)) {
        Atomics.store(words, owners + segment, 0)
        count++
      }
    }
    if (count > 0) Atomics.add(words, Layout.Header.freeSegments, count)
    return count
  }

  /** Main, after a sweep: puts right what threads that died between a claim or a free and its count left out. */
  recount(): void {
    const { words } = this.arena
    const counted = Atomics.load(words, Layout.Header.freeSegments)
    // guard G14: only if nobody claimed or freed meanwhile (pairs with their `add`); else the next sweep does it
    Atomics.compareExchange(words, Layout.Header.freeSegments, counted, this.countFree())
  }

  /** Segments free right now, counted. */
  countFree(): number {
    const { owners, segmentCount } = this.arena.layout
    let count = 0
    for (let segment = 0; segment < segmentCount; segment++) {
      if (Atomics.load(this.arena.words, owners + segment) === 0) count++
    }
    return count
  }
}
