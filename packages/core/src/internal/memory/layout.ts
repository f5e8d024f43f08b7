/**
 * Where everything lies in the shared memory of one actor system. All positions are *word* indices (one Int32 each).
 *
 * ```
 *  header            64 words   magic, version, sizes, death epoch, starving bits, free segments
 *  thread records    64 words each, `maxThreads` of them (four cache lines: bell | owner's | main's | spare)
 *  lane table        32 words each, `maxThreads² · 2` (producer's line | consumer's line)
 *  owner words        1 word per segment
 *  job words          1 word per job, `maxThreads · jobCapacity`
 *  first segments   256 words per lane (1 KiB: most lanes never need more)
 *  segments          `segmentCount · segmentWords`
 * ```
 * Pages that nobody touches cost nothing: the operating system hands them out when they are first written.
 */

/** Sizes an actor system is created with. All counts; `segmentBytes` and `arenaBytes` are bytes. */
export interface MemorySizes {
  readonly maxThreads: number
  readonly jobCapacity: number
  readonly segmentBytes: number
  readonly arenaBytes: number
  /** Bytes of a lane's own first segment. Smaller only where every interleaving is explored. */
  readonly firstSegmentBytes?: number
  /** How many segments, whatever `arenaBytes` says. Given only where every interleaving is explored. */
  readonly segmentCount?: number
}

export const MAGIC = 0x53544556 // "STEV"
export const VERSION = 1

/** Words of the header. Written once by the creator before any thread exists, unless said otherwise. */
export const Header = {
  magic: 0,
  version: 1,
  layoutHash: 2,
  maxThreads: 3,
  jobCapacity: 4,
  segmentWords: 5,
  segmentCount: 6,
  /** Raised by main after a confirmed exit; pairs with every thread's acknowledgement. */
  deathEpoch: 16,
  /** Two words, one bit per thread that waits for memory: set by that thread, exchanged by whoever frees. */
  starving: 32,
  /** Approximate: claims subtract, frees add; a thread that dies between the two leaves it off until the next sweep. */
  freeSegments: 48
} as const

/** Words of a thread record. */
export const Thread = {
  /** Anybody sets bits, only the owner clears them: see bell.ts. */
  bell: 0,
  /** Owner's line. */
  state: 16,
  heartbeat: 17,
  ackedEpoch: 18,
  /** Jobs that ended here (answered, dropped, refused): with the lanes' `sent`, the pending count. */
  finished: 19,
  highWater: 20,
  rings: 21,
  busyMillis: 22,
  /** Jobs discarded with a dead sender or refused at the door; keeps `sent - finished` honest. */
  turns: 23,
  /** Main's line. */
  incarnation: 32,
  diedAtEpoch: 33,
  exitCode: 34,
  /** Lines of its log that main has taken (wraps). */
  logged: 35
} as const

/** Words of a lane. */
export const LaneWord = {
  /** Producer's line: records published, in bytes (wraps), and jobs published (wraps). */
  tail: 0,
  sent: 1,
  /** Consumer's line: bytes consumed (wraps), segments freed, and `wanted` (set by the producer, taken by the consumer). */
  head: 16,
  freed: 17,
  wanted: 18
} as const

export const HEADER_WORDS = 64
export const THREAD_WORDS = 64
export const LANE_WORDS = 32
/** Words of a lane's own first segment, unless the sizes say otherwise: most lanes never need more. */
const FIRST_SEGMENT_WORDS = 256
/** Positions and lengths, in words and in bytes, stay Int32: what a system would take beyond this is refused. */
export const MAX_BYTES = 2 ** 31 - 8
/** A record never fills a segment to its end: two words stay for the link to the next one. */
export const LINK_WORDS = 2

export const Lane = { mail: 0, express: 1 } as const
export type LaneKind = (typeof Lane)[keyof typeof Lane]

export interface Layout extends Omit<MemorySizes, "firstSegmentBytes"> {
  readonly firstSegmentWords: number
  readonly segmentWords: number
  readonly segmentCount: number
  /** Segments below this index serve mail and express, those from it on only express: replies always find room. */
  readonly mailSegmentCount: number
  readonly threads: number
  readonly lanes: number
  readonly owners: number
  readonly jobs: number
  readonly firstSegments: number
  readonly segments: number
  readonly words: number
  readonly hash: number
}

