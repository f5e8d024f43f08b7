/**
 * Puts the message that was packed last where it is to be read: into a record or a block of the sender's own lane, or into
 * memory of its own where it has to wait. Data that travels beside it is copied straight from where its sender has it.
 */
import { HEADER_BYTES, MARK, outgoing, pad8 } from "./codec/apart.ts"
import { copyBytes } from "./codec/copyBytes.ts"
import { freshBytes } from "./codec/freshBytes.ts"
import { scratch } from "./codec/msgpack.ts"
import { smallBytes, smallWords } from "./codec/small.ts"

/**
 * Writes the message that was packed last, of that length. `words` is the memory of the target, whose records are of whole
 * words.
 */
export const writeMessage = (bytes: number, target: Uint8Array, at: number, words?: Int32Array): void => {
  if (bytes === 0) return
  if (scratch.bytes === smallBytes) {
    if (words !== undefined && bytes <= MOST_WORD_BYTES && (at & 3) === 0) return copyWords(bytes, words, at >> 2)
    return copy(smallBytes, bytes, target, at)
  }
  if (outgoing.isWhole) return copy(scratch.bytes, bytes, target, at)
  const { data, headBytes } = outgoing
  target[at] = MARK
  for (let i = 1; i < 4; i++) target[at + i] = 0
  for (let i = 0; i < 4; i++) target[at + 4 + i] = headBytes >>> (8 * i)
  copy(scratch.bytes, headBytes, target, at + HEADER_BYTES)
  let next = at + HEADER_BYTES + pad8(headBytes)
  for (const bytes of data) {
    copyBytes(bytes, target, next)
    next += pad8(bytes.byteLength)
  }
}

/** The message that was packed last as bytes of its own, for one that has to wait. */
export const keptMessage = (bytes: number): Uint8Array => {
  const kept = freshBytes(bytes)
  writeMessage(bytes, kept, 0)
  return kept
}

const MOST_WORD_BYTES = 256

/** A small message, whole words of it, four bytes at a time. */
const copyWords = (bytes: number, words: Int32Array, at: number): void => {
  const count = (bytes + 3) >> 2
  for (let i = 0; i < count; i++) words[at + i] = smallWords[i]!
}

/** A loop beats `set(subarray)` for the small payloads that most jobs have: no object, no call into the engine. */
export const copy = (from: Uint8Array, bytes: number, to: Uint8Array, at: number): void => {
  if (bytes <= 64) {
    for (let i = 0; i < bytes; i++) to[at + i] = from[i]!
  } else {
    copyBytes(from.subarray(0, bytes), to, at)
  }
}
