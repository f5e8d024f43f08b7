/**
 * Puts the message that was packed last where it is to be read: into a record or a block of the sender's own lane, or into
 * memory of its own where it has to wait. Data that travels beside it is copied straight from where its sender has it.
 */
import { HEADER_BYTES, MARK, outgoing, pad8 } from "./codec/apart.ts"
import { scratch } from "./codec/msgpack.ts"

/** Writes the message that was packed last, of that length. */
export const writeMessage = (bytes: number, target: Uint8Array, at: number): void => {
  if (bytes === 0) return
  if (outgoing.isWhole) return copy(scratch.bytes, bytes, target, at)
  const { data, headBytes } = outgoing
  target[at] = MARK
  for (let i = 1; i < 4; i++) target[at + i] = 0
  for (let i = 0; i < 4; i++) target[at + 4 + i] = headBytes >>> (8 * i)
  copy(scratch.bytes, headBytes, target, at + HEADER_BYTES)
  let next = at + HEADER_BYTES + pad8(headBytes)
  for (const bytes of data) {
    target.set(bytes, next)
    next += pad8(bytes.byteLength)
  }
}

/** The message that was packed last as bytes of its own, for one that has to wait. */
export const keptMessage = (bytes: number): Uint8Array => {
  const kept = new Uint8Array(bytes)
  writeMessage(bytes, kept, 0)
  return kept
}

/** A loop beats `set(subarray)` for the small payloads that most jobs have: no object, no call into the engine. */
export const copy = (from: Uint8Array, bytes: number, to: Uint8Array, at: number): void => {
  if (bytes <= 64) {
    for (let i = 0; i < bytes; i++) to[at + i] = from[i]!
  } else {
    to.set(from.subarray(0, bytes), at)
  }
}
