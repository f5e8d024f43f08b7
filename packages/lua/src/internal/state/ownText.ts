/*
 * What an uncaught error value says of itself: its `__tostring`, which the message handler of PUC's `lua` asks for, too. It is code of
 * the script: it runs for the job that raised, before that has ended, within its budget, and can be killed as the job can.
 */
import { fengari } from "../fengari/load.ts"
import type { TValue } from "../fengari/types.ts"
import type { Job } from "./job.ts"
import { getField, isString, LUA_TNIL, LUA_TTABLE, LUA_TUSERDATA, pushSlot } from "./stack.ts"

const { lua } = fengari

/** The length that a stack takes only to report its overflow: whoever has gone that deep is asked nothing. */
const overflowed: number = fengari.luaconf.LUAI_MAXSTACK

/** The bytes that `__tostring` gives of what `job` has raised; undefined where it has none, or that fails or gives no string. */
export const ownText = (job: Job): Uint8Array | undefined => {
  const { L, state } = job
  const raised = L.stack[L.top - 1] as TValue
  if (raised.type !== LUA_TTABLE && raised.type !== LUA_TUSERDATA) return undefined
  // One of the host's has its text, and its stack, where they are asked for; and in a closed state nothing runs.
  if (state.closed || L.stack.length > overflowed) return undefined
  if (raised.type === LUA_TTABLE && state.causes.has(raised.value)) return undefined
  const { metatable } = raised.value
  if (metatable === null) return undefined
  const says = getField(L, metatable, "__tostring")
  if (says.type === LUA_TNIL) return undefined
  // The stack of the job stays as it is, for the traceback. Here, as in message handlers, nothing can wait.
  const handler = lua.lua_newthread(state.L)
  lua.lua_settop(state.L, -2)
  handler.isJob = true
  pushSlot(handler, says)
  pushSlot(handler, raised)
  state.threads.set(handler, job)
  const { blocked } = job
  job.blocked = true
  const status = lua.lua_pcall(handler, 1, 1, 0)
  job.blocked = blocked
  state.threads.delete(handler)
  const text = handler.stack[handler.top - 1] as TValue
  return status === lua.LUA_OK && job.ended === null && isString(text) ? text.svalue() : undefined
}
