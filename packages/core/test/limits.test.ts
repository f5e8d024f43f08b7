/**
 * That queues stop growing at their bounds, with simulated threads: one that stands still, and one that is busy.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import { Board, entryOf, handlers, log, Relay, relay } from "./memory/board.ts"
import { client, internals, make, turns, until } from "./memory/simulated.ts"

const WINDOW = 100
const SENT = 1000

const forked = <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.forkChild(effect, { startImmediately: true })
const numbers = (count: number): ReadonlyArray<number> => Array.from({ length: count }, (_, index) => index)

describe("H07 bounds", () => {
  it.live("H07-window what is sent to a thread that stands still stops at the window, on both sides", () =>
    Effect.gen(function* () {
      const board = log()
      const simulation = yield* make({ a: handlers(board) })
      const actor = yield* client(simulation, Board, Board.layerThread({ entry: entryOf("a"), window: WINDOW }))
      const a = simulation.thread("test/Board")
      const thaw = a.freeze()
      const { mesh, outbox } = simulation.loop
      const free = mesh.pool.countFree()
      const sends = yield* Effect.forEach(numbers(SENT), (n) => forked(actor.note.tell({ n })))
      const [target] = Array.from(outbox.targets)
      assert.strictEqual(target!.window.size, WINDOW)
      assert.strictEqual(outbox.jobs.live, WINDOW)
      // One for each fiber that is sending.
      assert.strictEqual(outbox.waiting, SENT - WINDOW)
      assert.isAtMost(mesh.peer(a.loop.thread).unrungJobs.length, 2 * 1024)
      const held = free - mesh.pool.countFree()
      yield* turns(5)
      assert.strictEqual(free - mesh.pool.countFree(), held, "and nothing grows while nothing moves")
      // Whoever leaves takes its place in the line along.
      for (const fiber of sends.slice(SENT / 2)) yield* Fiber.interrupt(fiber)
      assert.strictEqual(outbox.waiting, SENT / 2 - WINDOW)
      thaw()
      for (const fiber of sends.slice(0, SENT / 2)) yield* Fiber.join(fiber)
      yield* until(() => board.notes.length === SENT / 2)
      assert.deepStrictEqual(board.notes, numbers(SENT / 2))
      assert.strictEqual(outbox.waiting, 0)
    }).pipe(Effect.scoped)
  )

  it.live("H07-backlog what waits for a busy actor is at most a window for each sending thread", () =>
    Effect.gen(function* () {
      const board = log()
      const simulation = yield* make({ a: handlers(board, 1), b: relay })
      const layer = Board.layerThread({ entry: entryOf("a"), name: "a", window: WINDOW })
      const actor = yield* client(simulation, Board, layer)
      const other = yield* client(simulation, Relay, Relay.layerThread({ entry: entryOf("b"), name: "b" }))
      const hanging = yield* forked(actor.hang({ n: 1 }))
      yield* until(() => board.hanging.size === 1)
      const own = yield* Effect.forEach(numbers(SENT), (n) => forked(actor.note.tell({ n })))
      const others = yield* Effect.forEach(numbers(SENT), (n) => forked(Effect.exit(other.tellNote({ n: n + SENT }))))
      const [hosted] = Array.from(simulation.thread("a").loop.actors.values())
      const { backlog } = internals(hosted as never)
      yield* until(() => backlog.size === 2 * WINDOW)
      yield* turns(20)
      assert.strictEqual(backlog.size, 2 * WINDOW)
      board.hanging.get(1)!()
      assert.strictEqual(yield* Fiber.join(hanging), 1)
      for (const fiber of own) yield* Fiber.join(fiber)
      let failed = 0
      // A handler's send waits no longer than `nestedWait`.
      for (const fiber of others) if (Exit.isFailure(yield* Fiber.join(fiber))) failed++
      yield* until(() => board.notes.length === 2 * SENT - failed)
      const order = board.notes.filter((n) => n < SENT)
      assert.deepStrictEqual(order, numbers(SENT))
      assert.strictEqual(backlog.size, 0)
    }).pipe(Effect.scoped)
  )

  it.live("H07-names asking for what does not exist leaves nothing behind", () =>
    Effect.gen(function* () {
      const simulation = yield* make({})
      const { bindings } = internals(simulation.main.directory as never)
      for (const n of numbers(100)) {
        const error = yield* Effect.flip(simulation.service.pending({ actor: { key: `nobody ${n}` } }))
        assert.strictEqual(error.reason._tag, "Unreachable")
      }
      assert.strictEqual(bindings.size, 0)
    }).pipe(Effect.scoped)
  )

  it.live("H07-restarts deaths one after the other leave nothing of the threads that died", () =>
    Effect.gen(function* () {
      const board = log()
      const simulation = yield* make({ a: handlers(board) }, { maxThreads: 3 })
      const { directory, loop } = simulation.main
      const { exits, handles, sweeper } = internals(simulation.main as never)
      // Three lives, each with an answer and with jobs that run when it ends.
      for (const life of [1, 2, 3]) {
        yield* Effect.gen(function* () {
          const actor = yield* client(simulation, Board, Board.layerThread({ entry: entryOf("a"), restart: undefined }))
          assert.strictEqual(yield* actor.echo({ n: life }), life)
          const hanging = yield* Effect.forEach(numbers(10), (n) => forked(Effect.exit(actor.hang({ n }))))
          yield* until(() => board.hanging.size === 10)
          simulation.thread("test/Board").die()
          for (const fiber of hanging) assert.isTrue(Exit.isFailure(yield* Fiber.join(fiber)))
          board.hanging.clear()
        }).pipe(Effect.scoped)
        assert.strictEqual(loop.outbox.jobs.live, 0)
        assert.strictEqual(loop.outbox.tells.size, 0)
        assert.isAtMost(loop.outbox.targets.size, 1)
        yield* until(() => sweeper.unswept.length === 0)
        assert.deepStrictEqual([handles.size, directory.threads.length], [0, 1])
        assert.isAtMost(exits.size, 2, "by record, of which there are two besides main's")
      }
    }).pipe(Effect.scoped)
  )
})
