/*
 * What goes with the call of a stream as with any call: who waits for whom, middleware on both sides, the span it is part of;
 * and stand-ins for tests.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Cause from "effect/Cause"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Headers from "effect/http/Headers"
import * as Layer from "effect/Layer"
import * as Rpc from "effect/rpc/Rpc"
import * as RpcMiddleware from "effect/rpc/RpcMiddleware"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import * as Actor from "../src/Actor.ts"
import { ActorError } from "../src/ActorError.ts"
import * as Testing from "../src/testing/index.ts"

class Who extends Context.Service<Who, string>()("test/Who") {}
class Door extends RpcMiddleware.Service<Door, { provides: Who }>()("test/StreamDoor", {
  error: Schema.Literal("denied"),
  requiredForClient: true
}) {}

class Calls extends Actor.Service<Calls>()("test/Calls", [
  Rpc.make("echo", { payload: { n: Schema.Number }, success: Schema.Number }),
  /** Asks its own actor: for an answer, or for a stream. */
  Rpc.make("itself", {
    payload: { for: Schema.Literals(["answer", "stream"]) },
    success: Schema.Number,
    error: ActorError,
    stream: true
  }),
  Rpc.make("guarded", { success: Schema.String, stream: true }).middleware(Door),
  Rpc.make("traced", { success: Schema.String, stream: true })
]) {}

const server = Layer.succeed(Door, (effect, { headers }) =>
  headers["x-who"] === "nobody"
    ? Effect.fail("denied" as const)
    : Effect.provideService(effect, Who, headers["x-who"] ?? "unknown")
)
const client = RpcMiddleware.layerClient(Door, ({ next, request }) =>
  next(
    request.headers["x-who"] === undefined
      ? { ...request, headers: Headers.set(request.headers, "x-who", "ada") }
      : request
  )
)

const handlers = Calls.toLayer(
  Effect.gen(function* () {
    const self = yield* Calls
    return {
      echo: ({ n }) => Effect.succeed(n),
      itself: ({ for: what }) =>
        what === "answer" ? Stream.fromEffect(self.echo({ n: 1 })) : self.itself({ for: "answer" }),
      guarded: () => Stream.fromEffect(Who),
      traced: () =>
        Stream.fromEffect(
          Effect.map(Effect.orDie(Effect.currentParentSpan), ({ spanId, traceId }) => `${traceId} ${spanId}`)
        )
    }
  })
).pipe(Layer.provide(Calls.layerRef), Layer.provide(server), Layer.provide(client))

const live = Layer.provide(Calls.layerThread({ entry: Testing.entry(handlers) }), client)
const everywhere = Effect.provide(Layer.provide(live, Testing.layer({ time: "auto" })))

describe("H11 calls of streams", () => {
  for (const what of ["answer", "stream"] as const) {
    it.effect(
      `D09 a stream that asks its own actor for ${what === "answer" ? "an answer" : "a stream"} is an AskCycle`,
      () =>
        Effect.gen(function* () {
          const calls = yield* Calls
          const error = yield* Effect.flip(Stream.runDrain(calls.itself({ for: what })))
          assert.deepInclude(error.reason, {
            _tag: "AskCycle",
            chain: ["test/Calls on test/Calls", "test/Calls on test/Calls"]
          })
        }).pipe(everywhere)
    )
  }

  it.effect("middleware runs around the whole of a stream on its thread, and around its call here", () =>
    Effect.gen(function* () {
      const calls = yield* Calls
      assert.deepStrictEqual(yield* Stream.runCollect(calls.guarded()), ["ada"])
      const other = calls.guarded(undefined, { headers: { "x-who": "grace" } })
      assert.deepStrictEqual(yield* Stream.runCollect(other), ["grace"])
      const refused = calls.guarded(undefined, { headers: { "x-who": "nobody" } })
      assert.strictEqual(yield* Effect.flip(Stream.runDrain(refused)), "denied")
    }).pipe(everywhere)
  )

  it.effect("the span that reads it is the parent of its handler", () =>
    Effect.gen(function* () {
      const calls = yield* Calls
      const [own, ids] = yield* Effect.withSpan(
        Effect.all([Effect.orDie(Effect.currentParentSpan), Stream.runCollect(calls.traced())]),
        "reading"
      )
      assert.deepStrictEqual(ids, [`${own.traceId} ${own.spanId}`])
    }).pipe(everywhere)
  )

  it.effect("layerTest: streams as stand-ins; one that is missing dies by its name", () =>
    Effect.gen(function* () {
      const calls = yield* Calls
      assert.deepStrictEqual(yield* Stream.runCollect(calls.traced()), ["a", "b"])
      const exit = yield* Effect.exit(Stream.runDrain(calls.itself({ for: "answer" })))
      assert.isTrue(Exit.isFailure(exit) && Cause.hasDies(exit.cause))
      assert.include(String(exit), "test/Calls.itself is not implemented in layerTest")
    }).pipe(
      Effect.provide(
        Calls.layerTest({ traced: () => Stream.make("a", "b") }).pipe(Layer.provide(server), Layer.provide(client))
      )
    )
  )
})
