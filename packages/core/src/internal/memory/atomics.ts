/**
 * The only door to the global `Atomics`.
 *
 * Everything that two threads share goes through these functions, so that a model checker can stand in for them and
 * walk every interleaving of the very code that ships. A test asserts that no other file names the global.
 * All of them are sequentially consistent (ECMAScript memory model); the plain accesses of records are ordered by the
 * `store` of a lane's tail and the `load` that reads it.
 */
export const load = (words: Int32Array, index: number): number => Atomics.load(words, index)

export const store = (words: Int32Array, index: number, value: number): void => {
  Atomics.store(words, index, value)
}

/** Adds and returns the value before. */
export const add = (words: Int32Array, index: number, value: number): number => Atomics.add(words, index, value)

/** Sets bits and returns the value before. */
export const or = (words: Int32Array, index: number, bits: number): number => Atomics.or(words, index, bits)

/** Keeps only `bits` and returns the value before. */
export const and = (words: Int32Array, index: number, bits: number): number => Atomics.and(words, index, bits)

export const exchange = (words: Int32Array, index: number, value: number): number =>
  Atomics.exchange(words, index, value)

/** Stores `replacement` if the word holds `expected`; returns the value before. */
export const compareExchange = (words: Int32Array, index: number, expected: number, replacement: number): number =>
  Atomics.compareExchange(words, index, expected, replacement)

/** Wakes everybody who sleeps on the word. Never with a count: see PROTOCOL §2 in docs/architecture.md. */
export const notifyAll = (words: Int32Array, index: number): void => {
  Atomics.notify(words, index)
}

/** Resolves when the word is notified; `undefined` when the word did not hold `expected` at the call. */
export const waitAsync = (words: Int32Array, index: number, expected: number): Promise<unknown> | undefined => {
  const result = Atomics.waitAsync(words as Int32Array<SharedArrayBuffer>, index, expected)
  return result.async ? result.value : undefined
}
