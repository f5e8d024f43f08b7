/**
 * What main finds out, and says, about how a thread or an actor came to its end: what held it up, whether it ended in
 * order, and which of its stop hooks failed. Runs on main.
 */
import * as Effect from "effect/Effect"
import type { ThreadExit } from "../../ThreadSpawner.ts"
import { type Handle, obituary } from "./mainHandle.ts"
import type { MainSystem } from "./mainSystem.ts"
import { describeExit, summary } from "./startFailure.ts"

/** What came of stopping a system. */
export interface Outcome {
  /** What was not done in time, by name. */
  readonly late: ReadonlyArray<string>
  /** Threads that ended by themselves before they had stopped, and how. */
  readonly died: ReadonlyArray<string>
}

/** The least that jobs and stop hooks of main have of the stop timeout, when others have taken all of it. */
const LEAST_MILLIS = 1000

/** What is left of the stop timeout of a stop that began then (`performance.now()`). */
export const leftMillis = ({ options: { stopTimeoutMillis } }: MainSystem, since: number): number =>
  Math.max(stopTimeoutMillis - (performance.now() - since), Math.min(stopTimeoutMillis, LEAST_MILLIS))

export const endlessHook = (name: string): string => `a stop hook of "${name}" that did not end`

/** On every thread alike: a hook that fails is logged, and holds up nothing. */
export const hookFailed = (actors: ReadonlyArray<string>, thread: string, detail: string): Effect.Effect<void> =>
  Effect.logWarning(`a stop hook of actor "${actors.join('", "')}" on thread "${thread}" failed: ${detail}`)

/** A thread that was told to stop has not done so: whatever it has not named itself is named here. */
export const nameWhatHolds = (handle: Handle): void => {
  const { held, inHooks, name } = handle
  if (inHooks) handle.held = [...held, endlessHook(name)]
  else if (held.length === 0) handle.held = [`a handler of "${name}" that does not yield`]
}

/**
 * The thread has exited; `inOrder` when it had said before that it was done. What there is to log: nothing when it stopped,
 * or when main has ended it because it did not.
 */
export const logEnd = (handle: Handle, exit: ThreadExit, inOrder: boolean): Effect.Effect<void> => {
  if (!handle.started) return Effect.void
  if (handle.stoppedBy === undefined) return inOrder ? Effect.void : obituary(handle, describeExit(exit))
  if (exit.error === undefined && (inOrder || handle.terminated)) return Effect.void
  handle.diedStopping = summary(exit)
  handle.held = [...handle.held, `it ended while stopping: ${handle.diedStopping}`]
  return obituary(handle, describeExit(exit))
}

/** Logs once what a stop has found out about a thread. */
export const warn = (handle: Handle, limitMillis: number): Effect.Effect<void> => {
  const { diedStopping, held, name } = handle
  if (held.length === 0 || handle.reported) return Effect.void
  handle.reported = true
  const inTime = diedStopping !== undefined && held.length === 1
  if (inTime) return Effect.logWarning(`thread "${name}" did not stop in order: ${held[0]}`)
  return Effect.logWarning(`thread "${name}" did not stop within ${limitMillis} ms; held by: ${held.join(", ")}`)
}

/** What came of stopping these, which have all ended or are lost. */
export const outcomeOf = (handles: ReadonlyArray<Handle>): Outcome => ({
  late: handles.flatMap(({ diedStopping, held }) => (diedStopping === undefined ? held : held.slice(0, -1))),
  died: handles.flatMap(({ diedStopping, name }) =>
    diedStopping === undefined ? [] : [`thread "${name}" ended while stopping: ${diedStopping}`]
  )
})
