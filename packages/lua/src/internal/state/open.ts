/*
 * How a state comes to be, and how it ends.
 */
import type * as Context from "effect/Context"
import { alogModule } from "../alog/library.ts"
import { nameFunctions } from "../fengari/lib/names.ts"
import { fengari } from "../fengari/load.ts"
import type { LuaCFunction, LuaStatePointer, TValue } from "../fengari/types.ts"
import { openMsgpack } from "../msgpack/library.ts"
import { LuaClosed } from "../../LuaError.ts"
import { aluaModule } from "./alua.ts"
import { arm, useMeter } from "./budget.ts"
import { shown } from "./bytes.ts"
import { cacheOf, chunkLimit } from "./chunks.ts"
import { empty } from "./closed.ts"
import { realPath } from "./files.ts"
import { type NativeModule, openModule } from "./modules.ts"
import { tablesIn } from "./protect.ts"
import { loadedOf } from "./require.ts"
import { openLibraries, seal } from "./sandbox.ts"
import { registryOf } from "./stack.ts"
import { type Limits, type Sandbox, State } from "./state.ts"

const { lauxlib, lua, meter } = fengari

useMeter()

const msgpack = (name: string): NativeModule => ({
  name,
  open: (_state, L) => openMsgpack(L),
  fixed: true
})

/** What every state has, whatever else it is given. */
const builtIn: ReadonlyArray<NativeModule> = [msgpack("msgpack"), msgpack("cmsgpack"), alogModule]

export interface OpenOptions {
  readonly name?: string | undefined
  readonly sandbox?: Sandbox | undefined
  readonly limits?: Limits | undefined
  readonly chunkCache?: number | undefined
  readonly roots?: ReadonlyArray<string> | undefined
  /** That of the state that this one replaces. */
  readonly base?: string | undefined
  readonly modules?: ReadonlyArray<NativeModule> | undefined
  readonly services: Context.Context<never>
  /** The word of kills of the state that this one replaces. */
  readonly kills?: Int32Array<SharedArrayBuffer> | undefined
}

/** What is left of an error of the host that no host function accounts for: a stack too deep, or a defect of the VM. */
const nativeError: LuaCFunction = (L) => {
  const error: unknown = lua.lua_touserdata(L, 1)
  if (error instanceof RangeError && /call stack/i.test(error.message)) pushOverflow(L)
  else lua.lua_pushliteral(L, error instanceof Error ? `${error.name}: ${error.message}` : String(error))
  return 1
}

/** With the position of the innermost function of Lua; the running one is the handler. */
const pushOverflow = (L: LuaStatePointer): void => {
  const ar = new lua.lua_Debug()
  for (let level = 1; lua.lua_getstack(L, level, ar) !== 0; level++) {
    lauxlib.luaL_where(L, level)
    if (lua.lua_rawlen(L, -1) > 0) break
    lua.lua_settop(L, -2)
  }
  lua.lua_pushliteral(L, "stack overflow")
  lua.lua_concat(L, lua.lua_gettop(L) - 1)
  meter.overflows.set((L.stack[L.top - 1] as TValue).value, jsLevels)
}

/** Calls of native functions, metamethods among them, that are in each other at most: V8's own stack may end before. */
const jsLevels: number = fengari.llimits.LUAI_MAXCCALLS

let made = 0

export const openState = (options: OpenOptions): State => {
  const { bytes } = meter
  const L = lauxlib.luaL_newstate()
  if (L === null) throw new Error("no Lua state could be made")
  lua.lua_atnativeerror(L, nativeError)
  arm(L)
  const state = new State({
    L,
    name: options.name ?? `lua-${++made}`,
    sandbox: options.sandbox ?? "standard",
    limits: options.limits ?? {},
    chunkLimit: options.chunkCache ?? chunkLimit,
    services: options.services,
    kills: options.kills ?? new Int32Array(new SharedArrayBuffer(4))
  })
  for (const root of options.roots ?? []) state.roots.push(realPath(root))
  state.base = options.base ?? state.roots[0] ?? process.cwd()
  openLibraries(L, state.sandbox)
  const modules = [...builtIn, alua, ...(options.modules ?? [])]
  for (const module of modules) openModule(state, module)
  for (let entry = loadedOf(L).f; entry !== undefined; entry = entry.n) state.builtIn.add(shown(entry.key.svalue()))
  for (const table of tablesIn(registryOf(L), ...L.l_G.mt.filter((metatable) => metatable != null)))
    state.builtInTables.add(table)
  state.inherited.push(...(options.modules ?? []).filter((module) => module.fixed))
  nameFunctions(fengari, L)
  seal(
    L,
    state.sandbox,
    modules.filter((module) => module.fixed === true || module.hooks !== undefined)
  )
  state.meterAt = bytes
  state.leftAt = meter.bytes
  return state
}

/**
 * Ends a state: its jobs fail when they would go on, and nothing of its engine is reachable, whoever has something of it. Those that wait
 * are told at once, as who closes it may be about to end the program. But not in the middle of a job that closes it: they go on behind
 * that then, and may close others.
 */
export const closeState = (state: State, tell = state.job === null ? atOnce : queueMicrotask): void => {
  if (state.closed) return
  state.closed = true
  state.kill()
  for (const fiber of state.fibers.keys()) tell(() => fiber.interruptUnsafe())
  state.fibers.clear()
  for (const close of state.closers.splice(0).toReversed()) close()
  for (const child of state.children) closeState(child, tell)
  cacheOf(state).clear()
  state.data.clear()
  state.threads.clear()
  for (const { stop } of state.waiters) tell(() => stop(new LuaClosed({ state: state.name })))
  // The job that closes its own state is the last to have it.
  if (state.job === null) empty(state)
}

const atOnce = (stop: () => void): void => stop()

/** For scripts: states of their own, as this file makes them. */
const alua = aluaModule({ open: (options) => openState(options), close: (state) => closeState(state, queueMicrotask) })
