/*
 * What the thread runs: each sheet takes its time, and the press is cleaned at the end.
 */
import * as Effect from "effect/Effect"
import { Press } from "./press.protocol.ts"

export default Press.toLayer(
  Effect.gen(function* () {
    yield* Effect.addFinalizer(() => Effect.logInfo("the press is cleaned"))
    return { print: ({ sheet }) => Effect.as(Effect.sleep(100), `sheet ${sheet}`) }
  })
)
