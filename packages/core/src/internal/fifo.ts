/**
 * First in, first out, with removal from the middle: waiting senders leave when they are interrupted, backlogs lose the
 * jobs of the dead. Amortised O(1); what was removed is passed over when it comes to the front. An item is in it once.
 */
export class Fifo<A extends object> {
  private items: Array<A> = []
  private readonly members = new Set<A>()
  private first = 0

  get size(): number {
    return this.members.size
  }

  push(item: A): void {
    this.items.push(item)
    this.members.add(item)
  }

  peek(): A | undefined {
    while (this.first < this.items.length && !this.members.has(this.items[this.first]!)) this.first++
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
    this.first++
    this.members.delete(item)
    this.compact()
    return item
  }

  remove(item: A): boolean {
    if (!this.members.delete(item)) return false
    this.compact()
    return true
  }

  has(item: A): boolean {
    return this.members.has(item)
  }

  /** All that are in it now, in order: a copy, for whoever goes through them in steps and asks `has` at each. */
  all(): ReadonlyArray<A> {
    return this.items.slice(this.first).filter((item) => this.members.has(item))
  }

  /** Lets go of what has left, once that is more than half. */
  private compact(): void {
    if (this.items.length < 1024 || this.items.length < this.members.size * 2) return
    this.items = this.items.slice(this.first).filter((item) => this.members.has(item))
    this.first = 0
  }
}
