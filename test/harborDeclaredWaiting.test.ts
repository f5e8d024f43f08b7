/*
 * What waits for room while those who listen change: it is written as they declare it who listen when it is sent, and not as those did
 * who have left.
 */
import * as Actor from "@stevedore/core/Actor"
import * as Testing from "@stevedore/core/testing"
import * as Harbor from "@stevedore/harbor/Harbor"
import { HarborError } from "@stevedore/harbor/HarborError"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Logger from "effect/Logger"
import { Changing, changing, Early, Fill } from "./harborDeclared/waiting.ts"
import { forked, numbers, platformsOf } from "./platforms.ts"

const platforms = platformsOf(
  {
    entry: Actor.entry<typeof import("./harborDeclared/changing.thread.ts")>(
      new URL("./harborDeclared/changing.thread.ts", import.meta.url)
    )
  },
  { entry: Testing.entry(changing) }
)

/** Three that wait in the line, of the old declaration, while who listens for them changes. */
const changed = (as: "new" | "renamed") =>
  Effect.gen(function* () {
    const [harbor, thread] = [yield* Harbor.Harbor, yield* Changing]
    yield* thread.listen({ as: "old" })
    assert.strictEqual(yield* harbor.call(Early, { n: 0 }), 1)
    const fills = yield* Effect.forEach(numbers(6), () => forked(harbor.send(Fill, undefined)))
    assert.isUndefined(fills[5]!.pollUnsafe())
    const waiting = [
      yield* forked(Effect.exit(Effect.asVoid(harbor.send(Early, { n: 1 })))),
      yield* forked(Effect.exit(Effect.asVoid(harbor.call(Early, { n: 2 })))),
      yield* forked(Effect.exit(harbor.broadcast(Early, { n: 3 })))
    ]
    yield* thread.listen({ as })
    for (const each of waiting) assert.isUndefined(each.pollUnsafe())
    yield* thread.go()
    for (const fill of fills) yield* Fiber.join(fill)
    const exits = yield* Effect.forEach(waiting, (each) => Fiber.join(each))
    // All that was sent there before has come.
    const had = yield* thread.had()
    return { exits, had }
  })

for (const { entry, name, system } of platforms) {
  const run = <A, E>(program: Effect.Effect<A, E, Harbor.Harbor | Changing>) =>
    program.pipe(
      Effect.provide(Changing.layerThread({ entry, name: "changing" })),
      Effect.provide(Harbor.layer()),
      Effect.provide(system),
      Effect.provide(Logger.layer([])),
      Effect.scoped
    )

  describe(`messages that wait while who listens changes, on ${name}`, () => {
    it.live("C01-waiting what nobody reads any more is a mismatch for who waits, and nobody has had it", () =>
      run(
        Effect.gen(function* () {
          const { exits, had } = yield* changed("renamed")
          for (const exit of exits) {
            const [failed] = exit._tag === "Failure" ? exit.cause.reasons : []
            const error = failed?._tag === "Fail" ? failed.error : undefined
            assert.instanceOf(error, HarborError, String(exit))
            assert.deepInclude({ ...(error as HarborError) }, { delivered: "no" })
            assert.strictEqual((error as HarborError).reason._tag, "SchemaMismatch")
          }
          assert.deepStrictEqual(had, [JSON.stringify({ n: 0 })])
        })
      )
    )

    it.live("C01-waiting what is accepted is read as they declare it who listen then", () =>
      run(
        Effect.gen(function* () {
          const { exits, had } = yield* changed("new")
          // What is for all is for those who listened when it was sent.
          for (const exit of exits.slice(0, 2)) assert.strictEqual(exit._tag, "Success", String(exit))
          assert.deepStrictEqual(
            had,
            [0, 1, 2].map((n) => JSON.stringify({ n }))
          )
        })
      )
    )
  })
}
