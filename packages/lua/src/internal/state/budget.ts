/*
 * What a job may use, looked at every so many VM instructions by a count hook, and by native loops (patterns, sorting) after as
 * many steps of theirs. A job that is over its budget, or was killed, is ended by an error that is raised again at every
 * following instruction: a script may catch it, but not do anything with that.
 */
import { LuaLimitError } from "../../LuaError.ts"
import { fengari } from "../fengari/load.ts"
import type { LuaStatePointer } from "../fengari/types.ts"
import { here, killsOf } from "./atomics.ts"
import { reclaim } from "./garbage.ts"
import { holding, holdsAfter } from "./holding.ts"
import type { End, Job } from "./job.ts"
import { hasOutgrown, isFull, overMemory } from "./memory.ts"
import { relieve } from "./relief.ts"
import { stateOf } from "./state.ts"
import { lineOf } from "./traceback.ts"

const { lua, lauxlib, meter } = fengari

/** Instructions between two looks: about 2 % of the time goes into them. */
export const interval = 1000

/** Native steps between two looks. */
export const nativeInterval = 10_000

/** Milliseconds after which a job gives others a turn, where nothing else is said. */
export const defaultSlice = 5

/** Has the hook called in every Lua thread that is made from now on. */
export const arm = (L: LuaStatePointer): void => {
  lua.lua_sethook(L, hook, lua.LUA_MASKCOUNT, interval)
}

const hook = (L: LuaStatePointer): void => {
  const { job } = stateOf(L)
  if (job === null) return
  if (job.ended === null) look(job, L.basehookcount)
  if (job.ended !== null) return end(L, job)
  const slice = job.limits.slice ?? defaultSlice
  const turn = performance.now() - job.turn
  if (slice > 0 && turn >= slice && !job.blocked && L.nny === 0) {
    job.sliced = true
    lua.lua_yield(L, 0)
  } else if (turn >= holdsAfter) holds(L, job, turn)
}

/** A native loop has gone `nativeInterval` steps. */
export const exhausted = (L: LuaStatePointer): void => {
  const { job } = stateOf(L)
  if (job === null) meter.steps = nativeInterval
  else if (job.ended === null) look(job, 0)
  else meter.steps = nativeInterval
  if (job === null) return
  if (job.ended !== null) end(L, job)
  const slice = job.limits.slice ?? defaultSlice
  const turn = performance.now() - job.turn
  if (slice > 0 && turn >= slice) hasten(L, job)
  if (turn >= holdsAfter) holds(L, job, turn)
}

/** It holds its thread: whoever minds may have it ended, with those that wait for it. */
const holds = (L: LuaStatePointer, job: Job, turn: number): void => {
  if (holding.seen === null || !holding.seen(turn)) return
  endAll(job, null, job.killed(""))
  end(L, job)
}

/** A native function has used up the turn: it ends at the next instruction, not up to a thousand such functions later. */
const hasten = (L: LuaStatePointer, job: Job): void => {
  if (L.hookcount <= 1) return
  // The hook counts as many as it is called for.
  job.spent -= L.hookcount - 1
  L.hookcount = 1
}

/**
 * Conversions take steps, too: one for a part of a value, one for some bytes. Raises the end of the job, which nobody may take for a
 * refusal of the value.
 */
export const walked = (L: LuaStatePointer, steps: number): void => {
  if ((meter.steps -= steps) < 0) meter.exhausted(L)
}

/** Whether what was thrown while the job ran is its end. */
export const isEnding = (L: LuaStatePointer): boolean => (stateOf(L).job?.ended ?? null) !== null

const look = (job: Job, instructions: number): void => {
  // Native steps that were not enough for a look of their own are looked at here.
  const spent = instructions + nativeInterval - meter.steps
  meter.steps = nativeInterval
  reclaim(job.limits.memoryBytes !== undefined, 0)
  const now = performance.now()
  if (job.turn === 0) job.turn = now
  let since = job.turn
  // All pay, also when one of the first is over its own budget: else those would pay nothing that have many run which are soon ended.
  for (let payer: Job | null = job; payer !== null; payer = payer.payer) {
    payer.spent += spent
    payer.unseen = 0
    if (payer.running) {
      // What it has run within its own turn is of that turn, and no time beside it.
      if (payer.turn === 0) payer.turn = since
      since = payer.turn
    }
    const ended = payer.ended === null ? overdrawn(payer, now - since) : null
    if (ended !== null) endAll(job, payer, ended)
  }
}

/** A job runs for one that waits: what it takes is that one's time, however little, since nothing else of that is counted. */
export const beginTurn = (job: Job): void => {
  if (job.turn === 0 && job.payer !== null && !job.payer.running) job.turn = performance.now()
}

/**
 * What a job has run since its last look is of those that pay for it: of many that are too short for one, it is all. One that waits for
 * such may never go on, and is looked at here.
 */
export const payRest = ({ L, payer }: Job): void => {
  const steps = L.basehookcount - L.hookcount
  for (let each = payer; each !== null; each = each.payer) {
    each.spent += steps
    each.unseen += steps
  }
  if (payer !== null && !payer.running && (payer.unseen >= nativeInterval || overdue(payer))) lookAbove(payer)
}

