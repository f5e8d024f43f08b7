/**
 * Threads that die, in every way there is: each job is settled once, with the truth about whether it had started; the
 * others go on; and what the dead one held is used again.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Actor from "@stevedore/core/Actor"
import { ActorError } from "@stevedore/core/ActorError"
import { ActorSystem } from "@stevedore/core/ActorSystem"
import * as Routing from "@stevedore/core/Routing"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import { ways } from "./deaths/endings.ts"
import { Victim, Witness } from "./deaths/victim.protocol.ts"

const entry = Actor.entry<typeof import("./deaths/victim.thread.ts")>(
  new URL("./deaths/victim.thread.ts", import.meta.url)
)

const numbers = (from: number, count: number): Array<number> => Array.from({ length: count }, (_, i) => from + i)
const fork = <A, E>(effect: Effect.Effect<A, E>) => Effect.forkChild(Effect.exit(effect), { startImmediately: true })

/** What main is told, and who waits to hear it. */
class Sightings {
  readonly seen = new Set<number>()
  readonly mayEnd = new Set<() => void>()
  private ended = false
  private readonly waiting = new Set<() => void>()

  readonly layer = Witness.layerMain(
    Witness.toLayer(
      {
        saw: ({ n }) =>
          Effect.sync(() => {
            this.seen.add(n)
            for (const look of this.waiting) look()
          }),
        mayEnd: () =>
          Effect.callback<void>((resume) => {
            if (this.ended) resume(Effect.void)
            else this.mayEnd.add(() => resume(Effect.void))
          })
      },
      { concurrency: "unbounded" }
    )
  )

  endAll(): void {
    this.ended = true
    for (const end of this.mayEnd) end()
  }

  until(holds: () => boolean): Effect.Effect<void> {
    return Effect.callback<void>((resume) => {
      const look = (): void => {
        if (!holds()) return
        this.waiting.delete(look)
        resume(Effect.void)
      }
      this.waiting.add(look)
      look()
    })
  }
}

/** What became of a job: its value, or the reason of its failure and whether it had started. */
const fate = (exit: Exit.Exit<unknown, unknown>): unknown => {
  if (Exit.isSuccess(exit)) return exit.value
  const failure = Cause.squash(exit.cause)
  return failure instanceof ActorError ? `${failure.reason._tag} ${failure.started}` : failure
}

const quiet = Logger.layer([])
const resourceLimits = { maxOldGenerationSizeMb: 32 }

describe("what is said of a death", () => {
  for (const [how, said] of [
    ["throw", "the thread ended (Error: nobody catches this)"],
    ["heap", "the thread ended (Error: Worker terminated due to reaching memory limit: JS heap out of memory)"]
  ] as const) {
    it.live(`H01-deaths ${how}: one line, also where the platform has more; where it happened is in the log`, () => {
      const logged: Array<string> = []
      const log = Logger.make<unknown, void>(({ message }) => void logged.push(String(message)))
      const layer = Victim.layerThread({ name: "victim", entry, restart: "never", resourceLimits }).pipe(
        Layer.provideMerge(new Sightings().layer),
        Layer.provideMerge(NodeActorSystem.layer({ maxThreads: 2 })),
        Layer.provide(Logger.layer([log]))
      )
      return Effect.gen(function* () {
        const error = yield* Effect.flip((yield* Victim).die({ at: "victim", how, n: 0 }))
        assert.equal(error.message, `deaths/Victim.die on victim: ${said} (it had started)`)
        assert.isTrue(
          logged.some((line) => /^thread "victim" died: Error.*\n\s+at /s.test(line)),
          logged.join()
        )
      }).pipe(Effect.provide(layer))
    })
  }
})

