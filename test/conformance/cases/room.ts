/*
 * Full mailboxes: a window of two unstarted jobs, behind a job that holds the actor.
 */
import { assert } from "@effect/vitest"
import type { ActorError } from "@stevedore/core/ActorError"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as TestClock from "effect/testing/TestClock"
import * as Board from "../board.ts"
import type { Host } from "../hosts.ts"
import { Subject } from "../protocol.ts"
import { actorError, begin, type Cases, closedGate, counts } from "./support.ts"

export const WINDOW = 2

/** An actor that is held, with its window full. */
export const full = Effect.gen(function* () {
  const subject = yield* Subject
  const trace = Board.trace()
  const gate = yield* closedGate
  const note = (label: string) => ({ trace, label, turns: 0 })
  yield* subject.hold.tell({ trace, label: "holder", gate })
  yield* Board.came(gate)
  yield* subject.note.tell(note("0"))
  yield* subject.note.tell(note("1"))
  /** Lets everything go, and says what ran between the holder's start and its end, and after. */
  const finish = Effect.gen(function* () {
    yield* Board.open(gate)
    yield* subject.echo({ text: "behind all" })
    const events = Board.events(trace)
    assert.deepStrictEqual(events.slice(0, 2), ["start holder", "end holder"])
    return events.slice(2)
  })
  return { subject, trace, note, finish }
})

const waiting = (host: Host, count: number) =>
  Effect.gen(function* () {
    // Where the system is hidden, only a job could tell, and jobs have to wait here.
    if (host.name !== "layerLocal") assert.strictEqual((yield* host.figures).sendsWaiting, count)
  })

export const suspending: Cases = (it, host) => {
  it.effect("A10 sends that find the window full wait, and are served in order when room comes", () =>
    Effect.gen(function* () {
      const { finish, note, subject } = yield* full
      const verbs = [subject.note.tell, subject.note.submit, subject.note]
      const waiters: Array<Fiber.Fiber<unknown, ActorError>> = []
      for (let i = 2; i < 200; i++) waiters.push(yield* begin(verbs[i % 3]!(note(`${i}`))))
      for (const waiter of waiters) assert.isUndefined(waiter.pollUnsafe())
      yield* waiting(host, 198)
      assert.deepStrictEqual(
        yield* finish,
        Array.from({ length: 200 }, (_, i) => `${i}`)
      )
      yield* Fiber.joinAll(waiters)
    })
  )

  it.effect("A10 a later send never overtakes a waiting one", () =>
    Effect.gen(function* () {
      const { finish, note, subject } = yield* full
      // Each sends once more as soon as its own send is accepted: behind all who were there before.
      const twice = (i: number) =>
        Effect.andThen(subject.note.tell(note(`${i}`)), subject.note.tell(note(`${i} again`)))
      const waiters: Array<Fiber.Fiber<unknown, ActorError>> = []
      for (let i = 2; i < 40; i++) waiters.push(yield* begin(twice(i)))
      const ran = yield* Effect.andThen(finish, Fiber.joinAll(waiters)).pipe(
        Effect.andThen(subject.echo({ text: "behind all" })),
        Effect.andThen(Effect.sync(() => Board.events(note("").trace).slice(2)))
      )
      const firsts = Array.from({ length: 40 }, (_, i) => `${i}`)
      assert.deepStrictEqual(
        ran.filter((each) => !each.endsWith("again")),
        firsts
      )
      assert.deepStrictEqual(ran, [...firsts, ...firsts.slice(2).map((each) => `${each} again`)])
    })
  )

  it.effect("A10 an interrupted waiter leaves the line, and those behind it do not", () =>
    Effect.gen(function* () {
      const { finish, note, subject } = yield* full
      const before = yield* Effect.forEach(["2", "3", "4", "5", "6"], (label) => begin(subject.note(note(label))))
      for (const i of [0, 3]) yield* Fiber.interrupt(before[i]!)
      yield* waiting(host, 3)
      assert.deepStrictEqual(yield* finish, ["0", "1", "3", "4", "6"])
    })
  )

  it.effect("a timeout counts while a send waits for room: it never starts", () =>
    Effect.gen(function* () {
      const { finish, note, subject } = yield* full
      const asker = yield* begin(subject.note(note("never"), { timeout: "1 second" }))
      const submitter = yield* begin(subject.note.submit(note("never"), { timeout: "1 second" }))
      const teller = yield* begin(subject.note.tell(note("never"), { timeout: "1 second" }))
      const discarder = yield* begin(subject.note(note("never"), { timeout: "1 second", discard: true }))
      const patient = yield* begin(subject.note(note("2"), { timeout: "1 minute" }))
      yield* TestClock.adjust("1 second")
      for (const fiber of [asker, submitter, teller, discarder]) {
        const error = yield* actorError(Fiber.join(fiber as Fiber.Fiber<unknown, ActorError>), "Timeout")
        assert.strictEqual(error.started, false)
      }
      yield* waiting(host, 1)
      assert.deepStrictEqual(yield* finish, ["0", "1", "2"])
      yield* Fiber.join(patient)
    })
  )

  it.effect("D08 what can never be sent does not wait for room first", () =>
    Effect.gen(function* () {
      const { finish, note, subject } = yield* full
      yield* actorError(subject.note({ ...note("x"), turns: "many" as never }), "Undecodable")
      yield* actorError(subject.length({ data: new Uint8Array(2_000_000) }), "TooLarge")
      yield* waiting(host, 0)
      assert.deepStrictEqual(yield* finish, ["0", "1"])
    })
  )

  it.effect("cancelled jobs make room once they are passed", () =>
    Effect.gen(function* () {
      const { finish, note, subject, trace } = yield* full
      const before = yield* Effect.succeed(Board.events(trace).length)
      const fiber = yield* begin(subject.note(note("2")))
      const leaver = yield* begin(subject.note(note("left")))
      yield* Fiber.interrupt(leaver)
      assert.strictEqual(Board.events(trace).length, before)
      assert.deepStrictEqual(yield* finish, ["0", "1", "2"])
      yield* Fiber.join(fiber)
      for (let i = 0; i < 10; i++) yield* subject.echo({ text: "room for all" })
      const { jobsInFlight, sendsWaiting } = yield* counts(host)
      assert.deepStrictEqual([jobsInFlight, sendsWaiting], [0, 0])
    })
  )
}

