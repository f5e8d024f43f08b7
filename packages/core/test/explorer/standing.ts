/**
 * Where a thread need not be preempted, found while a bounded walk goes up again.
 *
 * F(s, A) is all that the others do in what is walked from the state s while A stands: from s until A moves. A walk goes
 * on with A first: it does its next operation a, and comes to the state sa; whatever it may choose there is tried. When
 * that was walked to its end, F(sa, A) is known. If a meets none of F(sa, A) (no word in common that one of them writes),
 * A is not preempted at s:
 *
 * - The others do at s what they do at sa, step by step: the first step that differs would have to read what a writes or
 *   write what a reads, and would be in F(sa, A). So F(s, A) = F(sa, A).
 * - A schedule that preempts A at s, does w, and comes back to A is w, a, …; the same steps in the order a, w, … come to
 *   the same state. They cost no more: A is preempted after a instead of before it, or not at all if a was its last
 *   operation before it blocks; and who was the last to move in w goes on for free, where it took a preemption to come
 *   back to A and another to go on. So each end that the first comes to was found by the second.
 * - A schedule in which A never comes back has A die where it stands, which is tried at s (`walk.ts`), or does not end.
 * - What fails inside of w fails in a, w, too. What races with A's plain accesses before a would not be seen there any
 *   more, so these belong to a when it is compared. So do the plain accesses after a.
 *
 * By induction over the states in the order in which they are done with: when a state is, all ends that its bound allows
 * were found. Where a walk meets a state that it has been to with as many preemptions or more, F is what was kept with
 * it: at least what it would be. Where that one is not done with, it is taken to be anything.
 *
 * This is the conservative half of bounded partial-order reduction (Coons, Musuvathi, McKinley 2013: who comes too late
 * for the bound is tried where it costs nothing): switches that cost nothing are all tried. They reorder races found in
 * one schedule; here states are met again and their futures are not, so that each state keeps what these do.
 *
 * Steps that others tell apart, besides words: a notify by whom it wakes, a turn by the events of its thread, a death by
 * the events of those who learn of it. Whether a notify comes before an arm of the same word makes a difference; whether
 * two notifies of one word come in one order or the other makes none but by whom they wake.
 */
import { ANYTHING, Footprints, NOTHING } from "./footprints.ts"
import type { Machine } from "./machine.ts"
import type { Node } from "./node.ts"
import type { Seen } from "./seen.ts"
import { Kind } from "./world.ts"

export class Standing {
  private readonly machine: Machine
  private readonly seen: Seen
  private readonly footprints = new Footprints()
  private readonly threads: number
  // For each depth: F for each thread, what was done to come here, what is kept there at which hash, whether the step of
  // who goes on meets what the others do after it, and what that is.
  private readonly feet: Array<number> = []
  private readonly doings: Array<number> = []
  private readonly hashes: Array<number> = []
  private readonly kept: Array<boolean> = []
  private readonly meets: Array<boolean> = []
  private readonly ahead: Array<number> = []
  /** F of the state that was met last. */
  private readonly met: Int32Array
  private readonly unknown: Int32Array
  /** What the move that goes on has done so far. */
  private done = NOTHING

  constructor(machine: Machine, seen: Seen) {
    this.machine = machine
    this.seen = seen
    this.threads = machine.threads
    this.met = new Int32Array(machine.threads)
    this.unknown = new Int32Array(machine.threads).fill(ANYTHING)
  }

  /** A move begins. */
  begin(): void {
    this.done = NOTHING
  }

  /** What a thread is about to do. */
  before(thread: number): void {
    this.done = this.footprints.union(this.done, this.operationOf(thread))
  }

  /** What it has done on the way to where it stands now. */
  after(thread: number): void {
    this.done = this.footprints.union(this.done, this.blockOf(this.machine.current[thread]!))
  }

  /** A thread dies. */
  dies(thread: number): void {
    const { eventsAt } = this.machine.words
    let foot = this.footprints.of(eventsAt + thread, true)
    for (const watcher of this.machine.model.watchers ?? []) {
      foot = this.footprints.union(foot, this.footprints.of(eventsAt + watcher, true))
    }
    this.done = foot
  }

