/*
 * Those who wait for their turn, in the order in which they came. Any of them may leave at any time, and leaves nothing behind: as
 * cheap in the middle of many as at the end. Used by one thread only.
 */

/** One who waits. */
export interface Waiter {
  /** It is his turn: he goes on at once, or when others have had theirs. */
  readonly go: (atOnce: boolean) => void
  before: Waiter | undefined
  behind: Waiter | undefined
  isIn: boolean
}

export class Turns {
  private first: Waiter | undefined = undefined
  private last: Waiter | undefined = undefined
  size = 0

  push(go: Waiter["go"]): Waiter {
    const waiter: Waiter = { go, before: this.last, behind: undefined, isIn: true }
    if (this.last === undefined) this.first = waiter
    else this.last.behind = waiter
    this.last = waiter
    this.size++
    return waiter
  }

  /** Whose turn it is: he waits no longer. */
  shift(): Waiter["go"] | undefined {
    const { first } = this
    if (first !== undefined) this.withdraw(first)
    return first?.go
  }

  /** False when he does not wait any more. */
  withdraw(waiter: Waiter): boolean {
    const { before, behind, isIn } = waiter
    if (!isIn) return false
    if (before === undefined) this.first = behind
    else before.behind = behind
    if (behind === undefined) this.last = before
    else behind.before = before
    waiter.before = waiter.behind = undefined
    waiter.isIn = false
    this.size--
    return true
  }
}
