/*
 * Submitted jobs: what is logged of those that were detached, and failed; and the submit that waits until it is in the mailbox.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Rpc from "effect/rpc/Rpc"
import * as Schema from "effect/Schema"
import * as TestClock from "effect/testing/TestClock"
import * as Actor from "../src/Actor.ts"
import { Stopped } from "../src/ActorError.ts"
import * as ActorSystem from "../src/ActorSystem.ts"
import type { ClientMethod, Target } from "../src/internal/sending/outgoing.ts"
import { Submission, type SubmitOwner } from "../src/internal/sending/submitted.ts"
import * as Job from "../src/Job.ts"
import * as Testing from "../src/testing/index.ts"

class Failing extends Actor.Service<Failing>()("t/Failing", [
  Rpc.make("fail", { error: Schema.String }),
  Rpc.make("die"),
  Rpc.make("ok")
]) {}

const handlers = Failing.toLayer({
  fail: () => Effect.fail("for a reason"),
  die: () => Effect.die(new Error("died of itself")),
  ok: () => Effect.void
})

const logged = (use: (failing: Failing["Service"]) => Effect.Effect<void, unknown>) =>
  Effect.gen(function* () {
    const lines: Array<string> = []
    const logger = Logger.make<unknown, void>(({ message }) => void lines.push(String(message)))
    yield* Effect.flatMap(Failing, use).pipe(
      Effect.provide(Failing.layerLocal(handlers, { slowAfter: "never" }).pipe(Layer.provide(Logger.layer([logger])))),
      Effect.orDie
    )
    return lines
  })

it.effect("F04 its failure is logged like that of a tell, whether it comes before or after it was detached", () =>
  Effect.gen(function* () {
    const lines = yield* logged((failing) =>
      Effect.gen(function* () {
        const before = yield* failing.fail.submit()
        yield* Effect.exit(before.await)
        yield* before.detach
        const after = yield* failing.die.submit()
        yield* after.detach
        yield* (yield* failing.ok.submit()).detach
        yield* failing.ok()
      })
    )
    assert.strictEqual(lines.length, 2, lines.join("\n"))
    assert.match(lines[0]!, /^t\/Failing\.fail was submitted, detached, and failed: .*for a reason/)
    assert.match(lines[1]!, /^t\/Failing\.die was submitted, detached, and failed: Error: died of itself/)
    assert.notMatch(lines.join("\n"), /core\/src/)
  })
)

it.effect("F04 cancel says the same however often it is asked: true of what never starts, false of what has", () =>
  Effect.gen(function* () {
    const failing = yield* Failing
    // Nothing of the second begins before this fiber lets its thread go on.
    const ran = yield* failing.ok.submit()
    yield* ran.await
    const never = yield* failing.ok.submit()
    assert.deepEqual([yield* never.cancel, yield* never.cancel], [true, true])
    yield* Effect.exit(never.await)
    assert.deepEqual([yield* never.cancel, yield* never.started], [true, false])
    assert.deepEqual([yield* ran.cancel, yield* ran.cancel, yield* ran.started], [false, false, true])
  }).pipe(
    Effect.provide(Failing.layerThread({ entry: Testing.entry(handlers), name: "t" })),
    Effect.provide(Testing.layer())
  )
)

it.effect("F04 what somebody awaited is his, and what was interrupted is nobody's fault", () =>
  Effect.gen(function* () {
    const lines = yield* logged((failing) =>
      Effect.gen(function* () {
        const awaited = yield* failing.die.submit()
        const waiter = yield* Effect.forkChild(Effect.exit(awaited.await), { startImmediately: true })
        yield* awaited.detach
        const cancelled = yield* failing.die.submit()
        yield* cancelled.detach
        yield* cancelled.cancel
        yield* failing.ok()
        assert.isDefined(waiter.pollUnsafe())
      })
    )
    assert.deepStrictEqual(lines, [])
  })
)

it.effect("F04 ten are shown in a second, the others counted", () =>
  Effect.gen(function* () {
    const lines = yield* logged((failing) =>
      Effect.gen(function* () {
        for (let i = 0; i < 25; i++) yield* Effect.flatMap(failing.die.submit(), (job) => job.detach)
        yield* failing.ok()
        yield* TestClock.adjust("1 second")
      })
    )
    assert.strictEqual(lines.length, 11)
    assert.include(lines.at(-1), "failed 15 more times within a second")
  })
)

class Taker extends Actor.Service<Taker>()("submitted/Taker", [
  Rpc.make("take", { payload: { data: Job.transfer(Schema.Uint8Array) }, success: Schema.Int })
]) {}

const takerEntry = Testing.entry(Taker.toLayer({ take: ({ data }) => Effect.succeed(data.byteLength) }))

/** A submit of the first job that moves anything, to a thread that does nothing yet: its port is still to come. */
const submitting = Effect.gen(function* () {
  const taker = yield* Taker
  yield* (yield* Testing.Simulation).freeze(Taker.key)
  const fiber = yield* Effect.forkChild(taker.take.submit({ data: new Uint8Array(8) }), { startImmediately: true })
  assert.isUndefined(fiber.pollUnsafe())
  assert.strictEqual((yield* (yield* ActorSystem.ActorSystem).info).sendsWaiting, 1)
  return fiber
})

