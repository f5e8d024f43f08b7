/*
 * A tracer that keeps the spans that have ended on its thread.
 */
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Tracer from "effect/Tracer"
import type { SpanInfo } from "./relay.protocol.ts"

export type Ended = typeof SpanInfo.Type

export const keeping = (ended: Array<Ended>): Tracer.Tracer =>
  Tracer.make({
    span: (options) => {
      const span = new Tracer.NativeSpan(options)
      const end = span.end.bind(span)
      span.end = (time, exit) => {
        end(time, exit)
        const { attributes, kind, name, sampled, spanId, traceId } = span
        ended.push({
          name,
          traceId,
          spanId,
          parentId: Option.getOrNull(span.parent)?.spanId ?? null,
          sampled,
          kind,
          failed: exit._tag === "Failure",
          attributes: Object.fromEntries(attributes)
        })
      }
      return span
    }
  })

/** The spans of this thread, and the layer that collects them. */
export const collector = () => {
  const ended: Array<Ended> = []
  return { layer: Layer.succeed(Tracer.Tracer, keeping(ended)), spans: Effect.sync(() => ended.splice(0)) }
}
