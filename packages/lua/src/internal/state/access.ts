/*
 * From the public values to what is behind them.
 */
import type { LuaModule } from "../../LuaModule.ts"
import type { NativeModule } from "./modules.ts"
import type { State } from "./state.ts"

const states = new WeakMap<object, { readonly current: State }>()
const modules = new WeakMap<object, NativeModule>()

/** The state behind a public one, as it is now. */
export const stateIn = (luaState: object): State => {
  const found = states.get(luaState)
  if (found === undefined) throw new TypeError("not a LuaState")
  return found.current
}

export const useState = (luaState: object, holder: { readonly current: State }): void => {
  states.set(luaState, holder)
}

/** What a public module opens. */
export const moduleIn = (luaModule: object): NativeModule => {
  const found = modules.get(luaModule)
  if (found === undefined) throw new TypeError("not a LuaModule")
  return found
}

export const ModuleTypeId = "~@stevedore/lua/LuaModule" as const

/** The public value of a module, which works on Lua's stack itself. */
export const nativeModule = (native: NativeModule): LuaModule => {
  const made: LuaModule = { [ModuleTypeId]: ModuleTypeId, name: native.name }
  modules.set(made, native)
  return made
}
