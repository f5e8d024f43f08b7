/*
 * From the public values to what is behind them.
 */
import type { LuaModule } from "../../LuaModule.ts"
import type { NativeModule } from "./modules.ts"
import type { Holder } from "./holder.ts"
import type { State } from "./state.ts"

const states = new WeakMap<object, Holder>()
const modules = new WeakMap<object, NativeModule>()

/** The place of a public state, in which one may follow another. */
export const holderIn = (luaState: object): Holder => {
  const found = states.get(luaState)
  if (found === undefined) throw new TypeError("not a LuaState")
  return found
}

/** The state behind a public one, as it is now. */
export const stateIn = (luaState: object): State => holderIn(luaState).current

export const useState = (luaState: object, holder: Holder): void => {
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
