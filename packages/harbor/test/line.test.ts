/*
 * Turns in a line, one after the other: none is lost, and none is waited for longer than a call may take.
 */
import { assert, describe, it } from "@effect/vitest"
import { ActorError } from "@stevedore/core/ActorError"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Latch from "effect/Latch"
import * as TestClock from "effect/testing/TestClock"
import { Line, type Verbs } from "../src/internal/threads/line.ts"
import { within } from "../src/internal/threads/within.ts"

const numbers = (count: number): ReadonlyArray<number> => Array.from({ length: count }, (_, index) => index)

/** A line whose first send finds no room until the gate opens, and what went out. */
const lineOf = () => {
  const line = new Line("t", { nestedWaitMillis: 1000, window: 2 })
  const gate = Latch.makeUnsafe(false)
  const sent: Array<number> = []
  const options: Array<unknown> = []
  const send = (n: number) =>
    Effect.andThen(
      gate.await,
      Effect.sync(() => void sent.push(n))
    )
  // Of a client the line calls these alone: how full it is, is what the test decides.
  const verbs = {
    tellUnsafe: () => "full",
    tell: send,
    submit: (n: number, how: unknown) => {
      options.push(how)
      return Effect.map(send(n), () => ({ await: Effect.succeed(n), cancel: Effect.void }))
    }
  } as unknown as Verbs
  const tell = (n: number) =>
    Effect.forkChild(line.tell(verbs, n, true) as Effect.Effect<void, ActorError>, { startImmediately: true })
  return { gate, line, options, sent, tell, verbs }
}

describe("C05 turns in a line", () => {
  it.effect("go on where what follows on one of them throws", () =>
    Effect.gen(function* () {
      const { gate, line, sent, tell } = lineOf()
      const fibers = yield* Effect.forEach(numbers(1000), tell)
      fibers.forEach((fiber, n) => {
        if (n % 7 !== 3) return
        fiber.addObserver(() => {
          throw new Error("an observer's own fault")
        })
      })
      yield* gate.open
      for (const fiber of fibers) yield* Fiber.await(fiber)
      assert.deepStrictEqual(sent, numbers(1000))
      assert.isFalse(line.isBusy)
    })
  )

  it.effect("go on where whoever has just been given one is interrupted, or interrupts those behind", () =>
    Effect.gen(function* () {
      const { gate, line, sent, tell } = lineOf()
      const fibers = yield* Effect.forEach(numbers(1000), tell)
      for (const [n, fiber] of fibers.entries()) {
        if (n % 3 === 1) fiber.addObserver(() => fibers[n + 1]?.interruptUnsafe())
      }
      yield* gate.open
      // Some have their turn, and have not gone on with it yet.
      for (const fiber of fibers) {
        if (sent.length < 500 && fiber.pollUnsafe() === undefined) yield* Fiber.interrupt(fiber)
      }
      for (const fiber of fibers) yield* Fiber.await(fiber)
      assert.deepStrictEqual(
        sent,
        numbers(1000).filter((n) => Exit.isSuccess(fibers[n]!.pollUnsafe()!))
      )
      assert.isFalse(line.isBusy)
      yield* Fiber.join(yield* tell(1000))
    })
  )

  it.effect("are waited for no longer than a call may take, counted from the call on", () =>
    Effect.gen(function* () {
      const { gate, line, options, sent, tell, verbs } = lineOf()
      const ask = (n: number, timeout: number) =>
        Effect.forkChild(Effect.flip(within(timeout, (within) => line.ask(verbs, n, true, within))), {
          startImmediately: true
        })
      const first = yield* tell(0)
      const calls = yield* Effect.forEach(numbers(14), (n) => ask(1 + n, 500))
      const longer = yield* Effect.forkChild(
        within("10 minutes", (within) => line.ask(verbs, 100, true, within)),
        { startImmediately: true }
      )
      yield* TestClock.adjust(499)
      for (const call of calls) assert.strictEqual(call.pollUnsafe(), undefined)
      yield* TestClock.adjust(1)
      for (const call of calls) {
        const error = yield* Fiber.join(call)
        assert.instanceOf(error, ActorError)
        const { reason, started } = error as ActorError
        assert.deepInclude({ ...reason, started }, { _tag: "Timeout", afterMillis: 500, started: false })
      }
      yield* gate.open
      yield* Fiber.join(first)
      assert.strictEqual(yield* Fiber.join(longer), 100)
      assert.deepInclude(options[0], { timeout: "10 minutes", waitedMillis: 500 })
      assert.deepStrictEqual([sent, line.isBusy], [[0, 100], false])
    })
  )
})
