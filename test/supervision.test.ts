/*
 * What a program learns of threads that die, and what follows when they have died too often; on real threads.
 */
import * as Actor from "@stevedore/core/Actor"
import type { ActorError } from "@stevedore/core/ActorError"
import { ActorSystem } from "@stevedore/core/ActorSystem"
import type { ThreadEvent } from "@stevedore/core/Supervision"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import { assert, describe, it } from "@effect/vitest"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Schedule from "effect/Schedule"
import * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import { Fragile } from "./restart/fragile.protocol.ts"
import { Watcher } from "./supervision/watcher.protocol.ts"

const entry = Actor.entry<typeof import("./restart/fragile.thread.ts")>(
  new URL("./restart/fragile.thread.ts", import.meta.url)
)
const watcherEntry = Actor.entry<typeof import("./supervision/watcher.thread.ts")>(
  new URL("./supervision/watcher.thread.ts", import.meta.url)
)
const quiet = Logger.layer([])
const run = <A, E, S>(program: Effect.Effect<A, E, S | ActorSystem>, live: Layer.Layer<S, any, ActorSystem>) =>
  program.pipe(Effect.provide(live), Effect.provide(NodeActorSystem.layer({ maxThreads: 6 })), Effect.provide(quiet))

const soon = Schedule.spaced("1 millis")
const tags = (events: ReadonlyArray<ThreadEvent>) => events.map(({ _tag }) => _tag)

/** Events of the actor until one of that kind has come. */
const until = (tag: ThreadEvent["_tag"], of: { readonly thread: string } = { thread: Fragile.key }) =>
  Effect.flatMap(ActorSystem, (system) =>
    Stream.runCollect(Stream.takeUntil(system.watch(of), ({ _tag }) => _tag === tag))
  )

describe("watching threads", () => {
  it.live("H16-watch a death, its cause, when it is started again, and that it was", () =>
    run(
      Effect.gen(function* () {
        const fragile = yield* Fragile
        const system = yield* ActorSystem
        const before = (yield* system.threads).find(({ isMain }) => !isMain)!
        const watching = yield* Effect.forkChild(Stream.runCollect(Stream.take(system.watch({ actor: Fragile }), 5)), {
          startImmediately: true
        })
        yield* Effect.flip(fragile.exit({ code: 7 }))
        yield* fragile.where({ key: 0 })
        const after = (yield* system.threads).find(({ isMain }) => !isMain)!
        yield* Effect.flip(fragile.exit({ code: 8 }))
        const events = yield* Fiber.join(watching)
        assert.deepStrictEqual(tags(events), ["Started", "Died", "Started", "Died", "Started"])
        const [first, died, second, again, third] = events
        assert.isTrue(first?._tag === "Started" && first.attempt === 1 && first.threadId === before.id)
        assert.isTrue(second?._tag === "Started" && second.attempt === 2 && second.threadId === after.id)
        assert.isTrue(third?._tag === "Started" && third.attempt === 3)
        assert.isTrue(died?._tag === "Died" && again?._tag === "Died")
        if (died?._tag !== "Died" || again?._tag !== "Died") return
        assert.strictEqual(died.thread, Fragile.key)
        assert.strictEqual(died.threadId, before.id)
        assert.deepStrictEqual(died.actors, [Fragile.key])
        assert.strictEqual(died.cause._tag, "ThreadDied")
        assert.include(died.cause.message, "exit code 7")
        assert.strictEqual(died.restart?.attempt, 2)
        assert.strictEqual(died.restart?.afterMillis, 1)
        assert.strictEqual(again.restart?.attempt, 3)
      }),
      Fragile.layerThread({ entry, restart: soon })
    )
  )

  for (const restart of ["never", soon] as const) {
    const how = restart === "never" ? "that stays away" : "that would come again"
    it.live(`H16-watch a layer that is closed because an ask failed tells the death first: of one ${how}`, () =>
      run(
        Effect.gen(function* () {
          const system = yield* ActorSystem
          const watching = yield* Effect.forkChild(until("Stopped"), { startImmediately: true })
          const scope = yield* Scope.make()
          const built = yield* Layer.buildWithScope(Fragile.layerThread({ entry, restart }), scope)
          yield* Effect.flip(Context.get(built, Fragile).exit({ code: 3 }))
          yield* Scope.close(scope, Exit.void)
          const events = yield* Fiber.join(watching)
          assert.deepStrictEqual(tags(events), ["Started", "Died", "Stopped"])
          assert.isTrue(events[1]?._tag === "Died" && events[1].cause.message.includes("exit code 3"))
          assert.deepStrictEqual(
            (yield* Stream.runCollect(Stream.take(system.watch({ thread: Fragile.key }), 1))).map(({ _tag }) => _tag),
            ["Stopped"]
          )
        }),
        Layer.empty
      )
    )
  }

  it.live("H16-watch what is dead already tells so at once, also much later", () =>
    run(
      Effect.gen(function* () {
        yield* Effect.flip((yield* Fragile).exit({ code: 1 }))
        yield* until("GaveUp")
        // Nobody watched when it happened.
        const events = yield* until("GaveUp")
        assert.deepStrictEqual(tags(events), ["GaveUp"])
        const [event] = events
        assert.isTrue(event?._tag === "GaveUp" && event.cause._tag === "ThreadDied" && !event.escalated)
      }),
      Fragile.layerThread({ entry, restart: "never" })
    )
  )

  it.live("H16-watch every death is told of, from any thread, in one order, to those who come late too", () =>
    run(
      Effect.gen(function* () {
        const fragile = yield* Fragile
        const watcher = yield* Watcher
        const here = yield* Effect.forkChild(until("GaveUp"), { startImmediately: true })
        const there = yield* Effect.forkChild(watcher.watch({ thread: Fragile.key, last: "GaveUp" }), {
          startImmediately: true
        })
        yield* watcher.watching()
        for (let i = 0; i < 4; i++) yield* Effect.flip(fragile.exit({ code: 1 }))
        const lives = ["Died", "Started"]
        const expected = ["Started", ...lives, ...lives, ...lives, "Died", "GaveUp"]
        assert.deepStrictEqual(tags(yield* Fiber.join(here)), expected)
        // It had been told of the start when it subscribed, and of all the rest after that.
        assert.deepStrictEqual(yield* Fiber.join(there), expected)
        // A thread that is started now knows how it ended.
        yield* Effect.flip(watcher.exit())
        assert.deepStrictEqual(yield* watcher.watch({ thread: Fragile.key, last: "GaveUp" }), ["GaveUp"])
      }),
      Layer.merge(
        Fragile.layerThread({ entry, restart: Schedule.recurs(3) }),
        Watcher.layerThread({ entry: watcherEntry, restart: soon })
      )
    )
  )

  it.live("H16-watch a stop is told with who stopped it, and the watch ends with the system", () =>
    Effect.gen(function* () {
      const scope = yield* Scope.make()
      const context = yield* Layer.buildWithScope(NodeActorSystem.layer({ maxThreads: 4 }), scope)
      const program = Effect.gen(function* () {
        const system = yield* ActorSystem
        const watching = yield* Effect.forkDetach(Stream.runCollect(system.watch({ actor: Fragile })), {
          startImmediately: true
        })
        yield* Effect.scoped(Layer.build(Fragile.layerThread({ entry })))
        yield* Effect.scoped(
          Effect.andThen(Layer.build(Fragile.layerPool({ entry, size: 2, name: "pool" })), system.stop)
        )
        return watching
      })
      const watching = yield* Effect.provideContext(program, context)
      yield* Scope.close(scope, Exit.void)
      const events = yield* Fiber.join(watching)
      const stops = events.flatMap((event) => (event._tag === "Stopped" ? [`${event.thread} by ${event.by}`] : []))
      assert.deepStrictEqual(stops.toSorted(), ["pool-0 by system", "pool-1 by system", "restart/Fragile by layer"])
      assert.deepStrictEqual(tags(events).slice(0, 2), ["Started", "Stopped"])
    })
  )
})

