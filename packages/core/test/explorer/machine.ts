/**
 * A model that stands somewhere: its words, and where each of its threads is. Who may move, how, what is wrong after it.
 *
 * The state is (words, answers of each thread); what a dead thread has answered is forgotten but for its notes.
 *
 * A race is two accesses to one word, one of them a plain one, one of them a write, without an operation of the first
 * thread in between: in a program with a race there is always an interleaving in which they stand so.
 */
import type { Arena } from "../../src/internal/memory/arena.ts"
import type { Layout } from "../../src/internal/memory/layout.ts"
import { Event, type FinalState, type Model } from "./model.ts"
import type { Node } from "./node.ts"
import { Runner } from "./runner.ts"
import { mixA, mixB } from "./seen.ts"
import { makeArena, nameOfWord } from "./views.ts"
import { EVENTS, isWrite, POISON, Words } from "./words.ts"
import { direct, Kind, kindNames, world } from "./world.ts"

/** Bits of what a thread may do: its events, `EVENTS` for what is ready, and its death. */
export const DIES = EVENTS + 1
export const DEATH = 1 << DIES
/** The label of a step that is a death. */
export const KILLED = -2

/** Who moved, by which choice (`KILLED`: it died), and where it stood before. */
export interface Step {
  readonly thread: number
  readonly label: number
  readonly before: Node
}

export class Machine {
  readonly model: Model
  readonly threads: number
  readonly words: Words
  readonly runner: Runner
  /** Where each thread stands. */
  current: Array<Node> = []
  /** Where each thread stands before its first move. */
  begun: Array<Node> = []
  transitions = 0
  /** Where the thread that moves stood before its last operation. */
  movedFrom!: Node
  /** The hash of the state: see `look`. */
  a = 0
  b = 0
  private readonly layout: Layout
  private readonly arena: Arena
  /** Of each thread, events that come from outside: when they are taken is open, so that nobody is preempted by waiting. */
  private readonly late: Int32Array

  constructor(model: () => Model, maxOperations = 5000) {
    world.executor = direct
    this.model = model()
    const { arena, words } = makeArena(this.model.sizes)
    this.model.setup?.(arena)
    this.arena = arena
    this.layout = arena.layout
    this.threads = this.model.threads.length
    this.words = new Words(arena.layout, words, this.threads, this.model.raised ?? [])
    this.runner = new Runner(this.model, this.words, arena, maxOperations)
    this.late = new Int32Array(this.threads)
    for (const [thread, event] of this.model.raised ?? []) this.late[thread]! |= 1 << event
    for (const watcher of this.model.watchers ?? []) {
      for (let thread = 0; thread < this.threads; thread++) this.late[watcher]! |= 1 << (Event.exit + thread)
    }
  }

  start(): void {
    this.words.start()
    this.current = this.runner.start()
    this.words.forget()
    this.begun = this.current.slice()
  }

  /** Back to the start, with all that was learnt of the threads. */
  rewind(): void {
    this.words.undoTo(0)
    this.current = this.begun.slice()
  }

  // -- who may move --------------------------------------------------------------------------------------------------

  /** Choices of a thread's next operation: a mask of what may be chosen, 0 when it is blocked. */
  choices(thread: number): number {
    if (this.words.isDead(thread)) return 0
    const node = this.current[thread]!
    if (node.end !== "no") return 0
    if (node.kind === Kind.turn) {
      const mask = node.b & this.words.values[this.words.eventsAt + thread]!
      return node.c === 1 ? mask | (1 << EVENTS) : mask
    }
    if (node.kind === Kind.choose) return (1 << node.b) - 1
    return 1
  }

  canDie(thread: number): boolean {
    return (
      this.model.threads[thread]!.killable === true &&
      !this.words.isDead(thread) &&
      this.current[thread]!.end === "no" &&
      this.words.values[this.words.killsAt]! < (this.model.maxKills ?? 1)
    )
  }

  /** Switching away from this thread is a preemption: it has something to do, and not only what comes from outside. */
  goesOn(thread: number): boolean {
    return (this.choices(thread) & ~(this.current[thread]!.kind === Kind.turn ? this.late[thread]! : 0)) !== 0
  }

  /** What this thread does next meets nothing that anybody alive does: to preempt it here is to preempt it later. */
  isAlone(thread: number): boolean {
    const node = this.current[thread]!
    if (node.kind > Kind.notify || this.runner.blockOf(node) !== undefined) return false
    return (this.words.othersAt(thread, node.kind, node.a) & this.alive) === 0
  }

  /** Threads that have not died or come to their end, one bit each. */
  private get alive(): number {
    let bits = 0
    for (let thread = 0; thread < this.threads; thread++) {
      if (!this.words.isDead(thread) && this.current[thread]!.end === "no") bits |= 1 << thread
    }
    return bits
  }

  // -- moves ---------------------------------------------------------------------------------------------------------

