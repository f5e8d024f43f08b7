/**
 * Walks every interleaving of a model's threads, up to a stated bound.
 *
 * JavaScript's atomics are sequentially consistent, and a program without data races behaves as if all its accesses
 * were: so it is enough to interleave at atomic operations and to look for races on the plain accesses between them.
 * A thread is a synchronous function. To learn its next operation it is run again from the start with the answers it
 * has had so far, and unwound at the operation by a throw; the answers form a trie, so that this happens once for each
 * (thread, answers). The state is (memory, answers of each thread); its hash is kept up to date word by word.
 *
 * Reductions, all exact: an operation that meets none of another thread needs no interleaving (who touches which words
 * is found out while exploring; when more is found the exploration begins anew); what a dead thread has answered is
 * forgotten but for its notes.
 *
 * A *preemption* is a switch away from a thread that could go on. Events from outside (a timer, a cancel, the notice of
 * an exit) come when they may: a thread that has nothing else to do is not preempted.
 *
 * A race is two accesses to one word, one of them a plain one, one of them a write, without an operation of the first
 * thread in between: in a program with a race there is always an interleaving in which they stand so.
 */
import type { Layout } from "../../src/internal/memory/layout.ts"
import { Event, type FinalState, type Model, type ThreadEnv } from "./model.ts"
import { Node } from "./node.ts"
import { mixA, mixB, MOST_PREEMPTIONS, MOST_THREADS, Seen } from "./seen.ts"
import { makeArena, nameOfWord } from "./views.ts"
import { direct, type Executor, isSilent, Kind, kindNames, world } from "./world.ts"

export interface Options {
  /** Switches away from a thread that could go on; `undefined` for any number. */
  readonly preemptions?: number | undefined
  /** Reaching it is a failure of the exploration. */
  readonly maxStates?: number | undefined
  /** Operations of one thread in one run; reaching it is a failure: the thread spins. */
  readonly maxOperations?: number | undefined
  readonly onProgress?: ((states: number) => void) | undefined
}

export interface RandomOptions {
  readonly seed: number
  readonly schedules: number
  /** Out of this many moves one is followed by a switch to another thread that could go on. */
  readonly switchEvery: number
}

export interface Outcome {
  readonly verdict: "holds" | "violated" | "cut off"
  readonly reason?: string | undefined
  /** Different states. */
  readonly states: number
  /** Times that one was gone on from: again when more preemptions are left. */
  readonly visits: number
  readonly finals: number
  readonly transitions: number
  /** Runs of a thread from its start. */
  readonly runs: number
  readonly restarts: number
  readonly millis: number
  readonly outcomes: Readonly<Record<string, number>>
  /** The schedule that led to the violation. */
  readonly schedule?: ReadonlyArray<string> | undefined
  /** Of the schedule that failed, when schedules were drawn at random: alone, it replays. */
  readonly seed?: number | undefined
}

/** Who moved, by which choice (-2: it died), and where it stood before. */
interface Step {
  readonly thread: number
  readonly label: number
  readonly before: Node
}

/** Thrown through the shipped code to end a run at an operation that is not to be done yet. */
const UNWIND = new Error("unwound by the explorer")
class Restart extends Error {}

const POISON = 0x5eaddead | 0
const EVENTS = 16
/** Bits of what a thread may do: its events, `EVENTS` for what is ready, and its death. */
const DIES = EVENTS + 1
const DEATH = 1 << DIES
/** With no preemption left, one state out of so many is kept along a way without a choice. */
const KEPT = 7

export class Explorer implements Executor {
  private readonly model: Model
  private readonly options: Options
  private readonly layout: Layout
  private readonly memory: Int32Array
  private readonly initial: Int32Array
  private readonly threads: number
  // Words behind the arena: per thread the word it is armed at (+ 1), dead, and its events; then the number of deaths.
  private readonly armedAt: number
  private readonly deadAt: number
  private readonly eventsAt: number
  private readonly killsAt: number
  /** Of each thread, events that come from outside: when they are taken is open, so that nobody is preempted by waiting. */
  private readonly late: Int32Array
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
  private readonly undoLog: Array<number> = []
  private readonly hash = new Int32Array(2)
  private current: Array<Node> = []
  /** Where each thread stands before its first move. */
  private begun: Array<Node> = []
  private nodes = 0
  private runs = 0
  private restarts = 0
  private transitions = 0
  // The run that is going on.
  private running = 0
  private answers: Array<number> = []
  private position = 0
  private node: Node | undefined = undefined
  private unwinding = false
  private fatal: unknown = undefined
  private wake: (() => void) | undefined = undefined
  private readonly envs: Array<ThreadEnv>
  private readonly notesIds = new Map<string, number>()
  private states: Array<Map<string, Node>> = []
  private describeState: (() => string | undefined) | undefined = undefined
  /** Words found to be shared in this walk: the next one interleaves there. */
  private readonly found = new Set<number>()

