/**
 * Who is asked before each operation on shared memory: nobody, or the simulated threads of `@stevedore/core/testing`.
 */
export type Operation =
  "load" | "store" | "add" | "or" | "and" | "exchange" | "compareExchange" | "notifyAll" | "waitAsync" | "wait"

/** Who is asked. Each thread sees the shared memory through views of its own: `words` tells which one it is. */
export interface Watcher {
  /** Before an operation, which does not take place when this throws. */
  readonly before: (words: Int32Array, operation: Operation, index: number) => void
  /** True when nobody but simulated threads sleeps on the words, and those were woken. */
  readonly notifyAll: (words: Int32Array, index: number) => boolean
  /** The sleep of a simulated thread, whose word holds what it expects; `undefined` for any other thread. */
  readonly waitAsync: (words: Int32Array, index: number) => Promise<unknown> | undefined
}

let current: Watcher | undefined
let tell: ((watcher: Watcher | undefined) => void) | undefined

/** From now on `next` is asked; nobody with `undefined`. */
export const watch = (next: Watcher | undefined): void => {
  current = next
  tell?.(next)
}

/** Called now, and whenever that changes: by the door itself. */
export const whenWatched = (changed: (watcher: Watcher | undefined) => void): void => {
  tell = changed
  changed(current)
}
