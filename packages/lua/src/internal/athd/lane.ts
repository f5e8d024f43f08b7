/**
 * `athd.queue`: functions of Lua that go one at a time. Whoever is in a queue is a job, in whichever of its coroutines: it may enter
 * again, and it is out at the latest when it has ended, however it does. The jobs are those of one state, on its thread.
 */
import * as Effect from "effect/Effect"
import { fengari } from "../fengari/load.ts"
import type { LuaCFunction, LuaStatePointer, TValue } from "../fengari/types.ts"
import { awaiting, waiter } from "../state/await.ts"
import type { Job, Owned } from "../state/job.ts"
import { stateOf } from "../state/state.ts"

const { lauxlib, lua } = fengari

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

  /** Calls the function at the bottom of the stack with what is above it, in the job's turn: waits for that. */
  enter(L: LuaStatePointer): number {
    const { job } = stateOf(L)
    // Whoever is no job is alone anyway: it cannot wait.
    if (job === null) return runIn(L, { lane: this, turn: -1 })
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
    return runIn(L, { lane: this, turn: this.turn })
  }

  leave(turn: number): void {
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

/** Whoever is inside, in a turn of that owner. */
interface Inside {
  readonly lane: Lane
  readonly turn: number
}

/** What a queue is given runs, under protection: whoever is in leaves, however that ends. It fails, or waits, as if nothing were around it. */
const runIn = (L: LuaStatePointer, inside: Inside): number =>
  left(L, lua.lua_pcallk(L, lua.lua_gettop(L) - 1, lua.LUA_MULTRET, 0, inside, left), inside)

const left = (L: LuaStatePointer, status: number, inside: unknown): number => {
  const { lane, turn } = inside as Inside
  lane.leave(turn)
  return status === lua.LUA_OK || status === lua.LUA_YIELD ? lua.lua_gettop(L) : lua.lua_error(L)
}

/** `gate(f, ...)`; its queue is the upvalue. */
const gate: LuaCFunction = (L) => {
  if (lua.lua_gettop(L) === 0) lua.lua_pushnil(L)
  const lane = lua.lua_touserdata(L, lua.lua_upvalueindex(1)) as Lane
  return lane.enter(L)
}

/** `athd.queue`. */
export const queue: LuaCFunction = (L) => {
  lauxlib.luaL_checkstack(L, 1, null)
  lua.lua_newuserdata(L, 0)
  const slot = L.stack[L.top - 1] as TValue
  slot.value.data = new Lane()
  lua.lua_pushcclosure(L, gate, 1)
  return 1
}
