/*
 * Programs that are done at some point, each named by the first argument. None calls `process.exit`: whether and when the
 * process ends is what the tests look at. Plain Effect and Promises, as a program without a runtime of Node's own would.
 */
import * as Actor from "@stevedore/core/Actor"
import { ActorSystem } from "@stevedore/core/ActorSystem"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Scope from "effect/Scope"
import { Clerk } from "./clerk.protocol.ts"

const entry = Actor.entry<typeof import("./clerk.thread.ts")>(new URL("./clerk.thread.ts", import.meta.url))
const system = NodeActorSystem.layer({ slowAfter: "never", maxThreads: 4, startTimeout: "20 seconds" })
const pool = Layer.provideMerge(Clerk.layerPool({ name: "clerk", entry, size: 2 }), system)

/** A second actor in a second system, side by side with the first in one layer. */
class Other extends Clerk.as<Other>()("lifecycle/Other") {}
const twoSystems = Layer.mergeAll(
  Clerk.layerThread({ name: "clerk", entry }).pipe(Layer.provide(system)),
  Other.layerThread({ name: "other", entry }).pipe(
    Layer.provide(NodeActorSystem.layer({ slowAfter: "never", maxThreads: 2, startTimeout: "20 seconds" }))
  )
)

/** Builds the pool in a scope that only the caller closes. */
const open = Effect.gen(function* () {
  const scope = yield* Scope.make()
  const context = yield* Layer.buildWithScope(pool, scope)
  return { clerk: Context.get(context, Clerk), close: Scope.close(scope, Exit.void) }
})

const programs: Readonly<Record<string, () => Promise<unknown>>> = {
  /** The program ends, and with it the layers. */
  runPromise: () =>
    Effect.runPromise(
      Effect.gen(function* () {
        console.log(yield* (yield* Clerk).now("a"))
      }).pipe(Effect.provide(pool))
    ),
  /** The scope is closed by hand. */
  closed: () =>
    Effect.runPromise(
      Effect.gen(function* () {
        const { clerk, close } = yield* open
        console.log(yield* clerk.now("a"))
        yield* close
        console.log("closed")
      })
    ),
  /** The scope is closed while nobody waits for that. */
  closing: () => Effect.runPromise(Effect.map(open, ({ close }) => void Effect.runFork(close))),
  /** Main serves an actor beside nobody, and leaves it: all threads have to hear of both. */
  leaving: () =>
    Effect.runPromise(
      Effect.gen(function* () {
        const context = yield* Layer.build(pool)
        const handlers = Other.toLayer({
          now: (text) => Effect.succeed(`main ${text}`),
          later: Effect.succeed,
          busy: () => Effect.void
        })
        const others = yield* Layer.build(Other.layerHere(handlers)).pipe(Effect.provideContext(context))
        console.log(yield* Context.get(others, Other).now("a"))
      }).pipe(Effect.scoped)
    ),
  /** The system is stopped, its scope never closed. */
  stopped: () =>
    Effect.runPromise(
      Effect.gen(function* () {
        const context = yield* Layer.buildWithScope(pool, yield* Scope.make())
        yield* Context.get(context, ActorSystem).stop
        console.log("stopped the system")
      })
    ),
  /** The scope stays open for ever, and nothing is outstanding. */
  idle: () =>
    Effect.runPromise(
      Effect.gen(function* () {
        const { clerk } = yield* open
        console.log(yield* clerk.now("a"))
      })
    ),
  /** Of two systems, one becomes idle while an ask is under way in the other. */
  twoSystems: () =>
    Effect.runPromise(
      Effect.gen(function* () {
        const asked = yield* Effect.forkChild((yield* Clerk).later("long"))
        console.log(yield* (yield* Other).now("short"))
        console.log(yield* Fiber.join(asked))
      }).pipe(Effect.provide(twoSystems))
    ),
  /** Nothing but an ask is outstanding. */
  ask: () =>
    Effect.runPromise(
      Effect.map(open, ({ clerk }) => {
        Effect.runFork(Effect.tap(clerk.later("b"), (text) => Effect.sync(() => console.log(text))))
      })
    ),
  /** Nothing but a submitted job is outstanding. */
  submit: () => Effect.runPromise(Effect.andThen(open, ({ clerk }) => clerk.later.submit("c"))),
  /** Nothing but a send to a name that is unknown. */
  unknown: () => {
    const program = Effect.gen(function* () {
      const context = yield* Layer.buildWithScope(Layer.provideMerge(Clerk.layerRef, system), yield* Scope.make())
      Effect.runFork(
        Effect.gen(function* () {
          const error = yield* Effect.flip(Context.get(context, Clerk).now("nobody"))
          console.log(error.reason._tag)
        }).pipe(Effect.asVoid)
      )
    })
    return Effect.runPromise(program)
  },
  /** A thread starts, and nobody waits for it but a fiber. */
  starting: () => {
    Effect.runFork(Effect.map(open, () => console.log("started")))
    return Promise.resolve()
  },
  /** An ask was interrupted, its handler spins on: the grace is waited for, the handler is not. */
  abandoned: () =>
    Effect.runPromise(
      Effect.gen(function* () {
        const { clerk } = yield* open
        yield* clerk.busy({ millis: 60_000 }).pipe(Effect.timeoutOption("200 millis"))
        console.log("left")
      })
    ),
  /** A job that nobody waits for: a tell does not hold the process. */
  tell: () =>
    Effect.runPromise(
      Effect.gen(function* () {
        const { clerk } = yield* open
        yield* clerk.busy.tell({ millis: 60_000 })
        console.log("told")
      })
    ),
  /** Main fails with everything open. */
  fails: () =>
    Effect.runPromise(
      Effect.andThen(open, () => {
        throw new Error("main has failed")
      })
    )
}

await programs[process.argv[2]!]!()
console.log("last line of main")
