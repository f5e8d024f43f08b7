/*
 * The market: in each round every price rises by a cent.
 */
import * as LastValues from "@stevedore/harbor/LastValues"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { Market, Price, TOPIC } from "./ticker.protocol.ts"

export default Market.toLayer(
  Effect.gen(function* () {
    const values = yield* LastValues.LastValues
    const prices = new Map([
      ["ACME", 10_000],
      ["BOLT", 500],
      ["CORK", 7]
    ])
    return {
      trade: Effect.fnUntraced(function* ({ rounds }) {
        for (let round = 0; round < rounds; round++) {
          for (const [symbol, before] of prices) {
            const cents = before + 1
            prices.set(symbol, cents)
            yield* values.publish(TOPIC, Price, { symbol, cents })
          }
        }
      })
    }
  })
).pipe(Layer.provide(LastValues.layerRef()))
