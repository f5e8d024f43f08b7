/*
 * The `math` library: fengari's, with integers of every size, and with random numbers that belong to the state.
 */
import { integerOfFloat, power } from "../kernel/arith.ts"
import { LUA_TNUMFLT, LUA_TNUMINT, setNumber } from "../numbers.ts"
import type { Fengari, LuaCFunction, LuaStatePointer, TValue } from "../types.ts"
import { argument, type Integers } from "./integers.ts"
import { between, type Generator, makeGenerator, seedBy } from "./random.ts"

const generators = new WeakMap<object, Generator>()

/** The generator of the state that `L` belongs to. */
export const generatorOf = (L: LuaStatePointer): Generator => {
  let generator = generators.get(L.l_G)
  if (generator === undefined) generators.set(L.l_G, (generator = makeGenerator()))
  return generator
}

/** Begins the random numbers of a state anew: from then on they are always the same. */
export const seedState = (L: LuaStatePointer, seed: number | bigint): void => seedBy(generatorOf(L), seed)

export const makeMath = (F: Fengari, integers: Integers): Readonly<Record<string, LuaCFunction>> => {
  const { lauxlib, lobject, lua, to_luastring } = F
  const { luaL_checknumber } = lauxlib

  const push = (L: LuaStatePointer, n: number | bigint): number => {
    const tv = new lobject.TValue(LUA_TNUMINT, 0)
    setNumber(tv, n)
    L.stack[L.top++] = tv
    return 1
  }
  const pushFloat = (L: LuaStatePointer, n: number): number => {
    L.stack[L.top++] = new lobject.TValue(LUA_TNUMFLT, n)
    return 1
  }
  /** The integer a float is, if integers go that far; else the float. */
  const pushIntegral = (L: LuaStatePointer, n: number): number => {
    const whole = integerOfFloat(n)
    return whole === false || whole > integers.max || whole < integers.min ? pushFloat(L, n) : push(L, whole)
  }
  const isInteger = (L: LuaStatePointer, arg: number): TValue | undefined => {
    const tv = argument(L, arg)
    return tv !== undefined && integers.is(tv) ? tv : undefined
  }
  const checkInteger = (L: LuaStatePointer, arg: number): number | bigint => {
    const tv = argument(L, arg)
    const n = tv === undefined ? false : integers.of(tv)
    return n === false ? lauxlib.luaL_checkinteger(L, arg) : n
  }
  const floats =
    (f: (x: number) => number): LuaCFunction =>
    (L) =>
      pushFloat(L, f(luaL_checknumber(L, 1)))

  const rounded =
    (round: (x: number) => number): LuaCFunction =>
    (L) => {
      if (isInteger(L, 1) !== undefined) {
        lua.lua_settop(L, 1)
        return 1
      }
      return pushIntegral(L, round(luaL_checknumber(L, 1)))
    }

  const extreme =
    (operator: number, first: boolean): LuaCFunction =>
    (L) => {
      const n = lua.lua_gettop(L)
      let best = 1
      if (n === 0) F.lauxlib.luaL_argerror(L, 1, F.to_luastring("value expected"))
      // Whatever can be compared, as PUC has it.
      for (let i = 2; i <= n; i++) {
        if (lua.lua_compare(L, first ? i : best, first ? best : i, operator)) best = i
      }
      lua.lua_pushvalue(L, best)
      return 1
    }

  const negated = (n: number | bigint): number | bigint => {
    const result = -n
    // With integers of 32 bits the smallest has no positive one.
    return integers.bits === 32 ? Number(result) | 0 : result
  }

  return {
    abs: (L) => {
      const tv = isInteger(L, 1)
      return tv === undefined
        ? pushFloat(L, Math.abs(luaL_checknumber(L, 1)))
        : push(L, tv.value < 0 ? negated(tv.value) : tv.value)
    },
    acos: floats(Math.acos),
    asin: floats(Math.asin),
    atan: (L) => pushFloat(L, Math.atan2(luaL_checknumber(L, 1), lauxlib.luaL_optnumber(L, 2, 1))),
    ceil: rounded(Math.ceil),
    cos: floats(Math.cos),
    cosh: floats(Math.cosh),
    deg: floats((x) => x * (180 / Math.PI)),
    exp: floats(Math.exp),
    floor: rounded(Math.floor),
    fmod: (L) => {
      const a = isInteger(L, 1)
      const b = isInteger(L, 2)
      if (a !== undefined && b !== undefined) {
        if (b.value == 0) return lauxlib.luaL_argerror(L, 2, to_luastring("zero"))
        if (typeof a.value === "number" && typeof b.value === "number") return push(L, (a.value % b.value) + 0)
        return push(L, BigInt(a.value) % BigInt(b.value))
      }
      // The second is looked at first, as PUC's compilers have it.
      const divisor = luaL_checknumber(L, 2)
      return pushFloat(L, luaL_checknumber(L, 1) % divisor)
    },
    frexp: (L) => {
      const x = luaL_checknumber(L, 1)
      const [fraction, exponent] = x === 0 || !Number.isFinite(x) ? [x, 0] : (F.luaconf.frexp(x) as [number, number])
      pushFloat(L, fraction)
      push(L, exponent)
      return 2
    },
    ldexp: (L) => {
      const x = luaL_checknumber(L, 1)
      const exponent = Number(checkInteger(L, 2))
      return pushFloat(L, x === 0 ? x : F.luaconf.ldexp(x, Math.max(-5000, Math.min(5000, exponent))))
    },
    log: (L) => {
      const x = luaL_checknumber(L, 1)
      if (lua.lua_isnoneornil(L, 2)) return pushFloat(L, Math.log(x))
      const base = luaL_checknumber(L, 2)
      return pushFloat(L, base === 2 ? Math.log2(x) : base === 10 ? Math.log10(x) : Math.log(x) / Math.log(base))
    },
    log10: floats(Math.log10),
    max: extreme(lua.LUA_OPLT, false),
    min: extreme(lua.LUA_OPLT, true),
    modf: (L) => {
      if (isInteger(L, 1) !== undefined) {
        lua.lua_settop(L, 1)
        pushFloat(L, 0)
        return 2
      }
      const n = luaL_checknumber(L, 1)
      const whole = n < 0 ? Math.ceil(n) : Math.floor(n)
      pushIntegral(L, whole)
      pushFloat(L, n === whole ? 0 : n - whole)
      return 2
    },
    pow: (L) => pushFloat(L, power(luaL_checknumber(L, 1), luaL_checknumber(L, 2))),
    rad: floats((x) => x * (Math.PI / 180)),
    random: (L) => {
      const generator = generatorOf(L)
      let low: number | bigint = 1
      let high: number | bigint
      switch (lua.lua_gettop(L)) {
        case 0:
          return pushFloat(L, generator.float())
        case 1:
          high = checkInteger(L, 1)
          break
        case 2:
          low = checkInteger(L, 1)
          high = checkInteger(L, 2)
          break
        default:
          return lauxlib.luaL_error(L, to_luastring("wrong number of arguments"))
      }
      lauxlib.luaL_argcheck(L, low <= high, 1, to_luastring("interval is empty"))
      return push(L, between(generator, low, high))
    },
    randomseed: (L) => {
      const tv = argument(L, 1)
      seedBy(generatorOf(L), tv !== undefined && integers.is(tv) ? tv.value : luaL_checknumber(L, 1))
      return 0
    },
    sin: floats(Math.sin),
    sinh: floats(Math.sinh),
    sqrt: floats(Math.sqrt),
    tan: floats(Math.tan),
    tanh: floats(Math.tanh),
    tointeger: (L) => {
      const tv = argument(L, 1)
      const n = tv === undefined ? false : integers.of(tv)
      if (n !== false) return push(L, n)
      lauxlib.luaL_checkany(L, 1)
      lua.lua_pushnil(L)
      return 1
    },
    type: (L) => {
      if (lua.lua_type(L, 1) === lua.LUA_TNUMBER)
        lua.lua_pushliteral(L, isInteger(L, 1) !== undefined ? "integer" : "float")
      else {
        lauxlib.luaL_checkany(L, 1)
        lua.lua_pushnil(L)
      }
      return 1
    },
    ult: (L) => {
      const a = BigInt.asUintN(64, BigInt(checkInteger(L, 1)))
      lua.lua_pushboolean(L, a < BigInt.asUintN(64, BigInt(checkInteger(L, 2))))
      return 1
    }
  }
}

export const openMath =
  (F: Fengari, integers: Integers): LuaCFunction =>
  (L) => {
    F.lauxlib.luaL_newlib(L, makeMath(F, integers))
    const constants = { pi: Math.PI, huge: Infinity, maxinteger: integers.max, mininteger: integers.min }
    for (const [name, value] of Object.entries(constants)) {
      const tv = new F.lobject.TValue(LUA_TNUMFLT, value)
      if (typeof value === "bigint" || Number.isInteger(value)) setNumber(tv, value)
      L.stack[L.top++] = tv
      F.lua.lua_setfield(L, -2, F.to_luastring(name))
    }
    return 1
  }
