/*
 * What is left of a job that waits, on a fiber of its own: so it can be ended where it waits, with an error for whoever asked for it,
 * who is not interrupted. By this thread at once; by another one as soon as this one's event loop has a turn.
 */
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import type { LuaError } from "../../LuaError.ts"
import { killsOf, whenKilled } from "./atomics.ts"
import type { Job } from "./job.ts"
import type { State } from "./state.ts"

/** A job that waits, or waited. */
export interface Waiter {
  readonly job: Job
  /** Ends it: what it waits for is interrupted. */
  readonly stop: (error: LuaError) => void
}

/** Runs the rest of a job, and `over` when it has ended, however. */
export const apart = <A>(job: Job, rest: Effect.Effect<A, LuaError>, over: () => void): Effect.Effect<A, LuaError> =>
  Effect.withFiber((asker) =>
    Effect.callback<A, LuaError>((resume) => {
      const { state } = job
      let stopped: LuaError | undefined
      const waiter: Waiter = {
        job,
        stop: (error) => {
          stopped ??= error
          fiber.interruptUnsafe()
        }
      }
      // What it begins here may end it.
      job.waiter = waiter
      const fiber = Effect.runForkWith(asker.context)(rest)
      state.waiters.add(waiter)
      fiber.addObserver((exit) => {
        state.waiters.delete(waiter)
        job.waiter = null
        over()
        if (stopped === undefined || Exit.isSuccess(exit)) return resume(exit)
        state.counters.failed++
        state.overdrawn = true
        resume(Exit.fail(stopped))
      })
      watch(state)
      // Killed since it began, and nobody has looked.
      if (killsOf(state.kills) !== job.kills) waiter.stop(job.killed("while it waited"))
      return Fiber.interrupt(fiber)
    })
  )

/** Hears of kills by other threads, from when a job first waits, or begins what it does not wait for, until the state closes. */
export const watch = (state: State): void => {
  if (state.watched || state.closed) return
  state.watched = true
  hear(state, killsOf(state.kills))
}

/** Of every kill after the `seen`th: the next one is waited for from the count that was looked with, so none comes in between. */
const hear = (state: State, seen: number): void =>
  whenKilled(state.kills, seen, () => {
    if (!state.closed) hear(state, stopKilled(state))
  })

/**
 * Ends the jobs that waited when the state's jobs were last killed, and what they had begun that is no job yet: forks, timers, what
 * follows a push. Gives the count of kills that it has looked with.
 */
export const stopKilled = (state: State): number => {
  const kills = killsOf(state.kills)
  // Those that are there now: whoever hears that its job has ended may kill again and begin others, all before this is through, and
  // those are harmed by neither kill.
  const begun = [...state.fibers]
  const waiters = [...state.waiters]
  for (const [fiber, under] of begun) if (under !== undefined && under !== kills) fiber.interruptUnsafe()
  for (const { job, stop } of waiters) if (job.kills !== kills) stop(job.killed("while it waited"))
  return kills
}
