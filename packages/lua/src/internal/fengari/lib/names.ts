/*
 * The names of libraries' functions, for errors: "bad argument #1 to 'string.rep'" where `pcall` calls it, and no code that could
 * say what it calls it by.
 */
import type { Fengari, LuaStatePointer } from "../types.ts"

const LUA_TTABLE = 5
const LUA_TLCF = 22

/** Names the functions of every loaded module that have no name yet. A function is known by the first module that has it. */
export const nameFunctions = (F: Fengari, L: LuaStatePointer): void => {
  const { lauxlib, lua, names, to_jsstring } = F
  const text = (slot: { readonly value: any }): string => to_jsstring(slot.value.realstring)
  lua.lua_getfield(L, lua.LUA_REGISTRYINDEX, lauxlib.LUA_LOADED_TABLE)
  const loaded = L.stack[L.top - 1]!.value
  for (let module = loaded.f; module !== undefined; module = module.n) {
    if (module.value.type !== LUA_TTABLE || !module.key.ttisstring()) continue
    const name = text(module.key)
    for (let field = module.value.value.f; field !== undefined; field = field.n) {
      if (field.value.type !== LUA_TLCF || names.has(field.value.value) || !field.key.ttisstring()) continue
      names.set(field.value.value, name === "_G" ? text(field.key) : `${name}.${text(field.key)}`)
    }
  }
  lua.lua_settop(L, -2)
}
