/*
 * Frames as they should be, and what noise, faults and malice make of them. A seed decides.
 */
import * as Frame from "../../src/internal/frame.ts"
import { bombs } from "../codec/bombs.ts"

export const randomOf = (seed: number): ((below: number) => number) => {
  let state = seed >>> 0
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below)
  }
}

const telling = [0, 1, 0x7f, 0x80, 0x90, 0xc1, 0xc7, 0xc9, 0xd4, 0xd6, 0xd9, 0xdb, 0xdc, 0xdd, 0xde, 0xdf, 0xfe, 0xff]

type Random = (below: number) => number

/** Each of them changes bytes from `from` on. */
const mutations: ReadonlyArray<(bytes: Uint8Array, from: number, random: Random) => Uint8Array> = [
  (bytes, from, random) => changed(bytes, from, random, (byte) => byte ^ (1 << random(8))),
  (bytes, from, random) => changed(bytes, from, random, () => random(256)),
  (bytes, from, random) => changed(bytes, from, random, () => telling[random(telling.length)]!),
  (bytes, from, random) => bytes.slice(0, from + random(bytes.length - from + 1)),
  (bytes, from, random) =>
    joined(
      bytes,
      Uint8Array.from({ length: random(64) }, () => random(256))
    ),
  (bytes, from, random) => {
    const at = from + random(bytes.length - from + 1)
    return joined(bytes.slice(0, at), bytes.slice(from + random(bytes.length - from + 1)))
  },
  (bytes, from, random) => {
    const at = from + random(bytes.length - from + 1)
    const again = bytes.slice(from, at)
    return joined(bytes.slice(0, at), ...Array.from({ length: random(20) }, () => again))
  },
  (bytes, from, random) => joined(bytes.slice(0, from), bombs[random(bombs.length)]![1]),
  (bytes, from, random) => {
    const at = from + random(bytes.length - from + 1)
    return joined(bytes.slice(0, at), bombs[random(bombs.length)]![1].slice(0, 200), bytes.slice(at))
  }
]

const changed = (bytes: Uint8Array, from: number, random: Random, change: (byte: number) => number): Uint8Array => {
  const out = bytes.slice()
  if (out.length === from) return out
  for (let times = 1 + random(4); times > 0; times--) {
    const at = from + random(out.length - from)
    out[at] = change(out[at]!)
  }
  return out
}

const joined = (...parts: ReadonlyArray<Uint8Array>): Uint8Array => {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    out.set(part, at)
    at += part.length
  }
  return out
}

/** One of the frames, with a number of its own, changed: mostly in its body, so that it gets as far as the decoders. */
export const mutated = (frames: ReadonlyArray<Uint8Array>, number: number, random: Random): Uint8Array => {
  const bytes = frames[random(frames.length)]!.slice()
  new DataView(bytes.buffer).setUint32(36, number)
  const from = random(10) < 7 ? Frame.HEADER_BYTES : 0
  let out = mutations[random(mutations.length)]!(bytes, from, random)
  if (random(4) === 0 && out.length >= from) out = mutations[random(mutations.length)]!(out, from, random)
  return out
}
