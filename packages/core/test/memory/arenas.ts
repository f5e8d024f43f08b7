/** Small shared memories, and a source of numbers that a seed decides. */
import { assert } from "@effect/vitest"
import * as Arena from "../../src/internal/memory/arena.ts"
import * as Layout from "../../src/internal/memory/layout.ts"
import * as ThreadRecord from "../../src/internal/memory/threadRecord.ts"

export { random } from "../codecShapes.ts"

/** Two threads, 56 segments of 1 KiB (52 of them for mail), 16 jobs each; both records are allotted. */
export const make = (sizes: Partial<Layout.MemorySizes> = {}): Arena.Arena => {
  const arena = Arena.make({ maxThreads: 2, jobCapacity: 16, segmentBytes: 1024, arenaBytes: 64 * 1024, ...sizes })
  for (let thread = 0; thread < arena.layout.maxThreads; thread++) ThreadRecord.allot(arena, thread + 1)
  return arena
}

export const word = (arena: Arena.Arena, index: number): number => Atomics.load(arena.words, index)

export const owner = (arena: Arena.Arena, segment: number): number => word(arena, arena.layout.owners + segment)

/** How many segments each owner word names; free ones under 0. The count in the header agrees. */
export const census = (arena: Arena.Arena): Map<number, number> => {
  const counts = new Map<number, number>()
  for (let segment = 0; segment < arena.layout.segmentCount; segment++) {
    const by = owner(arena, segment)
    counts.set(by, (counts.get(by) ?? 0) + 1)
  }
  same(word(arena, Layout.Header.freeSegments), counts.get(0) ?? 0)
  return counts
}

/** `assert.strictEqual` where it is called a million times. */
export const same = (actual: unknown, expected: unknown, what = ""): void => {
  if (actual !== expected) assert.strictEqual(actual, expected, what)
}

/** Runs of a property; enough to meet every edge, few enough for a busy machine. */
export const runs = (count: number): any => ({ arbitrary: { runs: count } })
