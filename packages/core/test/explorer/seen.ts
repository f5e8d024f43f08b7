/**
 * The states that were visited, as 64 bits of hash each, in shards of open addressing: a JavaScript Set ends at 16.7
 * million entries. That two of 10⁸ states share a hash, and one is therefore not looked at, has a chance of 1 : 3,700.
 *
 * With each state goes, for each thread that may have moved last, how many preemptions were left at best. Whoever comes
 * again with no more learns nothing new: the same thread moves on for free, and to go on as any other costs one.
 */
const SHARD_BITS = 6
const SHARDS = 1 << SHARD_BITS

/** Bits of a budget (0: never; else preemptions left, plus one), for up to five threads in a word of 16. */
const BITS = 3
const FIELD = (1 << BITS) - 1
export const MOST_THREADS = 5
export const MOST_PREEMPTIONS = FIELD - 1
/** One in the field of every thread. */
const ONES = 0b001_001_001_001_001

/** `last`: the thread that moves on for free, or -1 when everybody does. */
const isCovered = (budgets: number, last: number, budget: number): boolean => {
  let all = true
  for (let thread = 0; thread < MOST_THREADS; thread++) {
    const best = (budgets >>> (thread * BITS)) & FIELD
    if (best > budget + 1 || (best === budget + 1 && thread === last)) return true
    if (best <= budget) all = false
  }
  return all
}

const withBudget = (budgets: number, last: number, budget: number): number => {
  if (last >= 0) {
    const shift = last * BITS
    return (budgets & ~(FIELD << shift)) | ((budget + 1) << shift)
  }
  return ONES * (budget + 1)
}

class Shard {
  private keys = new Int32Array(1024 * 2)
  private budgets = new Uint16Array(1024)
  private mask = 1023
  size = 0
  /** How many numbers a state keeps besides. */
  private readonly width: number
  private feet: Int32Array

  constructor(width: number) {
    this.width = width
    this.feet = new Int32Array(1024 * width)
  }

  /** Where the numbers of a state lie that was visited. */
  private feetOf(a: number, b: number): number {
    let at = b & this.mask
    while (this.keys[at * 2] !== a || this.keys[at * 2 + 1] !== b) {
      if (this.budgets[at] === 0) throw new Error("no such state was visited")
      at = (at + 1) & this.mask
    }
    return at * this.width
  }

  readFeet(a: number, b: number, into: Int32Array): void {
    const at = this.feetOf(a, b)
    for (let each = 0; each < this.width; each++) into[each] = this.feet[at + each]!
  }

  writeFeet(a: number, b: number, from: Int32Array): void {
    this.feet.set(from, this.feetOf(a, b))
  }

  /** True when the state is new, or was only visited with less. */
  visit(a: number, b: number, last: number, budget: number): boolean {
    let at = b & this.mask
    const { budgets, keys } = this
    for (;;) {
      const stored = budgets[at]!
      if (stored === 0) {
        keys[at * 2] = a
        keys[at * 2 + 1] = b
        budgets[at] = withBudget(0, last, budget)
        if (++this.size * 3 > this.mask * 2) this.grow()
        return true
      }
      if (keys[at * 2] === a && keys[at * 2 + 1] === b) {
        if (isCovered(stored, last, budget)) return false
        budgets[at] = withBudget(stored, last, budget)
        return true
      }
      at = (at + 1) & this.mask
    }
  }

  private grow(): void {
    const { budgets, feet, keys, width } = this
    const capacity = (this.mask + 1) * 2
    this.keys = new Int32Array(capacity * 2)
    this.budgets = new Uint16Array(capacity)
    this.feet = new Int32Array(capacity * width)
    this.mask = capacity - 1
    for (let old = 0; old < budgets.length; old++) {
      if (budgets[old] === 0) continue
      let at = keys[old * 2 + 1]! & this.mask
      while (this.budgets[at] !== 0) at = (at + 1) & this.mask
      this.keys[at * 2] = keys[old * 2]!
      this.keys[at * 2 + 1] = keys[old * 2 + 1]!
      this.budgets[at] = budgets[old]!
      for (let each = 0; each < width; each++) this.feet[at * width + each] = feet[old * width + each]!
    }
  }
}

export class Seen {
  private readonly shards: ReadonlyArray<Shard>

  /** `width`: how many numbers a state keeps besides. */
  constructor(width = 0) {
    this.shards = Array.from({ length: SHARDS }, () => new Shard(width))
  }

  readFeet(a: number, b: number, into: Int32Array): void {
    this.shardOf(a).readFeet(a, b, into)
  }

  writeFeet(a: number, b: number, from: Int32Array): void {
    this.shardOf(a).writeFeet(a, b, from)
  }

  /** True when there is something to learn. */
  visit(a: number, b: number, last: number, budget: number): boolean {
    return this.shardOf(a).visit(a, b, last, budget)
  }

  private shardOf(a: number): Shard {
    return this.shards[a >>> (32 - SHARD_BITS)]!
  }

  /** Different states, whatever was left when they were visited. */
  get size(): number {
    return this.shards.reduce((sum, shard) => sum + shard.size, 0)
  }
}

/** Mixes two words into 32 bits. */
export const mixA = (x: number, y: number): number => {
  let h = Math.imul(x ^ 0x5bd1e995, 0x9e3779b1)
  h ^= h >>> 15
  h = Math.imul(h + y, 0x85ebca77)
  h ^= h >>> 13
  h = Math.imul(h ^ (y >>> 7), 0xc2b2ae3d)
  return h ^ (h >>> 16)
}

/** The same, into 32 others. */
export const mixB = (x: number, y: number): number => {
  let h = Math.imul(x ^ 0x3c6ef372, 0x85ebca6b)
  h ^= h >>> 16
  h = Math.imul(h ^ y, 0xcc9e2d51)
  h ^= h >>> 14
  h = Math.imul(h + (y >>> 5), 0x1b873593)
  return h ^ (h >>> 15)
}
