/**
 * What a thread keeps of its own objects: their serial, their kind and, where the kind has one, their state. Plain columns, so that a
 * million objects are no million things on the heap. Used by their thread only; an object's row stands in the shared table.
 */

const FIRST_ROWS = 64

export class OwnedObjects {
  count = 0
  private kinds = new Uint16Array(FIRST_ROWS)
  /** 0 for a row that is free. */
  private serials = new Float64Array(FIRST_ROWS)
  /** Of a row that is free: the next one. */
  private next = new Int32Array(0)
  private firstFree = -1
  private rows = 0
  /** As long as the last row that has a state. */
  private readonly states: Array<unknown> = []

  add(serial: number, kind: number, state: unknown): number {
    const row = this.firstFree >= 0 ? this.firstFree : this.rows
    if (row === this.rows) {
      if (row === this.kinds.length) {
        this.kinds = grown(this.kinds, new Uint16Array(row * 2))
        this.serials = grown(this.serials, new Float64Array(row * 2))
      }
      this.rows++
    } else {
      this.firstFree = this.next[row]!
    }
    this.kinds[row] = kind
    this.serials[row] = serial
    this.set(row, state)
    this.count++
    return row
  }

  remove(row: number): void {
    if (this.next.length < this.kinds.length) this.next = grown(this.next, new Int32Array(this.kinds.length))
    this.set(row, undefined)
    this.serials[row] = 0
    this.next[row] = this.firstFree
    this.firstFree = row
    this.count--
  }

  kind(row: number): number {
    return this.kinds[row]!
  }

  state(row: number): unknown {
    return this.states[row]
  }

  set(row: number, state: unknown): void {
    if (state === undefined && row >= this.states.length) return
    while (this.states.length < row) this.states.push(undefined)
    this.states[row] = state
  }

  /** The serials of all objects of a kind. */
  ofKind(kind: number): ReadonlyArray<number> {
    const serials: Array<number> = []
    for (let row = 0; row < this.rows; row++) {
      if (this.serials[row] !== 0 && this.kinds[row] === kind) serials.push(this.serials[row]!)
    }
    return serials
  }
}

const grown = <A extends Uint16Array | Float64Array | Int32Array>(from: A, to: A): A => {
  to.set(from)
  return to
}
