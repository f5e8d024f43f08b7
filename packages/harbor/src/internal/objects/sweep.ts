/**
 * Of a thread that is gone another one frees all that its place in the table still holds, and then the place: a slice at a
 * time, since there may be millions of entries. While it does, the place says who it is; should that one die as well, another
 * one takes over. One at a time: when the place is free somebody new may have it at once, and what he claims is his.
 */
import * as Atomics from "./atomics.ts"
import { entry, ENTRIES, ENTRY_WORDS, generationOf, Header, holderOf, State, stateOf } from "./layout.ts"
import type { ObjectTable } from "./table.ts"

/** A thread that frees its own place, which nobody takes over. */
const BY_ITSELF = -(2 ** 31)

/** What a place says while the thread of that id frees it. */
const sweptBy = (thread: number): number => -thread - 2

export class Sweep {
  /** Objects that it has freed. */
  count = 0
  private readonly table: ObjectTable
  private readonly holder: number
  private index = 0
  private isDone = false

  private constructor(table: ObjectTable, holder: number) {
    this.table = table
    this.holder = holder
  }

  /** By the thread `by`, of the place of a thread that is gone; nothing where another one does it, or has done it. */
  static begin(table: ObjectTable, holder: number, thread: number, by: number): Sweep | undefined {
    const at = Header.holders + holder
    const mark = thread === by ? BY_ITSELF : sweptBy(by)
    // guard O11: one of them, once; pairs with the same of another thread, and with `take`
    return Atomics.compareExchange(table.words, at, thread + 1, mark) === thread + 1
      ? new Sweep(table, holder)
      : undefined
  }

  /** Where the thread that was at it is gone, too. */
  static takeOver(
    table: ObjectTable,
    holder: number,
    isGone: (thread: number) => boolean,
    by: number
  ): Sweep | undefined {
    const at = Header.holders + holder
    const mark = Atomics.load(table.words, at)
    if (mark >= 0 || mark === BY_ITSELF || !isGone(-mark - 2)) return undefined
    // guard O13: one of them; pairs with the same of another thread
    return Atomics.compareExchange(table.words, at, mark, sweptBy(by)) === mark ? new Sweep(table, holder) : undefined
  }

  /** Goes through so many entries more: true when it was through all of them, and the place is free. */
  step(count: number): boolean {
    if (this.isDone) return true
    const { holder, table } = this
    const { entries, words } = table
    for (const end = Math.min(this.index + count, entries); this.index < end; this.index++) {
      const at = ENTRIES + this.index * ENTRY_WORDS
      const before = Atomics.load(words, at)
      if (holderOf(before) !== holder || stateOf(before) === State.free) continue
      const free = entry(generationOf(before), State.free, 0)
      // guard O04: pairs with `abandon`: an object that moved here may be another one by now
      if (Atomics.compareExchange(words, at, before, free) !== before) continue
      table.hint(this.index)
      this.count++
    }
    if (this.index < entries) return false
    // After its entries: who takes the place next finds none that it has not claimed. Pairs with `take`.
    this.isDone = true
    Atomics.store(words, Header.holders + holder, 0)
    return true
  }

  /** All that is left of it. */
  finish(): number {
    while (!this.step(this.table.entries));
    return this.count
  }
}
