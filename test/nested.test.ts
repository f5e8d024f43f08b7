/** An actor of a `layerLocal` inside of another actor, whose system is its own: the two do not take each other for one. */
import { assert, describe, it } from "@effect/vitest"
import * as Actor from "@stevedore/core/Actor"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { Inner, innerLayer, Outer } from "./nested/outer.protocol.ts"

const entry = Actor.entry<typeof import("./nested/outer.thread.ts")>(
  new URL("./nested/outer.thread.ts", import.meta.url)
)
const ways = {
  "on a thread": Outer.layerThread({ entry }),
  "on main": Outer.layerMain(
    Outer.toLayer(
      Effect.gen(function* () {
        const inner = yield* Inner
        return { double: ({ n }) => Effect.orDie(inner.double({ n })) }
      })
    ).pipe(Layer.provide(innerLayer))
  )
}

describe("A05 actors inside of actors", () => {
  for (const [where, layer] of Object.entries(ways)) {
    it.live(`A05 an actor ${where} asks one of its own: no circle`, () =>
      Effect.gen(function* () {
        const outer = yield* Outer
        assert.strictEqual(yield* outer.double({ n: 21 }), 42)
      }).pipe(Effect.provide(layer), Effect.provide(NodeActorSystem.layer({ maxThreads: 2 })))
    )
  }
})
