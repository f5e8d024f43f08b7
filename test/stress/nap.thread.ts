import * as Effect from "effect/Effect"
import { Nap } from "./nap.protocol.ts"

export default Nap.toLayer(
  { echo: ({ n }) => Effect.succeed(n), note: () => Effect.void, never: () => Effect.never },
  { concurrency: "unbounded" }
)
