/**
 * The states that were visited, as 128 bits of hash each, in shards of open addressing: a JavaScript Set ends at 16.7
 * million entries. With each state goes the best budget (preemptions left) that it was visited with.
 */
const SHARD_BITS = 6
const SHARDS = 1 << SHARD_BITS

class Shard {
  private keys = new Int32Array(1024 * 4)
  private budgets = new Uint8Array(1024)
  private mask = 1023
  size = 0

  /** True when the state is new, or was only visited with a smaller budget. */
  visit(a: number, b: number, c: number, d: number, budget: number): boolean {
    let at = b & this.mask
    const { keys } = this
    for (;;) {
      const i = at * 4
      const stored = this.budgets[at]!
      if (stored === 0) {
        keys[i] = a
        keys[i + 1] = b
        keys[i + 2] = c
        keys[i + 3] = d
        this.budgets[at] = budget + 1
        if (++this.size * 5 > this.mask * 3) this.grow()
        return true
      }
      if (keys[i] === a && keys[i + 1] === b && keys[i + 2] === c && keys[i + 3] === d) {
        if (stored >= budget + 1) return false
        this.budgets[at] = budget + 1
        return true
      }
      at = (at + 1) & this.mask
    }
  }

  private grow(): void {
    const { budgets, keys } = this
    const capacity = (this.mask + 1) * 2
    this.keys = new Int32Array(capacity * 4)
    this.budgets = new Uint8Array(capacity)
    this.mask = capacity - 1
    for (let old = 0; old < budgets.length; old++) {
      if (budgets[old] === 0) continue
      let at = keys[old * 4 + 1]! & this.mask
      while (this.budgets[at] !== 0) at = (at + 1) & this.mask
      this.keys.set(keys.subarray(old * 4, old * 4 + 4), at * 4)
      this.budgets[at] = budgets[old]!
    }
  }
}

export class Seen {
  private readonly shards = Array.from({ length: SHARDS }, () => new Shard())

  visit(a: number, b: number, c: number, d: number, budget: number): boolean {
    return this.shards[a >>> (32 - SHARD_BITS)]!.visit(a, b, c, d, budget)
  }

  get size(): number {
    return this.shards.reduce((sum, shard) => sum + shard.size, 0)
  }
}

/** Mixes two words into 32 bits; `lane` makes four independent ones of it. */
export const mix = (x: number, y: number, lane: number): number => {
  let h = Math.imul(x ^ lane, 0x9e3779b1)
  h ^= h >>> 15
  h = Math.imul(h + y, 0x85ebca77)
  h ^= h >>> 13
  h = Math.imul(h ^ (y >>> 7) ^ lane, 0xc2b2ae3d)
  h ^= h >>> 16
  h = Math.imul(h, 0x27d4eb2f)
  return h ^ (h >>> 15)
}

export const LANES = [0x5bd1e995, 0x1b873593, 0x3c6ef372, 0x510e527f] as const
