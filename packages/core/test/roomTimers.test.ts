/**
 * A send waits for room no longer than its layer says; once it is in the mailbox that is over, whatever befalls its thread.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Deferred from "effect/Deferred"
import * as Logger from "effect/Logger"
import * as Schedule from "effect/Schedule"
import * as TestClock from "effect/testing/TestClock"
import * as Rpc from "effect/rpc/Rpc"
import * as Schema from "effect/Schema"
import * as Actor from "../src/Actor.ts"
import { ActorSystem } from "../src/ActorSystem.ts"
import * as Testing from "../src/testing/index.ts"

class Desk extends Actor.Service<Desk>()("room/Desk", [
  Rpc.make("hold", { payload: { n: Schema.Int }, success: Schema.Int })
]) {}

const gates = [0, 1, 2].map(() => Deferred.makeUnsafe<void>())
const entry = Testing.entry(Desk.toLayer({ hold: ({ n }) => Effect.as(Deferred.await(gates[n]!), n) }))
const quiet = Effect.flatMap(Testing.Simulation, (simulation) => simulation.quiet)

describe("the wait for room", () => {
  it.effect("A10 H01-requeue is over with the room: who waits for the next thread then is not out of time", () =>
    Effect.gen(function* () {
      const [desk, system] = [yield* Desk, yield* ActorSystem]
      const waiting = Effect.map(system.info, ({ sendsWaiting }) => sendsWaiting)
      const asks = []
      for (const n of [0, 1, 2]) {
        asks.push(yield* Effect.forkChild(Effect.exit(desk.hold({ n })), { startImmediately: true }))
        yield* quiet
      }
      assert.strictEqual(yield* waiting, 1)
      yield* Deferred.succeed(gates[0]!, undefined)
      yield* quiet
      assert.strictEqual(yield* waiting, 0, "the last one is in the mailbox")
      yield* system.kill(Desk.key)
      yield* quiet
      assert.strictEqual(yield* waiting, 1, "and waits for the next thread")
      yield* TestClock.adjust("12 seconds")
      yield* quiet
      yield* Deferred.succeed(gates[2]!, undefined)
      yield* TestClock.adjust("12 seconds")
      yield* quiet
      const [first, second, third] = yield* Effect.forEach(asks, Fiber.join)
      assert.strictEqual(first?._tag, "Success")
      assert.strictEqual(second?._tag, "Failure", "it had started")
      assert.strictEqual(third?._tag, "Success", String(third))
    }).pipe(
      Effect.provide(
        Desk.layerThread({ entry, window: 1, whenFull: "10 seconds", restart: Schedule.spaced("15 seconds") })
      ),
      Effect.provide(Testing.layer()),
      Effect.provide(Logger.layer([]))
    )
  )
})
