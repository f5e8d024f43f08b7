/*
 * The module `alua`: what the host can do with states, for scripts. A script can make states, which can do no more than its own: no
 * wider sandbox, no other folders, no larger limits; what they hold and what they spend is held and spent by the one that made
 * them. Values go from state to state as copies, as they go from thread to thread.
 */
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import { LuaClosed } from "../../LuaError.ts"
import { fengari } from "../fengari/load.ts"
import type { LuaCFunction, LuaStatePointer, Table, TValue } from "../fengari/types.ts"
import { awaiting, waiter } from "./await.ts"
import { exhausted, walked } from "./budget.ts"
import { shown } from "./bytes.ts"
import { askedAt } from "./childOptions.ts"
import { cacheOf } from "./chunks.ts"
import { raise, raiseText } from "./errors.ts"
import { located, permittedScript } from "./files.ts"
import { given, paid } from "./elsewhere.ts"
import { pushResults, LuaResults } from "./host.ts"
import { unrun } from "./job.ts"
import { costs, heldBy } from "./memory.ts"
import { type NativeModule } from "./modules.ts"
import { nameAt, nameIn, typeExpected } from "./names.ts"
import type { OpenOptions } from "./open.ts"
import { keep, type Pending } from "./pending.ts"
import { reloadModule } from "./reload.ts"
import { callRun, fileRun, type Ran, runCall, runSource, sourceRun } from "./running.ts"
import {
  functionSlot,
  getField,
  isFunction,
  isString,
  kept,
  LUA_TUSERDATA,
  newTable,
  pushSlot,
  registryOf,
  setField,
  slotAt,
  tableSlot,
  textSlot
} from "./stack.ts"
import { type Counters, type State, stateOf } from "./state.ts"
import { type LuaReference, referenceTo } from "./values.ts"

const { lauxlib, lua, meter } = fengari

/** Counts texts that the host is to keep. */
const inherit = (L: LuaStatePointer, heirloom: Heirloom, bytes: number): void => {
  if (heirloom.bytes + bytes > longestInherited)
    raiseText(L, `more than ${longestInherited} bytes of names and sources`)
  heirloom.bytes += bytes
}

/** What the host holds for a script's state as long as anybody has it: that state, to give it, and each that it was given to. */
class Shared {
  private readonly state: State
  private readonly pending: Pending
  private users = 1

  constructor(state: State, pending: Pending) {
    this.state = state
    this.pending = pending
    keep(state, pending)
  }

  with(child: State): void {
    this.users++
    child.closers.push(() => this.drop())
  }

  drop(): void {
    if (--this.users === 0) this.state.pending.delete(this.pending)
  }
}

interface Inherited extends NativeModule {
  readonly shared: Shared
}

/** A module whose functions are those of a script's state. Whoever calls one pays for it. */
const inheritedModule = (
  state: State,
  name: string,
  functions: ReadonlyMap<string, LuaReference>,
  shared: Shared
): Inherited => ({
  name,
  fixed: true,
  shared,
  open: (child, L) => {
    shared.with(child)
    const table = newTable(L)
    for (const [field, reference] of functions) {
      const called = `${name}.${field}`
      const call: LuaCFunction = (L) =>
        given(L, called, 1, (passing) => callRun(state, reference, passing, paid(L, state)))
      setField(L, table, field, functionSlot(call))
    }
    lua.lua_checkstack(L, 1)
    pushSlot(L, tableSlot(table))
    return 1
  }
})

/** How states are made and closed: from open.ts, which stands above this file. */
export interface Opening {
  readonly open: (options: OpenOptions) => State
  readonly close: (state: State) => void
}

/** What a state gives the states that its scripts make. */
interface Heirloom {
  readonly modules: Map<string, Inherited>
  readonly inits: Array<LuaReference | string>
  /** Bytes of their names and sources. */
  bytes: number
}

/** How many modules and init functions a script may give, and how long their texts are: they are the host's to hold. */
const mostInherited = 1000
const longestInherited = 2 ** 20

const heirloomKey = Symbol("alua")

const heirloomOf = (state: State): Heirloom => {
  let heirloom = state.data.get(heirloomKey) as Heirloom | undefined
  if (heirloom === undefined) {
    heirloom = { modules: new Map(), inits: [], bytes: 0 }
    state.data.set(heirloomKey, heirloom)
  }
  return heirloom
}

const metatableKey = "stevedore.state"

/** What a script has of a state that it made. It is small, and stays so when the state has closed. */
class Handle {
  readonly name: string
  /** Undefined once it has closed. */
  state: State | undefined
  /** They go on behind that: jobs that waited end then. */
  readonly counters: Counters
  /** Bytes that it takes itself, for whoever counts what the script's state holds. */
  readonly takes: number

  constructor(state: State) {
    this.name = state.name
    this.state = state
    this.counters = state.counters
    this.takes = costs.handle + 2 * state.name.length
    state.closers.push(() => {
      this.state = undefined
    })
  }
}

