/*
 * Functions of the base library that a state has its own of: `load`, which remembers what it compiled and takes text only,
 * `dofile` and `loadfile` within the state's folders, `debug.traceback`.
 */
import { isAbsolute, resolve } from "node:path"
import { LuaSyntaxError } from "../../LuaError.ts"
import { fengari } from "../fengari/load.ts"
import type { LuaCFunction, LuaStatePointer, Table, TValue } from "../fengari/types.ts"
import { latinOf, shown } from "./bytes.ts"
import { nameAt } from "./names.ts"
import { pushChunk, pushKept, pushSource } from "./chunks.ts"
import { raiseText } from "./errors.ts"
import { permitted, scriptAt } from "./files.ts"
import { isString, LUA_TTABLE, pushText, slotAt } from "./stack.ts"
import { stateOf } from "./state.ts"
import { tracebackOf } from "./traceback.ts"

const { lauxlib, lstring, lua, meter } = fengari

/** Pushes `nil` and a message in place of a function that could not be made. */
const refused = (L: LuaStatePointer, message: string): number => {
  lua.lua_pushnil(L)
  pushText(L, message)
  return 2
}

/** The environment given as an argument: a table, any other value, or none. */
const environment = (L: LuaStatePointer, index: number): TValue | undefined =>
  lua.lua_gettop(L) >= index ? slotAt(L, index) : undefined

/** Pushes what `make` compiles, with its first upvalue set where an environment was given. */
const functionOf = (L: LuaStatePointer, env: TValue | undefined, make: (env: Table | undefined) => void): number => {
  let failure: unknown
  try {
    make(env?.type === LUA_TTABLE ? env.value : undefined)
  } catch (error) {
    failure = error
  }
  if (failure instanceof LuaSyntaxError) return refused(L, failure.message)
  if (failure !== undefined) throw failure
  if (env !== undefined && env.type !== LUA_TTABLE) {
    const closure = (L.stack[L.top - 1] as TValue).value
    if (closure.upvals.length > 0) closure.upvals[0].setfrom(env)
  }
  return 1
}

const modeRefuses = (L: LuaStatePointer, index: number): boolean => {
  const mode = lauxlib.luaL_optstring(L, index, null)
  return mode !== null && !mode.includes(116)
}

/** What a reader function may give at most. */
const longest = 2 ** 28

/**
 * The pieces that a reader function gives, put together. What it raises is on top of the stack, and there is no source: as where
 * the compiler calls it, that is not raised further.
 */
const readAll = (L: LuaStatePointer): Uint8Array | undefined => {
  // The pieces are not in the state: in a buffer, each is counted as it comes, and held while the reader runs (state/memory.ts).
  const buffer = new lauxlib.luaL_Buffer()
  lauxlib.luaL_buffinit(L, buffer)
  const wrong = (message: string): undefined => {
    lauxlib.luaL_where(L, 1)
    pushText(L, message)
    lua.lua_concat(L, 2)
  }
  for (;;) {
    lua.lua_pushvalue(L, 1)
    if (lua.lua_pcall(L, 0, 1, 0) !== lua.LUA_OK) return undefined
    const slot = L.stack[L.top - 1] as TValue
    if (slot.ttisnil()) break
    if (!isString(slot) && !slot.ttisnumber()) return wrong("reader function must return a string")
    const piece = lua.lua_tolstring(L, -1) as Uint8Array
    lua.lua_settop(L, -2)
    if (piece.length === 0) break
    if (buffer.n + piece.length > longest) return wrong("source too long")
    const first = buffer.n === 0
    lauxlib.luaL_addlstring(buffer, piece, piece.length)
    // Compiled code is refused whatever follows.
    if (first && piece[0] === 27) break
  }
  return buffer.b.subarray(0, buffer.n)
}

export const load: LuaCFunction = (L) => {
  const state = stateOf(L)
  // What is a number becomes its text there.
  if (slotAt(L, 1).ttisnumber()) lua.lua_tolstring(L, 1)
  const first = slotAt(L, 1)
  if (isString(first) && lua.lua_gettop(L) === 1 && pushKept(state, L, lstring.luaS_hashlongstr(first.tsvalue())))
    return 1
  const env = environment(L, 4)
  if (modeRefuses(L, 3)) return refused(L, "attempt to load a text chunk (mode has no 't')")
  const name = lauxlib.luaL_optstring(L, 2, null)
  const given = name === null ? undefined : latinOf(name)
  if (isString(first)) {
    const string = first.tsvalue()
    return functionOf(L, env, (env) =>
      pushChunk(state, L, string.realstring, given, env, lstring.luaS_hashlongstr(string))
    )
  }
  lauxlib.luaL_checktype(L, 1, lua.LUA_TFUNCTION)
  const source = readAll(L)
  if (source === undefined) {
    lua.lua_pushnil(L)
    lua.lua_insert(L, -2)
    return 2
  }
  return functionOf(L, env, (env) => pushSource(state, L, source, given ?? "=(load)", env))
}

/** A file that the script may read; `undefined` where there is none. */
const fileOf = (L: LuaStatePointer, name: string): string | undefined => {
  const { roots } = stateOf(L)
  const places = isAbsolute(name) ? [name] : roots.map((root) => resolve(root, name))
  return places.map((file) => permitted(roots, file)).find((file) => file !== undefined)
}

const notFound = (name: string): string => `cannot open ${name}: no file below the folders of this state`

export const loadfile: LuaCFunction = (L) => {
  const env = environment(L, 3)
  if (modeRefuses(L, 2)) return refused(L, "attempt to load a text chunk (mode has no 't')")
  const name = nameAt(L, 1)
  const file = fileOf(L, name)
  if (file === undefined) return refused(L, notFound(name))
  return functionOf(L, env, (env) => pushChunk(stateOf(L), L, scriptAt(file), `@${file}`, env))
}

const done = (L: LuaStatePointer): number => lua.lua_gettop(L) - 1

export const dofile: LuaCFunction = (L) => {
  const name = nameAt(L, 1)
  const file = fileOf(L, name) ?? raiseText(L, notFound(name))
  lua.lua_settop(L, 1)
  if (functionOf(L, undefined, () => pushChunk(stateOf(L), L, scriptAt(file), `@${file}`)) !== 1)
    return lua.lua_error(L)
  lua.lua_callk(L, 0, lua.LUA_MULTRET, 0, done)
  return done(L)
}

export const traceback: LuaCFunction = (L) => {
  const thread = lua.lua_tothread(L, 1)
  const at = thread === null ? 1 : 2
  const message = slotAt(L, at)
  if (!isString(message) && !message.ttisnil() && !message.ttisnumber()) {
    lua.lua_pushvalue(L, at)
    return 1
  }
  const level = lauxlib.luaL_optinteger(L, at + 1, thread === null || thread === L ? 1 : 0)
  const stack = tracebackOf(thread ?? L, level)
  const bytes = message.ttisnil() ? undefined : lauxlib.luaL_tolstring(L, at)
  if (bytes !== undefined) meter.allocate(L, 2 * bytes.length)
  const text = bytes === undefined ? undefined : shown(bytes)
  pushText(L, text === undefined ? stack : `${text}\n${stack}`)
  return 1
}
