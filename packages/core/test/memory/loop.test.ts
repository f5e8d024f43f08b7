/**
 * The loop, the outbox and deaths, with several simulated threads in this one: what happens between two drains is decided
 * by the test.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Scope from "effect/Scope"
import { vi } from "vitest"
import type { ActorError } from "../../src/ActorError.ts"
import * as Layout from "../../src/internal/memory/layout.ts"
import { MemoryPool } from "../../src/internal/memory/pool.ts"
import * as ThreadRecord from "../../src/internal/memory/threadRecord.ts"
import { ThreadLoop } from "../../src/internal/thread/threadLoop.ts"
import { Board, boardHandlers, entryOf, handlers, log, Relay, relay } from "./board.ts"
import { client, internals, make, turns, until } from "./simulated.ts"

const forked = <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.forkChild(effect, { startImmediately: true })
const numbers = (count: number): ReadonlyArray<number> => Array.from({ length: count }, (_, index) => index)

class Third extends Board.as<Third>()("test/Third") {}
class Fourth extends Board.as<Fourth>()("test/Fourth") {}
class Second extends Board.as<Second>()("test/Second") {}

/** Each call of `performance.now` is two milliseconds later: every drain ends after one round. */
const shortTurns = Effect.acquireRelease(
  Effect.sync(() => {
    let now = 0
    return vi.spyOn(performance, "now").mockImplementation(() => (now += 2))
  }),
  (spy) => Effect.sync(() => spy.mockRestore())
)

