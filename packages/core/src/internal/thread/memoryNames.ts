/**
 * How places of the shared memory are named in a dump, and the words around one: for debug mode.
 */
import type { Arena } from "../memory/arena.ts"
import * as Layout from "../memory/layout.ts"

/** Words before and behind the place in a dump, and in one of its rows. */
const AROUND = 24
const ROW = 8

export const hex = (word: number): string => (word >>> 0).toString(16).padStart(8, "0")

export class MemoryNames {
  private readonly arena: Arena
  private readonly threadName: (thread: number) => string

  constructor(arena: Arena, threadName: (thread: number) => string) {
    this.arena = arena
    this.threadName = threadName
  }

  thread(thread: number): string {
    return `"${this.threadName(thread)}" (record ${thread})`
  }

  lane(lane: number): string {
    const { layout } = this.arena
    const kind = lane % 2 === Layout.Lane.mail ? "mail" : "express"
    const [from, to] = [Layout.producerOfLane(layout, lane), Layout.consumerOfLane(layout, lane)]
    return `${kind} from ${this.thread(from)} to ${this.thread(to)}`
  }

  /** What an owner word says. */
  owner(owner: number): string {
    if (owner === 0) return "nobody's"
    return owner > 0 ? `owned by ${this.lane(owner - 1)}` : `held by ${this.thread(-owner - 1)}`
  }

  /** The segment or block that the word lies in. */
  place(word: number): string {
    const { blockUnits, segmentUnits } = this.arena.layout
    const [small, large] = blockUnits
    const unitOf = ({ at, words }: Layout.Units): number => Math.floor((word - at) / words)
    if (word >= large.at && large.count > 0) return `block ${small.count + unitOf(large)}`
    if (word >= small.at && small.count > 0) return `block ${unitOf(small)}`
    return `segment ${unitOf(segmentUnits)}`
  }

  /** The words there, one row of eight each; the one that begins with the place is marked. */
  around(place: number): ReadonlyArray<string> {
    const { words } = this.arena
    const lines: Array<string> = []
    for (let word = place - AROUND; word < place + AROUND; word += ROW) {
      const row = Array.from({ length: ROW }, (_, i) => hex(words[word + i] ?? 0))
      lines.push(`${word === place ? ">" : " "} ${word}: ${row.join(" ")}`)
    }
    return lines
  }
}
