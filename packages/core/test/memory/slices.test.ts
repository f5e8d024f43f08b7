/**
 * Deaths that leave more than one slice deals with: what happens between the slices, on the sending and on the serving
 * side, and how much is done in one turn of the event loop.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Rpc from "effect/rpc/Rpc"
import * as Schedule from "effect/Schedule"
import * as Schema from "effect/Schema"
import * as Scope from "effect/Scope"
import * as TestClock from "effect/testing/TestClock"
import { vi } from "vitest"
import * as Actor from "../../src/Actor.ts"
import { ActorError } from "../../src/ActorError.ts"
import { SLICE_JOBS } from "../../src/internal/thread/death.ts"
import { Inheritance } from "../../src/internal/thread/inheritance.ts"
import { Settlement } from "../../src/internal/thread/orphans.ts"
import type { ThreadLoop } from "../../src/internal/thread/threadLoop.ts"
import { Board, entryOf, handlers, log } from "./board.ts"
import { client, internals, make, turns, until } from "./simulated.ts"

const numbers = (count: number): ReadonlyArray<number> => Array.from({ length: count }, (_, index) => index)
const forked = <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.forkChild(effect, { startImmediately: true })

/** Fills the mailbox of the board from a thread of its own. */
class Filler extends Actor.Service<Filler>()("test/Filler", [
  Rpc.make("fill", { payload: { from: Schema.Number, count: Schema.Number } })
]) {}
const filler = Filler.toLayer(
  Effect.gen(function* () {
    const board = yield* Board
    return {
      fill: ({ count, from }) =>
        Effect.orDie(Effect.forEach(numbers(count), (n) => board.note.tell({ n: from + n }), { discard: true }))
    }
  })
).pipe(Layer.provide(Board.layerRef))

/** What each slice of a loop has dealt with, and in which turn of the event loop. */
const watchSlices = (loop: ThreadLoop) =>
  Effect.acquireRelease(
    Effect.sync(() => {
      const slices: Array<{ readonly turn: number; readonly steps: number }> = []
      let steps = 0
      let turn = 0
      let over = false
      const tick = (): void => {
        turn++
        if (!over) setImmediate(tick)
      }
      tick()
      const spies = [Settlement, Inheritance].map(({ prototype }) => {
        const { step } = prototype
        return vi.spyOn(prototype, "step").mockImplementation(function (this: any) {
          steps++
          return step.call(this)
        })
      })
      const { deaths } = loop
      const slice = deaths.slice.bind(deaths)
      deaths.slice = (jobs) => {
        const before = steps
        slice(jobs)
        if (steps > before) slices.push({ turn, steps: steps - before })
      }
      const end = (): void => {
        over = true
        for (const spy of spies) spy.mockRestore()
      }
      return { slices, end }
    }),
    ({ end }) => Effect.sync(end)
  ).pipe(Effect.map(({ slices }) => slices))

/** The loop does nothing until the returned function is called. */
const hold = (loop: ThreadLoop): (() => void) => {
  const open = internals(loop)
  const { drain } = open
  let missed = false
  open.drain = () => {
    missed = true
  }
  return () => {
    open.drain = drain
    if (missed) drain.call(loop)
  }
}

/** No slice was longer than it may be, none shared its turn with another one, and there were several. */
const checkSlices = (slices: ReadonlyArray<{ readonly turn: number; readonly steps: number }>, jobs: number): void => {
  assert.isAtLeast(slices.length, Math.ceil(jobs / SLICE_JOBS))
  for (const { steps } of slices) assert.isAtMost(steps, SLICE_JOBS)
  assert.strictEqual(new Set(slices.map(({ turn }) => turn)).size, slices.length, "one in a turn")
}

const fate = (exit: Exit.Exit<unknown, unknown>): unknown => {
  if (Exit.isSuccess(exit)) return exit.value
  const error = Exit.findErrorOption(exit)
  if (error._tag === "None") return "interrupted"
  return error.value instanceof ActorError ? `${error.value.reason._tag} ${error.value.started}` : error.value
}

const STARTED = 2500
const QUEUED = 2500
const TOLD = 1000