  constructor(model: () => Model, options: Options = {}) {
    this.options = options
    world.executor = direct
    this.model = model()
    const { arena, words } = makeArena(this.model.sizes)
    this.model.setup?.(arena)
    this.layout = arena.layout
    this.threads = this.model.threads.length
    this.armedAt = words.length
    this.deadAt = this.armedAt + this.threads
    this.eventsAt = this.deadAt + this.threads
    this.killsAt = this.eventsAt + this.threads
    this.memory = new Int32Array(this.killsAt + 1)
    this.late = new Int32Array(this.threads)
    this.memory.set(words)
    for (const [thread, event] of this.model.raised ?? []) {
      this.memory[this.eventsAt + thread]! |= 1 << event
      this.late[thread]! |= 1 << event
    }
    for (const watcher of this.model.watchers ?? []) {
      for (let thread = 0; thread < this.threads; thread++) this.late[watcher]! |= 1 << (Event.exit + thread)
    }
    this.initial = this.memory.slice()
    this.readers = new Int32Array(this.memory.length)
    this.writers = new Int32Array(this.memory.length)
    this.knownReaders = new Int32Array(this.memory.length)
    this.knownWriters = new Int32Array(this.memory.length)
    this.atomic = new Uint8Array(this.memory.length)
    this.matters = new Uint8Array(this.memory.length).fill(1, this.armedAt)
    this.envs = this.model.threads.map((_, index): ThreadEnv => ({
      index,
      arena,
      note: (text) => this.note(text),
      choose: (count) => this.operation(Kind.choose, 0, count, 0),
      raise: (thread, event) => {
        this.operation(Kind.raise, this.eventsAt + thread, 1 << event, 0)
      },
      turn: (events, ready) => {
        let mask = 0
        for (const event of events) mask |= 1 << event
        return this.operation(Kind.turn, 0, mask, ready ? 1 : 0)
      },
      describe: (state) => {
        this.describeState = state
      },
      takeWake: () => {
        const { wake } = this
        if (wake === undefined) throw new Error("woken without an armed wait")
        this.wake = undefined
        return wake
      }
    }))
  }

  // -- memory --------------------------------------------------------------------------------------------------------

  private write(index: number, value: number): void {
    const before = this.memory[index]!
    if (before === value) return
    this.undoLog.push(index, before)
    this.memory[index] = value
    if (this.matters[index] === 0) return
    this.hash[0]! ^= mixA(index, before) ^ mixA(index, value)
    this.hash[1]! ^= mixB(index, before) ^ mixB(index, value)
  }

  private undoTo(mark: number): void {
    const log = this.undoLog
    while (log.length > mark) {
      const before = log.pop()!
      const index = log.pop()!
      const value = this.memory[index]!
      this.memory[index] = before
      if (this.matters[index] === 0) continue
      this.hash[0]! ^= mixA(index, before) ^ mixA(index, value)
      this.hash[1]! ^= mixB(index, before) ^ mixB(index, value)
    }
  }

  /** Remembers who touches a word; where that makes others come between, the next walk does so. */
  private touch(thread: number, index: number, kind: Kind): void {
    if (this.matters[index] === 0 && kind !== Kind.store && kind !== Kind.plainStore) this.foundRead.add(index)
    const bit = 1 << thread
    const isNew =
      (this.isWrite(kind) ? (this.writers[index]! & bit) === 0 : (this.readers[index]! & bit) === 0) ||
      (this.atomic[index] === 0 && kind <= Kind.compareExchange)
    if (!isNew) return
    if (this.isWrite(kind)) this.writers[index]! |= bit
    else this.readers[index]! |= bit
    if (kind <= Kind.compareExchange) this.atomic[index] = 1
    const all = this.readers[index]! | this.writers[index]!
    // A word of which all accesses are plain is never a point.
    if (this.atomic[index] === 1 && this.writers[index] !== 0 && (all & (all - 1)) !== 0) this.found.add(index)
  }