const quiet = Effect.flatMap(Testing.Simulation, (simulation) => simulation.quiet)

const onThread = <A, E>(
  effect: Effect.Effect<A, E, Taker | Testing.Simulation | ActorSystem.ActorSystem>
): Effect.Effect<A, unknown> =>
  effect.pipe(
    Effect.provide(Taker.layerThread({ entry: takerEntry, restart: "never" })),
    Effect.provide(Testing.layer()),
    Effect.provide(Logger.layer([]))
  )

describe("a submit that waits for the port of its pair of threads", () => {
  it.effect("F04 gets its handle when the job is in the mailbox", () =>
    Effect.gen(function* () {
      const fiber = yield* submitting
      yield* (yield* Testing.Simulation).thaw(Taker.key)
      const job = yield* Fiber.join(fiber)
      assert.strictEqual(yield* job.await, 8)
    }).pipe(onThread)
  )

  it.effect("F04 fails when it never will be there", () =>
    Effect.gen(function* () {
      const fiber = yield* submitting
      yield* (yield* ActorSystem.ActorSystem).kill(Taker.key)
      yield* quiet
      const error = yield* Effect.flip(Fiber.join(fiber))
      assert.deepStrictEqual([error.reason._tag, error.started], ["ThreadDied", false])
    }).pipe(onThread)
  )

  it.effect("F04 leaves nothing behind when it is interrupted", () =>
    Effect.gen(function* () {
      const fiber = yield* submitting
      yield* Fiber.interrupt(fiber)
      assert.strictEqual((yield* (yield* ActorSystem.ActorSystem).info).sendsWaiting, 0)
    }).pipe(onThread)
  )
})

it("F04 refused while it is sent, which no one was told: its sender finds out when it looks", () => {
  const told: Array<unknown> = []
  // All that is asked of its target and method is what an error names, and of its owner to hand it out: hence the casts.
  const target = { threadName: "there" } as Target
  const method = { actor: "submitted/Taker", tag: "take" } as ClientMethod
  const owner = { handOut: (job: Submission) => told.push(job) } as unknown as SubmitOwner
  const job = new Submission(target, method, undefined, 0, undefined, owner)
  assert.isUndefined(job.outcome)
  job.onFailed(new Stopped({}), false)
  const outcome = job.outcome!
  const error: unknown = Exit.isFailure(outcome) ? Cause.squash(outcome.cause) : undefined
  assert.deepInclude(error, { job: "take", thread: "there", started: false, reason: new Stopped({}) })
  assert.deepStrictEqual(told, [])
})

it.effect("F04 one Effect of a submit submits each time it is run, and one of its end is awaited by many", () =>
  Effect.gen(function* () {
    const failing = yield* Failing
    const submit = failing.fail.submit()
    const [one, other] = [yield* submit, yield* submit]
    assert.notStrictEqual(one, other)
    const end = Effect.flip(one.await)
    const left = yield* Effect.forkChild(end, { startImmediately: true })
    const waiting = yield* Effect.forkChild(Effect.all([end, end], { concurrency: 2 }), { startImmediately: true })
    assert.isUndefined(left.pollUnsafe())
    yield* Fiber.interrupt(left)
    assert.deepStrictEqual(yield* Fiber.join(waiting), ["for a reason", "for a reason"])
    assert.strictEqual(yield* end, "for a reason")
    assert.strictEqual(yield* Effect.flip(other.await), "for a reason")
  }).pipe(Effect.provide(Failing.layerLocal(handlers)))
)
