import * as Effect from "effect/Effect"
import { Bulk } from "./bulk.protocol.ts"

export default Bulk.toLayer({
  turn: ({ data }) => Effect.as(Effect.yieldNow, data.toReversed()),
  note: () => Effect.yieldNow
})
