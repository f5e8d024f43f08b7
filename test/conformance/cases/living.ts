/*
 * From a layer's start to its end: second tags, what is sent to something that stops, and what is said of it.
 */
import { assert } from "@effect/vitest"
import type { Vitest } from "@effect/vitest"
import type { ActorError } from "@stevedore/core/ActorError"
import type { ActorSystem } from "@stevedore/core/ActorSystem"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Scope from "effect/Scope"
import * as Board from "../board.ts"
import { type Host, Other } from "../hosts.ts"
import { Subject } from "../protocol.ts"
import { actorError, begin, closedGate } from "./support.ts"

/** The program of A25: it names no host. */
const program = Effect.gen(function* () {
  const subject = yield* Subject
  const sums = yield* Effect.forEach([1, 2, 3], (n) => subject.whole(n), { concurrency: "unbounded" })
  const error = yield* Effect.flip(subject.refuse({ code: sums.length, later: true }))
  const job = yield* subject.echo.submit({ text: "done" })
  return [...sums, error._tag, yield* job.await]
})

/** Its layer in a scope of its own, which the test closes. */
const started = (host: Host, mailbox: { readonly window?: number } = {}) =>
  Effect.gen(function* () {
    const scope = yield* Scope.fork(yield* Effect.scope)
    const context = yield* Layer.buildWithScope(host.subject("one", mailbox), scope)
    return { subject: Context.get(context, Subject), close: Scope.close(scope, Exit.void) }
  })

export const living = (it: Vitest.MethodsNonLive<ActorSystem>, host: Host): void => {
  it.effect("A25 one program, and one line that says where its actor runs", () =>
    Effect.gen(function* () {
      const result = yield* program.pipe(Effect.provide(host.subject("three", {})))
      assert.deepStrictEqual(result, [2, 3, 4, "Refused", "done"])
    })
  )

  it.effect("A25 the same protocol under two tags: two actors, each with its own state and name", () =>
    Effect.gen(function* () {
      const subject = yield* Subject
      const other = yield* Other
      const flaky = { key: "same", failures: 1 }
      yield* Effect.flip(subject.flaky(flaky))
      yield* Effect.flip(other.flaky(flaky))
      assert.strictEqual(yield* subject.flaky(flaky), 2)
      assert.strictEqual(yield* other.flaky(flaky), 2)
      assert.strictEqual((yield* subject.describe({ later: true })).actor, "test/Subject")
      assert.strictEqual((yield* other.describe({ later: true })).actor, "test/Other")
    }).pipe(Effect.provide(Layer.merge(host.subject("one", {}), host.other)))
  )

  it.effect("A07 what is sent to a stopped actor fails at once, whatever the verb", () =>
    Effect.gen(function* () {
      const { close, subject } = yield* started(host)
      assert.strictEqual(yield* subject.echo({ text: "alive" }), "alive")
      yield* close
      const payload = { text: "dead" }
      for (const send of [subject.echo(payload), subject.echo.tell(payload), subject.echo.submit(payload)]) {
        const error = yield* actorError(send as Effect.Effect<unknown, ActorError>, "Stopped")
        assert.deepStrictEqual([error.actor, error.job, error.started], ["test/Subject", "echo", false])
      }
    })
  )

  it.effect("A07 A19 a stopping actor refuses what is new, finishes what it has, and is then gone", () =>
    Effect.gen(function* () {
      const { close, subject } = yield* started(host)
      const trace = Board.trace()
      const gate = yield* closedGate
      const running = yield* begin(subject.hold({ trace, label: "running", gate }))
      yield* Board.came(gate)
      const queued = yield* begin(subject.hold({ trace, label: "queued", gate }))
      yield* subject.note.tell({ trace, label: "told", turns: 3 })
      const closing = yield* begin(close)
      yield* actorError(subject.echo({ text: "late" }), "Stopped")
      yield* actorError(subject.echo.tell({ text: "late" }), "Stopped")
      assert.isUndefined(closing.pollUnsafe())
      assert.deepStrictEqual(Board.events(trace), ["start running"])
      yield* Board.open(gate)
      yield* Fiber.join(closing)
      assert.strictEqual(yield* Fiber.join(running), "running")
      assert.strictEqual(yield* Fiber.join(queued), "queued")
      assert.deepStrictEqual(Board.events(trace), [
        "start running",
        "end running",
        "start queued",
        "end queued",
        "told"
      ])
    })
  )

  it.effect("A07 sends that wait for room when an actor stops fail at once", () =>
    Effect.gen(function* () {
      const { close, subject } = yield* started(host, { window: 1 })
      const trace = Board.trace()
      const gate = yield* closedGate
      yield* subject.hold.tell({ trace, label: "running", gate })
      yield* Board.came(gate)
      const queued = yield* begin(subject.note({ trace, label: "queued", turns: 0 }))
      const payload = { trace, label: "never", turns: 0 }
      const waiting = [
        yield* begin(subject.note(payload)),
        yield* begin(subject.note.tell(payload)),
        yield* begin(subject.note.submit(payload))
      ]
      const closing = yield* begin(close)
      for (const fiber of waiting) {
        const error = yield* actorError(Fiber.join(fiber as Fiber.Fiber<unknown, ActorError>), "Stopped")
        assert.strictEqual(error.started, false)
      }
      yield* Board.open(gate)
      yield* Fiber.join(closing)
      yield* Fiber.join(queued)
      assert.deepStrictEqual(Board.events(trace), ["start running", "end running", "queued"])
    })
  )

  it.effect("asks that are interrupted while the actor stops leave, and it stops", () =>
    Effect.gen(function* () {
      const { close, subject } = yield* started(host)
      const trace = Board.trace()
      const gate = yield* closedGate
      const running = yield* begin(subject.hold({ trace, label: "running", gate }))
      yield* Board.came(gate)
      const closing = yield* begin(close)
      yield* Fiber.interrupt(running)
      yield* Fiber.join(closing)
      assert.deepStrictEqual(Board.events(trace), ["start running", "interrupted running"])
    })
  )

  it.effect("D08 A12-logs a tell that fails, dies or cannot be read is reported with actor and job, and dropped", () =>
    Effect.gen(function* () {
      const lines: Array<string> = []
      const logger = Logger.make(({ cause, message }) => {
        lines.push(`${String(message)} ${String(cause)}`)
      })
      const tells = Effect.gen(function* () {
        const subject = yield* Subject
        yield* subject.refuse.tell({ code: 1, later: true })
        yield* subject.die.tell({ how: "throw" })
        yield* subject.strict.tell({ trace: Board.trace(), text: "!" })
        assert.strictEqual(yield* subject.echo({ text: "behind them" }), "behind them")
      })
      // The system and the actor are built where this logger is: workers' logs come to it.
      yield* tells.pipe(
        Effect.provide(
          host
            .subject("one", {})
            .pipe(Layer.provide(Layer.fresh(host.system)), Layer.provideMerge(Logger.layer([logger])))
        )
      )
      for (const [job, word] of [
        ["refuse", "Refused"],
        ["die", "thrown outright"],
        ["strict", "no exclamations"]
      ] as const) {
        const line = lines.find((each) => each.startsWith(`test/Subject.${job}`))
        assert.include(line, word, lines.join("\n"))
      }
    })
  )
}
