/*
 * An actor's state is touched by its own thread alone, however many send to it; and a thread with nothing to do does
 * nothing.
 */
import * as Actor from "@stevedore/core/Actor"
import * as Testing from "@stevedore/core/testing"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as TestClock from "effect/testing/TestClock"
import { threadId } from "node:worker_threads"
import { adder, tally } from "./ownThread/handlers.ts"
import { Adder, Other, Tally } from "./ownThread/tally.protocol.ts"

const tallyEntry = Actor.entry<typeof import("./ownThread/tally.thread.ts")>(
  new URL("./ownThread/tally.thread.ts", import.meta.url)
)
const adderEntry = Actor.entry<typeof import("./ownThread/adder.thread.ts")>(
  new URL("./ownThread/adder.thread.ts", import.meta.url)
)
const numbers = (count: number): ReadonlyArray<number> => Array.from({ length: count }, (_, index) => index)

describe("an actor and its thread", () => {
  it.live("D01 handlers and their state run on their own thread, one job at a time, whoever sends", () =>
    Effect.gen(function* () {
      const [mine, one, other] = [yield* Tally, yield* Adder, yield* Other]
      const seen = (yield* Effect.all(
        [
          Effect.forEach(numbers(100), () => mine.add(), { concurrency: "unbounded" }),
          one.addOften({ times: 100 }),
          other.addOften({ times: 100 })
        ],
        { concurrency: "unbounded" }
      )).flat()
      assert.strictEqual(new Set(seen.map(({ thread }) => thread)).size, 1)
      assert.notStrictEqual(seen[0]!.thread, threadId)
      assert.isTrue(seen.every(({ atOnce }) => atOnce === 1))
      assert.strictEqual((yield* mine.add()).total, 301, "no addition was lost between reading and writing")
    }).pipe(
      Effect.provide(
        Layer.mergeAll(
          Tally.layerThread({ entry: tallyEntry }),
          Adder.layerThread({ entry: adderEntry }),
          Other.layerThread({ entry: adderEntry })
        )
      ),
      Effect.provide(NodeActorSystem.layer({ maxThreads: 5 }))
    )
  )

  it.effect(
    "D02 many producers are drained together, and a thread that has nothing to do is woken, not polling",
    () => {
      const notes = { count: 0 }
      return Effect.gen(function* () {
        const { freeze, operations, quiet, thaw } = yield* Testing.Simulation
        const [mine, one, other] = [yield* Tally, yield* Adder, yield* Other]
        yield* freeze(Tally.key)
        yield* Effect.forEach(numbers(50), () => mine.note.tell(), { discard: true })
        yield* one.noteOften({ times: 50 })
        yield* other.noteOften({ times: 50 })
        yield* quiet
        assert.strictEqual(notes.count, 0)
        yield* thaw(Tally.key)
        yield* quiet
        assert.strictEqual(notes.count, 150)
        // An hour without a message: not one operation on the shared memory, by nobody.
        const threads = ["main", Tally.key, Adder.key, Other.key]
        const before = yield* Effect.forEach(threads, operations)
        yield* TestClock.adjust("1 hour")
        yield* quiet
        assert.deepStrictEqual(yield* Effect.forEach(threads, operations), before)
        yield* mine.note.tell()
        yield* quiet
        assert.strictEqual(notes.count, 151)
      }).pipe(
        Effect.provide(
          Layer.mergeAll(
            Tally.layerThread({ entry: Testing.entry(tally(notes)) }),
            Adder.layerThread({ entry: Testing.entry(adder) }),
            Other.layerThread({ entry: Testing.entry(adder) })
          )
        ),
        Effect.provide(Testing.layer())
      )
    }
  )
})
