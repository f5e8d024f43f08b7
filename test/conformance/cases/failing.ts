/*
 * What fails, and that it fails alone.
 */
import { assert } from "@effect/vitest"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Board from "../board.ts"
import { Refused, Subject } from "../protocol.ts"
import { actorError, begin, type Cases, counts, defect, interrupted } from "./support.ts"

export const failing: Cases = (it, host) => {
  for (const later of [false, true]) {
    it.effect(
      `H06 a typed error keeps class, fields, cause and remote stack, failing ${later ? "later" : "at once"}`,
      () =>
        Effect.gen(function* () {
          const subject = yield* Subject
          const error = yield* Effect.flip(subject.refuse({ code: 21, later }))
          assert.instanceOf(error, Refused)
          assert.instanceOf(error, Error)
          const { at, cause, code, doubled, stack, tags } = error as Refused
          assert.deepStrictEqual(
            { at, code, doubled, tags: [...tags] },
            {
              at: new Date(86_400_000),
              code: 21,
              doubled: 42,
              tags: ["a", "b"]
            }
          )
          assert.instanceOf(cause, Error)
          assert.strictEqual((cause as Error).name, "RangeError")
          assert.strictEqual((cause as Error).message, "what lay below")
          assert.match(stack ?? "", /handlers\.ts/)
          const caught = yield* Effect.catchTag(subject.refuse({ code: 1, later }), "Refused", (each) =>
            Effect.succeed(each.code)
          )
          assert.strictEqual(caught, 1)
        })
    )
  }

  it.effect("H06 a defect keeps its name, message and remote stack", () =>
    Effect.gen(function* () {
      const subject = yield* Subject
      for (const [how, message] of [
        ["error", "boom"],
        ["throw", "thrown outright"]
      ] as const) {
        const error = yield* defect(subject.die({ how }))
        assert.instanceOf(error, Error)
        assert.strictEqual((error as Error).name, "TypeError")
        assert.strictEqual((error as Error).message, message)
        assert.match((error as Error).stack ?? "", /handlers\.ts/)
      }
    })
  )

  it.effect("H06 a defect keeps the cause that lay below it", () =>
    Effect.gen(function* () {
      const subject = yield* Subject
      const error = yield* defect(subject.die({ how: "cause" }))
      const { cause } = error as Error
      assert.instanceOf(cause, Error)
      assert.strictEqual((cause as Error).message, "inner")
    })
  )

  it.effect("H06 a defect that is no Error arrives as what it is", () =>
    Effect.gen(function* () {
      const subject = yield* Subject
      assert.strictEqual(yield* defect(subject.die({ how: "text" })), "only a text")
      assert.deepStrictEqual(yield* defect(subject.die({ how: "record" })), { odd: [1, 2] })
    })
  )

  it.effect("H06 a defect that cannot be written still is one", () =>
    Effect.gen(function* () {
      const subject = yield* Subject
      assert.isDefined(yield* defect(subject.die({ how: "unwritable" })))
    })
  )

  it.effect("H06 an error with a defect beside it keeps both", () =>
    Effect.gen(function* () {
      const subject = yield* Subject
      const exit = yield* Effect.exit(subject.die({ how: "both" }))
      assert.isTrue(Exit.isFailure(exit))
      const { cause } = exit as Exit.Failure<string, Refused>
      const failed = cause.reasons.find(Cause.isFailReason)
      assert.instanceOf(failed?.error, Refused)
      const died = cause.reasons.find(Cause.isDieReason)
      assert.instanceOf(died?.defect, Error)
      assert.include(String(died?.defect), "as well")
    })
  )

  it.effect("a handler that interrupts itself interrupts its asker, and nobody else", () =>
    Effect.gen(function* () {
      const subject = yield* Subject
      const [one, other] = yield* Effect.all(
        [Effect.exit(subject.interruptItself()), Effect.exit(subject.echoLater({ text: "fine" }))],
        { concurrency: 2 }
      )
      interrupted(one)
      assert.deepStrictEqual(other, Exit.succeed("fine"))
    })
  )

  it.effect("H06 D10 a result or error that does not match its schema fails its own job alone", () =>
    Effect.gen(function* () {
      const subject = yield* Subject
      const beside = yield* begin(subject.echoLater({ text: "beside" }))
      for (const where of ["result", "error"] as const) {
        const error = yield* actorError(subject.crooked({ where }), "Undecodable")
        const { reason } = error
        assert.strictEqual(reason._tag === "Undecodable" && reason.what, where)
        assert.deepStrictEqual([error.actor, error.job, error.started], ["test/Subject", "crooked", true])
        assert.include(error.message, where === "result" ? "n" : "code")
      }
      assert.strictEqual(yield* Fiber.join(beside), "beside")
    })
  )

  it.effect("a handler that returns no Effect is a defect of its job alone", () =>
    Effect.gen(function* () {
      const subject = yield* Subject
      assert.isDefined(yield* defect(subject.crooked({ where: "nothing" })))
      assert.strictEqual(yield* subject.echo({ text: "alive" }), "alive")
    })
  )

  it.effect("D08 a malformed payload is refused before it is sent, and nothing of it remains", () =>
    Effect.gen(function* () {
      const subject = yield* Subject
      yield* subject.echo({ text: "warm" })
      const before = yield* counts(host)
      const bad = { text: 1 } as never
      for (const send of [subject.echo(bad), subject.echo.tell(bad), subject.echo.submit(bad)]) {
        const error = yield* actorError(send, "Undecodable")
        assert.deepStrictEqual([error.actor, error.job, error.started], ["test/Subject", "echo", false])
        assert.include(error.message, "text")
      }
      assert.deepStrictEqual(yield* counts(host), before)
      const one = yield* subject.describe({ later: true })
      yield* Effect.flip(subject.echo(bad))
      const next = yield* subject.describe({ later: true })
      assert.strictEqual(next.id, one.id, "an id was spent on a refused message")
    })
  )

  it.effect("D08 a payload that only the receiver refuses: the handler never runs, and nothing remains", () =>
    Effect.gen(function* () {
      const subject = yield* Subject
      const trace = Board.trace()
      yield* subject.strict({ trace, text: "fine" })
      const before = yield* counts(host)
      for (const run of [
        subject.strict({ trace, text: "!ask" }),
        Effect.flatMap(subject.strict.submit({ trace, text: "!submit" }), (job) => job.await)
      ]) {
        const error = yield* actorError(run, "Undecodable")
        assert.strictEqual(error.reason._tag === "Undecodable" && error.reason.what, "payload")
        assert.strictEqual(error.started, false)
        assert.include(error.message, "no exclamations")
      }
      yield* subject.strict({ trace, text: "after" })
      assert.deepStrictEqual(Board.events(trace), ["ran fine", "ran after"])
      assert.deepStrictEqual(yield* counts(host), before)
    })
  )

  it.effect("D08 a result that only the asker refuses is his typed error", () =>
    Effect.gen(function* () {
      const subject = yield* Subject
      const error = yield* actorError(subject.strict({ trace: Board.trace(), text: "reply" }), "Undecodable")
      assert.strictEqual(error.reason._tag === "Undecodable" && error.reason.what, "result")
      assert.strictEqual(error.started, true)
    })
  )

  it.effect("D08 a codec that throws fails its own job, on whichever side", () =>
    Effect.gen(function* () {
      const subject = yield* Subject
      const before = yield* counts(host)
      for (const [text, reply] of [
        ["encode", "x"],
        ["decode", "x"],
        ["x", "encode"],
        ["x", "decode"]
      ] as const) {
        const exit = yield* Effect.exit(subject.throwing({ text, reply }))
        assert.isTrue(Exit.isFailure(exit), `${text} ${reply} succeeded`)
        assert.include(String((exit as Exit.Failure<string, unknown>).cause), "threw")
      }
      assert.strictEqual(yield* subject.throwing({ text: "x", reply: "y" }), "y")
      assert.deepStrictEqual(yield* counts(host), before)
    })
  )

  it.effect("D08 a payload above the largest block names size and limit, and nothing of it remains", () =>
    Effect.gen(function* () {
      const subject = yield* Subject
      yield* subject.length({ data: new Uint8Array(1) })
      const before = yield* counts(host)
      const error = yield* actorError(subject.length({ data: new Uint8Array(2_000_000) }), "TooLarge")
      const { reason } = error
      if (reason._tag !== "TooLarge") return assert.fail()
      assert.strictEqual(reason.what, "payload")
      assert.isAbove(reason.bytes, 2_000_000)
      assert.strictEqual(reason.limitBytes, 1024 * 1024 + 256)
      assert.include(error.message, String(reason.bytes))
      assert.include(error.message, String(reason.limitBytes))
      assert.strictEqual(error.started, false)
      assert.deepStrictEqual(yield* counts(host), before)
      // The limit is exact: what msgpack adds is counted.
      const fits = reason.limitBytes - (reason.bytes - 2_000_000)
      assert.strictEqual(yield* subject.length({ data: new Uint8Array(fits) }), fits)
      const over = (yield* actorError(subject.length({ data: new Uint8Array(fits + 1) }), "TooLarge")).reason
      if (over._tag !== "TooLarge") return assert.fail()
      // Data stands at multiples of eight bytes.
      assert.isAbove(over.bytes, reason.limitBytes)
      assert.isAtMost(over.bytes, reason.limitBytes + 8)
    })
  )

  it.effect("D08 a result above the largest block names size and limit; the next one is fine", () =>
    Effect.gen(function* () {
      const subject = yield* Subject
      const error = yield* actorError(subject.bytes({ count: 2_000_000 }), "TooLarge")
      const { reason } = error
      if (reason._tag !== "TooLarge") return assert.fail()
      assert.strictEqual(reason.what, "result")
      assert.strictEqual(reason.limitBytes, 1024 * 1024 + 256)
      assert.strictEqual(error.started, true)
      const fits = reason.limitBytes - (reason.bytes - 2_000_000)
      for (const count of [1000, fits]) {
        const result = yield* subject.bytes({ count })
        assert.deepStrictEqual([result.byteLength, result[count - 1]], [count, 7])
      }
      yield* actorError(subject.bytes({ count: fits + 1 }), "TooLarge")
    })
  )
}
