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
 * Of a thread that has died one other one frees all entries, after its exit: see sweep.ts.
 */
import * as Atomics from "./atomics.ts"
import {
  ENTRIES,
  entry,
  ENTRY_WORDS,
  generationOf,
  Header,
  HOLDERS,
  holderOf,
  incarnationAt,
  incarnationsOf,
  LAST_GENERATION,
  SERIAL_BITS,
  State,
  stateOf
} from "./layout.ts"

/** Entries that a thread is handed at a time, or remembers when it has looked for free ones. */
const RANGE = 256

/** No such object, or no such holder. */
export const NOBODY = -1

/** For tests and models: smaller than what is used. */
export interface TableOptions {
  readonly range?: number
  /** Bits of the serial in an id. */
  readonly serialBits?: number
  readonly incarnations?: number
  /** Any number but 0, for a new incarnation. */
  readonly draw?: () => number
}

export class ObjectTable {
  /** This thread's place among the holders. */
  readonly holder: number
  readonly words: Int32Array
  readonly entries: number
  private readonly bits: number
  private readonly range: number
  /** Generations of an entry in one incarnation of the node. */
  private readonly generations: number
  private readonly lastGeneration: number
  /** The incarnations that this thread knows of, in order, and the place of each. */
  private readonly nodes: Array<number> = []
  private readonly numbers = new Map<number, number>()
  private readonly incarnations: number
  private readonly serialsEach: number
  private readonly draw: () => number
  /** Entries that were free when this thread last saw them: the latest one first. */
  private hints = new Int32Array(RANGE)
  private hintCount = 0
  /** What is left of the range that this thread was handed last. */
  private fresh = 0
  private freshEnd = 0
  /** Where this thread goes on when it looks through all of them. */
  private looked = 0

  constructor(
    words: Int32Array,
    bits: number,
    holder: number,
    { draw = drawn, incarnations = incarnationsOf(bits), range = RANGE, serialBits = SERIAL_BITS }: TableOptions = {}
  ) {
    this.words = words
    this.bits = bits
    this.entries = 2 ** bits
    this.holder = holder
    this.range = range
    this.generations = 2 ** (serialBits - bits)
    this.serialsEach = 2 ** serialBits
    this.incarnations = incarnations
    this.lastGeneration = Math.min(LAST_GENERATION, incarnations * this.generations - 1)
    this.draw = draw
  }

  // -- anybody -------------------------------------------------------------------------------------------------------

  /** The place of the thread that has an object or will have it, or `NOBODY`: one load. */
  find(serial: number): number {
    const index = serial & (this.entries - 1)
    const word = Atomics.load(this.words, ENTRIES + index * ENTRY_WORDS)
    if (generationOf(word) * this.entries + index !== serial) return NOBODY
    return stateOf(word) === State.free ? NOBODY : holderOf(word)
  }

  /** The upper half of the id of a serial. */
  nodeOf(serial: number): number {
    const number = Math.floor(serial / this.serialsEach)
    this.learn(number)
    return this.nodes[number]!
  }

  /** The serial of an id, by its halves; `NOBODY` where that is of another node. */
  serialOf(node: number, serial: number): number {
    if (node === this.nodes[0]) return serial
    let number = this.numbers.get(node)
    if (number === undefined) {
      this.learn(Number.POSITIVE_INFINITY)
      number = this.numbers.get(node)
    }
    return number === undefined ? NOBODY : number * this.serialsEach + serial
  }

  /** Incarnations up to that one, as far as there are any. */
  private learn(last: number): void {
    for (let number = this.nodes.length; number <= last && number < this.incarnations; number++) {
      const node = Atomics.load(this.words, incarnationAt(this.bits, number)) >>> 0
      if (node === 0) return
      this.know(node)
    }
  }

  private know(node: number): void {
    this.numbers.set(node, this.nodes.length)
    this.nodes.push(node)
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
      const generation = this.after(generationOf(before))
      if (stateOf(before) !== State.free || generation > this.lastGeneration) continue
      const serial = generation * this.entries + index
      // Before anybody can have an id of it.
      if (serial >= this.serialsEach) this.begin(Math.floor(serial / this.serialsEach))
      // guard O01: two threads may have seen the same one free; pairs with the other one's claim
      if (Atomics.compareExchange(words, at, before, entry(generation, State.here, this.holder)) !== before) continue
      return serial
    }
  }

  /** The next one: the first of each incarnation is passed over, since in an id it may be 0. */
  private after(generation: number): number {
    return (generation + 1) % this.generations === 0 ? generation + 2 : generation + 1
  }

  /** The node's serials have run out: it is another one from now on, also for what others have claimed and claim as that. */
  private begin(number: number): void {
    this.learn(number)
    while (this.nodes.length <= number) {
      let node = this.draw()
      while (this.numbers.has(node)) node = this.draw()
      const at = incarnationAt(this.bits, this.nodes.length)
      // guard O12: all threads go by the same one; pairs with the same of another thread whose serials run out
      const before = Atomics.compareExchange(this.words, at, 0, node | 0)
      this.know((before === 0 ? node : before) >>> 0)
    }
  }

  private entryOf(serial: number, state: State, holder: number): number {
    return entry((serial - (serial & (this.entries - 1))) / this.entries, state, holder)
  }

  /** It lives on this thread, and is not on its way to another one. */
  isHere(serial: number): boolean {
    return Atomics.load(this.words, this.at(serial)) === this.entryOf(serial, State.here, this.holder)
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
    Atomics.store(this.words, this.at(serial), this.entryOf(serial, State.free, 0))
    this.hint(serial & (this.entries - 1))
  }

  // -- objects that move ---------------------------------------------------------------------------------------------

  /** Whoever looks it up from now on finds the thread that it moves to. By the one that has it. */
  depart(serial: number, to: number): void {
    Atomics.store(this.words, this.at(serial), this.entryOf(serial, State.moving, to))
  }

  /** It lives here now. By the thread that it moves to. */
  arrive(serial: number): void {
    Atomics.store(this.words, this.at(serial), this.entryOf(serial, State.here, this.holder))
  }

  /** A thread has died in a move: the object is no more. False when somebody else has said so already. */
  abandon(serial: number, to: number): boolean {
    const at = this.at(serial)
    const moving = this.entryOf(serial, State.moving, to)
    // guard O03: pairs with main's sweep, and with a claim that has made another object of it since
    const isMine = Atomics.compareExchange(this.words, at, moving, this.entryOf(serial, State.free, 0)) === moving
    if (isMine) this.hint(serial & (this.entries - 1))
    return isMine
  }

  // -- where there may be room ---------------------------------------------------------------------------------------

  private at(serial: number): number {
    return ENTRIES + (serial & (this.entries - 1)) * ENTRY_WORDS
  }

  /** An entry that is free: this thread claims it before it looks for others. */
  hint(index: number): void {
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
      if (stateOf(word) === State.free && this.after(generationOf(word)) <= this.lastGeneration) this.hint(index)
    }
  }
}

/** Of an incarnation: any number but 0. */
export const drawn = (): number => {
  const [number] = crypto.getRandomValues(new Uint32Array(1))
  return number === 0 ? 1 : number!
}

/** The first incarnation of this node, not 0: what the first one has drawn. */
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
