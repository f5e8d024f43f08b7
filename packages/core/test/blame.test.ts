/*
 * Which jobs a death counts against: those that may run twice and had started on the thread that died; on simulated
 * threads.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Logger from "effect/Logger"
import * as Rpc from "effect/rpc/Rpc"
import * as Schedule from "effect/Schedule"
import * as Schema from "effect/Schema"
import * as Actor from "../src/Actor.ts"
import type { ActorError } from "../src/ActorError.ts"
import * as ActorSystem from "../src/ActorSystem.ts"
import { CurrentJob } from "../src/CurrentJob.ts"
import * as Job from "../src/Job.ts"
import * as Testing from "../src/testing/index.ts"

class Mixed extends Actor.Service<Mixed>()("blame/Mixed", [
  /** Runs until its thread dies. */
  Rpc.make("killer", { success: Schema.Int }).annotate(Job.Idempotent, true),
  Rpc.make("killerOnce", { success: Schema.Int }),
  /** Runs through so many deaths, then says at which attempt it is. */
  Rpc.make("innocent", { payload: { deaths: Schema.Int }, success: Schema.Int }).annotate(Job.Idempotent, true)
]) {}

const live = (concurrency: number, running: Array<string>) =>
  Mixed.layerThread({
    name: "mixed",
    entry: Testing.entry(
      Mixed.toLayer(
        {
          killer: () =>
            Effect.andThen(
              Effect.sync(() => running.push("killer")),
              Effect.never
            ),
          killerOnce: () =>
            Effect.andThen(
              Effect.sync(() => running.push("killerOnce")),
              Effect.never
            ),
          innocent: ({ deaths }) =>
            Effect.flatMap(CurrentJob, ({ attempt }) => {
              running.push("innocent")
              return attempt <= deaths ? Effect.never : Effect.succeed(attempt)
            })
        },
        { concurrency }
      )
    ),
    restart: Schedule.spaced("1 millis")
  })

const scenario = (
  concurrency: number,
  program: (
    /** The thread dies as soon as these jobs run on it, in whatever order they were started. */
    dieWith: (...jobs: ReadonlyArray<string>) => Effect.Effect<void, never, ActorSystem.ActorSystem>
  ) => Effect.Effect<void, unknown, Mixed | ActorSystem.ActorSystem>
) => {
  const running: Array<string> = []
  const dieWith = (...jobs: ReadonlyArray<string>) =>
    Effect.gen(function* () {
      yield* Effect.repeat(Effect.sleep("1 millis"), {
        until: () => running.length >= jobs.length,
        schedule: Schedule.recurs(1000)
      })
      assert.deepEqual(running.toSorted(), jobs.toSorted())
      running.length = 0
      yield* Effect.orDie((yield* ActorSystem.ActorSystem).kill("mixed"))
    })
  return program(dieWith).pipe(
    Effect.provide(live(concurrency, running)),
    Effect.provide(Testing.layer({ time: "auto" })),
    Effect.provide(Logger.layer([]))
  )
}

const fate = (exit: Exit.Exit<number, ActorError>): unknown => {
  if (Exit.isSuccess(exit)) return exit.value
  const error = Exit.findErrorOption(exit)
  return error._tag === "Some" ? `${error.value.reason._tag} ${error.value.started}` : exit
}

describe("H16-restart blame", () => {
  it.live("one job at a time: who waited behind the one that ended its thread was never suspected", () =>
    scenario(1, (dieWith) =>
      Effect.gen(function* () {
        const mixed = yield* Mixed
        const killer = yield* mixed.killer.submit()
        const innocent = yield* mixed.innocent.submit({ deaths: 0 })
        for (let death = 0; death < 3; death++) yield* dieWith("killer")
        assert.strictEqual(fate(yield* Effect.exit(killer.await)), "Poisoned true")
        assert.strictEqual(fate(yield* Effect.exit(innocent.await)), 1, "its first attempt")
      })
    )
  )

  it.live("several at a time: a death counts against each of them that may run twice", () =>
    scenario(2, (dieWith) =>
      Effect.gen(function* () {
        const mixed = yield* Mixed
        const killer = yield* Effect.forkChild(Effect.exit(mixed.killer()), { startImmediately: true })
        const innocent = yield* Effect.forkChild(Effect.exit(mixed.innocent({ deaths: 3 })), { startImmediately: true })
        for (let death = 0; death < 3; death++) yield* dieWith("killer", "innocent")
        assert.strictEqual(fate(yield* Fiber.join(killer)), "Poisoned true")
        assert.strictEqual(fate(yield* Fiber.join(innocent)), "Poisoned true", "nobody knows which of the two it was")
      })
    )
  )

  it.live("several at a time: who has ended before the third death is not suspected any more", () =>
    scenario(2, (dieWith) =>
      Effect.gen(function* () {
        const mixed = yield* Mixed
        const killer = yield* Effect.forkChild(Effect.exit(mixed.killer()), { startImmediately: true })
        const innocent = yield* mixed.innocent.submit({ deaths: 2 })
        yield* dieWith("killer", "innocent")
        yield* dieWith("killer", "innocent")
        yield* dieWith("killer", "innocent")
        assert.strictEqual(fate(yield* Fiber.join(killer)), "Poisoned true")
        assert.strictEqual(fate(yield* Effect.exit(innocent.await)), 3)
        // The next one begins with nothing against it.
        assert.strictEqual(yield* mixed.innocent({ deaths: 0 }), 1)
      })
    )
  )

  it.live("a job that may run once only fails at its first death, and takes nobody with it", () =>
    scenario(2, (dieWith) =>
      Effect.gen(function* () {
        const mixed = yield* Mixed
        const once = yield* mixed.killerOnce.submit()
        const innocent = yield* mixed.innocent.submit({ deaths: 1 })
        yield* dieWith("killerOnce", "innocent")
        assert.strictEqual(fate(yield* Effect.exit(once.await)), "ThreadDied true")
        assert.strictEqual(fate(yield* Effect.exit(innocent.await)), 2)
      })
    )
  )
})
