/*
 * `require` and `package`: modules of the host first, then those given in `package.preload`, then Lua files below the folders
 * that the state was given. Nothing else: no module of Node, no library of another kind, whatever `package.path` says.
 */
import { isAbsolute, resolve } from "node:path"
import { LuaModuleNotFound, LuaSyntaxError } from "../../LuaError.ts"
import { fengari } from "../fengari/load.ts"
import type { LuaCFunction, LuaStatePointer, TValue } from "../fengari/types.ts"
import { awaiting } from "./await.ts"
import { textOf } from "./bytes.ts"
import { pushChunk } from "./chunks.ts"
import { raiseText } from "./errors.ts"
import { permitted, scriptAt } from "./files.ts"
import { begin, circle, done, ended, Loading, loadingOf } from "./loading.ts"
import { rerunOf } from "./rerun.ts"
import {
  getField,
  globalsOf,
  isFunction,
  isString,
  LUA_TNIL,
  LUA_TTABLE,
  pushSlot,
  pushText,
  registryTable,
  setField,
  tableSlot,
  textSlot
} from "./stack.ts"
import { type State, stateOf } from "./state.ts"

const { lauxlib, lua, meter } = fengari

/** Where `require` looks below each folder; a script may change it (`package.path`). */
export const defaultPath = "?.lua;?/init.lua"

export const loadedOf = (L: LuaStatePointer) => registryTable(L, "_LOADED")
export const preloadOf = (L: LuaStatePointer) => registryTable(L, "_PRELOAD")
const packageKey = "stevedore.package"

/** Opens `package` and `require`. */
export const openPackage = (L: LuaStatePointer): void => {
  const table = registryTable(L, packageKey)
  setField(L, table, "loaded", tableSlot(loadedOf(L)))
  setField(L, table, "preload", tableSlot(preloadOf(L)))
  setField(L, table, "path", textSlot(L, defaultPath))
  setField(L, table, "config", textSlot(L, "/\n;\n?\n!\n-\n"))
  lua.lua_pushcfunction(L, searchpath)
  setField(L, table, "searchpath", L.stack[L.top - 1] as never)
  lua.lua_settop(L, -2)
  setField(L, globalsOf(L), "package", tableSlot(table))
  setField(L, loadedOf(L), "package", tableSlot(table))
  lua.lua_pushcfunction(L, requireModule)
  setField(L, globalsOf(L), "require", L.stack[L.top - 1] as never)
  lua.lua_settop(L, -2)
}

const textArgument = (L: LuaStatePointer, index: number, name: string): string => {
  const text = textOf(lauxlib.luaL_checkstring(L, index))
  if (text === undefined || text.includes("\0")) return raiseText(L, `bad ${name}: text without zeros is asked for`)
  return text.length > longestName ? raiseText(L, `bad ${name}: longer than ${longestName} characters`) : text
}

/** Of a module's name, or a path: what is put together of them stays small. */
const longestName = 4096

/** Templates of a path that are tried. */
const mostTemplates = 64

/** The files that may be it, in the order in which they are tried; a look at a file is as long as some hundred instructions. */
const candidates = (state: State, name: string, path: string): Array<string> =>
  path
    .slice(0, longestName)
    .split(";", mostTemplates)
    .filter((template) => template !== "")
    .flatMap((template) => {
      meter.steps -= 500 * (state.roots.length + 1)
      const file = template.replaceAll("?", name.replaceAll(".", "/"))
      return isAbsolute(file) ? [file] : state.roots.map((root) => resolve(root, file))
    })

const searchpath: LuaCFunction = (L) => {
  if (meter.steps < 0) meter.exhausted(L)
  const state = stateOf(L)
  const name = textArgument(L, 1, "module name")
  const tried = candidates(state, name, textArgument(L, 2, "path"))
  const found = tried.map((file) => permitted(state.roots, file)).find((file) => file !== undefined)
  if (found !== undefined) {
    pushText(L, found)
    return 1
  }
  lua.lua_pushnil(L)
  pushText(L, tried.map((file) => `\n\tno file '${file}'`).join(""))
  return 2
}

/** The file of a module, or what was tried. */
export const fileOf = (state: State, L: LuaStatePointer, name: string): string | ReadonlyArray<string> => {
  if (meter.steps < 0) meter.exhausted(L)
  const path = getField(L, registryTable(L, packageKey), "path")
  const text = isString(path) ? textOf(path.svalue()) : undefined
  if (text === undefined) return ["package.path that is text"]
  const tried = candidates(state, name, text)
  return tried.map((file) => permitted(state.roots, file)).find((file) => file !== undefined) ?? tried
}

