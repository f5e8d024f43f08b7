/*
 * Handles on submitted jobs: how far one is, letting it go, taking it back. One job at a time.
 */
import { assert } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Option from "effect/Option"
import * as TestClock from "effect/testing/TestClock"
import * as Board from "../board.ts"
import { Refused, Subject } from "../protocol.ts"
import { actorError, begin, type Cases, closedGate, counts, interrupted } from "./support.ts"

export const submitting: Cases = (it, host) => {
  it.effect("F04 a submitted job says how far it is: not started, started, ended", () =>
    Effect.gen(function* () {
      const subject = yield* Subject
      const trace = Board.trace()
      const gate = yield* closedGate
      const first = yield* subject.hold.submit({ trace, gate, label: "first" })
      yield* Board.came(gate)
      const second = yield* subject.hold.submit({ trace, gate, label: "second" })
      assert.deepStrictEqual([yield* first.started, yield* second.started], [true, false])
      assert.deepStrictEqual([yield* first.poll, yield* second.poll], [Option.none(), Option.none()])
      yield* Board.open(gate)
      assert.strictEqual(yield* second.await, "second")
      for (const [job, label] of [
        [first, "first"],
        [second, "second"]
      ] as const) {
        assert.isTrue(yield* job.started)
        assert.deepStrictEqual(yield* job.poll, Option.some(Exit.succeed(label)))
        assert.isFalse(yield* job.cancel, "it has ended")
        assert.strictEqual(yield* job.await, label)
      }
    })
  )

  it.effect("F04 polled, a failure is the exit that await gives, class and fields", () =>
    Effect.gen(function* () {
      const subject = yield* Subject
      const job = yield* subject.refuse.submit({ code: 4, later: true })
      const awaited = yield* Effect.flip(job.await)
      assert.instanceOf(awaited, Refused)
      const polled = Option.getOrThrow(yield* job.poll)
      assert.strictEqual(yield* Effect.flip(polled), awaited)
    })
  )

  it.effect("F04 one that was cancelled before it started never did; a scope may do that", () =>
    Effect.gen(function* () {
      const subject = yield* Subject
      const before = yield* counts(host)
      const trace = Board.trace()
      const gate = yield* closedGate
      const first = yield* subject.hold.submit({ trace, gate, label: "first" })
      yield* Board.came(gate)
      const second = yield* Effect.scoped(
        Effect.acquireRelease(subject.note.submit({ trace, label: "never", turns: 0 }), (job) => job.cancel)
      )
      interrupted(Option.getOrThrow(yield* second.poll))
      assert.isFalse(yield* second.started)
      const third = yield* begin(
        Effect.scoped(
          Effect.flatMap(
            Effect.acquireRelease(subject.note.submit({ trace, label: "third", turns: 0 }), (job) => job.cancel),
            (job) => job.await
          )
        )
      )
      yield* Board.open(gate)
      assert.strictEqual(yield* first.await, "first")
      yield* Fiber.join(third)
      yield* subject.echo({ text: "behind all" })
      assert.deepStrictEqual(Board.events(trace), ["start first", "end first", "third"])
      assert.deepStrictEqual(yield* counts(host), before)
    })
  )

  it.effect("F04 a timeout says so in the handle too, and whether it had started", () =>
    Effect.gen(function* () {
      const subject = yield* Subject
      const trace = Board.trace()
      const gate = yield* closedGate
      const running = yield* subject.hold.submit({ trace, gate, label: "first" }, { timeout: 20 })
      yield* Board.came(gate)
      const queued = yield* subject.note.submit({ trace, label: "never", turns: 0 }, { timeout: 10 })
      yield* TestClock.adjust(10)
      assert.isFalse((yield* actorError(queued.await, "Timeout")).started)
      yield* TestClock.adjust(10)
      assert.isTrue((yield* actorError(running.await, "Timeout")).started)
      assert.deepStrictEqual([yield* running.started, yield* queued.started], [true, false])
      // Its handler is interrupted, and what it leaves behind is not the next case's.
      yield* subject.echo({ text: "behind both" })
      yield* Board.until(trace, (events) => events.includes("interrupted first"))
    })
  )

  it.effect("F04 a detached job runs; its exit is nobody's, and nothing of it remains", () =>
    Effect.gen(function* () {
      const subject = yield* Subject
      const before = yield* counts(host)
      const trace = Board.trace()
      const gate = yield* closedGate
      const job = yield* subject.hold.submit({ trace, gate, label: "it" })
      const early = yield* begin(job.await)
      yield* job.detach
      yield* job.detach
      const error = yield* actorError(job.await, "InvalidOption")
      assert.include(error.message, "detached")
      yield* Board.came(gate)
      const second = yield* subject.note.submit({ trace, label: "second", turns: 0 })
      yield* second.detach
      assert.isTrue((yield* actorError(job.await, "InvalidOption")).started)
      assert.strictEqual((yield* actorError(second.await, "InvalidOption")).started, "unknown", "it is still to run")
      yield* Board.open(gate)
      yield* Board.until(trace, (events) => events.includes("end it"))
      yield* subject.echo({ text: "behind it" })
      assert.isTrue((yield* actorError(second.await, "InvalidOption")).started, "it has run")
      assert.deepStrictEqual(yield* job.poll, Option.none())
      assert.deepStrictEqual(early.pollUnsafe(), Exit.succeed("it"), "who awaited it before hears of it")
      assert.isTrue(yield* job.started)
      assert.deepStrictEqual(yield* counts(host), before)
    })
  )

  it.effect("F04 a detached job can still be taken back", () =>
    Effect.gen(function* () {
      const subject = yield* Subject
      const trace = Board.trace()
      const gate = yield* closedGate
      const first = yield* subject.hold.submit({ trace, gate, label: "first" })
      yield* Board.came(gate)
      const second = yield* subject.note.submit({ trace, label: "never", turns: 0 })
      yield* second.detach
      assert.isTrue(yield* second.cancel)
      assert.isFalse((yield* actorError(second.await, "InvalidOption")).started)
      yield* Board.open(gate)
      yield* first.await
      yield* subject.echo({ text: "behind both" })
      assert.deepStrictEqual(Board.events(trace), ["start first", "end first"])
    })
  )
}