  /** Moves a thread by one choice; what is wrong then, if anything. */
  step(thread: number, choice: number): string | undefined {
    this.transitions++
    const before = this.current[thread]!
    this.movedFrom = before
    try {
      const answer = this.words.apply(thread, before.kind, before.a, before.b, before.c, choice)
      this.current[thread] = this.runner.advance(thread, before, answer)
    } catch (error) {
      return `${this.nameOf(thread)}: ${error instanceof Error ? error.message : String(error)}`
    }
    const after = this.current[thread]!
    if (after.end === "failed") return this.failureOf(thread)
    const raced = this.race(thread, this.movedFrom)
    if (raced >= 0) return `data race on ${nameOfWord(this.layout, raced)} (seen by ${this.nameOf(thread)})`
    return undefined
  }

  kill(thread: number): void {
    this.transitions++
    const { words } = this
    const block = this.runner.blockOf(this.current[thread]!)
    // What it wrote and never published may be seen half written, so nobody may read it: it is made unreadable.
    if (block !== undefined) for (const [word, access] of block) if ((access & 2) !== 0) words.write(word, POISON)
    words.write(words.deadAt + thread, 1)
    words.write(words.armedAt + thread, 0)
    words.write(words.killsAt, words.values[words.killsAt]! + 1)
    words.write(words.eventsAt + thread, 0)
    for (const watcher of this.model.watchers ?? []) words.raise(watcher, 1 << (Event.exit + thread))
  }

  /** The word that two threads race on, or -1. */
  race(moved: number, before: Node): number {
    const mine = this.runner.blockOf(this.current[moved]!)
    for (let other = 0; other < this.threads; other++) {
      if (other === moved || this.words.isDead(other)) continue
      const theirs = this.runner.blockOf(this.current[other]!)
      if (theirs === undefined) continue
      if (before.kind <= Kind.compareExchange) {
        const access = theirs.get(before.a)
        if (access !== undefined && (access === 2 || access === 3 || isWrite(before.kind))) return before.a
      }
      if (mine === undefined) continue
      for (const [word, access] of mine) {
        const their = theirs.get(word)
        if (their !== undefined && ((access | their) & 2) !== 0) return word
      }
    }
    return -1
  }

  // -- what it is ----------------------------------------------------------------------------------------------------

  /** Hashes the state into `a` and `b`. */
  look(): void {
    const { hash } = this.words
    let [a, b] = [hash[0]!, hash[1]!]
    for (let thread = 0; thread < this.threads; thread++) {
      const node = this.current[thread]!
      const stands = this.words.isDead(thread) ? node.notesId : node.id + 0x40000000
      a ^= mixA(thread, stands)
      b ^= mixB(thread, stands)
    }
    this.a = a
    this.b = b
  }

  /** All of it as text, the same in every walk. */
  spelled(): string {
    const { words } = this
    const parts = this.current.map(({ end }, thread) => `${end}${this.notesOf(thread).join()}`)
    return `${parts.join("|")}|${words.spelled()}`
  }

  nameOf(thread: number): string {
    return this.model.threads[thread]!.name
  }

  failureOf(thread: number): string {
    return `${this.nameOf(thread)}: ${this.current[thread]!.failure}`
  }

  private notesOf(thread: number): Array<string> {
    const notes: Array<string> = []
    for (let each: Node | undefined = this.current[thread]; each !== undefined; each = each.parent) {
      if (each.notes !== undefined) notes.unshift(...each.notes)
    }
    return notes
  }

  private finalState(): FinalState {
    const { words } = this
    return {
      word: (index) => words.values[index]!,
      kills: words.values[words.killsAt]!,
      arena: this.arena,
      threads: Object.fromEntries(
        this.model.threads.map(({ name }, index) => [
          name,
          {
            notes: this.notesOf(index),
            done: this.current[index]!.end === "done",
            armed: words.isArmed(index),
            dead: words.isDead(index)
          }
        ])
      )
    }
  }

  /** The final check, on the memory as it is: the shipped code may be asked, it reads directly. */
  check(): string | undefined {
    const saved = world.executor
    direct.words = this.words.values.slice()
    world.executor = direct
    try {
      return this.model.final(this.finalState())
    } finally {
      world.executor = saved
    }
  }

  describe({ before, label, thread }: Step): string {
    const name = this.nameOf(thread)
    if (label === KILLED) return `${name}: KILLED`
    const { a, b, c, kind } = before
    switch (kind) {
      case Kind.turn:
        return `${name}: turn ${label === EVENTS ? "ready" : `event ${label}`}`
      case Kind.choose:
        return `${name}: chooses ${label}`
      case Kind.raise:
        return `${name}: raises event ${31 - Math.clz32(b)} of ${this.nameOf(a - this.words.eventsAt)}`
      default: {
        const operands =
          kind === Kind.load || kind === Kind.notify ? "" : kind === Kind.compareExchange ? ` ${b} → ${c}` : ` ${b}`
        return `${name}: ${kindNames[kind]} ${nameOfWord(this.layout, a)}${operands}`
      }
    }
  }
}
