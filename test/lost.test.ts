/**
 * Threads that sit in a call that nothing can interrupt, and do not end when they are told to: what they were sent is
 * settled without them, what may still run is said to be so, and their memory comes home when they end at last.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Actor from "@stevedore/core/Actor"
import type { ActorError } from "@stevedore/core/ActorError"
import { ActorSystem } from "@stevedore/core/ActorSystem"
import type { ThreadEvent } from "@stevedore/core/Supervision"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import type * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Schedule from "effect/Schedule"
import * as Stream from "effect/Stream"
import { execFileSync } from "node:child_process"
import { closeSync, constants, mkdtempSync, openSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Blocker, Wide } from "./lost/blocker.protocol.ts"

const blocker = Actor.entry<typeof import("./lost/blocker.thread.ts")>(
  new URL("./lost/blocker.thread.ts", import.meta.url)
)
const wide = Actor.entry<typeof import("./lost/wide.thread.ts")>(new URL("./lost/wide.thread.ts", import.meta.url))

const numbers = (count: number): ReadonlyArray<number> => Array.from({ length: count }, (_, index) => index)
const fork = <A, E>(effect: Effect.Effect<A, E>) => Effect.forkChild(effect, { startImmediately: true })
const soon = Schedule.spaced("1 millis")

/** A pipe: who reads from it sits in that call until `release`. */
const pipe = Effect.acquireRelease(
  Effect.sync(() => {
    const folder = mkdtempSync(join(tmpdir(), "lost-"))
    const path = join(folder, "pipe")
    execFileSync("mkfifo", [path])
    let end = -1
    const hold = (): boolean => {
      try {
        end = openSync(path, constants.O_WRONLY | constants.O_NONBLOCK)
      } catch (error) {
        // Nobody has opened it to read yet.
        if ((error as NodeJS.ErrnoException).code !== "ENXIO") throw error
      }
      return end >= 0
    }
    const release = (): void => {
      if (end >= 0) closeSync(end)
      end = -1
    }
    /** Completes when somebody sits in the call. */
    const held = Effect.repeat(Effect.sync(hold), { until: (held) => held, schedule: Schedule.spaced("1 millis") })
    return { path, folder, held, release }
  }),
  ({ folder, release }) =>
    Effect.sync(() => {
      release()
      rmSync(folder, { recursive: true })
    })
)

const told = (error: ActorError): unknown => ({
  reason: error.reason._tag,
  started: error.started,
  confirmed: error.reason._tag === "ThreadDied" && error.reason.confirmed
})

/** The thread of that name that is lost has ended, and its record is free: `records` are left. */
const ended = (records: number) =>
  Effect.gen(function* () {
    const { arena } = (yield* ActorSystem)["~@stevedore/core/runtime"].loop
    const { maxThreads, threads } = arena.layout
    const used = Effect.sync(
      () => numbers(maxThreads).filter((thread) => arena.words[threads + thread * 64 + 32] !== 0).length
    )
    yield* Effect.repeat(used, { until: (count) => count === records, schedule: Schedule.spaced("5 millis") })
  })

const run = <A, E, Id>(
  program: Effect.Effect<A, E, Id | ActorSystem | import("effect/Scope").Scope>,
  actor: Layer.Layer<Id, ActorError, ActorSystem>
) =>
  Effect.scoped(program).pipe(
    Effect.provide(actor),
    Effect.provide(NodeActorSystem.layer({ maxThreads: 4, terminateTimeout: "100 millis" })),
    Effect.provide(Logger.layer([]))
  )

