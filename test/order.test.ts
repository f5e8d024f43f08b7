/*
 * Order and room between many senders and many receivers, on real threads. The sinks themselves refuse what comes out of
 * order: each counts every sender's jobs.
 */
import { assert, it, layer } from "@effect/vitest"
import { ActorSystem } from "@stevedore/core/ActorSystem"
import * as Effect from "effect/Effect"
import { A, B, pour, Sink } from "./conformance/mesh.ts"
import { mesh, type MeshOptions } from "./conformance/meshLayers.ts"

/** Main and two workers send to all sinks at once. */
const pourFromThree = (count: number, bytes = 0) =>
  Effect.gen(function* () {
    const [a, b, sink] = [yield* A, yield* B, yield* Sink]
    return yield* Effect.all(
      [a.pour({ sender: "a", count, bytes }), b.pour({ sender: "b", count, bytes }), pour(sink, "main", count, bytes)],
      { concurrency: "unbounded" }
    )
  })

/** Every sink has passed everything that was sent to it before. */
const settled = (sinks: number) =>
  Effect.gen(function* () {
    const [sink, system] = [yield* Sink, yield* ActorSystem]
    yield* Effect.forEach(Array.from({ length: sinks }), () => sink.describe({ key: "last" }))
    const { abandoned, deadLetters, jobsInFlight, sendsWaiting } = yield* system.info
    assert.deepStrictEqual(
      { abandoned, deadLetters, jobsInFlight, sendsWaiting },
      {
        abandoned: 0,
        deadLetters: 0,
        jobsInFlight: 0,
        sendsWaiting: 0
      }
    )
  })

layer(mesh({ sinks: 2 }))((it) => {
  it.effect("A06 A14 10,000 jobs in flight to each of 2 threads from 3 threads: all settle, in order, evenly", () =>
    Effect.gen(function* () {
      const taken = yield* pourFromThree(20_000)
      for (const one of taken) {
        // Three of four verbs answer; turns go by all four, so an even number goes to each.
        assert.deepStrictEqual(Object.keys(one).sort(), ["sink-0", "sink-1"])
        assert.strictEqual(one["sink-0"]! + one["sink-1"]!, 15_000)
      }
      yield* settled(2)
    })
  )
})

const tight: ReadonlyArray<readonly [string, MeshOptions, count: number, bytes: number]> = [
  ["A10 A06 behind a window of 4", { sinks: 2, mailbox: { window: 4 } }, 4000, 0],
  ["A10 A06 with 64 job words a thread", { sinks: 2, system: { jobCapacity: 64 } }, 4000, 0],
  // 64 segments for the 50 lanes of 5 threads, and one record fills most of one.
  [
    "A10 A06 with too little memory for what is sent",
    { sinks: 2, system: { maxThreads: 6, arenaBytes: 1024 * 1024 } },
    300,
    12_000
  ]
]

for (const [title, options, count, bytes] of tight) {
  it.effect(`${title}: all settle, in order`, () =>
    Effect.gen(function* () {
      yield* pourFromThree(count, bytes)
      yield* settled(2)
    }).pipe(Effect.provide(mesh(options)))
  )
}
