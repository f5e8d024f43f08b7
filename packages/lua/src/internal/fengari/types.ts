/*
 * What we use of fengari, typed: the C API as it exports it, and the few internals that the codec and the states touch. Lua
 * strings are bytes (`Uint8Array`), indices and counts are JS numbers.
 */

import type { Lauxlib } from "./auxiliary.ts"
import type { Meter } from "./patches/meter.ts"

export type LuaString = Uint8Array
/** A host function: its arguments are on the stack of `L`, it pushes its results and says how many. */
export type LuaCFunction = (L: LuaStatePointer) => number
/** What runs when a host function or a protected call that yielded goes on. */
export type LuaKFunction = (L: LuaStatePointer, status: number, ctx: unknown) => number
export type LuaHook = (L: LuaStatePointer, ar: LuaDebug) => void

export interface TString {
  hash: string | null
  realstring: LuaString
  getstr(): LuaString
  tsslen(): number
}

/** A slot: a tag (`LUA_TNUMINT` 19, `LUA_TNUMFLT` 3, `LUA_TNUMI64` 35, `LUA_TLNGSTR` 20, ...) and a value. */
export interface TValue {
  type: number
  value: any
  ttnov(): number
  ttype(): number
  ttisnil(): boolean
  ttisnumber(): boolean
  ttisfloat(): boolean
  ttisinteger(): boolean
  ttisstring(): boolean
  ttistable(): boolean
  ttisfunction(): boolean
  ttisfulluserdata(): boolean
  l_isfalse(): boolean
  setfrom(other: TValue): void
  setnilvalue(): void
  setbvalue(value: boolean): void
  setivalue(value: number): void
  setfltvalue(value: number): void
  setsvalue(value: TString): void
  sethvalue(value: Table): void
  svalue(): LuaString
  tsvalue(): TString
  vslen(): number
}

/** An entry of a table: a linked list in the order of insertion. */
export interface TableEntry {
  readonly key: TValue
  readonly value: TValue
  readonly p: TableEntry | undefined
  readonly n: TableEntry | undefined
}

export interface Table {
  readonly id: number
  readonly strong: Map<unknown, TableEntry>
  readonly dead_strong: Map<unknown, TableEntry>
  /** How many entries were removed since the last one was inserted: until then they are kept, at the most. */
  dead: number
  f: TableEntry | undefined
  l: TableEntry | undefined
  metatable: Table | null
  flags: number
  /** Raises that no script may change the table, where none may. */
  sealed: ((L: LuaStatePointer, key: TValue) => never) | null
}

export interface Udata {
  readonly id: number
  metatable: Table | null
  readonly uservalue: TValue
  len: number
  data: any
}

export interface CallInfo {
  func: TValue
  funcOff: number
  top: number
  previous: CallInfo | null
  next: CallInfo | null
  l_base: number
  l_code: ReadonlyArray<{ readonly opcode: number }>
  l_savedpc: number
  callstatus: number
  nresults: number
  readonly buffered: number
}

export interface LuaGlobal {
  readonly mainthread: LuaStatePointer
  readonly l_registry: TValue
  readonly mt: Array<Table | null | undefined>
  readonly tmname: Array<TString>
  atnativeerror: LuaCFunction | null
  id_counter: number
  /** What belongs to a state as a whole and is ours: generators, budgets, options. */
  stevedore?: any
}

/** A Lua thread (coroutine) of a state: what the C API calls `lua_State *`. */
export interface LuaStatePointer {
  readonly id: number
  readonly l_G: LuaGlobal
  stack: Array<TValue>
  top: number
  ci: CallInfo
  readonly base_ci: CallInfo
  hook: LuaHook | null
  hookmask: number
  hookcount: number
  basehookcount: number
  allowhook: number
  errfunc: number
  nCcalls: number
  nny: number
  status: number
  oldpc: number
  /** Ours: a job runs on it. */
  isJob?: boolean
  /** Ours: a script may have it as a value. */
  isHeld?: boolean
}

export interface LuaDebug {
  event: number
  name: LuaString | null
  namewhat: LuaString | null
  what: LuaString | null
  source: LuaString | null
  short_src: LuaString | null
  currentline: number
  linedefined: number
  lastlinedefined: number
  nups: number
  nparams: number
  isvararg: boolean
  istailcall: boolean
  i_ci: CallInfo
}

