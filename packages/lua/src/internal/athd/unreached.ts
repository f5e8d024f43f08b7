/**
 * What a call fails with that is for a thread which nobody has made, or which is no more: core knows actors, programs know Lua threads.
 */
import { ActorError, Stopped, Unreachable } from "@stevedore/core/ActorError"
import { MAIN } from "./protocol.ts"

/** What was waited for where nobody of that name has come, as Lua's programs know it, with what would have made it. */
export const namedError = <E>(error: E, name: string): E | ActorError => {
  if (!(error instanceof ActorError)) return error
  const { actor, job, reason, started, thread } = error
  if (reason._tag !== "Unreachable" || !reason.detail.startsWith("no layer of this actor system provides")) return error
  const waited = / within \d+ ms$/.exec(reason.detail)?.[0] ?? " in time"
  const detail =
    name === MAIN
      ? `main has no Lua state, and none was made${waited}: LuaThread.onMain makes it, before threads call athd.getmain()`
      : `no Lua thread or pool has the name "${name}", and none was made${waited}: LuaThread.make, LuaPool.make or athd.newthread make it`
  return new ActorError({ reason: new Unreachable({ detail }), actor, job, thread, started })
}

/** For one thread of a pool that has stopped: core has no names of threads by then, and would have the handle name one of them. */
export const stoppedError = <E>(error: E): E | ActorError => {
  if (!(error instanceof ActorError)) return error
  const { actor, job, reason, started, thread } = error
  if (reason._tag !== "InvalidOption" || reason.option !== "thread") return error
  return new ActorError({ reason: new Stopped({}), actor, job, thread, started })
}
