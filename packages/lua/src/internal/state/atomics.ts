/*
 * The only file of this package that names the global `Atomics`: the word by which another thread kills the jobs of a state. It
 * counts kills; a job remembers the count it started under, so nothing has to be set back, and a late kill harms no later job. And a pause, which needs a word, too.
 */

/** Of the thread that runs the state: how many kills there have been. */
export const killsOf = (word: Int32Array): number => Atomics.load(word, 0) // pairs with the add of `killAll`

/** How often this thread has killed or ended jobs: what calls the host looks there, before it looks whether its own is among them. */
export const here = { ends: 0 }

/** Of any thread: what runs in that state now ends at its next instruction that is counted. */
export const killAll = (word: Int32Array): void => {
  Atomics.add(word, 0, 1) // pairs with the load of `killsOf`; publishes nothing besides itself
  here.ends++
  Atomics.notify(word, 0) // wakes `whenKilled`, which cannot miss it: it waits only while the count is what it has seen
}

/** Of the thread that runs the state: calls `then` once, when there have been more kills than `seen`. Keeps no process alive. */
export const whenKilled = (word: Int32Array<SharedArrayBuffer>, seen: number, then: () => void): void => {
  const waited = Atomics.waitAsync(word, 0, seen) // pairs with the add and the notify of `killAll`
  if (waited.async) void waited.value.then(then)
  else queueMicrotask(then)
}

/** Holds this thread up for about a millisecond. */
export const pause = (): void => {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1) // pairs with nothing: nobody else has the word, and time is what ends it
}
