/*
 * A thread and its result: a job goes there, and what comes of it comes back to the fiber that asked.
 * `node packages/platform-node/examples/thread/main.ts`
 */
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as Actor from "@stevedore/core/Actor"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import { Greeter } from "./greeter.protocol.ts"

const program = Effect.gen(function* () {
  const greeter = yield* Greeter
  yield* Console.log(yield* greeter.greet({ name: "ada" }))
})

const entry = Actor.entry<typeof import("./greeter.thread.ts")>(new URL("./greeter.thread.ts", import.meta.url))
const live = Greeter.layerThread({ entry, name: "greeter" })
program.pipe(Effect.provide(live), Effect.provide(NodeActorSystem.layer()), NodeRuntime.runMain)
