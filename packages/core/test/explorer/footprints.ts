/**
 * What threads do to words, as sets with numbers: equal sets have the same number, so that a state can keep some, and
 * unions of the same two are looked up.
 */
import { mixA } from "./seen.ts"

export const NOTHING = 0
/** Whatever there is. */
export const ANYTHING = 1

const CACHE_BITS = 18
const READ = 0x55555555
const WRITTEN = 0xaaaaaaaa

export class Footprints {
  /** Of each set two bits a word: it is read, it is written. */
  private readonly sets: Array<Int32Array> = [new Int32Array(0), new Int32Array(0)]
  private readonly known = new Map<number, Array<number>>()
  private readonly places = new Map<number, number>()
  /** Unions: both and the result, the latest one of those that share a place. */
  private readonly unions = new Int32Array(3 << CACHE_BITS)

  of(word: number, written: boolean): number {
    let place = this.places.get(word)
    if (place === undefined) this.places.set(word, (place = this.places.size))
    const bits = new Int32Array((place >> 4) + 1)
    bits[place >> 4] = (written ? 2 : 1) << ((place & 15) * 2)
    return this.numbered(bits)
  }

  union(a: number, b: number): number {
    if (a === b || b === NOTHING) return a
    if (a === NOTHING) return b
    if (a === ANYTHING || b === ANYTHING) return ANYTHING
    if (a > b) [a, b] = [b, a]
    const { unions } = this
    const at = ((Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b)) >>> (32 - CACHE_BITS)) * 3
    if (unions[at] === a && unions[at + 1] === b) return unions[at + 2]!
    const [x, y] = [this.sets[a]!, this.sets[b]!]
    const bits = new Int32Array(Math.max(x.length, y.length))
    for (let i = 0; i < bits.length; i++) bits[i] = (x[i] ?? 0) | (y[i] ?? 0)
    const id = this.numbered(bits)
    unions[at] = a
    unions[at + 1] = b
    unions[at + 2] = id
    return id
  }

  /** Some word is in both, and written in one. */
  meet(a: number, b: number): boolean {
    if (a === NOTHING || b === NOTHING) return false
    if (a === ANYTHING || b === ANYTHING) return true
    const [x, y] = [this.sets[a]!, this.sets[b]!]
    for (let i = 0; i < x.length && i < y.length; i++) {
      const anyX = x[i]! | ((x[i]! & READ) << 1)
      const anyY = y[i]! | ((y[i]! & READ) << 1)
      if ((((x[i]! & anyY) | (y[i]! & anyX)) & WRITTEN) !== 0) return true
    }
    return false
  }

  private numbered(bits: Int32Array): number {
    let hash = bits.length
    for (const each of bits) hash = mixA(hash, each)
    const bucket = this.known.get(hash)
    if (bucket === undefined) this.known.set(hash, [this.sets.length])
    else {
      const same = bucket.find((id) => areEqual(this.sets[id]!, bits))
      if (same !== undefined) return same
      bucket.push(this.sets.length)
    }
    return this.sets.push(bits) - 1
  }
}

const areEqual = (a: Int32Array, b: Int32Array): boolean => {
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false
  return true
}
