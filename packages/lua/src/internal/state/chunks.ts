/*
 * Sources, compiled once a state. What is kept is the prototype; every use gets a function of its own with an `_ENV` of its own,
 * which costs a fraction of a microsecond, so that nothing a job does to its function is seen by the next. Text only: a source
 * that begins with the mark of compiled code is refused.
 */
import { LuaCodecError, LuaOptionError, LuaSyntaxError } from "../../LuaError.ts"
import { fengari } from "../fengari/load.ts"
import type { LuaStatePointer, Table, TString, TValue } from "../fengari/types.ts"
import { bytesOf, latinOf, shown } from "./bytes.ts"
import { wrongHalf } from "./options.ts"
import { globalsOf, isString, LUA_TTABLE, pushSlot } from "./stack.ts"
import { type State } from "./state.ts"

const { lua, lauxlib, lobject } = fengari

/** How many sources a state remembers. */
export const chunkLimit = 256

/** Longer sources, with their names, are not worth the place that they take. */
const longestKept = 65_536

/** The first byte of compiled code. */
const mark = 27

interface Kept {
  readonly name: string | undefined
  readonly proto: Proto
}

/** What the compiler makes of a function. */
export interface Proto {
  readonly upvalues: ReadonlyArray<{ readonly name: TString | null }>
  readonly locvars: ReadonlyArray<{ readonly varname: TString }>
  readonly source: TString | null
  readonly linedefined: number
  readonly p: ReadonlyArray<Proto>
  readonly code: ReadonlyArray<unknown>
  readonly k: ReadonlyArray<TValue>
  /** The walk through a state that saw it last. */
  mark?: number
}

/**
 * Bytes of a compiled function and those in it: an instruction is an object, and names may be long. Those that this walk has counted
 * are counted no more.
 */
export const protoBytes = (proto: Proto, walk: number): number => {
  // Those in it have the same one.
  let bytes = proto.mark === walk ? 0 : lengthOf(proto.source)
  const open = [proto]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next.mark === walk) continue
    next.mark = walk
    bytes += 1500 + next.code.length * 240
    for (const constant of next.k) bytes += isString(constant) ? 300 + 2 * constant.vslen() : 60
    for (const { varname } of next.locvars) bytes += lengthOf(varname)
    for (const { name } of next.upvalues) bytes += lengthOf(name)
    open.push(...next.p)
  }
  return bytes
}

const lengthOf = (name: TString | null): number => name?.tsslen() ?? 0

/** What compiling a byte of source may take. */
const compilingTakes = 50

/**
 * The last sources used, by name and text. Two halves: what is used moves to the young one, and when that is full it becomes
 * the old one; so a hit writes nothing in the common case, and at most `limit` are kept.
 */
export class ChunkCache {
  private young = new Map<string, Kept>()
  private old = new Map<string, Kept>()
  private readonly half: number

  constructor(limit: number) {
    this.half = Math.ceil(limit / 2)
  }

  /** Bytes of the sources that are kept, and of the names that they were given. */
  get bytes(): number {
    let bytes = 0
    for (const half of [this.young, this.old]) {
      for (const [key, { name }] of half) bytes += key.length + (name ?? "").length
    }
    return bytes
  }

  *protos(): Iterable<Proto> {
    for (const half of [this.young, this.old]) for (const { proto } of half.values()) yield proto
  }

  get size(): number {
    return this.young.size + this.old.size
  }

  get(key: string): Kept | undefined {
    const found = this.young.get(key)
    if (found !== undefined) return found
    const aged = this.old.get(key)
    if (aged !== undefined) {
      this.old.delete(key)
      this.set(key, aged)
    }
    return aged
  }

  set(key: string, kept: Kept): void {
    if (this.half === 0 || key.length + (kept.name ?? "").length > longestKept) return
    if (this.young.size >= this.half) {
      this.old = this.young
      this.young = new Map()
    }
    this.young.set(key, kept)
  }

  clear(): void {
    this.young.clear()
    this.old.clear()
  }
}

const caches = new WeakMap<State, ChunkCache>()

export const cacheOf = (state: State): ChunkCache => {
  let cache = caches.get(state)
  if (cache === undefined) {
    cache = new ChunkCache(state.chunkLimit)
    caches.set(state, cache)
  }
  return cache
}

/** Pushes a new function of a prototype, whose `_ENV` is the state's globals, or `env`. */
export const pushClosure = (L: LuaStatePointer, proto: Proto, env?: Table): void => {
  const count = proto.upvalues.length
  const closure = new lobject.LClosure(L, count)
  closure.p = proto
  for (let i = 0; i < count; i++) {
    closure.upvals[i] = i === 0 ? new lobject.TValue(LUA_TTABLE, env ?? globalsOf(L)) : new lobject.TValue(0, null)
  }
  L.stack[L.top++] = new lobject.TValue(6, closure)
}

