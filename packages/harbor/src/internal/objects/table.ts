/**
 * The shared table of objects, as one thread sees it: which thread has an object, asked by anybody with one load; claimed
 * and released by any thread without a lock. Nothing is handed from thread to thread: an entry's word is the only truth,
 * and who writes it follows from what it says.
 *
 * - free: whoever claims it, by compare-and-exchange. Which ones may be free is a guess of each thread's own: what it has
 *   released, a range of entries that nobody was ever handed, or what it has seen free when it went through all of them.
 * - here: its holder, and nobody else while that lives.
 * - moving: the holder it moves to; whoever finds one of the two dead frees it by compare-and-exchange.
 *
 * Of a thread that has died one other one, main, frees all entries, after its exit.
 */
import * as Atomics from "./atomics.ts"
import {
  ENTRIES,
  entry,
  ENTRY_WORDS,
  freed,
  generationOf,
  Header,
  HOLDERS,
  holderOf,
  State,
  stateOf
} from "./layout.ts"

/** Entries that a thread is handed at a time, or remembers when it has looked for free ones. */
const RANGE = 256

/** A place whose thread is gone, while its entries are freed. */
const SWEPT = -1

/** No such object, or no such holder. */
export const NOBODY = -1

export class ObjectTable {
  /** This thread's place among the holders. */
  readonly holder: number
  private readonly words: Int32Array
  private readonly bits: number
  private readonly entries: number
  private readonly range: number
  private readonly lastGeneration: number
  /** Entries that were free when this thread last saw them: the latest one first. */
  private hints = new Int32Array(RANGE)
  private hintCount = 0
  /** What is left of the range that this thread was handed last. */
  private fresh = 0
  private freshEnd = 0
  /** Where this thread goes on when it looks through all of them. */
  private looked = 0

  constructor(words: Int32Array, bits: number, holder: number, range = RANGE) {
    this.words = words
    this.bits = bits
    this.entries = 2 ** bits
    this.holder = holder
    this.range = range
    this.lastGeneration = 2 ** (32 - bits) - 1
  }

  // -- anybody -------------------------------------------------------------------------------------------------------

  /** The place of the thread that has an object or will have it, or `NOBODY`: one load. */
  find(serial: number): number {
    const word = Atomics.load(this.words, this.at(serial))
    return generationOf(word) === serial >>> this.bits && stateOf(word) !== State.free ? holderOf(word) : NOBODY
  }

  /** The id of the thread that holds a place, or `NOBODY`. */
  threadOf(holder: number): number {
    return Atomics.load(this.words, Header.holders + holder) - 1
  }

  // -- the objects of this thread ------------------------------------------------------------------------------------

  /** The serial of a new object that lives here; 0 when there is no room. */
  claim(): number {
    const { words } = this
    for (;;) {
      const index = this.guess()
      if (index === NOBODY) return 0
      const at = ENTRIES + index * ENTRY_WORDS
      const before = Atomics.load(words, at)
      const generation = generationOf(before) + 1
      if (stateOf(before) !== State.free || generation > this.lastGeneration) continue
      // guard O01: two threads may have seen the same one free; pairs with the other one's claim
      if (Atomics.compareExchange(words, at, before, entry(generation, State.here, this.holder)) !== before) continue
      return ((generation << this.bits) | index) >>> 0
    }
  }

  /** It lives on this thread, and is not on its way to another one. */
  isHere(serial: number): boolean {
    return Atomics.load(this.words, this.at(serial)) === entry(serial >>> this.bits, State.here, this.holder)
  }

  /** What this thread keeps of its own object: see `setLocal`. */
  local(serial: number): number {
    return Atomics.load(this.words, this.at(serial) + 1)
  }

  setLocal(serial: number, local: number): void {
    Atomics.store(this.words, this.at(serial) + 1, local)
  }

  /** Ends an object of this thread. */
  release(serial: number): void {
    // From here on its id is stale. Pairs with every `find`, and with the claim that takes the entry next.
    Atomics.store(this.words, this.at(serial), freed(serial >>> this.bits))
    this.hint(serial & (this.entries - 1))
  }

  // -- objects that move ---------------------------------------------------------------------------------------------

  /** Whoever looks it up from now on finds the thread that it moves to. By the one that has it. */
  depart(serial: number, to: number): void {
    Atomics.store(this.words, this.at(serial), entry(serial >>> this.bits, State.moving, to))
  }

