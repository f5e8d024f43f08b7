/*
 * Random numbers of a state: xoshiro128** of Blackman and Vigna, seeded by splitmix. A state has a generator of its own, begun at
 * random unless it is given a seed; the same seed gives the same numbers on every machine.
 */
import { randomBytes } from "node:crypto"

export interface Generator {
  /** 32 random bits. */
  next(): number
  /** A float in [0, 1) of 53 random bits. */
  float(): number
  seed(high: number, low: number): void
}

export const makeGenerator = (): Generator => {
  let a = 0
  let b = 0
  let c = 0
  let d = 0
  const generator: Generator = {
    next: () => {
      const x = Math.imul(b, 5)
      const result = Math.imul((x << 7) | (x >>> 25), 9)
      const t = b << 9
      c ^= a
      d ^= b
      b ^= c
      a ^= d
      c ^= t
      d = (d << 11) | (d >>> 21)
      return result >>> 0
    },
    float: () => {
      const high = generator.next() >>> 5
      return (high * 67108864 + (generator.next() >>> 6)) / 9007199254740992
    },
    seed: (high, low) => {
      let state = low | 0
      const mixed = (more: number): number => {
        state = (state + 0x9e3779b9 + more) | 0
        let z = state
        z = Math.imul(z ^ (z >>> 16), 0x21f0aaad)
        z = Math.imul(z ^ (z >>> 15), 0x735a2d97)
        return z ^ (z >>> 15)
      }
      a = mixed(0)
      b = mixed(high | 0)
      c = mixed(0)
      d = mixed(high | 0)
      if ((a | b | c | d) === 0) a = 1
      for (let i = 0; i < 16; i++) generator.next()
    }
  }
  const start = randomBytes(8)
  generator.seed(start.readInt32LE(0), start.readInt32LE(4))
  return generator
}

/** Seeds by a Lua number: by its bits, whatever its form. */
export const seedBy = (generator: Generator, n: number | bigint): void => {
  if (typeof n === "number" && !Number.isSafeInteger(n)) {
    const view = new DataView(new ArrayBuffer(8))
    view.setFloat64(0, n)
    return generator.seed(view.getInt32(0), view.getInt32(4))
  }
  const bits = BigInt.asUintN(64, BigInt(n))
  generator.seed(Number(bits >> 32n) | 0, Number(bits & 0xffffffffn) | 0)
}

/** An integer of [low, high], each as likely as the others. */
export const between = (generator: Generator, low: number | bigint, high: number | bigint): number | bigint => {
  if (typeof low === "number" && typeof high === "number") {
    const count = high - low + 1
    if (count <= 4294967296) {
      const limit = 4294967296 - (4294967296 % count)
      for (;;) {
        const r = generator.next()
        if (r < limit) return low + (r % count)
      }
    }
    if (count <= 9007199254740992 && high <= 9007199254740992) {
      const limit = 9007199254740992 - (9007199254740992 % count)
      for (;;) {
        const r = (generator.next() >>> 11) * 4294967296 + generator.next()
        if (r < limit) return low + (r % count)
      }
    }
  }
  const count = BigInt(high) - BigInt(low) + 1n
  const all = 1n << 128n
  const limit = all - (all % count)
  for (;;) {
    let r = 0n
    for (let i = 0; i < 4; i++) r = (r << 32n) | BigInt(generator.next())
    if (r < limit) return BigInt(low) + (r % count)
  }
}
