/**
 * Who is woken, exactly: the reader's bell is taken and parked by hand, so that nothing depends on when a thread runs.
 */
import { assert, describe, it, vi } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as ActorSystem from "../../src/ActorSystem.ts"
import * as Bell from "../../src/internal/memory/bell.ts"
import { Looks } from "../../src/internal/thread/looks.ts"
import { Board, entryOf, handlers, log } from "./board.ts"
import { client, internals, make, turns, until, type Simulation } from "./simulated.ts"

/** A worker whose loop stands still, parked, and a way to tell it notes without a turn in between. */
const setup = Effect.gen(function* () {
  const notes = log()
  const simulation = yield* make({ a: handlers(notes) })
  const board = yield* client(simulation, Board, Board.layerThread({ entry: entryOf("a") }))
  yield* turns(10)
  const { freeze, loop } = simulation.thread("test/Board")
  const thaw = freeze()
  let n = 0
  const tell = (count: number): void => {
    for (let i = 0; i < count; i++) Effect.runFork(board.note.tell({ n: n++ }))
  }
  /** The reader takes what was rung; with `park` it sleeps again. */
  const read = (park: boolean): void => {
    Bell.take(loop.arena, loop.thread)
    if (park) assert.isTrue(Bell.park(loop.arena, loop.thread))
  }
  return { simulation, board, loop, notes, thaw, tell, read }
})

/** How often main has woken somebody since. */
const counter = ({ loop }: Simulation) => {
  const before = loop.mesh.ringing.rings
  return () => loop.mesh.ringing.rings - before
}

