/*
 * What each thread of the pool runs.
 */
import * as Effect from "effect/Effect"
import { Dictionary } from "./dictionary.protocol.ts"

export default Dictionary.toLayer(
  Effect.sync(() => {
    let words: ReadonlySet<string> = new Set()
    return {
      load: ({ words: given }) =>
        Effect.sync(() => {
          words = new Set(given)
          return words.size
        }),
      has: ({ word }) => Effect.sync(() => words.has(word))
    }
  })
)
