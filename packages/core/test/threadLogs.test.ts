/**
 * A thread that logs faster than main can write, with a simulated thread: main has no turn while it does.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Logger from "effect/Logger"
import { MaxOpsBeforeYield } from "effect/Scheduler"
import * as Scope from "effect/Scope"
import { AHEAD } from "../src/internal/system/workerLog.ts"
import { Board, boardHandlers, entryOf, log } from "./memory/board.ts"
import { client, make, until } from "./memory/simulated.ts"

/** `echo` logs so many lines, in one go. */
const flooding = Board.toLayer({
  ...boardHandlers(log()),
  echo: ({ n }) =>
    Effect.forEach(
      Array.from({ length: n }, (_, index) => `line ${index}`),
      (line) => Effect.log(line),
      { discard: true }
    ).pipe(Effect.as(n), Effect.provideService(MaxOpsBeforeYield, Number.MAX_SAFE_INTEGER))
})

const collected = (lines: Array<string>) =>
  Logger.layer([Logger.make(({ message }) => void lines.push([message].flat().join(" ")))])

const lostOf = (lines: ReadonlyArray<string>): number => {
  const counts = lines.flatMap((line) => /^(\d+) lines of this thread's log were lost/.exec(line)?.[1] ?? [])
  return counts.reduce((sum, count) => sum + Number(count), 0)
}

describe("H07 logs of a thread", () => {
  it.live("H07-logs a thread that is far ahead of main loses lines, says how many, and logs on", () => {
    const lines: Array<string> = []
    return Effect.gen(function* () {
      const simulation = yield* make({ a: flooding })
      const board = yield* client(simulation, Board, Board.layerThread({ entry: entryOf("a") }))
      yield* board.echo({ n: AHEAD + 1000 })
      yield* until(() => lines.length === AHEAD)
      yield* board.echo({ n: 1 })
      yield* until(() => lines.length === AHEAD + 2)
      assert.strictEqual(lostOf(lines), 1000)
      assert.strictEqual(lines.pop(), "line 0", "it logs on")
      lines.pop()
      assert.isTrue(
        lines.every((line, index) => line === `line ${index}`),
        "what there was room for came in order"
      )
    }).pipe(Effect.scoped, Effect.provide(collected(lines)))
  })

  it.live("H07-logs what can neither be cloned nor shown is said to be there, and harms nobody", () => {
    const lines: Array<string> = []
    const refuse = (): never => {
      throw new Error("nobody looks at this")
    }
    const odd = new Proxy({}, { get: refuse, getPrototypeOf: refuse, ownKeys: refuse })
    const logging = Board.toLayer({
      ...boardHandlers(log()),
      echo: ({ n }) => Effect.as(Effect.annotateLogs(Effect.log("odd", odd), { odd }), n)
    })
    return Effect.gen(function* () {
      const simulation = yield* make({ a: logging })
      const board = yield* client(simulation, Board, Board.layerThread({ entry: entryOf("a") }))
      assert.strictEqual(yield* board.echo({ n: 1 }), 1)
      yield* until(() => lines.length === 1)
      assert.deepStrictEqual(lines, ["odd object that cannot be shown as text"])
    }).pipe(Effect.scoped, Effect.provide(collected(lines)))
  })

  it.live("H07-logs what was lost is told at the end of a thread that has logged nothing since", () => {
    const lines: Array<string> = []
    return Effect.gen(function* () {
      const simulation = yield* make({ a: flooding })
      const scope = yield* Scope.make()
      const board = yield* client(simulation, Board, Board.layerThread({ entry: entryOf("a") })).pipe(
        Effect.provideService(Scope.Scope, scope)
      )
      yield* board.echo({ n: AHEAD + 7 })
      yield* Scope.close(scope, Exit.void)
      assert.strictEqual(lostOf(lines), 7)
    }).pipe(Effect.scoped, Effect.provide(collected(lines)))
  })
})