  /** Threads whose access to a word makes a difference to this one's, or is made one by it. */
  private othersAt(thread: number, kind: Kind, index: number): number {
    const reads = kind === Kind.load || kind === Kind.arm
    return (this.knownWriters[index]! | (reads ? 0 : this.knownReaders[index]!)) & ~(1 << thread)
  }

  /** Others may come between only before an operation that meets one of theirs, or before what is a choice. */
  private isPoint(thread: number, kind: Kind, index: number): boolean {
    switch (kind) {
      case Kind.plainLoad:
      case Kind.plainStore:
        return false
      case Kind.notify:
      case Kind.arm:
      case Kind.turn:
      case Kind.choose:
      case Kind.raise:
      case Kind.disarm:
        return true
      default:
        return this.othersAt(thread, kind, index) !== 0
    }
  }

  /** What is learnt of words in one walk is used from the next one on. */
  private learn(): void {
    for (const word of this.found) {
      this.knownReaders[word] = this.readers[word]!
      this.knownWriters[word] = this.writers[word]!
    }
    this.found.clear()
    for (const word of this.foundRead) this.matters[word] = 1
    this.foundRead.clear()
  }

  private isWrite(kind: Kind): boolean {
    return kind !== Kind.load && kind !== Kind.plainLoad
  }

