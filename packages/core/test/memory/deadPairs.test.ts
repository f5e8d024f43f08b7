/**
 * Several deaths that have to do with each other: of one that has yet to acknowledge another's, of two that were talking,
 * of sender and target at once. What was told is handled or counted, and all memory and every record come home.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Rpc from "effect/rpc/Rpc"
import * as Schema from "effect/Schema"
import * as Actor from "../../src/Actor.ts"
import type { ActorError } from "../../src/ActorError.ts"
import * as Layout from "../../src/internal/memory/layout.ts"
import * as ThreadRecord from "../../src/internal/memory/threadRecord.ts"
import * as BuffersPort from "../../src/internal/system/buffersPort.ts"
import { deadLetters as countDeadLetters } from "../../src/internal/thread/tellAccount.ts"
import { Board, entryOf, handlers, type Log, log } from "./board.ts"
import { client, make, type Simulation, turns, until } from "./simulated.ts"

class Other extends Board.as<Other>()("test/Other") {}
class Again extends Board.as<Again>()("test/Again") {}

/** Tells both boards from a thread of its own, and asks one of them. */
class Talker extends Actor.Service<Talker>()("test/Talker", [
  Rpc.make("tell", { payload: { from: Schema.Number, count: Schema.Number } }),
  Rpc.make("ask", { success: Schema.String })
]) {}
const talker = Talker.toLayer(
  Effect.gen(function* () {
    const board = yield* Board
    const other = yield* Other
    return {
      tell: ({ count, from }) =>
        Effect.orDie(
          Effect.gen(function* () {
            for (let n = from; n < from + count; n++) {
              yield* board.note.tell({ n })
              yield* other.note.tell({ n })
            }
          })
        ),
      ask: () => Effect.map(Effect.exit(board.hang({ n: 0 })), fate)
    }
  }),
  { concurrency: "unbounded" }
).pipe(Layer.provide(Layer.merge(Board.layerRef, Other.layerRef)))

const fate = (exit: Exit.Exit<unknown, ActorError>): string => {
  const error = Exit.findErrorOption(exit)
  return error._tag === "Some" ? `${error.value.reason._tag} ${error.value.started}` : "succeeded"
}

const TOLD = 50
const numbers = Array.from({ length: TOLD }, (_, n) => n)
const hasRecord = ({ loop }: Simulation, record: number): boolean =>
  ThreadRecord.load(loop.arena, record, Layout.Thread.state) !== ThreadRecord.State.free

/** Threads "a" and "b" with a board each, and a talker that sends to both; none is started again. */
const three = Effect.gen(function* () {
  const [a, b] = [log(), log()]
  const entries = { a: handlers(a), b: handlers(b), talker }
  const simulation = yield* make(entries, { maxThreads: 5 })
  const restart = "never" as const
  const free = simulation.loop.mesh.pool.countFree()
  const board = yield* client(simulation, Board, Board.layerThread({ entry: entryOf("a"), name: "a", restart }))
  const other = yield* client(simulation, Other, Other.layerThread({ entry: entryOf("b"), name: "b", restart }))
  const layer = Talker.layerThread({ entry: entryOf("talker"), name: "talker", restart })
  const talk = yield* client(simulation, Talker, layer)
  const records = Object.fromEntries(
    ["a", "b", "talker"].map((name) => [name, simulation.thread(name).loop.thread])
  ) as Record<"a" | "b" | "talker", number>
  return { a, b, board, free, other, records, simulation, talk }
})

/** Every tell is handled once, or counted, and nothing is left of those who died. */
const checkHome = (
  simulation: Simulation,
  free: number,
  records: ReadonlyArray<number>,
  logs: ReadonlyArray<Log>,
  tells: number
) =>
  Effect.gen(function* () {
    yield* until(() => records.every((record) => !hasRecord(simulation, record)))
    // Who lives may still be at work on what the dead have told.
    const handledNow = (): number => logs.reduce((sum, { notes }) => sum + notes.length, 0)
    yield* until(() => handledNow() + countDeadLetters(simulation.loop.arena) >= tells)
    yield* turns(5)
    const { deadLetters, jobsInFlight } = yield* simulation.service.info
    const handled = logs.flatMap(({ notes }) => notes)
    for (const { notes } of logs) assert.strictEqual(new Set(notes).size, notes.length, "handled once")
    assert.deepEqual({ sum: handled.length + deadLetters, jobsInFlight }, { sum: tells, jobsInFlight: 0 })
    const { arena } = simulation.loop
    for (const record of records) {
      for (let thread = 0; thread < arena.layout.maxThreads; thread++) {
        for (const [from, to] of [
          [record, thread],
          [thread, record]
        ] as const) {
          for (const kind of [Layout.Lane.mail, Layout.Lane.express]) {
            const at = Layout.laneAt(arena.layout, Layout.laneNumber(arena.layout, from, to, kind))
            const words = arena.words.subarray(at, at + Layout.LANE_WORDS)
            assert.isTrue(
              words.every((word) => word === 0),
              `a lane from ${from} to ${to} is as new`
            )
          }
        }
      }
    }
    assert.isAtMost(free - simulation.loop.mesh.pool.countFree(), 4, "what living lanes keep at rest")
    return { deadLetters, handled: handled.length }
  })

