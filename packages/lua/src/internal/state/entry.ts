/*
 * The file that a state is made for: the entry of a thread or of main, a file of tests.
 */
import * as Effect from "effect/Effect"
import type { LuaError } from "../../LuaError.ts"
import type { LuaState } from "../../LuaState.ts"
import type { LuaInput, LuaValue } from "../../LuaValue.ts"
import { stateIn } from "./access.ts"
import { folderOf, located, realPath } from "./files.ts"
import { wrongFile } from "./options.ts"

/** As the state's own `load`, but what is beside this file is found before what is in other folders. */
export const loadEntry = (
  luaState: LuaState,
  file: string | URL,
  ...args: ReadonlyArray<LuaInput>
): Effect.Effect<Array<LuaValue>, LuaError> =>
  Effect.suspend(() => {
    const { base, roots, sandbox } = stateIn(luaState)
    // What is no name of a file, `load` refuses.
    if (sandbox !== "strict" && wrongFile("file", file) === undefined) {
      const root = realPath(folderOf(located(file, base)))
      const at = roots.indexOf(root)
      if (at >= 0) roots.splice(at, 1)
      roots.unshift(root)
    }
    return luaState.load(file, ...args)
  })
