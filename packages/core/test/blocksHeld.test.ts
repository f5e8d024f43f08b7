/**
 * Blocks that lie in the mail behind a job, where that job itself wants one: it goes on, or fails in time. In simulated time.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Rpc from "effect/rpc/Rpc"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import * as Actor from "../src/Actor.ts"
import * as Buffers from "../src/Buffers.ts"
import * as Testing from "../src/testing/index.ts"

/** One job at a time. */
class Letters extends Actor.Service<Letters>()("test/Letters", [
  Rpc.make("copies", { payload: { text: Schema.String, count: Schema.Number }, success: Schema.String, stream: true }),
  Rpc.make("length", { payload: { text: Schema.String }, success: Schema.Number }),
  Rpc.make("buffer", { payload: { bytes: Schema.Number }, success: Schema.Number, error: Schema.String })
]) {}

const entry = Testing.entry(
  Letters.toLayer({
    copies: ({ count, text }) => Stream.map(Stream.range(1, count), () => text),
    length: ({ text }) => Effect.succeed(text.length),
    buffer: ({ bytes }) =>
      Effect.sleep("1 millis").pipe(
        Effect.andThen(Buffers.acquire(bytes)),
        Effect.map((buffer) => buffer.byteLength),
        Effect.mapError(({ reason }) => `${reason._tag}: ${reason.message}`),
        Effect.scoped
      )
  })
)

const forked = <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.forkChild(effect, { startImmediately: true })
const within = (sizes: { readonly smallBlocks: number; readonly largeBlocks: number }) => {
  const system = Testing.layer({ time: "auto", nestedWait: "2 seconds", ...sizes })
  return <A, E>(program: Effect.Effect<A, E, Letters | Testing.Simulation>) =>
    program.pipe(Effect.provide(Letters.layerThread({ entry })), Effect.provide(system))
}

describe("A10 all blocks lie behind the job that wants one", () => {
  for (const [bytes, sizes] of [
    [20_000, { smallBlocks: 2, largeBlocks: 0 }],
    [20_000, { smallBlocks: 2, largeBlocks: 2 }],
    [200_000, { smallBlocks: 0, largeBlocks: 2 }]
  ] as const) {
    it.effect(`H11 a stream of ${bytes} bytes an element goes on, ${JSON.stringify(sizes)}`, () =>
      Effect.gen(function* () {
        const letters = yield* Letters
        const text = "x".repeat(bytes)
        const streams = yield* Effect.forEach([1, 2, 3], () =>
          forked(Stream.runCount(letters.copies({ text: "x".repeat(100_000 % bytes), count: 1 })))
        )
        const [stream, ...asks] = yield* Effect.forEach(
          [Stream.runCount(letters.copies({ text, count: 5 })), letters.length({ text }), letters.length({ text })],
          forked
        )
        yield* (yield* Testing.Simulation).quiet
        assert.strictEqual(yield* Fiber.join(stream!), 5)
        for (const ask of asks) assert.strictEqual(yield* Fiber.join(ask), bytes)
        for (const each of streams) assert.strictEqual(yield* Fiber.join(each), 1)
        const { blocks, blocksFree } = yield* (yield* Testing.Simulation).probe
        assert.deepEqual(blocksFree, blocks)
      }).pipe(within(sizes))
    )
  }

  it.effect("F05 a handler that wants a buffer waits no longer than nestedWait, and the mail behind it comes", () =>
    Effect.gen(function* () {
      const letters = yield* Letters
      const buffer = yield* forked(Effect.flip(letters.buffer({ bytes: 30_000 })))
      const ask = yield* forked(letters.length({ text: "x".repeat(20_000) }))
      assert.include(
        String(yield* Fiber.join(buffer)),
        "MailboxFull: the mailbox is full after 2000 ms: at most 1 blocks"
      )
      assert.strictEqual(yield* Fiber.join(ask), 20_000)
      assert.strictEqual(yield* letters.buffer({ bytes: 30_000 }), 30_000)
    }).pipe(within({ smallBlocks: 2, largeBlocks: 0 }))
  )
})
