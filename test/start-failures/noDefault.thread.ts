/*
 * An entry that exports its handlers, but not by default.
 */
import * as Effect from "effect/Effect"
import { Echo } from "./echo.protocol.ts"

export const handlers = Echo.toLayer({ echo: ({ text }) => Effect.succeed(text) })
export const version = 1
