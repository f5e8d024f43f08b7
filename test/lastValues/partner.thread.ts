/*
 * The thread of `Partner`.
 */
import * as LastValues from "@stevedore/harbor/LastValues"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { changesOf } from "./changes.ts"
import { joinAll } from "./joinAll.ts"
import { Partner, Tick } from "./messages.ts"

export default Partner.toLayer(
  Effect.gen(function* () {
    const values = yield* LastValues.LastValues
    return {
      publish: Effect.fnUntraced(function* ({ count, from, keys, topic }) {
        for (let n = from; n < from + count; n++) {
          yield* Effect.forEach(keys, (key) => values.publish(topic, Tick, { key, n, filler: "" }), {
            concurrency: "unbounded",
            discard: true
          })
        }
      }),
      changes: ({ topic }) => Effect.orDie(changesOf(values, topic)),
      join: Effect.fnUntraced(function* (wanted) {
        const joined = yield* joinAll(values, wanted)
        const { replayBytes, threadBytes } = yield* values.figures
        return { ...joined, replayBytes, threadBytes }
      })
    }
  }),
  { concurrency: "unbounded" }
).pipe(Layer.provide(LastValues.layerRef({ threadBytes: 8192 })))
