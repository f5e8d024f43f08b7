/**
 * The words that the threads of a model share: what an operation does to them, a log to take it back, a hash that is kept
 * up to date word by word, and what is known of who touches which word. Behind the arena's own words lie, for each thread,
 * the word that it is armed at, whether it is dead and its events, then the number of deaths.
 */
import type { Layout } from "../../src/internal/memory/layout.ts"
import { Event } from "./model.ts"
import { mixA, mixB } from "./seen.ts"
import { nameOfWord } from "./views.ts"
import { Kind } from "./world.ts"

/** What a dead thread wrote and never published. */
export const POISON = 0x5eaddead | 0
export const EVENTS = 16

export const isWrite = (kind: Kind): boolean => kind !== Kind.load && kind !== Kind.plainLoad

export class Words {
  readonly values: Int32Array
  readonly hash = new Int32Array(2)
  readonly armedAt: number
  readonly deadAt: number
  readonly eventsAt: number
  readonly killsAt: number
  private readonly layout: Layout
  private readonly threads: number
  private readonly initial: Int32Array
  /** Threads that have read and written a word, one bit each. */
  private readonly readers: Int32Array
  private readonly writers: Int32Array
  /** The same, as far as this walk goes by it. */
  private readonly knownReaders: Int32Array
  private readonly knownWriters: Int32Array
  private readonly atomic: Uint8Array
  /** Words that some thread reads: what the others hold makes no difference. */
  private readonly matters: Uint8Array
  private readonly foundRead = new Set<number>()
  /** Words found to be shared in this walk: the next one interleaves there. */
  private readonly found = new Set<number>()
  private readonly undoLog: Array<number> = []

  constructor(layout: Layout, words: Int32Array, threads: number, raised: ReadonlyArray<readonly [number, number]>) {
    this.layout = layout
    this.threads = threads
    this.armedAt = words.length
    this.deadAt = this.armedAt + threads
    this.eventsAt = this.deadAt + threads
    this.killsAt = this.eventsAt + threads
    this.values = new Int32Array(this.killsAt + 1)
    this.values.set(words)
    for (const [thread, event] of raised) this.values[this.eventsAt + thread]! |= 1 << event
    this.initial = this.values.slice()
    const { length } = this.values
    this.readers = new Int32Array(length)
    this.writers = new Int32Array(length)
    this.knownReaders = new Int32Array(length)
    this.knownWriters = new Int32Array(length)
    this.atomic = new Uint8Array(length)
    this.matters = new Uint8Array(length).fill(1, this.armedAt)
  }

  start(): void {
    this.values.set(this.initial)
    this.undoLog.length = 0
    this.hash.fill(0)
  }

  /** From here on nothing before is taken back. */
  forget(): void {
    this.undoLog.length = 0
  }

  get mark(): number {
    return this.undoLog.length
  }

  write(index: number, value: number): void {
    const before = this.values[index]!
    if (before === value) return
    this.undoLog.push(index, before)
    this.values[index] = value
    if (this.matters[index] === 0) return
    this.hash[0]! ^= mixA(index, before) ^ mixA(index, value)
    this.hash[1]! ^= mixB(index, before) ^ mixB(index, value)
  }

  undoTo(mark: number): void {
    const log = this.undoLog
    while (log.length > mark) {
      const before = log.pop()!
      const index = log.pop()!
      const value = this.values[index]!
      this.values[index] = before
      if (this.matters[index] === 0) continue
      this.hash[0]! ^= mixA(index, before) ^ mixA(index, value)
      this.hash[1]! ^= mixB(index, before) ^ mixB(index, value)
    }
  }

  /** All words that anybody looks at, as text: where they are not what they were at first. */
  spelled(): string {
    let text = ""
    for (const [index, value] of this.values.entries()) {
      if (this.matters[index] === 1 && value !== this.initial[index]) text += `${index}=${value},`
    }
    return text
  }

  isArmed(thread: number): boolean {
    return this.values[this.armedAt + thread] !== 0
  }

  isDead(thread: number): boolean {
    return this.values[this.deadAt + thread] !== 0
  }

  /** The dead take no events. */
  raise(thread: number, bits: number): void {
    if (!this.isDead(thread)) this.write(this.eventsAt + thread, this.values[this.eventsAt + thread]! | bits)
  }

