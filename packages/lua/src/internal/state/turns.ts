/*
 * Turns of the event loop for jobs that do not come from outside: those that were begun, and those that gave others a turn. All states
 * of a thread have one line, of which so much goes on in a turn as a job may run without giving others one; then timers, messages and
 * whatever else the thread does have theirs, however many wait here. Effect's own `yieldNow` has all that wait go on in the same turn.
 */
import * as Effect from "effect/Effect"

/** Milliseconds after which the rest waits for the next turn. */
const SLICE = 5

/** In the order in which they came. */
const waiting = new Set<() => void>()
let isDue = false

/** When jobs within each other first went on here since the event loop had a turn; 0: none has. */
let since = 0

const clear = (): void => {
  since = 0
}

/** Milliseconds since when jobs within each other go on here without a turn of the event loop, however many of them. */
export const held = (): number => {
  const now = performance.now()
  if (since !== 0) return now - since
  since = now
  setImmediate(clear)
  return 0
}

const go = (): void => {
  clear()
  const start = performance.now()
  // Those that come meanwhile have the next turn.
  let left = waiting.size
  for (const goOn of waiting) {
    waiting.delete(goOn)
    goOn()
    if (--left === 0 || performance.now() - start >= SLICE) break
  }
  isDue = waiting.size > 0
  if (isDue) setImmediate(go)
}

/** Completes in a later turn of the event loop, after those that wait already. */
export const turn: Effect.Effect<void> = Effect.callback((resume) => {
  const goOn = (): void => resume(Effect.void)
  waiting.add(goOn)
  if (!isDue) {
    isDue = true
    setImmediate(go)
  }
  return Effect.sync(() => void waiting.delete(goOn))
})
