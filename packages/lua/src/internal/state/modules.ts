/*
 * Modules of the host: what is found by name in every state, as a global and by `require`.
 */
import type * as Context from "effect/Context"
import { fengari } from "../fengari/load.ts"
import type { LuaStatePointer, Table } from "../fengari/types.ts"
import { hostFunction } from "./host.ts"
import { unreadable } from "./instances.ts"
import { loadedOf } from "./require.ts"
import { functionSlot, globalsOf, kept, newTable, setField, tableSlot } from "./stack.ts"
import type { State } from "./state.ts"
import { maxDepth, refuse, toLua } from "./values.ts"

const { lua } = fengari

/** A module: its name, and what makes its value in a state. */
export interface NativeModule {
  readonly name: string
  /** Pushes the module's value, one, on the state's main stack; says 1. Called once for each state, before any job. */
  readonly open: (state: State, L: LuaStatePointer) => number
  /** Nothing in it is a script's to replace: in strict states it is read-only. */
  readonly fixed?: boolean
  /** The only fields of it that are a script's to replace, in strict states. Not said: all of them, unless it is fixed. */
  readonly hooks?: ReadonlyArray<string>
}

export const openModule = (state: State, module: NativeModule): void => {
  const { L } = state
  const top = lua.lua_gettop(L)
  module.open(state, L)
  const slot = kept(L.stack[L.top - 1] as never)
  lua.lua_settop(L, top)
  setField(L, globalsOf(L), module.name, slot)
  setField(L, loadedOf(L), module.name, slot)
}

/** A module of host functions, and of other values as they are. */
export const hostModule = (
  name: string,
  fields: Readonly<Record<string, unknown>>,
  services?: Context.Context<never>
): NativeModule => ({
  name,
  fixed: true,
  open: (_state, L) => {
    lua.lua_checkstack(L, 1)
    L.stack[L.top++] = tableSlot(tableOf(L, [name], fields, services))
    return 1
  }
})

/** The functions of a table, also those in tables in it. */
const tableOf = (
  L: LuaStatePointer,
  path: Array<string>,
  fields: Readonly<Record<string, unknown>>,
  services: Context.Context<never> | undefined
): Table => {
  if (path.length > maxDepth) refuse(path, `cannot give Lua a module deeper than ${maxDepth} levels (a circle?)`)
  const table = newTable(L)
  for (const [name, value] of fieldsOf(path, fields)) {
    path.push(name)
    const slot =
      typeof value === "function"
        ? functionSlot(hostFunction(path.join("."), value as () => unknown, services))
        : isRecord(value)
          ? tableSlot(tableOf(L, path, value, services))
          : toLua(L, value)
    setField(L, table, name, slot)
    path.pop()
  }
  return table
}

const fieldsOf = (path: Array<string>, fields: Readonly<Record<string, unknown>>) => {
  try {
    return Object.entries(fields)
  } catch (cause) {
    return refuse(path, `cannot give Lua ${unreadable(cause)}`)
  }
}

/** What fails to say so is left to `toLua`, which refuses it. */
const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => {
  try {
    return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype
  } catch {
    return false
  }
}
