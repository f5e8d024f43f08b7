/**
 * Where everything lies in the shared memory of one actor system. All positions are *word* indices (one Int32 each).
 *
 * ```
 *  header            64 words   magic, version, sizes, death epoch, starving bits, free segments
 *  thread records    64 words each, `maxThreads` of them (four cache lines: bell | owner's | main's | spare)
 *  lane table        32 words each, `maxThreads² · 2` (producer's line | consumer's line)
 *  owner words        1 word per segment, then 1 word per block
 *  job words          1 word per job, `maxThreads · jobCapacity`
 *  first segments   256 words per lane (1 KiB: most lanes never need more)
 *  segments          `segmentCount · segmentWords`
 *  blocks            `smallBlocks` of 64 KiB, then `largeBlocks` of 1 MiB, each + 256 bytes for what goes with a payload
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
  /** Blocks of 64 KiB and of 1 MiB, for what does not fit a segment. None by default; of one class never just one. */
  readonly smallBlocks?: number
  readonly largeBlocks?: number
  /** Each record carries a mark behind it, and what is freed is filled: see debugLanes.ts. */
  readonly debug?: boolean
  /** Bytes of a small and of a large block. Given only where every interleaving is explored. */
  readonly blockBytes?: readonly [number, number]
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
  freeSegments: 48,
  freeSmallBlocks: 49,
  freeLargeBlocks: 50,
  /** Main: tells that nobody will handle, of threads whose records were swept. */
  deadLetters: 51,
  /** Main: thread records up to here were in use. */
  records: 52
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
  /** Tells that nobody will handle, as far as this thread had to answer for them. */
  deadLetters: 24,
  /** Its own tells that this thread alone answers for: they wait for a thread to come again. */
  inHand: 25,
  /** How often staying awake paid, and how long this thread has stayed awake for nothing else: see linger.ts. */
  lingerHits: 26,
  lingerMillis: 27,
  /** Jobs begun here, and the last of them: its actor's instance and the place of its method. See slowJobs.ts. */
  begun: 28,
  latestInstance: 29,
  latestMethod: 30,
  /** Jobs that run here as fibers. */
  underWay: 31,
  /** Main's line. */
  incarnation: 32,
  diedAtEpoch: 33,
  exitCode: 34,
  /** Lines of its log that main has taken (wraps). */
  logged: 35,
  /** Owner's second line, for what is rare. Tells of dead senders, which this thread has taken over. */
  inherited: 48,
  /** 1 from the first ring of a burst to its flush, which rings for the rest: plain, like those of slowJobs.ts. See ringing.ts. */
  inBurst: 49
} as const

