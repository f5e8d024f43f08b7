/**
 * The Lua module `athd`: threads and pools made from any Lua thread, work for them, and what a state knows of itself. Opened once
 * for each state of a Lua thread; a script reaches it as a global and by `require`.
 */
import * as Effect from "effect/Effect"
import { fengari } from "../fengari/load.ts"
import { pushNumber, toJsNumber } from "../fengari/numbers.ts"
import type { LuaCFunction, LuaStatePointer, Table, TValue } from "../fengari/types.ts"
import { LuaRuntimeError } from "../../LuaError.ts"
import { awaiting } from "../state/await.ts"
import { hostSteps } from "../state/budget.ts"
import { latinOf, textOf } from "../state/bytes.ts"
import { nameAt, typeExpected } from "../state/names.ts"
import { pushChunk } from "../state/chunks.ts"
import { isLuaError, raise, raiseText } from "../state/errors.ts"
import {
  functionSlot,
  getField,
  LUA_TNIL,
  newTable,
  pushSlot,
  pushText,
  setField,
  slotAt,
  tableSlot,
  textSlot
} from "../state/stack.ts"
import type { State } from "../state/state.ts"
import { Athd, type Place } from "./athd.ts"
import { broadcasting } from "./broadcasting.ts"
import { handleAt } from "./handle.ts"
import { queue } from "./lane.ts"
import { pendingOf } from "./pending.ts"
import { MAIN, MOST_NAME_BYTES } from "./protocol.ts"
import { pushing } from "./pushing.ts"
import { millisAt, scheduling } from "./scheduling.ts"

const { lauxlib, lua, to_luastring } = fengari

const wholeExpected = to_luastring("a whole number from 1 expected")
const MOST_THREADS = 64

/** Pushes the module for a new state. */
export const open = (place: Place, state: State, L: LuaStatePointer): Athd => {
  const table = newTable(L)
  const athd = new Athd(place, state, table)
  const functions = { ...asking(athd), ...pushing(athd), ...broadcasting(athd), ...scheduling(athd), queue }
  for (const [name, f] of Object.entries(functions)) setField(L, table, name, functionSlot(f))
  setField(L, table, "onwork", (athd.onwork = functionSlot(onwork(state))))
  athd.handles.metatable = metatable(L, table)
  pushSlot(L, tableSlot(table))
  return athd
}

/** What a job is when nobody has replaced it, for scripts that call it: the runtime itself goes without. */
const onwork =
  (state: State): LuaCFunction =>
  (L) => {
    const name = slotAt(L, 1)
    const source = lauxlib.luaL_checkstring(L, 2)
    const args = slotAt(L, 3)
    lua.lua_settop(L, 3)
    pushSlotOfSource(state, L, source, name)
    pushSlot(L, args)
    lua.lua_callk(L, 1, lua.LUA_MULTRET, 0, returned)
    return returned(L)
  }

/** What lies above the three arguments. */
const returned = (L: LuaStatePointer): number => lua.lua_gettop(L) - 3

const pushSlotOfSource = (state: State, L: LuaStatePointer, source: Uint8Array, name: TValue): void => {
  const text = name.type === LUA_TNIL ? "job" : nameAt(L, 1)
  const refused = raised(() => pushChunk(state, L, source, `=${text}`))
  if (refused !== undefined) raise(L, refused)
}

/** What compiling fails with, if it does. */
const raised = (body: () => void): unknown => {
  try {
    body()
    return undefined
  } catch (cause) {
    if (isLuaError(cause)) return cause
    throw cause
  }
}

// -- handles -----------------------------------------------------------------------------------------------------------

const metatable = (L: LuaStatePointer, module: Table): Table => {
  const [made, methods] = [newTable(L), newTable(L)]
  for (const name of ["call", "send", "pushtjob", "pushpjob", "setjobtimeoutlimit", "pending", "broadcast"]) {
    setField(L, methods, name, getField(L, module, name))
  }
  setField(L, methods, "callby", getField(L, module, "callwith"))
  setField(
    L,
    methods,
    "name",
    functionSlot((L) => {
      const { name, thread } = handleAt(L, 1).to
      pushText(L, thread ?? name)
      return 1
    })
  )
  setField(L, made, "__index", tableSlot(methods))
  setField(L, made, "__name", textSlot(L, "thread"))
  setField(L, made, "__metatable", textSlot(L, "thread"))
  setField(
    L,
    made,
    "__tostring",
    functionSlot((L) => {
      pushText(L, handleAt(L, 1).shown)
      return 1
    })
  )
  return made
}

