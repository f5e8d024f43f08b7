/**
 * Threads that are none: each is a loop of its own on this one thread, on the shared memory of one system, so that a
 * test decides what happens between two drains, and a death comes exactly where it is wanted.
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Scope from "effect/Scope"
import type { ActorError } from "../../src/ActorError.ts"
import * as ActorSystem from "../../src/ActorSystem.ts"
import type { MainSystem } from "../../src/internal/mainSystem.ts"
import type { ThreadLoop } from "../../src/internal/threadLoop.ts"
import { run } from "../../src/ThreadEntry.ts"
import type { SpawnRequest, SpawnedThread, ThreadExit, ThreadPort, ThreadSpawner } from "../../src/ThreadSpawner.ts"

/** One end of a channel whose messages arrive in later turns of the event loop. */
class Port implements ThreadPort {
  other: Port | undefined
  private readonly queue: Array<unknown> = []
  private listener: ((message: unknown) => void) | undefined
  private closed = false
  paused = false
  post(message: unknown): void {
    const { other } = this
    if (this.closed || other === undefined) return
    other.queue.push(message)
    setImmediate(() => other.deliver())
  }
  deliver(): void {
    if (this.paused || this.closed || this.listener === undefined || this.queue.length === 0) return
    this.listener(this.queue.shift())
  }
  takeSync(): unknown {
    return this.queue.shift()
  }
  onMessage(listener = this.listener): void {
    this.listener = listener
    for (let i = 0; i < this.queue.length; i++) setImmediate(() => this.deliver())
  }
  ref(): void {}
  unref(): void {}
  close(): void {
    this.closed = true
  }
}

export interface SimulatedThread {
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
  readonly thread: (name: string) => SimulatedThread
  /** Whether anything of the system keeps the process alive. */
  readonly isHeld: () => boolean
}

/** What a test may look at and call that the types keep to themselves. */
export const internals = (loop: ThreadLoop): any => loop

/** A system on this thread whose threads run the entries given by name. */
export const make = (
  entries: Record<string, Layer.Layer<any, any, any>>,
  options: ActorSystem.SystemOptions = {}
): Effect.Effect<Simulation, ActorError, Scope.Scope> =>
  Effect.gen(function* () {
    const threads = new Map<string, SimulatedThread>()
    let held = false
    const spawn = (request: SpawnRequest): SpawnedThread => {
      const ours = new Port()
      const theirs = new Port()
      ours.other = theirs
      theirs.other = ours
      let onExit: ((exit: ThreadExit) => void) | undefined
      let ended = false
      let settle: () => void
      const exited = new Promise<void>((resolve) => {
        settle = resolve
      })
      let loop: ThreadLoop | undefined
      const end = (exit: ThreadExit): void => {
        if (ended) return
        ended = true
        theirs.close()
        settle()
        onExit?.(exit)
      }
      const stopLoop = (): void => {
        if (loop !== undefined) internals(loop).released = true
        theirs.close()
      }
      const capture = Layer.effectDiscard(
        Effect.map(ActorSystem.ActorSystem, (service) => {
          const own = service["~@stevedore/core/runtime"].loop
          loop = own
          const vanish = () => {
            stopLoop()
            return (exit: ThreadExit = { code: 1 }) => end(exit)
          }
          const freeze = () => {
            const { drain } = internals(own)
            let missed = false
            theirs.paused = true
            internals(own).drain = () => {
              missed = true
            }
            return () => {
              theirs.paused = false
              theirs.onMessage()
              internals(own).drain = drain
              if (missed) internals(own).drain()
            }
          }
          threads.set(request.name, { name: request.name, loop: own, vanish, freeze, die: (exit) => vanish()(exit) })
        })
      )
      const { entry } = request.boot as { readonly entry: string }
      setImmediate(() =>
        run({
          boot: request.boot,
          port: theirs,
          importEntry: () => Promise.resolve({ module: { default: Layer.merge(entries[entry]!, capture) } }),
          exit: (code) => {
            stopLoop()
            setImmediate(() => end({ code }))
          }
        })
      )
      return {
        port: ours,
        onExit: (listener) => {
          onExit = listener
        },
        terminate: () => {
          stopLoop()
          setImmediate(() => end({ code: 1 }))
          return exited
        },
        utilization: () => 0
      }
    }
    const spawner: ThreadSpawner["Service"] = {
      spawn: (request) => Effect.sync(() => spawn(request)),
      keepAlive: {
        ref: () => {
          held = true
        },
        unref: () => {
          held = false
        }
      }
    }
    const service = yield* ActorSystem.make({ maxThreads: 8, jobCapacity: 4096, ...options, spawner })
    const runtime = service["~@stevedore/core/runtime"]
    return {
      service,
      main: runtime.main!,
      loop: runtime.loop,
      thread: (name) => threads.get(name)!,
      isHeld: () => held
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
