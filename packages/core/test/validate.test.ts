/*
 * `Job.Validate`: which side's checks run is decided once for a job type. What is refused, and by whom, tells.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Rpc from "effect/rpc/Rpc"
import * as RpcGroup from "effect/rpc/RpcGroup"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import * as Actor from "../src/Actor.ts"
import * as Job from "../src/Job.ts"
import * as Testing from "../src/testing/index.ts"

let looks = 0
const isEven = (n: number): boolean => {
  looks++
  return n % 2 === 0
}
const Even = Schema.Finite.check(Schema.makeFilter(isEven, { expected: "an even number" }))

const rpcs = RpcGroup.make(
  Rpc.make("given", { payload: { n: Even }, success: Schema.Finite }),
  Rpc.make("made", { success: Even }),
  Rpc.make("streamed", { success: Even, stream: true }),
  Rpc.make("failed", { error: Schema.Struct({ n: Even }) })
)

class Both extends Actor.Service<Both>()("t/Both", rpcs) {}
class Receive extends Actor.Service<Receive>()("t/Receive", rpcs.annotateRpcs(Job.Validate, "receive")) {}
class None extends Actor.Service<None>()("t/None", rpcs.annotateRpcs(Job.Validate, "none")) {}

const bodies = {
  given: ({ n }: { readonly n: number }) => Effect.succeed(n),
  made: () => Effect.succeed(3),
  streamed: () => Stream.make(3),
  failed: () => Effect.fail({ n: 3 })
}

const layers = [
  ["both", 2, Both, Both.layerMain(Both.toLayer(bodies))],
  ["receive", 1, Receive, Receive.layerMain(Receive.toLayer(bodies))],
  ["none", 0, None, None.layerMain(None.toLayer(bodies))]
] as const

describe("Job.Validate", () => {
  it("what is none of its words is refused where the actor is defined, and named", () => {
    for (const wrong of ["sometimes", 5, undefined]) {
      const rpc = Rpc.make("given").annotate(Job.Validate, wrong as never)
      assert.throws(
        () => Actor.Service<any>()("t/Wrong", [rpc]),
        /Actor "t\/Wrong", Rpc "given": Job\.Validate is .*: use "both", "receive" or "none"/
      )
    }
  })

  for (const [validate, sides, actor, layer] of layers) {
    const passes = sides === 0
    it.effect(`"${validate}" ${passes ? "lets an odd number through" : "refuses an odd number"}, both ways`, () =>
      Effect.gen(function* () {
        const { failed, given, made, streamed } = yield* actor as typeof Both
        looks = 0
        assert.strictEqual(yield* given({ n: 2 }), 2)
        assert.strictEqual(looks, sides, "a payload is looked at once on each side that validates")
        const seen = [
          yield* Effect.result(given({ n: 3 })),
          yield* Effect.result(made()),
          yield* Effect.result(Stream.runCollect(streamed()))
        ].map((result) => (result._tag === "Success" ? "passed" : result.failure.reason._tag))
        assert.deepStrictEqual(seen, passes ? ["passed", "passed", "passed"] : Array(3).fill("Undecodable"))
        // What errors carry is checked in any case, and types always.
        const error = yield* Effect.flip(failed())
        assert.strictEqual((error as { readonly _tag?: string })._tag, "ActorError")
        const wrong = yield* Effect.flip(given({ n: "three" as never }))
        assert.strictEqual(wrong.reason._tag, "Undecodable")
      }).pipe(Effect.provide(layer as (typeof layers)[0][3]), Effect.provide(Testing.layer({ time: "auto" })))
    )
  }

  it("belongs to the definition: one Rpc may differ from the others", () => {
    const one = Rpc.make("one").annotate(Job.Validate, "receive")
    assert.strictEqual(Context.get(one.annotations, Job.Validate), "receive")
    assert.strictEqual(Context.get(Rpc.make("two").annotations, Job.Validate), "both")
  })
})
