/*
 * What the thread runs.
 */
import { CurrentThread } from "@stevedore/core/CurrentThread"
import * as Effect from "effect/Effect"
import { Greeter } from "./greeter.protocol.ts"

export default Greeter.toLayer(
  Effect.map(CurrentThread, (thread) => ({
    greet: ({ name }) => Effect.succeed(`hello ${name}, from thread "${thread.name}"`)
  }))
)
