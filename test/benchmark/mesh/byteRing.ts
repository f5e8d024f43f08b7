/*
 * The first alternative: one byte queue for each target, into which all its senders write. After Agrona's many-to-one
 * ring buffer: a sender claims a stretch by moving the tail with a compare-and-exchange, writes its record, and commits
 * it by storing its length; the reader stops at the first stretch that is not committed, and zeroes what it has read.
 *
 * ```
 *  words 0..63   tail | head, each on a line of its own
 *  then          records:  | bytes (0: not committed, < 0: padding of so many words) | … |
 * ```
 * It leaves out what it would need to survive a death: Agrona marks a stretch as claimed, so that a committer who never
 * comes can be cleared away.
 */
import type { Inlet, Memory, Outlet, Shared } from "./queue.ts"

const TAIL = 0
const HEAD = 32
const START = 64

const views = ({ ring }: Shared): Memory => ({
  words: new Int32Array(ring),
  bytes: new Uint8Array(ring),
  doubles: new Float64Array(ring)
})

export class ByteRingOutlet implements Outlet {
  readonly memory: Memory
  private readonly words: Int32Array
  private readonly capacity: number
  /** As this sender last saw it: the reader's line is looked at only when the ring seems full. */
  private head = 0

  constructor(shared: Shared) {
    this.memory = views(shared)
    this.words = this.memory.words
    this.capacity = this.words.length - START
  }

  reserve(bytes: number): number {
    const { capacity, words } = this
    const needed = ((bytes + 7) & ~7) >> 2
    for (;;) {
      const tail = Atomics.load(words, TAIL)
      const at = tail & (capacity - 1)
      // A record never wraps around: the rest of the ring is padding then.
      const padding = needed <= capacity - at ? 0 : capacity - at
      if (((tail - this.head) | 0) + needed + padding > capacity) {
        this.head = Atomics.load(words, HEAD)
        if (((tail - this.head) | 0) + needed + padding > capacity) return -1
      }
      if (Atomics.compareExchange(words, TAIL, tail, (tail + needed + padding) | 0) !== tail) continue
      if (padding === 0) return START + at
      Atomics.store(words, START + at, -padding)
      return START
    }
  }

  publish(at: number, bytes: number): void {
    Atomics.store(this.words, at, bytes)
  }
}

export class ByteRingInlet implements Inlet {
  readonly memory: Memory
  private readonly words: Int32Array
  private readonly capacity: number
  private head = 0

  constructor(shared: Shared) {
    this.memory = views(shared)
    this.words = this.memory.words
    this.capacity = this.words.length - START
  }

  rung(): void {}

  drain(limit: number, visit: (at: number) => void): boolean {
    const { capacity, words } = this
    let at = START + (this.head & (capacity - 1))
    let from = at
    let taken = 0
    for (; taken < limit; taken++) {
      let bytes = Atomics.load(words, at)
      if (bytes < 0) {
        this.release(from, at + 1, -bytes)
        at = from = START
        bytes = Atomics.load(words, at)
      }
      if (bytes === 0) break
      visit(at)
      const length = ((bytes + 7) & ~7) >> 2
      at += length
      this.head = (this.head + length) | 0
      if (at === START + capacity) {
        this.release(from, at, 0)
        at = from = START
      }
    }
    if (at > from) this.release(from, at, 0)
    return taken === limit
  }

  /** Zeroes what was read, once a batch, then lets the senders have it. */
  private release(from: number, to: number, padding: number): void {
    this.words.fill(0, from, to)
    this.head = (this.head + padding) | 0
    Atomics.store(this.words, HEAD, this.head)
  }
}
