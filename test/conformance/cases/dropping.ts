/*
 * Full mailboxes where nobody waits and one job gives way: a window of two unstarted jobs, behind a job that holds the
 * actor.
 */
import { assert } from "@effect/vitest"
import type { ActorError } from "@stevedore/core/ActorError"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import { Subject } from "../protocol.ts"
import { actorError, begin, type Cases, counts } from "./support.ts"
import { full, WINDOW } from "./room.ts"

const gaveWay = (sent: Effect.Effect<unknown, ActorError>, which: "newest" | "oldest") =>
  Effect.map(actorError(sent, "MailboxFull"), (error) => {
    const { reason } = error
    if (reason._tag !== "MailboxFull") return assert.fail()
    const { dropped, limit, waitedMillis, what } = reason
    assert.deepStrictEqual([dropped, limit, waitedMillis, what], [which, WINDOW, 0, "window"])
    assert.strictEqual(error.started, false)
    assert.include(error.message, which === "newest" ? "so this one was dropped" : "gave way to a later one")
  })

/** Asked one at a time, so that nothing gives way to it. */
const lettersBefore = Effect.flatMap(Subject, (subject) => Effect.andThen(subject.echo({ text: "alone" }), Effect.void))

export const newestGivesWay: Cases = (it, host) => {
  it.effect("A10 dropNewest: what comes is dropped, a tell as a dead letter, an ask with MailboxFull", () =>
    Effect.gen(function* () {
      yield* lettersBefore
      const before = (yield* counts(host)).deadLetters
      const { finish, note, subject } = yield* full
      for (let i = 0; i < 5; i++) yield* subject.note.tell(note("never"))
      yield* gaveWay(subject.note(note("never")), "newest")
      yield* gaveWay(subject.note.submit(note("never")), "newest")
      assert.deepStrictEqual(yield* Effect.retry(finish, { times: 1000 }), ["0", "1"])
      yield* subject.note(note("room again"))
      const { deadLetters, jobsInFlight, sendsWaiting } = yield* counts(host)
      assert.deepStrictEqual([deadLetters - before, jobsInFlight, sendsWaiting], [5, 0, 0])
    })
  )

  it.effect("D08 dropNewest: what is wrong is said, not dropped", () =>
    Effect.gen(function* () {
      const { finish, note, subject } = yield* full
      yield* actorError(subject.note.tell({ ...note("x"), turns: "many" as never }), "Undecodable")
      yield* actorError(subject.length.tell({ data: new Uint8Array(2_000_000) }), "TooLarge")
      yield* Effect.retry(finish, { times: 1000 })
    })
  )
}

export const oldestGivesWay: Cases = (it, host) => {
  it.effect("A10 dropOldest: nobody waits, the newest of a window run in order, the rest are dead letters", () =>
    Effect.gen(function* () {
      yield* lettersBefore
      const before = (yield* counts(host)).deadLetters
      const { finish, note, subject } = yield* full
      for (let i = 2; i < 100; i++) yield* subject.note.tell(note(`${i}`))
      // The question behind all takes the place of one more.
      assert.deepStrictEqual(yield* finish, ["99"])
      const { deadLetters, jobsInFlight, sendsWaiting } = yield* counts(host)
      assert.deepStrictEqual([deadLetters - before, jobsInFlight, sendsWaiting], [99, 0, 0])
    })
  )

  it.effect("A10 dropOldest: asks and submitted jobs that give way fail with MailboxFull, and never run", () =>
    Effect.gen(function* () {
      yield* lettersBefore
      const before = (yield* counts(host)).deadLetters
      const { finish, note, subject } = yield* full
      const asker = yield* begin(subject.note(note("never")))
      const job = yield* Effect.forkChild(subject.note.submit(note("never")), { startImmediately: true })
      for (let i = 0; i < 2; i++) yield* subject.note.tell(note("gone"))
      yield* gaveWay(Fiber.join(asker), "oldest")
      yield* gaveWay(
        Effect.flatMap(Fiber.join(job), (submitted) => submitted.await),
        "oldest"
      )
      yield* subject.note.tell(note("last"))
      assert.deepStrictEqual(yield* finish, ["last"])
      assert.strictEqual((yield* counts(host)).deadLetters - before, 4)
    })
  )

  it.effect(
    "A10 dropOldest: who hears that its job gave way may send at once, and that gives way to nothing later",
    () =>
      Effect.gen(function* () {
        const { finish, note, subject } = yield* full
        const again = yield* begin(
          Effect.catchTag(subject.note(note("first")), "ActorError", () => subject.note.tell(note("second")))
        )
        yield* subject.note.tell(note("a"))
        yield* subject.note.tell(note("b"))
        assert.deepStrictEqual(yield* finish, ["second"])
        assert.isTrue(Exit.isSuccess(yield* Fiber.await(again)))
      })
  )
}
