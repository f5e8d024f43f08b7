/*
 * `lauxlib.h`, typed: the auxiliary library of the C API.
 */
import type { LuaBuffer, LuaCFunction, LuaStatePointer, LuaString } from "./types.ts"

type L = LuaStatePointer
type Str = LuaString | string

/** `lauxlib.h` */
export interface Lauxlib {
  readonly LUA_NOREF: number
  readonly LUA_REFNIL: number
  readonly LUA_LOADED_TABLE: LuaString
  readonly LUA_PRELOAD_TABLE: LuaString
  readonly luaL_Buffer: new () => LuaBuffer
  luaL_addchar(B: LuaBuffer, c: number): void
  luaL_addlstring(B: LuaBuffer, s: LuaString, len: number): void
  luaL_addsize(B: LuaBuffer, n: number): void
  luaL_addstring(B: LuaBuffer, s: LuaString): void
  luaL_addvalue(B: LuaBuffer): void
  luaL_argcheck(L: L, condition: boolean, arg: number, message: Str): void
  luaL_argerror(L: L, arg: number, message: Str): never
  luaL_buffinit(L: L, B: LuaBuffer): void
  luaL_buffinitsize(L: L, B: LuaBuffer, size: number): Uint8Array
  luaL_callmeta(L: L, idx: number, event: Str): boolean
  luaL_checkany(L: L, arg: number): void
  luaL_checkinteger(L: L, arg: number): number
  luaL_checklstring(L: L, arg: number): LuaString
  luaL_checknumber(L: L, arg: number): number
  luaL_checkoption(L: L, arg: number, def: LuaString | null, list: ReadonlyArray<LuaString>): number
  luaL_checkstack(L: L, space: number, message: Str | null): void
  luaL_checkstring(L: L, arg: number): LuaString
  luaL_checktype(L: L, arg: number, type: number): void
  luaL_checkudata(L: L, arg: number, name: Str): any
  luaL_error(L: L, format: Str, ...values: ReadonlyArray<unknown>): never
  luaL_getmetafield(L: L, idx: number, event: Str): number
  luaL_getmetatable(L: L, name: Str): number
  luaL_getsubtable(L: L, idx: number, name: Str): boolean
  luaL_gsub(L: L, s: LuaString, p: LuaString, r: LuaString): LuaString
  luaL_len(L: L, idx: number): number
  luaL_loadbuffer(L: L, source: LuaString, size: number | null, name: Str): number
  luaL_loadbufferx(L: L, source: LuaString, size: number | null, name: Str, mode: Str | null): number
  luaL_loadstring(L: L, source: LuaString): number
  luaL_newlib(L: L, functions: Readonly<Record<string, LuaCFunction | null>>): void
  luaL_newmetatable(L: L, name: Str): boolean | number
  luaL_newstate(): L | null
  luaL_opt<A>(L: L, check: (L: L, arg: number) => A, arg: number, def: A): A
  luaL_optinteger(L: L, arg: number, def: number): number
  luaL_optlstring(L: L, arg: number, def: LuaString | null): LuaString | null
  luaL_optnumber(L: L, arg: number, def: number): number
  luaL_optstring(L: L, arg: number, def: LuaString | null): LuaString | null
  luaL_prepbuffsize(B: LuaBuffer, size: number): Uint8Array
  luaL_pushresult(B: LuaBuffer): void
  luaL_pushresultsize(B: LuaBuffer, size: number): void
  luaL_ref(L: L, idx: number): number
  luaL_requiref(L: L, name: Str, open: LuaCFunction, global: boolean | number): void
  luaL_setfuncs(L: L, functions: Readonly<Record<string, LuaCFunction | null>>, nup: number): void
  luaL_setmetatable(L: L, name: Str): void
  luaL_testudata(L: L, arg: number, name: Str): any
  luaL_tolstring(L: L, idx: number): LuaString
  luaL_traceback(L: L, L1: L, message: Str | null, level: number): void
  luaL_typename(L: L, idx: number): LuaString
  luaL_unref(L: L, idx: number, ref: number): void
  luaL_where(L: L, level: number): void
}