const compiled = (state: State, L: LuaStatePointer, source: Uint8Array, name: string): Proto => {
  if (source[0] === mark) {
    const chunk = chunkId(name)
    throw new LuaSyntaxError({ chunk, line: 0, detail: "compiled code is refused: give the source" })
  }
  state.counters.compiled++
  // The name is copied to text, and back to bytes.
  const takes = source.length * compilingTakes + 2 * name.length
  if (takes > 1000 * compilingTakes) fengari.meter.allocate(L, takes)
  const status = lauxlib.luaL_loadbufferx(L, source, source.length, bytesOf(name), "t")
  const slot = L.stack[L.top - 1]
  if (status === lua.LUA_OK) {
    const proto = (slot as { value: { p: Proto } }).value.p
    lua.lua_settop(L, -2)
    return proto
  }
  const message = shown(lua.lua_tostring(L, -1) ?? bytesOf("?"))
  lua.lua_settop(L, -2)
  throw syntaxError(name, message)
}

/** A chunk's name as messages show it. */
export const chunkId = (name: string): string => shown(lobject.luaO_chunkid(bytesOf(name), 59))

const syntaxError = (name: string, message: string): LuaSyntaxError => {
  const chunk = chunkId(name)
  const found = message.startsWith(`${chunk}:`) ? /^(\d+): ([^]*)$/.exec(message.slice(chunk.length + 1)) : null
  return found === null
    ? new LuaSyntaxError({ chunk, line: 0, detail: message })
    : new LuaSyntaxError({ chunk, line: Number(found[1]), detail: found[2] as string })
}

/**
 * Pushes a function of the source, compiled now or before. `name` as Lua has it: `=job`, `@file.lua`, or none for the source
 * itself. `key` saves making one where the source is bytes that a Lua string holds: its hash. Throws `LuaSyntaxError`, and what
 * a limit raises while compiling.
 */
export const pushChunk = (
  state: State,
  L: LuaStatePointer,
  source: string | Uint8Array,
  name?: string,
  env?: Table,
  key = typeof source === "string" ? source : `|${latinOf(source)}`
): void => {
  const cache = cacheOf(state)
  const kept = cache.get(key)
  if (kept !== undefined && kept.name === name) {
    state.counters.cached++
    return pushClosure(L, kept.proto, env)
  }
  const half = typeof source === "string" ? wrongHalf("source", source) : undefined
  if (half !== undefined) throw new LuaOptionError(half)
  const bytes = typeof source === "string" ? bytesOf(source) : source
  const proto = compiled(state, L, bytes, name ?? (typeof source === "string" ? source : shown(source)))
  // No source that compiles begins with "|", so bytes and texts never share a key by chance.
  if (bytes.length <= longestKept) cache.set(key, { name, proto })
  pushClosure(L, proto, env)
}

/** The same without a name, if it was compiled before; false where it was not. */
export const pushKept = (state: State, L: LuaStatePointer, key: string): boolean => {
  const kept = cacheOf(state).get(key)
  if (kept === undefined || kept.name !== undefined) return false
  state.counters.cached++
  pushClosure(L, kept.proto)
  return true
}

/** The same, for a source that is not worth remembering. */
export const pushSource = (state: State, L: LuaStatePointer, source: Uint8Array, name: string, env?: Table): void =>
  pushClosure(L, compiled(state, L, source, name), env)

/**
 * A Lua function as compiled code, for another state of this process. Its upvalues do not go with it, so it may have none but
 * `_ENV`; the failure names those it has.
 */
export const dumpFunction = (L: LuaStatePointer, slot: TValue): Uint8Array => {
  if (slot.type !== lua.LUA_TFUNCTION) {
    throw new LuaCodecError({
      path: "",
      detail: "cannot send a function of the host: send its name, or a Lua function"
    })
  }
  const upvalues: ReadonlyArray<{ readonly name: TString | null }> = slot.value.p.upvalues
  const names = upvalues.map(({ name }) => (name === null ? "?" : shown(name.realstring)))
  const own = names.filter((name) => name !== "_ENV")
  if (own.length > 0) {
    const list = own.map((name) => `'${name}'`).join(", ")
    throw new LuaCodecError({
      path: "",
      detail: `cannot send a function with upvalues (${list}): give them as arguments, or make them globals`
    })
  }
  const pieces: Array<Uint8Array> = []
  lua.lua_checkstack(L, 1)
  pushSlot(L, slot)
  const write = (_: LuaStatePointer, bytes: Uint8Array, size: number): number => {
    pieces.push(new Uint8Array(bytes.subarray(0, size)))
    return 0
  }
  const status = lua.lua_dump(L, write, null, false)
  lua.lua_settop(L, -2)
  if (status !== 0) throw new LuaCodecError({ path: "", detail: "cannot send this function" })
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0))
  let at = 0
  for (const piece of pieces) {
    whole.set(piece, at)
    at += piece.length
  }
  return whole
}

/** The prototype of what `dumpFunction` gave in this process. Never of bytes that came from anywhere else: they are not checked. */
export const undump = (L: LuaStatePointer, bytes: Uint8Array): Proto => {
  const status = lauxlib.luaL_loadbufferx(L, bytes, bytes.length, "=dumped", "b")
  const slot = L.stack[L.top - 1] as TValue
  const proto = status === lua.LUA_OK ? (slot.value.p as Proto) : undefined
  const message = proto === undefined && isString(slot) ? shown(slot.svalue()) : "no function"
  lua.lua_settop(L, -2)
  if (proto === undefined) throw new LuaCodecError({ path: "", detail: message })
  return proto
}
