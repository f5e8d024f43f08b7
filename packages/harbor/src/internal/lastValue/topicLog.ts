/**
 * The last values of one topic, each key once, in the order of their versions: a log from which what was superseded is
 * gone. A reader keeps no more than the version up to which it has read, so a slow one costs nothing and finds each key once
 * when it goes on, and one that begins at zero finds a snapshot, then all that comes later.
 */
import type { Entry } from "./entry.ts"
import { isAfter, latest, type Version, versionOf } from "./version.ts"

/** A key whose latest value is to be written down. It keeps its place in the line of them when that value is superseded. */
export interface Mark {
  readonly ordinal: number
  slot: Slot
}

/** A place in a log, and in the order of all logs of a cache. Its entry goes when another takes its key, or when it is evicted. */
export interface Slot extends Version {
  readonly log: TopicLog
  /** The tier below has it. */
  isWritten: boolean
  mark: Mark | undefined
  entry: Entry | undefined
  before: Slot | undefined
  after: Slot | undefined
}

/** Superseded slots that are kept before the order is made anew: at most as many as live ones, and these. */
const SPARE = 32

export class TopicLog {
  readonly topic: string
  readonly slots = new Map<string, Slot>()
  /**
   * Keys that have no value any more, in the order in which they went. Not in the order of the others, since they take no room
   * for a value: each as long as somebody has not heard of it, or the tier below still has a value.
   */
  readonly gone = new Map<string, Slot>()
  /** What still holds up to here, and is not found in this log, is in the tier below. */
  floor: Version
  /** Nothing after it yet. */
  last: Version
  /** Who waits for what comes next: as long as there are any, it is kept, however empty it is. */
  followers = 0
  /** Up to where each of those has heard who are to hear of keys that go. */
  hearing: ReadonlySet<{ readonly heard: Version }> = new Set()
  private order: Array<Slot> = []
  /** Slots in front of it have no entry. */
  private head = 0

  constructor(topic: string, floor: Version) {
    this.topic = topic
    this.floor = floor
    this.last = floor
  }

  get size(): number {
    return this.slots.size
  }

  /** Undefined where something at least as late is here already: then it changes nothing. */
  put(entry: Entry): { readonly slot: Slot; readonly replaced: Slot | undefined } | undefined {
    if (!isAfter(entry, this.last)) return undefined
    const { key } = entry
    const slot = this.slotOf(entry)
    const replaced = this.slots.get(key) ?? this.notGone(key)
    this.slots.set(key, slot)
    this.order.push(slot)
    this.last = versionOf(entry)
    return { slot, replaced }
  }

  /** The same for a key that is gone: its value, where there is one here, is to be cleared. */
  forget(entry: Entry): { readonly slot: Slot; readonly replaced: Slot | undefined } | undefined {
    if (!isAfter(entry, this.last)) return undefined
    const slot = this.slotOf(entry)
    const replaced = this.slots.get(entry.key) ?? this.notGone(entry.key)
    this.slots.delete(entry.key)
    this.gone.set(entry.key, slot)
    this.last = versionOf(entry)
    return { slot, replaced }
  }

  private slotOf(entry: Entry): Slot {
    const { epoch, seq } = entry
    return { log: this, epoch, seq, entry, isWritten: false, mark: undefined, before: undefined, after: undefined }
  }

  private notGone(key: string): Slot | undefined {
    const slot = this.gone.get(key)
    if (slot === undefined) return undefined
    this.gone.delete(key)
    slot.entry = undefined
    return slot
  }

  /** Keys that went after a version, up to another one. */
  goneBetween(after: Version, upTo: Version): ReadonlyArray<Entry> {
    const entries: Array<Entry> = []
    for (const slot of this.gone.values()) {
      if (isAfter(slot, after) && !isAfter(slot, upTo)) entries.push(slot.entry!)
    }
    return entries
  }

  /** Of what everybody has heard who wants to, and the tier below has done, nobody needs to know any more. */
  prune(needsWriting: boolean): void {
    if (this.gone.size === 0) return
    let heard: Version | undefined
    for (const each of this.hearing) if (heard === undefined || isAfter(heard, each.heard)) heard = each.heard
    for (const [key, slot] of this.gone) {
      if (heard !== undefined && isAfter(slot, heard)) return
      if (needsWriting && !slot.isWritten) continue
      this.gone.delete(key)
      slot.entry = undefined
    }
  }

  /** The oldest one leaves for the tier below. */
  evict(slot: Slot): void {
    this.slots.delete(slot.entry!.key)
    this.floor = versionOf(latest(this.floor, slot))
    this.clear(slot)
  }

  /** A value that is too large to be here at all: it is below, and so is what came before it. */
  skip(entry: Entry): void {
    if (!isAfter(entry, this.last)) return
    this.floor = versionOf(entry)
    this.last = this.floor
  }

  /** Its entry is no longer needed, here. */
  clear(slot: Slot): void {
    slot.entry = undefined
    const { order } = this
    while (this.head < order.length && order[this.head]!.entry === undefined) this.head++
    if (order.length > 2 * this.slots.size + SPARE) {
      this.order = order.filter(({ entry }) => entry !== undefined)
      this.head = 0
    }
  }

  /** Nothing comes up to `version` but what is here. */
  advance(version: Version): void {
    if (isAfter(version, this.last)) this.last = version
  }

  /** In order. Not to be held while the log changes. */
  *entriesAfter(version: Version): Generator<Entry> {
    const { order } = this
    for (let index = this.indexAfter(version); index < order.length; index++) {
      const { entry } = order[index]!
      if (entry !== undefined) yield entry
    }
  }

  private indexAfter(version: Version): number {
    const { order } = this
    let low = this.head
    let high = order.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (isAfter(order[middle]!, version)) high = middle
      else low = middle + 1
    }
    return low
  }
}
