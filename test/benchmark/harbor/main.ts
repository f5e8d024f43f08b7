/*
 * What a message costs beside the actor that carries it: `taskset -c 0 node test/benchmark/harbor/main.ts`. A call against an ask
 * of the same contract, a broadcast to eight listeners on two threads against tells, for each that is delivered, and an object's
 * messages against both. The two are measured in turns, by the processor time of the whole process.
 */
import * as Actor from "@stevedore/core/Actor"
import * as Directory from "@stevedore/harbor/Directory"
import * as Harbor from "@stevedore/harbor/Harbor"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { compareInTurns, costOf, costOfEach, times } from "../inTurns.ts"
import { Direct, Echo, Note } from "./echo.thread.ts"

const ROUNDS = 24
const JOBS = 20_000
const THREADS = ["b-0", "b-1"] as const
const LISTENERS = 4

const entry = Actor.entry<typeof import("./echo.thread.ts")>(new URL("./echo.thread.ts", import.meta.url))
const payload = { id: 1, name: "a message", active: true }

const program = Effect.gen(function* () {
  const [direct, harbor, directory] = [yield* Direct, yield* Harbor.Harbor, yield* Directory.Directory]
  const [one, other] = THREADS
  yield* compareInTurns(
    "an ask of an actor and a call of harbor, each",
    ROUNDS,
    costOfEach(direct.echo(payload)),
    costOfEach(harbor.call(Echo, payload)),
    { most: 1.3 }
  )
  const id = yield* direct.claim(undefined, { thread: one })
  yield* compareInTurns(
    "an ask of an actor and a callTo of an object, each",
    ROUNDS,
    costOfEach(direct.echo(payload)),
    costOfEach(directory.callTo(id, Echo, payload)),
    undefined
  )
  for (const thread of THREADS) yield* direct.listen({ listeners: LISTENERS }, { thread })
  const had = Effect.all([direct.had(undefined, { thread: one }), direct.had(undefined, { thread: other })]).pipe(
    Effect.map(([a, b]) => a + b)
  )
  const delivered = <E, R>(send: Effect.Effect<unknown, E, R>, sends: number) =>
    costOf(
      JOBS,
      Effect.gen(function* () {
        const before = yield* had
        yield* times(sends, send)
        const after = yield* had
        if (after - before !== JOBS) throw new Error(`${after - before} of ${JOBS} were delivered`)
      })
    )
  // 0.8 times the rate is 1.25 times the time.
  yield* compareInTurns(
    "a tell of an actor and a delivery of a broadcast, each",
    ROUNDS,
    delivered(direct.note.tell(payload), JOBS),
    delivered(harbor.broadcast(Note, payload), JOBS / (THREADS.length * LISTENERS)),
    { most: 1.25 }
  )
  yield* compareInTurns(
    "a tell of an actor and a sendTo of an object, each",
    ROUNDS,
    delivered(direct.note.tell(payload), JOBS),
    delivered(directory.sendTo(id, Note, payload), JOBS),
    undefined
  )
})

const live = Direct.layerPool({ entry, size: THREADS.length, name: "b" })
await Effect.runPromise(
  program.pipe(
    Effect.scoped,
    Effect.provide(Layer.provideMerge(live, Layer.merge(Harbor.layer(), Directory.layer()))),
    Effect.provide(NodeActorSystem.layer({ maxThreads: 4, slowAfter: "never" }))
  )
)