/** A thread dies with three slices of main's jobs; main stands still after the first slice. */
const stricken = Effect.gen(function* () {
  const scope = yield* Scope.make()
  const a = log()
  const simulation = yield* make({ a: handlers(a) }, { jobCapacity: 16_384 })
  const { loop } = simulation
  const restart = Schedule.spaced("5 seconds")
  const layer = Board.layerThread({ entry: entryOf("a"), name: "a", restart })
  const board = yield* Scope.provide(client(simulation, Board, layer), scope)
  const started = yield* Effect.forEach(numbers(STARTED), (n) => board.hang.submit({ n }))
  yield* until(() => a.hanging.size === STARTED)
  const thread = simulation.thread("a")
  thread.freeze()
  const queued = yield* Effect.forEach(numbers(QUEUED), (n) => board.echo.submit({ n }))
  yield* Effect.forEach(numbers(TOLD), (n) => board.note.tell({ n }), { discard: true })
  const timed = yield* forked(Effect.exit(board.echo({ n: -1 }, { timeout: 1000 })))
  const left = yield* forked(board.echo({ n: -2 }))
  const slices = yield* watchSlices(loop)
  thread.die()
  yield* until(() => slices.length === 1)
  const goOn = hold(loop)
  assert.isTrue(loop.deaths.pending)
  assert.isAbove(loop.outbox.jobs.live, QUEUED, "most is yet to be settled")
  return { a, board, goOn, left, loop, queued, scope, simulation, slices, started, timed }
}).pipe(Effect.provide(Logger.layer([])))

describe("H01-slices more than one slice of the sender's jobs", () => {
  it.effect("cancel, timeout, leave and send between the slices: each job settles once, in order", () =>
    Effect.gen(function* () {
      const { a, board, goOn, left, loop, queued, slices, started, timed } = yield* stricken
      assert.isTrue(yield* queued[QUEUED - 1]!.cancel, "it has not started, and never will")
      assert.isTrue(yield* queued[0]!.cancel)
      // A job that had started there, whose end is not known yet: it is left as one that runs.
      assert.isFalse(yield* started[STARTED - 1]!.cancel)
      yield* Fiber.interrupt(left)
      // These wait for the next incarnation, behind what is still to be handed over.
      const between = yield* forked(board.echo({ n: 7777 }))
      const told = [yield* forked(board.note.tell({ n: TOLD }))]
      yield* TestClock.adjust(1000)
      assert.strictEqual(fate(yield* Fiber.join(timed)), "Timeout false")
      assert.strictEqual(slices.length, 1, "all of that between two slices")
      goOn()
      yield* until(() => !loop.deaths.pending)
      checkSlices(slices, STARTED + QUEUED + TOLD)
      told.push(yield* forked(board.note.tell({ n: TOLD + 1 })))
      for (const job of started) {
        assert.strictEqual(fate(yield* Effect.exit(job.await)), "ThreadDied true")
      }
      yield* TestClock.adjust("5 seconds")
      const fates = (yield* Effect.forEach(queued, (job) => Effect.exit(job.await))).map(fate)
      assert.deepEqual(
        fates,
        numbers(QUEUED).map((n) => (n === 0 || n === QUEUED - 1 ? "interrupted" : n))
      )
      assert.strictEqual(yield* Fiber.join(between), 7777)
      yield* Effect.forEach(told, Fiber.join)
      loop.outbox.reclaim()
      assert.strictEqual(loop.outbox.jobs.live, 0)
      assert.deepEqual(a.notes, numbers(TOLD + 2))
      assert.strictEqual(loop.outbox.replies.outstanding + loop.outbox.waiting, 0)
    }).pipe(Effect.scoped, Effect.provide(Logger.layer([])))
  )

  it.effect("the layer closes between the slices: all is settled, and nothing runs any more", () =>
    Effect.gen(function* () {
      const { a, goOn, left, loop, queued, scope, simulation, slices, started, timed } = yield* stricken
      const closed = yield* forked(Scope.close(scope, Exit.void))
      yield* turns(5)
      assert.strictEqual(slices.length, 1)
      goOn()
      yield* Fiber.join(closed)
      yield* until(() => !loop.deaths.pending)
      checkSlices(slices, STARTED + QUEUED)
      for (const job of started) assert.strictEqual(fate(yield* Effect.exit(job.await)), "ThreadDied true")
      for (const job of queued) {
        assert.match(String(fate(yield* Effect.exit(job.await))), /^(Stopped|ThreadDied) false$/)
      }
      assert.match(String(fate(yield* Fiber.join(timed))), /false$/)
      assert.match(String(fate(yield* Fiber.await(left))), /false$/)
      assert.deepEqual(a.notes, [])
      assert.strictEqual(loop.outbox.jobs.live + loop.outbox.replies.outstanding + loop.outbox.waiting, 0)
      assert.strictEqual((yield* simulation.service.info).deadLetters, TOLD)
    }).pipe(Effect.scoped, Effect.provide(Logger.layer([])))
  )
})