describe("giving up", () => {
  it.live("H16-restart a place that is given up is gone for good, and the pool goes on", () =>
    run(
      Effect.gen(function* () {
        const fragile = yield* Fragile
        yield* Effect.flip(fragile.exit({ code: 1 }))
        const system = yield* ActorSystem
        const gone = yield* Stream.runHead(
          Stream.filter(system.watch({ actor: Fragile }), ({ _tag }) => _tag === "GaveUp")
        )
        assert.isTrue(gone._tag === "Some")
        const places = yield* Effect.forEach([1, 2, 3, 4], (key) => fragile.where({ key }))
        assert.strictEqual(new Set(places.map(({ thread }) => thread)).size, 1)
      }),
      Fragile.layerPool({ entry, size: 2, restart: Schedule.recurs(0) })
    )
  )

  it.live("H16-restart escalate: the system fails with the cause, and stops", () =>
    run(
      Effect.gen(function* () {
        const fragile = yield* Fragile
        const watcher = yield* Watcher
        const system = yield* ActorSystem
        const program = Effect.andThen(fragile.exit.tell({ code: 9 }), Effect.never)
        const error: ActorError = yield* Effect.flip(Effect.raceFirst(program, system.awaitFailure))
        assert.strictEqual(error.reason._tag, "ThreadDied")
        assert.include(error.message, "exit code 9")
        assert.strictEqual(error.thread, Fragile.key)
        const stopped = yield* until("Stopped", { thread: Watcher.key })
        assert.isTrue(stopped.some((event) => event._tag === "Stopped" && event.by === "system"))
        assert.strictEqual((yield* Effect.flip(watcher.exit())).reason._tag, "Stopped")
        // Whoever asks later learns the same.
        assert.strictEqual((yield* Effect.flip(system.awaitFailure)).message, error.message)
      }),
      Layer.merge(
        Fragile.layerThread({ entry, restart: "never", onGiveUp: "escalate" }),
        Watcher.layerThread({ entry: watcherEntry })
      )
    )
  )

  it.live("D08 H16-restart what onGiveUp does not know is refused", () =>
    Effect.gen(function* () {
      const live = Fragile.layerThread({ entry, onGiveUp: "explode" as never })
      const error = yield* Effect.flip(Effect.scoped(Layer.build(Layer.provide(live, NodeActorSystem.layer()))))
      assert.strictEqual(error.reason._tag, "InvalidOption")
      assert.include(error.message, 'onGiveUp is "explode"')
    })
  )
})
