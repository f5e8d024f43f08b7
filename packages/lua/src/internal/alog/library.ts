/*
 * The Lua module `alog`, and `print`. In any state, on whichever thread has it; nothing waits for the line to be written.
 */
import { isUtf8 } from "node:buffer"
import type * as LogLevel from "effect/LogLevel"
import { fengari } from "../fengari/load.ts"
import type { LuaCFunction, LuaStatePointer, TValue } from "../fengari/types.ts"
import { isEnding } from "../state/budget.ts"
import { shown } from "../state/bytes.ts"
import { raiseText } from "../state/errors.ts"
import type { NativeModule } from "../state/modules.ts"
import {
  functionSlot,
  getField,
  globalsOf,
  isString,
  kept,
  LUA_TTABLE,
  newTable,
  pushSlot,
  setField,
  slotAt,
  tableSlot
} from "../state/stack.ts"
import { lineOf, write } from "./log.ts"

const { lauxlib, lua, to_luastring } = fengari

const levels: Readonly<Record<string, LogLevel.Severity>> = {
  debug: "Debug",
  info: "Info",
  warn: "Warn",
  error: "Error"
}

/** `alog.info(...)`: the values as `print` would show them. */
const plain =
  (level: LogLevel.Severity): LuaCFunction =>
  (L) => {
    write(L, level, lineOf(L, 1))
    return 0
  }

/** `alog.info_fmt(format, ...)`: as `string.format` would have it. */
const formatted =
  (name: string, level: LogLevel.Severity, format: TValue): LuaCFunction =>
  (L) => {
    lauxlib.luaL_checkstring(L, 1)
    lauxlib.luaL_checkstack(L, 1, NO_ROOM)
    pushSlot(L, format)
    lua.lua_insert(L, 1)
    if (lua.lua_pcall(L, lua.lua_gettop(L) - 1, 1, 0) !== lua.LUA_OK) return refused(L, name)
    write(L, level, lineOf(L, 1))
    return 0
  }

/** What `string.format` says of its arguments has no position, as no Lua function has called it: it is of this one's. */
const refused = (L: LuaStatePointer, name: string): never => {
  const raised = slotAt(L, lua.lua_gettop(L))
  const text = isString(raised) && !isEnding(L) ? shown(raised.svalue()) : ""
  if (!isAboutFormat.test(text)) return lua.lua_error(L)
  return raiseText(L, text.replace("'string.format'", `'${name}'`))
}

const isAboutFormat = /^(?:bad argument #\d+ to 'string\.format'|invalid (?:option|format|conversion) )/

const NO_ROOM = to_luastring("too many values")

export const print: LuaCFunction = (L) => {
  const strings: Array<Uint8Array> = []
  const line = lineOf(L, 1, strings)
  write(L, "Info", line, strings.every((each) => isUtf8(each)) ? PRINTED : { ...PRINTED, bytes: joined(strings) })
  return 0
}

/** By this whoever reads the log tells what was printed from what was logged. */
const PRINTED = { print: true }

const TAB = 9

/** What a text cannot hold, for whoever writes lines as they are. A buffer: loggers that show annotations do not list its bytes. */
const joined = (strings: ReadonlyArray<Uint8Array>): ArrayBuffer => {
  const line = new Uint8Array(strings.reduce((length, each) => length + each.length + 1, -1)).fill(TAB)
  let at = 0
  for (const each of strings) {
    line.set(each, at)
    at += each.length + 1
  }
  return line.buffer
}

/** `string.format`, as the state has it when the module is opened. */
const formatOf = (L: LuaStatePointer): TValue => {
  const strings = getField(L, globalsOf(L), "string")
  if (strings.type !== LUA_TTABLE) throw new Error("alog is opened after string")
  return kept(getField(L, strings.value, "format"))
}

export const alogModule: NativeModule = {
  name: "alog",
  fixed: true,
  open: (_state, L) => {
    const table = newTable(L)
    const format = formatOf(L)
    for (const [name, level] of Object.entries(levels)) {
      setField(L, table, name, functionSlot(plain(level)))
      setField(L, table, `${name}_fmt`, functionSlot(formatted(`${name}_fmt`, level, format)))
    }
    lauxlib.luaL_checkstack(L, 1, NO_ROOM)
    pushSlot(L, tableSlot(table))
    return 1
  }
}
