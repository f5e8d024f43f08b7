/*
 * What Lua says, as lines of Effect's logger: `alog` and `print`. A line has the annotation `at`, chunk and line number of who said
 * it, and those of the job that it was said in; the thread's name is on it also outside of jobs.
 */
import { CurrentThread } from "@stevedore/core/CurrentThread"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import type * as LogLevel from "effect/LogLevel"
import * as Option from "effect/Option"
import { fengari } from "../fengari/load.ts"
import type { LuaStatePointer } from "../fengari/types.ts"
import { shown, textSize } from "../state/bytes.ts"
import { raiseText } from "../state/errors.ts"
import { Growth } from "../state/growth.ts"
import { stateOf } from "../state/state.ts"

const { lauxlib, lua } = fengari

/** Bytes of a line: loggers put it into texts of their own, some of them several times as long. */
const LONGEST = 64 * 2 ** 20

/** The values from `first` on, as `tostring` shows them, with tabs between; what each is in bytes is added to `strings`. */
export const lineOf = (L: LuaStatePointer, first: number, strings?: Array<Uint8Array>): string => {
  const count = lua.lua_gettop(L)
  const parts: Array<string> = []
  const growth = new Growth(L, false)
  let length = 0
  try {
    for (let i = first; i <= count; i++) {
      const bytes = lauxlib.luaL_tolstring(L, i)
      length += bytes.length + 1
      if (length > LONGEST) return raiseText(L, `a line of more than ${LONGEST} bytes`)
      // Once as a text, and once as the line that waits to be written.
      growth.take(2 * textSize(bytes) + (strings === undefined ? 0 : bytes.length))
      strings?.push(bytes)
      parts.push(shown(bytes))
      lua.lua_settop(L, count)
    }
    return parts.join("\t")
  } finally {
    growth.end()
  }
}

/** Chunk and line of the Lua function that called the host function which runs. */
const placeOf = (L: LuaStatePointer): string | undefined => {
  const ar = new lua.lua_Debug()
  for (let level = 1; lua.lua_getstack(L, level, ar) !== 0; level++) {
    lua.lua_getinfo(L, "Sl", ar)
    if (ar.currentline > 0 && ar.short_src !== null) return `${shown(ar.short_src)}:${ar.currentline}`
  }
  return undefined
}

/** Writes a line at once, as whoever runs the job would. */
export const write = (
  L: LuaStatePointer,
  level: LogLevel.Severity,
  line: string,
  more: Readonly<Record<string, unknown>> = {}
): void => {
  const { job, servedAs, services } = stateOf(L)
  const fiber = Fiber.getCurrent()
  const annotations: Record<string, unknown> = { ...more }
  const thread = Context.getOption(services, CurrentThread)
  if (Option.isSome(thread)) annotations["thread"] = thread.value.name
  const at = placeOf(L)
  if (at !== undefined) annotations["at"] = at
  if (job?.begun !== undefined) {
    if (job.begun.job !== undefined) annotations["job"] = job.begun.job
  } else if (fiber === undefined && servedAs !== null && job !== null) {
    // It has not waited yet, and its sender has said nothing that its lines are to have: core has made no fiber for it.
    annotations["job"] = servedAs
  }
  const context = (fiber?.context ?? services) as Context.Context<never>
  Effect.runForkWith(context)(Effect.annotateLogs(Effect.logWithLevel(level)(line), annotations))
}
