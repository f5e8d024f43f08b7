/*
 * A job: a function that runs on a Lua thread of its own, and waits where a host function waits. Many interleave in one state,
 * each on the fiber of whoever asked for it; a job that never waits costs no fiber at all.
 */
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import { LuaClosed, type LuaError, LuaLimitError, LuaRuntimeError } from "../../LuaError.ts"
import { fengari } from "../fengari/load.ts"
import type { LuaStatePointer, TValue } from "../fengari/types.ts"
import { apart, type Waiter } from "./apart.ts"
import { isTooDeep, isTurnDue, leave as leaveAskers, payerOf } from "./asking.ts"
import { killsOf } from "./atomics.ts"
import type { Begun } from "./begun.ts"
import { beginTurn, chargeRun, endTurn, payRest, placed, refused, review, settle, weigh } from "./budget.ts"
import { empty } from "./closed.ts"
import { errorOf, isLuaError } from "./errors.ts"
import { abandon, type Above, type Loading, runsFor, waitedFor } from "./loading.ts"
import { costs, enter, leave } from "./memory.ts"
import { ownText } from "./ownText.ts"
import type { Pending } from "./pending.ts"
import type { Limits, State } from "./state.ts"
import { turn } from "./turns.ts"

const { lua, meter } = fengari

/** What a job runs, and what becomes of its results. */
export interface Work<A> {
  /** Pushes the function, then its arguments; the number of arguments. What it throws is the job's failure. */
  readonly push: (L: LuaStatePointer) => number
  /** Reads the results, `count` of them, which are on top of the stack. */
  readonly take: (L: LuaStatePointer, count: number) => A
  readonly limits?: Limits | undefined
  /** The name by which errors of limits know it. */
  readonly chunk?: string | undefined
  /** A job of another state that waits for this one: what this one spends, that one spends. */
  readonly payer?: Job | undefined
  /** The job that waits for the effect of the host which runs this one. */
  readonly asker?: Job | null | undefined
  /** Whoever has it run cannot wait for it: so it cannot wait itself, nor give others a turn. */
  readonly blocked?: boolean | undefined
  /** Of the job that began this one. Not given: it is begun by nobody here. */
  readonly begun?: Begun | undefined
  /** Modules whose files wait for it. */
  readonly above?: Above | undefined
}

/** What a job has until it lets go of it, and at the latest until it ends, however it does. */
export interface Owned {
  readonly released: (job: Job) => void
}

/** Why a job is ended that has not ended itself: a limit, a kill, or that its state has closed. */
export type End = LuaLimitError | LuaClosed

/** How a job goes on when what it waits for has ended. */
interface Rest<A> {
  readonly onSuccess: (value: unknown) => Effect.Effect<A, LuaError>
  readonly onFailure: (cause: Cause.Cause<unknown>) => Effect.Effect<A, LuaError>
}

