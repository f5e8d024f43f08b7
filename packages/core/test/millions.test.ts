/**
 * What a job costs in memory while it waits: a million of them, to four threads that stand still, in a system of the
 * default sizes.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Rpc from "effect/rpc/Rpc"
import * as Schema from "effect/Schema"
import * as Actor from "../src/Actor.ts"
import * as ActorSystem from "../src/ActorSystem.ts"
import * as Testing from "../src/testing/index.ts"
import { canMeasure, heapBytes, touchedBytes } from "./testing/sharedMemory.ts"

const THREADS = 4

class Sink extends Actor.Service<Sink>()("millions/Sink", [
  Rpc.make("note", { payload: { n: Schema.Int, text: Schema.String } }),
  Rpc.make("ask", { payload: { n: Schema.Int, text: Schema.String }, success: Schema.Int })
]) {}

/** Sixteen bytes on the wire: the array, two numbers of up to three, a text of eleven. */
const payload = (n: number) => ({ n: 0x4000 | (n & 0x3fff), text: "eleven byte" })

const sinks = (options: { readonly restart?: "never" }) =>
  Sink.layerPool({
    ...options,
    name: "sink",
    size: THREADS,
    window: 300_000,
    entry: Testing.entry(Sink.toLayer({ note: () => Effect.void, ask: ({ n }) => Effect.succeed(n) }))
  })

/** As by default: threads are started again, and their jobs kept until they are out of danger. */
const restarted = {}
const neverRestarted = { restart: "never" } as const

/** The defaults of a system with real threads. */
const sizes = { maxThreads: 64, jobCapacity: 1_000_000, arenaBytes: 128 * 1024 * 1024 }

/** Sends that many while all threads stand still; nothing of it may wait. */
const sendAll = (
  options: { readonly restart?: "never" },
  count: number,
  send: (sink: Actor.Client<any>, n: number) => Effect.Effect<unknown, unknown>
) =>
  Effect.gen(function* () {
    const sink = yield* Sink
    const simulation = yield* Testing.Simulation
    const system = yield* ActorSystem.ActorSystem
    for (let i = 0; i < THREADS; i++) yield* simulation.freeze(`sink-${i}`)
    const { arena } = system["~@stevedore/core/runtime"].loop
    yield* Effect.orDie(send(sink, 0))
    const heapBefore = heapBytes()
    const touchedBefore = touchedBytes(arena.buffer)
    for (let n = 1; n < count; n++) yield* Effect.orDie(send(sink, n))
    const { jobsInFlight, sendsWaiting } = yield* system.info
    assert.deepEqual({ jobsInFlight, sendsWaiting }, { jobsInFlight: count, sendsWaiting: 0 })
    const heapPerJob = (heapBytes() - heapBefore) / count
    const touched = touchedBytes(arena.buffer) - touchedBefore
    for (let i = 0; i < THREADS; i++) yield* simulation.thaw(`sink-${i}`)
    yield* simulation.quiet
    assert.strictEqual((yield* system.info).jobsInFlight, 0)
    return { heapPerJob, touched }
  }).pipe(Effect.provide(sinks(options)), Effect.provide(Testing.layer({ preemption: 0, ...sizes })))

describe.runIf(canMeasure)("A09 a million in flight", () => {
  it.effect("A09 a million tells wait in 72 MB of shared memory, and in next to nothing of the heap", () =>
    Effect.gen(function* () {
      const { heapPerJob, touched } = yield* sendAll(neverRestarted, 1_000_000, (sink, n) => sink.note.tell(payload(n)))
      assert.isAbove(touched, 40e6, "or it was not measured")
      assert.isBelow(touched, 72e6)
      assert.isBelow(heapPerJob, 16)
    })
  )

  it.effect("A09 a submitted job that waits takes 210 bytes of the heap", () =>
    Effect.gen(function* () {
      const { heapPerJob } = yield* sendAll(neverRestarted, 250_000, (sink, n) => sink.ask.submit(payload(n)))
      assert.isBelow(heapPerJob, 210)
    })
  )

  it.effect("A09 where threads are restarted it takes 250 bytes with its payload, and so does a tell", () =>
    Effect.gen(function* () {
      const submitted = yield* sendAll(restarted, 40_000, (sink, n) => sink.ask.submit(payload(n)))
      assert.isBelow(submitted.heapPerJob, 250)
      const told = yield* sendAll(restarted, 40_000, (sink, n) => sink.note.tell(payload(n)))
      assert.isBelow(told.heapPerJob, 250)
      // Or it was not measured.
      assert.isAbove(told.heapPerJob, 100)
    })
  )
})
