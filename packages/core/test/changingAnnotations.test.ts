/*
 * Log annotations that are other ones at the next call, though the fiber's context is the same.
 */
import { assert, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as References from "effect/References"
import * as Rpc from "effect/rpc/Rpc"
import * as Schema from "effect/Schema"
import * as Actor from "../src/Actor.ts"
import * as Testing from "../src/testing/index.ts"

class Reads extends Actor.Service<Reads>()("t/Reads", [Rpc.make("progress", { success: Schema.Unknown })]) {}

const handlers = Reads.toLayer({
  progress: () => Effect.map(Effect.service(References.CurrentLogAnnotations), ({ progress }) => progress)
})

it.live("an object crosses as it is when the call is made", () =>
  Effect.gen(function* () {
    const reads = yield* Reads
    const progress = { done: 0 }
    const seen: Array<unknown> = []
    yield* Effect.gen(function* () {
      for (let done = 0; done < 3; done++) {
        progress.done = done
        seen.push(yield* reads.progress())
      }
    }).pipe(Effect.annotateLogs({ progress }))
    assert.deepStrictEqual(seen, [{ done: 0 }, { done: 1 }, { done: 2 }])
  }).pipe(
    Effect.provide(
      Reads.layerThread({ entry: Testing.entry(handlers), name: "reads", slowAfter: "never" }).pipe(
        Layer.provide(Testing.layer({ time: "auto" }))
      )
    )
  )
)
