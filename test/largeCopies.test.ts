/*
 * Large data that is copied: what its receiver, and whoever keeps it until there is room, gets for it is collected with the young objects,
 * before all objects of the thread have to be marked for it; and it arrives as it was.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Actor from "@stevedore/core/Actor"
import type { SystemOptions } from "@stevedore/core/ActorSystem"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import { collected, Echo } from "./largeCopies/echo.ts"

const entry = Actor.entry<typeof import("./largeCopies/echo.thread.ts")>(
  new URL("./largeCopies/echo.thread.ts", import.meta.url)
)
const live = (options: SystemOptions = {}) =>
  Layer.provide(Echo.layerThread({ entry }), NodeActorSystem.layer({ maxThreads: 4, ...options }))

const MIB = 2 ** 20
const Size = Schema.Int.check(Schema.isBetween({ minimum: 2000, maximum: 300_000 }))

describe("large copies", () => {
  for (const bytes of [64 * 1024, MIB]) {
    it.live(`of ${bytes} bytes are collected young, on both threads`, () =>
      Effect.gen(function* () {
        const echo = yield* Echo
        const data = new Uint8Array(bytes)
        const pass = (total: number) => Effect.repeat(echo.echo({ data }), { times: total / bytes - 1 })
        // What it takes to begin with: code is compiled, the first objects grow old.
        yield* pass(48 * MIB)
        yield* collected
        yield* echo.collected()
        yield* pass(192 * MIB)
        for (const here of [yield* collected, yield* echo.collected()]) {
          // Each 8 MB took a mark of everything: 24 of them, and next to none of the young.
          assert.isAtLeast(here.young, 24)
          assert.isBelow(here.whole, here.young / 2)
          assert.isFalse(here.isExposed)
        }
      }).pipe(Effect.provide(live()))
    )
  }

  it.effect.prop(
    "arrive as they were, also by way of what keeps them until there is room",
    [Schema.Array(Size)],
    ([sizes]) =>
      Effect.gen(function* () {
        const echo = yield* Echo
        const sent = sizes.map((size, n) => new Uint8Array(size).map((_, i) => (i * 7 + n) >> 2))
        const come = yield* Effect.forEach(sent, (data) => echo.echo({ data }), { concurrency: "unbounded" })
        for (const [n, data] of sent.entries()) {
          assert.strictEqual(Buffer.compare(come[n]!, data), 0)
          assert.deepStrictEqual([come[n]!.byteOffset, come[n]!.buffer.byteLength], [0, data.byteLength])
        }
      }).pipe(Effect.provide(live({ smallBlocks: 4, largeBlocks: 2 }))),
    { arbitrary: { runs: 12 } }
  )
})
