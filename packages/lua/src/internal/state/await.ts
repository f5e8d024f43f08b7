/*
 * How Lua waits for the host: a host function leaves an effect with its job and yields; whoever runs the job runs the effect and
 * goes on with its end. It works wherever Lua can yield, which is everywhere but in callbacks of `table.sort` and `string.gsub`.
 */
import type * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import { fengari } from "../fengari/load.ts"
import type { LuaStatePointer } from "../fengari/types.ts"
import { charge, end, hostSteps } from "./budget.ts"
import { raiseCause, raiseText } from "./errors.ts"
import type { Job } from "./job.ts"
import { hold, type Pending } from "./pending.ts"
import { stateOf } from "./state.ts"

const { lua } = fengari

/** Fewer bytes are within what a job that waits is counted for. */
const MANY = 512

/** What is done with the value an effect ended with: pushes results, says how many. */
export type Push = (L: LuaStatePointer, value: any) => number

/**
 * The last thing a host function does: waits for an effect, then has its value pushed, or raises its failure as a table
 * `{_tag, message, ...}`. Return what it returns. The effect holds so many bytes, or that, while it is awaited; beside the wait, the host
 * takes so many steps for it. What is held may be so already.
 */
export const awaiting = (
  L: LuaStatePointer,
  effect: Effect.Effect<unknown, unknown>,
  push: Push,
  held: number | Pending = 0,
  steps: number = 0
): number => {
  if (Exit.isExit(effect)) return settled(L, effect, push)
  const job = waiter(L)
  charge(job, hostSteps.wait + steps)
  job.pending = effect
  job.waits = L
  if (typeof held !== "number") {
    job.holds = held
    if (!job.state.pending.has(held)) hold(L, held)
  } else if (held >= MANY) hold(L, (job.holds = { bytes: held }))
  return lua.lua_yieldk(L, 0, push, goOn)
}

/** Whether a job runs here that may wait: what is begun for it elsewhere may then, too, and is awaited. */
export const mayWait = (L: LuaStatePointer): boolean => {
  const { job } = stateOf(L)
  return job !== null && !job.blocked && L.nny === 0
}

/** The job that runs here and may wait; raises where it cannot. */
export const waiter = (L: LuaStatePointer): Job => {
  const { job } = stateOf(L)
  if (job !== null && mayWait(L)) return job
  return raiseText(L, "cannot wait here: a callback of table.sort or string.gsub, or a metamethod of a native function")
}

const goOn = (L: LuaStatePointer, _status: number, push: unknown): number => {
  const { job } = stateOf(L)
  const answer = job?.answer
  if (job === null || answer === null || answer === undefined) return raiseText(L, "resumed without an answer")
  job.answer = null
  job.waits = null
  if (job.holds !== null) {
    job.state.pending.delete(job.holds)
    job.holds = null
  }
  return settled(L, answer, push as Push)
}

const settled = (L: LuaStatePointer, exit: Exit.Exit<unknown, unknown>, push: Push): number => {
  const { job } = stateOf(L)
  // What it had run in another state has used up its own budget: it ends here, not some hundred such runs later.
  if (job !== null && job.ended !== null) return end(L, job)
  return exit._tag === "Success" ? push(L, exit.value) : raiseCause(L, exit.cause)
}
