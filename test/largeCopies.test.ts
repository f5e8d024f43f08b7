/*
 * Large data that is copied: what its receiver, and whoever keeps it until there is room, gets for it is collected with the young objects,
 * before all objects of the thread have to be marked for it; and it arrives as it was.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Actor from "@stevedore/core/Actor"
import type { SystemOptions } from "@stevedore/core/ActorSystem"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import { once } from "node:events"
import { Worker } from "node:worker_threads"
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

  /** What others send meanwhile arrives as it was, in the order in which it was sent. */
  const beside = (sent: ReadonlyArray<Uint8Array>) =>
    Effect.gen(function* () {
      const echo = yield* Echo
      const good = (n: number) => new Uint8Array(5_000).fill(n)
      const all = sent.flatMap((data, n) => [data, good(n)])
      const come = yield* Effect.forEach(all, (data) => Effect.exit(echo.echo({ data })), { concurrency: "unbounded" })
      for (const n of sent.keys()) assert.deepStrictEqual(come[2 * n + 1], Exit.succeed(good(n)))
      return sent.map((_, n) => come[2 * n]!)
    })

  for (const said of [0, 10, 2_100, 1_000_000]) {
    class Says extends Uint8Array {
      override get byteLength() {
        return said
      }
      override get length() {
        return said
      }
    }
    it.live(`are of what an array has, and not of the ${said} bytes that its class says`, () =>
      Effect.gen(function* () {
        const sizes = Array.from({ length: 30 }, (_, n) => 7 * n * n * n)
        const come = yield* beside(sizes.map((size, n) => new Says(size).fill(n)))
        for (const [n, size] of sizes.entries()) {
          assert.deepStrictEqual(come[n], Exit.succeed(new Uint8Array(size).fill(n)))
        }
      }).pipe(Effect.provide(live()))
    )
  }

  it.live("of memory that another thread has grow meanwhile are of what it had when they were sent", () =>
    Effect.gen(function* () {
      const grower = yield* Effect.acquireRelease(
        Effect.sync(() => new Worker(grow, { eval: true })),
        (worker) => Effect.promise(() => worker.terminate())
      )
      for (let n = 0; n < 25; n++) {
        const sab = new SharedArrayBuffer(2_104, { maxByteLength: 200_000 })
        const turn = new Int32Array(new SharedArrayBuffer(4))
        const data = new Uint8Array(sab)
        const done = once(grower, "message")
        grower.postMessage({ sab, turn })
        // They are all sent at once, while the other thread is at it.
        Atomics.wait(turn, 0, 0)
        const come = yield* beside(new Array<Uint8Array>(40).fill(data))
        yield* Effect.promise(() => done)
        for (const exit of come) {
          assert.isTrue(Exit.isSuccess(exit) && exit.value.length >= 2_104 && exit.value.every((byte) => byte === 0))
        }
      }
    }).pipe(Effect.scoped, Effect.provide(live()))
  )

  it.live("of a buffer that the payload's own code resizes or moves while it is encoded are refused, if at all", () =>
    Effect.gen(function* () {
      const echo = yield* Echo
      for (const how of ["resize", "move"] as const) {
        for (let read = 1; read <= 8; read++) {
          const buffer = new ArrayBuffer(5_000, { maxByteLength: 10_000 })
          let reads = 0
          const exit = yield* Effect.exit(
            echo.echo({
              data: new Uint8Array(buffer),
              get note() {
                if (++reads !== read) return ""
                if (how === "resize") buffer.resize(10)
                else structuredClone(buffer, { transfer: [buffer] })
                return ""
              }
            })
          )
          const isTyped = Exit.isSuccess(exit) || exit.cause.reasons.every(({ _tag }) => _tag === "Fail")
          assert.isTrue(isTyped, JSON.stringify(exit))
        }
      }
    }).pipe(Effect.provide(live()))
  )
})

/** Has each buffer that it is sent grow by and by, as soon as it says that it begins. */
const grow = `
const { parentPort } = require("node:worker_threads")
parentPort.on("message", ({ sab, turn }) => {
  Atomics.store(turn, 0, 1)
  Atomics.notify(turn, 0)
  for (let bytes = 2104; bytes < 200000; bytes += 8) sab.grow(bytes)
  parentPort.postMessage(undefined)
})`
