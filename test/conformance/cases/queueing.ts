/*
 * One job at a time: what waits in the mailbox, in which order it runs, and how it leaves without having run.
 */
import { assert } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as TestClock from "effect/testing/TestClock"
import * as Board from "../board.ts"
import { Subject } from "../protocol.ts"
import { actorError, begin, type Cases, closedGate, counts, interrupted } from "./support.ts"

export const queueing: Cases = (it, host) => {
  it.effect("A06 asks, tells and submits of one burst run in the order in which they were sent", () =>
    Effect.gen(function* () {
      const subject = yield* Subject
      const trace = Board.trace()
      const labels = Array.from({ length: 600 }, (_, i) => `${i}`)
      // Some take several turns: the next one waits for them, in the backlog.
      const verbs = [subject.note, subject.note.tell, subject.note.submit]
      yield* Effect.forEach(labels, (label, i) => verbs[i % 3]!({ trace, label, turns: i % 4 }), {
        concurrency: "unbounded",
        discard: true
      })
      assert.deepStrictEqual(yield* Board.until(trace, (events) => events.length === 600), labels)
    })
  )

  it.effect("A06 what a fiber sends after a tell or a submit comes after it", () =>
    Effect.gen(function* () {
      const subject = yield* Subject
      const trace = Board.trace()
      for (let i = 0; i < 50; i++) {
        yield* subject.note.tell({ trace, label: `${4 * i}`, turns: 2 })
        const job = yield* subject.note.submit({ trace, label: `${4 * i + 1}`, turns: 0 })
        yield* subject.note({ trace, label: `${4 * i + 2}`, turns: 1 }, { discard: true })
        if (i % 7 === 0) yield* job.await
        yield* subject.note({ trace, label: `${4 * i + 3}`, turns: 0 })
      }
      assert.deepStrictEqual(
        Board.events(trace),
        Array.from({ length: 200 }, (_, i) => `${i}`)
      )
    })
  )

  it.effect("A06 jobs that wait behind a running one keep their order, without those that left", () =>
    Effect.gen(function* () {
      const subject = yield* Subject
      const trace = Board.trace()
      const gate = yield* closedGate
      yield* subject.hold.tell({ trace, label: "first", gate })
      yield* Board.came(gate)
      const fibers: Array<Fiber.Fiber<unknown, unknown>> = []
      for (let i = 0; i < 30; i++) {
        const payload = { trace, label: `${i}`, turns: i % 2 }
        fibers.push(yield* begin(i % 5 === 0 ? subject.note.tell(payload) : subject.note(payload)))
      }
      for (let i = 0; i < 30; i++) if (i % 3 === 1 && i % 5 !== 0) yield* Fiber.interrupt(fibers[i]!)
      yield* Board.open(gate)
      yield* subject.echo({ text: "behind them" })
      const kept = Array.from({ length: 30 }, (_, i) => i).filter((i) => i % 3 !== 1 || i % 5 === 0)
      assert.deepStrictEqual(Board.events(trace), ["start first", "end first", ...kept.map(String)])
    })
  )

  it.effect("an unstarted job whose asker leaves never runs, and its asker leaves at once", () =>
    Effect.gen(function* () {
      const subject = yield* Subject
      const before = yield* counts(host)
      const trace = Board.trace()
      const gate = yield* closedGate
      const running = yield* begin(subject.hold({ trace, label: "first", gate }))
      yield* Board.came(gate)
      const asker = yield* begin(subject.note({ trace, label: "never", turns: 0 }))
      const job = yield* subject.note.submit({ trace, label: "never", turns: 0 })
      yield* Fiber.interrupt(asker)
      assert.strictEqual(yield* job.cancel, true)
      interrupted(yield* Effect.exit(job.await))
      const late = yield* begin(Effect.timeoutOption(subject.note({ trace, label: "never", turns: 0 }), "1 second"))
      yield* TestClock.adjust("1 second")
      assert.strictEqual((yield* Fiber.join(late))._tag, "None")
      assert.deepStrictEqual(Board.events(trace), ["start first"])
      yield* Board.open(gate)
      yield* Fiber.join(running)
      yield* subject.echo({ text: "behind them" })
      assert.deepStrictEqual(Board.events(trace), ["start first", "end first"])
      assert.deepStrictEqual(yield* counts(host), before)
    })
  )

  for (const verb of ["ask", "submit"] as const) {
    it.effect(`a timeout of an unstarted job (${verb}) says that it had not started, and it never runs`, () =>
      Effect.gen(function* () {
        const subject = yield* Subject
        const trace = Board.trace()
        const gate = yield* closedGate
        const running = yield* begin(subject.hold({ trace, label: "first", gate }))
        yield* Board.came(gate)
        const payload = { trace, label: "never", turns: 0 }
        const asker = yield* begin(
          verb === "ask"
            ? subject.note(payload, { timeout: "1 second" })
            : Effect.flatMap(subject.note.submit(payload, { timeout: "1 second" }), (job) => job.await)
        )
        yield* TestClock.adjust("1 second")
        const error = yield* actorError(Fiber.join(asker), "Timeout")
        assert.strictEqual(error.started, false)
        yield* Board.open(gate)
        yield* Fiber.join(running)
        yield* subject.echo({ text: "behind it" })
        assert.deepStrictEqual(Board.events(trace), ["start first", "end first"])
      })
    )
  }

  it.effect("interrupting the second of three, then the first: the third still runs", () =>
    Effect.gen(function* () {
      const subject = yield* Subject
      const trace = Board.trace()
      const gate = yield* closedGate
      const first = yield* begin(subject.hold({ trace, label: "first", gate }))
      yield* Board.came(gate)
      const second = yield* begin(subject.hold({ trace, label: "second", gate }))
      const third = yield* begin(subject.note({ trace, label: "third", turns: 0 }))
      yield* Fiber.interrupt(second)
      yield* Fiber.interrupt(first)
      yield* Fiber.join(third)
      assert.deepStrictEqual(Board.events(trace), ["start first", "interrupted first", "third"])
    })
  )

  it.effect("the Scope of a handler is closed before its asker has the reply, and before the next job starts", () =>
    Effect.gen(function* () {
      const subject = yield* Subject
      const trace = Board.trace()
      const cleaning = yield* closedGate
      const asker = yield* begin(
        Effect.tap(subject.scoped({ trace, label: "it", cleaning }), () =>
          Effect.sync(() => Board.note(trace, "reply"))
        )
      )
      const next = yield* begin(subject.note({ trace, label: "next", turns: 0 }))
      yield* Board.came(cleaning)
      assert.deepStrictEqual(Board.events(trace), [])
      yield* Board.open(cleaning)
      assert.strictEqual(yield* Fiber.join(asker), "it")
      yield* Fiber.join(next)
      assert.strictEqual(Board.events(trace)[0], "closed it")
      assert.sameMembers([...Board.events(trace)], ["closed it", "reply", "next"])
    })
  )

  for (const fails of [false, true]) {
    it.effect(`a handler may return a Deferred, which a later job ${fails ? "fails" : "completes"}`, () =>
      Effect.gen(function* () {
        const subject = yield* Subject
        const before = yield* counts(host)
        const key = `deferred ${Board.trace()}`
        const one = yield* begin(subject.deferred({ key }))
        const other = yield* begin(subject.deferred({ key }))
        yield* subject.settle({ key, text: "kept", fails })
        for (const fiber of [one, other]) {
          if (fails) assert.strictEqual((yield* Effect.flip(Fiber.join(fiber)))._tag, "Refused")
          else assert.strictEqual(yield* Fiber.join(fiber), "kept")
        }
        assert.strictEqual(yield* Effect.map(Effect.exit(subject.deferred({ key })), Exit.isFailure), fails)
        assert.deepStrictEqual(yield* counts(host), before)
      })
    )
  }

  it.effect("who waits for a Deferred result can be interrupted and time out like any other", () =>
    Effect.gen(function* () {
      const subject = yield* Subject
      const before = yield* counts(host)
      const key = `deferred ${Board.trace()}`
      const one = yield* begin(subject.deferred({ key }))
      const other = yield* begin(subject.deferred({ key }, { timeout: "1 second" }))
      yield* subject.echo({ text: "both have started" })
      yield* Fiber.interrupt(one)
      yield* TestClock.adjust("1 second")
      assert.strictEqual((yield* actorError(Fiber.join(other), "Timeout")).started, true)
      yield* subject.settle({ key, text: "nobody waits", fails: false })
      assert.strictEqual(yield* subject.deferred({ key }), "nobody waits")
      assert.deepStrictEqual(yield* counts(host), before)
    })
  )

  it.effect("Rpc.fork: the job runs beside others whatever the concurrency is", () =>
    Effect.gen(function* () {
      const subject = yield* Subject
      const trace = Board.trace()
      const gate = yield* closedGate
      const forked = yield* begin(subject.holdWrapped({ trace, label: "it", gate, as: "fork" }))
      yield* Board.came(gate)
      yield* subject.note({ trace, label: "beside", turns: 3 })
      yield* Board.open(gate)
      assert.strictEqual(yield* Fiber.join(forked), "it")
      assert.deepStrictEqual(Board.events(trace), ["start it", "beside", "end it"])
    })
  )

  it.effect("state is never touched by two jobs at once", () =>
    Effect.gen(function* () {
      const subject = yield* Subject
      const seen = yield* Effect.forEach(Array.from({ length: 100 }), (_, i) => subject.touch({ turns: i % 5 }), {
        concurrency: "unbounded"
      })
      assert.deepStrictEqual([...new Set(seen)], [1])
    })
  )
}

/** For actors with another concurrency. */
export const overlapping =
  (most: number): Cases =>
  (it) => {
    it.effect(`state is touched by ${most === Infinity ? "all" : most} jobs at once, and no more`, () =>
      Effect.gen(function* () {
        const subject = yield* Subject
        const trace = Board.trace()
        const gate = yield* closedGate
        const holders = yield* begin(
          Effect.forEach(Array.from({ length: 20 }), (_, i) => subject.hold({ trace, label: `${i}`, gate }), {
            concurrency: "unbounded"
          })
        )
        const running = Math.min(most, 20)
        yield* Board.came(gate, running)
        if (most === Infinity) assert.strictEqual(yield* subject.echo({ text: "a" }), "a")
        assert.deepStrictEqual(
          Board.events(trace),
          Array.from({ length: running }, (_, i) => `start ${i}`)
        )
        yield* Board.open(gate)
        assert.deepStrictEqual(
          yield* Fiber.join(holders),
          Array.from({ length: 20 }, (_, i) => `${i}`)
        )
        const seen = yield* Effect.forEach(Array.from({ length: 100 }), () => subject.touch({ turns: 3 }), {
          concurrency: "unbounded"
        })
        assert.isAtMost(Math.max(...seen), most)
      })
    )
  }
