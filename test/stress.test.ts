/** Many senders, many receivers, little memory: everything is settled, in order, and whoever waits for room is woken. */
import { assert, describe, it } from "@effect/vitest"
import * as Actor from "@stevedore/core/Actor"
import { ActorSystem } from "@stevedore/core/ActorSystem"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { Sink, SinkB, Source, type Tally } from "./stress/crowd.protocol.ts"
import { flood, mix } from "./stress/crowd.ts"

const sink = Actor.entry<typeof import("./stress/sink.thread.ts")>(new URL("./stress/sink.thread.ts", import.meta.url))
const source = Actor.entry<typeof import("./stress/source.thread.ts")>(
  new URL("./stress/source.thread.ts", import.meta.url)
)
class SourceB extends Source.as<SourceB>()("stress/SourceB") {}

/** Two threads that serve and two that send; main sends too. */
const crowd = (options: { readonly window: number }) =>
  Layer.mergeAll(Source.layerThread({ entry: source }), SourceB.layerThread({ entry: source })).pipe(
    Layer.provideMerge(
      Layer.mergeAll(Sink.layerThread({ entry: sink, ...options }), SinkB.layerThread({ entry: sink, ...options }))
    )
  )

/** Nothing is left of all the jobs, on main and in the shared memory. */
const settled = Effect.gen(function* () {
  const system = yield* ActorSystem
  const threads = yield* system.threads
  for (const { name } of threads) {
    yield* Effect.repeat(system.pending({ thread: name }), { until: (pending) => pending === 0 })
  }
  const { loop } = system["~@stevedore/core/runtime"]
  yield* Effect.repeat(system.info, { until: (info) => info.jobsInFlight === 0 && info.abandoned === 0 })
  const info = yield* system.info
  assert.strictEqual(info.sendsWaiting, 0)
  assert.strictEqual(loop.mesh.held, 0)
  // A lane at rest keeps the segment it rests in, and no more.
  assert.isAtLeast(info.segmentsFree, info.segments - threads.length ** 2 * 2)
})

const wellDone = (tally: Tally, answered: number): void => {
  assert.deepEqual(tally, { answered, wrong: 0, interrupted: 0, failed: [] })
}

describe("stress", () => {
  it.live(
    "A06-flood 10,000 asks in flight to each of two threads from three sending threads: all settle, in order",
    () =>
      Effect.gen(function* () {
        const count = 10_000
        const [one, two] = [yield* Source, yield* SourceB]
        const tallies = yield* Effect.all(
          [flood("main", count), one.flood({ from: "one", count }), two.flood({ from: "two", count })],
          { concurrency: "unbounded" }
        )
        for (const tally of tallies) wellDone(tally, 2 * count)
        for (const each of [yield* Sink, yield* SinkB]) {
          for (const from of ["main", "one", "two"]) {
            assert.deepEqual(yield* each.seen({ from }), { senders: 1, count, swapped: 0 })
          }
        }
        yield* settled
      }).pipe(Effect.provide(crowd({ window: 65_536 })), Effect.provide(NodeActorSystem.layer({ maxThreads: 8 })))
  )

  for (const seed of [1, 2, 3]) {
    it.live(`A10-stress with 64 KiB for everything, senders that wait for room are always woken, seed ${seed}`, () =>
      Effect.gen(function* () {
        const [one, two] = [yield* Source, yield* SourceB]
        const load = { fibers: 60, jobs: 40 }
        const all = yield* Effect.all(
          [
            mix({ from: "main", seed: seed * 3, ...load }),
            one.mix({ from: "one", seed: seed * 3 + 1, ...load }),
            two.mix({ from: "two", seed: seed * 3 + 2, ...load })
          ],
          { concurrency: "unbounded" }
        )
        for (const { answered, failed, interrupted, wrong } of all) {
          assert.deepEqual(failed, [])
          assert.strictEqual(wrong, 0)
          assert.strictEqual(answered + interrupted, load.fibers * load.jobs)
          assert.isAbove(interrupted, 0)
        }
        for (const each of [yield* Sink, yield* SinkB]) {
          // Each fiber asks one after the other: what it sends arrives in its order.
          assert.strictEqual((yield* each.seen({ from: "" })).swapped, 0)
        }
        yield* settled
      }).pipe(
        Effect.provide(crowd({ window: 4 + seed * 8 })),
        Effect.provide(
          NodeActorSystem.layer({ maxThreads: 5, arenaBytes: 64 * 1024, segmentBytes: 1024, jobCapacity: 64 })
        )
      )
    )
  }

  it.live("A10-stress records of more than half a segment wait their turn in a pool that is full", () =>
    Effect.gen(function* () {
      const each = yield* Sink
      const data = new Uint8Array(900)
      const asks = Array.from({ length: 2000 }, (_, n) =>
        Effect.map(each.fill({ from: "main", n, data, reply: 900 }), (bytes) => bytes[899] === (n & 0xff))
      )
      const answers = yield* Effect.all(asks, { concurrency: "unbounded" })
      assert.isTrue(answers.every(Boolean))
      assert.deepEqual(yield* each.seen({ from: "main" }), { senders: 1, count: 2000, swapped: 0 })
      yield* settled
    }).pipe(
      Effect.provide(Sink.layerThread({ entry: sink })),
      Effect.provide(NodeActorSystem.layer({ maxThreads: 2, arenaBytes: 64 * 1024, segmentBytes: 1024 }))
    )
  )
})
