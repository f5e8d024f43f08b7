/*
 * What the edited files of fengari ask for as `#kernel`: the numbers' slow paths, their texts, and what raises an error. Made once
 * an instance; the modules it needs itself are asked for when they are needed, since fengari's files form circles.
 */
import { hash } from "node:crypto"
import { isInteger, LUA_TNUMFLT, LUA_TNUMI64, LUA_TNUMINT, setNumber } from "../numbers.ts"
import type { LuaStatePointer, TValue } from "../types.ts"
import type { Require } from "../instance.ts"
import { keyOfFloat, operate, power, type Raise, setSafe, toInteger, toNumber } from "./arith.ts"
import { floatText } from "./decimal.ts"
import { prepareLoop, stepLoop } from "./loops.ts"
import { writeAll } from "./output.ts"
import { fits, readInteger, writeInteger } from "./pack.ts"
import { parseBase, parseNumber } from "./parse.ts"
import { systemText } from "./systemText.ts"

/** What stands for the bytes of a long string where it is a key. */
const digest = (bytes: Uint8Array): string => hash("sha256", bytes, "base64")

export const makeKernel = (require: Require, isWhole: (tv: TValue) => boolean = isInteger) => {
  const raise: Raise = (L, message) => {
    require("./ldebug.js").luaG_runerror(L, require("./defs.js").to_luastring(message))
    throw new Error("unreachable")
  }

  /** `res = a op b`, by the operands' metamethods if they are no numbers. */
  const arith = (L: LuaStatePointer | null, op: number, a: TValue, b: TValue, res: TValue): void => {
    if (!operate(raise, L, op, a, b, res)) {
      const { luaT_trybinTM, TMS } = require("./ltm.js")
      luaT_trybinTM(L, a, b, res, op + TMS.TM_ADD)
    }
  }

  /** An error of the host that nobody made a Lua error of: its name and text. */
  const nativeError = (L: LuaStatePointer): number => {
    const { lua_pushliteral, lua_touserdata } = require("./lapi.js")
    const error: unknown = lua_touserdata(L, 1)
    const deep = error instanceof RangeError && /call stack/i.test(error.message)
    lua_pushliteral(
      L,
      deep ? "stack overflow" : error instanceof Error ? `${error.name}: ${error.message}` : String(error)
    )
    return 1
  }

  return {
    LUA_TNUMI64,
    arith,
    digest,
    fits,
    floatText,
    isInteger,
    keyOfFloat,
    nativeError,
    parseBase,
    parseNumber,
    power,
    readInteger,
    setNumber,
    setSafe,
    stepLoop,
    systemText,
    toInteger,
    toNumber,
    writeAll,
    writeInteger,
    prepareLoop: (L: LuaStatePointer, init: TValue, limit: TValue, step: TValue) =>
      prepareLoop(raise, L, init, limit, step),
    /** The tag of an integral JS number or a bigint. */
    tagOf: (n: number | bigint): number =>
      typeof n === "bigint" ? LUA_TNUMI64 : (n | 0) === n ? LUA_TNUMINT : LUA_TNUMFLT,
    /** A number as `tostring` shows it. */
    numberText: (tv: TValue): string => (isWhole(tv) ? String(tv.value) : floatText(tv.value)),
    /** An argument that is a position or a count: what is beyond 2^53 is far enough. */
    clamped: (n: number | bigint | false): number | false => (typeof n === "bigint" ? Number(n) : n)
  }
}

export type Kernel = ReturnType<typeof makeKernel>
