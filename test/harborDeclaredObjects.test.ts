/*
 * Threads of one process that declare differently what is sent to objects: what one of them writes is read by no other as something
 * else, wherever the object moves.
 */
import * as Actor from "@stevedore/core/Actor"
import type { ActorSystem } from "@stevedore/core/ActorSystem"
import * as Testing from "@stevedore/core/testing"
import * as Directory from "@stevedore/harbor/Directory"
import * as Harbor from "@stevedore/harbor/Harbor"
import { HarborError } from "@stevedore/harbor/HarborError"
import * as Message from "@stevedore/harbor/Message"
import type * as ObjectId from "@stevedore/harbor/ObjectId"
import * as ObjectKind from "@stevedore/harbor/ObjectKind"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import type * as Scope from "effect/Scope"
import { After, OLD, Teller, teller } from "./harborDeclared/objects.ts"
import { New, Old, Renamed } from "./harborDeclared/messages.ts"
import { forked, numbers, on, platformsOf } from "./platforms.ts"

const platforms = platformsOf(
  {
    entry: Actor.entry<typeof import("./harborDeclared/teller.thread.ts")>(
      new URL("./harborDeclared/teller.thread.ts", import.meta.url)
    )
  },
  { entry: Testing.entry(teller) }
)

/** One thread of the old build, two of the new one; main sends with whatever declaration a test has. */
const run = <A, E>(
  program: Effect.Effect<A, E, Teller | Harbor.Harbor | Directory.Directory | ActorSystem | Scope.Scope>,
  { entry, system }: (typeof platforms)[number]
) =>
  program.pipe(
    Effect.scoped,
    Effect.provide(
      Layer.mergeAll(Teller.layerPool({ entry, size: 3, name: "t" }), Directory.layer({ maxObjects: 1024 }))
    ),
    Effect.provide(Harbor.layer()),
    Effect.provide(system),
    Effect.provide(Logger.layer([]))
  )

const reasonOf = <A, E, R>(effect: Effect.Effect<A, E, R>) =>
  Effect.map(Effect.flip(effect), (error) => {
    assert.instanceOf(error, HarborError)
    const { delivered, messageName, reason } = error as HarborError
    return { delivered, messageName, reason: { ...reason } }
  })

/** The numbers that it was told, in order. */
const numbersIn = (had: ReadonlyArray<string>) => had.map((line) => Number(/ n (-?\d+)/.exec(line)![1]))

/** Turns of the event loop until it is on its way there: nobody is told. */
const movesTo = (id: ObjectId.ObjectId, thread: string): Effect.Effect<void, never, Directory.Directory> =>
  Effect.flatMap(Directory.Directory, (objects) =>
    Effect.flatMap(objects.where(id), (where) =>
      Option.getOrUndefined(where) === thread ? Effect.void : Effect.andThen(Effect.sleep(1), movesTo(id, thread))
    )
  )

