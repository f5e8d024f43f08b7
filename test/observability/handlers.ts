/*
 * What the relay's two actors do. With a collector, their thread keeps its spans.
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as References from "effect/References"
import * as Tracer from "effect/Tracer"
import { Far, Near, Refused } from "./relay.protocol.ts"
import type { collector } from "./tracer.ts"

type Collector = ReturnType<typeof collector>

const seen = Effect.withFiber((fiber) => {
  const parent = Context.getOrUndefined(fiber.context, Tracer.ParentSpan)
  return Effect.succeed({
    annotations: fiber.getRef(References.CurrentLogAnnotations),
    minimum: fiber.getRef(References.MinimumLogLevel),
    level: fiber.getRef(References.CurrentLogLevel),
    parent: parent === undefined ? null : [parent.traceId, parent.spanId, parent.sampled]
  })
})

export const far = ({ spans }: Pick<Collector, "spans">) =>
  Far.toLayer({
    work: () => Effect.as(Effect.yieldNow, "done").pipe(Effect.withSpan("inside")),
    "at-once": () => Effect.succeed(1),
    refuse: () => Effect.andThen(Effect.yieldNow, new Refused()),
    spans: () => spans,
    seen: () => seen
  })

export const near = ({ spans }: Pick<Collector, "spans">) =>
  Near.toLayer(
    Effect.map(Far, (far) => ({
      relay: () => far.work(),
      seenFurther: () => Effect.annotateLogs(far.seen(), { step: "near" }),
      spans: () => spans,
      logs: Effect.fnUntraced(function* () {
        yield* Effect.logDebug("a debug line")
        yield* Effect.logInfo("an info")
      })
    }))
  ).pipe(Layer.provide(Far.layerRef))
