/*
 * Stevedore as it is by default: validation on both sides, room for 65,536 unstarted jobs.
 */
import * as Actor from "@stevedore/core/Actor"
import type { ActorSystem, SystemOptions } from "@stevedore/core/ActorSystem"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as ManagedRuntime from "effect/ManagedRuntime"
import { effectCallers, effectStarters, effectTellers, streamReader } from "../effectCallers.ts"
import type { ActorError } from "@stevedore/core/ActorError"
import type { Load } from "../load.ts"
import type { Message } from "../message.ts"
import type { Peer } from "../peers.ts"
import type { Scenario } from "../scenarios.ts"
import { Echo, handlers } from "./stevedore.actor.ts"

/** Stdout is for the measurement alone. */
const toStderr = Logger.layer([Logger.withConsoleError(Logger.formatSimple)])

const checked = Actor.entry<typeof import("./stevedore.thread.ts")>(new URL("./stevedore.thread.ts", import.meta.url))
const unchecked = Actor.entry<typeof import("./stevedore.unchecked.thread.ts")>(
  new URL("./stevedore.unchecked.thread.ts", import.meta.url)
)

/** A machine that others keep busy may take long to start a thread; that is not what is measured. */
const startTimeout = "1 minute"

/** How many jobs may wait for their start: as by default, unless more are sent at once. */
const windowOf = ({ burst }: Scenario) => (burst > 1000 ? { window: burst + 1 } : {})

/** The layer of the actor, and the actor out of it. `Unchecked` has the same jobs. */
const hosted = async (scenario: Scenario, validate: boolean) => {
  const { own, workers } = scenario
  if (own) return [Echo.layerMain(handlers), Echo] as const
  if (!validate) {
    // Only here: a version to be compared with may not know it.
    const { Unchecked } = await import("./stevedore.unchecked.actor.ts")
    // Two classes, and as far as callers go the same jobs: they differ in an annotation.
    return [Unchecked.layerThread({ entry: unchecked }), Unchecked as unknown as typeof Echo] as const
  }
  // Of one worker no pool is made: that is what a user would write.
  if (workers === 1) return [Echo.layerThread({ entry: checked, ...windowOf(scenario) }), Echo] as const
  return [Echo.layerPool({ entry: checked, size: workers }), Echo] as const
}

type Ask = (message: Message) => Effect.Effect<Message, ActorError>

export const open = async (scenario: Scenario, options: SystemOptions, validate = true): Promise<Peer> => {
  const { data, largeBlocks, nine, verb } = scenario
  const [layer, service] = await hosted(scenario, validate)
  const system = NodeActorSystem.layer({
    ...options,
    startTimeout,
    ...(largeBlocks === undefined ? {} : { largeBlocks })
  })
  const runtime = ManagedRuntime.make(
    (layer as Layer.Layer<Echo, ActorError, ActorSystem>).pipe(Layer.provide(system), Layer.provide(toStderr))
  )
  const program = Effect.fnUntraced(function* (load: Load) {
    const actor = yield* service
    const { begun, count, echo, fibered, told, toldSoFar } = actor
    const soFar = () => Effect.map(toldSoFar.submit(), (job) => job.await)
    switch (verb) {
      case "stream":
        return yield* streamReader(count(), load)
      case "tell":
        return yield* effectTellers(told.tell, soFar, load)
      case "start":
        return yield* effectStarters(begun.tell, () => toldSoFar(), load)
      case "fiber":
        return yield* effectCallers(fibered, load)
      case "submit":
        return yield* effectCallers((message) => Effect.flatMap(echo.submit(message), (job) => job.await), load)
    }
    const withData = data === undefined ? undefined : nine ? actor.nine : actor[data.how]
    // Whatever a job takes and gives back, its callers make and check: see `load.ts`. No type says that of all of them.
    yield* effectCallers((withData ?? echo) as unknown as Ask, load)
  })
  await runtime.runPromise(Effect.void)
  return { run: (load) => runtime.runPromise(program(load)), close: () => runtime.dispose() }
}
