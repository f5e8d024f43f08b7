/*
 * An entry whose handlers may never run.
 */
import * as Effect from "effect/Effect"
import { Echo } from "./echo.protocol.ts"

export default Echo.toLayer({ echo: ({ text }) => Effect.succeed(text) }, { concurrency: 0 })
