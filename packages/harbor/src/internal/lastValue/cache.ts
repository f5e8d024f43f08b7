/**
 * Last values in memory, of all topics together no more than so many bytes. What does not fit leaves oldest first, so a topic
 * always holds its latest part, and what is below its floor is older than all of that. The same thing stands on the thread
 * that orders topics, above the store, and on each thread that has joiners, above that one.
 */
import { batchOf, bytesOf, type Batch, type Entry, type TopicEntry } from "./entry.ts"
import { type Slot, TopicLog } from "./topicLog.ts"
import { isAfter, type Version } from "./version.ts"

/** Which values may leave for want of room: those that are written down below, any, or none. */
export type MayLeave = "flushed" | "any" | "none"

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
  /** The first one that is not written down below. Those behind it are not either. */
  private unflushed: Slot | undefined

  constructor(limitBytes: number, mayLeave: MayLeave) {
    this.limitBytes = limitBytes
    this.mayLeave = mayLeave
  }

  get size(): number {
    let size = 0
    for (const log of this.topics.values()) size += log.size
    return size
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
    if (replaced !== undefined) this.release(replaced)
    this.bytes += bytesOf(entry)
    slot.before = this.newest
    if (this.newest === undefined) this.oldest = slot
    else this.newest.after = slot
    this.newest = slot
    if (this.unflushed === undefined) this.unflushed = slot
    return true
  }

  find(name: string): TopicLog | undefined {
    return this.topics.get(name)
  }

  /** Undefined where the tier below has to be read first: what it has after `version`, up to the topic's floor. */
  read(log: TopicLog, version: Version, limitBytes: number): Batch | undefined {
    if (isAfter(log.floor, version)) return undefined
    return batchOf(log.entriesAfter(version), limitBytes, isAfter(version, log.last) ? version : log.last)
  }

  /** The oldest values that are not written down below, in order. They stay so until `flushed` says otherwise. */
  unwritten(limitCount: number, limitBytes: number): ReadonlyArray<TopicEntry> {
    const batch: Array<TopicEntry> = []
    let bytes = 0
    for (let slot = this.unflushed; slot !== undefined && batch.length < limitCount; slot = slot.after) {
      bytes += bytesOf(slot.entry!)
      if (bytes > limitBytes && batch.length > 0) break
      batch.push({ topic: slot.log.topic, ...slot.entry! })
    }
    return batch
  }

  get hasUnwritten(): boolean {
    return this.unflushed !== undefined
  }

  /** All up to that version is written down below, or superseded by something that is not. */
  flushed(upTo: Version): void {
    let slot = this.unflushed
    while (slot !== undefined && !isAfter(slot, upTo)) slot = slot.after
    this.unflushed = slot
  }

  /** Forgets a topic. What the tier below has of it stays there. */
  drop(log: TopicLog): void {
    for (const slot of log.slots.values()) this.release(slot)
    log.slots.clear()
    this.topics.delete(log.topic)
  }

  private evictOldest(): boolean {
    const slot = this.oldest
    if (slot === undefined || this.mayLeave === "none") return false
    if (this.mayLeave === "flushed" && slot === this.unflushed) return false
    this.unlink(slot)
    slot.log.evict(slot)
    if (slot.log.size === 0) this.topics.delete(slot.log.topic)
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
    if (this.unflushed === slot) this.unflushed = after
    if (before === undefined) this.oldest = after
    else before.after = after
    if (after === undefined) this.newest = before
    else after.before = before
    slot.before = slot.after = undefined
  }
}