  /** It lives here now. By the thread that it moves to. */
  arrive(serial: number): void {
    Atomics.store(this.words, this.at(serial), entry(serial >>> this.bits, State.here, this.holder))
  }

  /** A thread has died in a move: the object is no more. False when somebody else has said so already. */
  abandon(serial: number, to: number): boolean {
    const at = this.at(serial)
    const moving = entry(serial >>> this.bits, State.moving, to)
    // guard O03: pairs with main's sweep, and with a claim that has made another object of it since
    const isMine = Atomics.compareExchange(this.words, at, moving, freed(serial >>> this.bits)) === moving
    if (isMine) this.hint(serial & (this.entries - 1))
    return isMine
  }

  // -- threads -------------------------------------------------------------------------------------------------------

  /**
   * Frees all that the place of a thread still holds, and the place: after that thread's exit, or by the thread itself. Who comes
   * second finds nothing to do, -1 then: it may be another thread's place by now.
   */
  sweep(holder: number, thread: number): number {
    const { words } = this
    const place = Header.holders + holder
    // guard O11: one of them, once; pairs with the same of another thread, and with `take`
    if (Atomics.compareExchange(words, place, thread + 1, SWEPT) !== thread + 1) return -1
    let count = 0
    for (let index = 0; index < this.entries; index++) {
      const at = ENTRIES + index * ENTRY_WORDS
      const before = Atomics.load(words, at)
      if (holderOf(before) !== holder || stateOf(before) === State.free) continue
      // guard O04: pairs with `abandon`: an object that moved here may be another one by now
      if (Atomics.compareExchange(words, at, before, freed(generationOf(before))) !== before) continue
      this.hint(index)
      count++
    }
    // After its entries: who takes the place next finds none that it has not claimed. Pairs with `take`.
    Atomics.store(words, place, 0)
    return count
  }

  // -- where there may be room ---------------------------------------------------------------------------------------

  private at(serial: number): number {
    return ENTRIES + (serial & (this.entries - 1)) * ENTRY_WORDS
  }

  private hint(index: number): void {
    if (this.hintCount === this.hints.length) {
      const larger = new Int32Array(this.hints.length * 2)
      larger.set(this.hints)
      this.hints = larger
    }
    this.hints[this.hintCount++] = index
  }

  /** An entry that may be free, or `NOBODY` when none is. */
  private guess(): number {
    if (this.hintCount > 0) return this.hints[--this.hintCount]!
    if (this.fresh < this.freshEnd) return this.fresh++
    // A look first, so that those who find nothing do not count on for ever.
    if (Atomics.load(this.words, Header.fresh) < this.entries) {
      // Each range is handed to one thread. Pairs with the same of every other thread.
      const start = Atomics.add(this.words, Header.fresh, this.range)
      if (start < this.entries) {
        this.freshEnd = Math.min(start + this.range, this.entries)
        this.fresh = start + 1
        return start
      }
    }
    this.look()
    return this.hintCount > 0 ? this.hints[--this.hintCount]! : NOBODY
  }

  /** Goes through all entries, at most once, until it has seen a range of free ones. */
  private look(): void {
    for (let left = this.entries; left > 0 && this.hintCount < this.range; left--) {
      const index = this.looked
      this.looked = (index + 1) & (this.entries - 1)
      const word = Atomics.load(this.words, ENTRIES + index * ENTRY_WORDS)
      if (stateOf(word) === State.free && generationOf(word) < this.lastGeneration) this.hint(index)
    }
  }
}

/** The incarnation of this node, not 0: what the first one has drawn. */
export const nodeOf = (words: Int32Array, drawn: number): number => {
  // guard O10: all threads go by the same one; pairs with the same of another thread that starts
  const before = Atomics.compareExchange(words, Header.node, 0, drawn | 0)
  return (before === 0 ? drawn : before) >>> 0
}

/** Takes a place for a thread, by its id; `NOBODY` when all are taken. */
export const take = (words: Int32Array, thread: number): number => {
  for (let holder = 0; holder < HOLDERS; holder++) {
    // guard O05: pairs with the same of another thread that starts
    if (Atomics.compareExchange(words, Header.holders + holder, 0, thread + 1) === 0) return holder
  }
  return NOBODY
}

/** The place of a thread, or `NOBODY`. */
export const holderOfThread = (words: Int32Array, thread: number): number => {
  for (let holder = 0; holder < HOLDERS; holder++) {
    if (Atomics.load(words, Header.holders + holder) === thread + 1) return holder
  }
  return NOBODY
}
