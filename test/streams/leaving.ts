/*
 * Streams that are left before their end, and how far a producer may be ahead. Jobs run side by side here.
 */
import { assert } from "@effect/vitest"
import type { Vitest } from "@effect/vitest"
import type { ActorSystem } from "@stevedore/core/ActorSystem"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Queue from "effect/Queue"
import * as Stream from "effect/Stream"
import * as TestClock from "effect/testing/TestClock"
import * as Board from "../conformance/board.ts"
import { actorError, begin, closedGate, interrupted } from "../conformance/cases/support.ts"
import { Streamer } from "./protocol.ts"

type Cases = (it: Vitest.MethodsNonLive<Streamer | ActorSystem>) => void

export const leaving: Cases = (it) => {
  for (const how of ["interrupted", "taken what it wants", "failed"] as const) {
    it.effect(`H11 a consumer that has ${how} leaves after the producer's finalizers`, () =>
      Effect.gen(function* () {
        const streamer = yield* Streamer
        const trace = Board.trace()
        const gate = yield* closedGate
        const cleaning = yield* closedGate
        const stream = streamer.hold({ trace, gate, cleaning, elements: 3, as: "plain", label: "it" })
        const consume =
          how === "interrupted"
            ? Stream.runDrain(stream)
            : how === "failed"
              ? Stream.runForEach(stream, (n) => (n === 3 ? Effect.fail("enough") : Effect.void))
              : Stream.runDrain(Stream.take(stream, 3))
        const consumer = yield* begin(
          Effect.ensuring(
            Effect.exit(consume),
            Effect.sync(() => Board.note(trace, "consumer left"))
          )
        )
        yield* Board.came(gate)
        const leaver = yield* begin(how === "interrupted" ? Fiber.interrupt(consumer) : Fiber.await(consumer))
        yield* Board.came(cleaning)
        assert.strictEqual(yield* streamer.echo({ text: "meanwhile" }), "meanwhile")
        assert.deepStrictEqual(Board.events(trace), ["start it"])
        yield* Board.open(cleaning)
        yield* Fiber.await(leaver)
        assert.deepStrictEqual(Board.events(trace), ["start it", "interrupted it", "consumer left"])
      })
    )
  }

  it.effect("interruption: detach leaves at once; the producer is interrupted nevertheless", () =>
    Effect.gen(function* () {
      const streamer = yield* Streamer
      const trace = Board.trace()
      const gate = yield* closedGate
      const cleaning = yield* closedGate
      const payload = { trace, gate, cleaning, elements: 3, as: "plain", label: "it" } as const
      const consumer = yield* begin(Stream.runDrain(streamer.hold(payload, { interruption: "detach" })))
      yield* Board.came(gate)
      yield* Fiber.interrupt(consumer)
      interrupted(yield* Fiber.await(consumer))
      assert.deepStrictEqual(Board.events(trace), ["start it"])
      yield* Board.open(cleaning)
      yield* Board.until(trace, (events) => events.includes("interrupted it"))
    })
  )

  it.effect("an uninterruptible stream that is left runs to its end without a reader", () =>
    Effect.gen(function* () {
      const streamer = yield* Streamer
      const trace = Board.trace()
      const gate = yield* closedGate
      const payload = { trace, gate, cleaning: 0, elements: 1000, as: "uninterruptible", label: "it" } as const
      const stream = streamer.hold(payload, { streamBufferSize: 2 })
      const left = yield* begin(Stream.runDrain(Stream.take(stream, 1)))
      yield* Board.came(gate)
      yield* Board.open(gate)
      yield* Fiber.join(left)
      assert.deepStrictEqual(Board.events(trace), ["start it", "end it"])
    })
  )

  it.effect("H11 a timeout is until the end of the stream: what has come is read, then it fails", () =>
    Effect.gen(function* () {
      const streamer = yield* Streamer
      const trace = Board.trace()
      const gate = yield* closedGate
      const payload = { trace, gate, cleaning: 0, elements: 3, as: "plain", label: "it" } as const
      const seen: Array<number> = []
      const consumer = yield* begin(
        Stream.runForEach(streamer.hold(payload, { timeout: "1 minute" }), (n) => Effect.sync(() => seen.push(n)))
      )
      yield* Board.came(gate)
      yield* streamer.echo({ text: "its elements have come before this" })
      yield* TestClock.adjust("1 minute")
      const error = yield* actorError(Fiber.join(consumer), "Timeout")
      assert.strictEqual(error.started, true)
      assert.deepStrictEqual(seen, [1, 2, 3])
      yield* Board.until(trace, (events) => events.includes("interrupted it"))
    })
  )
}