export const refusing: Cases = (it, host) => {
  it.effect("A10 D10 whenFull: fail fails at once with the limit, and nothing of it remains", () =>
    Effect.gen(function* () {
      const { finish, note, subject } = yield* full
      const payload = note("never")
      for (const send of [subject.note(payload), subject.note.tell(payload), subject.note.submit(payload)]) {
        const error = yield* actorError(send as Effect.Effect<unknown, ActorError>, "MailboxFull")
        const { reason } = error
        if (reason._tag !== "MailboxFull") return assert.fail()
        assert.deepStrictEqual(
          [reason.what, reason.limit, reason.waitedMillis, error.started],
          ["window", WINDOW, 0, false]
        )
        assert.include(error.message, "at most 2 unstarted jobs")
      }
      yield* waiting(host, 0)
      assert.deepStrictEqual(yield* finishPatiently(finish), ["0", "1"])
      assert.strictEqual((yield* counts(host)).jobsInFlight, 0)
      yield* subject.note(note("room again"))
    })
  )
}

/** The window is full when the gate opens, so that even the last question may have to be asked again. */
const finishPatiently = <A>(finish: Effect.Effect<A, ActorError>): Effect.Effect<A, ActorError> =>
  Effect.catchReason(finish, "ActorError", "MailboxFull", () =>
    Effect.andThen(Effect.yieldNow, finishPatiently(finish))
  )

export const patient: Cases = (it, host) => {
  it.effect("A10 whenFull: a Duration waits so long, then fails and says how long it waited", () =>
    Effect.gen(function* () {
      const { finish, note, subject } = yield* full
      const payload = note("never")
      const senders = [
        yield* begin(subject.note(payload)),
        yield* begin(subject.note.tell(payload)),
        yield* begin(subject.note.submit(payload))
      ]
      yield* TestClock.adjust("999 millis")
      yield* waiting(host, 3)
      for (const sender of senders) assert.isUndefined(sender.pollUnsafe())
      yield* TestClock.adjust("1 millis")
      for (const sender of senders) {
        const error = yield* actorError(Fiber.join(sender as Fiber.Fiber<unknown, ActorError>), "MailboxFull")
        const { reason } = error
        if (reason._tag !== "MailboxFull") return assert.fail()
        assert.deepStrictEqual([reason.what, reason.limit, reason.waitedMillis], ["window", WINDOW, 1000])
        assert.strictEqual(error.started, false)
      }
      yield* waiting(host, 0)
      assert.deepStrictEqual(yield* finish, ["0", "1"])
    })
  )

  it.effect("A10 whenFull: a Duration that room comes within is not noticed, and does not limit the job", () =>
    Effect.gen(function* () {
      const { finish, note, subject, trace } = yield* full
      const asker = yield* begin(subject.note(note("2")))
      const submitter = yield* begin(subject.note.submit(note("3")))
      assert.deepStrictEqual(yield* finish, ["0", "1", "2", "3"])
      yield* Fiber.join(asker)
      yield* (yield* Fiber.join(submitter)).await
      const gate = yield* closedGate
      const long = yield* begin(subject.hold({ trace, label: "long", gate }))
      yield* Board.came(gate)
      const waits = yield* begin(subject.note(note("4")))
      yield* TestClock.adjust("1 hour")
      assert.isUndefined(long.pollUnsafe())
      yield* Board.open(gate)
      assert.strictEqual(yield* Fiber.join(long), "long")
      yield* Fiber.join(waits)
    })
  )

  it.effect("a timeout and a Duration together: the shorter one decides", () =>
    Effect.gen(function* () {
      const { finish, note, subject } = yield* full
      const impatient = yield* begin(subject.note(note("never"), { timeout: "500 millis" }))
      const other = yield* begin(subject.note(note("never"), { timeout: "1 minute" }))
      yield* TestClock.adjust("500 millis")
      yield* actorError(Fiber.join(impatient), "Timeout")
      yield* TestClock.adjust("500 millis")
      yield* actorError(Fiber.join(other), "MailboxFull")
      assert.deepStrictEqual(yield* finish, ["0", "1"])
    })
  )
}