describe("H01-deaths several that have to do with each other", () => {
  it.live("one that has yet to acknowledge a death dies itself: both are swept, and records used again", () =>
    Effect.gen(function* () {
      const { a, b, free, records, simulation, talk } = yield* three
      const thaw = simulation.thread("b").freeze()
      yield* talk.tell({ from: 0, count: TOLD })
      yield* until(() => a.notes.length === TOLD)
      simulation.thread("a").die()
      yield* turns(20)
      assert.isTrue(hasRecord(simulation, records.a), 'everybody but "b" has acknowledged')
      simulation.thread("b").die()
      yield* checkHome(simulation, free, [records.a, records.b], [a, b], 2 * TOLD)
      thaw()
      // The room it waited for: two more threads, in the records of the two.
      const layer = Again.layerThread({ entry: entryOf("a"), name: "again" })
      const again = yield* client(simulation, Again, layer)
      assert.include([records.a, records.b], simulation.thread("again").loop.thread)
      assert.strictEqual(yield* again.echo({ n: 5 }), 5)
    }).pipe(Effect.scoped, Effect.provide(Logger.layer([])))
  )

  it.live("H10-deaths what main posts about a thread whose death was acknowledged does not bring it back", () =>
    Effect.gen(function* () {
      const { a, records, simulation, talk } = yield* three
      const thaw = simulation.thread("b").freeze()
      yield* talk.tell({ from: 0, count: 1 })
      yield* until(() => a.notes.length === 1)
      const incarnation = ThreadRecord.load(simulation.loop.arena, records.a, Layout.Thread.incarnation)
      simulation.thread("a").die()
      yield* turns(20)
      assert.isTrue(hasRecord(simulation, records.a), "its record still names the dead one")
      const { loop } = simulation.thread("talker")
      assert.isUndefined(loop.mesh.known(records.a), "which was forgotten")
      let closed = 0
      const port = { post: () => {}, takeSync: () => undefined, close: () => closed++ }
      const host = { openEnd: () => port }
      const about = { thread: records.a, incarnation }
      BuffersPort.take(loop, host, { _tag: "port", ...about, end: {}, open: true }, () =>
        assert.fail("it is not there")
      )
      BuffersPort.take(loop, host, { _tag: "portOpen", ...about }, () => assert.fail("it is not there"))
      assert.isUndefined(loop.mesh.known(records.a))
      assert.strictEqual(closed, 1)
      thaw()
    }).pipe(Effect.scoped, Effect.provide(Logger.layer([])))
  )

  it.live("a sender and its target, one after the other, in either order: what lay between them is counted", () =>
    Effect.gen(function* () {
      for (const first of ["a", "talker"] as const) {
        const { a, b, board, free, records, simulation, talk } = yield* three
        const thaws = [simulation.thread("a").freeze(), simulation.thread("b").freeze()]
        yield* talk.tell({ from: 0, count: TOLD })
        const asked = yield* Effect.forkChild(Effect.exit(talk.ask()), { startImmediately: true })
        const own = yield* Effect.forkChild(Effect.exit(board.echo({ n: 1 })), { startImmediately: true })
        yield* turns(20)
        simulation.thread(first).die()
        // Main knows, "a" (frozen) does not: its mail from the dead one is unread.
        yield* turns(20)
        simulation.thread(first === "a" ? "talker" : "a").die()
        for (const thaw of thaws) thaw()
        const result = yield* checkHome(simulation, free, [records.a, records.talker], [a, b], 2 * TOLD)
        assert.deepEqual(result, { deadLetters: TOLD, handled: TOLD }, `${first} first`)
        assert.deepEqual(b.notes, numbers)
        assert.deepEqual(a.notes, [])
        assert.strictEqual(fate(yield* Fiber.join(own)), "ThreadDied false")
        assert.isTrue(Exit.isFailure(yield* Fiber.join(asked)) || first === "a")
      }
    }).pipe(Effect.scoped, Effect.provide(Logger.layer([])))
  )

  it.live("all three at once, with tells unread: none is missing, none counted twice", () =>
    Effect.gen(function* () {
      const { a, b, free, other, records, simulation, talk } = yield* three
      yield* talk.tell({ from: 0, count: TOLD })
      yield* until(() => a.notes.length === TOLD && b.notes.length === TOLD)
      simulation.thread("a").freeze()
      simulation.thread("b").freeze()
      yield* talk.tell({ from: TOLD, count: TOLD })
      // Main has told as well, and answers for that itself.
      yield* other.note.tell({ n: -1 })
      const seen = ["a", "talker", "b"].map((name) => simulation.thread(name).vanish())
      yield* turns(20)
      for (const see of seen) see()
      const result = yield* checkHome(simulation, free, Object.values(records), [a, b], 4 * TOLD + 1)
      assert.deepEqual(result, { deadLetters: 2 * TOLD + 1, handled: 2 * TOLD })
      assert.strictEqual(yield* simulation.service.pending({ thread: "main" }), 0)
    }).pipe(Effect.scoped, Effect.provide(Logger.layer([])))
  )
})
