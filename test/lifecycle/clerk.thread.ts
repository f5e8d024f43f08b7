/*
 * Serves `Clerk`. Its stop hook takes a while, and says when it is done.
 */
import { CurrentThread } from "@stevedore/core/CurrentThread"
import * as Effect from "effect/Effect"
import { Clerk } from "./clerk.protocol.ts"

const aWhile = Effect.sleep("300 millis")

export default Clerk.toLayer(
  Effect.gen(function* () {
    const { name } = yield* CurrentThread
    const stopped = Effect.sync(() => console.log(`${name} stopped`))
    yield* Effect.addFinalizer(() => Effect.andThen(aWhile, stopped))
    return {
      now: (text) => Effect.succeed(`now ${text}`),
      later: (text) =>
        Effect.as(
          Effect.andThen(
            aWhile,
            Effect.sync(() => console.log(`handled ${text}`))
          ),
          `later ${text}`
        ),
      busy: ({ millis }) =>
        Effect.sync(() => {
          const end = performance.now() + millis
          while (performance.now() < end);
        })
    }
  })
)
