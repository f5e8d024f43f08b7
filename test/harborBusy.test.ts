/*
 * What waits for all threads can be given up while one of them is busy, and is not there afterwards.
 */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import * as Actor from "@stevedore/core/Actor"
import { ActorSystem } from "@stevedore/core/ActorSystem"
import * as Directory from "@stevedore/harbor/Directory"
import * as Gateway from "@stevedore/harbor/Gateway"
import * as Harbor from "@stevedore/harbor/Harbor"
import * as Service from "@stevedore/harbor/Service"
import * as Topic from "@stevedore/harbor/Topic"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import { Busy, Ping, Tell } from "./harborBusy/busy.ts"

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

/** Has it stand still as long as the file is there; complete when it does. */
const standing = (busy: Busy["Service"], file: string) =>
  Effect.gen(function* () {
    const still = yield* Effect.forkChild(busy.standStill({ while: file }))
    const stands = Effect.sync(() => existsSync(`${file} now`))
    yield* Effect.repeat(Effect.delay(stands, 1), { until: (stands) => stands })
    return still
  })

const live = Busy.layerThread({ entry, name: "busy" }).pipe(
  Layer.provideMerge(Layer.merge(Harbor.layer(), Directory.layer())),
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
        const still = yield* standing(busy, file)
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

describe("C12 dead letters of a busy thread that dies", () => {
  it.live("name the message, or where it was for objects harbor's actor of those", () =>
    Effect.gen(function* () {
      const [busy, directory, harbor] = [yield* Busy, yield* Directory.Directory, yield* Harbor.Harbor]
      const id = yield* busy.claim()
      const { file } = yield* sign
      const letters = yield* harbor.deadLetters.pipe(
        Stream.filter(({ reason }) => reason === "ThreadDied"),
        Stream.map(({ count, messageName }) => `${count} ${messageName}`),
        Stream.take(2),
        Stream.runCollect,
        Effect.forkChild({ startImmediately: true })
      )
      yield* harbor.listenOn("busy", Ping, "ping")
      yield* standing(busy, file)
      for (let n = 0; n < 3; n++) yield* directory.sendTo(id, Tell)
      for (let n = 0; n < 2; n++) yield* harbor.send(Ping, undefined)
      yield* (yield* ActorSystem).kill("busy")
      assert.deepStrictEqual((yield* Fiber.join(letters)).toSorted(), ["2 busy_ping", "3 harbor/system/objects"])
    }).pipe(Effect.scoped, Effect.provide(live), Effect.provide(Logger.layer([])))
  )
})