export class Job {
  readonly state: State
  readonly L: LuaStatePointer
  readonly limits: Limits
  readonly chunk: string
  /** The job for which it runs, and which pays for it. */
  payer: Job | null = null
  /** That waits for it, and is of another state. Else the host may have begun it and let it go on by itself. */
  isAwaited = false
  /** The job whose host function has begun it, then or by its effect, as long as that has not ended. */
  asker: Job | null = null
  /** It has ended. */
  over = false
  /** The job whose host function runs this one, if there is one. */
  outer: Job | null = null
  /** How often the state's jobs had been killed when this one started, or the one that began it. */
  readonly kills: number
  /** A job of its state has begun it, and nobody waits for it. */
  readonly begun: Begun | undefined
  /** What it waits for: set by the host function that yields. */
  pending: Effect.Effect<unknown, unknown> | null = null
  /** Its Lua thread that waits: a coroutine, maybe. */
  waits: LuaStatePointer | null = null
  /** Ends it where it waits, from when it first does. */
  waiter: Waiter | null = null
  /** How it goes on then: made when it first waits. */
  rest: Rest<any> | null = null
  /** How that ended, for the host function that goes on. */
  answer: Exit.Exit<unknown, unknown> | null = null
  /** What the host holds for it while it waits. */
  holds: Pending | null = null
  /** It gave others a turn and may go on. */
  sliced = false
  /** It is among those that the state counts as waiting. */
  counted = false
  /** Between here and the job's own stack is a callback that cannot wait; or it is run from such a one. */
  blocked = false
  /** Takes back what it has begun elsewhere to wait for it, as long as nobody runs that: it may end before. */
  unrun: (() => void) | null = null
  /** Why it is being ended: nothing in Lua can catch that. */
  ended: End | null = null
  /** Modules whose files it runs, the outermost first; null: none. */
  loads: Array<Loading> | null = null
  /** Modules whose files wait for it, here or on other threads; null: none. */
  above: Above | null = null
  /** Says to its coroutines that wait with it whether it has ended; null: none has waited yet. */
  mark: { over: boolean } | null = null
  /** What others wait for until it has let go of it; null: nothing yet. */
  owns: Set<Owned> | null = null
  /** Instructions spent, in steps of the hook. */
  spent = 0
  /** Of those, what no look has seen. */
  unseen = 0
  /** Milliseconds it ran before the turn it has now, and when this turn was first looked at (0: not yet). */
  ran = 0
  turn = 0
  /** It has a turn: what it runs meanwhile, also in other states, is within that. */
  running = false

  constructor(state: State, L: LuaStatePointer, limits: Limits, chunk: string, begun: Begun | undefined) {
    this.state = state
    this.L = L
    this.limits = limits
    this.chunk = chunk
    this.kills = begun?.kills ?? killsOf(state.kills)
    this.begun = begun
  }

  /** What it fails with when it is killed, as it is by what closes its state. */
  killed(detail: string): End {
    if (this.state.closed) return new LuaClosed({ state: this.state.name })
    return new LuaLimitError({ limit: "killed", budget: 0, chunk: this.chunk, detail })
  }
}

/**
 * Starts a job. An exit where it ended without waiting, else an effect that is the rest of it, to be run once; interrupting
 * that ends the job.
 */
export const runJob = <A>(state: State, work: Work<A>): Exit.Exit<A, LuaError> | Effect.Effect<A, LuaError> => {
  if (state.closed) return Exit.fail(new LuaClosed({ state: state.name }))
  state.counters.jobs++
  const L = threadFor(state)
  const job = new Job(state, L, work.limits ?? state.limits, work.chunk ?? "job", work.begun)
  job.blocked = work.blocked ?? false
  const refusal = within(job, work)
  if (refusal !== null) return fail(job, refusal)
  if (refused(job)) return fail(job, job.ended)
  enter(state)
  const step = begun(job, work)
  leave(state)
  return leftBy(state, step)
}

/** Whom a job runs for; why it does not begin, where it may not. */
const within = <A>(job: Job, work: Work<A>): LuaError | null => {
  const { state } = job
  if (work.payer !== undefined) {
    job.payer = work.payer
    job.isAwaited = true
  } else if (job.begun === undefined) {
    const asker = work.asker ?? state.job
    if (asker === null) return null
    job.payer = payerOf(state, asker)
    job.asker = asker.over ? null : asker
    if (job.payer !== null) {
      // In the middle of that one, which looks at nothing meanwhile.
      if (job.payer.running) chargeRun(job.payer)
      // Nobody goes on with what that has asked for.
      job.ended = job.payer.ended
      if (job.ended !== null) return job.ended
    }
  }
  return isTooDeep(job) ? new LuaRuntimeError({ chunk: job.chunk, detail: "C stack overflow", traceback: "" }) : null
}

