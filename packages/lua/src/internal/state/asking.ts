/*
 * Jobs within jobs: what a host function runs in the state that has called it, at once or by the effect that it gives. The job that
 * called it has asked for them and pays for them, for as long as it has not ended: without that each would have a budget, and a turn,
 * of its own, and a function that runs itself again by the host would have no end. What goes on when it has ended is nobody's.
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import { killsOf } from "./atomics.ts"
import { defaultSlice } from "./budget.ts"
import type { Job } from "./job.ts"
import type { State } from "./state.ts"
import { held, turn } from "./turns.ts"

/** The job that waits for an effect of the host. */
const Asker = Context.Reference<Job | null>("@stevedore/lua/Asker", { defaultValue: () => null })

/** A job has waited here for what a host function gave: until then nobody is asked. */
let isUsed = false

/**
 * What a host function gives for a job to wait for: others that are run by it, and by forks of it, know who has asked for them. The fiber
 * that the job waits on is told, unless it knows: what a file waits for that is being required, it has forgotten by the next time.
 */
export const asks = <A, E, R>(job: Job | null, effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> => {
  if (job === null || Exit.isExit(effect)) return effect
  return Effect.withFiber((fiber) => {
    isUsed = true
    if (Context.get(fiber.context, Asker) !== job) fiber.setContext(Context.add(fiber.context, Asker, job))
    return effect
  })
}

/** Services that were taken where a module was made: whoever waited for that asks for nothing that its functions run later. */
export const unasked = (services: Context.Context<never>): Context.Context<never> => Context.omit(Asker)(services)

/**
 * What the host runs, with the job that waits for it. Where that job and others within each other have had the thread for long, the
 * event loop has a turn first: each of them may be too short to give one, and a script can have them go on without end.
 */
export const asking = <A, E, R>(run: (asker: Job | null) => Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
  Effect.withFiber((fiber) => {
    const asker = isUsed ? Context.get(fiber.context, Asker) : null
    return asker !== null && isTurnDue(asker) ? Effect.flatMap(turn, () => run(asker)) : run(asker)
  })

/** Whether others have a turn before a job that has asked for others, or was asked for, goes on. */
export const isTurnDue = ({ limits }: Job): boolean => {
  const slice = limits.slice ?? defaultSlice
  return slice > 0 && held() >= slice
}

/** Jobs within each other at most, as in PUC's Lua: each takes some of V8's own stack. */
const deepest = 190

/** Whether a job is too deep in others. */
export const isTooDeep = (job: Job): boolean => {
  let levels = 0
  for (let each: Job | null = job; each !== null; each = above(each)) if (++levels > deepest) return true
  return false
}

const above = ({ asker, payer }: Job): Job | null => asker ?? payer

/**
 * Who pays for a job of a state that another one has asked for: the first on the way up that is of that state, or runs for one that is.
 * Where none is, as in a state that the host has for several others, nobody: that has limits of its own.
 */
export const payerOf = (state: State, asker: Job | null): Job | null => {
  for (let at = asker; at !== null; at = above(at)) {
    leave(at)
    // One that was killed has nothing to do with what is begun after that.
    if (at.over || killsOf(at.state.kills) !== at.kills) return null
    for (let each: Job | null = at; each !== null; each = each.payer) if (each.state === state) return at
  }
  return null
}

/** A job goes on: those that have asked for it, or for one of them, and have ended meanwhile, are no longer known. */
export const leave = (job: Job): void => {
  for (let each: Job | null = job; each !== null; each = above(each)) {
    if (each.asker !== null && each.asker.over) each.asker = null
    if (!each.isAwaited && each.payer !== null && each.payer.over) each.payer = null
  }
}