for (const platform of platforms) {
  describe(`messages to objects that threads declare differently, on ${platform.name}`, () => {
    it.live("C01-objects what an object's thread declares otherwise is a mismatch, and nobody has had it", () =>
      run(
        Effect.gen(function* () {
          const [objects, teller] = [yield* Directory.Directory, yield* Teller]
          const mismatch = (own: Message.Any, other: Message.Any) => ({
            delivered: "no" as const,
            messageName: "order",
            reason: { _tag: "SchemaMismatch", own: own.fingerprint, other: other.fingerprint }
          })
          const id = yield* teller.claim(undefined, on("t-1"))
          assert.containSubset(yield* reasonOf(objects.callTo(id, Renamed, { amount: 1 })), mismatch(New, Renamed))
          yield* objects.sendTo(id, Renamed, { amount: 2 })
          assert.strictEqual(yield* teller.letter(undefined, on("t-1")), "order of main: SchemaMismatch")
          assert.strictEqual(yield* teller.failed(undefined, on("t-1")), 2)
          // What waits for it as it moves is compared where it is sent on to.
          const held = yield* forked(objects.callTo(id, New, { n: 0 }))
          yield* teller.holds(undefined, on("t-1"))
          const moving = yield* forked(teller.move({ id, to: "t-2" }, on("t-1")))
          yield* movesTo(id, "t-2")
          const late = yield* forked(reasonOf(objects.callTo(id, Renamed, { amount: 3 })))
          yield* objects.sendTo(id, Renamed, { amount: 4 })
          yield* teller.open(undefined, on("t-1"))
          assert.strictEqual(yield* Fiber.join(held), 1)
          yield* Fiber.join(moving)
          assert.containSubset(yield* Fiber.join(late), mismatch(New, Renamed))
          assert.strictEqual(yield* teller.letter(undefined, on("t-2")), "order of main: SchemaMismatch")
          assert.strictEqual(yield* objects.callTo(id, New, { n: 7 }), 8)
          assert.deepStrictEqual(yield* teller.had({ id }, on("t-2")), ["t-1 n 0", "t-2 n 7"])
          // The other way round: the old one has not heard of the new one.
          const old = yield* teller.claim(undefined, on(OLD))
          assert.containSubset(yield* reasonOf(teller.call({ id: old, n: 1 }, on("t-1"))), mismatch(Old, New))
          assert.strictEqual(yield* teller.call({ id: old, n: 1 }, on(OLD)), 2)
        }),
        platform
      )
    )

    it.live(
      "C01-objects what is accepted is read as the object's thread declares it, in order, wherever it moves",
      () =>
        run(
          Effect.gen(function* () {
            const [objects, teller] = [yield* Directory.Directory, yield* Teller]
            const id = yield* teller.claim(undefined, on("t-1"))
            assert.strictEqual(yield* teller.call({ id, n: 1 }, on(OLD)), 2)
            assert.strictEqual(yield* objects.callTo(id, New, { n: 2, note: "new" }), 3)
            yield* objects.sendTo(id, Old, { n: 3 })
            assert.strictEqual(yield* objects.callTo(id, Old, { n: 4 }), 5)
            const refused = yield* Effect.flip(teller.call({ id, n: -1 }, on(OLD)))
            assert.deepInclude({ ...refused }, { _tag: "Refused", n: -1 })
            assert.containSubset(yield* reasonOf(teller.call({ id, n: 5000 }, on(OLD))), {
              delivered: "no",
              reason: { _tag: "Malformed", what: "payload" }
            })
            yield* teller.send({ id, n: 5000 }, on(OLD))
            assert.strictEqual(yield* teller.letter(undefined, on("t-1")), `order of ${OLD}: Malformed`)
            assert.deepStrictEqual(yield* teller.had({ id }, on("t-1")), [
              "t-1 n 1",
              "t-1 n 2 note new",
              "t-1 n 3",
              "t-1 n 4",
              "t-1 n -1"
            ])
            const load = yield* forked(teller.both({ id, count: 299 }, on(OLD)))
            for (const thread of ["t-2", "t-1", "t-2"]) yield* objects.move(id, thread)
            yield* Fiber.join(load)
            const had = yield* teller.had({ id }, on("t-2"))
            assert.deepStrictEqual(
              numbersIn(had.slice(5)),
              numbers(299).map((n) => n + 1)
            )
          }),
          platform
        )
    )

    it.live(
      "C01-objects of a thread whose declaration is another one, none moves there with a state that it cannot read",
      () =>
        run(
          Effect.gen(function* () {
            const objects = yield* Directory.Directory
            yield* objects.serve(After, {})
            const id = yield* objects.claim(After, { amount: 1 })
            assert.containSubset(yield* reasonOf(objects.move(id, OLD)), {
              delivered: "no",
              reason: { _tag: "InvalidOption", option: "thread", value: OLD }
            })
            assert.deepStrictEqual(yield* objects.where(id), Option.some("main"))
            yield* objects.move(id, "t-1")
            assert.deepStrictEqual(yield* objects.where(id), Option.some("t-1"))
          }),
          platform
        )
    )

    it.live("C01-objects fields in another order are the same declaration, and are read by their names", () =>
      run(
        Effect.gen(function* () {
          const objects = yield* Directory.Directory
          const Here = Message.make("pair", { payload: { a: Schema.Int, b: Schema.Int }, success: Schema.Int })
          const There = Message.make("pair", { payload: { b: Schema.Int, a: Schema.Int }, success: Schema.Int })
          const Pair = ObjectKind.make("pair", { messages: [Here] })
          yield* objects.serve(Pair, { pair: ({ a, b }) => Effect.succeed(10 * a + b) })
          const id = yield* objects.claim(Pair)
          assert.strictEqual(yield* objects.callTo(id, Here, { a: 1, b: 2 }), 12)
          assert.strictEqual(yield* objects.callTo(id, There, { a: 1, b: 2 }), 12)
          assert.strictEqual(yield* objects.callTo(id, Here, { a: 3, b: 4 }), 34)
        }),
        platform
      )
    )

    it.live("C01-objects what has no such names is malformed, and says that it is for the other declaration", () =>
      run(
        Effect.gen(function* () {
          const [harbor, objects] = [yield* Harbor.Harbor, yield* Directory.Directory]
          const Here = Message.make("loose", { payload: { n: Schema.Int, any: Schema.Unknown } })
          const There = Message.make("loose", { payload: { any: Schema.Unknown, n: Schema.Int } })
          yield* objects.serve(ObjectKind.make("loose", { messages: [Here] }), { loose: () => Effect.void })
          const id = yield* objects.claim(ObjectKind.make("loose", { messages: [Here] }))
          yield* harbor.listen(Here, () => Effect.void)
          const map = { n: 1, any: new Map([[1, 2]]) }
          yield* objects.callTo(id, Here, map)
          yield* harbor.call(Here, map)
          const issueOf = (use: Effect.Effect<unknown, HarborError, never>) =>
            Effect.map(Effect.flip(use), ({ delivered, reason }) => {
              assert.strictEqual(delivered, "no")
              assert.strictEqual(reason._tag, "Malformed")
              return reason.message
            })
          const why =
            /as for another process, since a thread of this one declares it otherwise.*: import one declaration everywhere$/
          assert.match(yield* issueOf(objects.callTo(id, There, map)), why)
          assert.match(yield* issueOf(objects.sendTo(id, There, map)), why)
          assert.match(yield* issueOf(harbor.call(There, map)), why)
          assert.match(yield* issueOf(harbor.send(There, map)), why)
          // What is malformed anyhow is just that: a value that the types would not let through.
          const wrong = { n: "1", any: 1 } as unknown as typeof map
          assert.notMatch(yield* issueOf(objects.callTo(id, There, wrong)), why)
          assert.notMatch(yield* issueOf(harbor.call(There, wrong)), why)
        }),
        platform
      )
    )
  })
}
