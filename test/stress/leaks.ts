/**
 * Opens and closes a hundred times what its argument names, counts what is left before and after, and prints both as one
 * line of JSON. In a process of its own: nothing else is in it, and it must end by itself.
 */
import * as Actor from "@stevedore/core/Actor"
import { ActorSystem } from "@stevedore/core/ActorSystem"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import { leftOfMemory, leftOfProcess } from "./left.ts"
import { Nap } from "./nap.protocol.ts"
import handlers from "./nap.thread.ts"

const entry = Actor.entry<typeof import("./nap.thread.ts")>(new URL("./nap.thread.ts", import.meta.url))
class Pooled extends Nap.as<Pooled>()("stress/Pooled") {}

const CYCLES = Number(process.argv[3] ?? 100)
const WARM_UP = 5

/** Uses an actor in every way: asks, tells, submits, cancels what runs and what has not started. */
const use = (nap: Effect.Success<typeof Nap>, n: number) =>
  Effect.gen(function* () {
    const data = new Uint8Array(600)
    const answers = yield* Effect.forEach(Array.from({ length: 20 }), (_, i) => nap.echo({ n: n + i, data }), {
      concurrency: "unbounded"
    })
    if (answers.some((answer, i) => answer !== n + i)) throw new Error(`wrong answers: ${answers}`)
    yield* nap.note.tell({ n, data })
    const job = yield* nap.never.submit({ n, data })
    yield* job.cancel
    yield* Effect.timeoutOption(nap.never({ n, data }), 1)
    yield* nap.echo({ n, data }, { timeout: "1 minute" })
    // In blocks, small and large, one of them cancelled.
    const large = yield* nap.never.submit({ n, data: new Uint8Array(100_000) })
    yield* nap.echo({ n, data: new Uint8Array(30_000) })
    yield* nap.note.tell({ n, data: new Uint8Array(30_000) })
    yield* large.cancel
    yield* nap.echo({ n, data: new Uint8Array(1_000_000) })
  })

/** A thread; each tenth time a pool of two. */
const cycle = (n: number) =>
  n % 10 !== 0
    ? Effect.provide(
        Effect.flatMap(Nap, (nap) => use(nap, n)),
        Nap.layerThread({ entry })
      )
    : Effect.provide(
        Effect.flatMap(Pooled, (nap) => use(nap, n)),
        Pooled.layerPool({ entry, size: 2 })
      )

const count = (memory: object) => ({ ...leftOfProcess(), memory })

const layers = Effect.gen(function* () {
  const system = yield* ActorSystem
  const memory = leftOfMemory(system)
  for (let n = 0; n < WARM_UP; n++) yield* cycle(n)
  const before = count(yield* memory)
  for (let n = 0; n < CYCLES; n++) yield* cycle(n)
  return { before, after: count(yield* memory) }
}).pipe(
  Effect.provide(
    NodeActorSystem.layer({ slowAfter: "never", maxThreads: 4, jobCapacity: 1024, startTimeout: "5 minutes" })
  )
)

const systems = Effect.gen(function* () {
  // Every fourth one with a thread, the others with an actor on main.
  const one = (n: number) =>
    Effect.provide(
      Effect.flatMap(Nap, (nap) => use(nap, n)),
      Layer.provide(
        n % 4 === 0 ? Nap.layerThread({ entry }) : Nap.layerMain(handlers),
        NodeActorSystem.layer({ slowAfter: "never", maxThreads: 4, jobCapacity: 1024, startTimeout: "5 minutes" })
      )
    )
  for (let n = 0; n < WARM_UP; n++) yield* one(n)
  const before = count({})
  for (let n = 0; n < CYCLES; n++) yield* one(n)
  return { before, after: count({}) }
})

const found = await Effect.runPromise(
  (process.argv[2] === "layers" ? layers : systems).pipe(Effect.provide(Logger.layer([])))
)
console.log(JSON.stringify({ ...found, end: count({}) }))
