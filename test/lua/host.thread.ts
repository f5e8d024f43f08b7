/*
 * A Lua thread with functions of the host.
 */
import * as LuaModule from "@stevedore/lua/LuaModule"
import { LuaRuntime } from "@stevedore/lua/LuaRuntime"
import * as LuaThread from "@stevedore/lua/LuaThread"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Queue from "effect/Queue"

const feed = LuaModule.layer("feed", {
  /** Waits at a queue that is shut down then, which interrupts whoever waits there. */
  next: () =>
    Effect.gen(function* () {
      const crates = yield* Queue.unbounded<number>()
      yield* Effect.forkChild(Effect.andThen(Effect.yieldNow, Queue.shutdown(crates)))
      return yield* Queue.take(crates)
    }),
  interrupted: () => Effect.interrupt
})

export default LuaThread.entry.pipe(Layer.provide(Layer.provideMerge(feed, LuaRuntime.layer())))
