/**
 * Last values in memory, of all topics together no more than so many bytes. What does not fit leaves oldest first, so a topic
 * always holds its latest part, and what is below its floor is older than all of that. The same thing stands on the thread
 * that orders topics, above the store, and on each thread that has joiners, above that one.
 */
import { batchOf, bytesOf, sentBytesOf, type Batch, type Entry, type TopicEntry } from "./entry.ts"
import { type Mark, type Slot, TopicLog } from "./topicLog.ts"
import { isAfter, type Version } from "./version.ts"

/** Which values may leave for want of room: those that are written down below, any, or none. */
export type MayLeave = "flushed" | "any" | "none"

/** A part of what is to be written down. */
export interface Unwritten {
  readonly entries: ReadonlyArray<TopicEntry>
  readonly slots: ReadonlyArray<Slot>
  /** The mark of the last one; marks count up. */
  readonly ordinal: number
}

export class Cache {
  /** What all values take now. */
  bytes = 0
  /** Values that have left for want of room. */
  evicted = 0
  readonly limitBytes: number
  private readonly topics = new Map<string, TopicLog>()
  private readonly mayLeave: MayLeave
  // The order over all topics: the oldest first.
  private oldest: Slot | undefined
  private newest: Slot | undefined
  /** What is to be written down below, in the order in which keys came to be so. */
  private readonly marks = new Set<Mark>()
  /** How many marks there were. */
  marked = 0

  constructor(limitBytes: number, mayLeave: MayLeave) {
    this.limitBytes = limitBytes
    this.mayLeave = mayLeave
  }

  get size(): number {
    let size = 0
    for (const log of this.topics.values()) size += log.size
    return size
  }

  /** How many wait to be written down, besides those that are being written. */
  get toWrite(): number {
    return this.marks.size
  }

  get names(): IterableIterator<string> {
    return this.topics.keys()
  }

  /** `floor`: up to there the tier below may have values of a topic that has none here. */
  topic(name: string, floor: Version): TopicLog {
    const known = this.topics.get(name)
    if (known !== undefined) return known
    const log = new TopicLog(name, floor)
    this.topics.set(name, log)
    return log
  }

  /** Evicts until there is room for the value beside all others; false where what is left must stay. */
  makeRoom(log: TopicLog, value: { readonly key: string; readonly value: Uint8Array }): boolean {
    const bytes = bytesOf(value)
    for (;;) {
      const replaced = log.slots.get(value.key)?.entry
      if (this.bytes + bytes - (replaced === undefined ? 0 : bytesOf(replaced)) <= this.limitBytes) return true
      if (!this.evictOldest()) return false
    }
  }

  /** False where something at least as late is here already. */
  put(log: TopicLog, entry: Entry): boolean {
    const put = log.put(entry)
    if (put === undefined) return false
    // It may have gone with its last value.
    this.topics.set(log.topic, log)
    const { replaced, slot } = put
    if (replaced?.entry !== undefined) this.release(replaced)
    this.bytes += bytesOf(entry)
    slot.before = this.newest
    if (this.newest === undefined) this.oldest = slot
    else this.newest.after = slot
    this.newest = slot
    if (this.mayLeave === "flushed") this.mark(slot, replaced?.mark)
    return true
  }

  /** The key of the entry has no value any more. False where something at least as late is here already. */
  forget(log: TopicLog, entry: Entry): boolean {
    const put = log.forget(entry)
    if (put === undefined) return false
    this.topics.set(log.topic, log)
    const { replaced, slot } = put
    if (replaced?.entry !== undefined) this.release(replaced)
    if (this.mayLeave === "flushed") this.mark(slot, replaced?.mark)
    return true
  }

  /** What need not be known any more of keys that are gone. */
  prune(log: TopicLog): void {
    log.prune(this.mayLeave === "flushed")
  }

  find(name: string): TopicLog | undefined {
    return this.topics.get(name)
  }

  /** Undefined where the tier below has to be read first: what it has after `version`, up to the topic's floor. */
  read(log: TopicLog, version: Version, limitBytes: number): Batch | undefined {
    if (isAfter(log.floor, version)) return undefined
    return batchOf(log.entriesAfter(version), limitBytes, isAfter(version, log.last) ? version : log.last)
  }

  /**
   * The values that have waited longest to be written down below. They are taken out of the line: say what became of them by
   * `written` or `notWritten`.
   */
  unwritten(limitCount: number, limitBytes: number): Unwritten {
    const slots: Array<Slot> = []
    const entries: Array<TopicEntry> = []
    let bytes = 0
    let ordinal = 0
    for (const mark of this.marks) {
      const { slot } = mark
      bytes += sentBytesOf(slot.entry!, slot.log.topic)
      if (entries.length === limitCount || (bytes > limitBytes && entries.length > 0)) break
      this.marks.delete(mark)
      slot.mark = undefined
      slots.push(slot)
      entries.push({ topic: slot.log.topic, ...slot.entry! })
      ordinal = mark.ordinal
    }
    return { entries, slots, ordinal }
  }

  written({ slots }: Unwritten): void {
    for (const slot of slots) {
      slot.isWritten = true
      if (slot.entry?.gone === true) {
        this.prune(slot.log)
        this.tidy(slot.log)
      }
    }
  }

  notWritten({ slots }: Unwritten): void {
    // What was superseded meanwhile has a mark where it is now.
    for (const slot of slots) if (slot.entry !== undefined) this.mark(slot, undefined)
  }

  private mark(slot: Slot, inherited: Mark | undefined): void {
    const mark = inherited ?? { ordinal: ++this.marked, slot }
    mark.slot = slot
    slot.mark = mark
    this.marks.add(mark)
  }

  /** Forgets a topic that has no values here, and nobody who waits for some. */
  tidy(log: TopicLog): void {
    if (log.size === 0 && log.gone.size === 0 && log.followers === 0) this.topics.delete(log.topic)
  }

  /** Forgets a topic. What the tier below has of it stays there. */
  drop(log: TopicLog): void {
    for (const slot of log.slots.values()) this.release(slot)
    log.slots.clear()
    log.gone.clear()
    this.topics.delete(log.topic)
  }

  private evictOldest(): boolean {
    const slot = this.oldest
    if (slot === undefined || this.mayLeave === "none") return false
    if (this.mayLeave === "flushed" && !slot.isWritten) return false
    this.unlink(slot)
    slot.log.evict(slot)
    this.tidy(slot.log)
    this.evicted++
    return true
  }

  private release(slot: Slot): void {
    this.unlink(slot)
    slot.log.clear(slot)
  }

  private unlink(slot: Slot): void {
    this.bytes -= bytesOf(slot.entry!)
    const { after, before } = slot
    if (before === undefined) this.oldest = after
    else before.after = after
    if (after === undefined) this.newest = before
    else after.before = before
    slot.before = slot.after = undefined
  }
}
