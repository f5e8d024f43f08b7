/*
 * An entry whose Layer dies of a defect.
 */
import * as Effect from "effect/Effect"
import { Echo } from "./echo.protocol.ts"

export default Echo.toLayer(
  Effect.sync(() => {
    throw new TypeError("a handler that could not be made")
  })
)
