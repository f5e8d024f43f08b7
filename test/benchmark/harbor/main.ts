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
import { Direct, Echo, Note } from "./echo.thread.ts"

const ROUNDS = 24
const JOBS = 20_000
const IN_FLIGHT = 256
const THREADS = ["b-0", "b-1"] as const
const LISTENERS = 4

const entry = Actor.entry<typeof import("./echo.thread.ts")>(new URL("./echo.thread.ts", import.meta.url))
const payload = { id: 1, name: "a message", active: true }

/** Microseconds of processor time that each of so many jobs takes. */
const costOf = <E, R>(jobs: number, run: Effect.Effect<unknown, E, R>) =>
  Effect.gen(function* () {
    const before = process.cpuUsage()
    yield* run
    const { system, user } = process.cpuUsage(before)
    return (system + user) / jobs
  })

/** Again and again, at the least cost of doing so. */
const times = <E, R>(count: number, job: Effect.Effect<unknown, E, R>): Effect.Effect<void, E, R> =>
  Effect.suspend(() => {
    let left = count
    return Effect.whileLoop({ while: () => left-- > 0, body: () => job, step: () => {} })
  })

const inFlight = <E, R>(job: Effect.Effect<unknown, E, R>) =>
  Effect.forEach(Array.from({ length: IN_FLIGHT }), () => times(Math.floor(JOBS / IN_FLIGHT), job), {
    concurrency: "unbounded",
    discard: true
  })

const median = (values: ReadonlyArray<number>): number => values.toSorted((a, b) => a - b)[values.length >> 1]!

const interleaved = <E, R, E2, R2>(
  title: string,
  base: Effect.Effect<number, E, R>,
  own: Effect.Effect<number, E2, R2>,
  /** None where it is only shown. */
  bar?: number
) =>
  Effect.gen(function* () {
    const [bases, owns, ratios]: [Array<number>, Array<number>, Array<number>] = [[], [], []]
    for (let round = 0; round < ROUNDS; round++) {
      const before = round % 2 === 0 ? yield* base : undefined
      const second = yield* own
      const first = before ?? (yield* base)
      // While V8 still compiles nothing is counted.
      if (round < ROUNDS / 3) continue
      bases.push(first)
      owns.push(second)
      ratios.push(second / first)
    }
    const figures = `${median(bases).toFixed(2)} and ${median(owns).toFixed(2)} µs`
    const range = `${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)}`
    const verdict = bar === undefined ? "no bar" : `bar ${bar}: ${median(ratios) <= bar ? "met" : "MISSED"}`
    console.log(`${title}: ${figures}, ratio ${median(ratios).toFixed(2)} (${range}); ${verdict}`)
  })

const program = Effect.gen(function* () {
  const [direct, harbor, directory] = [yield* Direct, yield* Harbor.Harbor, yield* Directory.Directory]
  const [one, other] = THREADS
  const jobs = Math.floor(JOBS / IN_FLIGHT) * IN_FLIGHT
  yield* interleaved(
    "an ask of an actor and a call of harbor, each",
    costOf(jobs, inFlight(direct.echo(payload))),
    costOf(jobs, inFlight(harbor.call(Echo, payload))),
    1.3
  )
  const id = yield* direct.claim(undefined, { thread: one })
  yield* interleaved(
    "an ask of an actor and a callTo of an object, each",
    costOf(jobs, inFlight(direct.echo(payload))),
    costOf(jobs, inFlight(directory.callTo(id, Echo, payload)))
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
  yield* interleaved(
    "a tell of an actor and a delivery of a broadcast, each",
    delivered(direct.note.tell(payload), JOBS),
    delivered(harbor.broadcast(Note, payload), JOBS / (THREADS.length * LISTENERS)),
    1.25
  )
  yield* interleaved(
    "a tell of an actor and a sendTo of an object, each",
    delivered(direct.note.tell(payload), JOBS),
    delivered(directory.sendTo(id, Note, payload), JOBS)
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
