/*
 * The `coroutine` library of a state. Coroutines of a script may wait for the host: the wait is passed outwards, from resume to
 * resume, to the job, and goes on inside. Instructions are counted across them, so that no budget is escaped by making many.
 */
import { fengari } from "../fengari/load.ts"
import type { LuaCFunction, LuaStatePointer } from "../fengari/types.ts"
import { end, interval } from "./budget.ts"
import { raiseText } from "./errors.ts"
import { isJobThread, pushRunning } from "./job.ts"
import { stateOf } from "./state.ts"

const { lauxlib, lua } = fengari

interface Resumed {
  readonly co: LuaStatePointer
  readonly wrapped: boolean
}

/**
 * Coroutines that wait for the host or gave others a turn, with the mark of their job: only their own resume goes on with them, and
 * none does when that job has ended.
 */
const away = new WeakMap<LuaStatePointer, { readonly over: boolean }>()

/** Nothing goes on with it any more: it raised, or it was ended, or its job was while it waited. */
const isDead = (co: LuaStatePointer): boolean => {
  const mark = away.get(co)
  if (mark !== undefined) return mark.over
  const status = lua.lua_status(co)
  return status !== lua.LUA_OK && status !== lua.LUA_YIELD
}

const argument = (L: LuaStatePointer): LuaStatePointer => {
  const co = lua.lua_tothread(L, 1)
  if (co === null) lauxlib.luaL_argerror(L, 1, "thread expected")
  return co as LuaStatePointer
}

const dead = "cannot resume dead coroutine"

const refusal = (co: LuaStatePointer): string | undefined => {
  if (isJobThread(co)) return "cannot resume a job"
  if (isDead(co)) return dead
  if (away.has(co)) return "cannot resume a coroutine that waits"
  return lua.lua_status(co) === lua.LUA_OK && lua.lua_gettop(co) === 0 ? dead : undefined
}

const start = (L: LuaStatePointer, co: LuaStatePointer, count: number, wrapped: boolean): number => {
  const refused = refusal(co) ?? (lua.lua_checkstack(co, count) ? undefined : "too many arguments to resume")
  if (refused !== undefined) {
    lua.lua_pushliteral(L, refused)
    return failed(L, wrapped)
  }
  co.basehookcount = L.basehookcount
  co.hookcount = L.hookcount
  lua.lua_xmove(L, co, count)
  return run(L, { co, wrapped }, count)
}

const run = (L: LuaStatePointer, resumed: Resumed, count: number): number => {
  const { co, wrapped } = resumed
  const { job } = stateOf(L)
  const blocked = job?.blocked ?? false
  if (job !== null && L.nny > 0) job.blocked = true
  const status = lua.lua_resume(co, L, count)
  if (job !== null) {
    job.blocked = blocked
    if (job.ended !== null) return end(L, job)
    if (status === lua.LUA_YIELD && (job.sliced || job.pending !== null)) {
      away.set(co, (job.mark ??= { over: false }))
      L.hookcount = L.basehookcount
      return lua.lua_yieldk(L, 0, resumed, goOn)
    }
  }
  L.hookcount = Math.max(1, co.hookcount)
  if (status !== lua.LUA_OK && status !== lua.LUA_YIELD) {
    lua.lua_xmove(co, L, 1)
    return failed(L, wrapped)
  }
  const results = lua.lua_gettop(co)
  if (!lua.lua_checkstack(L, results + 1)) {
    lua.lua_settop(co, 0)
    lua.lua_pushliteral(L, "too many results to resume")
    return failed(L, wrapped)
  }
  lua.lua_xmove(co, L, results)
  if (wrapped) return results
  lua.lua_pushboolean(L, true)
  lua.lua_insert(L, -(results + 1))
  return results + 1
}

const goOn = (L: LuaStatePointer, _status: number, resumed: unknown): number => {
  away.delete((resumed as Resumed).co)
  return run(L, resumed as Resumed, 0)
}

/** The error is on top of the stack. */
const failed = (L: LuaStatePointer, wrapped: boolean): number => {
  if (!wrapped) {
    lua.lua_pushboolean(L, false)
    lua.lua_insert(L, -2)
    return 2
  }
  if (lua.lua_type(L, -1) === lua.LUA_TSTRING) {
    lauxlib.luaL_where(L, 1)
    lua.lua_insert(L, -2)
    lua.lua_concat(L, 2)
  }
  return lua.lua_error(L)
}

const create = (L: LuaStatePointer): LuaStatePointer => {
  lauxlib.luaL_checktype(L, 1, lua.LUA_TFUNCTION)
  const co = lua.lua_newthread(L)
  lua.lua_pushvalue(L, 1)
  lua.lua_xmove(L, co, 1)
  if (co.basehookcount !== 1) co.basehookcount = interval
  return co
}

const statusOf = (L: LuaStatePointer, co: LuaStatePointer): string => {
  if (L === co) return "running"
  if (isDead(co)) return "dead"
  if (away.has(co)) return "normal"
  if (lua.lua_status(co) === lua.LUA_YIELD) return isJobThread(co) ? "normal" : "suspended"
  if (lua.lua_getstack(co, 0, new lua.lua_Debug()) > 0) return "normal"
  return lua.lua_gettop(co) === 0 ? "dead" : "suspended"
}

const callWrapped: LuaCFunction = (L) =>
  start(L, lua.lua_tothread(L, lua.lua_upvalueindex(1)) as LuaStatePointer, lua.lua_gettop(L), true)

/** The functions of the library, by name. */
export const coroutines: Readonly<Record<string, LuaCFunction>> = {
  create: (L) => {
    create(L)
    return 1
  },
  isyieldable: (L) => {
    lua.lua_pushboolean(L, !isJobThread(L) && lua.lua_isyieldable(L))
    return 1
  },
  resume: (L) => start(L, argument(L), lua.lua_gettop(L) - 1, false),
  running: (L) => {
    pushRunning(L)
    lua.lua_pushboolean(L, isJobThread(L))
    return 2
  },
  status: (L) => {
    lua.lua_pushliteral(L, statusOf(L, argument(L)))
    return 1
  },
  wrap: (L) => {
    create(L)
    lua.lua_pushcclosure(L, callWrapped, 1)
    return 1
  },
  yield: (L) => {
    if (isJobThread(L)) return raiseText(L, "attempt to yield from outside a coroutine")
    return lua.lua_yieldk(L, lua.lua_gettop(L), 0, null)
  }
}
