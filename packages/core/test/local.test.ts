import { assert, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Rpc from "effect/rpc/Rpc"
import * as Schema from "effect/Schema"
import * as Actor from "../src/Actor.ts"

class Bad extends Schema.TaggedError<Bad>()("Bad", { why: Schema.String }) {}
class Adder extends Actor.Service<Adder>()("t/Adder", [
  Rpc.make("add", { payload: { a: Schema.Number, b: Schema.Number }, success: Schema.Number, error: Bad }),
  Rpc.make("slow", { payload: { n: Schema.Number }, success: Schema.Number })
]) {}
const handlers = Adder.toLayer({
  add: ({ a, b }) => (a < 0 ? Effect.fail(new Bad({ why: "neg" })) : Effect.succeed(a + b)),
  slow: ({ n }) => Effect.as(Effect.yieldNow, n * 2)
})
it.effect("ask, tell, submit on this thread", () =>
  Effect.gen(function* () {
    const adder = yield* Adder
    assert.equal(yield* adder.add({ a: 1, b: 2 }), 3)
    const all = yield* Effect.forEach(
      Array.from({ length: 1000 }, (_, i) => i),
      (i) => adder.add({ a: i, b: i }),
      { concurrency: "unbounded" }
    )
    assert.deepEqual(
      all,
      Array.from({ length: 1000 }, (_, i) => 2 * i)
    )
    assert.equal(yield* adder.slow({ n: 4 }), 8)
    const e = yield* Effect.flip(adder.add({ a: -1, b: 0 }))
    assert.instanceOf(e, Bad)
    yield* adder.slow.tell({ n: 1 })
    const job = yield* adder.slow.submit({ n: 5 })
    assert.equal(yield* job.await, 10)
    const bad = yield* Effect.flip(adder.add({ a: "x" as never, b: 1 }))
    assert.include(bad.message, "a")
  }).pipe(Effect.provide(Adder.layerLocal(handlers)))
)
