/**
 * A second tier in memory, the simplest that follows the rules: what any `LastValueStore` has to do.
 */
import { type Batch, batchOf, type TopicEntry } from "../../src/internal/lastValue/entry.ts"
import { isAfter, type Version } from "../../src/internal/lastValue/version.ts"

export class MemoryStore {
  readonly rows = new Map<string, TopicEntry>()

  write(entries: ReadonlyArray<TopicEntry>): void {
    for (const entry of entries) {
      const id = `${entry.topic}/${entry.key}`
      const old = this.rows.get(id)
      if (old !== undefined && !isAfter(entry, old)) continue
      if (entry.gone === true) this.rows.delete(id)
      else this.rows.set(id, entry)
    }
  }

  read(topic: string, after: Version, upTo: Version, limitBytes: number): Batch {
    const found = this.inOrder((row) => row.topic === topic && isAfter(row, after) && !isAfter(row, upTo))
    return batchOf(found, limitBytes, upTo)
  }

  topics(after: string, limit: number): ReadonlyArray<string> {
    const names = new Set(Array.from(this.rows.values(), ({ topic }) => topic).filter((topic) => topic > after))
    return Array.from(names).toSorted().slice(0, limit)
  }

  inOrder(which: (row: TopicEntry) => boolean): ReadonlyArray<TopicEntry> {
    return Array.from(this.rows.values())
      .filter(which)
      .toSorted((a, b) => (isAfter(a, b) ? 1 : -1))
  }
}
