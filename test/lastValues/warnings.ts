/*
 * Opens a SQLite store on its thread, writes, and ends: what it prints is looked at.
 */
import { ActorSystem } from "@stevedore/core/ActorSystem"
import { LastValueStore } from "@stevedore/harbor/LastValueStore"
import * as SqliteLastValues from "@stevedore/harbor/node/SqliteLastValues"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import * as Effect from "effect/Effect"

const program = Effect.gen(function* () {
  const store = yield* LastValueStore
  const system = yield* ActorSystem
  const threads = yield* system.threads
  console.log(yield* store.begin, threads.map(({ name }) => name).join(" "))
})
await program.pipe(
  Effect.provide(SqliteLastValues.layer({ path: process.argv[2]! })),
  Effect.provide(NodeActorSystem.layer({ startTimeout: "5 minutes" })),
  Effect.runPromise
)
