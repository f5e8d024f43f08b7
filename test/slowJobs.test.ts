/*
 * Jobs that take too long are said to, once each, with their name, their thread and how long: while they run, also when
 * they let nothing else of their thread run.
 */
import * as Actor from "@stevedore/core/Actor"
import type { ActorError } from "@stevedore/core/ActorError"
import * as ActorSystemModule from "@stevedore/core/ActorSystem"
import { ActorSystem } from "@stevedore/core/ActorSystem"
import * as Job from "@stevedore/core/Job"
import * as Testing from "@stevedore/core/testing"
import { type SpawnedThread, type ThreadPort, ThreadSpawner } from "@stevedore/core/ThreadSpawner"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import * as NodeThreadSpawner from "@stevedore/platform-node/NodeThreadSpawner"
import { assert, describe, it } from "@effect/vitest"
import { mkdtempSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as References from "effect/References"
import * as Rpc from "effect/rpc/Rpc"
import * as TestClock from "effect/testing/TestClock"
import { slow } from "./slowJobs/handlers.ts"
import { Asker, Slow } from "./slowJobs/worker.protocol.ts"

const entry = Actor.entry<typeof import("./slowJobs/slow.thread.ts")>(
  new URL("./slowJobs/slow.thread.ts", import.meta.url)
)
const askerEntry = Actor.entry<typeof import("./slowJobs/asker.thread.ts")>(
  new URL("./slowJobs/asker.thread.ts", import.meta.url)
)

/** The warnings of main, as they come. */
const collected = () => {
  const lines: Array<string> = []
  const layer = Logger.layer([
    Logger.make(({ fiber, logLevel, message }) => {
      if (logLevel !== "Warn") return
      const { job, thread } = fiber.getRef(References.CurrentLogAnnotations)
      lines.push(`${String(message)} [${String(thread)} ${String(job)}]`.replaceAll(/\d+ ms/g, "N ms"))
    })
  ])
  return { lines, layer }
}

const run = <A, E, S>(
  program: (lines: ReadonlyArray<string>) => Effect.Effect<A, E, S | ActorSystem>,
  live: Layer.Layer<S, ActorError, ActorSystem>,
  slowAfter: "never" | number = 60
) => {
  const { layer, lines } = collected()
  return Effect.suspend(() => program(lines)).pipe(
    Effect.provide(live),
    Effect.provide(NodeActorSystem.layer({ maxThreads: 4, slowAfter })),
    Effect.provide(layer)
  )
}

/** What was said of one job; on a busy machine others may be slow, too. */
const saidOf = (lines: ReadonlyArray<string>, about: string) => lines.filter((line) => line.includes(about))

const holds = (condition: () => boolean): Effect.Effect<void> =>
  Effect.suspend(() => (condition() ? Effect.void : Effect.andThen(Effect.sleep(5), holds(condition))))

/** A job goes on when it is opened. */
const gate = () => {
  const until = join(mkdtempSync(join(tmpdir(), "stevedore-")), "gate")
  return { until, open: () => writeFileSync(until, "") }
}

/** A system whose threads hear nothing of limits, and whose reports arrive when main has told them to stop. */
const hearingLate = () => {
  let reports = 0
  const late = ({ port, ...spawned }: SpawnedThread): SpawnedThread => {
    const held: Array<() => void> = []
    const post: ThreadPort["post"] = (message, transfer) => {
      const { _tag } = message as { readonly _tag: string }
      if (_tag === "stop") for (const deliver of held.splice(0)) deliver()
      if (_tag !== "slowAfter") port.post(message, transfer)
    }
    const onMessage: ThreadPort["onMessage"] = (listener) =>
      port.onMessage((message) => {
        if ((message as { readonly _tag: string })._tag !== "slow") return listener(message)
        reports++
        held.push(() => listener(message))
      })
    return { ...spawned, port: { ...port, post, onMessage } }
  }
  const spawner = Layer.effect(
    ThreadSpawner,
    Effect.map(ThreadSpawner, (spawner) => ({
      ...spawner,
      spawn: (request) => Effect.map(spawner.spawn(request), late)
    }))
  ).pipe(Layer.provide(NodeThreadSpawner.layer))
  const live = Layer.provide(ActorSystemModule.layer({ slowAfter: 20 }), spawner)
  return { live, reported: holds(() => reports > 0) }
}

const name = "slow"
const about = (job: string, thread = name) => `[${thread} slow/Slow.${job}]`

describe("slow jobs", () => {
  it.live("A20-running a job that blocks its thread is reported while it does, once", () =>
    run(
      (lines) =>
        Effect.gen(function* () {
          const slow = yield* Slow
          const { open, until } = gate()
          yield* slow.quick()
          const job = yield* Effect.forkChild(slow.blockUntil({ until }), { startImmediately: true })
          const said = `slow job: slow/Slow.blockUntil blocks thread "slow" for N ms so far ${about("blockUntil")}`
          const lately = () => saidOf(lines, about("blockUntil"))
          yield* holds(() => lately().length > 0)
          assert.isUndefined(job.pollUnsafe(), "it runs still")
          assert.deepStrictEqual(lately(), [said])
          open()
          yield* Fiber.join(job)
          yield* slow.quick()
          assert.deepStrictEqual(lately(), [said], "and not again when it has ended")
        }),
      Slow.layerThread({ entry, name })
    )
  )

  it.live("A20-running a job that waits is reported while it runs, once, and its thread goes on", () =>
    run(
      (lines) =>
        Effect.gen(function* () {
          const slow = yield* Slow
          const { open, until } = gate()
          const job = yield* Effect.forkChild(slow.sleepUntil({ until }), { startImmediately: true })
          const lately = () => saidOf(lines, about("sleepUntil"))
          yield* holds(() => lately().length > 0)
          yield* slow.quick()
          assert.isUndefined(job.pollUnsafe(), "it runs still")
          assert.lengthOf(lately(), 1, lines.join("\n"))
          // A thread that gets no processor stands still, by all that others can see.
          const runs = /^slow job: slow\/Slow.sleepUntil on thread "slow" runs for N ms so far/
          const still = /^thread "slow" has not come to its event loop for N ms|blocks thread "slow" for N ms so far/
          assert.isTrue(runs.test(lately()[0]!) || still.test(lately()[0]!), lately()[0])
          open()
          yield* Fiber.join(job)
          yield* slow.quick()
          assert.lengthOf(lately(), 1, lines.join("\n"))
        }),
      Slow.layerThread({ entry, name })
    )
  )

  it.live("A20-running a job that blocks its thread in the middle of an Effect is noticed from outside", () =>
    run(
      (lines) =>
        Effect.gen(function* () {
          const slow = yield* Slow
          const { open, until } = gate()
          const job = yield* Effect.forkChild(slow.blockLater({ until }), { startImmediately: true })
          const lately = () => saidOf(lines, about("blockLater"))
          yield* holds(() => lately().length > 0)
          assert.isUndefined(job.pollUnsafe(), "it runs still")
          open()
          yield* Fiber.join(job)
          yield* slow.quick()
          assert.lengthOf(lately(), 1, lines.join("\n"))
        }),
      Slow.layerThread({ entry, name })
    )
  )

  it.live("A20-running also when it was told, and nobody waits for it", () =>
    run(
      (lines) =>
        Effect.gen(function* () {
          const { open, until } = gate()
          yield* (yield* Slow).blockUntil.tell({ until })
          yield* holds(() => saidOf(lines, about("blockUntil")).length > 0)
          open()
          assert.deepStrictEqual(saidOf(lines, about("blockUntil")), [
            `slow job: slow/Slow.blockUntil blocks thread "slow" for N ms so far ${about("blockUntil")}`
          ])
        }),
      Slow.layerThread({ entry, name })
    )
  )

  it.live("A03-slow a job that blocks main is reported, once, by main and not again by those who wait for it", () =>
    run(
      (lines) =>
        Effect.gen(function* () {
          const asker = yield* Asker
          yield* asker.block({ millis: 600 })
          yield* asker.quick()
          const ofMain = lines.filter((line) => line.includes(about("block", "main")))
          assert.lengthOf(ofMain, 1, lines.join("\n"))
          // The asker's own job takes as long.
          assert.lengthOf(
            lines.filter((line) => line.includes("slow/Asker.block")),
            1
          )
        }),
      Layer.provideMerge(Asker.layerThread({ entry: askerEntry }), Slow.layerMain(slow(1)))
    )
  )

  it.live("A20-off never is never, and a job type may be left out", () =>
    run(
      (lines) =>
        Effect.gen(function* () {
          const slow = yield* Slow
          yield* Effect.all([slow.patient({ millis: 300 }), slow.quick()])
          assert.deepStrictEqual(saidOf(lines, about("patient")), [])
        }),
      Slow.layerThread({ entry, name })
    )
  )
})

describe("from when on jobs are slow", () => {
  /** Simulated threads, by a clock that the test moves: noticed when the job ends. */
  const simulated = <A, E, S>(
    program: (lines: ReadonlyArray<string>) => Effect.Effect<A, E, S | ActorSystem | Testing.Simulation>,
    live: Layer.Layer<S, ActorError, ActorSystem>
  ) => {
    const { layer, lines } = collected()
    return Effect.suspend(() => program(lines)).pipe(
      Effect.provide(live),
      Effect.provide(Testing.layer()),
      Effect.provide(layer)
    )
  }
  const simulatedEntry = Testing.entry(slow(3))
  /** A job that takes so long. */
  const taking = (millis: number, job: "sleep" | "patient" = "sleep") =>
    Effect.gen(function* () {
      const { quiet } = yield* Testing.Simulation
      const fiber = yield* Effect.forkChild((yield* Slow)[job]({ millis }), { startImmediately: true })
      yield* quiet
      yield* TestClock.adjust(millis)
      yield* Fiber.join(fiber)
      yield* quiet
    })
  const said = (job = "sleep", thread = name) =>
    `slow job: slow/Slow.${job} on thread "${thread}" took N ms ${about(job, thread)}`

  it.effect("A01-threshold 50 ms by default, to the millisecond", () =>
    simulated(
      (lines) =>
        Effect.gen(function* () {
          yield* taking(49)
          assert.deepStrictEqual(lines, [])
          yield* taking(50)
          assert.deepStrictEqual(lines, [said()])
          yield* taking(5000, "patient")
          assert.deepStrictEqual(lines, [said()], "the job type says never")
        }),
      Slow.layerThread({ entry: simulatedEntry, name })
    )
  )

  it.effect("A01-threshold of a layer, before the system's", () =>
    simulated(
      (lines) =>
        Effect.gen(function* () {
          yield* taking(199)
          assert.deepStrictEqual(lines, [])
          yield* taking(200)
          assert.deepStrictEqual(lines, [said()])
        }),
      Slow.layerThread({ entry: simulatedEntry, name, slowAfter: "200 millis" })
    )
  )

  it.live("A01-threshold of a layer holds until its threads have ended, however late they and main hear", () => {
    const { layer, lines } = collected()
    const { live, reported } = hearingLate()
    return Effect.gen(function* () {
      yield* Effect.provide(
        Effect.gen(function* () {
          yield* (yield* Slow).block({ millis: 100 })
          yield* reported
        }),
        Slow.layerThread({ entry, name, slowAfter: "1 hour" })
      )
      assert.deepStrictEqual(saidOf(lines, about("block")), [])
    }).pipe(Effect.provide(live), Effect.provide(layer))
  })

  it.live("A20-change a job that began and ended while its limit was never is none when that is lowered", () => {
    const { layer, lines } = collected()
    const { live, reported } = hearingLate()
    return Effect.gen(function* () {
      const { slowAfter } = yield* ActorSystem
      yield* Effect.provide(
        Effect.gen(function* () {
          yield* slowAfter({ actor: Slow }, "never")
          yield* (yield* Slow).block({ millis: 100 })
          yield* reported
          yield* slowAfter({ actor: Slow }, 20)
        }),
        Slow.layerThread({ entry, name })
      )
      assert.deepStrictEqual(saidOf(lines, about("block")), [])
    }).pipe(Effect.provide(live), Effect.provide(layer))
  })

  it.effect("A20-change of a pool, a thread and a job type at run time; the most particular one holds", () =>
    simulated(
      (lines) =>
        Effect.gen(function* () {
          const { slowAfter } = yield* ActorSystem
          const { quiet } = yield* Testing.Simulation
          const warned = (millis: number) =>
            Effect.gen(function* () {
              yield* quiet
              const before = lines.length
              yield* taking(millis)
              return lines.length - before
            })
          assert.strictEqual(yield* warned(60), 1)
          yield* slowAfter({ actor: Slow }, "100 millis")
          assert.deepStrictEqual([yield* warned(99), yield* warned(100)], [0, 1])
          yield* slowAfter({ thread: "slow-0" }, "300 millis")
          assert.deepStrictEqual([yield* warned(299), yield* warned(300)], [0, 1])
          yield* slowAfter({ actor: Slow, job: "sleep" }, "30 millis")
          assert.deepStrictEqual([yield* warned(29), yield* warned(30)], [0, 1])
          yield* slowAfter({ actor: Slow, job: "sleep" }, "never")
          assert.strictEqual(yield* warned(100_000), 0)
        }),
      Slow.layerPool({ entry: simulatedEntry, name, size: 1 })
    )
  )

  it.effect("A20-change what cannot be fails, and says what there is", () =>
    simulated(
      () =>
        Effect.gen(function* () {
          const { slowAfter } = yield* ActorSystem
          const unknown = [
            yield* Effect.flip(slowAfter({ thread: "nobody" }, "1 second")),
            yield* Effect.flip(slowAfter({ actor: { key: "nobody" } }, "1 second"))
          ]
          for (const { reason } of unknown) assert.strictEqual(reason._tag, "Unreachable")
          assert.include(unknown[0]!.message, "main, slow")
          const job = yield* Effect.flip(slowAfter({ actor: Slow, job: "slep" }, "1 second"))
          assert.include(job.message, "block, blockUntil, blockLater, sleepUntil, sleep, patient, quick")
          for (const after of ["soon", -1, Number.NaN]) {
            const error = yield* Effect.flip(slowAfter({ actor: Slow }, after as never))
            assert.strictEqual(error.reason._tag, "InvalidOption")
          }
        }),
      Slow.layerThread({ entry: simulatedEntry, name })
    )
  )

  it.effect("A01-threshold what is no time is refused: of a layer, of the system, of a job type", () =>
    Effect.gen(function* () {
      for (const slowAfter of ["soon", -1] as ReadonlyArray<any>) {
        const layers = [
          Slow.layerThread({ entry: simulatedEntry, name, slowAfter }),
          Slow.layerMain(slow(1), { slowAfter })
        ]
        for (const layer of layers) {
          const error = yield* Effect.flip(Effect.scoped(Layer.build(layer)))
          assert.include(error.message, "slowAfter is")
        }
        const system = NodeActorSystem.layer({ slowAfter })
        assert.include((yield* Effect.flip(Effect.scoped(Layer.build(system)))).message, "slowAfter is")
        const define = () => Actor.Service<any>()("slow/Wrong", [Rpc.make("job").annotate(Job.SlowAfter, slowAfter)])
        assert.throws(define, /Actor "slow\/Wrong", Rpc "job": Job\.SlowAfter is/)
      }
    }).pipe(Effect.provide(Testing.layer()))
  )
})
