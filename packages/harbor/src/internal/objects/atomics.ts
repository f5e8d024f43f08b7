/**
 * Harbor's only door to the global `Atomics`, as `memory/atomics.ts` is core's: so that a model checker can stand in for
 * it and walk every interleaving of the very code that ships. A test asserts that no other file of harbor names the global.
 * All of them are sequentially consistent (ECMAScript memory model).
 */
export const load = (words: Int32Array, index: number): number => Atomics.load(words, index)

export const store = (words: Int32Array, index: number, value: number): void => {
  Atomics.store(words, index, value)
}

/** Adds and returns the value before. */
export const add = (words: Int32Array, index: number, value: number): number => Atomics.add(words, index, value)

/** Stores `replacement` if the word holds `expected`; returns the value before. */
export const compareExchange = (words: Int32Array, index: number, expected: number, replacement: number): number =>
  Atomics.compareExchange(words, index, expected, replacement)
