/*
 * The verbs, and how their effects behave as values among other effects.
 */
import { assert } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Schedule from "effect/Schedule"
import * as Stream from "effect/Stream"
import * as Board from "../board.ts"
import { Subject } from "../protocol.ts"
import { begin, type Cases, closedGate } from "./support.ts"

export const asking: Cases = (it) => {
  it.effect("A04 A11 an ask returns what the handler returns, at once or later", () =>
    Effect.gen(function* () {
      const subject = yield* Subject
      assert.strictEqual(yield* subject.echo({ text: "now" }), "now")
      assert.strictEqual(yield* subject.echoLater({ text: "later" }), "later")
    })
  )

  it.effect("an Rpc without payload is asked without argument and returns nothing", () =>
    Effect.gen(function* () {
      const subject = yield* Subject
      assert.isUndefined(yield* subject.ping())
      yield* subject.ping.tell()
      const job = yield* subject.ping.submit()
      assert.isUndefined(yield* job.await)
    })
  )

  it.effect("an Rpc whose payload is no struct", () =>
    Effect.gen(function* () {
      const subject = yield* Subject
      assert.strictEqual(yield* subject.whole(41), 42)
    })
  )

  it.effect("A11 a tell completes in the mailbox, and runs", () =>
    Effect.gen(function* () {
      const subject = yield* Subject
      const trace = Board.trace()
      assert.isUndefined(yield* subject.note.tell({ trace, label: "told", turns: 1 }))
      yield* Board.until(trace, (events) => events.includes("told"))
    })
  )

  it.effect("A11 { discard: true } is a tell", () =>
    Effect.gen(function* () {
      const subject = yield* Subject
      const trace = Board.trace()
      const gate = yield* closedGate
      assert.isUndefined(yield* subject.hold({ trace, gate, label: "it" }, { discard: true }))
      yield* Board.open(gate)
      yield* Board.until(trace, (events) => events.includes("end it"))
    })
  )

  it.effect("a submitted job's exit can be awaited before and after it came, by many", () =>
    Effect.gen(function* () {
      const subject = yield* Subject
      const trace = Board.trace()
      const gate = yield* closedGate
      const job = yield* subject.hold.submit({ trace, gate, label: "it" })
      const early = yield* begin(Effect.all([job.await, job.await], { concurrency: 2 }))
      yield* Board.open(gate)
      assert.deepStrictEqual(yield* Fiber.join(early), ["it", "it"])
      assert.strictEqual(yield* job.await, "it")
    })
  )

  it.effect("interrupting who awaits a submitted job leaves the job alone", () =>
    Effect.gen(function* () {
      const subject = yield* Subject
      const trace = Board.trace()
      const gate = yield* closedGate
      const job = yield* subject.hold.submit({ trace, gate, label: "it" })
      const waiter = yield* begin(job.await)
      yield* Board.came(gate)
      yield* Fiber.interrupt(waiter)
      yield* Board.open(gate)
      assert.strictEqual(yield* job.await, "it")
      assert.deepStrictEqual(Board.events(trace), ["start it", "end it"])
    })
  )

  it.effect("an ask is a value: nothing is sent before it runs, and each run sends again", () =>
    Effect.gen(function* () {
      const subject = yield* Subject
      const flaky = subject.flaky({ key: `value ${Board.trace()}`, failures: 1 })
      assert.strictEqual((yield* Effect.flip(flaky))._tag, "Refused")
      assert.strictEqual(yield* flaky, 2)
    })
  )

  it.effect("a method can be taken off the service and passed around", () =>
    Effect.gen(function* () {
      const { echo } = yield* Subject
      const { submit, tell } = echo
      assert.deepStrictEqual(yield* Effect.forEach([{ text: "a" }, { text: "b" }], (payload) => echo(payload)), [
        "a",
        "b"
      ])
      yield* tell({ text: "c" })
      assert.strictEqual(yield* (yield* submit({ text: "d" })).await, "d")
    })
  )

  it.effect("Effect.all keeps the order of results, bounded or not", () =>
    Effect.gen(function* () {
      const subject = yield* Subject
      const texts = Array.from({ length: 500 }, (_, i) => `${i}`)
      const ask = (text: string, i: number) => (i % 3 === 0 ? subject.echoLater({ text }) : subject.echo({ text }))
      for (const concurrency of [1, 7, "unbounded"] as const) {
        assert.deepStrictEqual(yield* Effect.forEach(texts, ask, { concurrency }), texts)
      }
    })
  )

  it.effect("Effect.retry asks again until it succeeds", () =>
    Effect.gen(function* () {
      const subject = yield* Subject
      const flaky = subject.flaky({ key: `retry ${Board.trace()}`, failures: 3 })
      assert.strictEqual(yield* Effect.retry(flaky, { schedule: Schedule.recurs(5) }), 4)
    })
  )

  it.effect("a Stream asks for each element, in order", () =>
    Effect.gen(function* () {
      const subject = yield* Subject
      const texts = Stream.range(1, 100).pipe(
        Stream.mapEffect((n) => subject.echoLater({ text: `${n}` }), { concurrency: 16 }),
        Stream.runCollect
      )
      assert.deepStrictEqual(
        Array.from(yield* texts),
        Array.from({ length: 100 }, (_, i) => `${i + 1}`)
      )
    })
  )

  it.effect("three thousand asks one after the other, none on top of the other's stack", () =>
    Effect.gen(function* () {
      const subject = yield* Subject
      let sum = 0
      for (let i = 0; i < 3000; i++) sum += yield* subject.whole(i)
      assert.strictEqual(sum, 4_501_500)
    })
  )
}
