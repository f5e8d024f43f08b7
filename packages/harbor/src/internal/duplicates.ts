/*
 * Which frames have come before: of each source the sequences that came last. A transport may deliver a frame twice and in
 * another order, so it is these that count, and not the highest.
 */

/** Of each source. */
export const windowSize = 4096

/** Sources that are remembered; of more, those that have been silent longest are forgotten. */
const mostSources = 256

export class Duplicates {
  private readonly sources = new Map<bigint, Window>()

  /** Whether a frame is new; and from now on it is not. */
  isNew(source: bigint, sequence: number): boolean {
    let window = this.sources.get(source)
    if (window === undefined) {
      if (this.sources.size === mostSources) this.forgetOne()
      window = new Window()
    } else this.sources.delete(source)
    // Behind all others: a Map is in the order in which its keys were set.
    this.sources.set(source, window)
    return window.add(sequence)
  }

  /** None has come. */
  get isEmpty(): boolean {
    return this.sources.size === 0
  }

  private forgetOne(): void {
    for (const source of this.sources.keys()) {
      this.sources.delete(source)
      return
    }
  }
}

class Window {
  private readonly seen = new Set<number>()

  add(sequence: number): boolean {
    if (this.seen.has(sequence)) return false
    this.seen.add(sequence)
    if (this.seen.size > windowSize) for (const oldest of this.seen) return (this.seen.delete(oldest), true)
    return true
  }
}
