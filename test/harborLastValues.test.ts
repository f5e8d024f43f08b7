/*
 * E05: last values between threads: who joins late, who is slow, whose publisher has ended, and what outlives the process.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Actor from "@stevedore/core/Actor"
import { ActorSystem } from "@stevedore/core/ActorSystem"
import * as LastValues from "@stevedore/harbor/LastValues"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import { joinAll } from "./lastValues/joinAll.ts"
import { Partner, Tick } from "./lastValues/messages.ts"

const system = NodeActorSystem.layer({ maxThreads: 8 })
const entry = Actor.entry<typeof import("./lastValues/partner.thread.ts")>(
  new URL("./lastValues/partner.thread.ts", import.meta.url)
)
const live = (options: LastValues.Options = {}) =>
  Partner.layerThread({ entry, name: "partner" }).pipe(
    Layer.provideMerge(LastValues.layer(options)),
    Layer.provideMerge(system)
  )
const numbers = (count: number): ReadonlyArray<string> => Array.from({ length: count }, (_, index) => `key ${index}`)

describe("E05 last values", () => {
  it.live("E05-join late joiners on two threads, near and far behind, hear all that is left, in order", () =>
    Effect.gen(function* () {
      const values = yield* LastValues.LastValues
      const partner = yield* Partner
      const keys = numbers(50)
      yield* partner.publish({ topic: "t", keys, from: 0, count: 5 })
      const wanted = { topic: "t", joiners: 100, keys: keys.length, until: 29 }
      const here = yield* Effect.forkChild(joinAll(values, wanted), { startImmediately: true })
      const there = yield* Effect.forkChild(partner.join(wanted), { startImmediately: true })
      yield* partner.publish({ topic: "t", keys, from: 5, count: 25 })
      for (const joined of [yield* Fiber.join(here), yield* Fiber.join(there)]) {
        assert.strictEqual(joined.wrong, 0)
        assert.isAtLeast(joined.told, wanted.joiners * keys.length)
      }
      const after = yield* values.figures
      assert.deepInclude(after, { values: 50, waiting: 0, refused: 0, threadBytes: 0, replayBytes: 0 })
    }).pipe(Effect.provide(live()))
  )

  it.live("E05-stale what a thread has published is told again as stale when it ends, and then to those who join", () =>
    Effect.gen(function* () {
      const values = yield* LastValues.LastValues
      const partner = yield* Partner
      const system = yield* ActorSystem
      yield* partner.publish({ topic: "t", keys: ["a", "b"], from: 0, count: 3 })
      yield* values.publish(Tick, "t", { key: "b", n: 10, filler: "" })
      const shown = ({ isStale, payload }: LastValues.LastValue<typeof Tick.rpc.payloadSchema.Type>) =>
        `${payload.key}${payload.n}${isStale ? " stale" : ""}`
      const told = yield* values.stream(Tick, "t").pipe(
        Stream.map(shown),
        Stream.tap((value) => (value === "b10" ? system.kill("partner") : Effect.void)),
        Stream.take(3),
        Stream.runCollect
      )
      assert.deepStrictEqual(told, ["a2", "b10", "a2 stale"])
      const late = yield* values.stream(Tick, "t").pipe(Stream.map(shown), Stream.take(2), Stream.runCollect)
      assert.deepStrictEqual(late, ["b10", "a2 stale"])
    }).pipe(Effect.provide(live()))
  )
})
