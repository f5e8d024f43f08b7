/**
 * The only door to the global `Atomics`.
 *
 * Everything that two threads share goes through these functions, so that a model checker can stand in for them and
 * walk every interleaving of the very code that ships. A test asserts that no other file names the global.
 * All of them are sequentially consistent (ECMAScript memory model); the plain accesses of records are ordered by the
 * `store` of a lane's tail and the `load` that reads it.
 *
 * Simulated threads (`@stevedore/core/testing`) have themselves asked before each operation. While there are none, these
 * are the bare operations, small enough for the engine to put them where they are called: a comparison in each of them
 * cost 2 % of an ask.
 */
import { type Watcher, whenWatched } from "./watcher.ts"

const bare = {
  load: (words: Int32Array, index: number): number => Atomics.load(words, index),

  store: (words: Int32Array, index: number, value: number): void => {
    Atomics.store(words, index, value)
  },

  add: (words: Int32Array, index: number, value: number): number => Atomics.add(words, index, value),

  or: (words: Int32Array, index: number, bits: number): number => Atomics.or(words, index, bits),

  and: (words: Int32Array, index: number, bits: number): number => Atomics.and(words, index, bits),

  exchange: (words: Int32Array, index: number, value: number): number => Atomics.exchange(words, index, value),

  compareExchange: (words: Int32Array, index: number, expected: number, replacement: number): number =>
    Atomics.compareExchange(words, index, expected, replacement),

  notifyAll: (words: Int32Array, index: number): void => {
    Atomics.notify(words, index)
  },

  waitAsync: (words: Int32Array, index: number, expected: number): Promise<unknown> | undefined => {
    const result = Atomics.waitAsync(words as Int32Array<SharedArrayBuffer>, index, expected)
    return result.async ? result.value : undefined
  },

  wait: (words: Int32Array, index: number, expected: number, millis: number): boolean =>
    Atomics.wait(words, index, expected, millis) !== "timed-out"
}

const watched = (watcher: Watcher): typeof bare => ({
  load: (words, index) => {
    watcher.before(words, "load", index)
    return bare.load(words, index)
  },
  store: (words, index, value) => {
    watcher.before(words, "store", index)
    bare.store(words, index, value)
  },
  add: (words, index, value) => {
    watcher.before(words, "add", index)
    return bare.add(words, index, value)
  },
  or: (words, index, bits) => {
    watcher.before(words, "or", index)
    return bare.or(words, index, bits)
  },
  and: (words, index, bits) => {
    watcher.before(words, "and", index)
    return bare.and(words, index, bits)
  },
  exchange: (words, index, value) => {
    watcher.before(words, "exchange", index)
    return bare.exchange(words, index, value)
  },
  compareExchange: (words, index, expected, replacement) => {
    watcher.before(words, "compareExchange", index)
    return bare.compareExchange(words, index, expected, replacement)
  },
  notifyAll: (words, index) => {
    watcher.before(words, "notifyAll", index)
    if (!watcher.notifyAll(words, index)) bare.notifyAll(words, index)
  },
  waitAsync: (words, index, expected) => {
    watcher.before(words, "waitAsync", index)
    const asleep = bare.load(words, index) === expected ? watcher.waitAsync(words, index) : undefined
    return asleep ?? bare.waitAsync(words, index, expected)
  },
  wait: (words, index, expected, millis) => {
    watcher.before(words, "wait", index)
    return bare.wait(words, index, expected, millis)
  }
})

export let load = bare.load

export let store = bare.store

/** Adds and returns the value before. */
export let add = bare.add

/** Sets bits and returns the value before. */
export let or = bare.or

/** Keeps only `bits` and returns the value before. */
export let and = bare.and

export let exchange = bare.exchange

/** Stores `replacement` if the word holds `expected`; returns the value before. */
export let compareExchange = bare.compareExchange

/** Wakes everybody who sleeps on the word. Never with a count: see B2 in docs/memory-model.md. */
export let notifyAll = bare.notifyAll

/** Resolves when the word is notified; `undefined` when the word did not hold `expected` at the call. */
export let waitAsync = bare.waitAsync

/** Stops the thread until the word is notified or the time is over, which is false; at once where it holds another value. */
export let wait = bare.wait

whenWatched((watcher) => {
  const all = watcher === undefined ? bare : watched(watcher)
  ;({ add, and, compareExchange, exchange, load, notifyAll, or, store, wait, waitAsync } = all)
})
