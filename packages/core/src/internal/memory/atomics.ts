/**
 * The only door to the global `Atomics`.
 *
 * Everything that two threads share goes through these functions, so that a model checker can stand in for them and
 * walk every interleaving of the very code that ships. A test asserts that no other file names the global.
 * All of them are sequentially consistent (ECMAScript memory model); the plain accesses of records are ordered by the
 * `store` of a lane's tail and the `load` that reads it.
 *
 * Simulated threads (`@stevedore/core/testing`) have themselves asked before each operation; without any, that costs one
 * comparison.
 */
import { watcher } from "./watcher.ts"

export const load = (words: Int32Array, index: number): number => {
  if (watcher !== undefined) watcher.before(words, "load", index)
  return Atomics.load(words, index)
}

export const store = (words: Int32Array, index: number, value: number): void => {
  if (watcher !== undefined) watcher.before(words, "store", index)
  Atomics.store(words, index, value)
}

/** Adds and returns the value before. */
export const add = (words: Int32Array, index: number, value: number): number => {
  if (watcher !== undefined) watcher.before(words, "add", index)
  return Atomics.add(words, index, value)
}

/** Sets bits and returns the value before. */
export const or = (words: Int32Array, index: number, bits: number): number => {
  if (watcher !== undefined) watcher.before(words, "or", index)
  return Atomics.or(words, index, bits)
}

/** Keeps only `bits` and returns the value before. */
export const and = (words: Int32Array, index: number, bits: number): number => {
  if (watcher !== undefined) watcher.before(words, "and", index)
  return Atomics.and(words, index, bits)
}

export const exchange = (words: Int32Array, index: number, value: number): number => {
  if (watcher !== undefined) watcher.before(words, "exchange", index)
  return Atomics.exchange(words, index, value)
}

/** Stores `replacement` if the word holds `expected`; returns the value before. */
export const compareExchange = (words: Int32Array, index: number, expected: number, replacement: number): number => {
  if (watcher !== undefined) watcher.before(words, "compareExchange", index)
  return Atomics.compareExchange(words, index, expected, replacement)
}

/** Wakes everybody who sleeps on the word. Never with a count: see B2 in docs/memory-model.md. */
export const notifyAll = (words: Int32Array, index: number): void => {
  if (watcher !== undefined) {
    watcher.before(words, "notifyAll", index)
    if (watcher.notifyAll(words, index)) return
  }
  Atomics.notify(words, index)
}

/** Resolves when the word is notified; `undefined` when the word did not hold `expected` at the call. */
export const waitAsync = (words: Int32Array, index: number, expected: number): Promise<unknown> | undefined => {
  if (watcher !== undefined) {
    watcher.before(words, "waitAsync", index)
    const asleep = Atomics.load(words, index) === expected ? watcher.waitAsync(words, index) : undefined
    if (asleep !== undefined) return asleep
  }
  const result = Atomics.waitAsync(words as Int32Array<SharedArrayBuffer>, index, expected)
  return result.async ? result.value : undefined
}
