/*
 * All initialised: every thread of a pool gets the same data before the first job, and the last one that is ready says so.
 * `node packages/platform-node/examples/broadcast/main.ts`
 */
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as Actor from "@stevedore/core/Actor"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { Dictionary } from "./dictionary.protocol.ts"

const words = ["bell", "lane", "mailbox", "stevedore"]

const program = Effect.gen(function* () {
  const dictionary = yield* Dictionary
  let ready = 0
  yield* Stream.runForEach(dictionary.load.broadcast.stream({ words }), ({ exit, isLast }) =>
    Effect.flatMap(exit, (count) =>
      Console.log(`${++ready} ready, with ${count} words${isLast ? ": all initialised" : ""}`)
    )
  )
  // Whichever thread it is that answers. Where only the end of all counts, there is one result: all exits, by thread.
  const answers = yield* dictionary.has.broadcast({ word: "lane" })
  for (const { exit, thread } of answers) yield* Console.log(`${thread}: ${yield* exit}`)
})

const entry = Actor.entry<typeof import("./dictionary.thread.ts")>(new URL("./dictionary.thread.ts", import.meta.url))
const live = Dictionary.layerPool({ entry, name: "dictionary", size: 3 })
program.pipe(Effect.provide(live), Effect.provide(NodeActorSystem.layer()), NodeRuntime.runMain)
