/**
 * The shared table of objects as words: where each of them stands, and what the bits of an entry mean.
 *
 * ```
 * word 0            the first entry that nobody was ever handed
 * word 1            the incarnation of this node, the upper half of every id: drawn by whoever comes first
 * word 16 … 143     holders: the thread's id + 1, or 0; an entry names its thread by its place here
 * word 144 …        entries, two words each
 *
 * entry, word 0     31          10 9    8 7          0
 *                   ┌─────────────┬──────┬────────────┐
 *                   │ generation  │ state│   holder   │
 *                   └─────────────┴──────┴────────────┘
 * entry, word 1     where its holder keeps the rest of it: read and written by that thread only
 *
 * serial            31        bits bits-1            0
 *                   ┌─────────────┬───────────────────┐
 *                   │ generation  │  number of entry  │      2 ** bits entries
 *                   └─────────────┴───────────────────┘
 * ```
 *
 * So an entry that is used again has another serial, each serial is used once, and one load tells whether an id is stale,
 * which thread has its object, and whether that is on its way to another one. An entry that has used up its generations
 * is never claimed again.
 */

/** Thread ids that share a table: twice as many as there may be threads, since the dead keep theirs until they are swept. */
export const HOLDERS = 128

export const Header = { fresh: 0, node: 1, holders: 16 } as const

export const ENTRIES = Header.holders + HOLDERS

export const ENTRY_WORDS = 2

/** What an entry may be. */
export const State = { free: 0, here: 1, moving: 2 } as const
export type State = (typeof State)[keyof typeof State]

const HOLDER_BITS = 8
const HOLDER_MASK = (1 << HOLDER_BITS) - 1
const STATE_MASK = 3
const GENERATION_SHIFT = HOLDER_BITS + 2

/** Fewer bits of an entry's number would leave more generations than an entry has bits for. */
export const LEAST_BITS = GENERATION_SHIFT
/** 16,777,216 entries, of 255 generations. */
export const MOST_BITS = 24

if (HOLDERS > HOLDER_MASK + 1) throw new Error("a holder's place does not fit an entry")

export const bytesFor = (bits: number): number => (ENTRIES + ENTRY_WORDS * 2 ** bits) * 4

/** The bits of an entry's number in a table of that many words. */
export const bitsOf = (words: number): number => Math.log2((words - ENTRIES) / ENTRY_WORDS)

export const entry = (generation: number, state: State, holder: number): number =>
  (generation << GENERATION_SHIFT) | (state << HOLDER_BITS) | holder

/** What is left of an entry whose object is no more: its generation. */
export const freed = (generation: number): number => generation << GENERATION_SHIFT

export const generationOf = (word: number): number => word >>> GENERATION_SHIFT

export const stateOf = (word: number): number => (word >>> HOLDER_BITS) & STATE_MASK

export const holderOf = (word: number): number => word & HOLDER_MASK
