/*
 * A price ticker: who joins late hears the latest price of each symbol first, then what follows, and which prices are stale
 * when the market has closed. `node packages/harbor/examples/ticker/main.ts`
 */
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as Actor from "@stevedore/core/Actor"
import * as LastValues from "@stevedore/harbor/LastValues"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Stream from "effect/Stream"
import { Market, Price, TOPIC } from "./ticker.protocol.ts"

const entry = Actor.entry<typeof import("./market.thread.ts")>(new URL("./market.thread.ts", import.meta.url))

const trading = Effect.gen(function* () {
  const values = yield* LastValues.LastValues
  const market = yield* Market
  yield* market.trade({ rounds: 99 })

  // Nobody was there when these were traded.
  const late = yield* values.stream(TOPIC, Price).pipe(Stream.take(3), Stream.runCollect)
  yield* Console.log(`joined late: ${late.map(shown).join(", ")}`)

  // From here on it hears what comes; while it prints, a price that changes twice is heard of once.
  const slow = values.stream(TOPIC, Price).pipe(
    Stream.filter(({ payload }) => payload.symbol === "CORK"),
    Stream.tap(() => Effect.sleep("1 millis")),
    Stream.takeUntil(({ payload }) => payload.cents === 1006),
    Stream.runCollect
  )
  const reader = yield* Effect.forkChild(slow, { startImmediately: true })
  yield* market.trade({ rounds: 900 })
  const heard = (yield* Fiber.join(reader)).map(({ payload }) => payload.cents)
  const isRising = heard.every((cents, index) => index === 0 || cents > heard[index - 1]!)
  yield* Console.log(`slow reader: ${isRising ? "only rising prices" : "a price went back"}, up to the last`)
})

const afterwards = Effect.gen(function* () {
  const values = yield* LastValues.LastValues
  const stale = yield* values.stream(TOPIC, Price).pipe(
    Stream.filter(({ isStale }) => isStale),
    Stream.take(3),
    Stream.runCollect
  )
  yield* Console.log(`the market has closed: ${stale.map(shown).toSorted().join(", ")}`)
})

const shown = ({ isStale, payload }: LastValues.LastValue<{ readonly symbol: string; readonly cents: number }>) =>
  `${payload.symbol} ${(payload.cents / 100).toFixed(2)}${isStale ? " (stale)" : ""}`

Effect.provide(trading, Market.layerThread({ entry, name: "market", slowAfter: "10 seconds" })).pipe(
  Effect.andThen(afterwards),
  Effect.provide(LastValues.layer()),
  Effect.provide(NodeActorSystem.layer()),
  NodeRuntime.runMain
)
