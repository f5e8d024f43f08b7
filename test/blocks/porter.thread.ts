import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { Bulk, Porter } from "./bulk.protocol.ts"
import { pour } from "./pour.ts"

export default Porter.toLayer(
  Effect.gen(function* () {
    const bulk = yield* Bulk
    return { pour: (load) => pour(bulk, load) }
  })
).pipe(Layer.provide(Bulk.layerRef))