/** Words of a lane. */
export const LaneWord = {
  /** Producer's line: records published, in bytes (wraps), and jobs published (wraps). */
  tail: 0,
  sent: 1,
  /** Consumer's line: bytes consumed (wraps), segments freed, and `wanted` (set by the producer, taken by the consumer). */
  head: 16,
  freed: 17,
  wanted: 18,
  /** Mail's blocks freed, by class. */
  freedBlocks: 19
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

/** A row of equal units of memory (segments, or the blocks of one class) with an owner word for each. */
export interface Units {
  /** Words of one unit, where the first of them lies, and where its owner word lies. */
  readonly words: number
  readonly at: number
  readonly owners: number
  readonly count: number
  /** Units below this index serve mail and express, those from it on only express: replies always find room. */
  readonly mailCount: number
  /** The header's word that counts the free ones. */
  readonly freeCount: number
}

/** Blocks of the two classes are numbered through: first the small ones. */
export const BLOCK_CLASSES = 2
const SMALL_BLOCK_BYTES = 64 * 1024 + 256
const LARGE_BLOCK_BYTES = 1024 * 1024 + 256

export interface Layout extends Omit<MemorySizes, "firstSegmentBytes" | "blockBytes" | "debug"> {
  /** Bytes of the mark behind each record: 0 but in debug mode. */
  readonly markBytes: number
  readonly firstSegmentWords: number
  readonly segmentWords: number
  readonly segmentCount: number
  readonly mailSegmentCount: number
  readonly segmentUnits: Units
  /** Small blocks, large blocks. */
  readonly blockUnits: readonly [Units, Units]
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
  const [smallBlocks, largeBlocks] = [sizes.smallBlocks ?? 0, sizes.largeBlocks ?? 0]
  const [smallBytes, largeBytes] = sizes.blockBytes ?? [SMALL_BLOCK_BYTES, LARGE_BLOCK_BYTES]
  const [smallWords, largeWords] = [smallBytes / 4, largeBytes / 4]
  const threads = HEADER_WORDS
  const lanes = threads + sizes.maxThreads * THREAD_WORDS
  const owners = lanes + lanesCount * LANE_WORDS
  const blockOwners = owners + segmentCount
  const jobs = align(blockOwners + smallBlocks + largeBlocks, 32)
  const firstSegments = align(jobs + sizes.maxThreads * sizes.jobCapacity, 1024)
  const segments = firstSegments + firstSegmentsWords
  const blocks = segments + segmentCount * segmentWords
  const largeAt = blocks + smallBlocks * smallWords
  const numbers = {
    maxThreads: sizes.maxThreads,
    jobCapacity: sizes.jobCapacity,
    segmentBytes: sizes.segmentBytes,
    arenaBytes: sizes.arenaBytes,
    smallBlocks,
    largeBlocks,
    markBytes: sizes.debug === true ? 8 : 0,
    firstSegmentWords,
    segmentWords,
    segmentCount,
    mailSegmentCount: mailShare(segmentCount),
    threads,
    lanes,
    owners,
    jobs,
    firstSegments,
    segments,
    words: largeAt + largeBlocks * largeWords
  }
  const units = (words: number, at: number, owners: number, count: number, freeCount: number): Units => ({
    words,
    at,
    owners,
    count,
    mailCount: mailShare(count),
    freeCount
  })
  return {
    ...numbers,
    segmentUnits: units(segmentWords, segments, owners, segmentCount, Header.freeSegments),
    blockUnits: [
      units(smallWords, blocks, blockOwners, smallBlocks, Header.freeSmallBlocks),
      units(largeWords, largeAt, blockOwners + smallBlocks, largeBlocks, Header.freeLargeBlocks)
    ],
    hash: hashOf([...Object.values(numbers), smallWords, largeWords])
  }
}

/** The last sixteenth is for replies. */
const mailShare = (count: number): number => count - Math.ceil(count / 16)

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

/**
 * In the place of a lane: claimed by that thread for itself. As the owner word of a claim is its lane + 1, the claim itself
 * writes that the thread holds it.
 */
export const noLane = (thread: number): number => -(thread + 2)
/** The thread that claimed for itself; negative for a lane. */
export const claimerOf = (lane: number): number => -lane - 2

export const firstSegmentAt = (layout: Layout, lane: number): number =>
  layout.firstSegments + lane * layout.firstSegmentWords
export const segmentAt = (layout: Layout, segment: number): number => layout.segments + segment * layout.segmentWords
export const jobsAt = (layout: Layout, thread: number): number => layout.jobs + thread * layout.jobCapacity

export const blockClass = (layout: Layout, block: number): number => (block < layout.blockUnits[0].count ? 0 : 1)
export const blockAt = (layout: Layout, block: number): number => {
  const [small, large] = layout.blockUnits
  return block < small.count ? small.at + block * small.words : large.at + (block - small.count) * large.words
}

/** Which block that word lies in; -1 where there is none. */
export const blockOf = ({ blockUnits: [small, large] }: Layout, word: number): number => {
  const inSmall = Math.floor((word - small.at) / small.words)
  if (word >= small.at && inSmall < small.count) return inSmall
  const inLarge = Math.floor((word - large.at) / large.words)
  return word >= large.at && inLarge < large.count ? small.count + inLarge : -1
}

/** Bytes that the largest block holds; 0 where there are none. */
export const maxBlockBytes = (layout: Layout): number => {
  const [small, large] = layout.blockUnits
  return large.count > 0 ? large.words * 4 : small.count > 0 ? small.words * 4 : 0
}

/** Bytes of the largest record, header included. */
export const maxRecordBytes = (layout: Layout): number => (layout.segmentWords - LINK_WORDS) * 4 - layout.markBytes

// The relations that the algorithms rely on, checked when the module loads.
const sample = make({ maxThreads: 2, jobCapacity: 8, segmentBytes: 1024, arenaBytes: 32 * 1024 })
if (Thread.state - Thread.bell < 16 || Thread.incarnation - Thread.state < 16) {
  throw new Error("a thread's bell, its own words and main's words must lie on lines of their own")
}
if (LaneWord.head - LaneWord.tail < 16) throw new Error("producer and consumer of a lane must not share a cache line")
if (sample.segments % 2 !== 0 || sample.firstSegments % 2 !== 0) {
  throw new Error("records hold Float64 and must start at even words")
}
if (SMALL_BLOCK_BYTES % 8 !== 0 || LARGE_BLOCK_BYTES % 8 !== 0) throw new Error("blocks must start at even words")
if (LaneWord.freedBlocks + BLOCK_CLASSES > LANE_WORDS) throw new Error("a lane's words overlap the next lane's")
