import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import * as Actor from "@stevedore/core/Actor"
import { ActorSystem } from "@stevedore/core/ActorSystem"
import * as Supervision from "@stevedore/core/Supervision"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import { Primes } from "./primes.protocol.ts"

const entry = Actor.entry<typeof import("./primes.thread.ts")>(new URL("./primes.thread.ts", import.meta.url))
const live = Primes.layerPool({
  entry,
  size: 2,
  restart: Supervision.backoff({ restarts: 5, period: "1 minute" }), // the default: 10 in 60 s, after 50 ms to 5 s
  strategy: "allForOne", // the default: "oneForOne"
  onGiveUp: "escalate" // the default: "stop", which fails the jobs of that thread, typed
})
const program = Effect.gen(function* () {
  const system = yield* ActorSystem
  yield* Effect.forkScoped(Stream.runForEach(system.watch({ actor: Primes }), (event) => Effect.logDebug(event)))
  const work = Primes.use((primes) => primes.count({ below: 100 }))
  return yield* Effect.raceFirst(work, system.awaitFailure) // fails when a thread is given up
})
program.pipe(Effect.scoped, Effect.provide(live), Effect.provide(NodeActorSystem.layer()), Effect.runPromise)
