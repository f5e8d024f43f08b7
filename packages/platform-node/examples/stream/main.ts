/*
 * A stream from a thread: endless, never further ahead than its reader allows, and interrupted when he has enough.
 * `node packages/platform-node/examples/stream/main.ts`
 */
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as Actor from "@stevedore/core/Actor"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { Counter } from "./counter.protocol.ts"

const program = Effect.gen(function* () {
  const counter = yield* Counter
  const primes = counter.primes({ from: 1_000_000 }, { streamBufferSize: 4 })
  yield* Stream.runForEach(Stream.take(primes, 5), (prime) => Console.log(prime))
  // The job has ended, and with it the search: the four that it may be ahead are all that was made beyond.
  const looked = yield* counter.looked()
  yield* Console.log(looked < 200 ? "and no further than allowed" : `looked at ${looked} numbers`)
})

const entry = Actor.entry<typeof import("./counter.thread.ts")>(new URL("./counter.thread.ts", import.meta.url))
const live = Counter.layerThread({ entry, name: "counter" })
program.pipe(Effect.provide(live), Effect.provide(NodeActorSystem.layer()), NodeRuntime.runMain)
