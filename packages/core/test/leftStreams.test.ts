/*
 * What the log says of streams that were left, and whose finalizers failed then.
 */
import { assert, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Queue from "effect/Queue"
import * as Rpc from "effect/rpc/Rpc"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import * as Actor from "../src/Actor.ts"
import * as Testing from "../src/testing/index.ts"

const stream = { success: Schema.Number, stream: true } as const

class Left extends Actor.Service<Left>()("t/Left", [
  Rpc.make("dies", stream),
  Rpc.make("queue", stream),
  Rpc.make("wrapped", stream),
  Rpc.make("quiet", stream),
  Rpc.make("fails", { ...stream, error: Schema.String })
]) {}

const endless = Stream.concat(Stream.make(1, 2, 3), Stream.never)
const dying = Effect.die(new Error("a finalizer died"))

const handlers = Left.toLayer({
  dies: () => Stream.ensuring(endless, dying),
  queue: () =>
    Effect.gen(function* () {
      const queue = yield* Queue.unbounded<number>()
      yield* Queue.offerAll(queue, [1, 2, 3])
      yield* Effect.addFinalizer(() => dying)
      return queue
    }),
  wrapped: () => Rpc.fork(Stream.ensuring(endless, dying)),
  quiet: () => Stream.ensuring(endless, Effect.void),
  fails: () => Stream.concat(Stream.make(1), Stream.fail("of itself"))
})

const logged = (layer: Layer.Layer<Left, unknown>, use: (left: Left["Service"]) => Effect.Effect<void, unknown>) =>
  Effect.gen(function* () {
    const lines: Array<string> = []
    const logger = Logger.make<unknown, void>(({ message }) => void lines.push(String(message)))
    yield* Effect.flatMap(Left, use).pipe(
      Effect.provide(layer.pipe(Layer.provide(Logger.layer([logger])))),
      Effect.provide(Logger.layer([logger])),
      Effect.orDie
    )
    return lines
  })

const local = Left.layerLocal(handlers, { slowAfter: "never" })
const onThread = Left.layerThread({ entry: Testing.entry(handlers), name: "left", slowAfter: "never" }).pipe(
  Layer.provide(Testing.layer({ time: "auto" }))
)

for (const [where, layer] of [
  ["on the caller's thread", local],
  ["on another thread", onThread]
] as const) {
  for (const name of ["dies", "queue", "wrapped"] as const) {
    it.live(`a stream that is left and whose finalizer dies is a warning of that job: ${name}, ${where}`, () =>
      Effect.gen(function* () {
        const lines = yield* logged(layer, (left) => Stream.runDrain(Stream.take(left[name](), 2)))
        assert.equal(lines.length, 1, lines.join("\n"))
        assert.match(lines[0]!, new RegExp(`^t/Left\\.${name} was left before its end and failed: .*a finalizer died`))
      })
    )
  }

  it.live(`what ends well when it is left, and what fails by itself, is in no log: ${where}`, () =>
    Effect.gen(function* () {
      const lines = yield* logged(layer, (left) =>
        Effect.gen(function* () {
          yield* Stream.runDrain(Stream.take(left.quiet(), 2))
          assert.equal(yield* Effect.flip(Stream.runDrain(left.fails())), "of itself")
        })
      )
      assert.deepEqual(lines, [])
    })
  )
}