describe("A08 wake-ups only when needed", () => {
  it.live("A08 a burst says that it is under way from its first ring to its flush, and not when that rings", () =>
    Effect.gen(function* () {
      const { loop, notes, read, simulation, tell, thaw } = yield* setup
      const peer = loop.mesh.peer(0)
      read(true)
      assert.isFalse(peer.isInBurst)
      tell(2)
      assert.isTrue(peer.isInBurst)
      // Whoever is rung by the flush, and runs at once, has all of it.
      const inRings: Array<boolean> = []
      const ring = vi.spyOn(Bell, "ring").mockImplementation((...args) => {
        inRings.push(peer.isInBurst)
        return Atomics.or(args[0].words, 0, 0)
      })
      simulation.loop.mesh.ringing.flush()
      ring.mockRestore()
      assert.deepEqual(inRings, [false])
      assert.isFalse(peer.isInBurst)
      thaw()
      internals(loop).drain()
      yield* until(() => notes.notes.length === 2)
    }).pipe(Effect.scoped)
  )

  it("A08 who was rung looks for the rest of a burst by himself, and for nothing when it is over", () => {
    const timers: Array<{ readonly run: () => void; stopped: boolean }> = []
    const every = (run: () => void) => {
      const timer = { run, stopped: false }
      timers.push(timer)
      return () => void (timer.stopped = true)
    }
    let [burst, looks] = [false, 0]
    const looking = new Looks(
      every,
      () => burst,
      () => void looks++
    )
    looking.parked()
    assert.lengthOf(timers, 0, "no burst is under way")
    burst = true
    looking.parked()
    looking.parked()
    assert.lengthOf(timers, 1)
    timers[0]!.run()
    timers[0]!.run()
    burst = false
    timers[0]!.run()
    assert.deepEqual([looks, timers[0]!.stopped], [3, true])
    burst = true
    looking.parked()
    assert.lengthOf(timers, 2)
    looking.end()
    assert.isTrue(timers[1]!.stopped)
  })

  it.live("A08 the first record of a burst wakes at once, then the 64th, twice as many each time, then the flush", () =>
    Effect.gen(function* () {
      const { loop, notes, read, simulation, tell, thaw } = yield* setup
      read(true)
      const rings = counter(simulation)
      tell(1)
      assert.strictEqual(rings(), 1)
      read(true)
      tell(63)
      assert.strictEqual(rings(), 1, "63 wait for the ring")
      tell(1)
      assert.strictEqual(rings(), 2, "the 64th rings for all")
      let sent = 65
      let rung = 2
      for (const next of [128, 256, 512, 1024, 1024]) {
        read(true)
        tell(next - 1)
        assert.strictEqual(rings(), rung, `${next} ring`)
        tell(1)
        assert.strictEqual(rings(), ++rung, `${next} ring`)
        sent += next
      }
      read(true)
      tell(10)
      assert.strictEqual(rings(), rung)
      // A microtask ends the burst, before any turn of the event loop.
      yield* Effect.promise(() => Promise.resolve())
      assert.strictEqual(rings(), rung + 1)
      read(true)
      tell(1)
      assert.strictEqual(rings(), rung + 2, "after a flush the first one rings at once again")
      read(true)
      tell(64)
      assert.strictEqual(rings(), rung + 3, "and the 64th of the next burst")
      thaw()
      internals(loop).drain()
      yield* until(() => notes.notes.length === sent + 10 + 1 + 64)
    }).pipe(Effect.scoped)
  )

  it.live("A08 on one processor a burst rings for its first job and at its end, and a drain at its end only", () =>
    Effect.gen(function* () {
      const { board, loop, notes, read, simulation, tell, thaw } = yield* setup
      Object.assign(simulation.loop.mesh.ringing, { runsAlone: true })
      read(true)
      const rings = counter(simulation)
      tell(500)
      assert.strictEqual(rings(), 1)
      read(true)
      yield* Effect.promise(() => Promise.resolve())
      assert.strictEqual(rings(), 2)
      read(true)
      tell(1100)
      assert.strictEqual(rings(), 3)
      read(true)
      yield* Effect.promise(() => Promise.resolve())
      assert.strictEqual(rings(), 4, "the 1,024th rang for all before it, the end for the rest")
      read(true)
      // In a drain nobody is woken before it has ended.
      simulation.loop.exclusively(() => {
        tell(200)
        assert.strictEqual(rings(), 4)
      })
      assert.strictEqual(rings(), 5)
      read(true)
      // Unless what has just returned took long: the next one may.
      simulation.loop.exclusively(() => {
        tell(3)
        simulation.loop.mesh.ringing.spent(0.01)
        assert.strictEqual(rings(), 5)
        simulation.loop.mesh.ringing.spent(0.1)
        assert.strictEqual(rings(), 6)
      })
      thaw()
      internals(loop).drain()
      yield* until(() => notes.notes.length === 1803)
      assert.strictEqual(yield* board.echo({ n: 7 }), 7)
    }).pipe(Effect.scoped)
  )

  it.live("A08 on one processor what a handler tells rings at once, and what it answers at the drain's end", () =>
    Effect.gen(function* () {
      const { loop, simulation, thaw } = yield* setup
      const { ringing } = loop.mesh
      Object.assign(ringing, { runsAlone: true })
      const { arena } = simulation.loop
      const { drain } = internals(simulation.loop)
      internals(simulation.loop).drain = () => {}
      const sleep = (): void => {
        Bell.take(arena, 0)
        assert.isTrue(Bell.park(arena, 0))
      }
      const before = ringing.rings
      sleep()
      loop.exclusively(() => {
        ringing.answered(loop.mesh.peer(0))
        assert.strictEqual(ringing.rings - before, 0)
      })
      assert.strictEqual(ringing.rings - before, 1)
      sleep()
      loop.exclusively(() => {
        ringing.published(loop.mesh.peer(0))
        assert.strictEqual(ringing.rings - before, 2)
      })
      sleep()
      loop.exclusively(() => {
        ringing.answered(loop.mesh.peer(0))
        ringing.published(loop.mesh.peer(0))
        assert.strictEqual(ringing.rings - before, 3, "behind an answer, too")
      })
      internals(simulation.loop).drain = drain
      thaw()
    }).pipe(Effect.scoped)
  )

  it.live("A08 whether there is one processor is asked of the machine, whoever lingers", () =>
    Effect.gen(function* () {
      for (const linger of ["off", "adaptive"] as const) {
        for (const hardwareConcurrency of [1, 2]) {
          vi.stubGlobal("navigator", { hardwareConcurrency })
          const service = yield* ActorSystem.make({ spawner: undefined, linger })
          const { loop } = service["~@stevedore/core/runtime"]
          assert.strictEqual(internals(loop).mesh.ringing.runsAlone, hardwareConcurrency === 1, linger)
        }
      }
    }).pipe(Effect.ensuring(Effect.sync(() => vi.unstubAllGlobals())), Effect.scoped)
  )

  it.live("A08 a sleeper is woken once, however much comes", () =>
    Effect.gen(function* () {
      const { read, simulation, tell, thaw } = yield* setup
      read(true)
      const rings = counter(simulation)
      for (let i = 0; i < 5; i++) {
        tell(200)
        yield* Effect.promise(() => Promise.resolve())
      }
      assert.strictEqual(rings(), 1)
      thaw()
    }).pipe(Effect.scoped)
  )

  it.live("A08 an awake reader is never woken", () =>
    Effect.gen(function* () {
      const { loop, notes, read, simulation, tell, thaw } = yield* setup
      read(false)
      const rings = counter(simulation)
      tell(500)
      yield* Effect.promise(() => Promise.resolve())
      assert.strictEqual(rings(), 0)
      // It finds all of it when it looks next, and sleeps only after that.
      thaw()
      internals(loop).drain()
      yield* until(() => notes.notes.length === 500)
    }).pipe(Effect.scoped)
  )

  it.live("A08 the replies of a batch wake their asker once", () =>
    Effect.gen(function* () {
      const { board, loop, simulation, thaw } = yield* setup
      const asks = yield* Effect.forEach(Array.from({ length: 200 }), (_, n) =>
        Effect.forkChild(board.echo({ n }), { startImmediately: true })
      )
      const { drain } = internals(simulation.loop)
      internals(simulation.loop).drain = () => {}
      // Main sleeps.
      Bell.take(simulation.loop.arena, 0)
      assert.isTrue(Bell.park(simulation.loop.arena, 0))
      const before = loop.mesh.ringing.rings
      thaw()
      internals(loop).drain()
      yield* until(() => loop.mesh.known(0)!.finished === 200)
      assert.strictEqual(loop.mesh.ringing.rings - before, 1)
      internals(simulation.loop).drain = drain
      internals(simulation.loop).drain()
      yield* Effect.forEach(asks, Fiber.join)
    }).pipe(Effect.scoped)
  )

  it.live("A08 tells that end ring nobody, unless a sender waits for room", () =>
    Effect.gen(function* () {
      const notes = log()
      const simulation = yield* make({ a: handlers(notes) })
      const board = yield* client(simulation, Board, Board.layerThread({ entry: entryOf("a"), window: 8 }))
      yield* turns(10)
      const { freeze, loop } = simulation.thread("test/Board")
      const before = loop.mesh.ringing.rings
      for (let n = 0; n < 8; n++) yield* board.note.tell({ n })
      yield* until(() => notes.notes.length === 8)
      yield* turns(3)
      assert.strictEqual(loop.mesh.ringing.rings - before, 0, "a tell needs no answer")
      const thaw = freeze()
      for (let n = 0; n < 8; n++) yield* board.note.tell({ n })
      const waiting = yield* Effect.forkChild(board.note.tell({ n: 8 }), { startImmediately: true })
      yield* turns(3)
      assert.strictEqual(simulation.loop.outbox.waiting, 1)
      thaw()
      internals(loop).drain()
      yield* Fiber.join(waiting)
      yield* turns(3)
      assert.strictEqual(loop.mesh.ringing.rings - before, 1)
    }).pipe(Effect.scoped)
  )

  it.live("A08 a system at rest wakes nobody", () =>
    Effect.gen(function* () {
      const { loop, simulation, thaw } = yield* setup
      thaw()
      yield* turns(20)
      const before = [simulation.loop.mesh.ringing.rings, loop.mesh.ringing.rings]
      yield* turns(50)
      assert.deepEqual([simulation.loop.mesh.ringing.rings, loop.mesh.ringing.rings], before)
    }).pipe(Effect.scoped)
  )
})
