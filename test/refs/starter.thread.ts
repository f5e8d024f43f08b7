/*
 * An entry that tries to start another thread: only main can.
 */
import * as Actor from "@stevedore/core/Actor"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { Late, Pong } from "./refs.protocol.ts"

export default Pong.toLayer(
  Effect.as(Late, {
    hit: () => Effect.succeed(["pong"])
  })
).pipe(
  Layer.provide(
    Late.layerThread({
      entry: Actor.entry<typeof import("./late.thread.ts")>(new URL("./late.thread.ts", import.meta.url))
    })
  )
)
