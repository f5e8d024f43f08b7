/*
 * Serves `Late`: keeps what it is given, in order.
 */
import * as Effect from "effect/Effect"
import { Late } from "./refs.protocol.ts"

export default Late.toLayer(
  Effect.sync(() => {
    const kept: Array<string> = []
    return { add: (text) => Effect.sync(() => kept.push(text)), all: () => Effect.sync(() => kept) }
  })
)
