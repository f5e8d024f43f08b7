/**
 * The memory that lanes take from: segments for their records, and blocks, in two classes, for what does not fit a
 * segment. Whoever finds none free announces it, and is rung by whoever frees some.
 */
import type { Arena } from "./arena.ts"
import * as Atomics from "./atomics.ts"
import * as Bell from "./bell.ts"
import { DebugUnitPool, type OnSpoilt } from "./debugUnits.ts"
import * as Layout from "./layout.ts"
import { UnitPool } from "./units.ts"

/** Called for each wake-up that a free caused, so that the thread can count its rings. */
export type OnWake = () => void

/** One thread's hand in the memory. Used by that thread only. */
export class MemoryPool {
  readonly arena: Arena
  readonly thread: number
  private readonly segments: UnitPool
  private readonly blocks: ReadonlyArray<UnitPool>

  /** `onSpoilt` is told, in debug mode, what was written after it was freed. */
  constructor(arena: Arena, thread: number, onSpoilt: OnSpoilt = () => {}) {
    this.arena = arena
    this.thread = thread
    const make = (units: Layout.Units): UnitPool =>
      arena.layout.markBytes === 0
        ? new UnitPool(arena, units, thread)
        : new DebugUnitPool(arena, units, thread, onSpoilt)
    this.segments = make(arena.layout.segmentUnits)
    this.blocks = arena.layout.blockUnits.map(make)
  }

  /** Claims a segment for `lane`; -1 when none is free. Express lanes may also take the reserve behind the mail's. */
  claim(lane: number, kind: Layout.LaneKind): number {
    return this.segments.claim(lane, kind)
  }

  free(segment: number, onWake: OnWake): void {
    this.segments.free(segment)
    // guard G12: after the store, never before; pairs with the second look of whoever set its bit
    this.wakeStarving(onWake)
  }

  /** Claims a block of the class for `lane`; -1 when none is free. */
  claimBlock(blockClass: number, lane: number, kind: Layout.LaneKind): number {
    const block = this.blocks[blockClass]!.claim(lane, kind)
    return block < 0 ? -1 : block + this.firstBlock(blockClass)
  }

  /** Claims a block of the class for this thread itself, of those that mail may have; -1 when none is free. */
  claimOwn(blockClass: number): number {
    const block = this.blocks[blockClass]!.claim(Layout.noLane(this.thread), Layout.Lane.mail)
    return block < 0 ? -1 : block + this.firstBlock(blockClass)
  }

  /** A block that this thread holds becomes that lane's; the record that names it is published after this. */
  giveBlock(block: number, lane: number): void {
    const blockClass = Layout.blockClass(this.arena.layout, block)
    this.blocks[blockClass]!.giveUnit(block - this.firstBlock(blockClass), lane)
  }

  /** The drain has passed the block's record: it is this thread's until it frees it, whoever dies meanwhile. */
  holdBlock(block: number): void {
    const blockClass = Layout.blockClass(this.arena.layout, block)
    this.blocks[blockClass]!.holdUnit(block - this.firstBlock(blockClass), this.thread)
  }

  freeBlock(block: number, onWake: OnWake): void {
    const blockClass = Layout.blockClass(this.arena.layout, block)
    this.blocks[blockClass]!.free(block - this.firstBlock(blockClass))
    // guard G60: after the store, never before; pairs with the second look of whoever set its bit
    this.wakeStarving(onWake)
  }

  private firstBlock(blockClass: number): number {
    return blockClass === 0 ? 0 : this.arena.layout.blockUnits[0].count
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
   * Frees the segments and blocks whose lane `leaves` says, and the blocks that thread `holder` held; returns how many.
   * Only where neither end can touch them any more: own lanes to a thread that is dead, or (main's sweep) lanes from a
   * thread whose death everybody acknowledged, and what that thread held.
   */
  freeLanes(leaves: (lane: number) => boolean, holder = -1): number {
    // guard G63: what a dead one held is its alone; pairs with its `holdBlock`
    const leavesOwner = (owner: number): boolean => (owner > 0 ? leaves(owner - 1) : -owner - 1 === holder)
    let freed = this.segments.freeOwned(leavesOwner)
    for (const blocks of this.blocks) freed += blocks.freeOwned(leavesOwner)
    return freed
  }

  /** Main, after a sweep: puts right what threads that died between a claim or a free and its count left out. */
  recount(): void {
    this.segments.recount()
    for (const blocks of this.blocks) blocks.recount()
  }

  /** Segments free right now, counted. */
  countFree(): number {
    return this.segments.countFree()
  }

  /** Blocks of the class free right now, counted. */
  countFreeBlocks(blockClass: number): number {
    return this.blocks[blockClass]!.countFree()
  }
}
