/*
 * A listener hands over to another thread: what waits for the one that leaves goes to the one that has come meanwhile, however it is asked.
 */
import * as Harbor from "@stevedore/harbor/Harbor"
import type { HarborError } from "@stevedore/harbor/HarborError"
import * as Service from "@stevedore/harbor/Service"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Latch from "effect/Latch"
import * as Scope from "effect/Scope"
import { Hold, Host } from "./harbor/messages.ts"
import { forked, numbers, on, platforms, run } from "./harbor/platforms.ts"

const timeout = "1 minute"
const asks: Readonly<Record<string, (n: number) => Effect.Effect<string, HarborError, Harbor.Harbor>>> = {
  call: (n) => Effect.flatMap(Harbor.Harbor, (harbor) => harbor.call(Hold, { n })),
  "call with a timeout": (n) => Effect.flatMap(Harbor.Harbor, (harbor) => harbor.call(Hold, { n }, { timeout })),
  "Service.call": (n) => Service.call("storage", Hold, { n }, { timeout })
}

for (const platform of platforms) {
  describe(`C05 a listener that hands over on ${platform.name}`, () => {
    for (const [name, ask] of Object.entries(asks)) {
      it.live(`C05-leave by ${name}: what waits behind its handler is asked of who has come`, () =>
        run(
          Effect.gen(function* () {
            const [harbor, host, scope] = [yield* Harbor.Harbor, yield* Host, Scope.makeUnsafe()]
            const [begun, leaves] = [Latch.makeUnsafe(), Latch.makeUnsafe()]
            yield* Service.join("storage").pipe(Scope.provide(scope))
            yield* harbor
              .listen(Hold, ({ n }) =>
                begun.open.pipe(
                  Effect.andThen(leaves.await),
                  Effect.andThen(Scope.close(scope, Exit.void)),
                  Effect.as(`main ${n}`)
                )
              )
              .pipe(Scope.provide(scope))
            const asked = yield* Effect.forEach(numbers(3), (n) => Effect.forkChild(ask(n), { startImmediately: true }))
            yield* begun.await
            yield* host.listen({ message: "hold" }, on("t-1"))
            yield* host.serve({ service: "storage" }, on("t-1"))
            yield* host.open(undefined, on("t-1"))
            yield* leaves.open
            assert.deepStrictEqual(yield* Effect.forEach(asked, Fiber.join), ["main 0", "t-1", "t-1"])
          }),
          platform
        )
      )
    }
  })
}

describe("C05 a listener without room that hands over", () => {
  // Of simulated threads the memory ends before the room.
  it.live("C05-leave by send: what waits for room at it goes to who has come", () =>
    run(
      Effect.gen(function* () {
        const [harbor, host, scope] = [yield* Harbor.Harbor, yield* Host, Scope.makeUnsafe()]
        const [begun, leaves] = [Latch.makeUnsafe(), Latch.makeUnsafe()]
        yield* harbor
          .listen(Hold, () =>
            begun.open.pipe(
              Effect.andThen(leaves.await),
              Effect.andThen(Scope.close(scope, Exit.void)),
              Effect.as("main")
            )
          )
          .pipe(Scope.provide(scope))
        yield* harbor.send(Hold, { n: -1 })
        yield* begun.await
        const waiting: Array<Fiber.Fiber<void, HarborError>> = []
        for (let n = 0; waiting.length < 8; n++) {
          const sending = yield* forked(harbor.send(Hold, { n }))
          if (sending.pollUnsafe() === undefined) waiting.push(sending)
          assert.isBelow(n, 70_000)
        }
        yield* host.listen({ message: "hold" }, on("t-1"))
        yield* host.open(undefined, on("t-1"))
        yield* leaves.open
        for (const sending of waiting) yield* Fiber.join(sending)
        // Behind them all.
        assert.strictEqual(yield* harbor.call(Hold, { n: -2 }), "t-1")
        assert.strictEqual((yield* host.noted(undefined, on("t-1"))).length, 9)
      }),
      platforms[0]!
    )
  )
})
