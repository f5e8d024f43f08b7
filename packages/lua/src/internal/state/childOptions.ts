/*
 * What a script asks for when it makes a state (`alua.newstate`): no wider sandbox than its own, no other folders, no larger limits.
 */
import { fengari } from "../fengari/load.ts"
import type { LuaStatePointer, Table, TValue } from "../fengari/types.ts"
import { raiseText } from "./errors.ts"
import { located, realPath } from "./files.ts"
import { type Names, remedyFor } from "./known.ts"
import { nameIn } from "./names.ts"
import { getField, isString, kept, LUA_TNIL, LUA_TTABLE, slotAt } from "./stack.ts"
import { type Limits, ranks, type Sandbox, type State } from "./state.ts"

const { lauxlib, lobject, to_luastring } = fengari

/** What the new state is made with. */
export interface Asked {
  readonly name: string | undefined
  readonly sandbox: Sandbox
  readonly limits: Limits
  readonly roots: ReadonlyArray<string>
}

const names = { name: true, sandbox: true, roots: true, limits: true } satisfies Names<Asked>
const limitNames = { time: true, instructions: true, memoryBytes: true } satisfies Names<Omit<Limits, "slice">>

/** The options at an index of the running function; raises what they cannot be. */
export const askedAt = (L: LuaStatePointer, index: number, state: State): Asked => {
  const slot = slotAt(L, index)
  if (slot.type !== LUA_TNIL && slot.type !== LUA_TTABLE) {
    lauxlib.luaL_argerror(L, index, to_luastring("a table of options expected"))
  }
  const options = slot.type === LUA_TNIL ? undefined : kept(slot)
  if (options !== undefined) knownOnly(L, options.value, names, "option")
  const field = (name: keyof Asked): TValue => (options === undefined ? nil : kept(getField(L, options.value, name)))
  const name = textIn(L, field("name"), "name", "a state's name")
  const sandbox = sandboxOf(L, state.sandbox, field("sandbox"))
  return {
    name,
    sandbox,
    limits: limitsOf(L, state.limits, field("limits")),
    roots: rootsOf(L, state, sandbox, field("roots"))
  }
}

const nil = new lobject.TValue(LUA_TNIL, null)

/** A name that nothing reads would do nothing: a sandbox that is misspelt is none. */
const knownOnly = (L: LuaStatePointer, table: Table, known: object, what: string): void => {
  for (let entry = table.f; entry !== undefined; entry = entry.n) {
    const name = isString(entry.key) ? nameIn(L, `an ${what}`, entry.key.svalue()) : undefined
    if (name !== undefined && Object.hasOwn(known, name)) continue
    const shown = name === undefined ? "an option without a name" : `the option '${name}'`
    raiseText(L, `${shown}: ${remedyFor(name ?? "", known, what)}`)
  }
}

const textIn = (L: LuaStatePointer, slot: TValue, option: string, what: string): string | undefined => {
  if (slot.type === LUA_TNIL) return undefined
  return isString(slot) ? nameIn(L, what, slot.svalue()) : raiseText(L, `the option '${option}' must be a string`)
}

const least = (own: number | undefined, asked: number | undefined): number | undefined =>
  own === undefined ? asked : asked === undefined ? own : Math.min(own, asked)

const limitsOf = (L: LuaStatePointer, own: Limits, slot: TValue): Limits => {
  if (slot.type === LUA_TNIL) return own
  if (slot.type !== LUA_TTABLE) return raiseText(L, "the option 'limits' must be a table")
  knownOnly(L, slot.value, limitNames, "limit")
  const asked = (name: keyof typeof limitNames): number | undefined => {
    const field = getField(L, slot.value, name)
    if (field.type === LUA_TNIL) return undefined
    const limit = field.ttisnumber() ? Number(field.value) : NaN
    return limit >= 0 ? limit : raiseText(L, `the limit '${name}' must be a number, 0 or more`)
  }
  return {
    time: least(own.time, asked("time")),
    instructions: least(own.instructions, asked("instructions")),
    memoryBytes: least(own.memoryBytes, asked("memoryBytes")),
    slice: own.slice
  }
}

const sandboxOf = (L: LuaStatePointer, own: Sandbox, slot: TValue): Sandbox => {
  const asked = textIn(L, slot, "sandbox", "a sandbox")
  if (asked === undefined) return own
  if (asked !== "strict" && asked !== "standard" && asked !== "full") {
    return raiseText(L, `no sandbox '${asked}': strict, standard or full`)
  }
  return ranks[asked] > ranks[own] ? raiseText(L, `a ${own} state makes no ${asked} one`) : asked
}

/** The folders asked for, each of which has to be below one of its own. A strict state has those that were named for it, no others. */
const rootsOf = (L: LuaStatePointer, state: State, sandbox: Sandbox, slot: TValue): Array<string> => {
  if (slot.type === LUA_TNIL) return sandbox === "strict" ? [] : [...state.roots]
  if (slot.type !== LUA_TTABLE) return raiseText(L, "the option 'roots' must be a table of folders")
  const roots: Array<string> = []
  for (let entry = (slot.value as Table).f; entry !== undefined; entry = entry.n) {
    if (!isString(entry.value)) return raiseText(L, "the option 'roots' must be a table of folders")
    const asked = nameIn(L, "a folder", entry.value.svalue())
    const root = realPath(located(asked, state.roots[0] ?? "/"))
    if (!state.roots.some((own) => root === own || root.startsWith(`${own}/`))) {
      raiseText(L, `the folder '${asked}' is not below one of this state's`)
    }
    roots.push(root)
  }
  return roots
}
