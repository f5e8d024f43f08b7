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
      const fiber = Effect.runForkWith(asker.context)(rest)
      const waiter: Waiter = {
        job,
        stop: (error) => {
          stopped ??= error
          fiber.interruptUnsafe()
        }
      }
      state.waiters.add(waiter)
      fiber.addObserver((exit) => {
        state.waiters.delete(waiter)
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
  whenKilled(state.kills, killsOf(state.kills), () => {
    state.watched = false
    if (state.closed) return
    stopKilled(state)
    watch(state)
  })
}

/**
 * Ends the jobs that waited when the state's jobs were last killed, and what they had begun that is no job yet: forks, timers, what
 * follows a push.
 */
export const stopKilled = (state: State): void => {
  const kills = killsOf(state.kills)
  for (const [fiber, begun] of state.fibers) if (begun !== undefined && begun !== kills) fiber.interruptUnsafe()
  for (const { job, stop } of state.waiters) if (job.kills !== kills) stop(job.killed("while it waited"))
}
