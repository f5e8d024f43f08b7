/**
 * The words of the jobs a thread has in flight: one Int32 each, owned by the *sender*, where cancel, start, refusal and
 * crash are one race decided by one compare-and-exchange.
 *
 * ```
 *  word:  | tell (1 bit) | generation (24 bits) | phase (3 bits) |
 *
 *  queued ─► started ─► done         target: started by CAS before it decodes; done for tells, asks end with a reply
 *     ├────► cancelled ─► dropped    sender cancels by CAS; target stores dropped when it passes the record
 *     ├────► refused                 target, when it closes
 *     └────► taken                   target, once the sender is dead: from then on the target answers for this tell
 * ```
 * An id is used again only when its record is known to be consumed; the generation is the second line of defence. What
 * all but this file call a job's generation includes the tell bit: it lets main count the tells of a dead sender.
 */
import type { Arena } from "./arena.ts"
import * as Atomics from "./atomics.ts"
import * as Layout from "./layout.ts"

export const Phase = {
  free: 0,
  queued: 1,
  started: 2,
  done: 3,
  cancelled: 4,
  dropped: 5,
  refused: 6,
  taken: 7
} as const
export type Phase = (typeof Phase)[keyof typeof Phase]

const GENERATIONS = 0xffffff
const TELL = GENERATIONS + 1
const word = (generation: number, phase: Phase): number => (generation << 3) | phase

/** The sender's side: begins and ends jobs. Used by the owning thread only. */
export class JobTable {
  readonly arena: Arena
  readonly base: number
  readonly capacity: number
  private readonly record: number
  private readonly freeIds: Int32Array
  private freeCount = 0
  private highWater = 0
  /** The generation of the job that was begun last. */
  begun = 0

  constructor(arena: Arena, thread: number) {
    this.arena = arena
    this.capacity = arena.layout.jobCapacity
    this.base = Layout.jobsAt(arena.layout, thread)
    this.record = Layout.threadAt(arena.layout, thread)
    this.freeIds = new Int32Array(this.capacity)
  }

  /** Jobs begun and not ended. */
  get live(): number {
    return this.highWater - this.freeCount
  }

  /** A new job in phase `queued`: its id, or -1 when the table is full. O(1), allocates nothing. */
  begin(isTell = false): number {
    let id: number
    if (this.freeCount > 0) {
      id = this.freeIds[--this.freeCount]!
    } else if (this.highWater < this.capacity) {
      id = this.highWater++
      // main clears words up to here when this incarnation is dead
      Atomics.store(this.arena.words, this.record + Layout.Thread.highWater, this.highWater)
    } else {
      return -1
    }
    const generation = ((Atomics.load(this.arena.words, this.base + id) >>> 3) + 1) & GENERATIONS
    this.begun = isTell ? generation | TELL : generation
    Atomics.store(this.arena.words, this.base + id, word(this.begun, Phase.queued))
    return id
  }

  generation(id: number): number {
    return Atomics.load(this.arena.words, this.base + id) >>> 3
  }

  /** The phase of that very job, or `free` when the id serves another generation by now. */
  phase(id: number, generation: number): Phase {
    const value = Atomics.load(this.arena.words, this.base + id)
    return value >>> 3 === generation ? ((value & 7) as Phase) : Phase.free
  }

  /** True when the job provably never starts. Pairs with `start` below: one of the two wins. */
  cancel(id: number, generation: number): boolean {
    return (
      // guard G15: decides between cancelled and started; pairs with `start` and `refuse`
      Atomics.compareExchange(
        this.arena.words,
        this.base + id,
        word(generation, Phase.queued),
        word(generation, Phase.cancelled)
      ) === word(generation, Phase.queued)
    )
  }

  /** Takes back a job whose record was never published. */
  abort(id: number): void {
    this.end(id)
  }

  /** The id may be used again: its record is known to be consumed. */
  end(id: number, generation = this.generation(id)): void {
    Atomics.store(this.arena.words, this.base + id, word(generation, Phase.free))
    this.freeIds[this.freeCount++] = id
  }
}

/** Target. Wins the job for this thread; false when the sender cancelled it first. Pairs with JobTable.cancel. */
export const start = (arena: Arena, sender: number, id: number, generation: number): boolean => {
  const queued = word(generation, Phase.queued)
  return (
    // guard G16: started only by whoever wins it from the sender; pairs with JobTable.cancel
    Atomics.compareExchange(
      arena.words,
      Layout.jobsAt(arena.layout, sender) + id,
      queued,
      word(generation, Phase.started)
    ) === queued
  )
}

/**
 * Target. Its record has not been passed here: so it is told apart from one that has ended. Only this thread passes it. Pairs
 * with the store of `JobTable.begin`, which came before what this thread was told of the job, and with `consumed` below, after
 * which the sender may give the id to another generation; `JobTable.cancel` may come at any time, and changes nothing here.
 */
export const isUnpassed = (arena: Arena, sender: number, id: number, generation: number): boolean => {
  const value = Atomics.load(arena.words, Layout.jobsAt(arena.layout, sender) + id)
  return value === word(generation, Phase.queued) || value === word(generation, Phase.cancelled)
}

/** Target, closing. True when the job is refused; false when the sender cancelled it first. */
export const refuse = (arena: Arena, sender: number, id: number, generation: number): boolean => {
  const queued = word(generation, Phase.queued)
  return (
    // guard G17: a refusal settles only what was not cancelled; pairs with JobTable.cancel
    Atomics.compareExchange(
      arena.words,
      Layout.jobsAt(arena.layout, sender) + id,
      queued,
      word(generation, Phase.refused)
    ) === queued
  )
}

/**
 * Target, for a tell of a dead sender that waits here: from now on this thread answers for it. False when the sender
 * had cancelled it before it died.
 */
export const take = (arena: Arena, sender: number, id: number, generation: number): boolean => {
  const queued = word(generation, Phase.queued)
  return (
    // guard G41: a tell of the dead is won once; pairs with the dead one's own cancel, and with `lostTells`
    Atomics.compareExchange(
      arena.words,
      Layout.jobsAt(arena.layout, sender) + id,
      queued,
      word(generation, Phase.taken)
    ) === queued
  )
}

/** Tells of a dead sender that nobody answers for, by what their words say of them. */
export interface LostTells {
  queued: number
  started: number
  refused: number
}

/**
 * Main, once everybody has acknowledged the sender's death: how many of its tells nobody answers for. They were queued
 * for, refused by, or running on a thread that is dead, too; those on a living thread are `taken` or `done` by now.
 */
export const lostTells = (arena: Arena, sender: number): LostTells => {
  const base = Layout.jobsAt(arena.layout, sender)
  const highWater = Atomics.load(arena.words, Layout.threadAt(arena.layout, sender) + Layout.Thread.highWater)
  const lost: LostTells = { queued: 0, started: 0, refused: 0 }
  for (let id = 0; id < highWater; id++) {
    const value = Atomics.load(arena.words, base + id)
    if (((value >>> 3) & TELL) === 0) continue
    const phase = value & 7
    if (phase === Phase.queued) lost.queued++
    else if (phase === Phase.started) lost.started++
    else if (phase === Phase.refused) lost.refused++
  }
  return lost
}

/** Target. A tell has ended or is answered for here, or a cancelled record was passed: its sender looks at that. */
export const consumed = (
  arena: Arena,
  sender: number,
  id: number,
  generation: number,
  phase: typeof Phase.done | typeof Phase.dropped | typeof Phase.taken
): void => {
  Atomics.store(arena.words, Layout.jobsAt(arena.layout, sender) + id, word(generation, phase))
}
