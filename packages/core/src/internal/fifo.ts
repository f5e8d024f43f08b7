/**
 * First in, first out, with removal from the middle: waiting senders leave when they are interrupted, backlogs lose the
 * jobs of the dead. Amortised O(1); removed entries are skipped when they come to the front.
 */
export class Fifo<A extends object> {
  private items: Array<A | undefined> = []
  private first = 0
  size = 0

  push(item: A): void {
    this.items.push(item)
    this.size++
  }

  peek(): A | undefined {
    while (this.first < this.items.length && this.items[this.first] === undefined) this.first++
    if (this.first === this.items.length) {
      this.items = []
      this.first = 0
      return undefined
    }
    return this.items[this.first]
  }

  shift(): A | undefined {
    const item = this.peek()
    if (item === undefined) return undefined
    this.items[this.first++] = undefined
    this.size--
    if (this.first > 1024 && this.first * 2 > this.items.length) {
      this.items = this.items.slice(this.first)
      this.first = 0
    }
    return item
  }

  /** O(n): for the rare paths only. */
  remove(item: A): boolean {
    const at = this.items.indexOf(item, this.first)
    if (at < 0) return false
    this.items[at] = undefined
    this.size--
    // Many may come and leave behind one that stays.
    if (this.items.length > 1024 && this.items.length > this.size * 2) {
      this.items = this.items.filter((each) => each !== undefined)
      this.first = 0
    }
    return true
  }

  /** Takes out all entries that `leaves` says, in order. */
  removeWhere(leaves: (item: A) => boolean): Array<A> {
    const out: Array<A> = []
    for (let i = this.first; i < this.items.length; i++) {
      const item = this.items[i]
      if (item !== undefined && leaves(item)) {
        out.push(item)
        this.items[i] = undefined
        this.size--
      }
    }
    return out
  }
}
