/*
 * What is expected of streams wherever their actor runs: elements, ends and errors.
 */
import { assert } from "@effect/vitest"
import type { Vitest } from "@effect/vitest"
import type { ActorSystem } from "@stevedore/core/ActorSystem"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Queue from "effect/Queue"
import * as Stream from "effect/Stream"
import * as Board from "../conformance/board.ts"
import { actorError, begin, closedGate, defect } from "../conformance/cases/support.ts"
import { Broken, Item, Streamer } from "./protocol.ts"

type Cases = (it: Vitest.MethodsNonLive<Streamer | ActorSystem>) => void

/** What was delivered, and how it ended. */
const collected = <A, E, R>(stream: Stream.Stream<A, E, R>): Effect.Effect<[Array<A>, Exit.Exit<void, E>], never, R> =>
  Effect.suspend(() => {
    const seen: Array<A> = []
    return Effect.map(Effect.exit(Stream.runForEach(stream, (a) => Effect.sync(() => seen.push(a)))), (exit) => [
      seen,
      Exit.asVoid(exit)
    ])
  })

const upTo = (count: number): ReadonlyArray<number> => Array.from({ length: count }, (_, index) => index + 1)

export const delivering: Cases = (it) => {
  it.effect("H11 all elements come, in order, whatever arrays they were made in, and however few may be ahead", () =>
    Effect.gen(function* () {
      const streamer = yield* Streamer
      for (const [to, array, streamBufferSize] of [
        [1, 1, 1],
        [64, 64, undefined],
        [65, 1, undefined],
        [1000, 7, 3],
        [1000, 1000, 1],
        [1000, 1, 1000],
        [5000, 4096, undefined]
      ] as const) {
        const stream = streamer.count({ to, array }, { streamBufferSize })
        assert.deepStrictEqual(yield* Stream.runCollect(stream), upTo(to), `${to} by ${array}`)
      }
    })
  )

  it.effect("H11 a hundred thousand elements", () =>
    Effect.gen(function* () {
      const streamer = yield* Streamer
      let last = 0
      yield* Stream.runForEach(streamer.count({ to: 100_000, array: 4096 }), (n) =>
        Effect.sync(() => {
          if (n !== last + 1) throw new Error(`${n} after ${last}`)
          last = n
        })
      )
      assert.strictEqual(last, 100_000)
    })
  )

  it.effect("H11 elements are whole values: classes, dates, bigints, nothing at all; none is an empty stream", () =>
    Effect.gen(function* () {
      const streamer = yield* Streamer
      const items = yield* Stream.runCollect(streamer.items({ count: 12 }))
      assert.strictEqual(items.length, 12)
      assert.instanceOf(items[0], Item)
      assert.deepStrictEqual(items[2], new Item({ at: new Date(3), big: 3n ** 20n, maybe: "3" }))
      assert.isUndefined(items[3]!.maybe)
      assert.deepStrictEqual(yield* Stream.runCollect(streamer.nothings({ count: 20 })), Array(20).fill(undefined))
      assert.deepStrictEqual(yield* Stream.runCollect(streamer.sized({ bytes: [] })), [])
    })
  )

  it.effect("H11 elements of any size come in order: in a record with others, alone, in blocks of both classes", () =>
    Effect.gen(function* () {
      const streamer = yield* Streamer
      const bytes = [10, 20_000, 5, 5, 70_000, 16_300, 1_000_000, 0, 300_000, 9000, 9000, 9000, 1, 1_000_000]
      const came = yield* Stream.runCollect(streamer.sized({ bytes }))
      assert.deepStrictEqual(
        came.map((each) => each.byteLength),
        bytes
      )
      for (const [index, each] of came.entries()) assert.isTrue(each.every((byte) => byte === index))
    })
  )

  it.effect("H10 elements that are marked Job.transfer are moved, whatever their size", () =>
    Effect.gen(function* () {
      const streamer = yield* Streamer
      const bytes = [3_000_000, 10, 100_000, 2_000_000, 5, 40_000]
      for (const streamBufferSize of [1, 64]) {
        const came = yield* Stream.runCollect(streamer.moved({ bytes }, { streamBufferSize }))
        assert.deepStrictEqual(
          came.map(({ data }) => data.byteLength),
          bytes
        )
        for (const [index, { before, data }] of came.entries()) {
          assert.strictEqual(before, 0)
          assert.isTrue(data.every((byte) => byte === index))
        }
      }
    })
  )

  it.effect("a stream is a value: nothing is sent before it runs, and each run is a job of its own", () =>
    Effect.gen(function* () {
      const streamer = yield* Streamer
      const stream = streamer.count({ to: 10, array: 2 })
      assert.deepStrictEqual(yield* Stream.runCollect(Stream.take(stream, 3)), [1, 2, 3])
      assert.deepStrictEqual(yield* Stream.runCollect(stream), upTo(10))
      const facts = streamer.facts(undefined, { headers: { "x-word": "ahoy" } })
      assert.deepStrictEqual(yield* Stream.runCollect(facts), ["test/Streamer", "facts", "ahoy"])
    })
  )

  it.effect("a handler may return an Effect of a queue, whose scope is that of the stream", () =>
    Effect.gen(function* () {
      const streamer = yield* Streamer
      const trace = Board.trace()
      assert.deepStrictEqual(yield* Stream.runCollect(streamer.queue({ to: 50, trace })), upTo(50))
      assert.deepStrictEqual(Board.events(trace), ["queue closed"])
      assert.deepStrictEqual(yield* Stream.runCollect(Stream.take(streamer.queue({ to: 50, trace }), 2)), [1, 2])
      assert.deepStrictEqual(Board.events(trace), ["queue closed", "queue closed"])
    })
  )

  it.effect("asQueue: a Dequeue as long as the Scope, ended or failed as the stream", () =>
    Effect.gen(function* () {
      const streamer = yield* Streamer
      const all = yield* Effect.scoped(
        Effect.gen(function* () {
          const queue = yield* streamer.count({ to: 100, array: 10 }, { asQueue: true, streamBufferSize: 8 })
          return yield* Stream.runCollect(Stream.fromQueue(queue))
        })
      )
      assert.deepStrictEqual(all, upTo(100))
      const queue = yield* streamer.ends({ after: 1, how: "fails" }, { asQueue: true })
      assert.strictEqual(yield* Queue.take(queue), 1)
      assert.instanceOf(yield* Effect.flip(Queue.take(queue)), Broken)
    }).pipe(Effect.scoped)
  )
}

