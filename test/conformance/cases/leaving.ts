/*
 * Leaving a job: by interruption, by timeout, by leaving a scope. Jobs here run side by side, and wait at gates.
 */
import { assert } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Logger from "effect/Logger"
import * as Scope from "effect/Scope"
import * as TestClock from "effect/testing/TestClock"
import * as Board from "../board.ts"
import { Subject } from "../protocol.ts"
import { actorError, begin, type Cases, closedGate, counts, interrupted } from "./support.ts"

/** What is logged while the effect runs, as text. */
const logged = <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<readonly [A, ReadonlyArray<string>], E, R> =>
  Effect.suspend(() => {
    const lines: Array<string> = []
    const logger = Logger.make(({ message }) => {
      lines.push(String(message))
    })
    return Effect.map(Effect.provide(effect, Logger.layer([logger])), (value) => [value, lines] as const)
  })

export const leaving: Cases = (it, host) => {
  it.effect("F09 an interrupted ask interrupts its handler, whose finalizers run before the asker goes on", () =>
    Effect.gen(function* () {
      const subject = yield* Subject
      const trace = Board.trace()
      const gate = yield* closedGate
      const cleaning = yield* closedGate
      const asker = yield* begin(subject.cleanUp({ trace, label: "it", gate, cleaning }))
      yield* Board.came(gate)
      const leaver = yield* begin(
        Effect.andThen(
          Fiber.interrupt(asker),
          Effect.sync(() => Board.note(trace, "asker left"))
        )
      )
      yield* Board.came(cleaning)
      // Others are served meanwhile: the finalizer holds up its own asker alone.
      assert.strictEqual(yield* subject.echoLater({ text: "meanwhile" }), "meanwhile")
      assert.deepStrictEqual(Board.events(trace), [])
      yield* Board.open(cleaning)
      yield* Fiber.join(leaver)
      assert.deepStrictEqual(Board.events(trace), ["cleaned it", "asker left"])
      interrupted(yield* Fiber.await(asker))
    })
  )

  it.effect("F09 leaving a scope cancels the jobs that run in it on the other side", () =>
    Effect.gen(function* () {
      const subject = yield* Subject
      const trace = Board.trace()
      const gate = yield* closedGate
      const scope = yield* Scope.make()
      for (const label of ["a", "b"]) {
        yield* Effect.forkIn(subject.hold({ trace, label, gate }), scope, { startImmediately: true })
      }
      yield* Board.came(gate, 2)
      yield* Scope.close(scope, Exit.void)
      assert.sameMembers([...Board.events(trace)], ["start a", "start b", "interrupted a", "interrupted b"])
    })
  )

  it.effect("interruption: detach leaves at once; the handler is interrupted nevertheless", () =>
    Effect.gen(function* () {
      const subject = yield* Subject
      const trace = Board.trace()
      const gate = yield* closedGate
      const cleaning = yield* closedGate
      const before = yield* counts(host)
      const asker = yield* begin(subject.cleanUp({ trace, label: "it", gate, cleaning }, { interruption: "detach" }))
      yield* Board.came(gate)
      yield* Fiber.interrupt(asker)
      interrupted(yield* Fiber.await(asker))
      assert.deepStrictEqual(Board.events(trace), [])
      yield* Board.came(cleaning)
      yield* Board.open(cleaning)
      yield* Board.until(trace, (events) => events.includes("cleaned it"))
      yield* subject.echoLater({ text: "its reply has come before this one" })
      assert.deepStrictEqual(yield* counts(host), before)
    })
  )

  it.effect("an asker waits for finalizers no longer than interruptGrace, and a warning names job and thread", () =>
    Effect.gen(function* () {
      const subject = yield* Subject
      const trace = Board.trace()
      const gate = yield* closedGate
      const before = yield* counts(host)
      const { threadName } = yield* subject.describe({ later: false })
      const [, lines] = yield* logged(
        Effect.gen(function* () {
          const asker = yield* begin(subject.holdWrapped({ trace, label: "stubborn", gate, as: "uninterruptible" }))
          yield* Board.came(gate)
          const leaver = yield* begin(Fiber.interrupt(asker))
          yield* TestClock.adjust("999 millis")
          assert.isUndefined(leaver.pollUnsafe())
          yield* TestClock.adjust("1 millis")
          yield* Fiber.join(leaver)
        })
      )
      assert.deepStrictEqual(Board.events(trace), ["start stubborn"])
      assert.isTrue(
        lines.some((line) => line.includes("test/Subject.holdWrapped") && line.includes(threadName)),
        `${lines}`
      )
      yield* Board.open(gate)
      yield* Board.until(trace, (events) => events.includes("end stubborn"))
      yield* subject.echoLater({ text: "its reply has come before this one" })
      assert.deepStrictEqual(yield* counts(host), before)
    })
  )

  it.effect("Rpc.uninterruptible: the job ends as it would have, and only then its asker goes on", () =>
    Effect.gen(function* () {
      const subject = yield* Subject
      const trace = Board.trace()
      const gate = yield* closedGate
      const asker = yield* begin(subject.holdWrapped({ trace, label: "it", gate, as: "uninterruptible" }))
      yield* Board.came(gate)
      const leaver = yield* begin(Fiber.interrupt(asker))
      yield* subject.echoLater({ text: "the cancel was there before this" })
      yield* Board.open(gate)
      yield* Fiber.join(leaver)
      assert.deepStrictEqual(Board.events(trace), ["start it", "end it"])
    })
  )

  it.effect("an asker that may not be interrupted gets his answer", () =>
    Effect.gen(function* () {
      const subject = yield* Subject
      const trace = Board.trace()
      const gate = yield* closedGate
      let answer = ""
      const asker = yield* begin(
        Effect.uninterruptible(
          Effect.tap(subject.hold({ trace, label: "it", gate }), (value) =>
            Effect.sync(() => {
              answer = value
            })
          )
        )
      )
      yield* Board.came(gate)
      const leaver = yield* begin(Fiber.interrupt(asker))
      yield* Board.open(gate)
      yield* Fiber.join(leaver)
      assert.strictEqual(answer, "it")
    })
  )

  it.effect("Effect.race interrupts the slower handler", () =>
    Effect.gen(function* () {
      const subject = yield* Subject
      const trace = Board.trace()
      const slow = yield* closedGate
      const fast = yield* closedGate
      const race = yield* begin(
        Effect.race(
          subject.hold({ trace, label: "slow", gate: slow }),
          subject.hold({ trace, label: "fast", gate: fast })
        )
      )
      yield* Board.came(slow)
      yield* Board.came(fast)
      yield* Board.open(fast)
      assert.strictEqual(yield* Fiber.join(race), "fast")
      assert.sameMembers([...Board.events(trace)], ["start slow", "start fast", "end fast", "interrupted slow"])
    })
  )

  it.effect("Effect.all with a failure interrupts the handlers beside it", () =>
    Effect.gen(function* () {
      const subject = yield* Subject
      const trace = Board.trace()
      const gate = yield* closedGate
      const failsSoon = Effect.andThen(Board.came(gate), subject.refuse({ code: 1, later: true }))
      const error = yield* Effect.flip(
        Effect.all([subject.hold({ trace, label: "it", gate }), failsSoon], { concurrency: "unbounded" })
      )
      assert.strictEqual(error._tag, "Refused")
      assert.deepStrictEqual(Board.events(trace), ["start it", "interrupted it"])
    })
  )

  it.effect("Effect.timeout interrupts the handler and waits for its finalizers", () =>
    Effect.gen(function* () {
      const subject = yield* Subject
      const trace = Board.trace()
      const gate = yield* closedGate
      const asker = yield* begin(Effect.timeoutOption(subject.hold({ trace, label: "it", gate }), "1 minute"))
      yield* Board.came(gate)
      yield* TestClock.adjust("1 minute")
      assert.strictEqual((yield* Fiber.join(asker))._tag, "None")
      assert.deepStrictEqual(Board.events(trace), ["start it", "interrupted it"])
    })
  )

  for (const verb of ["ask", "submit"] as const) {
    it.effect(`D10 a timeout of a running job (${verb}) says that it had started, and interrupts it`, () =>
      Effect.gen(function* () {
        const subject = yield* Subject
        const trace = Board.trace()
        const gate = yield* closedGate
        const payload = { trace, label: "it", gate }
        const { threadName } = yield* subject.describe({ later: false })
        const before = yield* counts(host)
        const asker = yield* begin(
          verb === "ask"
            ? subject.hold(payload, { timeout: "1 minute" })
            : Effect.flatMap(subject.hold.submit(payload, { timeout: "1 minute" }), (job) => job.await)
        )
        yield* Board.came(gate)
        yield* TestClock.adjust("59 seconds")
        assert.isUndefined(asker.pollUnsafe())
        yield* TestClock.adjust("1 second")
        const error = yield* actorError(Fiber.join(asker), "Timeout")
        assert.strictEqual(error.reason._tag === "Timeout" && error.reason.afterMillis, 60_000)
        assert.deepStrictEqual(
          [error.actor, error.job, error.thread, error.started],
          ["test/Subject", "hold", threadName, true]
        )
        yield* Board.until(trace, (events) => events.includes("interrupted it"))
        yield* subject.echoLater({ text: "its reply has come before this one" })
        assert.deepStrictEqual(yield* counts(host), before)
      })
    )
  }

  it.effect("a job that ends in time is not troubled by its timeout", () =>
    Effect.gen(function* () {
      const subject = yield* Subject
      assert.strictEqual(yield* subject.echoLater({ text: "a" }, { timeout: "1 second" }), "a")
      const job = yield* subject.echoLater.submit({ text: "b" }, { timeout: "1 second" })
      assert.strictEqual(yield* job.await, "b")
      yield* TestClock.adjust("1 hour")
      assert.strictEqual(yield* job.await, "b")
    })
  )

  it.effect("cancelling a submitted job that runs interrupts it, and says that it had started", () =>
    Effect.gen(function* () {
      const subject = yield* Subject
      const trace = Board.trace()
      const gate = yield* closedGate
      const job = yield* subject.hold.submit({ trace, label: "it", gate })
      yield* Board.came(gate)
      assert.strictEqual(yield* job.cancel, false)
      interrupted(yield* Effect.exit(job.await))
      assert.deepStrictEqual(Board.events(trace), ["start it", "interrupted it"])
      assert.strictEqual(yield* job.cancel, false, "it is over")
    })
  )

  it.effect("interrupting a thousand asks at once settles them all", () =>
    Effect.gen(function* () {
      const subject = yield* Subject
      const trace = Board.trace()
      const gate = yield* closedGate
      const before = yield* counts(host)
      const payload = { trace, label: "x", gate }
      const all = yield* begin(
        Effect.forEach(Array.from({ length: 1000 }), () => subject.hold(payload), { concurrency: "unbounded" })
      )
      yield* Board.came(gate, 1000)
      yield* Fiber.interrupt(all)
      assert.strictEqual(Board.events(trace).filter((event) => event === "interrupted x").length, 1000)
      yield* subject.echo({ text: "" })
      assert.deepStrictEqual(yield* counts(host), before)
    })
  )
}