describe("deaths", () => {
  it.live("a thread that died with replies left to drain is not looked at again", () =>
    Effect.gen(function* () {
      yield* shortTurns
      const simulation = yield* make({ a: handlers(log()) })
      const board = yield* client(simulation, Board, Board.layerThread({ entry: entryOf("a") }))
      const a = simulation.thread("test/Board")
      const thaw = internals(simulation.loop)
      // Main stands still until all replies lie in its lane.
      const { drain } = thaw
      thaw.drain = () => {}
      const asks = yield* Effect.forEach(numbers(2000), (n) => forked(board.echo({ n })))
      const peer = simulation.loop.mesh.known(a.loop.thread)!
      yield* until(() => a.loop.mesh.known(0)?.finished === 2000)
      thaw.drain = drain
      thaw.drain()
      assert.isTrue(peer.dirty, "replies are left")
      a.die()
      yield* until(() => peer.dead)
      const looked = vi.spyOn(simulation.loop, "drainExpress")
      const exits = yield* Effect.forEach(asks, Fiber.await)
      assert.isTrue(
        exits.every((exit, n) => Exit.isSuccess(exit) && exit.value === n),
        "replies already published win"
      )
      yield* turns(5)
      assert.strictEqual(looked.mock.calls.filter(([each]) => each.dead).length, 0)
      looked.mockRestore()
    }).pipe(Effect.scoped)
  )

  it.live("whoever hears of a death may leave others that are about to hear of it", () =>
    Effect.gen(function* () {
      const a = log()
      const simulation = yield* make({ a: handlers(a, 2) })
      const board = yield* client(simulation, Board, Board.layerThread({ entry: entryOf("a") }))
      const others: Array<Fiber.Fiber<unknown, unknown>> = []
      const first = yield* forked(
        Effect.onError(board.hang({ n: 1 }), () =>
          Effect.forEach(others, Fiber.interrupt, { concurrency: "unbounded" })
        )
      )
      // One that has started, and one that waits there; each of those who leave at once, and who wait.
      for (const interruption of ["detach", "wait"] as const) {
        others.push(yield* forked(board.hang({ n: 2 }, { interruption })))
        others.push(yield* forked(board.echo({ n: 3 }, { interruption })))
      }
      yield* until(() => a.hanging.size === 2)
      simulation.thread("test/Board").die()
      yield* Fiber.await(first)
      for (const other of others) yield* Fiber.await(other)
      const { abandoned, outstanding } = simulation.loop.outbox.replies
      assert.deepEqual({ abandoned, outstanding }, { abandoned: 0, outstanding: 0 })
      assert.strictEqual(simulation.loop.outbox.jobs.live, 0)
      yield* until(() => !simulation.isHeld())
    }).pipe(Effect.scoped)
  )

  it.live("ids that come home with the death of the last thread let main's waiting sends go on", () =>
    Effect.gen(function* () {
      const simulation = yield* make({ a: handlers(log()) }, { jobCapacity: 4 })
      const a = yield* client(simulation, Board, Board.layerThread({ entry: entryOf("a"), name: "a" }))
      const own = yield* client(simulation, Second, Second.layerMain(Second.toLayer(boardHandlers(log()))))
      const hanging = yield* Effect.forEach(numbers(4), (n) => forked(Effect.exit(a.hang({ n }))))
      const waiting = yield* forked(own.echo({ n: 7 }))
      yield* turns(5)
      assert.strictEqual(simulation.loop.outbox.waiting, 1)
      simulation.thread("a").die()
      assert.strictEqual(yield* Fiber.join(waiting), 7)
      for (const fiber of hanging) assert.isTrue(Exit.isFailure(yield* Fiber.join(fiber)))
    }).pipe(Effect.scoped)
  )

  it.live("main looks at its waits after a death that took the duty to ring", () =>
    Effect.gen(function* () {
      const simulation = yield* make({ a: handlers(log()), b: handlers(log()) })
      const b = yield* client(simulation, Board, Board.layerThread({ entry: entryOf("b"), name: "b", window: 1 }))
      yield* client(simulation, Second, Second.layerThread({ entry: entryOf("a"), name: "a" }))
      const thaw = simulation.thread("b").freeze()
      yield* b.note.tell({ n: 1 })
      const waiting = yield* forked(b.note.tell({ n: 2 }))
      yield* until(() => simulation.loop.outbox.waiting === 1)
      yield* turns(5)
      // "b" starts the job and rings nobody: as if the wish had been taken by a thread that died before it rang.
      const bell = vi.spyOn(simulation.thread("b").loop.mesh.peer(0).mailIn, "takeWanted").mockReturnValue(false)
      thaw()
      yield* turns(5)
      assert.strictEqual(simulation.loop.outbox.waiting, 1)
      simulation.thread("a").die()
      yield* Fiber.join(waiting)
      bell.mockRestore()
    }).pipe(Effect.scoped)
  )

  it.live("a running tell of a dead sender is not taken for a job of the next incarnation of its record", () =>
    Effect.gen(function* () {
      const target = log()
      // The sender's handlers ask the target, straight.
      const entries = { target: handlers(target), relay: relay }
      const simulation = yield* make(entries, { interruptGrace: "1 minute" })
      yield* client(simulation, Board, Board.layerThread({ entry: entryOf("target"), name: "target" }))
      // Nobody starts it again by itself: its name is free as soon as main has seen it die.
      const mortal = Relay.layerThread({ entry: entryOf("relay"), name: "relay", restart: "never" })
      const first = yield* client(simulation, Relay, mortal)
      yield* first.tellHang({ n: 1 })
      yield* until(() => target.hanging.has(1))
      const record = simulation.thread("relay").loop.thread
      simulation.thread("relay").die()
      yield* until(() => ThreadRecord.load(simulation.loop.arena, record, Layout.Thread.state) === 0)
      class Again extends Relay.as<Again>()("test/Again") {}
      const second = yield* client(simulation, Again, Again.layerThread({ entry: entryOf("relay"), name: "relay" }))
      assert.strictEqual(simulation.thread("relay").loop.thread, record, "the record is used again")
      const ask = yield* forked(second.askHang({ n: 2 }))
      yield* until(() => target.hanging.has(2))
      // The orphan ends, and with it nothing of its namesake: the new job can still be interrupted.
      target.hanging.get(1)!()
      yield* turns(5)
      yield* Fiber.interrupt(ask)
      assert.deepEqual(target.interrupted, [2])
      assert.strictEqual(target.hanging.size, 0)
    }).pipe(Effect.scoped)
  )

  it.live(
    "what a dead sender told is handled, what it asked is dropped, and the pending count comes back to zero",
    () =>
      Effect.gen(function* () {
        const target = log()
        const simulation = yield* make({ target: handlers(target, 1), relay })
        const board = yield* client(simulation, Board, Board.layerThread({ entry: entryOf("target"), name: "target" }))
        const relayed = yield* client(simulation, Relay, Relay.layerThread({ entry: entryOf("relay"), name: "relay" }))
        yield* forked(board.hang({ n: 0 }))
        yield* until(() => target.hanging.has(0))
        // Behind the one that hangs: a backlog of two tells and an ask; and a tell still in the lane.
        yield* relayed.tellNote({ n: 1 })
        yield* relayed.tellNote({ n: 2 })
        yield* forked(Effect.exit(relayed.askHang({ n: 3 })))
        yield* until(() => simulation.thread("target").loop.actors.values().next().value!.load === 4)
        const thaw = simulation.thread("target").freeze()
        yield* relayed.tellNote({ n: 4 })
        simulation.thread("relay").die()
        thaw()
        yield* turns(5)
        target.hanging.get(0)!()
        yield* until(() => target.notes.length === 3)
        assert.deepEqual(target.notes, [1, 2, 4])
        assert.isFalse(target.hanging.has(3))
        yield* turns(5)
        assert.strictEqual(yield* simulation.service.pending({ thread: "target" }), 0)
      }).pipe(Effect.scoped)
  )
})

