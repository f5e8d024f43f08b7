/**
 * Takes the memory that lanes grow by, so that the next send finds none.
 */
import type { Arena } from "../memory/arena.ts"
import { Lane, laneNumber } from "../memory/layout.ts"
import { MemoryPool } from "../memory/pool.ts"

/** Takes what is free, but for so many segments; returns how to give it back, which wakes whoever waits for memory. */
export const fill = (arena: Arena, what: "mail" | "everything", leave: number): (() => void) => {
  // In the name of main's lane to itself: nobody ever sweeps that.
  const lane = laneNumber(arena.layout, 0, 0, Lane.mail)
  const pool = new MemoryPool(arena, 0)
  const taken: Array<number> = []
  for (;;) {
    const segment = pool.claim(lane, what === "mail" ? Lane.mail : Lane.express)
    if (segment < 0) break
    taken.push(segment)
  }
  const free = (): void => pool.free(taken.pop()!, () => {})
  for (let left = 0; left < leave && taken.length > 0; left++) free()
  return () => {
    while (taken.length > 0) free()
  }
}
