/*
 * The line of a thread that sends more than there is room for: however long it is, whoever stands in it, and however long they may.
 */
import * as Harbor from "@stevedore/harbor/Harbor"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import { Host, Other, Where } from "./harbor/messages.ts"
import { forked, numbers, on, platforms, run } from "./harbor/platforms.ts"

const MANY = 20_000

for (const platform of platforms) {
  describe(`lines on ${platform.name}`, () => {
    it.live(`C05 ${MANY} wait in one line, and each has its turn, in order`, () =>
      run(
        Effect.gen(function* () {
          const [harbor, host] = [yield* Harbor.Harbor, yield* Host]
          for (const message of ["other", "where"] as const) yield* host.listen({ message }, on("t-0"))
          const send = (n: number) => harbor.send(Other, { n })
          const call = (n: number) => Effect.asVoid(harbor.call(Where, { n }))
          const some = (n: number): Effect.Effect<void, unknown> => (n % 3 === 0 ? call(n) : send(n))
          let next = 0
          for (const verb of [send, call, some]) {
            const all = numbers(MANY).map((n) => next + n)
            next += MANY
            yield* Effect.forEach(all, verb, { concurrency: "unbounded", discard: true })
          }
          const fibers = yield* Effect.forEach(numbers(MANY), (n) => forked(some(next + n)))
          for (const fiber of fibers) yield* Fiber.join(fiber)
          yield* call(next + MANY)
          const noted = yield* host.noted(undefined, on("t-0"))
          assert.strictEqual(noted.length, next + MANY + 1)
          assert.strictEqual(
            noted.findIndex((n, index) => n !== index),
            -1
          )
        }),
        platform,
        { harbor: { window: 1000 } }
      )
    )
  })
}
