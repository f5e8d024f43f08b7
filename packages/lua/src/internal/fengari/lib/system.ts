/*
 * What of `os` asks the system: variables of the environment, files, commands. Names that nothing has never reach Node, which answers
 * some of them by errors of its own; the rest is fengari's.
 */
import { Buffer, isUtf8 } from "node:buffer"
import { spawnSync } from "node:child_process"
import { randomBytes } from "node:crypto"
import { closeSync, openSync } from "node:fs"
import { constants, tmpdir } from "node:os"
import { join } from "node:path"
import type { Fengari, LuaCFunction, LuaStatePointer } from "../types.ts"

/** Longer than any path, and any name of a variable. */
const longestName = 4096

/** What is said of a name that nothing has, with the number of the system. */
const tooLong = { text: "File name too long", number: 36 }
const absent = { text: "No such file or directory", number: 2 }

/** Node takes texts only. */
const textOf = (bytes: Uint8Array): string | undefined => (isUtf8(bytes) ? Buffer.from(bytes).toString() : undefined)

/** How a command has ended, as C says it. */
const ran = (command: string): readonly [how: "exit" | "signal", number: number] => {
  // A shell has nothing to do with it, and Node no shell for it.
  if (command === "") return ["exit", 0]
  const { signal, status } = spawnSync(command, { shell: true, stdio: "inherit" })
  return signal === null ? ["exit", status ?? 127] : ["signal", constants.signals[signal]]
}

/** The library that is on top of the stack, with ours over its functions. */
export const overSystem = (F: Fengari, L: LuaStatePointer): void => {
  const { lauxlib, lua, to_luastring } = F

  const refusal = (L: LuaStatePointer, index: number): typeof absent | undefined => {
    const name = lauxlib.luaL_checkstring(L, index)
    // C would take such a name for what is before the zero, which is another file.
    return name.length > longestName ? tooLong : name.includes(0) ? absent : undefined
  }

  /** nil, the text, which begins with the name where there is one on the stack, and the number. */
  const refuse = (L: LuaStatePointer, { number, text }: typeof absent, named?: number): number => {
    lua.lua_pushnil(L)
    if (named !== undefined) lua.lua_pushvalue(L, named)
    lua.lua_pushliteral(L, named === undefined ? text : `: ${text}`)
    if (named !== undefined) lua.lua_concat(L, 2)
    lua.lua_pushinteger(L, number)
    return 3
  }

  const given = (name: string): LuaCFunction => {
    lua.lua_getfield(L, -1, to_luastring(name))
    const f = lua.lua_tocfunction(L, -1) as LuaCFunction
    lua.lua_settop(L, -2)
    return f
  }
  const unlink = given("remove")
  const move = given("rename")

  lauxlib.luaL_setfuncs(
    L,
    {
      getenv: (L) => {
        const found = refusal(L, 1)
        const name = found === undefined ? textOf(lauxlib.luaL_checkstring(L, 1)) : undefined
        const has = name !== undefined && Object.hasOwn(process.env, name)
        lua.lua_pushliteral(L, has ? process.env[name] : null)
        return 1
      },
      remove: (L) => {
        const found = refusal(L, 1)
        return found === undefined ? unlink(L) : refuse(L, found, 1)
      },
      rename: (L) => {
        const from = refusal(L, 1)
        const found = refusal(L, 2) ?? from
        return found === undefined ? move(L) : refuse(L, found)
      },
      tmpname: (L) => {
        const name = join(tmpdir(), `lua_${randomBytes(6).toString("hex")}`)
        try {
          // It is there from then on, as in C: nobody else takes the name.
          closeSync(openSync(name, "wx", 0o600))
        } catch {
          return lauxlib.luaL_error(L, to_luastring("unable to generate a unique filename"))
        }
        lua.lua_pushliteral(L, name)
        return 1
      },
      execute: (L) => {
        if (lua.lua_isnoneornil(L, 1)) {
          lua.lua_pushboolean(L, true)
          return 1
        }
        const bytes = lauxlib.luaL_checkstring(L, 1)
        const command = bytes.includes(0) ? undefined : textOf(bytes)
        if (command === undefined) {
          return lauxlib.luaL_argerror(L, 1, to_luastring("a command of UTF-8 without zeros expected"))
        }
        const [how, number] = ran(command)
        if (how === "exit" && number === 0) lua.lua_pushboolean(L, true)
        else lua.lua_pushnil(L)
        lua.lua_pushliteral(L, how)
        lua.lua_pushinteger(L, number)
        return 3
      }
    },
    0
  )
}