const align = (words: number, to: number): number => Math.ceil(words / to) * to

/** Bytes that a system of these sizes takes, resident only where touched. */
export const bytesOf = (sizes: MemorySizes): number => make(sizes).words * 4

/** Computes the layout. Pure: every thread computes it from the sizes in the header and compares the hash. */
export const make = (sizes: MemorySizes): Layout => {
  const segmentWords = sizes.segmentBytes / 4
  const lanesCount = sizes.maxThreads * sizes.maxThreads * 2
  const firstSegmentWords = sizes.firstSegmentBytes === undefined ? FIRST_SEGMENT_WORDS : sizes.firstSegmentBytes / 4
  const firstSegmentsWords = lanesCount * firstSegmentWords
  const segmentCount =
    sizes.segmentCount ??
    Math.max(leastSegments(lanesCount), Math.floor((sizes.arenaBytes / 4 - firstSegmentsWords) / segmentWords))
  const threads = HEADER_WORDS
  const lanes = threads + sizes.maxThreads * THREAD_WORDS
  const owners = lanes + lanesCount * LANE_WORDS
  const jobs = align(owners + segmentCount, 32)
  const firstSegments = align(jobs + sizes.maxThreads * sizes.jobCapacity, 1024)
  const segments = firstSegments + firstSegmentsWords
  const words = segments + segmentCount * segmentWords
  const layout = {
    ...sizes,
    firstSegmentWords,
    segmentWords,
    segmentCount,
    mailSegmentCount: segmentCount - Math.ceil(segmentCount / 16),
    threads,
    lanes,
    owners,
    jobs,
    firstSegments,
    segments,
    words
  }
  return { ...layout, hash: hashOf(Object.values(layout)) }
}

/**
 * A lane at rest keeps the segment it came to rest in. With one for each lane, and one more that mail may have, whoever
 * waits for memory gets it once the lanes are drained.
 */
const leastSegments = (lanes: number): number => Math.max(8, Math.ceil(((lanes + 1) * 16) / 15) + 1)

const hashOf = (numbers: ReadonlyArray<number>): number => {
  let hash = VERSION
  for (const n of numbers) hash = (Math.imul(hash, 31) + (n | 0)) | 0
  return hash
}

export const threadAt = (layout: Layout, thread: number): number => layout.threads + thread * THREAD_WORDS

/** Number of the lane from `producer` to `consumer`; `+ 1` is what owner words hold for it. */
export const laneNumber = (layout: Layout, producer: number, consumer: number, kind: LaneKind): number =>
  (producer * layout.maxThreads + consumer) * 2 + kind

export const laneAt = (layout: Layout, lane: number): number => layout.lanes + lane * LANE_WORDS

export const producerOfLane = (layout: Layout, lane: number): number => Math.floor(lane / 2 / layout.maxThreads)
export const consumerOfLane = (layout: Layout, lane: number): number => Math.floor(lane / 2) % layout.maxThreads

export const firstSegmentAt = (layout: Layout, lane: number): number =>
  layout.firstSegments + lane * layout.firstSegmentWords
export const segmentAt = (layout: Layout, segment: number): number => layout.segments + segment * layout.segmentWords
export const jobsAt = (layout: Layout, thread: number): number => layout.jobs + thread * layout.jobCapacity

/** Bytes of the largest record, header included. */
export const maxRecordBytes = (layout: Layout): number => (layout.segmentWords - LINK_WORDS) * 4

// The relations that the algorithms rely on, checked when the module loads.
const sample = make({ maxThreads: 2, jobCapacity: 8, segmentBytes: 1024, arenaBytes: 32 * 1024 })
if (Thread.state - Thread.bell < 16 || Thread.incarnation - Thread.state < 16) {
  throw new Error("a thread's bell, its own words and main's words must lie on lines of their own")
}
if (LaneWord.head - LaneWord.tail < 16) throw new Error("producer and consumer of a lane must not share a cache line")
if (sample.segments % 2 !== 0 || sample.firstSegments % 2 !== 0) {
  throw new Error("records hold Float64 and must start at even words")
}
