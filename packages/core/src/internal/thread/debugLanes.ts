/**
 * Lanes that look at every record before anybody reads it: debug mode. Each record carries a mark behind it, whose lane it
 * is and the how manieth, and what it says is held against the memory it speaks of: lengths, owner words, job words.
 * What cannot be is reported once, with a dump; the lane is then read no further.
 *
 * ```
 *  record, padded to 8 | MARK ^ lane | number of the record in its lane |
 * ```
 */
import { ArenaCorrupt } from "../../ActorError.ts"
import type { Arena } from "../memory/arena.ts"
import * as Atomics from "../memory/atomics.ts"
import type { OnSpoilt } from "../memory/debugUnits.ts"
import { hex, MemoryNames } from "./memoryNames.ts"
import { Phase } from "../memory/jobTable.ts"
import { LaneConsumer, LaneProducer } from "../memory/lane.ts"
import * as Layout from "../memory/layout.ts"
import type { MemoryPool, OnWake } from "../memory/pool.ts"
import * as Record from "../record.ts"

const MARK = 0x4d41524b // "MARK"

export class DebugLaneProducer extends LaneProducer {
  private sequence = 0

  override reserve(bytes: number, as?: Layout.LaneKind): number {
    return super.reserve(Record.pad8(bytes) + this.arena.layout.markBytes, as)
  }

  override publish(bytes: number, jobs: 0 | 1): void {
    const { layout, words } = this.arena
    const mark = this.position + (Record.pad8(bytes) >> 2)
    words[mark] = MARK ^ this.lane
    words[mark + 1] = this.sequence
    this.sequence = (this.sequence + 1) | 0
    super.publish(Record.pad8(bytes) + layout.markBytes, jobs)
  }
}

/** In the place of a thread: no lane is concerned, so nobody's. */
export const NO_THREAD = -1

/** What debug mode needs of the loop. */
export interface DebugOwner {
  readonly threadName: (thread: number) => string
  /**
   * A lane from that thread holds what cannot be: nothing is read from it any more; called once a lane, in a drain. Or
   * memory that was claimed for a lane to that thread had been written to while it was free; `NO_THREAD` when it was claimed
   * for none.
   */
  readonly corrupt?: (thread: number, problem: ArenaCorrupt) => void
}

/** What a pool reports, as it is told: after whatever is being sent. */
export const reportSpoilt =
  (arena: Arena, owner: DebugOwner, microtask: (task: () => void) => void): OnSpoilt =>
  (word, lane) => {
    const memory = new MemoryNames(arena, owner.threadName)
    const what = `${memory.place(word)} was written to while it was free, at word ${word}`
    const own = Layout.claimerOf(lane)
    const whose = own < 0 ? memory.lane(lane) : `a buffer of ${memory.thread(own)}`
    const problem = new ArenaCorrupt({ what, dump: [`claimed for ${whose}`, ...memory.around(word)].join("\n") })
    microtask(() => owner.corrupt?.(own < 0 ? Layout.consumerOfLane(arena.layout, lane) : NO_THREAD, problem))
  }

export class DebugLaneConsumer extends LaneConsumer {
  private readonly kind: Layout.LaneKind
  private readonly producer: number
  private readonly consumer: number
  private readonly owner: DebugOwner
  private readonly memory: MemoryNames
  private sequence = 0
  /** Of the record that was looked at last. */
  private bytes = 0
  private broken = false

  constructor(
    arena: Arena,
    pool: MemoryPool,
    producer: number,
    consumer: number,
    kind: Layout.LaneKind,
    onWake: OnWake,
    owner: DebugOwner
  ) {
    super(arena, pool, producer, consumer, kind, onWake)
    this.kind = kind
    this.producer = producer
    this.consumer = consumer
    this.owner = owner
    this.memory = new MemoryNames(arena, owner.threadName)
  }

  override next(): number {
    if (this.broken) return -1
    const tail = Atomics.load(this.arena.words, this.base + Layout.LaneWord.tail)
    const unread = (tail - this.head) | 0
    if (unread === 0) return -1
    const wrong =
      unread < 0 || unread % 8 !== 0
        ? `its producer has published ${tail} bytes, and ${this.head} are read`
        : this.wrongLink()
    if (wrong !== undefined) return this.stop(wrong)
    const at = super.next()
    const problem = this.wrongRecord(at, unread)
    return problem === undefined ? at : this.stop(problem)
  }

  override advance(): void {
    // As it was when it was looked at: it may have been written over while its job was started.
    const bytes = Record.pad8(this.bytes) + this.arena.layout.markBytes
    this.position += bytes >> 2
    this.head = (this.head + bytes) | 0
    this.sequence = (this.sequence + 1) | 0
  }

  /** What is wrong with the link that stands where the next record would, if one does. */
  private wrongLink(): string | undefined {
    const { layout, words } = this.arena
    const first = words[this.position]!
    if (first >= 0) return undefined
    const segment = -first - 1
    if (segment >= layout.segmentCount) return `a link to segment ${segment} of ${layout.segmentCount}`
    const by = Atomics.load(words, layout.owners + segment)
    return by === this.lane + 1 ? undefined : `a link to segment ${segment}, which is ${this.memory.owner(by)}`
  }