const IN_BACKLOG = 3000
const IN_LANE = 2500

/** A sender dies when a thread has three slices of its tells; that thread stands still after the first slice. */
const bereaved = Effect.gen(function* () {
  const scope = yield* Scope.make()
  const target = log()
  const simulation = yield* make({ target: handlers(target, 1), filler }, { jobCapacity: 16_384 })
  const layer = Board.layerThread({ entry: entryOf("target"), name: "target" })
  const board = yield* Scope.provide(client(simulation, Board, layer), scope)
  const entry = entryOf("filler")
  const fill = yield* client(simulation, Filler, Filler.layerThread({ entry, name: "filler", restart: "never" }))
  const first = yield* board.hang.submit({ n: 1 })
  yield* until(() => target.hanging.has(1))
  yield* fill.fill({ from: 0, count: IN_BACKLOG })
  const { freeze, loop } = simulation.thread("target")
  yield* until(() => loop.actors.values().next().value!.load === IN_BACKLOG + 1)
  const thaw = freeze()
  yield* fill.fill({ from: IN_BACKLOG, count: IN_LANE })
  const slices = yield* watchSlices(loop)
  simulation.thread("filler").die()
  yield* turns(5)
  thaw()
  yield* until(() => slices.length === 1)
  const goOn = hold(loop)
  assert.isTrue(loop.deaths.pending)
  return { board, first, goOn, loop, scope, simulation, slices, target }
})

describe("H01-slices more than one slice of a dead sender's jobs", () => {
  it.effect("cancel and send between the slices: every tell of the dead one is handled once, in order", () =>
    Effect.gen(function* () {
      const { board, first, goOn, loop, simulation, slices, target } = yield* bereaved
      yield* board.note.tell({ n: -1 })
      const timed = yield* forked(Effect.exit(board.echo({ n: 1 }, { timeout: 1000 })))
      yield* TestClock.adjust(1000)
      assert.strictEqual(fate(yield* Fiber.join(timed)), "Timeout false")
      assert.strictEqual(slices.length, 1)
      goOn()
      // The job that holds up all others: left between two slices, or after the last one.
      yield* first.cancel
      yield* until(() => target.notes.length === IN_BACKLOG + IN_LANE + 1)
      checkSlices(slices, IN_BACKLOG + IN_LANE)
      assert.deepEqual(
        target.notes.filter((n) => n >= 0),
        numbers(IN_BACKLOG + IN_LANE)
      )
      assert.deepEqual(target.interrupted, [1])
      yield* until(() => !loop.deaths.pending)
      yield* turns(5)
      assert.strictEqual(yield* simulation.service.pending({ thread: "target" }), 0)
      assert.strictEqual((yield* simulation.service.info).deadLetters, 0)
    }).pipe(Effect.scoped, Effect.provide(Logger.layer([])))
  )

  it.effect("the target stops between the slices: what it had taken is handled, the last of them too", () =>
    Effect.gen(function* () {
      const { first, goOn, scope, simulation, slices, target } = yield* bereaved
      const closed = yield* forked(Scope.close(scope, Exit.void))
      yield* turns(5)
      assert.strictEqual(slices.length, 1)
      goOn()
      target.hanging.get(1)!()
      assert.strictEqual(yield* first.await, 1)
      yield* Fiber.join(closed)
      const { deadLetters } = yield* simulation.service.info
      assert.deepEqual(target.notes, numbers(target.notes.length))
      assert.deepEqual([target.notes.length, deadLetters], [IN_BACKLOG + IN_LANE, 0])
      for (const { steps } of slices) assert.isAtMost(steps, SLICE_JOBS)
    }).pipe(Effect.scoped, Effect.provide(Logger.layer([])))
  )
})
