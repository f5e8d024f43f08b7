/**
 * The record of a thread in shared memory. Main allots and sweeps records; the owner writes its own line; everybody
 * reads. A record is used again only after its last incarnation's death was acknowledged by all and swept.
 */
import type { Arena } from "./arena.ts"
import * as Atomics from "./atomics.ts"
import * as Layout from "./layout.ts"

/**
 * Life of a thread, in order; `crashed` instead of `stopped` when it ended without being asked, `recycled` when it ended
 * to be started again with its group: its unstarted jobs go on elsewhere, as after a crash.
 */
export const State = {
  free: 0,
  configured: 1,
  initialized: 2,
  started: 3,
  stopping: 4,
  stopped: 5,
  crashed: 6,
  recycled: 7
} as const
export type State = (typeof State)[keyof typeof State]

/** In place of an exit code: it was ended because its lanes held what cannot be (debug mode). */
export const CORRUPT = -0xdb

const at = (arena: Arena, thread: number, field: number): number => Layout.threadAt(arena.layout, thread) + field

export const load = (arena: Arena, thread: number, field: number): number =>
  Atomics.load(arena.words, at(arena, thread, field))

export const store = (arena: Arena, thread: number, field: number, value: number): void => {
  Atomics.store(arena.words, at(arena, thread, field), value)
}

/** Main. Takes the first free record for a new incarnation; -1 when all are in use. */
export const allot = (arena: Arena, incarnation: number): number => {
  for (let thread = 0; thread < arena.layout.maxThreads; thread++) {
    if (load(arena, thread, Layout.Thread.state) !== State.free) continue
    for (let word = 0; word < Layout.THREAD_WORDS; word++) store(arena, thread, word, 0)
    // A new thread has nothing to do with earlier deaths: it starts with all of them acknowledged.
    store(arena, thread, Layout.Thread.ackedEpoch, deathEpoch(arena))
    store(arena, thread, Layout.Thread.incarnation, incarnation)
    store(arena, thread, Layout.Thread.state, State.configured)
    const records = Math.max(thread + 1, Atomics.load(arena.words, Layout.Header.records))
    Atomics.store(arena.words, Layout.Header.records, records)
    return thread
  }
  return -1
}

/** True while the record serves an incarnation that has not died. */
export const isAlive = (arena: Arena, thread: number): boolean =>
  load(arena, thread, Layout.Thread.incarnation) !== 0 && load(arena, thread, Layout.Thread.diedAtEpoch) === 0

export const deathEpoch = (arena: Arena): number => Atomics.load(arena.words, Layout.Header.deathEpoch)

/** Main, after a confirmed exit. Returns the epoch of this death. */
export const markDead = (arena: Arena, thread: number): number => {
  const epoch = deathEpoch(arena) + 1
  // guard G22: the record first, then the epoch; pairs with onNotice: whoever sees the epoch finds the record marked
  store(arena, thread, Layout.Thread.diedAtEpoch, epoch)
  Atomics.store(arena.words, Layout.Header.deathEpoch, epoch)
  return epoch
}

/** Sets the words of one lane to zero: by its live end, before it acknowledges the death of the other. */
export const clearLane = (arena: Arena, lane: number): void => {
  const base = Layout.laneAt(arena.layout, lane)
  for (let word = 0; word < Layout.LANE_WORDS; word++) Atomics.store(arena.words, base + word, 0)
}

/** Main, after all acknowledged: job words to the high-water mark, then the record itself. */
export const clear = (arena: Arena, thread: number): void => {
  const jobs = Layout.jobsAt(arena.layout, thread)
  const highWater = load(arena, thread, Layout.Thread.highWater)
  for (let id = 0; id < highWater; id++) Atomics.store(arena.words, jobs + id, 0)
  for (let word = 0; word < Layout.THREAD_WORDS; word++) store(arena, thread, word, 0)
}

/** Jobs sent to a thread and not ended there: what its pending count is. */
export const pending = (arena: Arena, thread: number): number => {
  let sent = 0
  for (let sender = 0; sender < arena.layout.maxThreads; sender++) {
    const lane = Layout.laneNumber(arena.layout, sender, thread, Layout.Lane.mail)
    sent = (sent + Atomics.load(arena.words, Layout.laneAt(arena.layout, lane) + Layout.LaneWord.sent)) | 0
  }
  return (sent - load(arena, thread, Layout.Thread.finished)) | 0
}
