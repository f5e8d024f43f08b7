/**
 * How often threads wake each other, counted by themselves. Where a thread runs at its own pace only bounds are certain;
 * `packages/core/test/memory/rings.test.ts` has the exact numbers.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Actor from "@stevedore/core/Actor"
import { ActorSystem } from "@stevedore/core/ActorSystem"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import * as Effect from "effect/Effect"
import { Nap } from "./stress/nap.protocol.ts"

const entry = Actor.entry<typeof import("./stress/nap.thread.ts")>(new URL("./stress/nap.thread.ts", import.meta.url))
const data = new Uint8Array(16)

/** Wake-ups since the last call: caused by main, and by the other thread. */
const wakeUps = Effect.gen(function* () {
  const system = yield* ActorSystem
  let [main, other] = [0, 0]
  return Effect.map(system.threads, ([first, second]) => {
    const since = { main: first!.rings - main, other: second!.rings - other }
    main = first!.rings
    other = second!.rings
    return since
  })
})

describe("A08 wake-ups only when needed", () => {
  it.live("A08 a burst rings for its first job, then whenever it has become twice as long, then once at its end", () =>
    Effect.gen(function* () {
      const nap = yield* Nap
      const since = yield* wakeUps
      yield* nap.echo({ n: 0, data })
      yield* since
      const count = 1000
      const burst = Effect.gen(function* () {
        yield* Effect.sync(() => {
          for (let n = 0; n < count; n++) Effect.runFork(nap.note.tell({ n, data }))
        })
        yield* nap.echo({ n: 1, data })
        const { main, other } = yield* since
        // The burst's own, and one for the ask behind it.
        assert.isAtMost(main, 1 + Math.ceil(Math.log2(count / 64)) + 1 + 1)
        // Tells need no answer, the ask has one; and the count of the ask before may have come late.
        assert.isAtMost(other, 2)
        return main
      })
      // A thread that has not gone to sleep since the last burst needs no ring for this one.
      yield* Effect.repeat(burst, { until: (main) => main > 0 })
    }).pipe(Effect.provide(Nap.layerThread({ entry })), Effect.provide(NodeActorSystem.layer({ linger: "off" })))
  )

  it.live("A08 the replies of a batch ring no more often than their jobs did", () =>
    Effect.gen(function* () {
      const nap = yield* Nap
      const since = yield* wakeUps
      yield* nap.echo({ n: 0, data })
      yield* since
      const count = 2000
      const asks = Array.from({ length: count }, (_, n) => nap.echo({ n, data }))
      yield* Effect.all(asks, { concurrency: "unbounded" })
      const { main, other } = yield* since
      assert.isAtMost(main, count / 16)
      assert.isAtMost(other, count / 16)
    }).pipe(Effect.provide(Nap.layerThread({ entry })), Effect.provide(NodeActorSystem.layer()))
  )

  it.live("A08 one at a time, each job and each reply wakes at most once", () =>
    Effect.gen(function* () {
      const nap = yield* Nap
      const since = yield* wakeUps
      yield* nap.echo({ n: 0, data })
      yield* since
      for (let n = 0; n < 200; n++) yield* nap.echo({ n, data })
      const { main, other } = yield* since
      assert.isAtMost(main, 200)
      assert.isAtMost(other, 202)
    }).pipe(Effect.provide(Nap.layerThread({ entry })), Effect.provide(NodeActorSystem.layer()))
  )
})