/** Looks at a job that waits, and at those that pay for it. */
const lookAbove = (job: Job): void => {
  const now = performance.now()
  for (let payer: Job | null = job; payer !== null; payer = payer.payer) {
    payer.unseen = 0
    const turn = payer.running && payer.turn !== 0 ? now - payer.turn : 0
    const ended = payer.ended === null ? overdrawn(payer, turn) : null
    if (ended !== null) endAll(job, payer, ended)
  }
}

/** The turn of a job is over: its time is that of those that pay for it, up to the first whose own turn it was in. */
export const endTurn = (job: Job): void => {
  if (job.turn === 0) return
  const turn = performance.now() - job.turn
  job.turn = 0
  job.ran += turn
  for (let payer = job.payer; payer !== null && !payer.running; payer = payer.payer) payer.ran += turn
}

/** Steps that the host goes in a millisecond. */
const stepsPerMilli = 20_000

/**
 * What the host does for a job while that waits is not in its turns, and takes as long as some steps: they count as instructions and
 * as time. Seen when the job goes on. The wait itself costs nothing.
 */
export const charge = (job: Job, steps: number): void => {
  const millis = steps / stepsPerMilli
  for (let payer: Job | null = job; payer !== null; payer = payer.payer) {
    payer.spent += steps
    payer.unseen += steps
    if (payer === job || !payer.running) payer.ran += millis
  }
}

/** The same before work that the job does not wait for, which nothing would look at before it ends: raises its end. */
export const chargeNow = (L: LuaStatePointer, steps: number): void => {
  const { job } = stateOf(L)
  if (job === null) return
  charge(job, steps)
  if (job.unseen >= nativeInterval) exhausted(L)
}

/** Looks at a job that has had others run for it, where what was settled meanwhile is worth a look: each of those may be too short for one. */
export const lookBack = (L: LuaStatePointer): void => chargeNow(L, 0)

/** A host function has a job run in the middle of that which called it: it costs as a wait does, and may be too short for a look. */
export const chargeRun = (job: Job): void => {
  charge(job, hostSteps.wait)
  if (job.ended === null) look(job, 0)
}

/**
 * What host functions take, as measured: a wait, a message to another thread beside it, the
 * change of a group; and by each thread of the system, a job or a setting that goes to all of them, and a name that all learn.
 */
export const hostSteps = {
  wait: 100,
  message: 200,
  group: 1600,
  thread: 1000,
  name: 5000
} as const

/** What native loops took since the last look is that of the job that ran: asked for wherever another one begins, or it ends. */
export const settle = (job: Job | null): void => {
  const owed = nativeInterval - meter.steps
  meter.steps = nativeInterval
  for (let payer = job; payer !== null; payer = payer.payer) {
    payer.spent += owed
    payer.unseen += owed
  }
}

/**
 * Looks at a job that goes on, where what was settled since is worth a look, or its turns were all the time there is: it may have
 * ended. The turn that it has now is counted from here on: it may be shorter than what passes between two looks.
 */
export const review = (job: Job): void => {
  if (job.ended === null && (job.unseen >= nativeInterval || overdue(job))) look(job, 0)
  if (job.ended !== null) job.ended = placed(job, job.ended)
  if (job.turn === 0) job.turn = performance.now()
}

const overdue = (job: Job): boolean => {
  for (let payer: Job | null = job; payer !== null; payer = payer.payer) {
    if (payer.limits.time !== undefined && payer.ran >= payer.limits.time) return true
  }
  return false
}

const NATIVE = "in a native function"

/** Whether it is to say where it came, and does not yet: that a state is closed is so everywhere. */
const isUnplaced = (ended: End): ended is LuaLimitError => ended._tag === "LuaLimitError" && ended.detail === ""

/** An end that no instruction has raised: it came while the job waited, or something ran for it elsewhere. */
export const placed = (job: Job, ended: End): End =>
  isUnplaced(ended) ? new LuaLimitError({ ...ended, detail: lineOf(job.waits ?? job.L) || NATIVE }) : ended

/** Ends a job, and those that wait for it up to the one whose limit it is: they cannot catch it either. */
const endAll = (job: Job, last: Job | null, ended: End): void => {
  here.ends++
  for (let payer: Job | null = job; payer !== null; payer = payer.payer) {
    if (payer.ended === null) {
      payer.ended = ended
      if (!payer.running && payer.waiter !== null) stopWaiting(payer)
    }
    if (payer === last) return
  }
}

/**
 * What an ended job waits for is interrupted, as by a kill: it may be the host's, who goes on where a job has failed. Not in the middle of
 * a job, which raises its own end; whoever hears of that may have the one that waits go on, and end.
 */
const stopWaiting = (job: Job): void =>
  queueMicrotask(() => {
    if (job.waiter !== null && job.ended !== null && !job.state.closed) job.waiter.stop(placed(job, job.ended))
  })

