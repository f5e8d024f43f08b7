/*
 * Threads of one process that declare a message differently: what one of them writes is read by no other as something else.
 */
import * as Actor from "@stevedore/core/Actor"
import type { ActorSystem } from "@stevedore/core/ActorSystem"
import * as Testing from "@stevedore/core/testing"
import * as Envelope from "@stevedore/harbor/Envelope"
import * as Harbor from "@stevedore/harbor/Harbor"
import { HarborError } from "@stevedore/harbor/HarborError"
import * as Topic from "@stevedore/harbor/Topic"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Logger from "effect/Logger"
import type * as Scope from "effect/Scope"
import { New, Old, OneWay, Outdated, Refused, Renamed, thread } from "./harborDeclared/messages.ts"
import { lettersOf } from "./harbor/messages.ts"
import { numbers, platformsOf } from "./platforms.ts"

const platforms = platformsOf(
  {
    entry: Actor.entry<typeof import("./harborDeclared/outdated.thread.ts")>(
      new URL("./harborDeclared/outdated.thread.ts", import.meta.url)
    )
  },
  { entry: Testing.entry(thread) }
)

const run = <A, E>(
  program: Effect.Effect<A, E, Outdated | Harbor.Harbor | ActorSystem | Scope.Scope>,
  { entry, system }: (typeof platforms)[number]
) =>
  program.pipe(
    Effect.scoped,
    Effect.provide(Outdated.layerThread({ entry, name: "old" })),
    Effect.provide(Harbor.layer()),
    Effect.provide(system),
    Effect.provide(Logger.layer([]))
  )

/** Turns of the event loop until it holds. */
const until = (holds: () => boolean): Effect.Effect<void> =>
  Effect.suspend(() => (holds() ? Effect.void : Effect.andThen(Effect.sleep(1), until(holds))))

const reasonOf = <A, E, R>(effect: Effect.Effect<A, E, R>) =>
  Effect.map(Effect.flip(effect), (error) => {
    assert.instanceOf(error, HarborError)
    const { delivered, messageName, reason } = error as HarborError
    return { delivered, messageName, reason: { ...reason } }
  })

