/**
 * What a simulation's memory and threads look like at one moment, read without taking part in it.
 */
import { Phase } from "../memory/jobTable.ts"
import type { Arena } from "../memory/arena.ts"
import * as Layout from "../memory/layout.ts"
import * as ThreadRecord from "../memory/threadRecord.ts"
import type { SimulatedThread } from "./simulatedThread.ts"
import type { Simulation } from "./simulation.ts"

/** One thread that has not ended, main included. All are counts. */
export interface ThreadProbe {
  readonly name: string
  readonly frozen: boolean
  /** Memory operations so far. */
  readonly operations: number
  /** Jobs sent to it, by anybody, and not ended there. */
  readonly pending: number
  /** Words of its job table that are in use: jobs it has sent and whose end it has not seen. */
  readonly jobWords: number
  /** Sends of it that wait for room, or for a thread that is started again. */
  readonly sendsWaiting: number
  /** Jobs of it that nobody will handle. */
  readonly deadLetters: number
  /** Replies that it holds for want of memory. */
  readonly repliesHeld: number
  /** Wake-ups it caused in others. */
  readonly rings: number
}

/** The shared memory and the threads. Counts, unless said otherwise. */
export interface Probe {
  readonly segments: number
  readonly segmentsFree: number
  /** Segments by the lane that they serve, as `"from → to"`, for mail and for express (replies, refusals, cancels). */
  readonly segmentsOf: {
    readonly mail: Readonly<Record<string, number>>
    readonly express: Readonly<Record<string, number>>
  }
  /** Spill blocks of both classes: for what does not fit a segment. */
  readonly blocks: number
  readonly blocksFree: number
  /** Words of all job tables that are in use, those of the dead included. */
  readonly jobWords: number
  /** Records of threads that live, start, or have died and are not swept yet. */
  readonly threadRecords: number
  readonly threads: ReadonlyArray<ThreadProbe>
  /** Simulated milliseconds since the simulation began. */
  readonly millis: number
  /** Steps taken so far. */
  readonly steps: number
}

export const probe = (simulation: Simulation, arena: Arena): Probe => {
  const { layout, words } = arena
  const nameOf = new Map<number, string>()
  const living = simulation.threads.filter((thread) => !thread.dead && thread.runtime !== undefined)
  for (const thread of living) nameOf.set(thread.runtime!.loop.thread, thread.name)
  const segmentsOf = { mail: {} as Record<string, number>, express: {} as Record<string, number> }
  let segmentsFree = 0
  for (let segment = 0; segment < layout.segmentCount; segment++) {
    const owner = words[layout.owners + segment]!
    if (owner === 0) {
      segmentsFree++
      continue
    }
    const lane = owner - 1
    const name = (thread: number): string => nameOf.get(thread) ?? `#${thread}`
    const pair = `${name(Layout.producerOfLane(layout, lane))} → ${name(Layout.consumerOfLane(layout, lane))}`
    const counts = (lane & 1) === Layout.Lane.mail ? segmentsOf.mail : segmentsOf.express
    counts[pair] = (counts[pair] ?? 0) + 1
  }
  const [small, large] = layout.blockUnits
  const blocks = small.count + large.count
  let blocksFree = 0
  for (let block = 0; block < blocks; block++) if (words[small.owners + block] === 0) blocksFree++
  let jobWords = 0
  let threadRecords = 0
  for (let thread = 0; thread < layout.maxThreads; thread++) {
    jobWords += jobWordsOf(arena, thread)
    if (ThreadRecord.load(arena, thread, Layout.Thread.state) !== ThreadRecord.State.free) threadRecords++
  }
  return {
    segments: layout.segmentCount,
    segmentsFree,
    segmentsOf,
    blocks,
    blocksFree,
    jobWords,
    threadRecords,
    threads: living.map((thread) => threadProbe(thread, arena)),
    millis: simulation.millis(),
    steps: simulation.steps
  }
}

const threadProbe = (thread: SimulatedThread, arena: Arena): ThreadProbe => {
  const { account, mesh, outbox, thread: record } = thread.runtime!.loop
  return {
    name: thread.name,
    frozen: thread.frozen,
    operations: thread.operations,
    pending: ThreadRecord.pending(arena, record),
    jobWords: jobWordsOf(arena, record),
    sendsWaiting: outbox.waiting,
    deadLetters: account.deadLetters,
    repliesHeld: mesh.held,
    rings: mesh.ringing.rings
  }
}

/** Up to the high-water mark: what lies beyond was never used. */
const jobWordsOf = (arena: Arena, thread: number): number => {
  const highWater = ThreadRecord.load(arena, thread, Layout.Thread.highWater)
  const from = Layout.jobsAt(arena.layout, thread)
  let count = 0
  for (let id = 0; id < highWater; id++) if ((arena.words[from + id]! & 7) !== Phase.free) count++
  return count
}
