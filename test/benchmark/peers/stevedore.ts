/*
 * Stevedore as it is by default: validation on both sides, room for 65,536 unstarted jobs.
 */
import * as Actor from "@stevedore/core/Actor"
import type { SystemOptions } from "@stevedore/core/ActorSystem"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as ManagedRuntime from "effect/ManagedRuntime"
import { effectCallers, streamReader } from "../effectCallers.ts"
import type { ActorError } from "@stevedore/core/ActorError"
import type { Load } from "../load.ts"
import type { Message } from "../message.ts"
import type { Peer } from "../peers.ts"
import type { Scenario } from "../scenarios.ts"
import { Echo, handlers } from "./stevedore.actor.ts"

/** Stdout is for the measurement alone. */
const toStderr = Logger.layer([Logger.withConsoleError(Logger.formatSimple)])

/** `submitted`: each job is submitted, then awaited. `own thread`: the actor is served on the callers' own thread. */
export type Variant = "asked" | "submitted" | "own thread"

export const open = async (scenario: Scenario, options: SystemOptions, variant: Variant = "asked"): Promise<Peer> => {
  const { data, largeBlocks, workers } = scenario
  const entry = Actor.entry<typeof import("./stevedore.thread.ts")>(new URL("./stevedore.thread.ts", import.meta.url))
  const threads = workers === 1 ? Echo.layerThread({ entry }) : Echo.layerPool({ entry, size: workers })
  const echo = (variant === "own thread" ? Echo.layerMain(handlers) : threads).pipe(
    Layer.provide(NodeActorSystem.layer({ ...options, ...(largeBlocks === undefined ? {} : { largeBlocks }) })),
    Layer.provide(toStderr)
  )
  const runtime = ManagedRuntime.make(echo)
  const program = Effect.fnUntraced(function* (load: Load) {
    const actor = yield* Echo
    if (scenario.stream) return yield* streamReader(actor.count(), load)
    const withData = data === undefined ? actor.copied : actor[data.how]
    const ask = data === undefined ? actor.echo : (message: Message) => withData({ ...message, data: message.data! })
    const submit = (message: Message) => Effect.flatMap(actor.echo.submit(message), (job) => job.await)
    const send = variant === "submitted" ? submit : ask
    yield* effectCallers((message) => send(message) as Effect.Effect<Message, ActorError>, load)
  })
  await runtime.runPromise(Effect.void)
  return { run: (load) => runtime.runPromise(program(load)), close: () => runtime.dispose() }
}