describe("records", () => {
  it.live("a start waits for the record of a dead thread that somebody has yet to acknowledge", () =>
    Effect.gen(function* () {
      const simulation = yield* make({ a: handlers(log()), b: handlers(log()) }, { maxThreads: 3 })
      yield* client(simulation, Board, Board.layerThread({ entry: entryOf("b"), name: "b" }))
      const thaw = simulation.thread("b").freeze()
      const scope = yield* Scope.make()
      const first = Second.layerThread({ entry: entryOf("a"), name: "a", restart: "never" })
      yield* Scope.provide(client(simulation, Second, first), scope)
      simulation.thread("a").die()
      // Main has seen the exit, and waits for the other one's acknowledgement.
      yield* turns(3)
      yield* forked(Scope.close(scope, Exit.void))
      const started = yield* forked(client(simulation, Third, Third.layerThread({ entry: entryOf("a"), name: "c" })))
      yield* turns(20)
      assert.isUndefined(started.pollUnsafe())
      thaw()
      assert.strictEqual(yield* (yield* Fiber.join(started)).echo({ n: 3 }), 3)
      const error = yield* Effect.flip(client(simulation, Fourth, Fourth.layerThread({ entry: entryOf("a") })))
      assert.strictEqual(error.reason._tag, "InvalidOption", "all are in use, and none is on its way")
    }).pipe(Effect.scoped)
  )
})

