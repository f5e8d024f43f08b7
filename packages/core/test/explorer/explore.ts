/**
 * Walks every interleaving of a model's threads, up to a stated bound.
 *
 * JavaScript's atomics are sequentially consistent, and a program without data races behaves as if all its accesses
 * were: so it is enough to interleave at atomic operations and to look for races on the plain accesses between them.
 * A thread is a synchronous function. To learn its next operation it is run again from the start with the answers it
 * has had so far, and unwound at the operation by a throw; the answers form a trie, so that this happens once for each
 * (thread, answers). The state is (memory, answers of each thread); its hash is kept up to date word by word.
 *
 * Reductions, all exact: a word that only one thread ever touches, or that nobody ever writes, needs no interleaving
 * (which words those are is found out while exploring; when one turns out to be shared the exploration begins anew);
 * what a dead thread has answered is forgotten but for its notes.
 *
 * A race is two accesses to one word, one of them a plain one, one of them a write, without an operation of the first
 * thread in between: in a program with a race there is always an interleaving in which they stand so.
 */
import type { Layout } from "../../src/internal/memory/layout.ts"
import { Event, type FinalState, type Model, type ThreadEnv } from "./model.ts"
import { LANES, mix, Seen } from "./seen.ts"
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
  readonly states: number
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

/** Thrown through the shipped code to end a run at an operation that is not to be done yet. */
const UNWIND = new Error("unwound by the explorer")
class Restart extends Error {}

const POISON = 0x5eaddead | 0
const EVENTS = 16

/** A thread that has had these answers and stands before its next operation. */
class Node {
  readonly id: number
  readonly thread: number
  readonly parent: Node | undefined
  readonly answer: number
  kind: Kind = Kind.load
  a = 0
  b = 0
  c = 0
  depth: number
  end: "no" | "done" | "failed" = "no"
  failure = ""
  /** Words and values written on the way here, without an answer and without anybody else looking: word, value and mask. */
  effects: Array<number> | undefined = undefined
  notes: Array<string> | undefined = undefined
  /** Stands for all its notes, in order. */
  notesId: number
  /** An earlier node of this thread in the same local state. */
  same: Node | undefined = undefined
  /** Words read (even) and written (odd, plain) on the way here, as `word * 2 + written`. */
  touched: Array<number> | undefined = undefined
  private only: Node | undefined = undefined
  private many: Map<number, Node> | undefined = undefined
  /** Plain accesses since the last operation where others could come between; `word → 1 read | 2 written`. */
  block: Map<number, number> | undefined = undefined
  blockKnown = false

  constructor(id: number, thread: number, parent: Node | undefined, answer: number) {
    this.id = id
    this.thread = thread
    this.parent = parent
    this.answer = answer
    this.depth = parent === undefined ? 0 : parent.depth + 1
    this.notesId = parent === undefined ? 0 : parent.notesId
  }

  child(answer: number): Node | undefined {
    if (this.only !== undefined && this.only.answer === answer) return this.only
    return this.many?.get(answer)
  }

  add(child: Node): void {
    if (this.only === undefined) this.only = child
    else (this.many ??= new Map()).set(child.answer, child)
  }
}

