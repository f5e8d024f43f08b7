/*
 * A graceful stop: what was sent is finished, what comes later is refused, and then the threads are gone.
 * `node packages/platform-node/examples/gracefulStop/main.ts`
 */
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as Actor from "@stevedore/core/Actor"
import { ActorSystem } from "@stevedore/core/ActorSystem"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import { Press } from "./press.protocol.ts"

const program = Effect.gen(function* () {
  const press = yield* Press
  const system = yield* ActorSystem
  /** A thread that is gone has nothing to do any more. */
  const pending = system
    .pending({ thread: "press" })
    .pipe(Effect.catchReason("ActorError", "Unreachable", () => Effect.succeed(0)))

  const sheets = yield* Effect.forEach([1, 2, 3], (sheet) => press.print.submit({ sheet }))
  yield* Console.log(`pending: ${yield* pending}`)

  const stopping = yield* Effect.forkChild(system.stop, { startImmediately: true })
  const refused = yield* Effect.flip(press.print({ sheet: 4 }))
  yield* Console.log(`refused: ${refused.reason._tag}, it had ${refused.started === true ? "" : "not "}started`)

  for (const sheet of sheets) yield* Console.log(`printed: ${yield* sheet.await}`)
  yield* Effect.repeat(pending, { until: (count) => count === 0 })
  yield* Console.log("pending: 0")

  yield* Fiber.join(stopping)
  const threads = yield* system.threads
  yield* Console.log(`stopped; threads left: ${threads.map(({ name }) => name).join(", ")}`)
})

const entry = Actor.entry<typeof import("./press.thread.ts")>(new URL("./press.thread.ts", import.meta.url))
const live = Press.layerThread({ entry, name: "press" })
program.pipe(Effect.provide(live), Effect.provide(NodeActorSystem.layer()), NodeRuntime.runMain)
