/*
 * Listeners of one message on one thread that leave: by themselves, beside one that hangs, and beside a slow one, in whose mailbox
 * there is something for them.
 */
import * as Actor from "@stevedore/core/Actor"
import * as Harbor from "@stevedore/harbor/Harbor"
import * as Message from "@stevedore/harbor/Message"
import * as Topic from "@stevedore/harbor/Topic"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Latch from "effect/Latch"
import * as Queue from "effect/Queue"
import * as Rpc from "effect/rpc/Rpc"
import * as Schema from "effect/Schema"
import * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import { Host, Note, Other } from "./harbor/messages.ts"
import { forked, numbers, on, platforms, run } from "./harbor/platforms.ts"

const Ask = Message.make("leaving_ask", { payload: { n: Schema.Int }, success: Schema.String })

/** Has somebody leave for whoever asks for it. */
class Leaver extends Actor.Service<Leaver>()("harbor-test/Leaver", [Rpc.make("close")]) {}

const leaving = Scope.makeUnsafe
const close = (scope: Scope.Closeable) => Scope.close(scope, Exit.void)

/** Some rounds of main and the other threads. */
const rounds = Effect.gen(function* () {
  const host = yield* Host
  for (const n of numbers(6)) yield* host.noted(undefined, on(`t-${n % 2}`))
})

