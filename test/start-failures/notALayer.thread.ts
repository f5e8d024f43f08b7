/*
 * An entry whose default export are the handlers themselves.
 */
import * as Effect from "effect/Effect"

export default { echo: ({ text }: { text: string }) => Effect.succeed(text) }
