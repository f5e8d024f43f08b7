/*
 * A Lua state with the standard libraries and `msgpack`, for the tests of the codec: below LuaState, so that slots and bytes can be
 * looked at.
 */
import { fengari } from "../../src/internal/fengari/load.ts"
import type { LuaStatePointer, TValue } from "../../src/internal/fengari/types.ts"
import { openMsgpack } from "../../src/internal/msgpack/library.ts"
import { packer } from "../../src/internal/msgpack/packer.ts"
import { unpacker } from "../../src/internal/msgpack/unpacker.ts"

const { lauxlib, lua, lualib, to_jsstring, to_luastring } = fengari

export const newState = (): LuaStatePointer => {
  const L = lauxlib.luaL_newstate()!
  anyState = L
  lualib.luaL_openlibs(L)
  for (const name of ["msgpack", "cmsgpack"]) {
    lauxlib.luaL_requiref(L, to_luastring(name), openMsgpack, true)
    lua.lua_pop(L, 1)
  }
  return L
}

const textAt = (L: LuaStatePointer, index: number): string => {
  const text = to_jsstring(lauxlib.luaL_tolstring(L, index), undefined, undefined, true)
  lua.lua_pop(L, 1)
  return text
}

/** Leaves what a chunk returns on the stack, and says how many they are; fails with what it raises. */
const call = (L: LuaStatePointer, source: string): number => {
  lua.lua_settop(L, 0)
  const failed =
    lauxlib.luaL_loadbuffer(L, to_luastring(source), null, to_luastring("=test")) !== 0 ||
    lua.lua_pcall(L, 0, lua.LUA_MULTRET, 0) !== 0
  if (failed) throw new Error(textAt(L, -1))
  return lua.lua_gettop(L)
}

/** What a chunk returns, as text. */
export const run = (L: LuaStatePointer, source: string): ReadonlyArray<string> =>
  Array.from({ length: call(L, source) }, (_, index) => textAt(L, index + 1))

/** What an expression is, in a slot. */
export const slotOf = (L: LuaStatePointer, expression: string): TValue => {
  call(L, `return ${expression}`)
  const slot = L.stack[L.ci.funcOff + 1]!
  return new fengari.lobject.TValue(slot.type, slot.value)
}

/** Any state: only limits are asked of it. */
let anyState: LuaStatePointer

export const packed = (value: TValue, inside = false): Uint8Array<ArrayBuffer> => {
  packer.start(anyState, inside)
  packer.value(value)
  return packer.copy()
}

export const unpacked = (L: LuaStatePointer, bytes: Uint8Array, inside = false): TValue => {
  unpacker.start(L, bytes, 0, bytes.length, inside)
  const value = unpacker.value()
  unpacker.finish()
  return value
}

export const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex")
export const bytesOf = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text.replaceAll(" ", ""), "hex"))
