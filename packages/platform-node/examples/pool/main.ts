/*
 * A pool of four threads, a hundred tasks, and a key: the tasks of one user run on one thread, one after the other.
 * `node packages/platform-node/examples/pool/main.ts`
 */
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as Actor from "@stevedore/core/Actor"
import * as Routing from "@stevedore/core/Routing"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import { Ledger } from "./ledger.protocol.ts"

const users = ["ada", "bob", "cleo", "dan", "eve", "finn", "gil", "hal", "ida", "jo"]
const tasks = Array.from({ length: 100 }, (_, task) => ({ user: users[task % users.length]!, cents: task }))

const program = Effect.gen(function* () {
  const ledger = yield* Ledger
  const done = yield* Effect.forEach(tasks, (task) => ledger.spend(task), { concurrency: "unbounded" })
  const threads = new Set(done.map(({ thread }) => thread))
  yield* Console.log(`${done.length} tasks on ${threads.size} threads`)
  for (const user of users) {
    const own = done.filter((_, task) => tasks[task]!.user === user)
    const places = new Set(own.map(({ thread }) => thread))
    yield* Console.log(`${user}: ${own.at(-1)!.total} cents, on ${places.size} thread`)
  }
})

const entry = Actor.entry<typeof import("./ledger.thread.ts")>(new URL("./ledger.thread.ts", import.meta.url))
const live = Ledger.layerPool({ entry, name: "ledger", size: 4, routing: Routing.annotatedKey })
program.pipe(Effect.provide(live), Effect.provide(NodeActorSystem.layer()), NodeRuntime.runMain)