for (const platform of platforms) {
  describe(`C05 listeners that leave on ${platform.name}`, () => {
    for (const concurrency of [1, 2, "unbounded"] as const) {
      it.live(`C05-leave a handler has its own listener leave, with concurrency ${concurrency}; others go on`, () =>
        run(
          Effect.gen(function* () {
            const harbor = yield* Harbor.Harbor
            const [once, indirectly, always] = [leaving(), leaving(), leaving()]
            const answer = (text: string) => Effect.succeed(text)
            yield* harbor
              .listen(Ask, ({ n }) => Effect.as(close(once), `once ${n}`), { concurrency })
              .pipe(Scope.provide(once))
            yield* harbor.listen(Ask, ({ n }) => answer(`always ${n}`), { concurrency }).pipe(Scope.provide(always))
            assert.strictEqual(yield* harbor.call(Ask, { n: 1 }), "once 1")
            assert.strictEqual(yield* harbor.call(Ask, { n: 2 }), "always 2")
            // By somebody else, whom its handler asks.
            const handlers = Leaver.toLayer({ close: () => close(indirectly) })
            yield* Effect.gen(function* () {
              const leaver = yield* Leaver
              yield* harbor
                .listen(Ask, ({ n }) => Effect.as(Effect.orDie(leaver.close()), `asked ${n}`), { concurrency })
                .pipe(Scope.provide(indirectly))
              const answers = [yield* harbor.call(Ask, { n: 3 }), yield* harbor.call(Ask, { n: 3 })]
              assert.sameMembers(answers, ["asked 3", "always 3"])
              assert.strictEqual(yield* harbor.call(Ask, { n: 4 }), "always 4")
            }).pipe(Effect.provide(Leaver.layerMain(handlers)))
            yield* Effect.scoped(
              Effect.gen(function* () {
                yield* harbor.listen(Ask, () => answer("another"), { concurrency })
                yield* close(always)
                assert.strictEqual(yield* harbor.call(Ask, { n: 5 }), "another")
              })
            )
            assert.strictEqual((yield* Effect.flip(harbor.call(Ask, { n: 6 }))).reason._tag, "NoListener")
          }),
          platform
        )
      )
    }

    for (const concurrency of [1, 2, "unbounded"] as const) {
      it.live(
        `C05-leave the last listener leaves in its own handler, with concurrency ${concurrency}, and answers`,
        () =>
          run(
            Effect.gen(function* () {
              const harbor = yield* Harbor.Harbor
              const last = leaving()
              yield* harbor
                .listen(Ask, ({ n }) => Effect.as(close(last), `last ${n}`), { concurrency })
                .pipe(Scope.provide(last))
              assert.strictEqual(yield* harbor.call(Ask, { n: 1 }), "last 1")
              assert.strictEqual((yield* Effect.flip(harbor.call(Ask, { n: 2 }))).reason._tag, "NoListener")
              // Who comes later begins anew.
              yield* Effect.scoped(
                Effect.gen(function* () {
                  yield* harbor.listen(Ask, ({ n }) => Effect.succeed(`next ${n}`), { concurrency })
                  assert.strictEqual(yield* harbor.call(Ask, { n: 3 }), "next 3")
                })
              )
            }),
            platform
          )
      )
    }

    for (const concurrency of [1, 2, "unbounded"] as const) {
      it.live(
        `C05-leave a handler that has the last listener leave is given nothing more of what waits, with concurrency ${concurrency}`,
        () =>
          run(
            Effect.gen(function* () {
              const harbor = yield* Harbor.Harbor
              const [last, full, leaves] = [leaving(), Latch.makeUnsafe(), Latch.makeUnsafe()]
              const most = concurrency === "unbounded" ? 8 : concurrency
              const begun: Array<number> = []
              const leave = Effect.gen(function* () {
                yield* full.await
                const left = yield* forked(close(last))
                yield* leaves.open
                yield* Fiber.join(left)
              })
              const handler = ({ n }: { readonly n: number }) =>
                Effect.gen(function* () {
                  begun.push(n)
                  if (begun.length === most) yield* full.open
                  if (n === 0) yield* leave
                  // Beside it, where there is room for one: it ends behind the leave.
                  if (n === 1) yield* leaves.await
                  return `answer ${n}`
                })
              yield* harbor.listen(Ask, handler, { concurrency }).pipe(Scope.provide(last))
              const calls = yield* Effect.forEach(numbers(8), (n) => forked(Effect.result(harbor.call(Ask, { n }))))
              const ends = (yield* Effect.forEach(calls, Fiber.join)).map((end) =>
                end._tag === "Success" ? end.success : `${end.failure.reason._tag} ${end.failure.delivered}`
              )
              const expected = numbers(8).map((n) => (n < most ? `answer ${n}` : "NoListener no"))
              assert.deepStrictEqual(ends, expected)
              assert.deepStrictEqual(begun, numbers(most))
            }),
            platform
          )
      )
    }

    for (const concurrency of [1, 2] as const) {
      it.live(
        `C05-leave a subscriber whose handler has it leave is given nothing more of what waits, with concurrency ${concurrency}`,
        () =>
          run(
            Effect.gen(function* () {
              const [once, full, leaves, left] = [leaving(), Latch.makeUnsafe(), Latch.makeUnsafe(), Latch.makeUnsafe()]
              const begun: Array<number> = []
              const handler = ({ n }: { readonly n: number }) =>
                Effect.gen(function* () {
                  begun.push(n)
                  if (begun.length === concurrency) yield* full.open
                  if (n === 0) {
                    yield* full.await
                    const closing = yield* forked(close(once))
                    yield* leaves.open
                    yield* Fiber.join(closing)
                    yield* left.open
                  } else if (n < concurrency) yield* leaves.await
                  // Would wait for the one that leaves, which waits for nobody who has not begun.
                  else yield* left.await
                })
              yield* Topic.subscribe("a", Other, handler, { concurrency }).pipe(Scope.provide(once))
              for (const n of numbers(8)) yield* Topic.publish("a", Other, { n })
              yield* left.await
              assert.deepStrictEqual(begun, numbers(concurrency))
            }),
            platform
          )
      )
    }

    it.live("C05-leave a subscriber that leaves in its handler has no more; one beside it has all", () =>
      run(
        Effect.gen(function* () {
          const [once, had] = [leaving(), { once: 0 }]
          const beside = yield* Queue.unbounded<number>()
          yield* Topic.subscribe("a", Other, () =>
            Effect.andThen(
              Effect.sync(() => had.once++),
              close(once)
            )
          ).pipe(Scope.provide(once))
          yield* Topic.subscribe("a", Other, ({ n }) => Effect.asVoid(Queue.offer(beside, n)))
          for (const n of numbers(5)) yield* Topic.publish("a", Other, { n })
          assert.deepStrictEqual(yield* Queue.takeN(beside, 5), numbers(5))
          assert.strictEqual(had.once, 1)
        }),
        platform
      )
    )

    it.live("C05-leave what waits behind a handler that leaves is a dead letter at once, whoever has sent it", () =>
      run(
        Effect.gen(function* () {
          const [harbor, host] = [yield* Harbor.Harbor, yield* Host]
          const [gate, own] = [Latch.makeUnsafe(), leaving()]
          const letters = yield* Queue.unbounded<{ readonly sender: string | undefined; readonly count: number }>()
          yield* forked(
            Stream.runForEach(harbor.deadLetters, ({ count, messageName, sender }) =>
              messageName === Note.name ? Queue.offer(letters, { sender, count }) : Effect.void
            )
          )
          yield* Effect.yieldNow
          yield* harbor.listen(Other, () => Effect.void)
          yield* harbor.listen(Note, () => Effect.andThen(gate.await, close(own))).pipe(Scope.provide(own))
          // The first one is begun, or is to be; the others wait behind it.
          yield* host.send({ from: 0, count: 8, calls: false }, on("t-0"))
          yield* harbor.send(Note, { n: 8, tags: [] })
          yield* gate.open
          const counts: Record<string, number> = {}
          while (Object.values(counts).reduce((sum, count) => sum + count, 0) < 4) {
            const { count, sender = "" } = yield* Queue.take(letters)
            counts[sender] = (counts[sender] ?? 0) + count
          }
          assert.deepStrictEqual(counts, { main: 1, "t-0": 3 })
        }),
        platform
      )
    )

    it.live("C05-leave one that hangs and leaves holds up nobody else", () =>
      run(
        Effect.gen(function* () {
          const harbor = yield* Harbor.Harbor
          const options = { concurrency: "unbounded" } as const
          const [begun, gate] = [Latch.makeUnsafe(), Latch.makeUnsafe()]
          const [stuck, rest] = [leaving(), leaving()]
          yield* harbor
            .listen(Ask, () => Effect.as(Effect.andThen(begun.open, gate.await), "at last"), options)
            .pipe(Scope.provide(stuck))
          yield* harbor.listen(Ask, () => Effect.succeed("the rest"), options).pipe(Scope.provide(rest))
          const hanging = yield* forked(harbor.call(Ask, { n: 1 }))
          yield* begun.await
          const left = yield* forked(close(stuck))
          yield* rounds
          yield* Effect.scoped(
            Effect.gen(function* () {
              yield* harbor.listen(Ask, () => Effect.succeed("the rest"), options)
              for (const n of numbers(4)) assert.strictEqual(yield* harbor.call(Ask, { n }), "the rest")
            })
          )
          assert.isUndefined(left.pollUnsafe())
          yield* gate.open
          assert.strictEqual(yield* Fiber.join(hanging), "at last")
          yield* Fiber.join(left)
          yield* close(rest)
          assert.strictEqual((yield* Effect.flip(harbor.call(Ask, { n: 1 }))).reason._tag, "NoListener")
        }),
        platform
      )
    )

    for (const kind of ["published", "broadcast"] as const) {
      it.live(`E03-leave who leaves beside a slow one has had what was ${kind} before, and takes no more turns`, () =>
        run(
          Effect.gen(function* () {
            const [harbor, host] = [yield* Harbor.Harbor, yield* Host]
            const gate = Latch.makeUnsafe()
            const [slow, left]: [Array<number>, Array<number>] = [[], []]
            const own = leaving()
            const listen = (handler: (payload: { readonly n: number }) => Effect.Effect<void>) =>
              kind === "published" ? Topic.subscribe("t", Other, handler) : harbor.listen(Other, handler)
            yield* listen(({ n }) =>
              Effect.andThen(
                Effect.sync(() => void slow.push(n)),
                gate.await
              )
            )
            yield* listen(({ n }) => Effect.sync(() => void left.push(n))).pipe(Scope.provide(own))
            if (kind === "published") yield* host.publish({ topic: "t", from: 0, count: 10 }, on("t-1"))
            else for (const n of numbers(10)) yield* harbor.broadcast(Other, { n })
            const gone = yield* forked(close(own))
            yield* rounds
            if (kind === "broadcast") for (const n of numbers(4)) yield* harbor.send(Other, { n: 10 + n })
            yield* gate.open
            yield* Fiber.join(gone)
            assert.deepStrictEqual(left, numbers(10))
            if (kind === "published") yield* Topic.publish("t", Other, { n: 10 })
            const all = kind === "published" ? 11 : 14
            while (slow.length < all) yield* Effect.sleep(1)
            assert.deepStrictEqual(slow, numbers(all))
            assert.deepStrictEqual(left, numbers(10))
          }),
          platform
        )
      )
    }
  })
}
