/*
 * C04: what one thread has another one listen to, by the name of a handler there, when that one dies and is started again.
 */
import * as Actor from "@stevedore/core/Actor"
import { ActorSystem } from "@stevedore/core/ActorSystem"
import * as Testing from "@stevedore/core/testing"
import * as Harbor from "@stevedore/harbor/Harbor"
import { HarborError } from "@stevedore/harbor/HarborError"
import { assert, describe, it } from "@effect/vitest"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Scope from "effect/Scope"
import * as Rpc from "effect/rpc/Rpc"
import * as Stream from "effect/Stream"
import { Host, Where } from "./harbor/messages.ts"
import { on, platforms, run } from "./harbor/platforms.ts"

/** When so many threads listen for `Where`, other than those of before. */
const listening = (count: number, before: ReadonlyArray<number>) =>
  Effect.gen(function* () {
    const { members } = yield* ActorSystem
    const isSo = (now: ReadonlyArray<{ readonly id: number }>): boolean =>
      now.length === count && now.every(({ id }) => !before.includes(id))
    const there = yield* Stream.runCollect(Stream.takeUntil(members({ key: "harbor/where" }).changes, isSo))
    return there.at(-1)!.map(({ id }) => id)
  })

for (const platform of platforms) {
  describe(`C04 listeners by a handler's name on ${platform.name}`, () => {
    it.live("C04 listen again on the thread that is started in the place of theirs, each time", () =>
      run(
        Effect.gen(function* () {
          const [harbor, host, system] = [yield* Harbor.Harbor, yield* Host, yield* ActorSystem]
          yield* harbor.listenOn("t-0", Where, "where by name")
          // Of a handler, which ends before: its own thread lives on.
          yield* host.listenOn({ thread: "t-0", handler: "where by name" }, on("t-1"))
          let before: ReadonlyArray<number> = []
          for (let n = 0; n < 3; n++) {
            before = [...before, ...(yield* listening(1, before))]
            assert.strictEqual(yield* harbor.call(Where, { n }), `${n} by name on t-0`)
            assert.isTrue(yield* system.kill("t-0"))
          }
          yield* listening(1, before)
          assert.strictEqual(yield* harbor.call(Where, { n: 3 }), "3 by name on t-0")
        }),
        platform,
        { restarts: true }
      )
    )

    it.live("C04 listen no more when their scope has closed, also where their thread was dead then", () =>
      run(
        Effect.gen(function* () {
          const [harbor, host, system] = [yield* Harbor.Harbor, yield* Host, yield* ActorSystem]
          const scope = yield* Scope.make()
          yield* Scope.provide(harbor.listenOn("t-0", Where, "where by name"), scope)
          yield* listening(1, [])
          assert.isTrue(yield* system.kill("t-0"))
          yield* listening(0, [])
          yield* Scope.close(scope, Exit.void)
          // It is there again, and has its handlers: somebody else may have it listen.
          yield* host.noted(undefined, on("t-0"))
          const refused = yield* Effect.flip(harbor.call(Where, { n: 1 }))
          assert.instanceOf(refused, HarborError)
          assert.strictEqual((refused as HarborError).reason._tag, "NoListener")
          yield* harbor.listenOn("t-0", Where, "where by name")
          assert.strictEqual(yield* harbor.call(Where, { n: 2 }), "2 by name on t-0")
        }),
        platform,
        { restarts: true }
      )
    )
  })
}

class Idle extends Actor.Service<Idle>()("harbor-test/Idle", [Rpc.make("is")]) {}

describe("C04 listeners by a handler's name", () => {
  it.live("C04 listen at once where the life before had no such handler for long", () =>
    Effect.suspend(() => {
      let isRegistered = true
      const registered = Layer.effectDiscard(
        Effect.gen(function* () {
          const harbor = yield* Harbor.Harbor
          if (isRegistered) yield* harbor.register("late", Where, ({ n }) => Effect.succeed(`${n} in time`))
        })
      )
      const thread = Idle.toLayer({ is: () => Effect.void }).pipe(
        Layer.provide(registered),
        Layer.provide(Harbor.layer())
      )
      return Effect.gen(function* () {
        const [harbor, idle, { kill }] = [yield* Harbor.Harbor, yield* Idle, yield* ActorSystem]
        yield* harbor.listenOn("t-0", Where, "late")
        const first = yield* listening(1, [])
        isRegistered = false
        assert.isTrue(yield* kill("t-0"))
        // It is asked again and again, each time after twice as long: the last time 5.11 s after the start, and then 10.23 s.
        yield* Effect.sleep("6 seconds")
        yield* idle.is()
        isRegistered = true
        assert.isTrue(yield* kill("t-0"))
        const before = yield* Clock.currentTimeMillis
        yield* listening(1, first)
        assert.strictEqual(yield* harbor.call(Where, { n: 1 }), "1 in time")
        // Virtual time, of which only the pauses before a start take some.
        assert.isBelow((yield* Clock.currentTimeMillis) - before, 2000)
      }).pipe(
        Effect.scoped,
        Effect.provide(Idle.layerPool({ entry: Testing.entry(thread), size: 1, name: "t" })),
        Effect.provide(Harbor.layer()),
        Effect.provide(Testing.layer({ time: "auto" })),
        Effect.provide(Logger.layer([]))
      )
    })
  )
})
