/*
 * A slow job is warned of while it runs, with its name, its thread and how long; one that is known to be slow is not.
 * `node packages/platform-node/examples/slowJob/main.ts`
 */
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as Actor from "@stevedore/core/Actor"
import { ActorSystem } from "@stevedore/core/ActorSystem"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Logger from "effect/Logger"
import { Cruncher } from "./cruncher.protocol.ts"

const program = Effect.gen(function* () {
  const cruncher = yield* Cruncher
  yield* cruncher.crunchAll({ millis: 1000 })
  yield* Console.log("crunched all")
  yield* cruncher.crunch({ millis: 1000 })
  yield* Console.log("crunched")
  // From now on that is as it should be.
  yield* (yield* ActorSystem).slowAfter({ actor: Cruncher }, "10 minutes")
  yield* cruncher.crunch({ millis: 1000 })
  yield* Console.log("crunched again")
})

/** Main's own loggers write what is said about its threads. */
const logger = Logger.layer([Logger.make(({ message }) => console.log(String(message)))])

const entry = Actor.entry<typeof import("./cruncher.thread.ts")>(new URL("./cruncher.thread.ts", import.meta.url))
const live = Cruncher.layerThread({ entry, name: "cruncher", slowAfter: "200 millis" })
program.pipe(Effect.provide(live), Effect.provide(NodeActorSystem.layer()), Effect.provide(logger), NodeRuntime.runMain)
