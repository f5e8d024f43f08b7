/**
 * A lane: a byte queue with one producer and one consumer, made of linked segments. Two per ordered pair of threads.
 *
 * ```
 *  record:  | bytes (> 0) | kind… | …payload… | padding to 8 bytes |
 *  link:    | -(next segment + 1) | unused |          the consumer goes on in that segment and frees this one
 * ```
 * The producer writes the record, then stores `tail`; the consumer loads `tail`, then reads: that pair orders all the
 * plain writes between. A segment is claimed and linked before the `tail` that makes it visible, and the producer
 * never reads or writes what lies before its position: so the consumer may free a segment the moment it leaves it.
 */
import type { Arena } from "./arena.ts"
import * as Atomics from "./atomics.ts"
import * as Layout from "./layout.ts"
import type { OnWake, MemoryPool } from "./pool.ts"

const align8 = (bytes: number): number => (bytes + 7) & ~7

/** The sending end. Belongs to the thread that produces. */
export class LaneProducer {
  readonly lane: number
  readonly kind: Layout.LaneKind
  protected readonly arena: Arena
  private readonly pool: MemoryPool
  protected readonly base: number
  protected position: number
  private end: number
  protected tail = 0
  private sent = 0
  private claimed = 0
  private readonly claimedBlocks: [number, number] = [0, 0]

  constructor(arena: Arena, pool: MemoryPool, producer: number, consumer: number, kind: Layout.LaneKind) {
    this.arena = arena
    this.pool = pool
    this.kind = kind
    this.lane = Layout.laneNumber(arena.layout, producer, consumer, kind)
    this.base = Layout.laneAt(arena.layout, this.lane)
    this.position = Layout.firstSegmentAt(arena.layout, this.lane)
    this.end = this.position + arena.layout.firstSegmentWords
  }

  /**
   * Makes room for a record of `bytes`: its word index, or -1 when no segment could be had (nothing changed then). What is
   * on an express lane and no reply (`as` mail) has no part in the reserve, and is bound by the shares of mail.
   */
  reserve(bytes: number, as: Layout.LaneKind = this.kind): number {
    const words = align8(bytes) >> 2
    if (this.position + words + Layout.LINK_WORDS <= this.end) return this.position
    if (as === Layout.Lane.mail && !this.maysGrow()) return -1
    const segment = this.pool.claim(this.lane, as)
    if (segment < 0) return -1
    this.claimed++
    // Plain write: the consumer reads it only after a later `tail` says that something follows.
    this.arena.words[this.position] = -(segment + 1)
    this.position = Layout.segmentAt(this.arena.layout, segment)
    this.end = this.position + this.arena.layout.segmentWords
    return this.position
  }

  /**
   * Claims a block for `bytes` that go with a record, from the smallest class that holds them and has room: its number,
   * or -1. It is this lane's until the consumer passes the record.
   */
  claimBlock(bytes: number, as: Layout.LaneKind = this.kind): number {
    const { blockUnits } = this.arena.layout
    for (let blockClass = 0; blockClass < Layout.BLOCK_CLASSES; blockClass++) {
      if (bytes > blockUnits[blockClass]!.words * 4) continue
      const held = as === Layout.Lane.mail ? this.heldBlocks(blockClass) : 0
      if (held > 0 && !this.maysTakeBlock(blockClass, held)) continue
      // What is on an express lane is freed in the drain that passes it: with one at a time it goes on out of the reserve
      // although all that mail may have waits behind jobs, perhaps behind this very one.
      const from = held <= 0 ? this.kind : as
      const block = this.pool.claimBlock(blockClass, this.lane, from)
      if (block < 0) continue
      // Those of replies are freed without a count: nobody's share depends on it.
      if (as === Layout.Lane.mail) this.claimedBlocks[blockClass]!++
      return block
    }
    return -1
  }

  /** A block that this thread held goes with a record of this lane. */
  countGiven(block: number): void {
    this.claimedBlocks[Layout.blockClass(this.arena.layout, block)]!++
  }

  /** A block that was claimed will not be published; the caller frees it. */
  abandonBlock(block: number): void {
    this.claimedBlocks[Layout.blockClass(this.arena.layout, block)]!--
  }

  /** Segments, and blocks, that mail may use in all: for messages about what is full. */
  get segments(): number {
    return this.arena.layout.mailSegmentCount
  }
  get blocks(): number {
    const [small, large] = this.arena.layout.blockUnits
    return small.mailCount + large.mailCount
  }

  /** A mail lane holds at most as many segments as are free: one stuck pair cannot take the whole arena. */
  private maysGrow(): boolean {
    const held = (this.claimed - Atomics.load(this.arena.words, this.base + Layout.LaneWord.freed)) | 0
    return held <= 1 || held < Atomics.load(this.arena.words, Layout.Header.freeSegments)
  }

