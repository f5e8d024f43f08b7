/**
 * Stands in for `src/internal/memory/atomics.ts` while the shipped code is explored: the same functions, each one
 * operation of the explorer. `run.ts` sends there whoever imports the shipped module.
 */
import type * as Shipped from "../../src/internal/memory/atomics.ts"
import { Event } from "./model.ts"
import { Kind, world } from "./world.ts"

export const load: typeof Shipped.load = (_words, index) => world.executor.operation(Kind.load, index, 0, 0)

export const store: typeof Shipped.store = (_words, index, value) => {
  world.executor.operation(Kind.store, index, value | 0, 0)
}

export const add: typeof Shipped.add = (_words, index, value) => world.executor.operation(Kind.add, index, value, 0)

export const or: typeof Shipped.or = (_words, index, bits) => world.executor.operation(Kind.or, index, bits, 0)

export const and: typeof Shipped.and = (_words, index, bits) => world.executor.operation(Kind.and, index, bits, 0)

export const exchange: typeof Shipped.exchange = (_words, index, value) =>
  world.executor.operation(Kind.exchange, index, value | 0, 0)

export const compareExchange: typeof Shipped.compareExchange = (_words, index, expected, replacement) =>
  world.executor.operation(Kind.compareExchange, index, expected | 0, replacement | 0)

export const notifyAll: typeof Shipped.notifyAll = (_words, index) => {
  world.executor.operation(Kind.notify, index, 0, 0)
}

/** Something to call `then` on: the model's event loop calls back when the wake-up has come. */
export const waitAsync: typeof Shipped.waitAsync = (_words, index, expected) =>
  world.executor.operation(Kind.arm, index, expected | 0, 0) === 1
    ? ({ then: (resume: () => void) => world.onWake!(resume) } as unknown as Promise<unknown>)
    : undefined

/** The thread does nothing else until it is notified, or until its time is over, where the model has that come. */
export const wait: typeof Shipped.wait = (_words, index, expected) => {
  if (world.executor.operation(Kind.arm, index, expected | 0, 0) === 0) return true
  const events = (1 << Event.bell) | (1 << Event.timeOut)
  if (world.executor.operation(Kind.turn, 0, events, 0) === Event.bell) return true
  world.executor.operation(Kind.disarm, index, 0, 0)
  return false
}
