/**
 * First in, first out, amortised O(1).
 */
export class Queue<A> {
  private items: Array<A> = []
  private first = 0

  get size(): number {
    return this.items.length - this.first
  }

  push(item: A): void {
    this.items.push(item)
  }

  shift(): A | undefined {
    if (this.first === this.items.length) return undefined
    const item = this.items[this.first++]
    if (this.first === this.items.length) this.clear()
    else if (this.first >= 1024 && this.first * 2 > this.items.length) {
      this.items = this.items.slice(this.first)
      this.first = 0
    }
    return item
  }

  clear(): void {
    this.items = []
    this.first = 0
  }
}
