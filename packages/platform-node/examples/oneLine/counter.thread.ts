/*
 * What the actor does, wherever it runs.
 */
import * as Effect from "effect/Effect"
import { Counter } from "./counter.protocol.ts"

export default Counter.toLayer({ countWords: ({ text }) => Effect.succeed(text.split(" ").length) })
