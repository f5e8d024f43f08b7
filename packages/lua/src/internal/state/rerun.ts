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

/** One module, from the begin of its first such file to the end of its last: several reloads of it may be under way. */
export class Rerun implements Pending {
  readonly name: string
  readonly stays = true
  readonly bytes: number
  /** What was there before the first file, or was left there by a reload or a `require` that has ended since. */
  before: TValue
  private readonly state: State
  private readonly key: TValue
  private readonly loaded: Table
  private runs = 0
  /** Nobody can tell which of those that ran at once has put there what is there. */
  private isShared = false

  constructor(state: State, name: string) {
    this.name = name
    this.bytes = costs.entry + costs.string + name.length
    this.state = state
    this.key = textSlot(state.L, name)
    this.loaded = registryTable(state.L, "_LOADED")
    this.before = this.now
  }

  get slots(): ReadonlyArray<TValue> {
    return [this.before]
  }

  /** What is there, maybe by a file that has not come to its end. */
  get now(): TValue {
    return kept(ltable.luaH_get(this.state.L, this.loaded, this.key))
  }

  begin(): void {
    if (++this.runs > 1) this.isShared = true
  }

  /** A `require` of it has come to its end meanwhile. */
  required(value: TValue): void {
    this.isShared = true
    this.settle(value)
  }

  /** What a file that has returned nothing leaves there, by itself or from before; undefined where that cannot be told. */
  get left(): TValue | undefined {
    const { before, isShared, now } = this
    if (!isShared) return now
    return now.type === before.type && now.value === before.value && now.type !== LUA_TTABLE ? now : undefined
  }

  /** Puts there what is there for good from now on. */
  settle(value: TValue): void {
    this.before = kept(value)
    ltable.luaH_setfrom(this.state.L, this.loaded, this.key, value)
    ltable.invalidateTMcache(this.loaded)
  }

  /** What a file has put there is not what it is. Where nothing was there, it may be of a `require` that is under way. */
  undo(): void {
    if (this.before.type === LUA_TNIL && loadingOf(this.state, this.name) !== undefined) return
    this.settle(this.before)
  }

  end(): void {
    if (--this.runs > 0) return
    allOf(this.state).delete(this.name)
    this.state.pending.delete(this)
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

/** Its file is about to run again: until `end`. */
export const rerunFor = (state: State, name: string): Rerun => {
  let rerun = rerunOf(state, name)
  if (rerun === undefined) {
    rerun = new Rerun(state, name)
    allOf(state).set(name, rerun)
    keep(state, rerun)
  }
  rerun.begin()
  return rerun
}
