/**
 * Runs the threads of a model. A thread is a synchronous function: to learn its next operation it is run again from the
 * start with the answers it has had so far, and unwound at the operation by a throw. The answers form a trie, so that
 * this happens once for each (thread, answers).
 */
import type { Model, ThreadEnv } from "./model.ts"
import { Node } from "./node.ts"
import type { Words } from "./words.ts"
import { type Executor, isSilent, Kind, world } from "./world.ts"

/** Thrown through the shipped code to end a run at an operation that is not to be done yet. */
const UNWIND = new Error("unwound by the explorer")

export class Runner implements Executor {
  /** Runs of a thread from its start. */
  runs = 0
  /** Nodes of all tries. */
  nodes = 0
  readonly envs: ReadonlyArray<ThreadEnv>
  /**
   * Asked by a thread that has come to an operation where others may come between: whether it does that one, too. So a
   * walk that has its schedule anyway need not run the thread from its start for every operation.
   */
  goesStraightOn: ((node: Node) => boolean) | undefined = undefined
  private readonly model: Model
  private readonly words: Words
  private readonly maxOperations: number
  private readonly notesIds = new Map<string, number>()
  /** Nodes at rest, by local state. */
  private states: Array<Map<string, Node>> = []
  // The run that is going on.
  private running = 0
  private answers: Array<number> = []
  private position = 0
  private reached: Node | undefined = undefined
  private node: Node | undefined = undefined
  private unwinding = false
  private fatal: unknown = undefined
  private wake: (() => void) | undefined = undefined
  private describeState: (() => string | undefined) | undefined = undefined

  constructor(model: Model, words: Words, arena: ThreadEnv["arena"], maxOperations: number) {
    this.model = model
    this.words = words
    this.maxOperations = maxOperations
    this.envs = model.threads.map((_, index): ThreadEnv => ({
      index,
      arena,
      note: (text) => this.note(text),
      choose: (count) => this.operation(Kind.choose, 0, count, 0),
      raise: (thread, event) => {
        this.operation(Kind.raise, words.eventsAt + thread, 1 << event, 0)
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

  /** Each thread before its first operation. */
  start(): Array<Node> {
    this.nodes = 0
    this.states = this.model.threads.map(() => new Map())
    return this.model.threads.map((_, thread) => this.run(thread, new Node(++this.nodes, thread, undefined, 0)))
  }

  /** Goes on from a node whose operation was answered, to the next operation where others may come between. */
  advance(thread: number, from: Node, answer: number): Node {
    let node = from.child(answer)
    if (node === undefined) {
      node = new Node(++this.nodes, thread, from, answer)
      from.add(node)
      return merged(this.run(thread, node))
    }
    for (;;) {
      this.doEffects(node)
      if (node.end !== "no" || this.words.isPoint(thread, node.kind, node.a)) return merged(node)
      const next: number = this.words.apply(thread, node.kind, node.a, node.b, node.c, 0)
      const child: Node | undefined = node.child(next)
      if (child === undefined) {
        const made = new Node(++this.nodes, thread, node, next)
        node.add(made)
        return merged(this.run(thread, made))
      }
      node = child
    }
  }

  /** The plain accesses since the last operation where others could come between: `word → 1 read | 2 written`. */
  blockOf(node: Node): Map<number, number> | undefined {
    if (node.blockKnown) return node.block
    let block: Map<number, number> | undefined
    for (let each: Node | undefined = node; each !== undefined; each = each.parent) {
      // The operation of `each.parent` led here; when it was a point, the block begins at `each`.
      for (const touched of each.touched ?? []) {
        const word = touched >> 1
        block ??= new Map()
        block.set(word, (block.get(word) ?? 0) | ((touched & 1) === 0 ? 1 : 2))
      }
      if (each.parent === undefined || this.words.isPoint(node.thread, each.parent.kind, each.parent.a)) break
    }
    node.block = block
    node.blockKnown = true
    return block
  }

  // -- a run ---------------------------------------------------------------------------------------------------------

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
    const { words } = this
    if (a < 0 || a >= words.values.length || a !== (a | 0)) throw new Error(`no such word: ${a}`)
    const point = words.isPoint(this.running, kind, a)
    const silent = isSilent(kind)
    if (silent && !point) {
      if (this.node !== undefined) {
        ;(this.node.effects ??= []).push(a, b, kind === Kind.plainStore ? c : 0)
        if (kind === Kind.plainStore) (this.node.touched ??= []).push(a * 2 + 1)
        words.apply(this.running, kind, a, b, c, 0)
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
    if (node.depth > this.maxOperations) throw new Error("spins: too many operations")
    if (point) {
      if (kind === Kind.turn) this.recognise(node)
      if (this.goesStraightOn?.(node) !== true) throw UNWIND
    }
    if (kind === Kind.plainLoad) (node.touched ??= []).push(a * 2)
    const answer = words.apply(this.running, kind, a, b, c, 0)
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
    const last = this.node ?? node
    if (this.node === undefined || fatal !== undefined) {
      const cause = fatal ?? new Error("this run differs from the one before: the thread is not deterministic")
      last.end = "failed"
      last.failure = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)
    }
    return last
  }

  private doEffects(node: Node): void {
    const { effects } = node
    if (effects === undefined) return
    const { words } = this
    for (let i = 0; i < effects.length; i += 3) {
      const mask = effects[i + 2]!
      const before = words.values[effects[i]!]!
      words.write(effects[i]!, mask === 0 ? effects[i + 1]! : (before & ~mask) | effects[i + 1]!)
    }
  }
}

const merged = (node: Node): Node => node.same ?? node
