/*
 * What one who joins hears of a topic, keys that are forgotten among it.
 */
import type * as LastValues from "@stevedore/harbor/LastValues"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { Tick } from "./messages.ts"

/** Until the key "end", in order: `key n`, or `key gone`. It says so when it has heard the first. */
export const changesOf = (values: LastValues.LastValues["Service"], topic: string) => {
  let heard = 0
  let last = { epoch: 0, seq: 0 }
  return values.changes(topic, Tick).pipe(
    Stream.mapEffect((change) =>
      Effect.gen(function* () {
        const { epoch, seq } = change.version
        if (epoch < last.epoch || (epoch === last.epoch && seq <= last.seq)) return "out of order"
        last = { epoch, seq }
        if (heard++ === 0) yield* values.publish("joined", Tick, { key: `${topic} ${Math.random()}`, n: 0, filler: "" })
        return "isForgotten" in change ? `${change.key} gone` : `${change.key} ${change.payload.n}`
      })
    ),
    Stream.takeUntil((text) => text.startsWith("end ")),
    Stream.runCollect
  )
}
