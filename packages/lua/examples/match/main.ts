/*
 * A match on two threads: `node packages/lua/examples/match/main.ts`. All of it is in the two scripts beside this file.
 */
import * as LuaThread from "@stevedore/lua/LuaThread"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import * as Effect from "effect/Effect"

const program = Effect.gen(function* () {
  const lobby = yield* LuaThread.onMain({ entry: new URL("./lobby.lua", import.meta.url) })
  yield* lobby.idle
})

await program.pipe(Effect.scoped, Effect.provide(NodeActorSystem.layer({ slowAfter: "never" })), Effect.runPromise)
