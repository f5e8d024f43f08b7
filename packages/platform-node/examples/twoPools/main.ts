/*
 * Two pools of one actor under different tags: what is urgent never waits behind what is not.
 * `node packages/platform-node/examples/twoPools/main.ts`
 */
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as Actor from "@stevedore/core/Actor"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { Express, Resizer } from "./resizer.protocol.ts"

const program = Effect.gen(function* () {
  const [resizer, express] = [yield* Resizer, yield* Express]
  for (const image of ["archive 1", "archive 2", "archive 3"]) yield* Console.log(yield* resizer.resize({ image }))
  yield* Console.log(yield* express.resize({ image: "portrait" }))
})

const entry = Actor.entry<typeof import("./resizer.thread.ts")>(new URL("./resizer.thread.ts", import.meta.url))
const live = Layer.merge(
  Resizer.layerPool({ entry, name: "bulk", size: 2 }),
  Express.layerPool({ entry, name: "express", size: 1 })
)
program.pipe(Effect.provide(live), Effect.provide(NodeActorSystem.layer()), NodeRuntime.runMain)
