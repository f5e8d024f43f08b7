/*
 * A module's file, run again, while everybody keeps the table they have of it: the new functions take the places of the old ones
 * there, and what the new one lacks is removed. So in the tables that it gave at reloads before: objects that were made in between have
 * one of those as their class. If it fails, everything is as it was.
 */
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import { LuaClosed, type LuaError, LuaModuleNotFound, LuaOptionError, LuaRuntimeError } from "../../LuaError.ts"
import { fengari } from "../fengari/load.ts"
import type { LuaStatePointer, Table, TValue } from "../fengari/types.ts"
import { chargeNow, walked } from "./budget.ts"
import { type Job, runJob } from "./job.ts"
import { costs } from "./memory.ts"
import { isReadOnly } from "./protect.ts"
import { loadedOf, noteFirst, noteLoaded, preloadOf, pushFile } from "./require.ts"
import { type Rerun, rerunFor } from "./rerun.ts"
import { getField, isFunction, kept, LUA_TNIL, LUA_TTABLE, pushText } from "./stack.ts"
import type { Limits, State } from "./state.ts"

const { lobject, ltable, meter } = fengari

/** `payer`: the job that asked for it, and pays for what the files do; `asker`: that of the host's effect which reloads. */
interface ReloadSettings {
  readonly limits?: Limits
  readonly payer?: Job
  readonly asker?: Job | null
}

/** What every script of the state relies on: no file takes its place, whatever `package.path` finds. */
const isBuiltIn = (state: State, name: string): boolean => state.builtIn.has(name) && !state.fromFiles.has(name)

/**
 * A file may have given a library, the globals, a table of the host, or what it required of another file: that stays as it is, also
 * under a name that is the file's.
 */
const isOthers = (state: State, name: string, table: Table): boolean =>
  isReadOnly(table) || state.builtInTables.has(table) || (state.givenFirst.get(table) ?? name) !== name

const refusal = (name: string, remedy: string): LuaOptionError =>
  new LuaOptionError({ option: "module", value: JSON.stringify(name), remedy })

const builtIn =
  "it is built in, and stays as it is: name a module that came from a Lua file, or give none for all of those"
const preloaded =
  "it is a function of package.preload, and no file is found for it: put the new function there, set package.loaded of it to nil, and require it"

/** Pushes the function of its file and its name, or throws: what is preloaded has been found by `require`, and is not to run again. */
const pushAnew = (state: State, L: LuaStatePointer, name: string): string => {
  try {
    return pushFile(state, L, name)
  } catch (cause) {
    const isPreloaded = cause instanceof LuaModuleNotFound && isFunction(getField(L, preloadOf(L), name))
    throw isPreloaded ? refusal(name, preloaded) : cause
  }
}

/** Jobs that run a module's file again. */
const reloading = new WeakMap<Job, string>()

/** Nobody waits for itself: a file that has its own module run again, by whatever way, would do so for ever. */
const refuseCircle = (state: State, name: string, payer: Job | undefined): void => {
  const names: Array<string> = []
  for (let each: Job | null = payer ?? null; each !== null; each = each.payer) {
    const other = each.state === state ? reloading.get(each) : undefined
    if (other === undefined) continue
    names.unshift(other)
    if (other !== name) continue
    const detail = `module '${name}' is reloaded while it is reloaded: ${[...names, name].join(" -> ")}`
    throw new LuaRuntimeError({ chunk: name, detail, traceback: "" })
  }
}

/** So many tables of earlier reloads are changed: each takes as long as the module's own. */
const mostEarlier = 100

/** What the files gave at reloads, and scripts still have, by the table that everybody keeps. */
const earlier = new WeakMap<Table, ReadonlyArray<WeakRef<Table>>>()

/** Those of a module that live and are its own, but for its newest. */
const earlierOf = (state: State, name: string, table: Table, newest: Table): ReadonlyArray<Table> =>
  (earlier.get(table) ?? [])
    .flatMap((ref) => ref.deref() ?? [])
    .filter((each) => each !== newest && !isOthers(state, name, each))

/** The newest of a module is the next that is earlier. */
const remember = (state: State, name: string, table: Table, newest: Table): void => {
  const refs = (earlier.get(table) ?? []).filter((ref) => ref.deref() !== undefined && ref.deref() !== newest)
  const next = isOthers(state, name, newest) ? refs : [...refs, new WeakRef(newest)]
  earlier.set(table, next.slice(-mostEarlier))
}

/** Modules that somebody may have: not those whose files have failed and left nothing. */
const loadedFrom = ({ L, fromFiles }: State): ReadonlyArray<string> =>
  [...fromFiles].flatMap(([name, isLoaded]) =>
    isLoaded || getField(L, loadedOf(L), name).type !== LUA_TNIL ? [name] : []
  )

