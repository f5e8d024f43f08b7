/**
 * The shared memory of one actor system with the views every thread needs. Made once by the thread that creates the
 * system, attached by all others; holds no state of its own beyond the views.
 */
import * as Atomics from "./atomics.ts"
import * as Layout from "./layout.ts"

export interface Arena {
  readonly buffer: SharedArrayBuffer
  readonly layout: Layout.Layout
  readonly words: Int32Array
  readonly bytes: Uint8Array
  readonly doubles: Float64Array
}

const views = (buffer: SharedArrayBuffer, layout: Layout.Layout): Arena => ({
  buffer,
  layout,
  words: new Int32Array(buffer),
  bytes: new Uint8Array(buffer),
  doubles: new Float64Array(buffer)
})

export const make = (sizes: Layout.MemorySizes): Arena => {
  const layout = Layout.make(sizes)
  const arena = views(new SharedArrayBuffer(Math.ceil(layout.words / 2) * 8), layout)
  const { Header } = Layout
  arena.words[Header.magic] = Layout.MAGIC
  arena.words[Header.version] = Layout.VERSION
  arena.words[Header.layoutHash] = layout.hash
  arena.words[Header.maxThreads] = sizes.maxThreads
  arena.words[Header.jobCapacity] = sizes.jobCapacity
  arena.words[Header.segmentWords] = layout.segmentWords
  arena.words[Header.segmentCount] = layout.segmentCount
  // Plain writes above: no other thread exists yet, and starting one orders them before its first read.
  for (const units of [layout.segmentUnits, ...layout.blockUnits]) {
    Atomics.store(arena.words, units.freeCount, units.count)
  }
  return arena
}

/** Attaches to a memory that another thread made. Throws when it was made by another version of this library. */
export const attach = (buffer: SharedArrayBuffer, sizes: Layout.MemorySizes): Arena => {
  const layout = Layout.make(sizes)
  const arena = views(buffer, layout)
  const { Header } = Layout
  if (
    arena.words[Header.magic] !== Layout.MAGIC ||
    arena.words[Header.version] !== Layout.VERSION ||
    arena.words[Header.layoutHash] !== layout.hash
  ) {
    throw new Error(
      `this thread's @stevedore/core lays memory out differently (version ${Layout.VERSION}, hash ${layout.hash}) than ` +
        `the one that made the system (version ${arena.words[Header.version]}, hash ${arena.words[Header.layoutHash]}): ` +
        "make sure both load the same version"
    )
  }
  return arena
}