export interface LuaBuffer {
  L: LuaStatePointer | null
  b: Uint8Array
  n: number
}

type L = LuaStatePointer
type Str = LuaString | string

/** `lua.h` */
export interface Lua {
  readonly LUA_OK: 0
  readonly LUA_YIELD: 1
  readonly LUA_ERRRUN: 2
  readonly LUA_ERRSYNTAX: 3
  readonly LUA_ERRMEM: 4
  readonly LUA_ERRGCMM: 5
  readonly LUA_ERRERR: 6
  readonly LUA_MULTRET: -1
  readonly LUA_MINSTACK: number
  readonly LUA_REGISTRYINDEX: number
  readonly LUA_RIDX_GLOBALS: number
  readonly LUA_RIDX_MAINTHREAD: number
  readonly LUA_TNONE: -1
  readonly LUA_TNIL: 0
  readonly LUA_TBOOLEAN: 1
  readonly LUA_TLIGHTUSERDATA: 2
  readonly LUA_TNUMBER: 3
  readonly LUA_TSTRING: 4
  readonly LUA_TTABLE: 5
  readonly LUA_TFUNCTION: 6
  readonly LUA_TUSERDATA: 7
  readonly LUA_TTHREAD: 8
  readonly LUA_HOOKCALL: number
  readonly LUA_HOOKRET: number
  readonly LUA_HOOKLINE: number
  readonly LUA_HOOKCOUNT: number
  readonly LUA_HOOKTAILCALL: number
  readonly LUA_MASKCALL: number
  readonly LUA_MASKRET: number
  readonly LUA_MASKLINE: number
  readonly LUA_MASKCOUNT: number
  readonly LUA_OPADD: number
  readonly LUA_OPSUB: number
  readonly LUA_OPMUL: number
  readonly LUA_OPMOD: number
  readonly LUA_OPPOW: number
  readonly LUA_OPDIV: number
  readonly LUA_OPIDIV: number
  readonly LUA_OPBAND: number
  readonly LUA_OPBOR: number
  readonly LUA_OPBXOR: number
  readonly LUA_OPSHL: number
  readonly LUA_OPSHR: number
  readonly LUA_OPUNM: number
  readonly LUA_OPBNOT: number
  readonly LUA_OPEQ: number
  readonly LUA_OPLT: number
  readonly LUA_OPLE: number
  readonly lua_Debug: new () => LuaDebug
  lua_upvalueindex(i: number): number
  lua_absindex(L: L, idx: number): number
  lua_arith(L: L, op: number): void
  lua_atpanic(L: L, panic: LuaCFunction | null): LuaCFunction | null
  lua_atnativeerror(L: L, handler: LuaCFunction | null): LuaCFunction | null
  lua_call(L: L, nargs: number, nresults: number): void
  lua_callk(L: L, nargs: number, nresults: number, ctx: unknown, k: LuaKFunction | null): void
  lua_checkstack(L: L, n: number): boolean
  lua_close(L: L): void
  lua_compare(L: L, a: number, b: number, op: number): number | boolean
  lua_concat(L: L, n: number): void
  lua_copy(L: L, from: number, to: number): void
  lua_createtable(L: L, narray: number, nrec: number): void
  lua_dump(
    L: L,
    writer: (L: L, bytes: Uint8Array, size: number, data: any) => number,
    data: unknown,
    strip: boolean
  ): number
  lua_error(L: L): never
  lua_getfield(L: L, idx: number, k: Str): number
  lua_getglobal(L: L, name: Str): number
  lua_gethook(L: L): LuaHook | null
  lua_gethookcount(L: L): number
  lua_gethookmask(L: L): number
  lua_geti(L: L, idx: number, n: number): number
  lua_getinfo(L: L, what: Str, ar: LuaDebug): number
  lua_getlocal(L: L, ar: LuaDebug | null, n: number): LuaString | null
  lua_getmetatable(L: L, idx: number): boolean
  lua_getstack(L: L, level: number, ar: LuaDebug): number
  lua_gettable(L: L, idx: number): number
  lua_gettop(L: L): number
  lua_getupvalue(L: L, idx: number, n: number): LuaString | null
  lua_getuservalue(L: L, idx: number): number
  lua_insert(L: L, idx: number): void
  lua_isboolean(L: L, idx: number): boolean
  lua_iscfunction(L: L, idx: number): boolean
  lua_isfunction(L: L, idx: number): boolean
  lua_isinteger(L: L, idx: number): boolean
  lua_islightuserdata(L: L, idx: number): boolean
  lua_isnil(L: L, idx: number): boolean
  lua_isnone(L: L, idx: number): boolean
  lua_isnoneornil(L: L, idx: number): boolean
  lua_isnumber(L: L, idx: number): boolean
  lua_isstring(L: L, idx: number): boolean
  lua_istable(L: L, idx: number): boolean
  lua_isthread(L: L, idx: number): boolean
  lua_isuserdata(L: L, idx: number): boolean
  lua_isyieldable(L: L): boolean
  lua_len(L: L, idx: number): void
  lua_load(L: L, reader: (L: L, data: any) => LuaString | null, data: unknown, chunkname: Str, mode: Str | null): number
  lua_newstate(): L | null
  lua_newtable(L: L): void
  lua_newthread(L: L): L
  lua_newuserdata(L: L, size: number): any
  lua_next(L: L, idx: number): number
  lua_pcall(L: L, nargs: number, nresults: number, errfunc: number): number
  lua_pcallk(L: L, nargs: number, nresults: number, errfunc: number, ctx: unknown, k: LuaKFunction | null): number
  lua_pop(L: L, n: number): void
  lua_pushboolean(L: L, b: boolean | number): void
  lua_pushcclosure(L: L, f: LuaCFunction, n: number): void
  lua_pushcfunction(L: L, f: LuaCFunction): void
  lua_pushfstring(L: L, format: Str, ...values: ReadonlyArray<unknown>): LuaString
  lua_pushglobaltable(L: L): void
  lua_pushinteger(L: L, n: number): void
  lua_pushjsfunction(L: L, f: LuaCFunction): void
  lua_pushlightuserdata(L: L, p: unknown): void
  lua_pushliteral(L: L, s: string | null | undefined): LuaString
  lua_pushlstring(L: L, s: Str, len: number): LuaString
  lua_pushnil(L: L): void
  lua_pushnumber(L: L, n: number): void
  lua_pushstring(L: L, s: Str | null | undefined): LuaString
  lua_pushthread(L: L): boolean
  lua_pushvalue(L: L, idx: number): void
  lua_rawequal(L: L, a: number, b: number): number
  lua_rawget(L: L, idx: number): number
  lua_rawgeti(L: L, idx: number, n: number): number
  lua_rawgetp(L: L, idx: number, p: unknown): number
  lua_rawlen(L: L, idx: number): number
  lua_rawset(L: L, idx: number): void
  lua_rawseti(L: L, idx: number, n: number): void
  lua_rawsetp(L: L, idx: number, p: unknown): void
  lua_register(L: L, name: Str, f: LuaCFunction): void
  lua_remove(L: L, idx: number): void
  lua_replace(L: L, idx: number): void
  lua_resume(L: L, from: L | null, nargs: number): number
  lua_rotate(L: L, idx: number, n: number): void
  lua_setfield(L: L, idx: number, k: Str): void
  lua_setglobal(L: L, name: Str): void
  lua_sethook(L: L, hook: LuaHook | null, mask: number, count: number): void
  lua_seti(L: L, idx: number, n: number): void
  lua_setlocal(L: L, ar: LuaDebug, n: number): LuaString | null
  lua_setmetatable(L: L, idx: number): boolean
  lua_settable(L: L, idx: number): void
  lua_settop(L: L, idx: number): void
  lua_setupvalue(L: L, idx: number, n: number): LuaString | null
  lua_setuservalue(L: L, idx: number): void
  lua_status(L: L): number
  lua_stringtonumber(L: L, s: LuaString): number
  lua_toboolean(L: L, idx: number): boolean
  lua_tocfunction(L: L, idx: number): LuaCFunction | null
  lua_tointeger(L: L, idx: number): number
  lua_tointegerx(L: L, idx: number): number | false
  lua_tojsstring(L: L, idx: number): string
  lua_tolstring(L: L, idx: number): LuaString | null
  lua_tonumber(L: L, idx: number): number
  lua_tonumberx(L: L, idx: number): number | false
  lua_topointer(L: L, idx: number): any
  lua_tostring(L: L, idx: number): LuaString | null
  lua_tothread(L: L, idx: number): L | null
  lua_touserdata(L: L, idx: number): any
  lua_type(L: L, idx: number): number
  lua_typename(L: L, type: number): LuaString
  lua_upvalueid(L: L, idx: number, n: number): unknown
  lua_upvaluejoin(L: L, idx1: number, n1: number, idx2: number, n2: number): void
  lua_version(L: L | null): number
  lua_xmove(from: L, to: L, n: number): void
  lua_yield(L: L, nresults: number): number
  lua_yieldk(L: L, nresults: number, ctx: unknown, k: LuaKFunction | null): number
}

