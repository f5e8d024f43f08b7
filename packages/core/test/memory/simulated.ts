/**
 * The test kit's simulated threads in real time, for tests that decide by hand what happens between two drains, and that
 * bring a death exactly where they want it.
 */
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { Scheduler } from "effect/Scheduler"
import type * as Scope from "effect/Scope"
import type { ActorError } from "../../src/ActorError.ts"
import * as ActorSystem from "../../src/ActorSystem.ts"
import type { MainSystem } from "../../src/internal/system/mainSystem.ts"
import type { SimulatedThread } from "../../src/internal/simulation/simulatedThread.ts"
import { Simulation as Core } from "../../src/internal/simulation/simulation.ts"
import * as Spawner from "../../src/internal/simulation/spawner.ts"
import * as Watch from "../../src/internal/simulation/watch.ts"
import type { ThreadLoop } from "../../src/internal/thread/threadLoop.ts"
import type { ThreadExit, ThreadSpawner } from "../../src/ThreadSpawner.ts"

/** By the clocks of the test: threads sleep, and drains are out of time, as anywhere. */
class RealTime extends Core {
  override stepsInTurn = 1
  override contextOf(thread: SimulatedThread): Context.Context<never> {
    return Context.make(Scheduler, thread.scheduler) as Context.Context<never>
  }
  override millis(): number {
    return Date.now()
  }
  override now(): number {
    return performance.now()
  }
}

export interface Thread {
  readonly name: string
  readonly loop: ThreadLoop
  /** Vanishes now, between two drains: nothing of its loop runs any more, and main sees the exit. */
  readonly die: (exit?: ThreadExit) => void
  /** Vanishes now; main sees the exit only when the returned function is called. */
  readonly vanish: () => (exit?: ThreadExit) => void
  /** Its event loop stands still until the returned function is called. */
  readonly freeze: () => () => void
}

export interface Simulation {
  readonly service: ActorSystem.ActorSystem["Service"]
  readonly main: MainSystem
  readonly loop: ThreadLoop
  readonly thread: (name: string) => Thread
  /** Whether anything of the system keeps the process alive. */
  readonly isHeld: () => boolean
}

/** What a test may look at and call that the types keep to themselves. */
export const internals = (loop: ThreadLoop): any => loop

/** A system on this thread whose threads run the entries given by name; `around` is a platform of its own kind. */
export const make = (
  entries: Record<string, Layer.Layer<any, any, any>>,
  options: ActorSystem.SystemOptions = {},
  around: (spawner: ThreadSpawner["Service"]) => ThreadSpawner["Service"] = (spawner) => spawner
): Effect.Effect<Simulation, ActorError, Scope.Scope> =>
  Effect.gen(function* () {
    const clock = yield* Clock.clockWith(Effect.succeed)
    const core = new RealTime({ seed: 1, preemption: 0, autoTime: false, faults: [], clock })
    yield* Effect.acquireRelease(
      Effect.sync(() => Watch.add(core)),
      () => Effect.sync(() => Watch.remove(core))
    )
    const spawner = around(Spawner.make(core, (name) => Promise.resolve({ default: entries[name] })))
    const service = yield* ActorSystem.make({
      maxThreads: 8,
      jobCapacity: 4096,
      slowAfter: "never",
      ...options,
      spawner
    })
    const runtime = service["~@stevedore/core/runtime"]
    core.begin(runtime)
    return {
      service,
      main: runtime.main!,
      loop: runtime.loop,
      thread: (name) => handOn(core, core.thread(name)!),
      isHeld: () => core.held
    }
  })

const handOn = (core: Core, thread: SimulatedThread): Thread => ({
  name: thread.name,
  loop: thread.runtime!.loop,
  die: (exit = { code: 1 }) => thread.die(exit),
  vanish: () => {
    const seen = core.onDied.get(thread)!
    core.onDied.set(thread, () => {})
    thread.die({ code: 1 })
    return (exit = { code: 1 }) => seen(exit)
  },
  freeze: () => {
    thread.frozen = true
    return () => core.thaw(thread)
  }
})

/** The client of a layer, built in the simulation's scope. */
export const client = <I, S, E>(
  simulation: Simulation,
  key: Context.Key<I, S>,
  layer: Layer.Layer<I, E, ActorSystem.ActorSystem>
): Effect.Effect<S, E, Scope.Scope> =>
  Effect.map(Layer.build(Layer.provide(layer, Layer.succeed(ActorSystem.ActorSystem, simulation.service))), (context) =>
    Context.get(context, key)
  )

/** Turns of the event loop until something holds. The test's time limit is the only failure. */
export const until = (holds: () => boolean): Effect.Effect<void> =>
  Effect.callback<void>((resume) => {
    let gone = false
    const look = (): void => {
      if (gone) return
      if (holds()) resume(Effect.void)
      else setImmediate(look)
    }
    look()
    return Effect.sync(() => {
      gone = true
    })
  })

/** A number of turns of the event loop: for what must *not* happen. */
export const turns = (count: number): Effect.Effect<void> => {
  let left = count
  return until(() => left-- <= 0)
}