  private wrongRecord(at: number, unread: number): string | undefined {
    const { layout, words } = this.arena
    const bytes = words[at + Record.Field.bytes]!
    this.bytes = bytes
    const isMail = this.kind === Layout.Lane.mail
    const least = isMail ? Record.MAIL_BYTES : Record.EXPRESS_BYTES
    const mark = at + (Record.pad8(bytes) >> 2)
    if (bytes < least || Record.pad8(bytes) + layout.markBytes > unread || mark + Layout.LINK_WORDS > this.end()) {
      return `a record of ${bytes} bytes, of which ${unread} are published`
    }
    if (words[mark] !== (MARK ^ this.lane)) return `a record without its mark: ${hex(words[mark]!)}`
    if (words[mark + 1] !== this.sequence) return `record ${words[mark + 1]} where ${this.sequence} is due`
    const head = words[at + Record.Field.head]!
    const kind = Record.kindOf(head)
    const isKind = isMail ? kind === Record.Kind.ask || kind === Record.Kind.tell : kind >= 3 && kind <= 11
    if (!isKind) return `a record of kind ${kind}`
    return this.wrongJob(at, kind) ?? this.wrongBody(at, bytes, Record.isSpilled(head))
  }

  /** The word of the job says that this record may still come. */
  private wrongJob(at: number, kind: Record.Kind): string | undefined {
    const { layout, words } = this.arena
    const id = words[at + Record.Field.job]!
    const generation = words[at + Record.Field.generation]!
    if (id < 0 || id >= layout.jobCapacity) return `job ${id} of ${layout.jobCapacity}`
    // Whoever is told to cancel, or may send more, or who waits, may have ended the job meanwhile.
    if (kind === Record.Kind.cancel || kind === Record.Kind.credit || kind === Record.Kind.chain) return undefined
    const isMail = this.kind === Layout.Lane.mail
    const word = Atomics.load(words, Layout.jobsAt(layout, isMail ? this.producer : this.consumer) + id)
    const phase = word & 7
    const may = isMail
      ? phase === Phase.queued || phase === Phase.cancelled
      : phase === (kind === Record.Kind.refused ? Phase.refused : Phase.started)
    if (word >>> 3 === generation && may) return undefined
    return `job ${id} of generation ${generation}, whose word says generation ${word >>> 3}, phase ${phase}`
  }

  private wrongBody(at: number, bytes: number, spilled: boolean): string | undefined {
    const { layout, words } = this.arena
    const isMail = this.kind === Layout.Lane.mail
    const inRecord = bytes - (isMail ? Record.MAIL_BYTES : Record.EXPRESS_BYTES)
    const parts = isMail
      ? Record.pad8(words[at + Record.Field.extensionBytes]!)
      : words[at + Record.Field.payloadBytes]! + words[at + Record.Field.stackBytes]!
    if (!spilled) {
      if (parts < 0 || (isMail ? parts > inRecord : parts !== inRecord))
        return `a body of ${parts} bytes in ${inRecord}`
      return undefined
    }
    const block = Record.blockNumber(words[at + (isMail ? Record.Spilled.mailBlock : Record.Spilled.expressBlock)]!)
    const [small, large] = layout.blockUnits
    if (block < 0 || block >= small.count + large.count) return `block ${block} of ${small.count + large.count}`
    const body = isMail ? words[at + Record.Spilled.mailBytes]! : parts
    const room = layout.blockUnits[Layout.blockClass(layout, block)]!.words * 4
    if (body < 0 || body > room || (isMail && parts > body)) return `a body of ${body} bytes in a block of ${room}`
    const by = Atomics.load(words, small.owners + block)
    return by === this.lane + 1 ? undefined : `a body in block ${block}, which is ${this.memory.owner(by)}`
  }

  /** The first word behind the segment that is read. */
  private end(): number {
    const { layout } = this.arena
    return this.segment < 0
      ? Layout.firstSegmentAt(layout, this.lane) + layout.firstSegmentWords
      : Layout.segmentAt(layout, this.segment) + layout.segmentWords
  }

  private stop(what: string): -1 {
    this.broken = true
    this.owner.corrupt?.(this.producer, new ArenaCorrupt({ what, dump: this.dump() }))
    return -1
  }

  private dump(): string {
    const { layout, words } = this.arena
    const { head, memory, position, segment } = this
    const load = (index: number): number => Atomics.load(words, index)
    return [
      `${memory.lane(this.lane)}, record ${this.sequence} at word ${position}, ` +
        `${head} bytes read of ${load(this.base + Layout.LaneWord.tail)}`,
      segment < 0
        ? "in the lane's first segment"
        : `in segment ${segment}, ${memory.owner(load(layout.owners + segment))}`,
      ...memory.around(position)
    ].join("\n")
  }
}
