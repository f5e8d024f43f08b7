/*
 * Gateways on several threads: what is for all clients reaches those of each of them, whoever sends it.
 */
import * as Actor from "@stevedore/core/Actor"
import * as Testing from "@stevedore/core/testing"
import * as Harbor from "@stevedore/harbor/Harbor"
import * as Message from "@stevedore/harbor/Message"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Logger from "effect/Logger"
import * as Schema from "effect/Schema"
import { Gate, gate, heardBy, News, opened } from "./harbor/gates.ts"
import { numbers, on, platformsOf } from "./platforms.ts"

const platforms = platformsOf(
  {
    entry: Actor.entry<typeof import("./harbor/gates.thread.ts")>(new URL("./harbor/gates.thread.ts", import.meta.url))
  },
  { entry: Testing.entry(gate) }
)

for (const { entry, name, system } of platforms) {
  describe(`C09 gateways on ${name}`, () => {
    it.live("C09-gates a broadcast reaches the clients of all gateways, from every thread, in order", () =>
      Effect.gen(function* () {
        const [harbor, gates] = [yield* Harbor.Harbor, yield* Gate]
        const nobody = yield* Effect.flip(harbor.gateBroadcast(News, { n: 0 }))
        assert.deepStrictEqual(
          [nobody.reason._tag, nobody.delivered, nobody.messageName],
          ["NoListener", "no", "smsg_news"]
        )
        assert.match(nobody.message, /no thread has a gateway, and so no client: open one with Gateway\.make/)
        const own: Array<Array<string>> = []
        yield* opened(2, own)
        // Two gateways on one thread, and one without clients.
        yield* gates.open({ clients: 2 }, on("t-0"))
        yield* gates.open({ clients: 1 }, on("t-0"))
        yield* gates.open({ clients: 0 }, on("t-1"))
        for (const n of numbers(50)) yield* harbor.gateBroadcast(News, { n })
        for (const n of numbers(50)) yield* gates.broadcast({ n: 100 + n }, on("t-1"))
        const told = (from: number) => numbers(50).map((n) => `${from + n} today`)
        // No order is promised between two senders.
        const ofEach = (heard: ReadonlyArray<string>) => {
          const isSecond = (line: string) => line.length > 8
          return [heard.filter((line) => !isSecond(line)), heard.filter(isSecond)]
        }
        const wanted = [told(0), told(100)]
        assert.deepStrictEqual((yield* heardBy(own, 100)).map(ofEach), [wanted, wanted])
        const there = yield* gates.heard({ count: 100 }, on("t-0"))
        assert.deepStrictEqual(there.map(ofEach), [wanted, wanted, wanted])
        assert.deepStrictEqual(yield* gates.heard({ count: 0 }, on("t-1")), [])
        // Those that have closed are told of no more.
        yield* gates.close(undefined, on("t-0"))
        yield* gates.broadcast({ n: 200 }, on("t-0"))
        assert.strictEqual((yield* heardBy(own, 101))[0]!.at(-1), "200 today")
        assert.deepStrictEqual(yield* gates.heard({ count: 100 }, on("t-0")), there)
      }).pipe(
        Effect.scoped,
        Effect.provide(Gate.layerPool({ entry, size: 2, name: "t", restart: "never" })),
        Effect.provide(Harbor.layer()),
        Effect.provide(system),
        Effect.provide(Logger.layer([]))
      )
    )

    it.live(
      "C02-clients C12-clients what clients may not have, or is malformed or too large, reaches none of them",
      () =>
        Effect.gen(function* () {
          const harbor = yield* Harbor.Harbor
          const own: Array<Array<string>> = []
          yield* opened(1, own)
          const Internal = Message.make("internal", { payload: { n: Schema.Int } })
          const Large = Message.make("smsg_large", { payload: { text: Schema.String } })
          for (const [refused, reason] of [
            [harbor.gateBroadcast(Internal, { n: 1 }), "Forbidden"],
            [harbor.gateBroadcast(News, { n: 0.5 }), "Malformed"],
            [harbor.gateBroadcast(Large, { text: "x".repeat(256 * 1024) }), "TooLarge"],
            [harbor.gateBroadcast({} as never, undefined as never), "InvalidOption"]
          ] as const) {
            const error = yield* Effect.flip(refused)
            assert.deepStrictEqual([error.reason._tag, error.delivered], [reason, "no"])
          }
          yield* harbor.gateBroadcast(News, { n: 1, of: "now" }, { control: true })
          assert.deepStrictEqual(yield* heardBy(own, 1), [["1 now"]])
        }).pipe(Effect.scoped, Effect.provide(Harbor.layer()), Effect.provide(system), Effect.provide(Logger.layer([])))
    )
  })
}