/** Runs a module's file again, or those of all modules that came from files (`""`); the names of those it ran. */
export const reloadModule = (
  state: State,
  name: string,
  settings: ReloadSettings
): Effect.Effect<ReadonlyArray<string>, LuaError> =>
  Effect.suspend((): Effect.Effect<ReadonlyArray<string>, LuaError> => {
    // A state may have no files at all: no job of it would say so.
    if (state.closed) return Exit.fail(new LuaClosed({ state: state.name }))
    return Effect.forEach(name === "" ? loadedFrom(state) : [name], (one) =>
      Effect.suspend(() => reloadOne(state, one, settings))
    )
  })

const reloadOne = (
  state: State,
  name: string,
  settings: ReloadSettings
): Exit.Exit<string, LuaError> | Effect.Effect<string, LuaError> => {
  let rerun: Rerun
  let hasFailed = true
  return runJob(state, {
    push: (L) => {
      if (isBuiltIn(state, name)) throw refusal(name, builtIn)
      refuseCircle(state, name, settings.payer)
      const job = state.job as Job
      reloading.set(job, name)
      const file = pushAnew(state, L, name)
      pushText(L, name)
      pushText(L, file)
      rerun = rerunFor(state, name)
      ;(job.owns ??= new Set()).add({
        released: () => {
          if (state.closed) return
          if (hasFailed) undo(state, rerun)
          rerun.end()
        }
      })
      return 2
    },
    take: (L, count) => {
      const returned = count === 0 ? new lobject.TValue(LUA_TNIL, null) : kept(L.stack[L.top - count] as TValue)
      noteLoaded(state, name)
      const { before } = rerun
      const result = givenBy(name, returned.type === LUA_TNIL ? rerun.left : returned)
      const isKept = isOwn(state, name, before) && result.type === LUA_TTABLE && result.value !== before.value
      if (isKept) {
        const tables = [before.value, ...earlierOf(state, name, before.value, result.value)]
        ask(L, tables, result.value)
        for (const table of tables) replace(L, table, result.value)
        remember(state, name, before.value, result.value)
      }
      rerun.settle(isKept ? before : result)
      hasFailed = false
      if (!isKept) noteFirst(state, L, name, result)
      return name
    },
    limits: settings.limits,
    payer: settings.payer,
    asker: settings.asker,
    chunk: name
  })
}

const isOwn = (state: State, name: string, { type, value }: TValue): boolean =>
  type === LUA_TTABLE && !isOthers(state, name, value)

/** As with `require`: what the file returned, or else what is there; or true. */
const givenBy = (name: string, given: TValue | undefined): TValue => {
  if (given === undefined) {
    const detail = `the file of '${name}' ran twice at once and returned nothing: nobody can tell what each has put into package.loaded; reload it again, or let it return its table`
    throw new LuaRuntimeError({ chunk: name, detail, traceback: "" })
  }
  return given.type === LUA_TNIL ? new lobject.TValue(1, true) : given
}

/**
 * Its file has not come to its end: what was there before is there again. A table that the file has put there meanwhile somebody may have:
 * it gets the new functions with the next reload.
 */
const undo = (state: State, rerun: Rerun): void => {
  const { before, now } = rerun
  if (now.type === LUA_TTABLE && now.value !== before.value && isOwn(state, rerun.name, before)) {
    remember(state, rerun.name, before.value, now.value)
  }
  rerun.undo()
}

/** Steps that it takes to look for an entry and set it, or to have it go; and to make one, with what V8 does for that later. */
const stepsEach = 10
const stepsAdded = 40

/**
 * What is to be set is paid before anything is: where that is too much, the reload fails, and everything is as it was. Each table is looked
 * through for what it lacks, which it is to have room for.
 */
const ask = (L: LuaStatePointer, tables: ReadonlyArray<Table>, by: Table): void => {
  let added = 0
  let entries = 0
  for (const table of tables) {
    const size = table.strong.size + by.strong.size
    entries += size
    walked(L, size)
    for (const key of by.strong.keys()) if (!table.strong.has(key)) added++
  }
  chargeNow(L, entries * stepsEach + added * stepsAdded)
  meter.ask(L, added * costs.entry)
}

const replace = (L: LuaStatePointer, table: Table, by: Table): void => {
  const nil = new lobject.TValue(LUA_TNIL, null)
  for (let entry = table.f; entry !== undefined;) {
    const next = entry.n
    if (ltable.luaH_get(L, by, entry.key).type === LUA_TNIL) ltable.luaH_setfrom(L, table, kept(entry.key), nil)
    entry = next
  }
  for (let entry = by.f; entry !== undefined; entry = entry.n) {
    ltable.luaH_setfrom(L, table, entry.key, entry.value)
  }
  table.metatable = by.metatable
  ltable.invalidateTMcache(table)
}