describe("closing", () => {
  it.live("a handler on main may stop the system", () =>
    Effect.gen(function* () {
      const notes: Array<number> = []
      const simulation = yield* make({})
      const stopper = Second.toLayer({
        ...boardHandlers(log()),
        note: ({ n }) =>
          Effect.suspend(() => {
            notes.push(n)
            return n === 2 ? Effect.orDie(simulation.service.stop) : Effect.void
          }).pipe(Effect.asVoid)
      })
      const own = yield* client(simulation, Second, Second.layerMain(stopper))
      const { loop } = simulation
      const exits: Array<unknown> = []
      for (let n = 1; n <= 4; n++) {
        yield* forked(Effect.map(Effect.exit(own.note({ n })), (exit) => exits.push(Exit.isSuccess(exit))))
      }
      yield* until(() => exits.length === 4)
      assert.deepEqual([...new Set(notes)], notes, "no record is read twice")
      assert.strictEqual(loop.outbox.replies.outstanding, 0)
      assert.strictEqual(loop.outbox.jobs.live, loop.outbox.waiting)
    }).pipe(Effect.scoped)
  )

  it.live("what is sent to a thread's own actor after it closed fails at once", () =>
    Effect.gen(function* () {
      const simulation = yield* make({})
      const own = yield* client(simulation, Second, Second.layerMain(Second.toLayer(boardHandlers(log()))))
      yield* simulation.service.stop
      const error = yield* Effect.flip(own.echo({ n: 1 }))
      assert.strictEqual(error.reason._tag, "Stopped")
      assert.isFalse(error.started as boolean)
    }).pipe(Effect.scoped)
  )

  it.live("a handler that asks its own thread while it stops is told so at once", () =>
    Effect.gen(function* () {
      const a = log()
      const answers: Array<unknown> = []
      const own = Board.toLayer(
        Effect.gen(function* () {
          const self = yield* Board
          const { hang } = boardHandlers(a)
          return {
            ...boardHandlers(a),
            hang: ({ n }) =>
              Effect.andThen(
                hang({ n }),
                Effect.map(Effect.flip(self.echo({ n })), (error) => {
                  answers.push(error.reason._tag)
                  return n
                })
              ).pipe(Effect.orDie)
          }
        }),
        { concurrency: "unbounded" }
      ).pipe(Layer.provide(Board.layerRef))
      const simulation = yield* make({ a: own }, { stopTimeout: "1 hour" })
      const scope = yield* Scope.make()
      const layer = Board.layerThread({ entry: entryOf("a") })
      const board = yield* Scope.provide(client(simulation, Board, layer), scope)
      const ask = yield* forked(board.hang({ n: 1 }))
      yield* until(() => a.hanging.size === 1)
      const closed = yield* forked(Scope.close(scope, Exit.void))
      yield* until(() => !simulation.thread("test/Board").loop.takesMail)
      a.hanging.get(1)!()
      assert.strictEqual(yield* Fiber.join(ask), 1)
      yield* Fiber.join(closed)
      assert.deepEqual(answers, ["Stopped"])
    }).pipe(Effect.scoped)
  )

  it.live("a record is used again with lanes as new, whatever went through them before", () =>
    Effect.gen(function* () {
      const target = log()
      const simulation = yield* make({ target: handlers(target), relay, a: handlers(log()) })
      yield* client(simulation, Board, Board.layerThread({ entry: entryOf("target"), name: "target" }))
      const free = simulation.loop.mesh.pool.countFree()
      for (let round = 0; round < 3; round++) {
        const scope = yield* Scope.make()
        const layer = Relay.layerThread({ entry: entryOf("relay"), name: "relay" })
        const relayed = yield* Scope.provide(client(simulation, Relay, layer), scope)
        assert.strictEqual(simulation.thread("relay").loop.thread, 2)
        // Mail and replies between main and the relay, and between the relay and the target.
        for (const n of numbers(40)) {
          yield* relayed.tellNote({ n })
          const ask = yield* forked(relayed.askHang({ n }))
          yield* until(() => target.hanging.has(n))
          target.hanging.get(n)!()
          assert.strictEqual(yield* Fiber.join(ask), n)
        }
        simulation.thread("relay").die()
        yield* Scope.close(scope, Exit.void)
        yield* until(() => ThreadRecord.load(simulation.loop.arena, 2, Layout.Thread.state) === 0)
      }
      // One that is sent nothing reads every lane when it stops: there is nothing in them.
      const finished = vi.spyOn(ThreadLoop.prototype, "finished")
      yield* Effect.scoped(client(simulation, Relay, Relay.layerThread({ entry: entryOf("relay"), name: "relay" })))
      assert.strictEqual(finished.mock.calls.length, 0)
      finished.mockRestore()
      assert.strictEqual(target.notes.length, 120)
      yield* until(() => simulation.loop.mesh.pool.countFree() === free)
    }).pipe(Effect.scoped)
  )

  it.live("asks to main's own actor that are on their way when the system closes are settled", () =>
    Effect.gen(function* () {
      const exits: Array<Exit.Exit<unknown, unknown>> = []
      yield* Effect.scoped(
        Effect.gen(function* () {
          const simulation = yield* make({})
          const own = yield* client(
            simulation,
            Second,
            Second.layerMain(Second.toLayer(boardHandlers(log()), { concurrency: "unbounded" }))
          )
          yield* Effect.forEach(numbers(3), (n) =>
            Effect.forkDetach(
              Effect.map(Effect.exit(own.echo({ n })), (exit) => exits.push(exit)),
              { startImmediately: true }
            )
          )
        })
      )
      yield* until(() => exits.length === 3)
      assert.deepEqual(
        exits,
        numbers(3).map((n) => Exit.succeed(n)),
        "they were sent before the stop"
      )
    })
  )

  it.live("tells to main's own actor that were sent before it stops are handled", () =>
    Effect.gen(function* () {
      const notes = log()
      const simulation = yield* make({})
      yield* Effect.scoped(
        Effect.gen(function* () {
          const own = yield* client(simulation, Second, Second.layerMain(Second.toLayer(boardHandlers(notes))))
          for (const n of numbers(3)) yield* own.note.tell({ n })
        })
      )
      assert.deepEqual(notes.notes, [0, 1, 2])
      assert.strictEqual((yield* simulation.service.info).deadLetters, 0)
    }).pipe(Effect.scoped)
  )

  it.live("replies that wait for memory are sent before a thread stops", () =>
    Effect.gen(function* () {
      const sizes = { segmentBytes: 1024, arenaBytes: 64 * 1024, maxThreads: 2 }
      const a = log()
      const simulation = yield* make({ a: handlers(a) }, sizes)
      const exits: Array<Exit.Exit<Uint8Array, unknown>> = []
      const count = simulation.loop.arena.layout.segmentCount + 20
      const { drain } = internals(simulation.loop)
      yield* Effect.scoped(
        Effect.gen(function* () {
          const board = yield* client(simulation, Board, Board.layerThread({ entry: entryOf("a") }))
          const { loop } = simulation.thread("test/Board")
          // Main stands still: replies fill all the memory there is, and the rest is held.
          internals(simulation.loop).drain = () => {}
          for (let i = 0; i < count; i++) {
            yield* Effect.forkDetach(
              Effect.map(Effect.exit(board.big({ bytes: 900 })), (exit) => exits.push(exit)),
              { startImmediately: true }
            )
          }
          yield* until(() => loop.mesh.held >= 15)
          // It begins to stop while they are held; main goes on a few turns later.
          let left = 5
          const later = (): void => {
            if (left-- > 0) return void setImmediate(later)
            internals(simulation.loop).drain = drain
            internals(simulation.loop).drain()
          }
          setImmediate(later)
        })
      )
      yield* until(() => exits.length === count)
      assert.strictEqual(exits.filter(Exit.isSuccess).length, count)
    }).pipe(Effect.scoped)
  )

  it.live("jobs published since the last ring are taken back when a waiting send learns of the close", () =>
    Effect.gen(function* () {
      const a = log()
      const simulation = yield* make({ a: handlers(a) })
      const board = yield* client(simulation, Board, Board.layerThread({ entry: entryOf("a"), window: 2 }))
      const { freeze, loop } = simulation.thread("test/Board")
      const thaw = freeze()
      // It closes, having read its lanes for the last time, while nothing of main's is rung yet.
      yield* Effect.sync(() => Effect.runFork(board.hang({ n: 1 })))
      loop.closeMail()
      const exits: Array<Exit.Exit<number, ActorError>> = []
      const peer = simulation.loop.mesh.known(loop.thread)!
      // Mail that was published and not rung, as in the middle of a burst.
      peer.awaitsFlush = true
      for (let n = 2; n <= 4; n++)
        Effect.runFork(Effect.map(Effect.exit(board.hang({ n })), (exit) => exits.push(exit)))
      yield* turns(1)
      peer.awaitsFlush = false
      yield* until(() => exits.length === 3)
      assert.deepEqual(
        exits.map((exit) => Exit.isFailure(exit)),
        [true, true, true]
      )
      // What it took before it closed is run when it goes on.
      thaw()
      yield* until(() => a.hanging.has(1))
      a.hanging.get(1)!()
    }).pipe(Effect.scoped)
  )
})

