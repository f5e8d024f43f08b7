/**
 * An arena whose views see every plain access: what the shipped classes are given instead of typed arrays over shared
 * memory. Bytes and doubles are parts and pairs of the same words, so that a race on them is seen as one on the words.
 */
import type { Arena } from "../../src/internal/memory/arena.ts"
import * as Layout from "../../src/internal/memory/layout.ts"
import { direct, Kind, world } from "./world.ts"

const get = (index: number): number => world.executor.operation(Kind.plainLoad, index, 0, 0)
const set = (index: number, value: number): void => {
  world.executor.operation(Kind.plainStore, index, value | 0, 0)
}

const getByte = (index: number): number => (get(index >> 2) >>> ((index & 3) * 8)) & 0xff
const setByte = (index: number, value: number): void => {
  const shift = (index & 3) * 8
  world.executor.operation(Kind.plainStore, index >> 2, (value & 0xff) << shift, 0xff << shift)
}

const pair = new DataView(new ArrayBuffer(8))
const getDouble = (index: number): number => {
  pair.setInt32(0, get(index * 2), true)
  pair.setInt32(4, get(index * 2 + 1), true)
  return pair.getFloat64(0, true)
}
const setDouble = (index: number, value: number): void => {
  pair.setFloat64(0, value, true)
  const [low, high] = [pair.getInt32(0, true), pair.getInt32(4, true)]
  set(index * 2, low)
  set(index * 2 + 1, high)
}

const view = (
  read: (index: number) => number,
  write: (index: number, value: number) => void,
  methods: Record<string, unknown> = {}
): unknown =>
  new Proxy(methods, {
    get: (_target, key) => {
      const index = Number(key as string)
      if (index >= 0) return read(index)
      const method = methods[key as string]
      if (method === undefined) throw new Error(`the explorer's views have no ${String(key)}`)
      return method
    },
    set: (_target, key, value) => {
      const index = Number(key as string)
      if (!(index >= 0)) throw new Error(`not an index: ${String(key)}`)
      write(index, value)
      return true
    }
  })

const byteMethods = {
  slice: (start: number, end: number): Uint8Array => {
    const bytes = new Uint8Array(end - start)
    for (let i = start; i < end; i++) bytes[i - start] = getByte(i)
    return bytes
  },
  set: (from: ArrayLike<number>, at: number): void => {
    for (let i = 0; i < from.length; i++) setByte(at + i, from[i]!)
  }
}

/** Sizes as small as they go: segments that hold one record each. */
export const tiny = (options: {
  readonly maxThreads: number
  readonly segments: number
  readonly jobCapacity?: number
  readonly firstSegmentBytes?: number
  readonly blocks?: readonly [number, number]
  /** Large enough to be acquired as buffers. */
  readonly buffers?: boolean
}): Layout.MemorySizes => ({
  maxThreads: options.maxThreads,
  jobCapacity: options.jobCapacity ?? 4,
  segmentBytes: 56,
  arenaBytes: 0,
  firstSegmentBytes: options.firstSegmentBytes ?? 56,
  segmentCount: options.segments,
  smallBlocks: options.blocks?.[0] ?? 0,
  largeBlocks: options.blocks?.[1] ?? 0,
  blockBytes: options.buffers === true ? [264, 264] : [16, 32]
})

/** The arena of a model, and the words it begins with. */
export const makeArena = (sizes: Layout.MemorySizes): { readonly arena: Arena; readonly words: Int32Array } => {
  const layout = Layout.make(sizes)
  const words = new Int32Array(layout.words)
  direct.words = words
  for (const units of [layout.segmentUnits, ...layout.blockUnits]) words[units.freeCount] = units.count
  const arena: Arena = {
    // Known by itself only: what is read and written goes through the views.
    buffer: new SharedArrayBuffer(layout.words * 4),
    layout,
    words: view(get, set) as Int32Array,
    bytes: view(getByte, setByte, byteMethods) as Uint8Array,
    doubles: view(getDouble, setDouble) as Float64Array
  }
  return { arena, words }
}

/** What a word is called in a printed schedule. */
export const nameOfWord = (layout: Layout.Layout, word: number): string => {
  const fields = (names: object, at: number): string =>
    Object.entries(names).find(([, offset]) => offset === at)?.[0] ?? `+${at}`
  if (word < layout.threads) return fields(Layout.Header, word)
  if (word < layout.lanes) {
    const at = word - layout.threads
    return `${fields(Layout.Thread, at % Layout.THREAD_WORDS)}[${Math.floor(at / Layout.THREAD_WORDS)}]`
  }
  if (word < layout.owners) {
    const at = word - layout.lanes
    const lane = Math.floor(at / Layout.LANE_WORDS)
    const kind = lane % 2 === Layout.Lane.mail ? "mail" : "express"
    const ends = `${Layout.producerOfLane(layout, lane)}→${Layout.consumerOfLane(layout, lane)}`
    return `${kind} ${ends}.${fields(Layout.LaneWord, at % Layout.LANE_WORDS)}`
  }
  if (word < layout.owners + layout.segmentCount) return `owner[${word - layout.owners}]`
  if (word < layout.jobs) return `block owner[${word - layout.owners - layout.segmentCount}]`
  if (word >= layout.jobs && word < layout.firstSegments) {
    const at = word - layout.jobs
    return `job ${Math.floor(at / layout.jobCapacity)}:${at % layout.jobCapacity}`
  }
  return `word ${word}`
}
