/*
 * What becomes of the messages of a thread that dies: noted in shared memory by who sends and by who handles, since nobody can
 * ask a dead thread.
 */
import { ActorSystem } from "@stevedore/core/ActorSystem"
import * as Harbor from "@stevedore/harbor/Harbor"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Stream from "effect/Stream"
import { BEGUN, Host, lettersOf, listenTo, Mark, marks, Notes, SENT } from "./harbor/messages.ts"
import { platforms, run } from "./harbor/platforms.ts"
import { forked, numbers, on } from "./platforms.ts"

const COUNT = 500

/** Turns of the event loop until it holds. */
const until = <E, R>(holds: Effect.Effect<boolean, E, R>): Effect.Effect<void, E, R> =>
  Effect.flatMap(holds, (done) => (done ? Effect.void : Effect.andThen(Effect.sleep(1), until(holds))))

for (const { entry, name, system } of platforms) {
  describe(`senders that die on ${name}`, () => {
    for (const after of [1, 40, 150]) {
      it.live(`C05 C12 senders that die: each send is handled once, a dead letter, or never left, after ${after}`, () =>
        Effect.gen(function* () {
          const [harbor, host, system] = [yield* Harbor.Harbor, yield* Host, yield* ActorSystem]
          const marked = yield* marks
          const letters = yield* lettersOf(harbor, "mark")
          yield* listenTo("mark")
          yield* host.listen({ message: "mark" }, on("t-1"))
          const senders = ["t-0", "t-2"]
          const sending = yield* Effect.forEach(senders, (sender, index) =>
            forked(Effect.exit(host.mark({ from: index * COUNT, count: COUNT }, on(sender))))
          )
          const all = numbers(2 * COUNT)
          const count = (start: number): number => all.filter((n) => Atomics.load(marked, start + n) > 0).length
          yield* until(Effect.sync(() => count(SENT) >= after))
          for (const sender of senders) assert.isTrue(yield* system.kill(sender))
          for (const fiber of sending) yield* Fiber.join(fiber)
          yield* until(Effect.map(system.pending({ actor: Mark.actor }), (pending) => pending === 0))
          // What both have had is handled when these are.
          const sent = all.filter((n) => Atomics.load(marked, SENT + n) === 1)
          yield* until(
            Effect.sync(() => sent.filter((n) => Atomics.load(marked, n) === 1).length + letters() >= sent.length)
          )
          for (const n of all) {
            const times = Atomics.load(marked, n)
            assert.isAtMost(times, 1, `${n} twice`)
            if (Atomics.load(marked, BEGUN + n) === 0) assert.strictEqual(times, 0)
          }
          // Only the one that each of them was at is not known to have been sent.
          assert.isAtMost(count(BEGUN) - sent.length, senders.length)
          assert.isAtMost(count(0) + letters(), count(BEGUN))
          assert.isAtLeast(sent.length, after)
        }).pipe(
          Effect.scoped,
          Effect.provide(Host.layerPool({ entry, size: 3, name: "t", restart: "never" })),
          Effect.provide(Layer.merge(Harbor.layer(), Notes.layer)),
          Effect.provide(system),
          Effect.provide(Logger.layer([]))
        )
      )
    }

    it.live(
      "C05 C12 senders that die: what one had sent to itself is a dead letter of which only the sender is known",
      () =>
        run(
          Effect.gen(function* () {
            const [harbor, host, system] = [yield* Harbor.Harbor, yield* Host, yield* ActorSystem]
            let told = 0
            const letters = yield* forked(
              harbor.deadLetters.pipe(
                Stream.takeUntil(({ count }) => (told += count) >= 3),
                Stream.runCollect
              )
            )
            yield* Effect.yieldNow
            yield* host.listen({ message: "hold" }, on("t-0"))
            yield* host.hold({ count: 3 }, on("t-0"))
            assert.isTrue(yield* system.kill("t-0"))
            // That one of them had begun makes them two kinds.
            for (const { messageName, reason, sender, thread } of yield* Fiber.join(letters)) {
              assert.deepStrictEqual([messageName, sender, thread, reason], ["", "t-0", undefined, "ThreadDied"])
            }
            assert.deepStrictEqual([told, (yield* system.info).deadLetters], [3, 3])
          }),
          { entry, name, system }
        )
    )
  })
}
