/*
 * A listener hands over to another thread: what waits for the one that leaves goes to the one that has come meanwhile, however it is asked.
 */
import type { ActorSystem } from "@stevedore/core/ActorSystem"
import * as Harbor from "@stevedore/harbor/Harbor"
import type { HarborError } from "@stevedore/harbor/HarborError"
import * as Service from "@stevedore/harbor/Service"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Latch from "effect/Latch"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Scope from "effect/Scope"
import { Hold, Host, Notes } from "./harbor/messages.ts"
import { numbers, on, type Platform, platforms } from "./harbor/platforms.ts"

const run = <A, E>(
  program: Effect.Effect<A, E, Host | Harbor.Harbor | Notes | ActorSystem | Scope.Scope>,
  { entry, system }: Platform
) =>
  program.pipe(
    Effect.scoped,
    Effect.provide(Host.layerPool({ entry, size: 2, name: "t", restart: "never" })),
    Effect.provide(Layer.merge(Harbor.layer(), Notes.layer)),
    Effect.provide(system),
    Effect.provide(Logger.layer([]))
  )

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