/** The handle that the first argument is. */
const handleOf = (L: LuaStatePointer): Handle => {
  const slot = slotAt(L, 1)
  const handle: unknown = slot.type === LUA_TUSERDATA ? slot.value.data : undefined
  return handle instanceof Handle ? handle : typeExpected(L, 1, "state")
}

/** The state that a handle stands for, which is open. */
const childOf = (L: LuaStatePointer): State => {
  const { name, state } = handleOf(L)
  return state ?? raise(L, new LuaClosed({ state: name }))
}

const newstate =
  (opening: Opening): LuaCFunction =>
  (L) => {
    const state = stateOf(L)
    const heirloom = heirloomOf(state)
    const asked = askedAt(L, 1, state)
    // Before there is a state that nobody would get.
    const job = heirloom.inits.length === 0 ? undefined : waiter(L)
    // As long as some ten thousand instructions.
    if ((meter.steps -= 50_000) < 0) meter.exhausted(L)
    const child = opening.open({
      ...asked,
      name: asked.name ?? `${state.name}.${state.children.size + 1}`,
      chunkCache: state.chunkLimit,
      modules: [...state.inherited, ...heirloom.modules.values()],
      services: state.services
    })
    child.parent = state
    state.children.add(child)
    child.closers.push(() => state.children.delete(child))
    pushHandle(L, child)
    if (job === undefined) return 1
    const handle = kept(L.stack[L.top - 1] as TValue)
    // Asked for now: when they run, this job waits, and nobody runs who could be asked.
    const there = paid(L, child)
    const here = paid(L, state)
    const init = Effect.forEach(
      heirloom.inits,
      (init): Ran =>
        typeof init === "string" ? runSource(child, init, [], there) : runCall(state, init, [child.name], here),
      { discard: true }
    ).pipe(
      // Nobody gets it.
      Effect.onError(() => Effect.sync(() => opening.close(child)))
    )
    const push = (L: LuaStatePointer): number => {
      pushSlot(L, handle)
      return 1
    }
    return awaiting(
      L,
      unrun(job, init, () => opening.close(child)),
      push
    )
  }

const pushHandle = (L: LuaStatePointer, child: State): void => {
  lauxlib.luaL_checkstack(L, 2, null)
  lua.lua_newuserdata(L, 0)
  const slot = L.stack[L.top - 1] as TValue
  slot.value.data = new Handle(child)
  slot.value.metatable = getField(L, registryOf(L), metatableKey).value
}

/** Figures of a state, as `alua.stats` gives them; undefined: it has closed. */
const statsOf = (
  { counters, name }: Pick<State, "counters" | "name">,
  state: State | undefined,
  memoryBytes: number
) => ({
  name,
  jobs: counters.jobs,
  failed: counters.failed,
  waiting: counters.waiting,
  compiled: counters.compiled,
  cached: counters.cached,
  chunks: state === undefined ? 0 : cacheOf(state).size,
  states: state === undefined ? 0 : state.children.size,
  memoryBytes
})

/** What a state holds, as the job that asks walks it. */
const counted = (L: LuaStatePointer, state: State): number => {
  if (state.closed) return 0
  // A look at the memory walks, too, and would have this walk begin things again: the one that is due is now.
  exhausted(L)
  return heldBy(state, () => walked(L, 1))
}

/** What a script names is none of those that it may have run in another state. */
const noFile = ({ sandbox }: State): string => (sandbox === "strict" ? "no file whose name ends in .lua" : "no file")

/** Runs tests that nobody collects: says how each ended. */
const testOf: LuaCFunction = (L) => {
  const state = stateOf(L)
  const name = nameAt(L, 1)
  lauxlib.luaL_checktype(L, 2, lua.LUA_TFUNCTION)
  const collector = state.data.get(collectorKey) as Collector | undefined
  if (collector !== undefined) {
    const refused = collector.refusal()
    if (refused !== undefined) return raiseText(L, refused)
    keep(state, { stays: true, bytes: costs.registered + name.length, slots: [kept(slotAt(L, 2))] })
    collector.collect(name, referenceTo(state, slotAt(L, 2)))
    return 0
  }
  const ran = Effect.exit(runCall(state, referenceTo(state, slotAt(L, 2)), [], paid(L, state)))
  return awaiting(L, ran, (L, exit: Exit.Exit<unknown, Error>) => {
    const ok = Exit.isSuccess(exit)
    const text = ok
      ? undefined
      : String(exit.cause.reasons.map((reason) => (reason._tag === "Fail" ? reason.error.message : reason._tag)))
    return pushResults(L, new LuaResults(ok ? [true] : [false, text]))
  })
}

/** Who collects tests instead of running them. */
export interface Collector {
  /** Why nothing may be defined any more. */
  readonly refusal: () => string | undefined
  readonly collect: (name: string, test: LuaReference) => void
}
export const collectorKey = Symbol("tests")

