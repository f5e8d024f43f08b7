/**
 * The records that travel on lanes, as word offsets from a record's start. Written by the producer of a lane, read by
 * its consumer; `lane.ts` owns the first word.
 *
 * ```
 *  mail (ask, tell)                        express (replies, refusals, cancels, chunks, credits, chains)
 *  0  bytes of the whole record            0  bytes of the whole record
 *  1  kind | flags << 8 | method << 16     1  kind | flags << 8 | method << 16
 *  2  job id (the sender's table)          2  job id
 *  3  generation                           3  generation
 *  4  actor instance                       4  bytes of the payload
 *  5  bytes of the extension (0: none)     5  bytes of the remote stack (0: none)
 *  6  enqueued at, milliseconds (f64)
 *  8  deadline, milliseconds (f64, 0: none)
 *  10 extension, padded to 8, then payload 6  payload, then stack
 * ```
 * What does not fit a segment goes into a block. The record then says `SPILLED`, and has instead of that body
 * ```
 *  10 block (n), or ~n                     6  block (n), or ~n
 *  11 bytes of the body                    7  unused
 * ```
 */
import { blockAt, blockClass, type Layout, maxBlockBytes, maxRecordBytes } from "./memory/layout.ts"

export const Kind = {
  ask: 1,
  tell: 2,
  success: 3,
  failure: 4,
  cause: 5,
  actorError: 6,
  refused: 7,
  cancel: 8,
  /** To the consumer of a stream: elements, as an array. */
  chunk: 9,
  /** To the producer of a stream: how many more elements it may send, as an Int32. */
  credit: 10,
  /** To whoever runs a job: who waits for it now, as Float64 (see sending/chains.ts). */
  chain: 11
} as const
export type Kind = (typeof Kind)[keyof typeof Kind]

export const Field = {
  bytes: 0,
  head: 1,
  job: 2,
  generation: 3,
  instance: 4,
  extensionBytes: 5,
  payloadBytes: 4,
  stackBytes: 5
} as const

/** Offsets of the Float64 fields of mail, in words. */
export const Times = { enqueuedAt: 6, deadline: 8 } as const

/** Fields of spilled records, in words. */
export const Spilled = { mailBlock: 10, mailBytes: 11, expressBlock: 6 } as const

export const MAIL_BYTES = 40
export const EXPRESS_BYTES = 24
export const SPILLED_MAIL_BYTES = MAIL_BYTES + 8
export const SPILLED_EXPRESS_BYTES = EXPRESS_BYTES + 8

/** The number of a spilled record's block: `~n` stands for block n where a buffer was given, and the body is at its end. */
export const blockNumber = (word: number): number => (word < 0 ? ~word : word)
export const isGiven = (word: number): boolean => word < 0

/** The byte where the body begins in the block that this word names. */
export const bodyStart = (layout: Layout, word: number, bodyBytes: number): number => {
  const block = blockNumber(word)
  const start = blockAt(layout, block) * 4
  return isGiven(word) ? start + layout.blockUnits[blockClass(layout, block)]!.words * 4 - pad8(bodyBytes) : start
}

/** Bytes of the largest body behind an envelope of that length. */
export const maxBodyBytes = (layout: Layout, envelopeBytes: number): number =>
  Math.max(maxRecordBytes(layout) - envelopeBytes, maxBlockBytes(layout))

/** Beside the kind: the body lies in a block. */
export const SPILLED = 0x80
export const isSpilled = (head: number): boolean => (head & SPILLED) !== 0

/** Beside the kind: buffers come with it, by a port (thread/moves.ts). */
export const MOVES = 0x40
export const hasMoves = (head: number): boolean => (head & MOVES) !== 0

/** Beside the kind of mail: who waits for it may change while it runs, for it was submitted, or asked by such a job. */
export const OPEN = 0x20
export const isOpen = (head: number): boolean => (head & OPEN) !== 0

/** Rpcs one actor may have: the method takes the upper half of the head. */
export const MOST_METHODS = 0x10000

export const head = (kind: Kind, method: number): number => kind | (method << 16)
/** Mail carries in its flags how often the job was run before. */
export const withAttempt = (head: number, attempt: number): number => head | (Math.min(attempt - 1, 0xff) << 8)
export const attemptOf = (head: number): number => ((head >>> 8) & 0xff) + 1
export const kindOf = (head: number): Kind => (head & 0x1f) as Kind
export const methodOf = (head: number): number => head >>> 16

export const pad8 = (bytes: number): number => (bytes + 7) & ~7
