/**
 * The event loop and the clocks of a thread, as far as the data plane uses them itself: everything else goes through the
 * Effect runtime's scheduler and clock. The globals, unless whoever starts a thread brings others (simulated threads do).
 */
import { hasProperty } from "effect/Predicate"

export interface EventLoop {
  /** Runs the task in a later turn, after those that wait already. */
  readonly immediate: (task: () => void) => void
  /** Runs the task when what runs now has returned, before any other turn. */
  readonly microtask: (task: () => void) => void
  /** Milliseconds from some start, never backwards: for how long something takes. */
  readonly now: () => number
  /** Milliseconds since 1970. */
  readonly millis: () => number
  /**
   * Runs the task again and again, until the returned function is called; keeps nothing alive. Where it is missing, nobody
   * looks at jobs while they run.
   */
  readonly every?: ((task: () => void, millis: number) => () => void) | undefined
  /** The name of the thread whose code runs now, if it is not this one: where several threads are simulated on one. */
  readonly trespasser?: () => string | undefined
}

/** Looked up at every call: whoever replaces a global is heard. */
export const globals: EventLoop = {
  immediate: (task) => {
    setImmediate(task)
  },
  microtask: (task) => queueMicrotask(task),
  now: () => performance.now(),
  millis: () => Date.now(),
  every: (task, millis) => {
    const timer: unknown = setInterval(task, millis)
    if (hasProperty(timer, "unref") && typeof timer.unref === "function") timer.unref()
    return () => clearInterval(timer as number)
  }
}
