/*
 * Modules whose files run again now. A file may put its table into `package.loaded` itself before it has returned, so that those which it
 * requires find it there: what was there before is noted, and is there again when the file has come to its end, however it does.
 */
import { fengari } from "../fengari/load.ts"
import type { Table, TValue } from "../fengari/types.ts"
import { loadingOf } from "./loading.ts"
import { costs } from "./memory.ts"
import { keep, type Pending } from "./pending.ts"
import { kept, LUA_TNIL, LUA_TTABLE, registryTable, textSlot } from "./stack.ts"
import type { State } from "./state.ts"

const { ltable } = fengari

/** One such file. */
export interface Run {
  /** What was there when somebody looked, and had not been there before: put there by this file, or by another that ran then. */
  put: TValue | undefined
}

/** One module, from the begin of its first such file to the end of its last: several reloads of it may be under way. */
export class Rerun implements Pending {
  readonly name: string
  readonly stays = true
  readonly bytes: number
  private readonly state: State
  private readonly key: TValue
  private readonly loaded: Table
  private readonly runs = new Set<Run>()
  /** What was there before the first file, or was put there by a reload or a `require` that has ended since. */
  private last: TValue

  constructor(state: State, name: string) {
    this.name = name
    this.bytes = costs.entry + costs.string + name.length
    this.state = state
    this.key = textSlot(state.L, name)
    this.loaded = registryTable(state.L, "_LOADED")
    this.last = this.now()
  }

  get slots(): ReadonlyArray<TValue> {
    return [this.last, ...Array.from(this.runs).flatMap(({ put }) => put ?? [])]
  }

  /** What is there for good; where that is nothing, what the file of a `require` under way may have put there. */
  get before(): TValue {
    return this.last.type === LUA_TNIL && loadingOf(this.state, this.name) !== undefined ? this.now() : this.last
  }

  begin(): Run {
    // Whatever is put there from now on is not that of those before.
    this.settle(this.before)
    const run: Run = { put: undefined }
    this.runs.add(run)
    return run
  }

  /** What a file has put there, nil where it took it out; undefined: nothing else than what was there. */
  putBy(run: Run): TValue | undefined {
    this.look()
    return run.put
  }

  /** Puts there what is there for good from now on. */
  settle(value: TValue): void {
    this.look()
    this.last = kept(value)
    ltable.luaH_setfrom(this.state.L, this.loaded, this.key, value)
    ltable.invalidateTMcache(this.loaded)
  }

  /** It has come to its end, and what it leaves has been settled. Whether it was the last. */
  end(run: Run): boolean {
    this.runs.delete(run)
    return this.runs.size === 0
  }

  private now(): TValue {
    return kept(ltable.luaH_get(this.state.L, this.loaded, this.key))
  }

  private look(): void {
    const { before } = this
    const now = this.now()
    if (now.type !== before.type || now.value !== before.value) for (const run of this.runs) run.put ??= now
  }
}

const key = Symbol("stevedore.rerun")

const allOf = (state: State): Map<string, Rerun> => {
  let all = state.data.get(key) as Map<string, Rerun> | undefined
  if (all === undefined) state.data.set(key, (all = new Map()))
  return all
}

/** The module of that name, if its file runs again now. */
export const rerunOf = (state: State, name: string): Rerun | undefined => allOf(state).get(name)

/** Its file is about to run again. */
export const rerunFor = (state: State, name: string): Rerun => {
  let rerun = rerunOf(state, name)
  if (rerun === undefined) {
    rerun = new Rerun(state, name)
    allOf(state).set(name, rerun)
    keep(state, rerun)
  }
  return rerun
}

export const endRun = (state: State, rerun: Rerun, run: Run): void => {
  if (!rerun.end(run)) return
  allOf(state).delete(rerun.name)
  state.pending.delete(rerun)
}

/** Modules whose files have put their tables there and returned nothing, by those tables: other modules may have given them, too. */
const silent = new WeakMap<Table, string>()

/** Whether the module's file gave it so the last time, and so may leave it there when it runs again. */
export const isSilent = (name: string, { type, value }: TValue): boolean =>
  type === LUA_TTABLE && silent.get(value) === name

export const noteSilent = (name: string, { type, value }: TValue, isSo: boolean): void => {
  if (type !== LUA_TTABLE) return
  if (isSo) silent.set(value, name)
  else if (silent.get(value) === name) silent.delete(value)
}