/** Pushes the function of a module's file and its name, or throws. */
export const pushFile = (state: State, L: LuaStatePointer, name: string): string => {
  const file = fileOf(state, L, name)
  if (typeof file !== "string") {
    throw new LuaModuleNotFound({ module: name, tried: [`package.preload["${name}"]`, ...file] })
  }
  pushChunk(state, L, scriptAt(file), `@${file}`)
  if (!state.fromFiles.has(name)) state.fromFiles.set(name, false)
  return file
}

const requireModule: LuaCFunction = (L) => {
  const name = textArgument(L, 1, "module name")
  return required(L, name)
}

const required = (L: LuaStatePointer, name: string): number => {
  const state = stateOf(L)
  const { job } = state
  lua.lua_settop(L, 1)
  const known = getField(L, loadedOf(L), name)
  const isKnown = !known.l_isfalse()
  const loading = job === null ? undefined : loadingOf(state, name)
  if (loading !== undefined && job !== null) {
    const through = circle(loading, job)
    // What a file has put into `package.loaded` before it waits is for those that it requires itself.
    if (through === undefined && !(isKnown && (job.blocked || L.nny > 0))) {
      return awaiting(L, ended(loading, job), (L, error: TValue | null) => {
        if (error === null) return required(L, name)
        pushSlot(L, error)
        return lua.lua_error(L)
      })
    }
    if (through !== undefined && !isKnown) {
      return raiseText(L, `module '${name}' is required while it is loaded: ${through}`)
    }
  }
  if (isKnown) {
    pushSlot(L, known)
    return 1
  }
  // The place of a message handler.
  lua.lua_pushnil(L)
  const preloaded = getField(L, preloadOf(L), name)
  let file: string | undefined
  if (isFunction(preloaded)) pushSlot(L, preloaded)
  else {
    let failure: unknown
    try {
      file = pushFile(state, L, name)
    } catch (error) {
      failure = error
    }
    if (failure instanceof LuaSyntaxError) {
      // The error itself has the end of a long path only.
      const wrong = String(fileOf(state, L, name))
      return raiseText(L, `error loading module '${name}' from file '${wrong}':\n\t${failure.message}`)
    }
    if (failure instanceof LuaModuleNotFound) return raiseText(L, notFound(failure))
    if (failure !== undefined) throw failure
  }
  pushText(L, name)
  if (file === undefined) lua.lua_pushnil(L)
  else pushText(L, file)
  const begun = job === null ? name : begin(L, name, job)
  lua.lua_callk(L, 2, 1, begun, loaded)
  return loaded(L, lua.LUA_OK, begun)
}

const notFound = (failure: LuaModuleNotFound): string =>
  `module '${failure.module}' not found:${failure.tried.map((place) => `\n\tno '${place}'`).join("")}`

/** The file of that name has given what the module is; nothing, where it came from elsewhere. */
export const noteLoaded = (state: State, name: string): void => {
  if (state.fromFiles.get(name) === false) state.fromFiles.set(name, true)
}

/** Notes whose table it is: one that another file has put into `package.loaded` before it was finished is of that one. */
export const noteFirst = (state: State, L: LuaStatePointer, name: string, value: TValue): void => {
  if (value.type !== LUA_TTABLE || state.givenFirst.has(value.value)) return
  const loaded = loadedOf(L)
  const isIts = (other: string): boolean => other !== name && getField(L, loaded, other).value === value.value
  state.givenFirst.set(value.value, [...state.fromFiles.keys()].find(isIts) ?? name)
}

/** The module's result is on top of the stack. */
const loaded = (L: LuaStatePointer, _status: number, begun: unknown): number => {
  const name = begun instanceof Loading ? begun.name : (begun as string)
  const state = stateOf(L)
  const table = loadedOf(L)
  if (lua.lua_type(L, -1) === LUA_TNIL) {
    const put = getField(L, table, name)
    if (put.type === LUA_TNIL) lua.lua_pushboolean(L, true)
    else pushSlot(L, put)
  }
  const given = L.stack[L.top - 1] as TValue
  const rerun = rerunOf(state, name)
  if (rerun === undefined) setField(L, table, name, given)
  else rerun.required(given)
  if (begun instanceof Loading) done(L, begun)
  noteLoaded(state, name)
  noteFirst(state, L, name, given)
  return 1
}