describe("deaths", () => {
  for (const how of ways) {
    it.live(`H01-deaths a thread of a pool ends by ${how}: every job is settled truly, the pool goes on`, () => {
      const sightings = new Sightings()
      return Effect.gen(function* () {
        const system = yield* ActorSystem
        const pool = yield* Victim
        const free = (yield* system.info).segmentsFree
        // A key for each of the two threads.
        const places = new Map<string, string>()
        for (let i = 0; places.size < 2; i++) places.set(yield* pool.where({ at: `key ${i}` }), `key ${i}`)
        const [victim, healthy] = [...places.keys()]
        const [at, other] = [places.get(victim!)!, places.get(healthy!)!]
        const dies = [1, 2, 3]

        const untouched = yield* Effect.forEach(numbers(10, 2), (n) => fork(pool.wait({ at: other, n })))
        const started = yield* Effect.forEach(numbers(1, 2), (n) => fork(pool.hold({ at, n })))
        yield* sightings.until(() => [1, 2, 10, 11].every((n) => sightings.seen.has(n)))

        // One burst: answered before the end, the end, and behind it what never starts.
        const answered = yield* Effect.forEach(numbers(100, 50), (n) => fork(pool.echo({ at, n })))
        const ending = yield* fork(pool.die({ at, how, n: 3 }))
        const queued = yield* Effect.forEach(numbers(200, 300), (n) => fork(pool.echo({ at, n })))
        const submitted = yield* pool.echo.submit({ at, n: 500 })
        for (const n of numbers(0, 7)) yield* pool.note.tell({ at, n })
        const meanwhile = yield* Effect.forEach(numbers(600, 50), (n) => fork(pool.echo({ at: other, n })))
        if (how === "terminate") {
          yield* sightings.until(() => dies.every((n) => sightings.seen.has(n)))
          const { main } = system["~@stevedore/core/runtime"]
          const handle = main!.threads.find((each) => each.name === victim)!
          yield* Effect.promise(() => handle.spawned.terminate())
        }

        const fates = (fibers: ReadonlyArray<Fiber.Fiber<Exit.Exit<unknown, unknown>>>) =>
          Effect.forEach(fibers, (fiber) => Effect.map(Fiber.join(fiber), fate))
        assert.deepEqual(yield* fates([ending, ...started]), Array(3).fill("ThreadDied true"))
        assert.deepEqual(yield* fates(answered), numbers(100, 50), "what was published before the end has its answer")
        assert.deepEqual(yield* fates(queued), Array(300).fill("ThreadDied false"))
        assert.strictEqual(fate(yield* Effect.exit(submitted.await)), "ThreadDied false")
        assert.strictEqual((yield* system.info).deadLetters, 7, "tells nobody will handle are counted")
        assert.deepEqual(yield* fates(meanwhile), numbers(600, 50))

        // The rest of the pool serves all keys; jobs that ran there all the time end as if nothing had been.
        assert.strictEqual(yield* pool.where({ at }), healthy)
        // What is read out of shared memory follows a moment later.
        const names = Effect.map(system.threads, (threads) => threads.map((thread) => thread.name).join())
        yield* Effect.repeat(names, { until: (found) => found === `main,${healthy}` })
        yield* Effect.repeat(system.pending({ thread: healthy! }), { until: (pending) => pending === 2 })
        sightings.endAll()
        assert.deepEqual(yield* fates(untouched), [10, 11])
        const info = yield* system.info
        assert.strictEqual(info.jobsInFlight, 0)
        assert.strictEqual(info.sendsWaiting, 0)
        assert.strictEqual(info.abandoned, 0)
        assert.isAtLeast(info.segmentsFree, free - 4, "only what the living lanes rest in")
      }).pipe(
        Effect.ensuring(Effect.sync(() => sightings.endAll())),
        Effect.provide(
          Victim.layerPool({
            restart: "never",
            entry,
            size: 2,
            routing: Routing.consistentKey((payload) => payload.at),
            ...(how === "heap" ? { resourceLimits } : {})
          }).pipe(
            Layer.provideMerge(sightings.layer),
            Layer.provideMerge(NodeActorSystem.layer()),
            Layer.provide(quiet)
          )
        )
      )
    })
  }

  it.live("H01-records records are used again: forty deaths among four threads", () => {
    const sightings = new Sightings()
    return Effect.gen(function* () {
      const system = yield* ActorSystem
      const free = (yield* system.info).segmentsFree
      const rounds = (name: string, count: number, offset: number) => {
        class Named extends Victim.as<Named>()(`deaths/${name}`) {}
        return Effect.forEach(numbers(offset, count), (number) =>
          Effect.gen(function* () {
            const named = yield* Named
            yield* cycleOf(named, number)
          }).pipe(Effect.provide(Named.layerThread({ entry, name, restart: "never" }), { local: true }))
        )
      }
      const cycleOf = (victim: Effect.Success<typeof Victim>, number: number) =>
        Effect.gen(function* () {
          const at = ""
          const first = number * 100
          const started = yield* fork(victim.hold({ at, n: first }))
          yield* sightings.until(() => sightings.seen.has(first))
          const answered = yield* Effect.forEach(numbers(first, 20), (n) => fork(victim.echo({ at, n })))
          const ending = yield* fork(victim.die({ at, how: "exit", n: first + 1 }))
          const queued = yield* Effect.forEach(numbers(first, 20), (n) => fork(victim.echo({ at, n })))
          const fates: Array<unknown> = []
          for (const fiber of [started, ending, ...answered, ...queued]) fates.push(fate(yield* Fiber.join(fiber)))
          assert.deepEqual(fates, [
            "ThreadDied true",
            "ThreadDied true",
            ...numbers(first, 20),
            ...Array(20).fill("ThreadDied false")
          ])
        })
      yield* Effect.all([rounds("one", 14, 0), rounds("two", 13, 14), rounds("three", 13, 27)], {
        concurrency: "unbounded",
        discard: true
      })
      const info = yield* system.info
      assert.strictEqual(info.jobsInFlight, 0)
      assert.isAtLeast(info.segmentsFree, free - 2)
      assert.deepEqual(
        (yield* system.threads).map((thread) => thread.name),
        ["main"]
      )
    }).pipe(
      Effect.provide(
        sightings.layer.pipe(Layer.provideMerge(NodeActorSystem.layer({ maxThreads: 4 })), Layer.provide(quiet))
      )
    )
  })
})