// -- what is asked of main, and of this thread ---------------------------------------------------------------------------

const threadNameAt = (L: LuaStatePointer, index: number): string => {
  const bytes = lauxlib.luaL_checkstring(L, index)
  if (bytes.length === 0 || bytes.length > MOST_NAME_BYTES || bytes.includes(0)) {
    lauxlib.luaL_argerror(L, index, to_luastring(`a name of 1 to ${MOST_NAME_BYTES} bytes expected`))
  }
  const name = textOf(bytes)
  return name ?? lauxlib.luaL_argerror(L, index, to_luastring(`a name in UTF-8 expected, not ${escaped(bytes)}`))
}

/** Bytes that are no text, so that each is told from the others. */
const escaped = (bytes: Uint8Array): string =>
  latinOf(bytes).replaceAll(/[^\x20-\x7e]/g, (byte) => `\\x${byte.charCodeAt(0).toString(16).padStart(2, "0")}`)

const wholeAt = (L: LuaStatePointer, index: number): number => {
  const slot = slotAt(L, index)
  if (!slot.ttisnumber()) return typeExpected(L, index, "number")
  const number = toJsNumber(slot)
  if (typeof number === "number" && Number.isSafeInteger(number) && number >= 1) return number
  return lauxlib.luaL_argerror(L, index, wholeExpected)
}

const asking = (athd: Athd): Record<string, LuaCFunction> => {
  const { place } = athd
  const { main, system, thread } = place

  const make = (L: LuaStatePointer, size: number, millis: number): number => {
    const name = threadNameAt(L, 1)
    const script = nameAt(L, 2)
    const slowMillis = slotAt(L, millis).type === LUA_TNIL ? 0 : millisAt(L, millis)
    const entry = athd.entryOf(L, script)
    if (entry === undefined) return raiseText(L, `no script '${script}' below the folders of this state`)
    const made = main.open({ name, entry, size, slowMillis, state: athd.given, life: athd.life })
    return awaiting(L, asked(made), (L) => athd.handles.push(L, { name, size, thread: undefined }))
  }

  return {
    newthread: (L) => make(L, 0, 3),
    newpool: (L) => {
      const size = wholeAt(L, 3)
      if (size >= MOST_THREADS) lauxlib.luaL_argerror(L, 3, to_luastring(`fewer than ${MOST_THREADS} threads expected`))
      return make(L, size, 4)
    },
    setjobtimeoutlimit: (L) => {
      const { name, thread = null } = handleAt(L, 1).to
      const changed = main.slowAfter({ name, thread, millis: millisAt(L, 2) })
      // Main tells every thread.
      return awaiting(L, asked(changed), none, 0, hostSteps.message + athd.threads * hostSteps.thread)
    },
    setjobcapecity: (L) => awaiting(L, asked(main.capacity({ jobs: wholeAt(L, 1) })), none),
    setjobcapacity: (L) => awaiting(L, asked(main.capacity({ jobs: wholeAt(L, 1) })), none),
    getmain: (L) => athd.handles.push(L, { name: MAIN, size: 0, thread: undefined }),
    getct: (L) => athd.handles.push(L, place.own),
    getctid: (L) => {
      pushNumber(L, thread.id)
      return 1
    },
    getctname: (L) => {
      pushText(L, thread.name)
      return 1
    },
    gettname: (L) => {
      const name = Effect.runSync(system.threadName(wholeAt(L, 1)))
      if (name === undefined) lua.lua_pushnil(L)
      else pushText(L, name)
      return 1
    },
    pending: (L) => {
      if (slotAt(L, 1).type === LUA_TNIL) {
        pushNumber(L, athd.pushed)
        return 1
      }
      const { remote, to } = handleAt(L, 1)
      return awaiting(L, pendingOf(place, remote, to), (L, count) => {
        pushNumber(L, count as number)
        return 1
      })
    }
  }
}

/** What main refuses is the script's error, in its words. */
const asked = <A, E extends { readonly _tag: string; readonly message: string }>(
  effect: Effect.Effect<A, E>
): Effect.Effect<A, E | LuaRuntimeError> =>
  Effect.mapError(effect, (error) =>
    error._tag === "Refused" ? new LuaRuntimeError({ chunk: "athd", detail: error.message, traceback: "" }) : error
  )

const none = (): number => 0
