/*
 * The program of the test of bundles with Lua: states, threads made by TypeScript and by a script, and what a bundle may lose on the way.
 */
import * as LuaError from "@stevedore/lua/LuaError"
import * as LuaPool from "@stevedore/lua/LuaPool"
import * as LuaState from "@stevedore/lua/LuaState"
import * as LuaThread from "@stevedore/lua/LuaThread"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import * as Effect from "effect/Effect"

const program = Effect.gen(function* () {
  const state = yield* LuaState.make()
  console.log(
    ...(yield* state.run("return 65536 * 65536, ('%5.1f'):format(0.25), msgpack.unpack(msgpack.pack({ 7 }))[1]"))
  )
  const pool = yield* LuaPool.make({ name: "dock", size: 2, entry: new URL("./dock.lua", import.meta.url) })
  console.log(yield* pool.call("weigh", [1, 2, 3]))
  const failed = yield* Effect.orDie(Effect.flip(pool.run("error('wet')")))
  console.log(failed._tag, failed instanceof LuaError.LuaRuntimeError, failed.message)
  const main = yield* LuaThread.onMain({ entry: new URL("./dock.lua", import.meta.url) })
  console.log(
    yield* main.run(
      "return athd.call(athd.newthread('crane', 'dock.lua', 0), 'where', 'return athd.getctname(), weigh(...)', { 4 })"
    )
  )
})

const live = NodeActorSystem.layer({ maxThreads: 8, slowAfter: "never", startTimeout: "60 seconds" })
/** Where there is no fengari: nor is there anything to run uncorrected. */
const missing = ({ reason, remedy }: LuaError.LuaEngineError) =>
  Effect.gen(function* () {
    const error = yield* Effect.flip(Effect.scoped(LuaState.make({ allowUnpatched: true })))
    console.log(error._tag, reason, remedy)
  })
await Effect.runPromise(
  Effect.scoped(program).pipe(
    Effect.catchTag("LuaEngineError", missing),
    Effect.provide(live),
    Effect.catchCause((cause) => Effect.sync(() => console.log(String(cause))))
  )
)
