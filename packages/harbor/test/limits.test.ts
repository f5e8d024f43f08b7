/*
 * That what harbor keeps stops growing at its bounds, and is gone when nobody needs it.
 */
import { assert, describe, it } from "@effect/vitest"
import type { ActorError } from "@stevedore/core/ActorError"
import { CurrentJob, type JobInfo } from "@stevedore/core/CurrentJob"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Latch from "effect/Latch"
import * as TestClock from "effect/testing/TestClock"
import { Duplicates, windowSize } from "../src/internal/duplicates.ts"
import { Copy, subscriber } from "../src/internal/tables/copy.ts"
import { Line, type Verbs } from "../src/internal/threads/line.ts"

const bounds = { nestedWaitMillis: 1000, window: 2 }
const numbers = (count: number): ReadonlyArray<number> => Array.from({ length: count }, (_, index) => index)
/** What a test may see of it. */
const insides = (of: object) => of as Readonly<Record<string, any>>

describe("H07 bounds of harbor", () => {
  it("H07-topics what is kept of topics that are published to", () => {
    const copy = new Copy()
    const step = { table: "topics", add: true, key: "a.*", member: subscriber(2, "news", 1) } as const
    copy.begin({ epoch: 1, version: 1, steps: [step] })
    for (const n of numbers(25_000)) {
      assert.deepStrictEqual(copy.subscribed("news", `a.${n}`), [2])
      assert.isAtMost(insides(copy)["kept"].size, 10_000)
    }
    copy.apply({ epoch: 1, version: 2, steps: [{ ...step, add: false }] })
    assert.strictEqual(insides(copy)["kept"].size, 0)
    assert.deepStrictEqual(copy.subscribed("news", "a.1"), [])
    assert.deepStrictEqual(insides(copy)["topics"].members, [])
  })

  it("H07-sources what is remembered of frames", () => {
    const duplicates = new Duplicates()
    for (const source of numbers(1000)) assert.isTrue(duplicates.isNew(BigInt(source + 1), 1))
    assert.strictEqual(insides(duplicates)["sources"].size, 256)
    for (const n of numbers(3 * windowSize)) duplicates.isNew(1000n, n + 2)
    assert.strictEqual(insides(insides(duplicates)["sources"].get(1000n))["seen"].size, windowSize)
  })

  it.effect("H07-line one place in a line for each fiber that sends, which leaves with it", () =>
    Effect.gen(function* () {
      const line = new Line("t", bounds)
      // Of a client the line calls these alone: how full it is, is what the test decides.
      const verbs = { tellUnsafe: () => "full", tell: () => Effect.never } as unknown as Verbs
      const sends = yield* Effect.forEach(numbers(1000), () => {
        const told = line.tell(verbs, undefined, true)
        assert.isTrue(Effect.isEffect(told))
        return Effect.forkChild(told as Effect.Effect<void, ActorError>, { startImmediately: true })
      })
      const { waiting } = insides(line)
      assert.strictEqual(waiting.size, 999)
      for (const fiber of sends) yield* Fiber.interrupt(fiber)
      assert.deepStrictEqual([waiting.size, line.isBusy], [0, false])
    })
  )

  it.effect("H07-nested a handler waits in a line as long as it would for room, others as long as it takes", () =>
    Effect.gen(function* () {
      const line = new Line("t", bounds)
      let tells = 0
      const sent = Latch.makeUnsafe(false)
      // Of a client the line calls these alone: how full it is, is what the test decides.
      const verbs = {
        tellUnsafe: () => "full",
        tell: () =>
          Effect.andThen(
            Effect.sync(() => void tells++),
            sent.await
          )
      } as unknown as Verbs
      const told = () => line.tell(verbs, undefined, true) as Effect.Effect<void, ActorError>
      const forked = (effect: Effect.Effect<void, ActorError>) => Effect.forkChild(effect, { startImmediately: true })
      const first = yield* forked(told())
      const other = yield* forked(told())
      const job = { actor: "harbor/save", name: "send", sender: { id: 1, name: "main" } }
      const handler = yield* forked(Effect.provideService(told(), CurrentJob, job as JobInfo))
      const last = yield* forked(told())
      yield* TestClock.adjust(999)
      assert.strictEqual(handler.pollUnsafe(), undefined)
      yield* TestClock.adjust(1)
      const { reason, started, thread } = yield* Effect.flip(Fiber.join(handler))
      assert.deepInclude(
        { ...reason },
        { _tag: "MailboxFull", limit: 2, waitedMillis: 1000, chain: ["harbor/save.send"] }
      )
      assert.deepStrictEqual([started, thread], [false, "t"])
      yield* TestClock.adjust(100_000)
      assert.deepStrictEqual([tells, insides(line)["waiting"].size], [1, 2])
      yield* sent.open
      for (const fiber of [first, other, last]) yield* Fiber.join(fiber)
      assert.deepStrictEqual([tells, line.isBusy], [3, false])
    })
  )
})
