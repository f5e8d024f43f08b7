/**
 * Blocks on real threads: few of them, many senders, and threads that are killed while they read and write. What is
 * answered is right, what fails had started on a thread that died, and every block comes home.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Actor from "@stevedore/core/Actor"
import { ActorSystem } from "@stevedore/core/ActorSystem"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Schedule from "effect/Schedule"
import { Bulk, Porter } from "./blocks/bulk.protocol.ts"
import { pour } from "./blocks/pour.ts"

const bulk = Actor.entry<typeof import("./blocks/bulk.thread.ts")>(new URL("./blocks/bulk.thread.ts", import.meta.url))
const porter = Actor.entry<typeof import("./blocks/porter.thread.ts")>(
  new URL("./blocks/porter.thread.ts", import.meta.url)
)

const MEMBERS = 3
/** The porter's asks are a handler's: they wait as long as main's. */
const nestedWait = "5 minutes"
const KILLS = 12
const live = (debug: boolean) =>
  Porter.layerThread({ entry: porter }).pipe(
    Layer.provideMerge(
      Bulk.layerPool({ name: "bulk", entry: bulk, size: MEMBERS, restart: Schedule.spaced("10 millis") })
    ),
    Layer.provideMerge(NodeActorSystem.layer({ maxThreads: 8, smallBlocks: 12, largeBlocks: 4, nestedWait, debug })),
    Layer.provide(Logger.layer([]))
  )

/** Every block is free again. */
const home = Effect.gen(function* () {
  const system = yield* ActorSystem
  const info = yield* Effect.repeat(system.info, {
    until: (info) => info.smallBlocksFree === 12 && info.largeBlocksFree === 4 && info.jobsInFlight === 0
  })
  assert.strictEqual(info.sendsWaiting, 0)
})

describe("E01-blocks on real threads", () => {
  for (const debug of [false, true]) {
    it.live(`H01-deaths killed under load${debug ? ", in debug mode" : ""}: nothing is lost, mixed up or left`, () =>
      Effect.gen(function* () {
        const system = yield* ActorSystem
        const there = yield* Porter
        const here = yield* Bulk
        const kills = { made: 0 }
        const chaos = yield* Effect.forkChild(
          Effect.gen(function* () {
            for (let n = 0; kills.made < KILLS; n++) {
              if (yield* system.kill(`bulk-${n % MEMBERS}`)) kills.made++
              yield* Effect.sleep(20)
            }
          })
        )
        // On a fast machine all is poured before much is killed: then once more.
        for (let round = 0; kills.made < 3; round += 10_000) {
          const before = kills.made
          const tallies = yield* Effect.all(
            [there.pour({ seed: round + 1, count: 1000 }), pour(here, { seed: round + 5000, count: 1000 })],
            { concurrency: "unbounded" }
          )
          for (const { answered, died, other, wrong } of tallies) {
            assert.deepEqual({ other, wrong }, { other: [], wrong: 0 })
            assert.strictEqual(answered + died, 1000)
            // At most what each killed thread was at work on, for each sender one job.
            assert.isAtMost(died, kills.made - before + 1)
          }
        }
        yield* Fiber.interrupt(chaos)
        yield* home
        assert.deepEqual(yield* pour(here, { seed: 9, count: 200 }), { answered: 200, died: 0, wrong: 0, other: [] })
        yield* home
      }).pipe(Effect.provide(live(debug)))
    )
  }
})
