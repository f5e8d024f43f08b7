/**
 * Takes the memory that messages need, so that the next send finds none.
 */
import type { Arena } from "../memory/arena.ts"
import { Lane, laneNumber } from "../memory/layout.ts"
import { MemoryPool } from "../memory/pool.ts"

/** What mail may use, or also what is kept back for answers; or the blocks alone. */
export type FillWhat = "mail" | "everything" | "blocks"

/** Takes what is free, but for so many segments; returns how to give it back, which wakes whoever waits for memory. */
export const fill = (arena: Arena, what: FillWhat, leave: number): (() => void) => {
  // In the name of main's lane to itself: nobody ever sweeps that.
  const lane = laneNumber(arena.layout, 0, 0, Lane.mail)
  const kind = what === "mail" ? Lane.mail : Lane.express
  const pool = new MemoryPool(arena, 0)
  const segments = what === "blocks" ? [] : all(() => pool.claim(lane, kind))
  const blocks = arena.layout.blockUnits.flatMap((_, blockClass) => all(() => pool.claimBlock(blockClass, lane, kind)))
  const free = (count: number): void => {
    for (const segment of segments.splice(0, count)) pool.free(segment, () => {})
  }
  free(leave)
  return () => {
    free(segments.length)
    for (const block of blocks) pool.freeBlock(block, () => {})
  }
}

const all = (claim: () => number): Array<number> => {
  const taken: Array<number> = []
  for (let unit = claim(); unit >= 0; unit = claim()) taken.push(unit)
  return taken
}