export const ending: Cases = (it) => {
  it.effect("H11 a typed failure comes after what was sent before it, also one before there is a stream", () =>
    Effect.gen(function* () {
      const streamer = yield* Streamer
      const [seen, exit] = yield* collected(streamer.ends({ after: 100, how: "fails" }))
      assert.deepStrictEqual(seen, upTo(100))
      const error = yield* Effect.flip(exit)
      assert.instanceOf(error, Broken)
      assert.strictEqual((error as Broken).after, 100)
      const first = yield* Effect.flip(Stream.runCollect(streamer.ends({ after: 5, how: "fails first" })))
      assert.instanceOf(first, Broken)
    })
  )

  it.effect("H11 a defect comes with the remote stack, after what was sent before it", () =>
    Effect.gen(function* () {
      const streamer = yield* Streamer
      const [seen, exit] = yield* collected(streamer.ends({ after: 10, how: "dies" }))
      assert.deepStrictEqual(seen, upTo(10))
      const error = (yield* defect(exit)) as Error
      assert.strictEqual(error.message, "boom")
      assert.include(error.stack, "handlers.ts")
      const thrown = (yield* defect(Stream.runDrain(streamer.ends({ after: 1, how: "throws" })))) as Error
      assert.strictEqual(thrown.message, "thrown outright")
    })
  )

  it.effect("a stream that interrupts itself is interrupted", () =>
    Effect.gen(function* () {
      const streamer = yield* Streamer
      const [seen, exit] = yield* collected(streamer.ends({ after: 2, how: "interrupted" }))
      assert.deepStrictEqual(seen, [1, 2])
      assert.isTrue(Exit.isFailure(exit) && Cause.hasInterruptsOnly(exit.cause))
    })
  )

  it.effect("H11 an element that is none of the schema ends the stream, by its own name, after those before it", () =>
    Effect.gen(function* () {
      const streamer = yield* Streamer
      const [seen, exit] = yield* collected(streamer.ends({ after: 10, how: "wrong" }))
      assert.deepStrictEqual(seen, upTo(10))
      const error = yield* actorError(exit, "Undecodable")
      assert.strictEqual(error.started, true)
      assert.include(error.message, 'Expected number, got "text"')
      assert.notInclude(error.message, "at [")
      assert.strictEqual(yield* streamer.echo({ text: "goes on" }), "goes on")
    })
  )

  it.effect("H11 an element that is too large for any block ends the stream, after those before it", () =>
    Effect.gen(function* () {
      const streamer = yield* Streamer
      const [seen, exit] = yield* collected(streamer.sized({ bytes: [1, 2_000_000, 1] }))
      assert.strictEqual(seen.length, 1)
      const error = yield* actorError(exit, "TooLarge")
      assert.include(error.message, "2000")
      assert.strictEqual(yield* streamer.echo({ text: "goes on" }), "goes on")
    })
  )

  it.effect("what is no stream is a defect that says what to return", () =>
    Effect.gen(function* () {
      const streamer = yield* Streamer
      const error = (yield* defect(Stream.runDrain(streamer.ends({ after: 1, how: "no stream" })))) as Error
      assert.include(error.message, "which is no Stream: return a Stream, or an Effect of a Dequeue")
    })
  )

  it.effect("options that cannot be are refused", () =>
    Effect.gen(function* () {
      const streamer = yield* Streamer
      for (const streamBufferSize of [0, -1, 1.5, Number.NaN, Infinity]) {
        const stream = streamer.count({ to: 1, array: 1 }, { streamBufferSize })
        const error = yield* actorError(Stream.runDrain(stream), "InvalidOption")
        assert.include(error.message, `streamBufferSize is ${streamBufferSize}`)
        const queue = yield* streamer.count({ to: 1, array: 1 }, { streamBufferSize, asQueue: true })
        const same = yield* actorError(Queue.take(queue), "InvalidOption")
        assert.strictEqual(same.message, error.message)
      }
      yield* actorError(Stream.runDrain(streamer.count({ to: "1" as never, array: 1 })), "Undecodable")
    })
  )

  it.effect("a tell of a stream runs it to its end, and nobody reads it", () =>
    Effect.gen(function* () {
      const streamer = yield* Streamer
      const trace = Board.trace()
      const gate = yield* closedGate
      yield* Board.open(gate)
      yield* streamer.hold.tell({ trace, label: "told", gate, cleaning: 0, elements: 1000, as: "plain" })
      yield* Board.until(trace, (events) => events.includes("end told"))
    })
  )
}

