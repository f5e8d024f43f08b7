/*
 * What the threads of both pools run.
 */
import { CurrentThread } from "@stevedore/core/CurrentThread"
import * as Effect from "effect/Effect"
import { Resizer } from "./resizer.protocol.ts"

export default Resizer.toLayer(
  Effect.map(CurrentThread, (thread) => ({ resize: ({ image }) => Effect.succeed(`${image} on ${thread.name}`) }))
)
