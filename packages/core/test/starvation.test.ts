/**
 * Nobody starves: how many jobs and answers a thread takes before its event loop has a turn. On simulated threads, whose clocks go by what they do: a look at the clock is a hundredth of a millisecond.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Rpc from "effect/rpc/Rpc"
import * as Schema from "effect/Schema"
import * as Actor from "../src/Actor.ts"
import * as Testing from "../src/testing/index.ts"

/** A turn lasts a millisecond: a hundred looks, one for every eight records. */
const MOST_IN_A_TURN = 800

const numbers = (count: number): ReadonlyArray<number> => Array.from({ length: count }, (_, index) => index)

class Sink extends Actor.Service<Sink>()("test/Sink", [
  Rpc.make("take", { payload: { from: Schema.String, n: Schema.Number }, success: Schema.Number })
]) {}

class Pump extends Actor.Service<Pump>()("test/Pump", [
  Rpc.make("pump", { payload: { from: Schema.String, count: Schema.Number } })
]) {}

const pump = Testing.entry(
  Pump.toLayer(
    Effect.gen(function* () {
      const sink = yield* Sink
      return {
        pump: ({ count, from }) =>
          Effect.forEach(numbers(count), (n) => Effect.orDie(sink.take.tell({ from, n })), { discard: true })
      }
    })
  ).pipe(Layer.provide(Sink.layerRef))
)

/** Counts what is taken between two turns of the thread that it runs on, until it has been `total`. */
const meter = (total: number) => {
  const turns: Array<number> = []
  let inTurn = 0
  let taken = 0
  const count = (): void => {
    inTurn++
    taken++
  }
  const watch = Effect.whileLoop({
    while: () => taken < total,
    body: () => Effect.yieldNow,
    step: () => {
      turns.push(inTurn)
      inTurn = 0
    }
  })
  return { count, turns, watch }
}

describe("F08 no starvation", () => {
  for (const seed of numbers(4)) {
    it.effect(
      `F08-budget the event loop of a thread has its turns, however much three senders have left for it (seed ${seed})`,
      () =>
        Effect.gen(function* () {
          const each = 1500
          const senders = ["main", "p-0", "p-1"]
          const { count, turns, watch } = meter(each * senders.length)
          const sunk = Sink.toLayer(
            Effect.gen(function* () {
              yield* Effect.forkScoped(watch)
              return {
                take: ({ n }) => {
                  count()
                  return Effect.succeed(n)
                }
              }
            })
          )
          const program = Effect.gen(function* () {
            const simulation = yield* Testing.Simulation
            const sink = yield* Sink
            const pumps = yield* Pump
            yield* simulation.freeze("sink")
            yield* Effect.forEach(senders.slice(1), (from) => pumps.pump({ from, count: each }), {
              concurrency: "unbounded"
            })
            yield* Effect.forEach(numbers(each), (n) => sink.take.tell({ from: "main", n }), { discard: true })
            yield* simulation.thaw("sink")
            yield* simulation.quiet
          })
          yield* program.pipe(
            Effect.provide(
              Pump.layerPool({ name: "p", entry: pump, size: 2 }).pipe(
                Layer.provideMerge(Sink.layerThread({ name: "sink", entry: Testing.entry(sunk) })),
                Layer.provideMerge(Testing.layer({ seed, preemption: 0 }))
              )
            )
          )
          assert.strictEqual(
            turns.reduce((sum, each) => sum + each, 0),
            each * senders.length
          )
          assert.isAtMost(Math.max(...turns), MOST_IN_A_TURN)
        })
    )

    it.effect(`H08 with 10,000 asks in flight the asker's event loop has its turns (seed ${seed})`, () =>
      Effect.gen(function* () {
        const asks = 10_000
        const { count, turns, watch } = meter(asks)
        const sunk = Sink.toLayer({ take: ({ n }) => Effect.succeed(n) })
        const program = Effect.gen(function* () {
          const simulation = yield* Testing.Simulation
          const sink = yield* Sink
          yield* simulation.freeze("sink")
          yield* Effect.forEach(
            numbers(asks),
            (n) => Effect.forkChild(Effect.map(sink.take({ from: "main", n }), count), { startImmediately: true }),
            { discard: true }
          )
          yield* Effect.forkChild(watch)
          yield* simulation.thaw("sink")
          yield* simulation.quiet
        })
        yield* program.pipe(
          Effect.provide(Sink.layerThread({ name: "sink", entry: Testing.entry(sunk) })),
          Effect.provide(Testing.layer({ seed, preemption: 0 }))
        )
        assert.strictEqual(
          turns.reduce((sum, each) => sum + each, 0),
          asks
        )
        assert.isAtMost(Math.max(...turns), MOST_IN_A_TURN)
      })
    )
  }
})