  /** Does an operation and returns its answer. `choice` matters for those that leave something open. */
  private apply(thread: number, kind: Kind, a: number, b: number, c: number, choice: number): number {
    const { memory } = this
    if (kind <= Kind.compareExchange || kind === Kind.plainLoad || kind === Kind.plainStore) {
      this.touch(thread, a, kind)
    }
    const before = memory[a]!
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
          if (memory[this.armedAt + each] !== a + 1) continue
          this.write(this.armedAt + each, 0)
          this.raiseEvent(this.eventsAt + each, 1 << Event.bell)
        }
        return 0
      case Kind.arm:
        if (before !== b) return 0
        if (memory[this.armedAt + thread] !== 0) throw new Error("armed twice: the first wait was still armed")
        this.write(this.armedAt + thread, a + 1)
        return 1
      case Kind.disarm:
        this.write(this.armedAt + thread, 0)
        this.write(this.eventsAt + thread, memory[this.eventsAt + thread]! & ~(1 << Event.bell))
        return 0
      case Kind.turn:
        if (choice === EVENTS) return -1
        this.write(this.eventsAt + thread, memory[this.eventsAt + thread]! & ~(1 << choice))
        return choice
      case Kind.choose:
        return choice
      case Kind.raise:
        this.raiseEvent(a, b)
        return 0
      case Kind.plainLoad:
        if (before === POISON)
          throw new Error(`read ${nameOfWord(this.layout, a)}, which a dead thread never published`)
        return before
    }
    throw new Error(`kind ${kind}`)
  }

  /** The dead take no events. */
  private raiseEvent(at: number, bits: number): void {
    if (this.memory[at - this.eventsAt + this.deadAt] === 0) this.write(at, this.memory[at]! | bits)
  }

  // -- running a thread ----------------------------------------------------------------------------------------------

  operation(kind: Kind, a: number, b: number, c: number): number {
    // Shipped code may catch what unwinds it, and go on: then it is unwound again.
    if (this.unwinding) throw UNWIND
    try {
      return this.perform(kind, a, b, c)
    } catch (error) {
      if (error !== UNWIND) this.fatal = error
      this.unwinding = true
      throw UNWIND
    }
  }

  private perform(kind: Kind, a: number, b: number, c: number): number {
    if (a < 0 || a >= this.memory.length || a !== (a | 0)) throw new Error(`no such word: ${a}`)
    const point = this.isPoint(this.running, kind, a)
    const silent = isSilent(kind)
    if (silent && !point) {
      if (this.node !== undefined) {
        ;(this.node.effects ??= []).push(a, b, kind === Kind.plainStore ? c : 0)
        if (kind === Kind.plainStore) (this.node.touched ??= []).push(a * 2 + 1)
        this.apply(this.running, kind, a, b, c, 0)
      }
      return 0
    }
    if (this.node === undefined) {
      // Answered from the log.
      const answer = this.answers[this.position++]!
      if (this.position === this.answers.length) this.node = this.reached
      return answer
    }
    const { node } = this
    node.kind = kind
    node.a = a
    node.b = b
    node.c = c
    if (node.depth > (this.options.maxOperations ?? 5000)) throw new Error("spins: too many operations")
    if (point) {
      if (kind === Kind.turn) this.recognise(node)
      if (this.goesStraightOn?.(node) !== true) throw UNWIND
    }
    if (kind === Kind.plainLoad) (node.touched ??= []).push(a * 2)
    const answer = this.apply(this.running, kind, a, b, c, 0)
    this.node = new Node(++this.nodes, this.running, node, answer)
    node.add(this.node)
    return answer
  }

  /** At rest, its local state may be one that this thread has been in before: then it goes on as that. */
  private recognise(node: Node): void {
    const state = this.describeState?.()
    if (state === undefined) return
    let block = ""
    for (const [word, access] of this.blockOf(node) ?? []) block += `${word}=${access},`
    const key = `${node.notesId}|${node.b}|${node.c}|${block}|${state}`
    const known = this.states[node.thread]!
    const same = known.get(key)
    if (same === undefined) known.set(key, node)
    else node.same = same
  }

  private reached: Node | undefined = undefined

  note(text: string): void {
    if (this.node === undefined || this.unwinding) return
    ;(this.node.notes ??= []).push(text)
    const key = `${this.node.notesId} ${text}`
    let id = this.notesIds.get(key)
    if (id === undefined) this.notesIds.set(key, (id = this.notesIds.size + 1))
    this.node.notesId = id
  }

  /** Runs a thread from its start to the first operation beyond the answers that lead to `node`. */
  private run(thread: number, node: Node): Node {
    this.runs++
    const { answers } = this
    answers.length = node.depth
    for (let each: Node = node; each.parent !== undefined; each = each.parent) answers[each.depth - 1] = each.answer
    this.position = 0
    this.running = thread
    this.reached = node
    this.node = node.depth === 0 ? node : undefined
    this.unwinding = false
    this.wake = undefined
    this.describeState = undefined
    const saved = { executor: world.executor, onWake: world.onWake }
    world.executor = this
    world.onWake = (resume) => {
      this.wake = resume
    }
    try {
      this.model.threads[thread]!.run(this.envs[thread]!)
      if (!this.unwinding && this.node !== undefined) (this.node as Node).end = "done"
    } catch (error) {
      if (!this.unwinding) this.fatal = error
    } finally {
      world.executor = saved.executor
      world.onWake = saved.onWake
    }
    const { fatal } = this
    this.fatal = undefined
    if (fatal instanceof Restart) throw fatal
    const last = this.node ?? node
    if (this.node === undefined || fatal !== undefined) {
      const cause = fatal ?? new Error("this run differs from the one before: the thread is not deterministic")
      last.end = "failed"
      last.failure = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)
    }
    return last
  }

  /** Goes on from a node whose operation was answered, to the next operation where others may come between. */
  private advance(thread: number, from: Node, answer: number): Node {
    let node = from.child(answer)
    if (node === undefined) {
      node = new Node(++this.nodes, thread, from, answer)
      from.add(node)
      return this.reachedBy(this.run(thread, node))
    }
    for (;;) {
      this.doEffects(node)
      if (node.end !== "no" || this.isPoint(thread, node.kind, node.a)) return node.same ?? node
      const next: number = this.apply(thread, node.kind, node.a, node.b, node.c, 0)
      const child: Node | undefined = node.child(next)
      if (child === undefined) {
        const made = new Node(++this.nodes, thread, node, next)
        node.add(made)
        return this.reachedBy(this.run(thread, made))
      }
      node = child
    }
  }

  private reachedBy(node: Node): Node {
    return node.same ?? node
  }

  private doEffects(node: Node): void {
    const { effects } = node
    if (effects === undefined) return
    for (let i = 0; i < effects.length; i += 3) {
      const mask = effects[i + 2]!
      const before = this.memory[effects[i]!]!
      this.write(effects[i]!, mask === 0 ? effects[i + 1]! : (before & ~mask) | effects[i + 1]!)
    }
  }

  /** This walk did not interleave, or did not tell states apart, where it should have. */
  private get isMistaken(): boolean {
    return this.found.size > 0 || this.foundRead.size > 0
  }

  // -- races ---------------------------------------------------------------------------------------------------------

  private blockOf(node: Node): Map<number, number> | undefined {
    if (node.blockKnown) return node.block
    let block: Map<number, number> | undefined
    for (let each: Node | undefined = node; each !== undefined; each = each.parent) {
      // The operation of `each.parent` led here; when it was a point, the block begins at `each`.
      for (const touched of each.touched ?? []) {
        const word = touched >> 1
        block ??= new Map()
        block.set(word, (block.get(word) ?? 0) | ((touched & 1) === 0 ? 1 : 2))
      }
      if (each.parent === undefined || this.isPoint(node.thread, each.parent.kind, each.parent.a)) break
    }
    node.block = block
    node.blockKnown = true
    return block
  }

  /** The word that two threads race on, or -1. */
  private race(moved: number, before: Node): number {
    const mine = this.blockOf(this.current[moved]!)
    for (let other = 0; other < this.threads; other++) {
      if (other === moved || this.memory[this.deadAt + other] !== 0) continue
      const theirs = this.blockOf(this.current[other]!)
      if (theirs === undefined) continue
      if (before.kind <= Kind.compareExchange) {
        const access = theirs.get(before.a)
        if (access !== undefined && (access === 2 || access === 3 || this.isWrite(before.kind))) return before.a
      }
      if (mine === undefined) continue
      for (const [word, access] of mine) {
        const their = theirs.get(word)
        if (their !== undefined && ((access | their) & 2) !== 0) return word
      }
    }
    return -1
  }

  // -- walking -------------------------------------------------------------------------------------------------------

  private start(): void {
    this.memory.set(this.initial)
    this.undoLog.length = 0
    this.hash.fill(0)
    this.nodes = 0
    this.states = this.model.threads.map(() => new Map())
    this.current = []
    for (let thread = 0; thread < this.threads; thread++) {
      this.current[thread] = this.run(thread, new Node(++this.nodes, thread, undefined, 0))
    }
    this.undoLog.length = 0
    this.begun = this.current.slice()
  }

  /** Choices of a thread's next operation: a mask of what may be chosen, 0 when it is blocked. */
  private choices(thread: number): number {
    if (this.memory[this.deadAt + thread] !== 0) return 0
    const node = this.current[thread]!
    if (node.end !== "no") return 0
    if (node.kind === Kind.turn) {
      const mask = node.b & this.memory[this.eventsAt + thread]!
      return node.c === 1 ? mask | (1 << EVENTS) : mask
    }
    if (node.kind === Kind.choose) return (1 << node.b) - 1
    return 1
  }

  private canDie(thread: number): boolean {
    return (
      this.model.threads[thread]!.killable === true &&
      this.memory[this.deadAt + thread] === 0 &&
      this.current[thread]!.end === "no" &&
      this.memory[this.killsAt]! < (this.model.maxKills ?? 1)
    )
  }

  private kill(thread: number): void {
    const block = this.blockOf(this.current[thread]!)
    // What it wrote and never published may be seen half written, so nobody may read it: it is made unreadable.
    if (block !== undefined) for (const [word, access] of block) if ((access & 2) !== 0) this.write(word, POISON)
    this.write(this.deadAt + thread, 1)
    this.write(this.armedAt + thread, 0)
    this.write(this.killsAt, this.memory[this.killsAt]! + 1)
    this.write(this.eventsAt + thread, 0)
    for (const watcher of this.model.watchers ?? []) {
      this.raiseEvent(this.eventsAt + watcher, 1 << (Event.exit + thread))
    }
  }

  /** Where the thread that moves stood before its last operation. */
  private movedFrom!: Node
  /**
   * Asked by a thread that has come to an operation where others may come between: whether it does that one, too. So a
   * walk that has its schedule anyway need not run the thread from its start for every operation.
   */
  private goesStraightOn: ((node: Node) => boolean) | undefined = undefined

  /** Moves a thread by one choice; what is wrong then, if anything. */
  private step(thread: number, choice: number): string | undefined {
    this.transitions++
    const before = this.current[thread]!
    this.movedFrom = before
    let answer: number
    try {
      answer = this.apply(thread, before.kind, before.a, before.b, before.c, choice)
      this.current[thread] = this.advance(thread, before, answer)
    } catch (error) {
      if (error instanceof Restart) throw error
      return `${this.nameOf(thread)}: ${error instanceof Error ? error.message : String(error)}`
    }
    const after = this.current[thread]!
    if (after.end === "failed") return `${this.nameOf(thread)}: ${after.failure}`
    const raced = this.race(thread, this.movedFrom)
    if (raced >= 0) return `data race on ${nameOfWord(this.layout, raced)} (seen by ${this.nameOf(thread)})`
    return undefined
  }

  private nameOf(thread: number): string {
    return this.model.threads[thread]!.name
  }

  private notesOf(thread: number): Array<string> {
    const notes: Array<string> = []
    for (let each: Node | undefined = this.current[thread]; each !== undefined; each = each.parent) {
      if (each.notes !== undefined) notes.unshift(...each.notes)
    }
    return notes
  }

  private finalState(): FinalState {
    return {
      word: (index) => this.memory[index]!,
      kills: this.memory[this.killsAt]!,
      arena: this.envs[0]!.arena,
      threads: Object.fromEntries(
        this.model.threads.map(({ name }, index) => [
          name,
          {
            notes: this.notesOf(index),
            done: this.current[index]!.end === "done",
            armed: this.memory[this.armedAt + index] !== 0,
            dead: this.memory[this.deadAt + index] !== 0
          }
        ])
      )
    }
  }

  /** The final check, on the memory as it is: the shipped code may be asked, it reads directly. */
  private check(): string | undefined {
    const saved = world.executor
    direct.words = this.memory.slice()
    world.executor = direct
    try {
      return this.model.final(this.finalState())
    } finally {
      world.executor = saved
    }
  }

  private describe(thread: number, label: number, before: Node): string {
    const name = this.nameOf(thread)
    if (label === -2) return `${name}: KILLED`
    const { a, b, c, kind } = before
    switch (kind) {
      case Kind.turn:
        return `${name}: turn ${label === EVENTS ? "ready" : `event ${label}`}`
      case Kind.choose:
        return `${name}: chooses ${label}`
      case Kind.raise: {
        return `${name}: raises event ${31 - Math.clz32(b)} of ${this.nameOf(a - this.eventsAt)}`
      }
      default: {
        const operands =
          kind === Kind.load || kind === Kind.notify ? "" : kind === Kind.compareExchange ? ` ${b} → ${c}` : ` ${b}`
        return `${name}: ${kindNames[kind]} ${nameOfWord(this.layout, a)}${operands}`
      }
    }
  }

  explore(): Outcome {
    const started = performance.now()
    for (;;) {
      try {
        return this.walk(started)
      } catch (error) {
        if (!(error instanceof Restart)) throw error
        this.restarts++
        this.learn()
      }
    }
  }

  /**
   * Walks schedules drawn at random. Each has a seed of its own, so that one that fails can be run again alone. Kills
   * come at any operation, about one in two schedules.
   */
  random({ schedules, seed, switchEvery }: RandomOptions): Outcome {
    const started = performance.now()
    const outcomes: Record<string, number> = {}
    let finals = 0
    let moves = 0
    const outcome = (verdict: Outcome["verdict"], reason?: string, at?: number, schedule?: Array<string>): Outcome => ({
      verdict,
      reason,
      states: moves,
      visits: moves,
      finals,
      transitions: moves,
      runs: this.runs,
      restarts: this.restarts,
      millis: Math.round(performance.now() - started),
      outcomes,
      schedule,
      seed: at
    })
    for (let number = 0; number < schedules; number++) {
      const own = (seed + number) | 0
      for (;;) {
        // Answers of other schedules are kept only as long as they are few.
        if (number === 0 || this.isMistaken || this.nodes > 1_000_000) this.restart()
        else this.rewind()
        const schedule: Array<Step> = []
        const wrong = this.walkRandomly(own, switchEvery, schedule)
        if (this.isMistaken) continue
        moves += schedule.length
        finals++
        if (wrong !== undefined && !wrong.startsWith("#")) {
          const steps = schedule.map(({ before, label, thread }) => this.describe(thread, label, before))
          return outcome("violated", wrong, own, steps)
        }
        break
      }
    }
    return outcome("holds")
  }

  private restart(): void {
    this.learn()
    this.start()
  }

  private rewind(): void {
    this.undoTo(0)
    this.current = this.begun.slice()
  }

  private walkRandomly(seed: number, switchEvery: number, schedule: Array<Step>): string | undefined {
    let state = seed
    const draw = (below: number): number => {
      state = (state + 0x6d2b79f5) | 0
      return (mixA(state, 0x1234567) >>> 0) % below
    }
    let last = -1
    /** Who moves next, by which choice; `undefined` when nobody can. */
    const decide = (): { readonly thread: number; readonly choice: number } | undefined => {
      const able: Array<number> = []
      for (let thread = 0; thread < this.threads; thread++) if (this.choices(thread) !== 0) able.push(thread)
      if (able.length === 0) return undefined
      let thread = last
      if (!able.includes(last) || draw(switchEvery) === 0) thread = able[draw(able.length)]!
      last = thread
      if (draw(160) === 0) {
        const mortal = this.model.threads.map((_, each) => each).filter((each) => this.canDie(each))
        if (mortal.length > 0) return { thread: mortal[draw(mortal.length)]!, choice: DIES }
      }
      const mask = this.choices(thread)
      let choice = draw(EVENTS + 1)
      while ((mask & (1 << choice)) === 0) choice = (choice + 1) % (EVENTS + 1)
      return { thread, choice }
    }
    let next = decide()
    while (next !== undefined) {
      const { choice, thread } = next
      next = undefined
      const before = this.current[thread]!
      if (choice === DIES) {
        schedule.push({ thread, label: -2, before })
        this.kill(thread)
      } else {
        schedule.push({ thread, label: choice, before })
        this.goesStraightOn = (node) => {
          if (node.kind === Kind.turn || node.kind === Kind.choose) return false
          this.current[thread] = node
          if (this.race(thread, this.movedFrom) >= 0) return false
          next = decide()
          if (next?.thread !== thread || next.choice === DIES) return false
          next = undefined
          schedule.push({ thread, label: 0, before: node })
          this.movedFrom = node
          return true
        }
        const wrong = this.step(thread, choice)
        this.goesStraightOn = undefined
        if (wrong !== undefined) return wrong
      }
      next ??= decide()
    }
    return this.check()
  }

  /**
   * Every schedule, depth first. Where the number of preemptions is bounded, whoever can go on goes on first, so that
   * most states are met with as many left as possible.
   *
   * A death commutes with what the others do, but for main's notice of it, and that may come late. So with a bound, a
   * thread dies only where it has moved last, or before it has moved at all.
   */
  private walk(started: number): Outcome {
    const { maxStates = 50_000_000, preemptions } = this.options
    const { threads } = this
    const bounded = preemptions !== undefined
    if (threads > MOST_THREADS || (bounded && preemptions > MOST_PREEMPTIONS)) throw new Error("too many for the books")
    const seen = new Seen()
    const outcomes: Record<string, number> = {}
    let entered = 0
    let finals = 0
    this.transitions = 0
    // The way from the start: who moved, by which choice, and where it stood before.
    const movers: Array<number> = []
    const labels: Array<number> = []
    const befores: Array<Node> = []
    // For each depth: where the way and the log of writes stood before, who moved from where, who goes on for free, how
    // many preemptions are left, and, for each thread, what is still to be tried.
    const ways: Array<number> = []
    const undos: Array<number> = []
    const moved: Array<number> = []
    const from: Array<Node | undefined> = []
    const lasts: Array<number> = []
    const budgets: Array<number> = []
    const masks: Array<number> = []
    let depth = -1
    const outcome = (verdict: Outcome["verdict"], reason?: string): Outcome => {
      if (this.isMistaken) throw new Restart()
      const schedule: Array<string> = []
      for (const [at, mover] of movers.entries()) schedule.push(this.describe(mover, labels[at]!, befores[at]!))
      return {
        verdict,
        reason,
        states: seen.size,
        visits: entered,
        finals,
        transitions: this.transitions,
        runs: this.runs,
        restarts: this.restarts,
        millis: Math.round(performance.now() - started),
        outcomes,
        schedule: verdict === "holds" ? undefined : schedule
      }
    }
    /** Goes one deeper; what is wrong with a state where nothing moves any more. */
    const enter = (by: number, before: Node | undefined, way: number, undo: number, last: number, budget: number) => {
      depth++
      ways[depth] = way
      undos[depth] = undo
      moved[depth] = by
      from[depth] = before
      lasts[depth] = last
      budgets[depth] = budget
      let quiet = true
      const alone = last >= 0 && budget > 0 && this.isAlone(last)
      for (let thread = 0; thread < threads; thread++) {
        let mask = this.choices(thread)
        if (mask !== 0) quiet = false
        if (last >= 0 && thread !== last && (budget === 0 || alone)) mask = 0
        const dies = !bounded || thread === by || (by < 0 && this.current[thread] === this.begun[thread])
        if (dies && this.canDie(thread)) mask |= DEATH
        masks[depth * threads + thread] = mask
      }
      entered++
      if (!quiet) return undefined
      finals++
      const found = this.check()
      if (found?.startsWith("#") !== true) return found
      outcomes[found] = (outcomes[found] ?? 0) + 1
      return undefined
    }
    this.start()
    for (let thread = 0; thread < threads; thread++) {
      const node = this.current[thread]!
      if (node.end === "failed") return outcome("violated", `${this.nameOf(thread)}: ${node.failure}`)
    }
    const atStart = enter(-1, undefined, 0, 0, -1, preemptions ?? 0)
    if (atStart !== undefined) return outcome("violated", atStart)
    while (depth >= 0) {
      const last = lasts[depth]!
      // Whoever goes on for free first, then the others in order.
      let thread = last
      if (thread < 0 || masks[depth * threads + thread] === 0) {
        thread = 0
        while (thread < threads && masks[depth * threads + thread] === 0) thread++
      }
      if (thread === threads) {
        const before = from[depth]
        if (before !== undefined) {
          this.undoTo(undos[depth]!)
          this.current[moved[depth]!] = before
          movers.length = labels.length = befores.length = ways[depth]!
        }
        depth--
        continue
      }
      const mask = masks[depth * threads + thread]!
      let choice = 31 - Math.clz32(mask & -mask)
      masks[depth * threads + thread] = mask & (mask - 1)
      const before = this.current[thread]!
      const undo = this.undoLog.length
      const way = movers.length
      let budget = budgets[depth]!
      if (choice !== DIES && last >= 0 && thread !== last) budget--
      let goesOn = false
      for (;;) {
        movers.push(thread)
        labels.push(choice === DIES ? -2 : choice)
        befores.push(this.current[thread]!)
        if (choice === DIES) {
          this.transitions++
          this.kill(thread)
        } else {
          const wrong = this.step(thread, choice)
          if (wrong !== undefined) return outcome("violated", wrong)
        }
        goesOn = bounded && this.goesOn(thread)
        // With no preemption left it is the only one that may move: such states are not kept, but for some.
        if (!goesOn || budget > 0 || (this.current[thread]!.id & KEPT) === 0 || this.canDie(thread)) break
        const choices = this.choices(thread)
        if ((choices & (choices - 1)) !== 0) break
        choice = 31 - Math.clz32(choices)
      }
      const isKept = !goesOn || budget > 0 || (this.current[thread]!.id & KEPT) === 0
      if (isKept && !this.visit(seen, goesOn ? thread : -1, budget)) {
        this.undoTo(undo)
        this.current[thread] = before
        movers.length = labels.length = befores.length = way
        continue
      }
      const wrong = enter(thread, before, way, undo, goesOn ? thread : -1, budget)
      if (wrong !== undefined) return outcome("violated", wrong)
      if ((entered & 0x3fff) === 0 && this.isMistaken) throw new Restart()
      if ((entered & 0xfffff) === 0) this.options.onProgress?.(entered)
      if (entered > maxStates) return outcome("cut off", `more than ${maxStates} states`)
    }
    return outcome("holds")
  }

  /** Switching away from this thread is a preemption: it has something to do, and not only what comes from outside. */
  private goesOn(thread: number): boolean {
    return (this.choices(thread) & ~(this.current[thread]!.kind === Kind.turn ? this.late[thread]! : 0)) !== 0
  }

  /** What this thread does next meets nothing that anybody alive does: to preempt it here is to preempt it later. */
  private isAlone(thread: number): boolean {
    const node = this.current[thread]!
    if (node.kind > Kind.notify || this.blockOf(node) !== undefined) return false
    return (this.othersAt(thread, node.kind, node.a) & this.alive) === 0
  }

  /** Threads that have not died or come to their end, one bit each. */
  private get alive(): number {
    let bits = 0
    for (let thread = 0; thread < this.threads; thread++) {
      if (this.memory[this.deadAt + thread] === 0 && this.current[thread]!.end === "no") bits |= 1 << thread
    }
    return bits
  }

  private visit(seen: Seen, last: number, budget: number): boolean {
    let a = this.hash[0]!
    let b = this.hash[1]!
    for (let thread = 0; thread < this.threads; thread++) {
      const node = this.current[thread]!
      const stands = this.memory[this.deadAt + thread] !== 0 ? node.notesId : node.id + 0x40000000
      a ^= mixA(thread, stands)
      b ^= mixB(thread, stands)
    }
    return seen.visit(a, b, last, budget)
  }
}