/** One job at a time. */
export const occupying: Cases = (it) => {
  it.effect("H11 a running stream is a running job: what comes after it waits, and may still be cancelled", () =>
    Effect.gen(function* () {
      const streamer = yield* Streamer
      const trace = Board.trace()
      const gate = yield* closedGate
      const held = { trace, gate, cleaning: 0, elements: 1, as: "plain" } as const
      const first = yield* begin(Stream.runCollect(streamer.hold({ ...held, label: "first" })))
      yield* Board.came(gate)
      const ask = yield* begin(streamer.echo({ text: "after" }))
      const second = yield* begin(Stream.runCollect(streamer.hold({ ...held, label: "second" })))
      const third = yield* begin(Stream.runCollect(streamer.count({ to: 3, array: 3 })))
      yield* Fiber.interrupt(second)
      assert.isUndefined(ask.pollUnsafe())
      yield* Board.open(gate)
      assert.deepStrictEqual(yield* Fiber.join(first), [1])
      assert.strictEqual(yield* Fiber.join(ask), "after")
      assert.deepStrictEqual(yield* Fiber.join(third), [1, 2, 3])
      assert.deepStrictEqual(Board.events(trace), ["start first", "end first"])
    })
  )

  it.effect("Rpc.fork gives up the place", () =>
    Effect.gen(function* () {
      const streamer = yield* Streamer
      const trace = Board.trace()
      const gate = yield* closedGate
      const held = { trace, gate, cleaning: 0, elements: 1, as: "fork", label: "beside" } as const
      const beside = yield* begin(Stream.runCollect(streamer.hold(held)))
      yield* Board.came(gate)
      assert.strictEqual(yield* streamer.echo({ text: "meanwhile" }), "meanwhile")
      yield* Board.open(gate)
      assert.deepStrictEqual(yield* Fiber.join(beside), [1])
    })
  )
}
