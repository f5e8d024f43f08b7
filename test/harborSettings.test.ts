/*
 * What can be said about a harbor outside of the program.
 */
import * as Settings from "@stevedore/core/Settings"
import * as Testing from "@stevedore/core/testing"
import * as Harbor from "@stevedore/harbor/Harbor"
import type { HarborError } from "@stevedore/harbor/HarborError"
import * as Service from "@stevedore/harbor/Service"
import { assert, describe, it } from "@effect/vitest"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { Hold, listenTo, Notes } from "./harbor/messages.ts"

/** What a call comes to that does not say how long it may take: of the harbor, and of a service. */
const late = Effect.gen(function* () {
  const harbor = yield* Harbor.Harbor
  yield* listenTo("hold")
  yield* Service.join("holders")
  return [
    yield* Effect.flip(harbor.call(Hold, { n: 1 })),
    yield* Effect.flip(Service.call("holders", Hold, { n: 1 })),
    yield* Effect.flip(Service.call("holders", Hold, { n: 1 }, { instance: "main" }))
  ]
}).pipe(Effect.scoped)

const run = (provider: ConfigProvider.ConfigProvider) =>
  late.pipe(
    Effect.provide(Layer.merge(Harbor.layerConfig({ callTimeout: "1 hour" }), Notes.layer)),
    Effect.provide(Testing.layer({ time: "auto" })),
    Effect.provide(ConfigProvider.layer(provider))
  )

describe("A24-harbor settings", () => {
  it.effect("A24-harbor from the environment and from a file, before what the program says", () =>
    Effect.gen(function* () {
      for (const provider of [
        ConfigProvider.fromEnv({ env: { STEVEDORE_HARBOR_CALL_TIMEOUT: "20 millis", STEVEDORE_HARBOR_WINDOW: "7" } }),
        ConfigProvider.fromUnknown({ stevedore: { harbor: { callTimeout: "20 millis" }, maxThreads: 4 } })
      ]) {
        for (const error of (yield* run(provider)) as ReadonlyArray<HarborError>) {
          assert.strictEqual(error.reason._tag, "NoReply")
          assert.include(error.message, "20 ms")
        }
        // What is the harbor's is no mistake to the system.
        yield* Effect.provide(Settings.system, ConfigProvider.layer(provider))
      }
    })
  )

  it.effect("A24-harbor what cannot be is said with its key", () =>
    Effect.gen(function* () {
      for (const [harbor, key] of [
        [{ window: "many" }, "stevedore.harbor.window"],
        [{ callTimeout: "soon" }, "stevedore.harbor.callTimeout"],
        [{ windows: 1 }, "stevedore.harbor.windows"]
      ] as const) {
        const provider = ConfigProvider.fromUnknown({ stevedore: { harbor } })
        const error = yield* Effect.flip(run(provider))
        assert.include((error as HarborError).message, key)
      }
    })
  )
})
