/*
 * Jobs of a state that nobody waits for: timers, callbacks of other threads, `athd.fork`. They end with the state; what goes wrong
 * in them is logged.
 */
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import type { LuaError } from "../../LuaError.ts"
import type { State } from "./state.ts"

/** Starts a job. What it gives is run in the state's own time. */
export const forkJob = (
  state: State,
  start: () => Exit.Exit<unknown, LuaError> | Effect.Effect<unknown, LuaError>
): void => {
  if (state.closed) return
  const started = start()
  if (Exit.isExit(started)) return ended(state, started)
  const fiber = Effect.runForkWith(state.services)(started)
  state.fibers.add(fiber)
  fiber.addObserver((exit) => {
    state.fibers.delete(fiber)
    ended(state, exit)
  })
}

const ended = (state: State, exit: Exit.Exit<unknown, LuaError>): void => {
  if (Exit.isSuccess(exit) || Cause.hasInterruptsOnly(exit.cause) || state.closed) return
  const error = Cause.squash(exit.cause)
  const text = error instanceof Error ? error.message : String(error)
  const traceback = typeof error === "object" && error !== null && "traceback" in error ? `\n${error.traceback}` : ""
  Effect.runForkWith(state.services)(
    Effect.logError(`a job of the Lua state '${state.name}' failed: ${text}${traceback}`)
  )
}
