/*
 * One program on this thread, on a thread, on a pool: one line is another one.
 * `node packages/platform-node/examples/oneLine/main.ts local`, or `thread`, or `pool`
 */
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as Actor from "@stevedore/core/Actor"
import { ActorSystem } from "@stevedore/core/ActorSystem"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import { Counter } from "./counter.protocol.ts"
import handlers from "./counter.thread.ts"

const texts = ["one", "one two", "one two three"]

/** It knows of no threads. */
const program = Effect.gen(function* () {
  const counter = yield* Counter
  yield* Console.log(yield* Effect.forEach(texts, (text) => counter.countWords({ text }), { concurrency: "unbounded" }))
})

const threads = Effect.flatMap(ActorSystem, (system) =>
  Effect.flatMap(system.threads, (threads) => Console.log(threads.map(({ name }) => name).join(" ")))
)

const entry = Actor.entry<typeof import("./counter.thread.ts")>(new URL("./counter.thread.ts", import.meta.url))
const hosts = {
  local: Counter.layerLocal(handlers),
  thread: Counter.layerThread({ entry, name: "counter" }),
  pool: Counter.layerPool({ entry, name: "counter", size: 2 })
}
const live = hosts[(process.argv[2] ?? "local") as keyof typeof hosts] // this one
Effect.andThen(program, threads).pipe(
  Effect.provide(live),
  Effect.provide(NodeActorSystem.layer()),
  NodeRuntime.runMain
)
