/*
 * What the slow actor and its asker do, on whatever thread.
 */
import { existsSync } from "node:fs"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { Asker, Slow } from "./worker.protocol.ts"

/** Nothing of this thread goes on meanwhile. */
const blockWhile = (holds: () => boolean): void => {
  while (holds());
}
const block = (millis: number): void => {
  const end = performance.now() + millis
  blockWhile(() => performance.now() < end)
}

export const slow = (concurrency: number) =>
  Slow.toLayer(
    {
      block: ({ millis }) => {
        block(millis)
        return Effect.void
      },
      blockUntil: ({ until }) => Effect.sync(() => blockWhile(() => !existsSync(until))),
      blockLater: ({ until }) =>
        Effect.andThen(
          Effect.sleep(20),
          Effect.sync(() => blockWhile(() => !existsSync(until)))
        ),
      sleepUntil: ({ until }) => Effect.repeat(Effect.sleep(5), { until: () => existsSync(until) }).pipe(Effect.asVoid),
      sleep: ({ millis }) => Effect.sleep(millis),
      patient: ({ millis }) => Effect.sleep(millis),
      quick: () => Effect.void
    },
    { concurrency }
  )

export const asker = Asker.toLayer(
  Effect.map(Slow, (slow) => ({ block: ({ millis }) => slow.block({ millis }), quick: () => Effect.void }))
).pipe(Layer.provide(Slow.layerRef))
