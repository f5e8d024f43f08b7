/**
 * A thread closes its mailbox while its senders do not know yet: what they publish after its last look is taken back. A
 * sender that has not been told otherwise is told so; only a tell whose sender has gone on is a dead letter.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import type { ActorError } from "../src/ActorError.ts"
import { Board, entryOf, handlers, log } from "./memory/board.ts"
import { client, internals, make, turns, until } from "./memory/simulated.ts"

const setting = (options: { readonly window?: number } = {}, concurrency: number | "unbounded" = "unbounded") =>
  Effect.gen(function* () {
    const seen = log()
    const simulation = yield* make({ a: handlers(seen, concurrency) })
    const board = yield* client(simulation, Board, Board.layerThread({ entry: entryOf("a"), ...options }))
    return { a: simulation.thread("test/Board"), board, seen, simulation }
  })

const stopped = (error: ActorError): void => {
  assert.deepEqual([error.reason._tag, error.started], ["Stopped", false])
}

describe("sent to a thread that has looked for the last time", () => {
  it.live("A07 a tell fails with Stopped, and is no dead letter", () =>
    Effect.gen(function* () {
      const { a, board, seen, simulation } = yield* setting()
      a.loop.closeMail()
      stopped(yield* Effect.flip(board.note.tell({ n: 1 })))
      yield* turns(5)
      assert.strictEqual((yield* simulation.service.info).deadLetters, 0)
      assert.deepEqual(seen.notes, [])
    }).pipe(Effect.scoped)
  )

  it.live("A07 a submit fails with Stopped, and hands out no job", () =>
    Effect.gen(function* () {
      const { a, board } = yield* setting()
      a.loop.closeMail()
      stopped((yield* Effect.flip(board.echo.submit({ n: 1 }))) as ActorError)
    }).pipe(Effect.scoped)
  )

  it.live("A07 an ask fails with Stopped, and nobody waits for it", () =>
    Effect.gen(function* () {
      const { a, board, simulation } = yield* setting()
      a.loop.closeMail()
      stopped((yield* Effect.flip(board.echo({ n: 1 }))) as ActorError)
      assert.strictEqual(simulation.loop.outbox.replies.outstanding, 0)
    }).pipe(Effect.scoped)
  )

  it.live("A07 a tell whose Effect has completed is a dead letter", () =>
    Effect.gen(function* () {
      const { a, board, seen, simulation } = yield* setting()
      // One burst: the first rings, the second is published after the last look and rung at the end of the burst.
      yield* board.note.tell({ n: 1 })
      a.loop.closeMail()
      yield* board.note.tell({ n: 2 })
      yield* until(() => seen.notes.length > 0)
      yield* turns(5)
      assert.deepEqual(seen.notes, [1])
      assert.strictEqual((yield* simulation.service.info).deadLetters, 1)
      stopped(yield* Effect.flip(board.note.tell({ n: 3 })))
      assert.strictEqual((yield* simulation.service.info).deadLetters, 1)
    }).pipe(Effect.scoped)
  )

  it.live("A07 a tell that has waited for room, too", () =>
    Effect.gen(function* () {
      const { a, board, seen, simulation } = yield* setting({ window: 1 }, 1)
      yield* board.hang.tell({ n: 0 })
      yield* until(() => seen.hanging.size === 1)
      yield* board.note.tell({ n: 1 })
      const waiting = yield* Effect.forkChild(Effect.flip(board.note.tell({ n: 2 })), { startImmediately: true })
      yield* until(() => simulation.loop.outbox.waiting === 1)
      // Main does not look until the first has made room and the thread has closed.
      const main = internals(simulation.loop)
      const { drain } = main
      main.drain = () => {}
      seen.hanging.get(0)!()
      yield* until(() => seen.notes.length === 1)
      a.loop.closeMail()
      main.drain = drain
      main.drain()
      stopped(yield* Fiber.join(waiting))
      yield* turns(5)
      assert.deepEqual(seen.notes, [1])
      assert.strictEqual((yield* simulation.service.info).deadLetters, 0)
    }).pipe(Effect.scoped)
  )
})
