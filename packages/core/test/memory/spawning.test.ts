/**
 * Platforms that take their time to start a thread, and programs that do not wait for it.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Schedule from "effect/Schedule"
import * as ActorSystem from "../../src/ActorSystem.ts"
import * as ThreadRecord from "../../src/internal/memory/threadRecord.ts"
import type { SpawnedThread } from "../../src/ThreadSpawner.ts"
import { Board, entryOf, handlers, log } from "./board.ts"
import { client, make, turns, until } from "./simulated.ts"

describe("starting a thread", () => {
  it.live("H01-start a layer that is interrupted while its thread is started ends that thread, and its record", () =>
    Effect.gen(function* () {
      let opened = (): void => {}
      const opening = new Promise<void>((resolve) => (opened = resolve))
      let spawned = 0
      let exits = 0
      const simulation = yield* make({ a: handlers(log()) }, {}, (spawner) => ({
        ...spawner,
        // The thread is there before its platform says so.
        spawn: (request) =>
          Effect.gen(function* () {
            const thread = yield* spawner.spawn(request)
            spawned++
            yield* Effect.promise(() => opening)
            const onExit: SpawnedThread["onExit"] = (listener) =>
              thread.onExit((exit) => {
                exits++
                listener(exit)
              })
            return { ...thread, onExit }
          })
      }))
      const layer = Layer.provide(
        Board.layerThread({ entry: entryOf("a") }),
        Layer.succeed(ActorSystem.ActorSystem, simulation.service)
      )
      const building = yield* Effect.forkChild(Effect.scoped(Layer.build(layer)), { startImmediately: true })
      yield* until(() => spawned === 1)
      const leaving = yield* Effect.forkChild(Fiber.interrupt(building), { startImmediately: true })
      yield* turns(5)
      opened()
      yield* Fiber.join(leaving)
      const { threads } = simulation.service
      assert.deepStrictEqual(
        (yield* threads).map(({ name }) => name),
        ["main"]
      )
      const { arena } = simulation.loop
      const alive = Array.from({ length: arena.layout.maxThreads }, (_, thread) => thread).filter((thread) =>
        ThreadRecord.isAlive(arena, thread)
      )
      assert.deepStrictEqual(alive, [simulation.loop.thread])
      assert.strictEqual(exits, 1)
    }).pipe(Effect.scoped)
  )

  it.live("H01-lost the name of a thread that does not end is that of the one in its place", () =>
    Effect.gen(function* () {
      let first = true
      const simulation = yield* make({ a: handlers(log()) }, { terminateTimeout: "20 millis" }, (spawner) => ({
        ...spawner,
        spawn: (request) =>
          Effect.map(spawner.spawn(request), (thread) => {
            if (!first) return thread
            first = false
            return { ...thread, terminate: () => new Promise<void>(() => {}) }
          })
      }))
      const { kill, pending, threads } = simulation.service
      const restart = Schedule.spaced("1 millis")
      const layer = Board.layerThread({ entry: entryOf("a"), name: "a", whenLost: "replace", restart })
      const board = yield* client(simulation, Board, layer)
      assert.strictEqual((yield* Effect.flip(kill("a"))).reason._tag, "Timeout")
      assert.strictEqual(yield* board.echo({ n: 7 }), 7)
      assert.deepStrictEqual(
        (yield* threads).map(({ name }) => name),
        ["main", "a", "a"]
      )
      const thaw = simulation.thread("a").freeze()
      yield* board.note.tell({ n: 1 })
      assert.strictEqual(yield* pending({ thread: "a" }), 1)
      thaw()
      assert.isTrue(yield* kill("a"))
    }).pipe(Effect.scoped)
  )
})
