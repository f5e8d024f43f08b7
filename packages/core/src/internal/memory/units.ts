/**
 * A row of equal units of memory (segments, or the blocks of one class): who owns which is one word each, claimed by
 * compare-and-exchange and freed by a store. No free list, so nothing can be lost with a dying thread: a claim that was
 * never linked is found by scanning words.
 *
 * ```
 *  owner word:  0 free · lane + 1: serves that lane · -(thread + 1): held by that thread, which reads it
 * ```
 */
import type { Arena } from "./arena.ts"
import * as Atomics from "./atomics.ts"
import * as Layout from "./layout.ts"

const HOME_EVERY = 8

/** One thread's hand in the row: remembers where it last found a free unit. Used by that thread only. */
export class UnitPool {
  protected readonly arena: Arena
  protected readonly units: Layout.Units
  private readonly home: number
  private hint: number
  private claims = 0

  constructor(arena: Arena, units: Layout.Units, thread: number) {
    this.arena = arena
    this.units = units
    // Threads start looking at different places, so that they rarely meet at one word.
    this.home = Math.floor((units.mailCount * thread) / arena.layout.maxThreads)
    this.hint = this.home
  }

  /** Claims a unit for `lane`; -1 when none is free. Express lanes may also take the reserve behind the mail's. */
  claim(lane: number, kind: Layout.LaneKind): number {
    const { count, mailCount, owners } = this.units
    const words = this.arena.words
    // Back home now and then, where units have been freed since: a steady stream touches a few pages over and over
    // instead of walking through all of them.
    if (++this.claims % HOME_EVERY === 0) this.hint = this.home
    for (let i = 0; i < mailCount; i++) {
      let unit = this.hint + i
      if (unit >= mailCount) unit -= mailCount
      if (this.tryClaim(words, owners + unit, lane)) {
        this.hint = unit + 1 === mailCount ? 0 : unit + 1
        return unit
      }
    }
    if (kind === Layout.Lane.express) {
      for (let unit = mailCount; unit < count; unit++) {
        if (this.tryClaim(words, owners + unit, lane)) return unit
      }
    }
    return -1
  }

  protected tryClaim(words: Int32Array, owner: number, lane: number): boolean {
    // The load keeps a scan over taken words from writing to their cache lines; the exchange alone decides.
    if (Atomics.load(words, owner) !== 0) return false
    // guard G10: of two claims one wins; pairs with the store of `free`: whoever sees 0 sees the unit no longer used
    if (Atomics.compareExchange(words, owner, 0, lane + 1) !== 0) return false
    Atomics.add(words, this.units.freeCount, -1)
    return true
  }

  /** The reading thread keeps it: from here on it is neither its lane's nor its sender's. */
  holdUnit(unit: number, thread: number): void {
    Atomics.store(this.arena.words, this.units.owners + unit, -(thread + 1))
  }

  /** What a thread holds goes to a lane of its own. */
  giveUnit(unit: number, lane: number): void {
    Atomics.store(this.arena.words, this.units.owners + unit, lane + 1)
  }

  /** Whoever waits for memory must be rung after this. */
  free(unit: number): void {
    this.leaveUnit(unit)
    Atomics.add(this.arena.words, this.units.freeCount, 1)
  }

  /** From here on anybody may claim it. */
  protected leaveUnit(unit: number): void {
    Atomics.store(this.arena.words, this.units.owners + unit, 0)
  }

  /** Frees every unit whose owner word `leaves` says; returns how many. */
  freeOwned(leaves: (owner: number) => boolean): number {
    const { count, freeCount, owners } = this.units
    const words = this.arena.words
    let freed = 0
    for (let unit = 0; unit < count; unit++) {
      const owner = Atomics.load(words, owners + unit)
      if (owner !== 0 && leaves(owner)) {
        this.leaveUnit(unit)
        freed++
      }
    }
    if (freed > 0) Atomics.add(words, freeCount, freed)
    return freed
  }

  /** Puts right what threads that died between a claim or a free and its count left out. */
  recount(): void {
    const { words } = this.arena
    if (this.units.count === 0) return
    const counted = Atomics.load(words, this.units.freeCount)
    // guard G14: only if nobody claimed or freed meanwhile (pairs with their `add`); else the next sweep does it
    Atomics.compareExchange(words, this.units.freeCount, counted, this.countFree())
  }

  /** Free right now, counted. */
  countFree(): number {
    const { count, owners } = this.units
    let free = 0
    for (let unit = 0; unit < count; unit++) {
      if (Atomics.load(this.arena.words, owners + unit) === 0) free++
    }
    return free
  }
}
