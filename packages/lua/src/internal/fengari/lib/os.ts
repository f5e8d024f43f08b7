/*
 * The clock of the `os` library: dates of any year, locally and in UTC, as C has them. The rest of the library is fengari's.
 */
import { setNumber } from "../numbers.ts"
import type { Fengari, LuaCFunction, LuaStatePointer, TValue } from "../types.ts"
import { argument, type Integers } from "./integers.ts"
import { conversion, isSummer, type Moment, moment } from "./strftime.ts"

/** What a date's fields may be at most: what C keeps in an `int`, with room for sums. */
const farthest = 0x3fffffff

/** Seconds of processor time of this thread, or of the process where a thread's cannot be had. */
const cpuSeconds = (): number => {
  const of = (process as { threadCpuUsage?: typeof process.cpuUsage }).threadCpuUsage ?? process.cpuUsage
  const { user, system } = of.call(process)
  return (user + system) / 1e6
}

export const makeClock = (F: Fengari, integers: Integers): Readonly<Record<string, LuaCFunction>> => {
  const { lauxlib, lobject, lua, meter, to_luastring } = F

  const pushTime = (L: LuaStatePointer, seconds: number): number => {
    const tv: TValue = new lobject.TValue(3, seconds)
    // With integers of 32 bits a time beyond them is a float.
    if (integers.bits === 64 || (seconds | 0) === seconds) setNumber(tv, seconds)
    L.stack[L.top++] = tv
    return 1
  }

  const timeArgument = (L: LuaStatePointer, arg: number): number => {
    const tv = argument(L, arg)
    const n = tv === undefined ? false : integers.of(tv)
    if (n !== false) return Number(n)
    return integers.bits === 32 ? Math.floor(lauxlib.luaL_checknumber(L, arg)) : lauxlib.luaL_checkinteger(L, arg)
  }

  const setField = (L: LuaStatePointer, name: string, value: number): void => {
    pushTime(L, value)
    lua.lua_setfield(L, -2, to_luastring(name))
  }

  /** Puts the fields of a date into the table on top. */
  const setFields = (L: LuaStatePointer, m: Moment): void => {
    setField(L, "sec", m.second)
    setField(L, "min", m.minute)
    setField(L, "hour", m.hour)
    setField(L, "day", m.day)
    setField(L, "month", m.month + 1)
    setField(L, "year", m.year)
    setField(L, "wday", m.weekday + 1)
    setField(L, "yday", m.yearday + 1)
    lua.lua_pushboolean(L, m.summer)
    lua.lua_setfield(L, -2, to_luastring("isdst"))
  }

  const field = (L: LuaStatePointer, name: string, missing: number | undefined): number => {
    const type = lua.lua_getfield(L, -1, to_luastring(name))
    const n = integers.of(L.stack[L.top - 1]!)
    if (n === false) {
      if (type !== lua.LUA_TNIL)
        return lauxlib.luaL_error(L, to_luastring("field '%s' is not an integer"), to_luastring(name))
      if (missing === undefined) {
        return lauxlib.luaL_error(L, to_luastring("field '%s' missing in date table"), to_luastring(name))
      }
      lua.lua_settop(L, -2)
      return missing
    }
    if (n > farthest || n < -farthest) {
      return lauxlib.luaL_error(L, to_luastring("field '%s' is out-of-bound"), to_luastring(name))
    }
    lua.lua_settop(L, -2)
    return Number(n)
  }

  const unrepresentable = (L: LuaStatePointer): never =>
    lauxlib.luaL_error(L, to_luastring("time result cannot be represented in this installation"))

  return {
    clock: (L) => {
      lua.lua_pushnumber(L, cpuSeconds())
      return 1
    },
    date: (L) => {
      let format = lauxlib.luaL_optlstring(L, 1, to_luastring("%c"))!
      const time = lua.lua_isnoneornil(L, 2) ? Math.floor(Date.now() / 1000) : timeArgument(L, 2)
      const inUtc = format[0] === 33
      if (inUtc) format = format.subarray(1)
      const m = moment(time, inUtc)
      if (m === undefined) return unrepresentable(L)
      if (format.length === 2 && format[0] === 42 && format[1] === 116) {
        lua.lua_createtable(L, 0, 9)
        setFields(L, m)
        return 1
      }
      const B = new lauxlib.luaL_Buffer()
      lauxlib.luaL_buffinit(L, B)
      for (let i = 0; i < format.length; i++) {
        if ((meter.steps -= format[i] === 37 ? 20 : 1) < 0) meter.exhausted(L)
        if (format[i] !== 37) {
          lauxlib.luaL_addchar(B, format[i]!)
          continue
        }
        const modified = format[i + 1] === 69 || format[i + 1] === 79 ? 2 : 1
        const name = String.fromCharCode(...format.subarray(i + 1, i + 1 + modified))
        const text = conversion(name, m)
        if (text === undefined) {
          const shown = lua.lua_pushfstring(
            L,
            to_luastring("invalid conversion specifier '%%%s'"),
            format.subarray(i + 1)
          )
          return lauxlib.luaL_argerror(L, 1, shown)
        }
        const bytes = to_luastring(text)
        lauxlib.luaL_addlstring(B, bytes, bytes.length)
        i += modified
      }
      lauxlib.luaL_pushresult(B)
      return 1
    },
    difftime: (L) => {
      lua.lua_pushnumber(L, timeArgument(L, 1) - timeArgument(L, 2))
      return 1
    },
    time: (L) => {
      if (lua.lua_isnoneornil(L, 1)) return pushTime(L, Math.floor(Date.now() / 1000))
      lauxlib.luaL_checktype(L, 1, lua.LUA_TTABLE)
      lua.lua_settop(L, 1)
      // In PUC's order: the first one that is wrong is the one that is named.
      const second = field(L, "sec", 0)
      const minute = field(L, "min", 0)
      const hour = field(L, "hour", 12)
      const day = field(L, "day", undefined)
      const month = field(L, "month", undefined) - 1
      const year = field(L, "year", undefined)
      const type = lua.lua_getfield(L, -1, to_luastring("isdst"))
      const summer = type === lua.LUA_TNIL ? undefined : lua.lua_toboolean(L, -1)
      lua.lua_settop(L, -2)
      const date = new Date(2000, 0, 1)
      date.setFullYear(year, month, day)
      date.setHours(hour, minute, second, 0)
      // Who says that it is summer where it is not means the clock of summer.
      if (summer !== undefined && !Number.isNaN(date.getTime())) {
        const is = isSummer(date)
        if (summer && !is) date.setTime(date.getTime() - 3600000)
        if (!summer && is) date.setTime(date.getTime() + 3600000)
      }
      const seconds = date.getTime() / 1000
      const m = moment(seconds, false)
      if (m === undefined) return unrepresentable(L)
      setFields(L, m)
      return pushTime(L, Math.floor(seconds))
    }
  }
}