describe.skipIf(process.platform === "win32")("a thread that does not end", () => {
  it.live("H01-lost one job at a time: unstarted jobs wait for its end, the started one may still run", () => {
    return run(
      Effect.gen(function* () {
        const system = yield* ActorSystem
        const actor = yield* Blocker
        const { held, path, release } = yield* pipe
        const { thread } = yield* actor.notes()
        const running = yield* fork(Effect.flip(actor.readPipe({ path })))
        yield* held
        const waiting = yield* Effect.forEach(numbers(5), (n) => fork(actor.echo({ n })))
        for (const n of numbers(3)) yield* actor.note.tell({ n })
        const error = yield* Effect.flip(system.kill("lost/Blocker"))
        assert.strictEqual(error.reason._tag, "Timeout")
        assert.include(error.message, "nothing can interrupt")
        // Idempotent as it is, it is not run again: it may be running.
        assert.deepEqual(told(yield* Fiber.join(running)), { reason: "ThreadDied", started: true, confirmed: false })
        // What had not started waits, in order, and what is sent now behind it.
        const later = yield* fork(actor.notes())
        const { abandoned, sendsWaiting } = yield* system.info
        assert.deepEqual({ abandoned, sendsWaiting }, { abandoned: 1, sendsWaiting: 8 })
        for (const fiber of [...waiting, later]) assert.isUndefined(fiber.pollUnsafe())
        release()
        for (const [n, fiber] of waiting.entries()) assert.strictEqual(yield* Fiber.join(fiber), n)
        const after = yield* Fiber.join(later)
        assert.deepEqual(after.notes, [0, 1, 2])
        assert.notStrictEqual(after.thread, thread)
        yield* ended(2)
        const info = yield* system.info
        assert.deepEqual([info.jobsInFlight, info.abandoned, info.deadLetters], [0, 0, 0])
      }),
      Blocker.layerThread({ entry: blocker, restart: soon })
    )
  })

  it.live("H01-lost where its layer says so, and where it works on several at a time, it is replaced at once", () =>
    Effect.gen(function* () {
      yield* run(
        Effect.gen(function* () {
          const system = yield* ActorSystem
          const actor = yield* Blocker
          const { held, path, release } = yield* pipe
          yield* fork(Effect.exit(actor.readPipe({ path })))
          yield* held
          const waiting = yield* fork(actor.echo({ n: 7 }))
          yield* Effect.flip(system.kill("lost/Blocker"))
          assert.strictEqual(yield* Fiber.join(waiting), 7, "while the old one is still in its call")
          assert.strictEqual((yield* system.threads).filter(({ name }) => name === "lost/Blocker").length, 2)
          release()
          yield* ended(2)
          assert.strictEqual(yield* actor.echo({ n: 8 }), 8)
        }),
        Blocker.layerThread({ entry: blocker, restart: soon, whenLost: "replace" })
      )
      yield* run(
        Effect.gen(function* () {
          const system = yield* ActorSystem
          const actor = yield* Wide
          const { held, path, release } = yield* pipe
          yield* actor.readPipe.tell({ path })
          yield* held
          yield* Effect.flip(system.kill("lost/Wide"))
          assert.strictEqual(yield* actor.echo({ n: 7 }), 7)
          assert.strictEqual((yield* system.info).deadLetters, 0, "its tell may still be handled")
          release()
          yield* ended(2)
          assert.strictEqual((yield* system.info).deadLetters, 1, "and was not")
        }),
        Wide.layerThread({ entry: wide, restart: soon })
      )
    })
  )

  it.live("H01-lost without restart its unstarted jobs fail as never started", () => {
    return run(
      Effect.gen(function* () {
        const system = yield* ActorSystem
        const actor = yield* Blocker
        const { held, path, release } = yield* pipe
        yield* fork(Effect.exit(actor.readPipe({ path })))
        yield* held
        const waiting = yield* fork(Effect.flip(actor.echo({ n: 1 })))
        yield* actor.note.tell({ n: 1 })
        yield* Effect.flip(system.kill("lost/Blocker"))
        assert.deepEqual(told(yield* Fiber.join(waiting)), { reason: "ThreadDied", started: false, confirmed: false })
        const now = yield* Effect.flip(actor.echo({ n: 2 }))
        assert.deepEqual(told(now), { reason: "ThreadDied", started: false, confirmed: false })
        release()
        yield* ended(1)
        const info = yield* system.info
        assert.deepEqual([info.jobsInFlight, info.abandoned, info.deadLetters], [0, 0, 1])
      }),
      Blocker.layerThread({ entry: blocker, restart: "never" })
    )
  })

  it.live("H01-lost its end is told once: when its layer closes without it, and not again when it ends", () =>
    Effect.gen(function* () {
      const system = yield* ActorSystem
      const { held, path, release } = yield* pipe
      const told: Array<ThreadEvent> = []
      const watching = Stream.runForEach(system.watch({ actor: Blocker }), (event) =>
        Effect.sync(() => told.push(event))
      )
      yield* fork(watching)
      yield* Effect.gen(function* () {
        yield* fork(Effect.exit((yield* Blocker).readPipe({ path })))
        yield* held
      }).pipe(Effect.provide(Blocker.layerThread({ entry: blocker, restart: soon })))
      const count = Effect.sync(() => told.length)
      yield* Effect.repeat(count, { until: (count) => count >= 2, schedule: Schedule.spaced("1 millis") })
      assert.deepEqual(
        told.map(({ _tag }) => _tag),
        ["Started", "Stopped"]
      )
      const [, stopped] = told
      assert.isTrue(stopped?._tag === "Stopped" && stopped.by === "layer" && stopped.held.length > 0)
      assert.isTrue(
        (yield* system.threads).some(({ name }) => name === "lost/Blocker"),
        "it is still there"
      )
      release()
      yield* ended(1)
      assert.strictEqual(told.length, 2)
    }).pipe(
      Effect.scoped,
      Effect.provide(
        NodeActorSystem.layer({ maxThreads: 4, stopTimeout: "100 millis", terminateTimeout: "100 millis" })
      ),
      Effect.provide(Logger.layer([]))
    )
  )
})
