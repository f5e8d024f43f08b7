/*
 * Capacity set too late: how many jobs there can be is said before the first thread starts. Later it is an error that tells
 * so. `node packages/platform-node/examples/capacity/main.ts`
 */
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as Actor from "@stevedore/core/Actor"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import { Late } from "./late.protocol.ts"

const program = Effect.gen(function* () {
  const late = yield* Late
  const { reason } = yield* Effect.flip(late.enlarge({ jobCapacity: 2_000_000 }))
  yield* Console.log(reason._tag)
  yield* Console.log(reason.message)
})

const entry = Actor.entry<typeof import("./late.thread.ts")>(new URL("./late.thread.ts", import.meta.url))
const live = Late.layerThread({ entry, name: "late" })
// Here is the time to say it.
const system = NodeActorSystem.layer({ jobCapacity: 10_000 })
program.pipe(Effect.provide(live), Effect.provide(system), NodeRuntime.runMain)