  /** The state that the move came to is kept: reads what is known of it, and marks it when it is gone on from. */
  meet(isNew: boolean): void {
    const { machine, met, seen } = this
    seen.readFeet(machine.a, machine.b, met)
    if (isNew) seen.writeFeet(machine.a, machine.b, this.unknown)
  }

  enter(depth: number, isKept: boolean): void {
    this.doings[depth] = this.done
    this.kept[depth] = isKept
    this.hashes[depth * 2] = this.machine.a
    this.hashes[depth * 2 + 1] = this.machine.b
    this.meets[depth] = false
    this.ahead[depth] = NOTHING
    for (let thread = 0; thread < this.threads; thread++) {
      this.feet[depth * this.threads + thread] = isKept ? this.met[thread]! : NOTHING
    }
  }

  /** All that goes on from there was walked. */
  leave(depth: number): void {
    for (let thread = 0; thread < this.threads; thread++) this.met[thread] = this.feet[depth * this.threads + thread]!
    if (this.kept[depth] === true) this.seen.writeFeet(this.hashes[depth * 2]!, this.hashes[depth * 2 + 1]!, this.met)
    this.done = this.doings[depth]!
  }

  /** A move from there is done with: `thread` moved, which is the one that goes on for free, or has died. */
  learn(depth: number, thread: number, isLast: boolean, hasDied: boolean): void {
    const { done, feet, footprints, met, threads } = this
    for (let each = 0; each < threads; each++) {
      if (each === thread) continue
      const at = depth * threads + each
      feet[at] = footprints.union(feet[at]!, footprints.union(done, met[each]!))
    }
    if (!isLast || hasDied) return
    this.ahead[depth] = footprints.union(this.ahead[depth]!, met[thread]!)
    if (this.meets[depth] === true) return
    const mine = footprints.union(done, this.blockOf(this.machine.current[thread]!))
    if (footprints.meet(mine, met[thread]!)) this.meets[depth] = true
  }

  /** All that the thread that goes on may do was walked: what it does next meets none of what the others would do. */
  isFree(depth: number): boolean {
    return this.meets[depth] === false
  }

  /** It is not preempted there: the others do the same after its next step. */
  passes(depth: number, thread: number): void {
    const at = depth * this.threads + thread
    this.feet[at] = this.footprints.union(this.feet[at]!, this.ahead[depth]!)
  }

  private operationOf(thread: number): number {
    const { footprints } = this
    const {
      values: { length: behind },
      armedAt,
      eventsAt,
      values
    } = this.machine.words
    const node = this.machine.current[thread]!
    const { a, kind } = node
    if (kind === Kind.notify) {
      let foot = footprints.of(behind + a, false)
      for (let each = 0; each < this.threads; each++) {
        if (values[armedAt + each] === a + 1) foot = footprints.union(foot, footprints.of(eventsAt + each, true))
      }
      return foot
    }
    if (node.foot >= 0) return node.foot
    switch (kind) {
      case Kind.load:
        return (node.foot = footprints.of(a, false))
      case Kind.arm:
        return (node.foot = footprints.union(footprints.of(a, false), footprints.of(behind + a, true)))
      case Kind.disarm:
        return (node.foot = footprints.union(footprints.of(eventsAt + thread, true), footprints.of(behind + a, true)))
      case Kind.turn:
        return (node.foot = footprints.of(eventsAt + thread, true))
      case Kind.choose:
        return (node.foot = NOTHING)
      default:
        return (node.foot = footprints.of(a, true))
    }
  }

  private blockOf(node: Node): number {
    if (node.blockFoot >= 0) return node.blockFoot
    let foot = NOTHING
    for (const [word, access] of this.machine.runner.blockOf(node) ?? []) {
      foot = this.footprints.union(foot, this.footprints.of(word, (access & 2) !== 0))
    }
    return (node.blockFoot = foot)
  }
}
