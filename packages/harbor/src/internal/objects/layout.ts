/**
 * The shared table of objects as words: where each of them stands, and what the bits of an entry mean.
 *
 * ```
 * word 0            the first entry that nobody was ever handed
 * word 1            the first incarnation of this node, the upper half of its ids: drawn by whoever comes first
 * word 16 … 143     holders: the thread's id + 1, or 0; an entry names its thread by its place here
 * word 144 …        entries, two words each
 * behind them       the later incarnations of this node, in order, as they come to be needed; or 0
 *
 * entry, word 0     31           9 8    7 6          0
 *                   ┌─────────────┬──────┬────────────┐
 *                   │ generation  │ state│   holder   │
 *                   └─────────────┴──────┴────────────┘
 * entry, word 1     where its holder keeps the rest of it: read and written by that thread only
 *
 * serial            whole numbers below 2 ** (23 + bits)
 *                   ┌─────────────┬───────────────────┐
 *                   │ generation  │  number of entry  │      2 ** bits entries
 *                   └─────────────┴───────────────────┘
 *                   ┌─────────────┬───────────────────┐
 *                   │ incarnation │ serial of an id   │      32 bits
 *                   └─────────────┴───────────────────┘
 * ```
 *
 * So an entry that is used again has another serial, each serial is used once, and one load tells whether an id is stale,
 * which thread has its object, and whether that is on its way to another one. Within the process serials go on beyond the 32
 * bits that an id has room for: what is above them says which incarnation of the node its upper half is, 0 the first.
 * An entry that has used up its generations is never claimed again.
 */

/** Thread ids that share a table: twice as many as there may be threads, since the dead keep theirs until they are swept. */
export const HOLDERS = 128

export const Header = { fresh: 0, node: 1, holders: 16 } as const

export const ENTRIES = Header.holders + HOLDERS

export const ENTRY_WORDS = 2

/** What an entry may be. */
export const State = { free: 0, here: 1, moving: 2 } as const
export type State = (typeof State)[keyof typeof State]

const HOLDER_BITS = 7
const HOLDER_MASK = (1 << HOLDER_BITS) - 1
const STATE_MASK = 3
const GENERATION_SHIFT = HOLDER_BITS + 2

/** What is left of the word. */
const GENERATION_BITS = 32 - GENERATION_SHIFT

/** What an id has room for. */
export const SERIAL_BITS = 32

/** With fewer entries the ids of a busy node would not last: of these there are 2 ** 39. */
export const LEAST_BITS = 16
/** 16,777,216 entries. */
export const MOST_BITS = 24

/** The last generation that an entry may have. */
export const LAST_GENERATION = 2 ** GENERATION_BITS - 1

/** How many incarnations a node has, with all its generations. */
export const incarnationsOf = (bits: number): number => Math.max(1, 2 ** (GENERATION_BITS + bits - SERIAL_BITS))

if (HOLDERS > HOLDER_MASK + 1) throw new Error("a holder's place does not fit an entry")

export const bytesFor = (bits: number): number => (incarnationAt(bits, incarnationsOf(bits) - 1) + 1) * 4

/** Where an incarnation stands. */
export const incarnationAt = (bits: number, number: number): number =>
  number === 0 ? Header.node : ENTRIES + ENTRY_WORDS * 2 ** bits + number - 1

/** The bits of an entry's number in a table of that many words. */
export const bitsOf = (words: number): number => Math.floor(Math.log2((words - ENTRIES) / ENTRY_WORDS))

export const entry = (generation: number, state: State, holder: number): number =>
  (generation << GENERATION_SHIFT) | (state << HOLDER_BITS) | holder

export const generationOf = (word: number): number => word >>> GENERATION_SHIFT

export const stateOf = (word: number): number => (word >>> HOLDER_BITS) & STATE_MASK

export const holderOf = (word: number): number => word & HOLDER_MASK