const begun = <A>(job: Job, work: Work<A>): Exit.Exit<A, LuaError> | Effect.Effect<A, LuaError> => {
  const { L, state } = job
  runsFor(job, work.above)
  const outer = state.job
  settle(job.payer ?? outer)
  state.job = job
  let count: number
  try {
    count = work.push(L)
  } catch (error) {
    state.job = outer
    return fail(job, error)
  }
  state.job = outer
  // Its arguments may have closed it: a getter is the host's code.
  return state.closed ? Exit.fail(new LuaClosed({ state: state.name })) : stepped(job, count, work)
}

/** A Lua thread for a job: one that nobody has seen, and in which nothing is left. */
const threadFor = (state: State): LuaStatePointer => {
  const { spare } = state
  if (spare !== null) {
    state.spare = null
    return spare
  }
  const L = lua.lua_newthread(state.L)
  lua.lua_settop(state.L, -2)
  L.isJob = true
  L.isHeld = false
  return L
}

/**
 * Clears the Lua thread of a job that has ended as it should, and keeps it for the next if it did not wait. Not one that a script may
 * hold: it is a value like any other, and two jobs that have the same are one to whoever compares them. Nor one whose stack has
 * grown, or that has another hook.
 */
const spareFor = ({ L, counted, state }: Job): void => {
  const stack: Array<TValue | undefined> = L.stack
  L.top = 1
  if (counted || L.isHeld === true || stack.length > LARGEST_SPARE || L.ci !== L.base_ci) return
  if (L.hook !== state.L.hook || L.basehookcount !== state.L.basehookcount) return
  for (let i = 1; i < stack.length; i++) stack[i] = undefined
  L.errfunc = 0
  L.hookcount = L.basehookcount
  L.oldpc = 0
  state.spare = L
}

/** Slots of a stack that has not grown. */
const LARGEST_SPARE = 64

/** The Lua threads that jobs run on: a script may hold one, but not resume it. */
export const isJobThread = (L: LuaStatePointer): boolean => L.isJob === true

/** Pushes the running Lua thread as a value; whether it is the state's main one. What may be held is no other job's later. */
export const pushRunning = (L: LuaStatePointer): boolean => {
  L.isHeld = true
  return lua.lua_pushthread(L)
}

const goOn = <A>(job: Job, work: Work<A>): Exit.Exit<A, LuaError> | Effect.Effect<A, LuaError> => {
  enter(job.state)
  const step = stepped(job, 0, work)
  leave(job.state)
  return leftBy(job.state, step)
}

/** A job leaves the state: if it has closed it, it was the last to use it. */
const leftBy = <A>(state: State, step: A): A => {
  if (state.closed && state.job === null) empty(state)
  return step
}

/** Runs it until it waits or has ended. */
const stepped = <A>(job: Job, count: number, work: Work<A>): Exit.Exit<A, LuaError> | Effect.Effect<A, LuaError> => {
  const { L, state } = job
  const outer = state.job
  job.outer = outer
  state.job = job
  job.running = true
  beginTurn(job)
  const status = lua.lua_resume(L, null, count)
  weigh(job)
  // What it gives is read while it is still the one that pays.
  const taken = status === lua.LUA_OK && job.ended === null ? takenBy(job, work) : undefined
  // So is what it raised.
  const raised = status > lua.LUA_YIELD && job.ended === null ? raisedBy(job) : undefined
  settle(job)
  state.job = outer
  job.running = false
  endTurn(job)
  if (status !== lua.LUA_YIELD || job.ended !== null) {
    if (job.payer !== null) payRest(job)
    letGo(job)
  }
  if (taken !== undefined) {
    if (taken._tag === "Success") spareFor(job)
    return taken
  }
  if (job.ended !== null) {
    // It does not begin to wait.
    if (job.holds !== null) state.pending.delete(job.holds)
    return fail(job, job.ended)
  }
  if (status === lua.LUA_YIELD) {
    if (job.counted) return waiting(job, work)
    job.counted = true
    state.counters.waiting++
    state.threads.set(L, job)
    meter.bytes += costs.waiting
    const over = (): void => {
      state.counters.waiting--
      state.threads.delete(L)
      if (job.holds !== null) state.pending.delete(job.holds)
      letGo(job)
    }
    const rest = apart(job, waiting(job, work), over)
    return work.payer === undefined ? rest : unrun(work.payer, rest, over)
  }
  return fail(job, raised)
}

