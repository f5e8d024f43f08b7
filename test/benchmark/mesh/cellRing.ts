/*
 * The second alternative: one bounded ring of cells for each target, after Vyukov's queue. Each cell has a sequence
 * number that says whose turn it is, so nothing needs to be zeroed; a record must fit into a cell.
 *
 * ```
 *  words 0..63   tail
 *  then          cells of 128 bytes:  | sequence | unused | record … |
 * ```
 */
import type { Inlet, Memory, Outlet, Shared } from "./queue.ts"

const TAIL = 0
const START = 64
const CELL = 32
const RECORD = 2

const views = ({ ring }: Shared): Memory => ({
  words: new Int32Array(ring),
  bytes: new Uint8Array(ring),
  doubles: new Float64Array(ring)
})

/** Before anybody uses it: each cell waits for the sender of its first lap. */
export const prepare = (shared: Shared): void => {
  const { words } = views(shared)
  for (let cell = 0; START + cell * CELL < words.length; cell++) words[START + cell * CELL] = cell
}

export class CellRingOutlet implements Outlet {
  readonly memory: Memory
  private readonly words: Int32Array
  private readonly mask: number
  private turn = 0

  constructor(shared: Shared) {
    this.memory = views(shared)
    this.words = this.memory.words
    this.mask = (this.words.length - START) / CELL - 1
  }

  reserve(bytes: number): number {
    if (bytes > (CELL - RECORD) * 4) throw new Error(`a record of ${bytes} bytes does not fit into a cell`)
    const { mask, words } = this
    for (;;) {
      const tail = Atomics.load(words, TAIL)
      const at = START + (tail & mask) * CELL
      const ahead = (Atomics.load(words, at) - tail) | 0
      if (ahead < 0) return -1
      if (ahead === 0 && Atomics.compareExchange(words, TAIL, tail, (tail + 1) | 0) === tail) {
        this.turn = tail
        return at + RECORD
      }
    }
  }

  publish(at: number, bytes: number): void {
    this.words[at] = bytes
    Atomics.store(this.words, at - RECORD, (this.turn + 1) | 0)
  }
}

export class CellRingInlet implements Inlet {
  readonly memory: Memory
  private readonly words: Int32Array
  private readonly mask: number
  private head = 0

  constructor(shared: Shared) {
    this.memory = views(shared)
    this.words = this.memory.words
    this.mask = (this.words.length - START) / CELL - 1
  }

  rung(): void {}

  drain(limit: number, visit: (at: number) => void): boolean {
    const { mask, words } = this
    for (let taken = 0; taken < limit; taken++) {
      const at = START + (this.head & mask) * CELL
      if (Atomics.load(words, at) !== ((this.head + 1) | 0)) return false
      visit(at + RECORD)
      Atomics.store(words, at, (this.head + mask + 1) | 0)
      this.head = (this.head + 1) | 0
    }
    return true
  }
}
