import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { Sink, SinkB, Source } from "./crowd.protocol.ts"
import { flood, mix } from "./crowd.ts"

export default Source.toLayer(
  Effect.gen(function* () {
    const sinks = yield* Effect.context<Sink | SinkB>()
    return {
      flood: ({ count, from }) => Effect.provideContext(flood(from, count), sinks),
      mix: (options) => Effect.provideContext(mix(options), sinks)
    }
  })
).pipe(Layer.provide([Sink.layerRef, SinkB.layerRef]))
