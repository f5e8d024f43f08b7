/**
 * `athd.queue`: functions of Lua that go one at a time. Whoever is in a queue is a job, in whichever of its coroutines: it may enter
 * again, and it is out at the latest when it has ended, however it does. The jobs are those of one state, on its thread.
 */
import * as Effect from "effect/Effect"
import { fengari } from "../fengari/load.ts"
import { pushNumber, toJsNumber } from "../fengari/numbers.ts"
import type { LuaCFunction, LuaStatePointer, TValue } from "../fengari/types.ts"
import { awaiting, waiter } from "../state/await.ts"
import { bytesOf } from "../state/bytes.ts"
import { pushChunk } from "../state/chunks.ts"
import type { Job, Owned } from "../state/job.ts"
import { functionSlot, getField, globalsOf, LUA_TUSERDATA, pushSlot, slotAt } from "../state/stack.ts"
import { type State, stateOf } from "../state/state.ts"

const { lauxlib, lua, to_luastring } = fengari

const laneExpected = to_luastring("a queue expected")

/** One queue. */
class Lane implements Owned {
  /** For whoever counts what the state holds. */
  readonly takes = 300
  private owner: Job | null = null
  /** How often the owner has entered and not left. */
  private depth = 0
  /** Counts owners: whoever leaves later than its job has ended (a coroutine that another job resumed) leaves nobody else's turn. */
  private turn = 0
  /** Jobs that are to own it, the first first, and how they hear of it: undefined before they wait. */
  private readonly waiting = new Map<Job, (() => void) | undefined>()

  /** Pushes what is to be given to `leave`; waits for the job's turn. */
  enter(L: LuaStatePointer): number {
    const { job } = stateOf(L)
    // Whoever is no job is alone anyway: it cannot wait.
    if (job === null) return pushed(L, -1)
    if (job === this.owner) return this.entered(L)
    if (this.owner === null) {
      this.own(job)
      return this.entered(L)
    }
    waiter(L)
    // At once, so that the order is that of the calls.
    this.waiting.set(job, undefined)
    ;(job.owns ??= new Set()).add(this)
    return awaiting(L, this.turnOf(job), (L) => this.entered(L))
  }

  private turnOf(job: Job): Effect.Effect<void> {
    return Effect.callback((resume) => {
      if (this.owner === job) return resume(Effect.void)
      this.waiting.set(job, () => resume(Effect.void))
      return undefined
    })
  }

  private own(job: Job): void {
    this.owner = job
    this.depth = 0
    this.turn++
    ;(job.owns ??= new Set()).add(this)
  }

  private entered(L: LuaStatePointer): number {
    this.depth++
    return pushed(L, this.turn)
  }

  leave(turn: unknown): void {
    if (turn !== this.turn || this.owner === null || --this.depth > 0) return
    this.owner.owns?.delete(this)
    this.next()
  }

  /** That job has ended: it owns it or waits for it. */
  released(job: Job): void {
    this.waiting.delete(job)
    if (this.owner === job) this.next()
  }

  private next(): void {
    this.owner = null
    const [first] = this.waiting
    if (first === undefined) return
    const [job, resume] = first
    this.waiting.delete(job)
    this.own(job)
    // It goes on when whoever has left waits, or ends: never in the middle of that.
    if (resume !== undefined) queueMicrotask(resume)
  }
}

const pushed = (L: LuaStatePointer, turn: number): number => {
  pushNumber(L, turn)
  return 1
}

const laneAt = (L: LuaStatePointer): Lane => {
  const slot = slotAt(L, 1)
  const lane: unknown = slot.type === LUA_TUSERDATA ? slot.value.data : undefined
  return lane instanceof Lane ? lane : lauxlib.luaL_argerror(L, 1, laneExpected)
}

/** Pushes `athd.queue`. */
export const pushQueue = (state: State, L: LuaStatePointer): void => {
  pushChunk(state, L, bytesOf(QUEUE), "=athd.queue")
  const base = globalsOf(L)
  for (const slot of [
    ...[make, enter, leave].map(functionSlot),
    ...["pcall", "error"].map((name): TValue => getField(L, base, name))
  ]) {
    pushSlot(L, slot)
  }
  lua.lua_call(L, 5, 1)
}

const make: LuaCFunction = (L) => {
  lauxlib.luaL_checkstack(L, 1, null)
  lua.lua_newuserdata(L, 0)
  const slot = L.stack[L.top - 1] as TValue
  slot.value.data = new Lane()
  return 1
}

const enter: LuaCFunction = (L) => laneAt(L).enter(L)

const leave: LuaCFunction = (L) => {
  laneAt(L).leave(toJsNumber(slotAt(L, 2)))
  return 0
}

/** Given the functions above, it returns `athd.queue`: in Lua, where errors and waits pass through it as they are. */
const QUEUE = `
local make, enter, leave, pcall, error = ...
local function ended(lane, turn, ok, ...)
  leave(lane, turn)
  if not ok then error((...), 0) end
  return ...
end
return function()
  local lane = make()
  return function(f, ...)
    return ended(lane, enter(lane), pcall(f, ...))
  end
end`