/** Why a job that has run for so long in this turn, itself or by one that it pays for, may not go on. */
const overdrawn = (job: Job, turn: number): End | null => {
  const { limits, state } = job
  if (limits.instructions !== undefined && job.spent >= limits.instructions) {
    return limit(job, "instructions", limits.instructions)
  }
  if (limits.time !== undefined && job.ran + turn >= limits.time) return limit(job, "time", limits.time)
  if (killsOf(state.kills) !== job.kills) return job.killed("")
  return limits.memoryBytes !== undefined && overMemory(state, limits.memoryBytes, 0)
    ? tooMuch(job, limits.memoryBytes)
    : null
}

/** The state of a job is over that job's limit of memory. */
const tooMuch = (job: Job, allowed: number): LuaLimitError => {
  relieve(job.state, allowed)
  return limit(job, "memory", allowed)
}

/** A turn of a job ends, which no look may have seen: where what it has left is too much, it is ended. */
export const weigh = (job: Job): void => {
  for (let payer: Job | null = job; payer !== null && job.ended === null; payer = payer.payer) {
    const { memoryBytes } = payer.limits
    if (memoryBytes !== undefined && hasOutgrown(payer.state, memoryBytes)) {
      const ended = tooMuch(payer, memoryBytes)
      // One that waits has a line where it does.
      const isOver = payer === job && job.pending === null && !job.sliced
      endAll(job, payer, isOver ? new LuaLimitError({ ...ended, detail: "at its end" }) : ended)
    }
  }
}

/** Whether a job may not begin, since those before it have left far too much: it has ended. */
export const refused = (job: Job): boolean => {
  const { memoryBytes } = job.limits
  if (memoryBytes === undefined || !isFull(job.state, memoryBytes)) return false
  job.ended = new LuaLimitError({ ...tooMuch(job, memoryBytes), detail: "before it began" })
  return true
}

const limit = (job: Job, kind: LuaLimitError["limit"], budget: number): LuaLimitError =>
  new LuaLimitError({ limit: kind, budget, chunk: job.chunk, detail: "" })

/** Bytes that are allocated and filled in a millisecond, at least. */
const filled = 500_000

/**
 * A single allocation of many bytes is about to be made: counts them, and ends the job instead where they are too many, or would
 * take longer than the job has.
 */
export const allocate = (L: LuaStatePointer, bytes: number): void => {
  meter.bytes += bytes
  meter.steps -= bytes >>> 6
  const { job } = stateOf(L)
  if (job === null) return
  // All of them, as at a look: whoever is within its own limit may catch that another one is not.
  for (let payer: Job | null = job; payer !== null; payer = payer.payer) {
    const { memoryBytes, time } = payer.limits
    if (payer.ended !== null) continue
    if (memoryBytes !== undefined && overMemory(payer.state, memoryBytes, bytes)) {
      endAll(job, payer, tooMuch(payer, memoryBytes))
    } else if (time !== undefined && bytes > filled * 50 && bytes / filled > time - payer.ran) {
      endAll(job, payer, limit(payer, "time", time))
    }
  }
  if (job.ended !== null) end(L, job)
  reclaim(job.limits.memoryBytes !== undefined, bytes)
  if (meter.steps < 0) exhausted(L)
}

/** The mark of a call of a Lua function. */
const running: number = fengari.lstate.CIST_LUA

/**
 * Raises the end of a job in one of its Lua threads: now, and at each instruction to come. Without a message handler: an
 * `xpcall` handler would run inside the hook, where no hook stops it.
 */
export const end = (L: LuaStatePointer, job: Job): never => {
  const ended = job.ended as End
  if (L.basehookcount !== 1) lua.lua_sethook(L, hook, lua.LUA_MASKCOUNT, 1)
  L.errfunc = 0
  lauxlib.luaL_where(L, L.ci.callstatus & running ? 0 : 1)
  if (isUnplaced(ended)) job.ended = new LuaLimitError({ ...ended, detail: where(L) })
  lua.lua_pushliteral(L, (job.ended as End).message)
  lua.lua_concat(L, 2)
  return lua.lua_error(L)
}

/**
 * A host function is back: where it has had the job killed or its state closed, or what it has run has ended it, it ends here. So do
 * those for which it runs: a state between could catch that its job has ended, and they would go on.
 */
export const endIfOver = (L: LuaStatePointer): void => {
  const { job } = stateOf(L)
  if (job === null) return
  for (let payer: Job | null = job; payer !== null; payer = payer.payer) {
    if (killsOf(payer.state.kills) !== payer.kills) endAll(job, payer, payer.killed(""))
  }
  if (job.ended !== null) end(L, job)
}

/** Where it was ended, from the text on top of the stack. */
const where = (L: LuaStatePointer): string => {
  const text = lua.lua_tojsstring(L, -1)
  return text === "" ? lineOf(L) || NATIVE : text.replace(/: $/, "")
}

/** The meter stands for whichever state runs: once a thread. */
export const useMeter = (): void => {
  meter.exhausted = exhausted
  meter.allocate = allocate
  meter.hasEnded = (L: LuaStatePointer) => (stateOf(L).job?.ended ?? null) !== null
  meter.steps = nativeInterval
}
