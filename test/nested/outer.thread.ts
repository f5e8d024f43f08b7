import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { Inner, innerLayer, Outer } from "./outer.protocol.ts"

export default Outer.toLayer(
  Effect.gen(function* () {
    const inner = yield* Inner
    return { double: ({ n }) => Effect.orDie(inner.double({ n })) }
  })
).pipe(Layer.provide(innerLayer))