describe("turns", () => {
  it.live("long jobs give the event loop a turn in between", () =>
    Effect.gen(function* () {
      const simulation = yield* make({})
      let inOneTurn = 0
      let most = 0
      const slow = Second.toLayer({
        ...boardHandlers(log()),
        note: () =>
          Effect.sync(() => {
            if (inOneTurn++ === 0) setImmediate(() => (inOneTurn = 0))
            most = Math.max(most, inOneTurn)
            const end = performance.now() + 1
            while (performance.now() < end);
          })
      })
      const own = yield* client(simulation, Second, Second.layerMain(slow))
      yield* Effect.forEach(numbers(200), () => forked(own.note({ n: 0 })), { discard: true })
      yield* until(() => simulation.loop.outbox.replies.outstanding === 0)
      assert.isAtMost(most, 32)
    }).pipe(Effect.scoped)
  )
})

describe("waiting", () => {
  it.live("an interrupted ask that had not started lets go of the event loop", () =>
    Effect.gen(function* () {
      const simulation = yield* make({ a: handlers(log()) })
      const board = yield* client(simulation, Board, Board.layerThread({ entry: entryOf("a") }))
      yield* until(() => !simulation.isHeld())
      const thaw = simulation.thread("test/Board").freeze()
      const ask = yield* forked(board.echo({ n: 1 }))
      assert.isTrue(simulation.isHeld())
      yield* Fiber.interrupt(ask)
      assert.strictEqual(simulation.loop.outbox.replies.outstanding, 0)
      yield* until(() => !simulation.isHeld())
      thaw()
    }).pipe(Effect.scoped)
  )

  it.live("an ask that its asker left lets go of the event loop", () =>
    Effect.gen(function* () {
      const a = log()
      const simulation = yield* make({ a: handlers(a) })
      const board = yield* client(simulation, Board, Board.layerThread({ entry: entryOf("a") }))
      const ask = yield* forked(board.hang({ n: 1 }, { interruption: "detach" }))
      yield* until(() => a.hanging.size === 1)
      const thaw = simulation.thread("test/Board").freeze()
      yield* Fiber.interrupt(ask)
      yield* until(() => !simulation.isHeld())
      assert.strictEqual(simulation.loop.outbox.replies.abandoned, 1)
      thaw()
      yield* until(() => simulation.loop.outbox.replies.abandoned === 0)
    }).pipe(Effect.scoped)
  )

  it.live("a waiting send that leaves lets the next one go on", () =>
    Effect.gen(function* () {
      const simulation = yield* make(
        { a: handlers(log()) },
        { segmentBytes: 1024, arenaBytes: 64 * 1024, maxThreads: 2 }
      )
      const board = yield* client(simulation, Board, Board.layerThread({ entry: entryOf("a") }))
      const thaw = simulation.thread("test/Board").freeze()
      // Fills what the lane may hold, with records that leave room in the last segment for a small one only.
      const fibers = yield* Effect.forEach(numbers(100), () => forked(board.take.tell({ data: new Uint8Array(600) })))
      assert.isAbove(simulation.loop.outbox.waiting, 1)
      const small = yield* forked(board.take.tell({ data: new Uint8Array(8) }))
      yield* turns(5)
      yield* Effect.forEach(fibers, Fiber.interrupt)
      yield* Fiber.join(small)
      assert.strictEqual(simulation.loop.outbox.waiting, 0)
      thaw()
    }).pipe(Effect.scoped)
  )

  it.live("a send that waits for memory goes on when a third thread frees some", () =>
    Effect.gen(function* () {
      const simulation = yield* make(
        { a: handlers(log()) },
        { segmentBytes: 1024, arenaBytes: 64 * 1024, maxThreads: 3 }
      )
      const board = yield* client(simulation, Board, Board.layerThread({ entry: entryOf("a") }))
      const { arena } = simulation.loop
      // All the memory there is serves lanes between others.
      const third = new MemoryPool(arena, 2)
      const foreign = Layout.laneNumber(arena.layout, 2, 2, Layout.Lane.mail)
      const taken: Array<number> = []
      for (;;) {
        const segment = third.claim(foreign, Layout.Lane.mail)
        if (segment < 0) break
        taken.push(segment)
      }
      const sends = yield* Effect.forEach(numbers(3), () => forked(board.take.tell({ data: new Uint8Array(600) })))
      yield* until(() => simulation.loop.outbox.waiting === 2)
      yield* turns(10)
      assert.strictEqual(simulation.loop.outbox.waiting, 2)
      for (const segment of taken) third.free(segment, () => {})
      for (const send of sends) yield* Fiber.join(send)
    }).pipe(Effect.scoped)
  )

  it.live("idle lanes never keep the last memory from a sender", () =>
    Effect.gen(function* () {
      const entries = { a: handlers(log()) }
      const simulation = yield* make(entries, { segmentBytes: 1024, arenaBytes: 64 * 1024, maxThreads: 8 })
      // Every lane holds the segment it came to rest in.
      const boards = yield* Effect.forEach(numbers(7), (index) => {
        class Each extends Board.as<Each>()(`test/Each${index}`) {}
        return client(simulation, Each, Each.layerThread({ entry: entryOf("a"), name: `a${index}` }))
      })
      for (const board of boards) {
        for (let i = 0; i < 10; i++) {
          assert.strictEqual(yield* board.take({ data: new Uint8Array(600) }), 600)
          assert.strictEqual((yield* board.big({ bytes: 600 })).byteLength, 600)
        }
      }
    }).pipe(Effect.scoped)
  )
})