/** A job has ended, however: by its return, an error, a limit, an interruption. Nobody waits any longer for what it had. */
const letGo = (job: Job): void => {
  job.over = true
  if (job.loads !== null) abandon(job)
  job.unrun?.()
  if (job.mark !== null) job.mark.over = true
  if (job.owns === null) return
  const { owns } = job
  job.owns = null
  for (const owned of owns) owned.released(job)
}

/** What a job is to wait for and has begun already: if it ends before it waits, that is taken back. */
export const unrun = <A, E>(job: Job, rest: Effect.Effect<A, E>, takeBack: () => void): Effect.Effect<A, E> => {
  job.unrun = () => {
    job.unrun = null
    takeBack()
  }
  return Effect.suspend(() => {
    job.unrun = null
    return rest
  })
}

const takenBy = <A>(job: Job, work: Work<A>): Exit.Exit<A, LuaError> => {
  try {
    return Exit.succeed(work.take(job.L, lua.lua_gettop(job.L)))
  } catch (error) {
    return fail(job, error)
  }
}

/** What a job has raised, asked for its text and packed: what that takes is the job's, and may be its end. No error of Lua then. */
const raisedBy = (job: Job): unknown => {
  const said = ownText(job)
  if (job.ended !== null) return undefined
  try {
    return errorOf(job.state, job.L, job.chunk, said)
  } catch (error) {
    return error
  }
}

const waiting = <A>(job: Job, work: Work<A>): Effect.Effect<A, LuaError> => {
  const pending = job.pending
  job.pending = null
  if (pending === null) {
    job.sliced = false
    return Effect.flatMap(turn, () => resumed(job, work))
  }
  return Effect.matchCauseEffect(waitedFor(job, pending), (job.rest ??= restOf(job, work)) as Rest<A>)
}

const restOf = <A>(job: Job, work: Work<A>): Rest<A> => ({
  onSuccess: (value) => {
    job.answer = Exit.succeed(value)
    return answered(job, work)
  },
  onFailure: (cause) => {
    // Lua cannot catch an interruption: the job ends here.
    if (Cause.hasInterrupts(cause)) return Exit.failCause(cause as Cause.Cause<never>)
    job.answer = Exit.failCause(cause)
    return answered(job, work)
  }
})

/** One that another has asked for may be one of many, each too short to give others a turn. */
const answered = <A>(job: Job, work: Work<A>): Effect.Effect<A, LuaError> =>
  job.asker !== null && isTurnDue(job) ? Effect.flatMap(turn, () => resumed(job, work)) : resumed(job, work)

const resumed = <A>(job: Job, work: Work<A>): Effect.Effect<A, LuaError> => {
  const { state } = job
  if (state.closed) return Exit.fail(new LuaClosed({ state: state.name }))
  if (job.payer !== null || job.asker !== null) leaveAskers(job)
  const killed = killedOf(job)
  if (killed !== null) return fail(job, killed.killed("while it waited"))
  review(job)
  return job.ended === null ? goOn(job, work) : fail(job, job.ended)
}

/**
 * Who was killed meanwhile, of a job and those for which it runs; null: nobody. Where its payer was, it does not go on, although
 * its own state was not killed: what it waited for may have ended by that kill, which it could catch as an error like any other.
 */
const killedOf = (job: Job): Job | null => {
  for (let each: Job | null = job; each !== null; each = each.payer) {
    if (killsOf(each.state.kills) !== each.kills) return each
  }
  return null
}

const fail = (job: Job, error: unknown): Exit.Exit<never, LuaError> => {
  job.state.counters.failed++
  if (job.ended !== null) {
    job.state.overdrawn = true
    return Exit.fail(placed(job, job.ended))
  }
  return isLuaError(error) ? Exit.fail(error) : Exit.die(error)
}