export const ahead: Cases = (it) => {
  it.effect("H11 an endless producer is never ahead of a slow consumer by more than the credit", () =>
    Effect.gen(function* () {
      const streamer = yield* Streamer
      for (const streamBufferSize of [1, 2, 5, 16, undefined]) {
        const trace = Board.trace()
        const key = `ahead ${trace}`
        const most = streamBufferSize ?? 256
        const stream = streamer.endless({ key, trace }, { streamBufferSize })
        // One a second.
        const taken: Array<number> = []
        const consumer = yield* begin(
          Stream.runForEach(stream, (n) =>
            Effect.delay(
              Effect.sync(() => taken.push(n)),
              "1 second"
            )
          )
        )
        // It fills the credit, and then it stands.
        const made = yield* Effect.repeat(streamer.made({ key }), { until: (made) => made === most })
        assert.strictEqual(made, most)
        for (let seconds = 1; seconds <= 20; seconds++) {
          yield* TestClock.adjust("1 second")
          for (let look = 0; look < 5; look++) {
            assert.isAtMost((yield* streamer.made({ key })) - taken.length, most, `after ${seconds} s`)
          }
        }
        assert.strictEqual(taken.length, 20)
        yield* Fiber.interrupt(consumer)
        assert.deepStrictEqual(Board.events(trace), ["left"])
      }
    })
  )

  it.effect("as a queue, it is ahead by no more either", () =>
    Effect.gen(function* () {
      const streamer = yield* Streamer
      const trace = Board.trace()
      const key = `queued ${trace}`
      const queue = yield* streamer.endless({ key, trace }, { streamBufferSize: 10, asQueue: true })
      for (let taken = 1; taken <= 30; taken++) {
        assert.strictEqual(yield* Queue.take(queue), taken)
        for (let look = 0; look < 5; look++) assert.isAtMost((yield* streamer.made({ key })) - taken, 10)
      }
    }).pipe(Effect.scoped)
  )

  it.effect("H11 many streams at once share a thread, and each keeps its order", () =>
    Effect.gen(function* () {
      const streamer = yield* Streamer
      const sums = yield* Effect.forEach(
        Array.from({ length: 200 }, (_, index) => index + 1),
        (array) =>
          Stream.runFold(
            streamer.count({ to: 300, array }),
            () => 0,
            (last, n) => (n === last + 1 ? n : Number.NaN)
          ),
        { concurrency: "unbounded" }
      )
      assert.deepStrictEqual(sums, Array(200).fill(300))
    })
  )

  it.effect("streams that wait for their consumers hold up nobody's replies", () =>
    Effect.gen(function* () {
      const streamer = yield* Streamer
      const big = Array.from({ length: 100 }, () => 100_000)
      const consumers = yield* Effect.forEach(Array(10).fill(big), (bytes) =>
        begin(Stream.runForEach(streamer.sized({ bytes }), () => Effect.never))
      )
      for (let i = 0; i < 20; i++) assert.strictEqual(yield* streamer.echo({ text: `${i}` }), `${i}`)
      yield* Fiber.interruptAll(consumers)
    })
  )
}
