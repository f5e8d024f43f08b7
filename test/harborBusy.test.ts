/*
 * What waits for all threads can be given up while one of them is busy, and is not there afterwards.
 */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import * as Actor from "@stevedore/core/Actor"
import * as Gateway from "@stevedore/harbor/Gateway"
import * as Harbor from "@stevedore/harbor/Harbor"
import * as Service from "@stevedore/harbor/Service"
import * as Topic from "@stevedore/harbor/Topic"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Scope from "effect/Scope"
import { Busy, Ping } from "./harborBusy/busy.ts"

const entry = Actor.entry<typeof import("./harborBusy/busy.thread.ts")>(
  new URL("./harborBusy/busy.thread.ts", import.meta.url)
)

/** A file that is there until the thread may go on. */
const sign = Effect.acquireRelease(
  Effect.sync(() => {
    const folder = mkdtempSync(join(tmpdir(), "stevedore-busy-"))
    const file = join(folder, "stand still")
    writeFileSync(file, "")
    return { file, folder }
  }),
  ({ folder }) => Effect.sync(() => rmSync(folder, { recursive: true }))
)

const live = Busy.layerThread({ entry, name: "busy" }).pipe(
  Layer.provideMerge(Harbor.layer()),
  Layer.provideMerge(NodeActorSystem.layer({ startTimeout: "1 minute" }))
)

const ways: Readonly<Record<string, Effect.Effect<unknown, unknown, Harbor.Harbor | Scope.Scope>>> = {
  listen: Effect.flatMap(Harbor.Harbor, (harbor) => harbor.listen(Ping, () => Effect.succeed("main"))),
  listenOn: Effect.flatMap(Harbor.Harbor, (harbor) => harbor.listenOn("busy", Ping, "ping")),
  subscribe: Topic.subscribe("busy.*", Ping, () => Effect.succeed("main")),
  join: Service.join("busy_service"),
  gateway: Gateway.make({ messages: [] })
}

describe("C04 begun beside a busy thread", () => {
  for (const [way, begin] of Object.entries(ways)) {
    it.live(`${way} is given up at once, and nothing is left of it`, () =>
      Effect.gen(function* () {
        const [busy, harbor] = [yield* Busy, yield* Harbor.Harbor]
        const scope = yield* Effect.scope
        yield* busy.ready()
        const { file } = yield* sign
        const ask = Effect.match(harbor.call(Ping, undefined), {
          onSuccess: (by) => by,
          onFailure: ({ reason }) => reason._tag
        })
        const still = yield* Effect.forkChild(busy.standStill({ while: file }))
        yield* Effect.repeat(
          Effect.delay(
            Effect.sync(() => existsSync(`${file} now`)),
            1
          ),
          { until: (stands) => stands }
        )
        const beginning = yield* Effect.forkChild(Scope.provide(begin, scope), { startImmediately: true })
        for (let n = 0; n < 20; n++) yield* Effect.yieldNow
        // Not complete before that thread goes on, which it does behind this.
        yield* Fiber.interrupt(beginning)
        // Nothing of it begins any more, although that thread does not know of it yet.
        const early = yield* Effect.forkChild(ask, { startImmediately: true })
        rmSync(file)
        assert.strictEqual(yield* Fiber.join(early), "NoListener")
        yield* Fiber.join(still)
        yield* busy.ready()
        yield* Effect.repeat(ask, { until: (tag) => tag === "NoListener" })
        // It can be begun anew.
        yield* begin
        if (way.startsWith("listen")) yield* harbor.call(Ping, undefined)
      }).pipe(Effect.scoped, Effect.provide(live))
    )
  }
})
