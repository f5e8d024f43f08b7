/*
 * Directories that close and are built anew on a thread that lives on: what the next one has is not taken for what the one before left.
 */
import * as Actor from "@stevedore/core/Actor"
import type { ActorSystem } from "@stevedore/core/ActorSystem"
import * as Testing from "@stevedore/core/testing"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Logger from "effect/Logger"
import * as Option from "effect/Option"
import type * as Scope from "effect/Scope"
import { claim, Lives, living, opened, reach, Slowly } from "./harborObjects/lives.ts"
import { forked, on, platformsOf } from "./platforms.ts"

const platforms = platformsOf(
  {
    entry: Actor.entry<typeof import("./harborObjects/lives.thread.ts")>(
      new URL("./harborObjects/lives.thread.ts", import.meta.url)
    )
  },
  { entry: Testing.entry(living) }
)

const THREADS = ["t-0", "t-1", "t-2"]
const COUNT = 20
const until = <E, R>(holds: Effect.Effect<boolean, E, R>): Effect.Effect<void, E, R> =>
  Effect.flatMap(holds, (done) => (done ? Effect.void : Effect.andThen(Effect.yieldNow, until(holds))))
const all = { reached: COUNT, failed: [] }

for (const platform of platforms) {
  const run = <A, E>(program: Effect.Effect<A, E, Scope.Scope | ActorSystem | Lives>) =>
    program.pipe(
      Effect.provide(Lives.layerPool({ entry: platform.entry, size: 3, name: "t", restart: "never" })),
      Effect.provide(platform.system),
      Effect.scoped
    )

  describe(`C06 directories that are built anew on ${platform.name}`, () => {
    it.live("C06-anew main's objects are reached from everywhere, however often it was closed before", () =>
      run(
        Effect.gen(function* () {
          const lives = yield* Lives
          for (const thread of THREADS) yield* lives.claim({ count: 1 }, on(thread))
          for (let life = 0; life < 3; life++) yield* Effect.flatMap(opened, ({ close }) => close)
          const main = yield* opened
          const ids = yield* claim(main, COUNT)
          // Someone goes and comes: what is dead is swept then.
          yield* lives.close(undefined, on("t-2"))
          yield* lives.open(undefined, on("t-2"))
          const theirs = yield* lives.claim({ count: COUNT }, on("t-2"))
          for (const thread of THREADS) {
            assert.deepStrictEqual(yield* lives.reach({ ids }, on(thread)), all, `main's from ${thread}`)
            assert.deepStrictEqual(yield* lives.reach({ ids: theirs }, on(thread)), all, `t-2's from ${thread}`)
          }
          assert.deepStrictEqual(yield* reach(main, ids), all)
          assert.deepStrictEqual(yield* reach(main, theirs), all)
          assert.strictEqual(yield* main.directory.count, COUNT)
          yield* main.close
        })
      )
    )

    it.live("C06-anew a thread's next directory waits for the end of the one before", () =>
      run(
        Effect.gen(function* () {
          const lives = yield* Lives
          for (let life = 0; life < 5; life++) {
            const old = yield* lives.claim({ count: COUNT }, on("t-1"))
            yield* lives.reopen(undefined, on("t-1"))
            const ids = yield* lives.claim({ count: COUNT }, on("t-1"))
            for (const thread of THREADS) {
              assert.deepStrictEqual(yield* lives.reach({ ids }, on(thread)), all, `life ${life} from ${thread}`)
              assert.deepStrictEqual(yield* lives.reach({ ids: old }, on(thread)), {
                reached: 0,
                failed: ["NoReceiver"]
              })
            }
          }
        })
      )
    )

    it.live("C07-leave what is on its way to a directory that closes ends with it, and holds up nobody", () => {
      const complaints: Array<string> = []
      const logger = Logger.make<unknown, void>(({ message }) => {
        if (String(message).includes("did not stop within")) complaints.push(String(message))
      })
      return run(
        Effect.gen(function* () {
          const lives = yield* Lives
          const main = yield* opened
          const ids = yield* claim(main, 1)
          const id = ids[0]!
          // It is at work, so it does not go before that is done; but everybody finds it where it goes to.
          const slow = yield* forked(main.directory.callTo(id, Slowly))
          const move = yield* forked(Effect.flip(main.directory.move(id, "t-1")))
          yield* until(Effect.map(main.directory.where(id), (where) => Option.getOrUndefined(where) === "t-1"))
          const asked = yield* forked(lives.reach({ ids }, on("t-0")))
          // The thread has begun that by then.
          yield* lives.claim({ count: 1 }, on("t-0"))
          yield* lives.closeAlone(undefined, on("t-1"))
          assert.strictEqual((yield* Fiber.join(move)).reason._tag, "ObjectLost")
          const { failed, reached } = yield* Fiber.join(asked)
          assert.strictEqual(reached, 0)
          assert.include(["ObjectLost", "NoReceiver"], failed[0])
          yield* main.gate.open
          assert.strictEqual(yield* Fiber.join(slow), 0)
          assert.deepStrictEqual(complaints, [])
          yield* main.close
        })
      ).pipe(Effect.provide(Logger.layer([logger])))
    })

    it.live("C07-leave a move to a directory that closes has the object's state, or nobody has it", () => {
      const failures: Array<string> = []
      const logger = Logger.make<unknown, void>(({ message }) => {
        if (/did not stop within|failed/.test(String(message))) failures.push(String(message))
      })
      return run(
        Effect.gen(function* () {
          const lives = yield* Lives
          const main = yield* opened
          for (let round = 0; round < 40; round++) {
            const ids = yield* claim(main, 8)
            const asked = yield* Effect.forEach(["t-0", "t-2", "t-1"], (thread) =>
              forked(lives.reach({ ids }, on(thread)))
            )
            const moves = yield* Effect.forEach(ids, (id) => forked(Effect.exit(main.directory.move(id, "t-1"))))
            // In the middle of another step each time.
            for (let turn = 0; turn < round; turn++) yield* Effect.yieldNow
            yield* lives.closeAlone(undefined, on("t-1"))
            for (const fiber of moves) yield* Fiber.join(fiber)
            for (const fiber of asked) {
              const { failed } = yield* Fiber.join(fiber)
              for (const tag of failed) assert.include(["ObjectLost", "NoReceiver", "InvalidOption"], tag)
            }
            yield* lives.open(undefined, on("t-1"))
            for (const id of ids) yield* Effect.exit(main.directory.release(id))
          }
          assert.deepStrictEqual(failures, [])
          yield* main.close
        })
      ).pipe(Effect.provide(Logger.layer([logger])))
    })
  })
}
