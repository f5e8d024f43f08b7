/**
 * Units in debug mode: what is freed is filled, and what is claimed is looked at, so that whoever still reads freed memory
 * sees the filling, and whoever still writes to it is found when it is used again.
 */
import type { Arena } from "./arena.ts"
import type * as Layout from "./layout.ts"
import { UnitPool } from "./units.ts"

/** What freed memory is filled with: whoever still reads it sees that. */
export const FREED = 0xdb
const FREED_WORD = 0xdbdbdbdb | 0

/**
 * A unit was written after it was freed: the word where that begins, and the lane that claimed it now (`Layout.noLane` for
 * none).
 */
export type OnSpoilt = (word: number, lane: number) => void

export class DebugUnitPool extends UnitPool {
  private readonly onSpoilt: OnSpoilt

  constructor(arena: Arena, units: Layout.Units, thread: number, onSpoilt: OnSpoilt) {
    super(arena, units, thread)
    this.onSpoilt = onSpoilt
  }

  protected override tryClaim(words: Int32Array, owner: number, lane: number): boolean {
    if (!super.tryClaim(words, owner, lane)) return false
    const spoilt = this.spoiltAt(words, owner - this.units.owners)
    if (spoilt >= 0) this.onSpoilt(spoilt, lane)
    return true
  }

  /** The first word that is not as it was left: filled, or zero if nobody has had it yet. */
  private spoiltAt(words: Int32Array, unit: number): number {
    const start = this.units.at + unit * this.units.words
    const end = start + this.units.words
    const asLeft = words[start] === 0 && words[end - 1] === 0 ? 0 : FREED_WORD
    for (let word = start; word < end; word++) if (words[word] !== asLeft) return word
    return -1
  }

  protected override leaveUnit(unit: number): void {
    const start = (this.units.at + unit * this.units.words) * 4
    this.arena.bytes.fill(FREED, start, start + this.units.words * 4)
    super.leaveUnit(unit)
  }
}