/** `lualib.h`: the library openers, ours where fengari's are replaced. */
export interface Lualib {
  readonly luaopen_base: LuaCFunction
  readonly luaopen_coroutine: LuaCFunction
  readonly luaopen_debug: LuaCFunction
  readonly luaopen_io: LuaCFunction
  readonly luaopen_math: LuaCFunction
  readonly luaopen_os: LuaCFunction
  readonly luaopen_package: LuaCFunction
  readonly luaopen_string: LuaCFunction
  readonly luaopen_table: LuaCFunction
  readonly luaopen_utf8: LuaCFunction
  luaL_openlibs(L: L): void
}

export interface Internals {
  readonly lobject: {
    readonly TValue: new (type?: number, value?: unknown) => TValue
    readonly Udata: new (L: L, size: number) => Udata
    readonly LClosure: new (L: L, n: number) => any
    readonly CClosure: new (L: L, f: LuaCFunction, n: number) => any
    readonly luaO_nilobject: TValue
    luaO_str2num(s: LuaString, into: TValue): number
    luaO_tostring(L: L, tv: TValue): void
    luaO_arith(L: L, op: number, a: TValue, b: TValue, into: TValue | number): void
    luaO_chunkid(source: LuaString, size: number): LuaString
  }
  readonly ltable: {
    readonly Table: new (L: L) => Table
    luaH_get(L: L, t: Table, key: TValue): TValue
    luaH_getint(t: Table, key: number): TValue
    luaH_getn(t: Table): number
    luaH_getstr(t: Table, key: TString): TValue
    luaH_new(L: L): Table
    luaH_next(L: L, t: Table, keyIndex: number): boolean
    luaH_setfrom(L: L, t: Table, key: TValue, value: TValue): void
    luaH_setint(t: Table, key: number, value: TValue): void
    invalidateTMcache(t: Table): void
  }
  readonly lstring: {
    readonly TString: new (L: L, bytes: LuaString) => TString
    /** Takes the bytes over, without a copy. */
    luaS_bless(L: L, bytes: LuaString): TString
    luaS_new(L: L, bytes: LuaString): TString
    luaS_newliteral(L: L, text: string): TString
    luaS_hash(bytes: LuaString): string
    luaS_hashlongstr(ts: TString): string
  }
  readonly ldo: any
  readonly lvm: any
  readonly lapi: any
  readonly ldebug: any
  readonly lstate: any
  readonly ltm: any
  readonly lfunc: any
  readonly ldump: any
  readonly lundump: any
  readonly luaconf: any
  readonly llimits: any
}

export interface Fengari extends Internals {
  /** What the corrected instance counts; the plain one counts nothing. */
  readonly meter: Meter
  /** Functions of libraries, with the names under which errors know them where the code that calls them has none. */
  readonly names: WeakMap<LuaCFunction, string>
  readonly lua: Lua
  readonly lauxlib: Lauxlib
  readonly lualib: Lualib
  to_luastring(text: string, cache?: boolean): LuaString
  to_jsstring(bytes: LuaString, from?: number, to?: number, replacement?: boolean): string
  luastring_eq(a: LuaString, b: LuaString): boolean
}
