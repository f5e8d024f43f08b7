/*
 * All-for-one on simulated threads: a member of a group is killed at any of its memory operations, while both have jobs
 * in flight. Whatever happens, each job is handled once, or its sender learns that its thread died; and all come back.
 */
import { assert, describe, it } from "@effect/vitest"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Schedule from "effect/Schedule"
import * as ActorSystem from "../src/ActorSystem.ts"
import * as Supervision from "../src/Supervision.ts"
import * as Testing from "../src/testing/index.ts"
import { Counter, handlers } from "./testing/counter.ts"

class Other extends Counter.as<Other>()("test/OtherCounter") {}

const numbers = (count: number): ReadonlyArray<number> => Array.from({ length: count }, (_, index) => index)
const ASKS = 12
const TELLS = 6

/** One run: both are sent asks, a slow one among them, and tells; then both are asked until they answer. */
const program = (seen: Array<number>) =>
  Effect.gen(function* () {
    const [one, other] = [yield* Counter, yield* Other]
    const system = yield* ActorSystem.ActorSystem
    const asks = yield* Effect.forEach(numbers(ASKS), (n) => {
      const { count, slow } = n % 2 === 0 ? one : other
      return n === 2 || n === 3 ? slow.submit({ n }) : count.submit({ n })
    })
    yield* Effect.forEach(numbers(TELLS), (n) => (n % 2 === 0 ? one : other).count.tell({ n: 100 + n }), {
      discard: true
    })
    const exits = yield* Effect.forEach(asks, (job) => Effect.exit(job.await))
    exits.forEach((exit, n) => {
      const times = seen.filter((each) => each === n).length
      if (Exit.isSuccess(exit)) {
        assert.strictEqual(exit.value, n + 1)
        return assert.strictEqual(times, 1, `job ${n} was answered, and handled ${times} times`)
      }
      const error = Exit.findErrorOption(exit)
      assert.isTrue(error._tag === "Some" && error.value.reason._tag === "ThreadDied", String(exit))
      if (error._tag === "Some") assert.strictEqual(error.value.started, true, "one that had not started goes on")
      assert.isAtMost(times, 1)
    })
    // Both serve again, and what was told before these asks was handled before them, or had started on the dead one.
    yield* Effect.retry(one.count({ n: 1000 }), Schedule.recurs(2))
    yield* Effect.retry(other.count({ n: 1001 }), Schedule.recurs(2))
    const { deadLetters, jobsInFlight, sendsWaiting } = yield* system.info
    assert.deepStrictEqual({ jobsInFlight, sendsWaiting }, { jobsInFlight: 0, sendsWaiting: 0 })
    const told = numbers(TELLS).map((n) => seen.filter((each) => each === 100 + n).length)
    assert.isTrue(told.every((times) => times <= 1))
    assert.isAtLeast(told.filter((times) => times === 1).length + deadLetters, TELLS)
    assert.isAtMost(deadLetters, 2, "each thread that dies had started at most one")
  })

const run = (faults: ReadonlyArray<Testing.Fault>, finishWithin: Duration.Input) => {
  const seen: Array<number> = []
  const group = Supervision.group({ restart: Schedule.spaced("10 millis"), finishWithin })
  const entry = Testing.entry(handlers(seen))
  const live = Layer.merge(
    Counter.layerThread({ name: "one", entry, group }),
    Other.layerThread({ name: "other", entry: Testing.entry(handlers(seen) as never), group })
  )
  return program(seen).pipe(
    Effect.provide(live),
    Effect.provide(Testing.layer({ faults, time: "auto", maxThreads: 5 })),
    Effect.provide(Logger.layer([]))
  )
}

describe("all for one, killed anywhere", () => {
  it.live(
    "H01 H16-restart a thread that dies while it works: the other one finishes, and nothing that waits is lost",
    () =>
      Effect.gen(function* () {
        const tried = yield* Testing.everywhere(
          (operation) => Testing.killAt("one", operation),
          (fault) => startable(run([fault], "1 minute"), fault),
          { every: 3 }
        )
        assert.isAbove(tried, 20)
      })
  )

  it.live("H01 H16-restart a thread that dies, and the other one while it finishes, or is cut short", () =>
    Effect.gen(function* () {
      for (const finishWithin of ["1 minute", "1 millis"] as const) {
        const tried = yield* Testing.everywhere(
          (operation) => Testing.killAt("other", operation),
          (fault) => startable(run([Testing.killAt("one", 60), fault], finishWithin), fault),
          { every: 3 }
        )
        assert.isAbove(tried, 20)
      }
    })
  )
})

/** A thread that dies before it is ready fails its layer, which is what it should do. */
const startable = <A, E extends { readonly reason?: { readonly _tag: string } }, R>(
  effect: Effect.Effect<A, E, R>,
  fault: Testing.Fault
) =>
  Effect.catchIf(
    effect,
    (error) => fault.struck && error.reason?._tag === "StartFailed",
    () => Effect.void
  )