interface Frame {
  undo: number
  /** Next action to try. */
  action: number
  /** The thread that moved last and how many preemptions are left. */
  last: number
  budget: number
  /** What was done to come here. */
  moved: number
  before: Node | undefined
  label: number
  enabledLast: boolean
}

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
  private readonly readers: Int32Array
  private readonly writers: Int32Array
  private readonly shared: Uint8Array
  private readonly atomic: Uint8Array
  /** Words that some thread reads: what the others hold makes no difference. */
  private readonly matters: Uint8Array
  private readonly foundRead = new Set<number>()
  private readonly undoLog: Array<number> = []
  private readonly hash = [0, 0, 0, 0]
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
    this.killsAt = this.eventsAt + this.threads * EVENTS
    this.memory = new Int32Array(this.killsAt + 1)
    this.memory.set(words)
    for (const [thread, event] of this.model.raised ?? []) this.memory[this.eventAt(thread, event)] = 1
    this.initial = this.memory.slice()
    this.readers = new Int32Array(this.memory.length)
    this.writers = new Int32Array(this.memory.length)
    this.shared = new Uint8Array(this.memory.length)
    this.atomic = new Uint8Array(this.memory.length)
    this.matters = new Uint8Array(this.memory.length).fill(1, this.armedAt)
    this.envs = this.model.threads.map((_, index): ThreadEnv => ({
      index,
      arena,
      note: (text) => this.note(text),
      choose: (count) => this.operation(Kind.choose, 0, count, 0),
      raise: (thread, event) => {
        this.operation(Kind.raise, this.eventAt(thread, event), 1, 0)
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

  private eventAt(thread: number, event: number): number {
    return this.eventsAt + thread * EVENTS + event
  }

  // -- memory --------------------------------------------------------------------------------------------------------

  private write(index: number, value: number): void {
    const before = this.memory[index]!
    if (before === value) return
    this.undoLog.push(index, before)
    this.memory[index] = value
    if (this.matters[index] === 0) return
    for (let lane = 0; lane < 4; lane++) {
      this.hash[lane] = this.hash[lane]! ^ mix(index, before, LANES[lane]!) ^ mix(index, value, LANES[lane]!)
    }
  }

  private undoTo(mark: number): void {
    const log = this.undoLog
    while (log.length > mark) {
      const before = log.pop()!
      const index = log.pop()!
      const value = this.memory[index]!
      this.memory[index] = before
      if (this.matters[index] === 0) continue
      for (let lane = 0; lane < 4; lane++) {
        this.hash[lane] = this.hash[lane]! ^ mix(index, before, LANES[lane]!) ^ mix(index, value, LANES[lane]!)
      }
    }
  }

  /** Remembers who touches a word; at one that is found to be shared the next walk interleaves. */
  private touch(thread: number, index: number, kind: Kind): void {
    if (this.matters[index] === 0 && kind !== Kind.store && kind !== Kind.plainStore) this.foundRead.add(index)
    const writes = this.isWrite(kind)
    const plain = kind > Kind.compareExchange
    if (this.shared[index] === 1) return
    if (!plain) this.atomic[index] = 1
    const bit = 1 << thread
    const readers = (this.readers[index] = this.readers[index]! | bit)
    const writers = writes ? (this.writers[index] = this.writers[index]! | bit) : this.writers[index]!
    if (writers !== 0 && (readers & (readers - 1)) !== 0) {
      // A word of which all accesses are plain is never a point.
      if (this.atomic[index] === 1) this.found.add(index)
      else this.shared[index] = 1
    }
  }

  /** Others may come between only before an operation on a word that is shared, or before what is a choice. */
  private isPoint(kind: Kind, index: number): boolean {
    switch (kind) {
      case Kind.plainLoad:
      case Kind.plainStore:
        return false
      case Kind.notify:
      case Kind.arm:
      case Kind.turn:
      case Kind.choose:
      case Kind.raise:
        return true
      default:
        return this.shared[index] === 1
    }
  }

  private readonly isWrite = (kind: Kind): boolean => kind !== Kind.load && kind !== Kind.plainLoad

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
          this.write(this.eventAt(each, Event.bell), 1)
        }
        return 0
      case Kind.arm:
        if (before !== b) return 0
        if (memory[this.armedAt + thread] !== 0) throw new Error("armed twice: the first wait was still armed")
        this.write(this.armedAt + thread, a + 1)
        return 1
      case Kind.turn:
        if (choice === EVENTS) return -1
        this.write(this.eventAt(thread, choice), 0)
        return choice
      case Kind.choose:
        return choice
      case Kind.raise:
        this.write(a, b)
        return 0
      case Kind.plainLoad:
        if (before === POISON)
          throw new Error(`read ${nameOfWord(this.layout, a)}, which a dead thread never published`)
        return before
    }
    throw new Error(`kind ${kind}`)
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
    const point = this.isPoint(kind, a)
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
      throw UNWIND
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
      if (node.end !== "no" || this.isPoint(node.kind, node.a)) return node.same ?? node
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
      if (each.parent === undefined || this.isPoint(each.parent.kind, each.parent.a)) break
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
      let mask = 0
      for (let event = 0; event < EVENTS; event++) {
        if ((node.b & (1 << event)) !== 0 && this.memory[this.eventAt(thread, event)] !== 0) mask |= 1 << event
      }
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
    for (const watcher of this.model.watchers ?? []) this.write(this.eventAt(watcher, Event.exit + thread), 1)
  }

  /** Moves a thread by one choice; what is wrong then, if anything. */
  private step(thread: number, choice: number): string | undefined {
    this.transitions++
    const before = this.current[thread]!
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
    const raced = this.race(thread, before)
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
        const at = a - this.eventsAt
        return `${name}: raises event ${at % EVENTS} of ${this.nameOf(Math.floor(at / EVENTS))}`
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
        for (const word of this.found) this.shared[word] = 1
        this.found.clear()
        for (const word of this.foundRead) this.matters[word] = 1
        this.foundRead.clear()
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
        if (number === 0 || this.isMistaken || this.nodes > 300_000) this.restart()
        else this.rewind()
        const schedule: Array<string> = []
        const wrong = this.walkRandomly(own, switchEvery, schedule)
        if (this.isMistaken) continue
        moves += schedule.length
        finals++
        if (wrong !== undefined && !wrong.startsWith("#")) return outcome("violated", wrong, own, schedule)
        break
      }
    }
    return outcome("holds")
  }

  private restart(): void {
    for (const word of this.found) this.shared[word] = 1
    this.found.clear()
    for (const word of this.foundRead) this.matters[word] = 1
    this.foundRead.clear()
    this.start()
  }

  private rewind(): void {
    this.undoTo(0)
    this.current = this.begun.slice()
  }

  private walkRandomly(seed: number, switchEvery: number, schedule: Array<string>): string | undefined {
    let state = seed
    const draw = (below: number): number => {
      state = (state + 0x6d2b79f5) | 0
      return (mix(state, 0x1234567, LANES[1]) >>> 0) % below
    }
    let last = -1
    for (;;) {
      const able: Array<number> = []
      for (let thread = 0; thread < this.threads; thread++) if (this.choices(thread) !== 0) able.push(thread)
      if (able.length === 0) return this.check()
      let thread = last
      if (!able.includes(last) || draw(switchEvery) === 0) thread = able[draw(able.length)]!
      last = thread
      if (draw(160) === 0) {
        const mortal = this.model.threads.map((_, each) => each).filter((each) => this.canDie(each))
        if (mortal.length > 0) {
          const victim = mortal[draw(mortal.length)]!
          schedule.push(this.describe(victim, -2, this.current[victim]!))
          this.kill(victim)
          continue
        }
      }
      const mask = this.choices(thread)
      let choice = draw(EVENTS + 1)
      while ((mask & (1 << choice)) === 0) choice = (choice + 1) % (EVENTS + 1)
      const before = this.current[thread]!
      schedule.push(this.describe(thread, choice, before))
      const wrong = this.step(thread, choice)
      if (wrong !== undefined) return wrong
    }
  }

  private stateHash(out: Array<number>, last: number): void {
    for (let lane = 0; lane < 4; lane++) out[lane] = this.hash[lane]!
    for (let thread = 0; thread < this.threads; thread++) {
      const node = this.current[thread]!
      const dead = this.memory[this.deadAt + thread] !== 0
      for (let lane = 0; lane < 4; lane++) {
        out[lane] = out[lane]! ^ mix(dead ? node.notesId : node.id + 0x40000000, thread, LANES[lane]!)
      }
    }
    if (last >= 0) for (let lane = 0; lane < 4; lane++) out[lane] = out[lane]! ^ mix(last, 77, LANES[lane]!)
  }

  private walk(started: number): Outcome {
    const { maxStates = 50_000_000, preemptions } = this.options
    const seen = new Seen()
    const outcomes: Record<string, number> = {}
    let states = 0
    let finals = 0
    this.transitions = 0
    const frames: Array<Frame> = []
    const result = (verdict: Outcome["verdict"], reason?: string): Outcome => {
      if (this.isMistaken) throw new Restart()
      return outcome(verdict, reason)
    }
    const outcome = (verdict: Outcome["verdict"], reason?: string): Outcome => ({
      verdict,
      reason,
      states,
      finals,
      transitions: this.transitions,
      runs: this.runs,
      restarts: this.restarts,
      millis: Math.round(performance.now() - started),
      outcomes,
      schedule:
        verdict === "holds"
          ? undefined
          : frames.slice(1).map((frame) => this.describe(frame.moved, frame.label, frame.before!))
    })
    this.start()
    for (let thread = 0; thread < this.threads; thread++) {
      const node = this.current[thread]!
      if (node.end === "failed") return result("violated", `${this.nameOf(thread)}: ${node.failure}`)
    }
    const hash = [0, 0, 0, 0]
    const bounded = preemptions !== undefined
    const enter = (last: number, budget: number, moved: number, before: Node | undefined, label: number): void => {
      const choices = last >= 0 && bounded ? this.choices(last) : 0
      frames.push({
        undo: this.undoLog.length,
        action: 0,
        last,
        budget,
        moved,
        before,
        label,
        enabledLast: choices !== 0
      })
    }
    enter(-1, preemptions ?? 0, -1, undefined, 0)
    states = 1
    // Actions are numbered: thread * (EVENTS + 2) + choice, the last one of each thread being its death.
    const perThread = EVENTS + 2
    while (frames.length > 0) {
      const frame = frames[frames.length - 1]!
      if (frame.action === 0 && this.isQuiet()) {
        finals++
        const wrong = this.check()
        if (wrong !== undefined && !wrong.startsWith("#")) return result("violated", wrong)
        if (wrong !== undefined) outcomes[wrong] = (outcomes[wrong] ?? 0) + 1
      }
      let moved = false
      while (frame.action < this.threads * perThread) {
        const action = frame.action++
        const thread = Math.floor(action / perThread)
        const choice = action - thread * perThread
        const dies = choice === EVENTS + 1
        let { budget } = frame
        if (dies) {
          if (!this.canDie(thread)) continue
          // With a bound, a thread dies where it was left: its death commutes with everything but main's notice of it.
          if (bounded && frame.last >= 0 && frame.last !== thread && this.current[thread] !== this.begun[thread])
            continue
        } else {
          if (choice === 0) {
            const mask = this.choices(thread)
            if (mask === 0) {
              frame.action = (thread + 1) * perThread - 1
              continue
            }
          }
          if ((this.choices(thread) & (1 << choice)) === 0) continue
          if (bounded && frame.enabledLast && thread !== frame.last) {
            if (budget === 0) continue
            budget--
          }
        }
        const before = this.current[thread]!
        const undo = this.undoLog.length
        const label = dies ? -2 : choice
        if (dies) {
          this.transitions++
          this.kill(thread)
        } else {
          const wrong = this.step(thread, choice)
          if (wrong !== undefined) {
            enter(thread, budget, thread, before, label)
            return result("violated", wrong)
          }
        }
        this.stateHash(hash, bounded ? thread : -1)
        if (!seen.visit(hash[0]!, hash[1]!, hash[2]!, hash[3]!, budget)) {
          this.undoTo(undo)
          this.current[thread] = before
          continue
        }
        states++
        if (this.isMistaken && (states & 0x3fff) === 0) throw new Restart()
        if ((states & 0xfffff) === 0) this.options.onProgress?.(states)
        enter(thread, budget, thread, before, label)
        frames[frames.length - 1]!.undo = undo
        if (states > maxStates) return result("cut off", `more than ${maxStates} states`)
        moved = true
        break
      }
      if (moved) continue
      frames.pop()
      if (frame.before !== undefined) {
        this.undoTo(frame.undo)
        this.current[frame.moved] = frame.before
      }
    }
    if (this.isMistaken) throw new Restart()
    return result("holds")
  }

  /** No thread can move: only deaths are left, if anything. */
  private isQuiet(): boolean {
    for (let thread = 0; thread < this.threads; thread++) if (this.choices(thread) !== 0) return false
    return true
  }
}