  /** Does an operation and returns its answer. `choice` matters for those that leave something open. */
  apply(thread: number, kind: Kind, a: number, b: number, c: number, choice: number): number {
    const { armedAt, eventsAt, values } = this
    if (kind <= Kind.compareExchange || kind === Kind.plainLoad || kind === Kind.plainStore) {
      this.touch(thread, a, kind)
    }
    const before = values[a]!
    switch (kind) {
      case Kind.load:
        return before
      case Kind.store:
        this.write(a, b)
        return 0
      case Kind.plainStore:
        // Only the bits of the mask, for a byte.
        this.write(a, c === 0 ? b : (before & ~c) | b)
        return 0
      case Kind.add:
        this.write(a, (before + b) | 0)
        return before
      case Kind.or:
        this.write(a, before | b)
        return before
      case Kind.and:
        this.write(a, before & b)
        return before
      case Kind.exchange:
        this.write(a, b)
        return before
      case Kind.compareExchange:
        if (before === b) this.write(a, c)
        return before
      case Kind.notify:
        for (let each = 0; each < this.threads; each++) {
          if (values[armedAt + each] !== a + 1) continue
          this.write(armedAt + each, 0)
          this.raise(each, 1 << Event.bell)
        }
        return 0
      case Kind.arm:
        if (before !== b) return 0
        if (values[armedAt + thread] !== 0) throw new Error("armed twice: the first wait was still armed")
        this.write(armedAt + thread, a + 1)
        return 1
      case Kind.disarm:
        this.write(armedAt + thread, 0)
        this.write(eventsAt + thread, values[eventsAt + thread]! & ~(1 << Event.bell))
        return 0
      case Kind.turn:
        if (choice === EVENTS) return -1
        this.write(eventsAt + thread, values[eventsAt + thread]! & ~(1 << choice))
        return choice
      case Kind.choose:
        return choice
      case Kind.raise:
        this.raise(a - eventsAt, b)
        return 0
      case Kind.plainLoad:
        if (before === POISON) {
          throw new Error(`read ${nameOfWord(this.layout, a)}, which a dead thread never published`)
        }
        return before
    }
    throw new Error(`kind ${kind}`)
  }

  // -- who touches what ----------------------------------------------------------------------------------------------

  /** Remembers who touches a word; where that makes others come between, the next walk does so. */
  private touch(thread: number, index: number, kind: Kind): void {
    if (this.matters[index] === 0 && kind !== Kind.store && kind !== Kind.plainStore) this.foundRead.add(index)
    const bit = 1 << thread
    const isNew =
      (isWrite(kind) ? (this.writers[index]! & bit) === 0 : (this.readers[index]! & bit) === 0) ||
      (this.atomic[index] === 0 && kind <= Kind.compareExchange)
    if (!isNew) return
    if (isWrite(kind)) this.writers[index]! |= bit
    else this.readers[index]! |= bit
    if (kind <= Kind.compareExchange) this.atomic[index] = 1
    const all = this.readers[index]! | this.writers[index]!
    // A word of which all accesses are plain is never a point.
    if (this.atomic[index] === 1 && this.writers[index] !== 0 && (all & (all - 1)) !== 0) this.found.add(index)
  }

  /** Threads whose access to a word makes a difference to this one's, or is made one by it. */
  othersAt(thread: number, kind: Kind, index: number): number {
    const reads = kind === Kind.load || kind === Kind.arm
    return (this.knownWriters[index]! | (reads ? 0 : this.knownReaders[index]!)) & ~(1 << thread)
  }

  /** Others may come between only before an operation that meets one of theirs, or before what is a choice. */
  isPoint(thread: number, kind: Kind, index: number): boolean {
    switch (kind) {
      case Kind.plainLoad:
      case Kind.plainStore:
        return false
      case Kind.notify:
      case Kind.arm:
      case Kind.disarm:
      case Kind.turn:
      case Kind.choose:
      case Kind.raise:
        return true
      default:
        return this.othersAt(thread, kind, index) !== 0
    }
  }

  /** This walk did not interleave, or did not tell states apart, where it should have. */
  get isMistaken(): boolean {
    return this.found.size > 0 || this.foundRead.size > 0
  }

  /** What is learnt of words in one walk is used from the next one on. */
  learn(): void {
    for (const word of this.found) {
      this.knownReaders[word] = this.readers[word]!
      this.knownWriters[word] = this.writers[word]!
    }
    this.found.clear()
    for (const word of this.foundRead) this.matters[word] = 1
    this.foundRead.clear()
  }
}