  /** Blocks of a class that mail of this lane lies in, those that wait behind a busy actor included. */
  private heldBlocks(blockClass: number): number {
    const freed = Atomics.load(this.arena.words, this.base + Layout.LaneWord.freedBlocks + blockClass)
    return (this.claimedBlocks[blockClass]! - freed) | 0
  }

  /** The same for the blocks of a class. */
  private maysTakeBlock(blockClass: number, held: number): boolean {
    return held < Atomics.load(this.arena.words, this.arena.layout.blockUnits[blockClass]!.freeCount)
  }

  /** Makes the record that was written at the reserved place visible. `jobs`: 1 for an ask or a tell, else 0. */
  publish(bytes: number, jobs: 0 | 1): void {
    const aligned = align8(bytes)
    this.position += aligned >> 2
    this.tail = (this.tail + aligned) | 0
    if (jobs === 1) {
      this.sent = (this.sent + 1) | 0
      Atomics.store(this.arena.words, this.base + Layout.LaneWord.sent, this.sent)
    }
    // guard G18: after the record; pairs with the load in LaneConsumer.next, which makes all written before visible
    Atomics.store(this.arena.words, this.base + Layout.LaneWord.tail, this.tail)
  }

  /** Asks the consumer to ring this thread once it has made room. The caller looks again after this, then waits. */
  want(): void {
    Atomics.store(this.arena.words, this.base + Layout.LaneWord.wanted, 1)
  }
}

/** The receiving end. Belongs to the thread that consumes. */
export class LaneConsumer {
  readonly lane: number
  protected readonly arena: Arena
  private readonly pool: MemoryPool
  protected readonly base: number
  private readonly onWake: OnWake
  protected position: number
  protected segment = -1
  protected head = 0
  protected tail = 0
  private freed = 0
  private readonly freedBlocks: [number, number] = [0, 0]

  constructor(
    arena: Arena,
    pool: MemoryPool,
    producer: number,
    consumer: number,
    kind: Layout.LaneKind,
    onWake: OnWake
  ) {
    this.arena = arena
    this.pool = pool
    this.onWake = onWake
    this.lane = Layout.laneNumber(arena.layout, producer, consumer, kind)
    this.base = Layout.laneAt(arena.layout, this.lane)
    this.position = Layout.firstSegmentAt(arena.layout, this.lane)
  }

  /** The word index of the next record, or -1 when there is none. The record stays readable until `advance`. */
  next(): number {
    if (this.head === this.tail) {
      // guard G19: pairs with the store in LaneProducer.publish: nothing is read beyond what it has published
      this.tail = Atomics.load(this.arena.words, this.base + Layout.LaneWord.tail)
      if (this.head === this.tail) return -1
    }
    const first = this.arena.words[this.position]!
    if (first < 0) {
      const left = this.segment
      this.segment = -first - 1
      this.position = Layout.segmentAt(this.arena.layout, this.segment)
      // guard G20: after the link was read; pairs with the claim of whoever finds it free, and overwrites it
      if (left >= 0) {
        this.freed++
        Atomics.store(this.arena.words, this.base + Layout.LaneWord.freed, this.freed)
        this.pool.free(left, this.onWake)
      }
    }
    return this.position
  }

  /** Whether anything was published that was not read: for who has not been rung. */
  get hasNext(): boolean {
    return Atomics.load(this.arena.words, this.base + Layout.LaneWord.tail) !== this.head
  }

  /** Leaves the record that `next` returned. */
  advance(): void {
    const aligned = align8(this.arena.words[this.position]!)
    this.position += aligned >> 2
    this.head = (this.head + aligned) | 0
  }

  /** Frees a block that came on this lane and that this thread has held since it passed the record. */
  freeBlock(block: number): void {
    const blockClass = Layout.blockClass(this.arena.layout, block)
    // Before the free: whoever is rung by that finds its share as it is now.
    const freed = ++this.freedBlocks[blockClass]!
    Atomics.store(this.arena.words, this.base + Layout.LaneWord.freedBlocks + blockClass, freed)
    this.pool.freeBlock(block, this.onWake)
  }

  /** Tells observers how far this end has come; called once a batch. */
  commit(): void {
    Atomics.store(this.arena.words, this.base + Layout.LaneWord.head, this.head)
  }

  /**
   * True if the producer waits for room here, and takes the wish: the caller rings the producer *after* this, so that
   * a wish made meanwhile is never erased. Pairs with LaneProducer.want; look after the job words changed, not before.
   */
  takeWanted(): boolean {
    const index = this.base + Layout.LaneWord.wanted
    if (Atomics.load(this.arena.words, index) === 0) return false
    // guard G21: taken before the ring, which the caller owes; pairs with LaneProducer.want
    Atomics.store(this.arena.words, index, 0)
    return true
  }
}
