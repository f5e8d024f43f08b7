/*
 * What the log says of jobs that were left, and whose finalizers failed then.
 */
import { assert, it } from "@effect/vitest"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
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
  Rpc.make("fails", { ...stream, error: Schema.String }),
  Rpc.make("ahead", stream),
  Rpc.make("aheadTyped", { ...stream, error: Schema.String }),
  Rpc.make("ask"),
  Rpc.make("askScope"),
  Rpc.make("askAnyway"),
  Rpc.make("quietAsk"),
  Rpc.make("both", { error: Schema.String }),
  Rpc.make("next")
]) {}

const endless = Stream.concat(Stream.make(1, 2, 3), Stream.never)
const dying = Effect.die(new Error("a finalizer died"))

/** Completes when the fiber that runs it is to be interrupted. */
const leftAlready = Effect.interruptible(Effect.never).pipe(Effect.exit)

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
  fails: () => Stream.concat(Stream.make(1), Stream.fail("of itself")),
  ahead: () => Stream.concat(Stream.make(1, 2, 3), Stream.die(new Error("a finalizer died"))),
  aheadTyped: () => Stream.concat(Stream.make(1, 2, 3), Stream.fail("not wanted")),
  ask: () => Effect.ensuring(Effect.never, dying),
  askScope: () =>
    Effect.andThen(
      Effect.addFinalizer(() => dying),
      Effect.never
    ),
  // It dies of itself when it was left, in what cannot be interrupted.
  askAnyway: () => Effect.uninterruptible(Effect.andThen(leftAlready, dying)),
  quietAsk: () => Effect.never,
  both: () =>
    Effect.andThen(
      Effect.addFinalizer(() => dying),
      Effect.fail("its own")
    ),
  next: () => Effect.void
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

  for (const name of ["ask", "askScope", "askAnyway"] as const) {
    it.live(`an ask that is left and dies then is a warning: ${name}, ${where}`, () =>
      Effect.gen(function* () {
        const lines = yield* logged(layer, (left) =>
          Effect.gen(function* () {
            const job = yield* left[name].submit()
            while (!(yield* job.started)) yield* Effect.yieldNow
            yield* job.cancel
            yield* left.next()
          })
        )
        assert.equal(lines.length, 1, lines.join("\n"))
        assert.match(lines[0]!, new RegExp(`^t/Left\\.${name} was left before its end and failed: .*a finalizer died`))
      })
    )
  }

  it.live(`a defect of a stream behind the elements that are wanted is a warning, an error none: ${where}`, () =>
    Effect.gen(function* () {
      const lines = yield* logged(layer, (left) =>
        Effect.gen(function* () {
          for (const name of ["ahead", "aheadTyped"] as const) {
            // The next job begins when the stream has ended.
            yield* Stream.runDrain(
              Stream.take(
                Stream.tap(left[name](), () => left.next()),
                2
              )
            )
          }
        })
      )
      assert.equal(lines.length, 1, lines.join("\n"))
      assert.match(lines[0]!, /^t\/Left\.ahead was left before its end and failed: .*a finalizer died/)
    })
  )

  it.live(`the error of a handler arrives also where its finalizer dies: ${where}`, () =>
    Effect.gen(function* () {
      const lines = yield* logged(layer, (left) =>
        Effect.gen(function* () {
          const exit = yield* Effect.exit(left.both())
          const text = Exit.isFailure(exit) ? Cause.pretty(exit.cause) : "success"
          assert.include(text, "its own")
          assert.include(text, "a finalizer died")
        })
      )
      assert.deepEqual(lines, [])
    })
  )

  it.live(`what ends well when it is left, and what fails by itself, is in no log: ${where}`, () =>
    Effect.gen(function* () {
      const lines = yield* logged(layer, (left) =>
        Effect.gen(function* () {
          yield* Stream.runDrain(Stream.take(left.quiet(), 2))
          const job = yield* left.quietAsk.submit()
          while (!(yield* job.started)) yield* Effect.yieldNow
          yield* job.cancel
          yield* left.next()
          assert.equal(yield* Effect.flip(Stream.runDrain(left.fails())), "of itself")
        })
      )
      assert.deepEqual(lines, [])
    })
  )
}
