/**
 * Stands in for `src/internal/objects/atomics.ts` while the shipped code is explored: the same functions, each one operation of
 * the explorer. The table lies in the arena of the model, from `origin` on.
 */
import { Kind, world } from "../../../core/test/explorer/world.ts"
import type * as Shipped from "../../src/internal/objects/atomics.ts"

/** Where word 0 of the table is. */
export const origin = { at: 0 }

export const load: typeof Shipped.load = (_words, index) => world.executor.operation(Kind.load, origin.at + index, 0, 0)

export const store: typeof Shipped.store = (_words, index, value) => {
  world.executor.operation(Kind.store, origin.at + index, value | 0, 0)
}

export const add: typeof Shipped.add = (_words, index, value) =>
  world.executor.operation(Kind.add, origin.at + index, value, 0)

export const compareExchange: typeof Shipped.compareExchange = (_words, index, expected, replacement) =>
  world.executor.operation(Kind.compareExchange, origin.at + index, expected | 0, replacement | 0)