for (const platform of platforms) {
  describe(`messages that threads declare differently, on ${platform.name}`, () => {
    it.live("C01-threads who has declared it otherwise learns that at the first message, and nobody has had it", () =>
      run(
        Effect.gen(function* () {
          const [harbor, old] = [yield* Harbor.Harbor, yield* Outdated]
          const had: Array<unknown> = []
          const note = (payload: unknown) => Effect.sync(() => had.push(payload))
          const mismatch = {
            delivered: "no" as const,
            messageName: "order",
            reason: { _tag: "SchemaMismatch", own: Old.fingerprint, other: Renamed.fingerprint }
          }
          yield* Effect.scoped(
            Effect.gen(function* () {
              yield* harbor.listen(Renamed, note)
              yield* Topic.subscribe("orders", Renamed, note)
              for (const verb of ["call", "send", "broadcast", "publish"] as const) {
                assert.containSubset(yield* reasonOf(old[verb]({ n: 1 })), mismatch, verb)
              }
              assert.containSubset(yield* reasonOf(old.listen()), mismatch, "nor can it listen beside")
              assert.deepStrictEqual(had, [])
              assert.strictEqual(yield* harbor.call(Renamed, { amount: 7 }), 1)
            })
          )
          assert.strictEqual((yield* reasonOf(old.call({ n: 1 }))).reason._tag, "NoListener")
          // Whoever listens has changed: decided anew, the other way round.
          yield* old.listen()
          assert.strictEqual(yield* old.call({ n: 4 }), 8)
          assert.containSubset(yield* reasonOf(harbor.call(Renamed, { amount: 1 })), {
            delivered: "no",
            reason: { _tag: "SchemaMismatch", own: Renamed.fingerprint, other: Old.fingerprint }
          })
          assert.deepStrictEqual(had, [{ amount: 7 }])
          assert.strictEqual((yield* harbor.counters).refused, 1)
        }),
        platform
      )
    )

    it.live("C01-threads what is accepted is read as who listens declares it, from every verb, in order", () =>
      run(
        Effect.gen(function* () {
          const [harbor, old] = [yield* Harbor.Harbor, yield* Outdated]
          const had: Array<unknown> = []
          yield* harbor.listen(New, (payload) =>
            Effect.flatMap(Envelope.current, ({ sender }) => {
              had.push({ ...payload, from: sender.thread })
              return payload.n < 0 ? Effect.fail(new Refused({ n: payload.n })) : Effect.succeed(payload.n + 1)
            })
          )
          yield* Topic.subscribe("orders", New, ({ n, note }) => Effect.sync(() => (had.push([n, note]), n)))
          assert.strictEqual(yield* old.call({ n: 1 }), 2)
          assert.strictEqual(yield* harbor.call(Old, { n: 2 }), 3, "from the same thread, too")
          assert.strictEqual(yield* harbor.call(New, { n: 3, note: "new" }), 4)
          assert.deepInclude({ ...(yield* Effect.flip(old.call({ n: -1 }))) }, { _tag: "Refused", n: -1 })
          yield* old.publish({ n: 5 })
          yield* old.broadcast({ n: 6 })
          yield* old.send({ n: 7 })
          assert.strictEqual(yield* old.call({ n: 8 }), 9)
          assert.deepStrictEqual(had, [
            { n: 1, from: "old" },
            { n: 2, from: "main" },
            { n: 3, note: "new", from: "main" },
            { n: -1, from: "old" },
            [5, undefined],
            ...[6, 7, 8].map((n) => ({ n, from: "old" }))
          ])
          had.length = 0
          yield* old.both({ count: 300 })
          assert.deepStrictEqual(
            had,
            numbers(300).map((n) => ({ n, from: "old" }))
          )
        }),
        platform
      )
    )

    it.live(
      "C01-threads what is accepted and does not fit is malformed: a caller's error, a dead letter of a send",
      () =>
        run(
          Effect.gen(function* () {
            const [harbor, old] = [yield* Harbor.Harbor, yield* Outdated]
            const letters = yield* lettersOf(harbor, "order")
            yield* harbor.listen(New, ({ n }) => Effect.succeed(n))
            const refused = yield* reasonOf(old.call({ n: 5000 }))
            assert.containSubset(refused, { delivered: "no", reason: { _tag: "Malformed", what: "payload" } })
            yield* old.send({ n: 5000 })
            yield* until(() => letters() === 1)
            assert.strictEqual((yield* harbor.counters).failed, 2)
            assert.strictEqual(yield* old.call({ n: 5 }), 5)
          }),
          platform
        )
    )

    it.live("C05 a send whose payload cannot be read where it comes to is a dead letter that is counted and told", () =>
      run(
        Effect.gen(function* () {
          const harbor = yield* Harbor.Harbor
          const had: Array<number> = []
          const letters = yield* lettersOf(harbor, "one_way")
          yield* harbor.listen(OneWay, ({ n }) => Effect.sync(() => void had.push(n)))
          yield* Topic.subscribe("a", OneWay, ({ n }) => Effect.sync(() => void had.push(n)))
          yield* harbor.send(OneWay, { n: 13 })
          yield* harbor.send(OneWay, { n: 14 })
          yield* until(() => letters() === 1)
          yield* harbor.broadcast(OneWay, { n: 13 })
          yield* Topic.publish("a", OneWay, { n: 13 })
          yield* until(() => letters() === 3)
          assert.strictEqual((yield* harbor.counters).failed, 3)
          assert.containSubset(yield* reasonOf(harbor.call(OneWay, { n: 13 })), {
            delivered: "no",
            reason: { _tag: "Malformed", what: "payload" }
          })
          assert.deepStrictEqual(had, [14])
        }),
        platform
      )
    )
  })
}
