/*
 * What is done where a state is over its limit of memory by what its jobs have begun and nobody waits for: forks, timers, pushes, each of
 * which may begin more. Ending the job that finds it would leave all of them; they are ended, too. On the state's own thread.
 */
import { heldBy } from "./memory.ts"
import type { State } from "./state.ts"

/** They are ended where they hold such a part of what is allowed: a few timers are not what has used it up. */
const part = 1 / 8

/** A job of the state was ended by that limit: when it has left, looks at what has been begun. */
export const relieve = (state: State, allowed: number): void => {
  if (state.relieving || state.fibers.size === 0) return
  state.relieving = true
  // Not in the middle of a job: what is interrupted may be one that waits for this one. What that job alone held is garbage then.
  queueMicrotask(() => {
    state.relieving = false
    if (state.closed) return
    const held = heldBy(state)
    const without = heldBy(state, undefined, false)
    if (held <= allowed - allowed * part || held - without < allowed * part) return
    const begun = [...state.fibers.keys()]
    state.flooded?.(begun.length, allowed)
    for (const fiber of begun) fiber.interruptUnsafe()
  })
}
