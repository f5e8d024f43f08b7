/**
 * Threads that are told to end and do not: another one takes their place, and whatever was in line there goes with it,
 * through any death that follows.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Logger from "effect/Logger"
import * as Schedule from "effect/Schedule"
import { vi } from "vitest"
import { Settlement } from "../src/internal/thread/orphans.ts"
import { Board, entryOf, handlers, log } from "./memory/board.ts"
import { client, make, until } from "./memory/simulated.ts"

const forked = <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.forkChild(effect, { startImmediately: true })
const restart = Schedule.spaced("5 millis")
const numbers = [0, 1, 2, 3, 4, 5]

/** A board with a mailbox of one: one job runs there, one is in the mailbox, the others wait for room. */
const crowded = (whenLost: "wait" | "replace") =>
  Effect.gen(function* () {
    const board = log()
    const simulation = yield* make({ a: handlers(board, 1) }, { terminateTimeout: "20 millis" })
    const layer = Board.layerThread({ entry: entryOf("a"), name: "a", window: 1, restart, whenLost })
    const asker = yield* client(simulation, Board, layer)
    const jobs = yield* Effect.forEach(numbers, (n) => forked(Effect.exit(asker.hang({ n }))))
    yield* until(() => board.hanging.has(0))
    return { board, jobs, simulation }
  })

describe("H01-lost a thread that is told to end and does not", () => {
  for (const whenLost of ["replace", "wait"] as const) {
    it.live(`what waited in line there is done, although the next one dies, too: whenLost ${whenLost}`, () =>
      Effect.gen(function* () {
        const { board, jobs, simulation } = yield* crowded(whenLost)
        const { service } = simulation
        const exit = simulation.thread("a").vanish()
        yield* Effect.flip(service.kill("a"))
        if (whenLost === "wait") exit()
        // The first had started there. The others are done by whoever comes next, the second of them twice begun.
        yield* until(() => board.hanging.has(1))
        simulation.thread("a").die()
        const done: Array<number> = []
        for (const n of numbers.slice(2)) {
          yield* until(() => board.hanging.has(n))
          board.hanging.get(n)!()
          done.push(n)
        }
        if (whenLost === "replace") exit()
        const exits = yield* Effect.forEach(jobs, Fiber.join)
        assert.deepEqual(
          exits.map((each) => (each._tag === "Success" ? each.value : "had started")),
          ["had started", "had started", ...done]
        )
        assert.strictEqual(simulation.loop.outbox.waiting, 0)
      }).pipe(Effect.scoped, Effect.provide(Logger.layer([])))
    )
  }

  it.live("an error while a death is dealt with is told to whoever runs the loop, and the rest is dealt with", () =>
    Effect.gen(function* () {
      const { board, jobs, simulation } = yield* crowded("replace")
      const { loop } = simulation
      const errors: Array<unknown> = []
      const { exclusively } = loop
      loop.exclusively = (work) => {
        try {
          exclusively.call(loop, work)
        } catch (error) {
          errors.push(error)
        }
      }
      const step = vi.spyOn(Settlement.prototype, "step").mockImplementationOnce(() => {
        throw new Error("thrown by the test")
      })
      simulation.thread("a").die()
      for (const n of numbers.slice(1)) {
        yield* until(() => board.hanging.has(n))
        board.hanging.get(n)!()
      }
      step.mockRestore()
      yield* Effect.forEach(jobs, Fiber.join)
      assert.deepEqual(errors.map(String), ["Error: thrown by the test"])
      assert.isFalse(loop.deaths.pending)
    }).pipe(Effect.scoped, Effect.provide(Logger.layer([])))
  )
})
