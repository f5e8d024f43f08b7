/*
 * Names that scripts give to jobs, tests, messages, groups, keys and files. The host makes texts, keys and log lines of them, whose time
 * and memory no budget sees: so they are short.
 */
import { fengari } from "../fengari/load.ts"
import type { LuaStatePointer } from "../fengari/types.ts"
import { MOST_OF_NAME, shown } from "./bytes.ts"
import { raiseText } from "./errors.ts"

const { lauxlib, to_luastring } = fengari

const nameExpected = to_luastring(`a name of at most ${MOST_OF_NAME} bytes expected`)

/** The name that is an argument of the running function; raises where it is none, or too long. */
export const nameAt = (L: LuaStatePointer, index: number): string => {
  const bytes = lauxlib.luaL_checkstring(L, index)
  if (bytes.length > MOST_OF_NAME) lauxlib.luaL_argerror(L, index, nameExpected)
  return shown(bytes)
}

/** A name that is not an argument itself; `what` says which. */
export const nameIn = (L: LuaStatePointer, what: string, bytes: Uint8Array): string =>
  bytes.length > MOST_OF_NAME ? raiseText(L, `${what} of ${bytes.length} bytes: at most ${MOST_OF_NAME}`) : shown(bytes)
