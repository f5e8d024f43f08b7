/*
 * What the slow actor and its asker do, on whatever thread.
 */
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { Asker, Slow } from "./worker.protocol.ts"

/** Nothing of this thread goes on meanwhile. */
const block = (millis: number): void => {
  const end = performance.now() + millis
  while (performance.now() < end);
}

export const slow = (concurrency: number) =>
  Slow.toLayer(
    {
      block: ({ millis }) => {
        block(millis)
        return Effect.void
      },
      blockLater: ({ millis }) =>
        Effect.andThen(
          Effect.sleep(20),
          Effect.sync(() => block(millis))
        ),
      sleep: ({ millis }) => Effect.sleep(millis),
      patient: ({ millis }) => Effect.sleep(millis),
      quick: () => Effect.void
    },
    { concurrency }
  )

export const asker = Asker.toLayer(
  Effect.map(Slow, (slow) => ({ block: ({ millis }) => slow.block({ millis }) }))
).pipe(Layer.provide(Slow.layerRef))
