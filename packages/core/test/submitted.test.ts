/*
 * What is logged of submitted jobs that were detached, and failed.
 */
import { assert, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Rpc from "effect/rpc/Rpc"
import * as Schema from "effect/Schema"
import * as TestClock from "effect/testing/TestClock"
import * as Actor from "../src/Actor.ts"

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
