/**
 * Starts simulated threads: the `ThreadSpawner` of a simulation. Each runs `ThreadEntry.run`, as every other thread does.
 */
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { ActorSystem } from "../../ActorSystem.ts"
import { run } from "../../ThreadEntry.ts"
import type { SpawnRequest, SpawnedThread, ThreadExit, ThreadHost, ThreadSpawner } from "../../ThreadSpawner.ts"
import type { Boot } from "../system/control.ts"
import * as Entries from "./entries.ts"
import { later } from "./later.ts"
import { SimulatedPort } from "./port.ts"
import type { SimulatedThread } from "./simulatedThread.ts"
import type { Simulation } from "./simulation.ts"

type ImportEntry = ThreadHost["importEntry"]

/** How a module is imported that no Layer stands for. */
export type ImportModule = (url: string) => Promise<object>

export const make = (simulation: Simulation, importModule: ImportModule): ThreadSpawner["Service"] => ({
  spawn: (request) => Effect.sync(() => spawn(simulation, request, importModule)),
  channel: simulation.channels.make,
  openEnd: (end) => simulation.channels.open(simulation.main, end),
  eventLoop: simulation.main.eventLoop,
  keepAlive: {
    ref: () => {
      simulation.held = true
    },
    unref: () => {
      simulation.held = false
    }
  }
})

const spawn = (simulation: Simulation, request: SpawnRequest, importModule: ImportModule): SpawnedThread => {
  const { main } = simulation
  const { buffer, ...rest } = request.boot as Boot
  const thread = simulation.add(request.name, rest.incarnation)
  const [ours, theirs] = SimulatedPort.pair(main, thread)
  let onExit: ((exit: ThreadExit) => void) | undefined
  let ended: ThreadExit | undefined
  const waiting: Array<() => void> = []
  simulation.onDied.set(thread, (exit) => {
    theirs.close()
    main.message(() => {
      ended = exit
      for (const resolve of waiting) resolve()
      onExit?.(exit)
    })
  })
  const boot: Boot = { ...structuredClone(rest), buffer }
  thread.turn(() =>
    run({
      boot,
      port: theirs,
      openEnd: (end) => simulation.channels.open(thread, end),
      importEntry: importEntry(simulation, thread, importModule),
      exit: (code) => thread.die({ code }),
      eventLoop: thread.eventLoop,
      context: simulation.contextOf(thread)
    })
  )
  return {
    port: ours,
    onExit: (listener) => {
      onExit = listener
      if (ended !== undefined) main.message(() => listener(ended!))
    },
    terminate: () => {
      thread.terminate()
      return later((resolve) => {
        if (ended === undefined) waiting.push(resolve)
        else resolve()
      })
    },
    utilization: () => 0
  }
}

/** The entry, and with it a look at what the thread has of the system. */
const importEntry =
  (simulation: Simulation, thread: SimulatedThread, importModule: ImportModule): ImportEntry =>
  (url) => {
    const layer = Entries.layerAt(url)
    if (layer !== undefined) return later((resolve) => thread.turn(() => resolve({ module: watched(layer, thread) })))
    const done = simulation.outsider()
    return later((resolve) => {
      // The thread has something to do before the simulation may think that nothing will happen.
      const arrived = (result: Awaited<ReturnType<ImportEntry>>): void => {
        thread.turn(() => resolve(result))
        done()
      }
      importModule(url).then(
        (module) => {
          const { default: exported } = module as { readonly default?: unknown }
          return arrived({ module: Layer.isLayer(exported) ? watched(exported as Layer.Layer<any>, thread) : module })
        },
        (error) => arrived({ failure: { cause: "threw", tried: [url], error } })
      )
    })
  }

const watched = (layer: Layer.Layer<any, any, any>, thread: SimulatedThread): { readonly default: unknown } => {
  const look = Layer.effectDiscard(
    Effect.map(ActorSystem, (service) => {
      thread.runtime = service["~@stevedore/core/runtime"]
    })
  )
  return { default: Layer.merge(look, layer) }
}