export const aluaModule = (opening: Opening): NativeModule => ({
  name: "alua",
  fixed: true,
  open: (_state, L) => {
    const functions: Record<string, LuaCFunction> = {
      newstate: newstate(opening),
      run: (L) => {
        const child = childOf(L)
        const source = lauxlib.luaL_checkstring(L, 2)
        return given(L, "alua.run", 3, (passing) => sourceRun(child, source, passing, paid(L, child)))
      },
      call: (L) => {
        const child = childOf(L)
        const name = nameAt(L, 2)
        return given(L, "alua.call", 3, (passing) => callRun(child, name, passing, paid(L, child)))
      },
      loadfile: (L) => {
        const child = childOf(L)
        const state = stateOf(L)
        const name = nameAt(L, 2)
        const file = state.roots
          .map((root) => permittedScript(state, located(name, root)))
          .find((found) => found !== undefined)
        if (file === undefined)
          return raiseText(L, `cannot open ${name}: ${noFile(state)} below the folders of this state`)
        return given(L, "alua.loadfile", 3, (passing) => fileRun(child, file, passing, paid(L, child)))
      },
      closestate: (L) => {
        const { state } = handleOf(L)
        if (state !== undefined) opening.close(state)
        return 0
      },
      regmod: (L) => {
        const state = stateOf(L)
        const name = nameAt(L, 1)
        lauxlib.luaL_checktype(L, 2, lua.LUA_TTABLE)
        const heirloom = heirloomOf(state)
        const before = heirloom.modules.get(name)
        if (before === undefined && heirloom.modules.size >= mostInherited) return raiseText(L, "too many modules")
        const functions = new Map<string, LuaReference>()
        const slots: Array<TValue> = []
        inherit(L, heirloom, name.length)
        for (let entry = (slotAt(L, 2).value as Table).f; entry !== undefined; entry = entry.n) {
          walked(L, 1)
          if (!isString(entry.key) || !isFunction(entry.value)) continue
          inherit(L, heirloom, entry.key.svalue().length)
          functions.set(nameIn(L, "a function's name", entry.key.svalue()), referenceTo(state, entry.value))
          slots.push(kept(entry.value))
        }
        const shared = new Shared(state, { stays: true, bytes: costs.registered * (1 + slots.length), slots })
        heirloom.modules.set(name, inheritedModule(state, name, functions, shared))
        before?.shared.drop()
        return 0
      },
      addinitfunc: (L) => {
        const state = stateOf(L)
        const init = slotAt(L, 1)
        if (!isFunction(init)) lauxlib.luaL_checkstring(L, 1)
        const heirloom = heirloomOf(state)
        if (heirloom.inits.length >= mostInherited) return raiseText(L, "too many init functions")
        inherit(L, heirloom, isFunction(init) ? 0 : init.svalue().length)
        const bytes = costs.registered + (isFunction(init) ? 0 : init.svalue().length)
        keep(state, { stays: true, bytes, slots: isFunction(init) ? [kept(init)] : undefined })
        heirloom.inits.push(isFunction(init) ? referenceTo(state, init) : shown(init.svalue()))
        return 0
      },
      reload: (L) => {
        const name = lua.lua_gettop(L) === 0 ? "" : nameAt(L, 1)
        // A file is looked for, read and compiled: as long as some ten thousand instructions.
        if ((meter.steps -= 50_000) < 0) meter.exhausted(L)
        const state = stateOf(L)
        return awaiting(L, reloadModule(state, name, paid(L, state)), pushResults)
      },
      stats: (L) => {
        const handle = lua.lua_gettop(L) === 0 ? undefined : handleOf(L)
        const state = handle === undefined ? stateOf(L) : handle.state
        const memoryBytes = state === undefined ? 0 : counted(L, state)
        return pushResults(L, statsOf(handle ?? stateOf(L), state, memoryBytes))
      },
      test: testOf
    }
    const table = newTable(L)
    for (const [name, f] of Object.entries(functions)) setField(L, table, name, functionSlot(f))
    setField(L, registryOf(L), metatableKey, tableSlot(metatableOf(L, functions)))
    lauxlib.luaL_checkstack(L, 1, null)
    pushSlot(L, tableSlot(table))
    return 1
  }
})

const metatableOf = (L: LuaStatePointer, functions: Record<string, LuaCFunction>): Table => {
  const methods = newTable(L)
  for (const name of ["run", "call", "loadfile", "stats"]) {
    setField(L, methods, name, functionSlot(functions[name] as LuaCFunction))
  }
  setField(L, methods, "close", functionSlot(functions["closestate"] as LuaCFunction))
  const metatable = newTable(L)
  setField(L, metatable, "__index", tableSlot(methods))
  setField(L, metatable, "__name", textSlot(L, "state"))
  setField(L, metatable, "__metatable", textSlot(L, "state"))
  setField(
    L,
    metatable,
    "__tostring",
    functionSlot((L) => {
      lua.lua_pushliteral(L, `state: ${handleOf(L).name}`)
      return 1
    })
  )
  return metatable
}
