/** What a model thread has been answered so far, as a trie: each node stands before the thread's next operation. */
import { Kind } from "./world.ts"

export class Node {
  readonly id: number
  readonly thread: number
  readonly parent: Node | undefined
  readonly answer: number
  kind: Kind = Kind.load
  a = 0
  b = 0
  c = 0
  depth: number
  end: "no" | "done" | "failed" = "no"
  failure = ""
  /** Words and values written on the way here, without an answer and without anybody else looking: word, value and mask. */
  effects: Array<number> | undefined = undefined
  notes: Array<string> | undefined = undefined
  /** Stands for all its notes, in order. */
  notesId: number
  /** An earlier node of this thread in the same local state. */
  same: Node | undefined = undefined
  /** Words read (even) and written (odd, plain) on the way here, as `word * 2 + written`. */
  touched: Array<number> | undefined = undefined
  private only: Node | undefined = undefined
  private many: Map<number, Node> | undefined = undefined
  /** Plain accesses since the last operation where others could come between; `word → 1 read | 2 written`. */
  block: Map<number, number> | undefined = undefined
  blockKnown = false
  /** The numbers of what its operation does, and of its block: see standing.ts; -1 until they are asked for. */
  foot = -1
  blockFoot = -1

  constructor(id: number, thread: number, parent: Node | undefined, answer: number) {
    this.id = id
    this.thread = thread
    this.parent = parent
    this.answer = answer
    this.depth = parent === undefined ? 0 : parent.depth + 1
    this.notesId = parent === undefined ? 0 : parent.notesId
  }

  child(answer: number): Node | undefined {
    if (this.only !== undefined && this.only.answer === answer) return this.only
    return this.many?.get(answer)
  }

  add(child: Node): void {
    if (this.only === undefined) this.only = child
    else (this.many ??= new Map()).set(child.answer, child)
  }
}
