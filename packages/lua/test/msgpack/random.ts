/*
 * Random values that MessagePack and Lua can both have, from a seed: the same ones every time.
 */
export type Random = () => number

/** 32 random bits at a time (mulberry32). */
export const random =
  (seed: number): Random =>
  () => {
    seed = (seed + 0x6d2b79f5) | 0
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return (t ^ (t >>> 14)) >>> 0
  }

export const below = (next: Random, limit: number): number => next() % limit

const powers = [0, 5, 7, 8, 15, 16, 31, 32, 33, 47, 52, 53]

/** Near where the forms of integers change, on either side. */
export const integer = (next: Random): number => {
  const near = 2 ** powers[below(next, powers.length)]! + below(next, 5) - 2
  const number = Math.min(near, 2 ** 53)
  return next() & 1 ? number : -number
}

/** Beyond 2^53. */
export const wide = (next: Random): bigint => {
  const bits = (BigInt(next()) << 32n) | BigInt(next())
  const number = next() & 1 ? bits : BigInt.asIntN(64, bits)
  return number >= -(2n ** 53n) && number <= 2n ** 53n ? number + 2n ** 60n : number
}

/** With a fraction, or too large to be an integer, or none of both. */
export const float = (next: Random): number => {
  const special = [-0, Infinity, -Infinity, 1e300, 5e-324, 2 ** 60, 1.5, -0.1]
  return next() & 1 ? special[below(next, special.length)]! : next() / 1024 + 0.5 ** 11
}

const alphabet = ["a", "z", "0", " ", "\\0", "é", "中", "😀"]

export const text = (next: Random): string => {
  const length = below(next, 8) === 0 ? below(next, 300) : below(next, 12)
  return Array.from({ length }, () => alphabet[below(next, alphabet.length)]!).join("")
}

/** Not UTF-8. */
export const binary = (next: Random): Uint8Array =>
  Uint8Array.from({ length: below(next, 64) + 1 }, (_, index) => (index === 0 ? 0xff : next() & 0xff))
