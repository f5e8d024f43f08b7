/**
 * The keeper by itself: who waits for room, who follows, what is told again as stale, and a store that fails.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Stream from "effect/Stream"
import { HarborError, StoreUnavailable } from "../../src/HarborError.ts"
import { bytesOf } from "../../src/internal/lastValue/entry.ts"
import { Keeper } from "../../src/internal/lastValue/keeper.ts"
import { isAfter, ZERO } from "../../src/internal/lastValue/version.ts"
import { LastValueStore } from "../../src/LastValueStore.ts"
import { MemoryStore } from "./memoryStore.ts"

const ROOM = bytesOf({ key: "a", value: new Uint8Array(8) })

const value = (key: string, publisher = 1) => {
  return { topic: "t", key, value: new Uint8Array(8), schema: "", publisher, stale: false }
}

const storeOf = (rows: MemoryStore, write: Effect.Effect<void, HarborError> = Effect.void) =>
  LastValueStore.of({
    begin: Effect.succeed(1),
    write: (entries) =>
      Effect.andThen(
        write,
        Effect.sync(() => rows.write(entries))
      ),
    read: ({ after, limitBytes, topic, upTo }) => Effect.sync(() => rows.read(topic, after, upTo, limitBytes)),
    publishedBy: ({ publisher }) =>
      Effect.sync(() => {
        const entries = rows.inOrder((row) => row.publisher === publisher && !row.stale)
        return { entries, next: undefined }
      }),
    topics: ({ after, limit }) => Effect.sync(() => rows.topics(after, limit))
  })

const keeperOf = (values: number, store?: LastValueStore["Service"]): Keeper => {
  const options = { memoryBytes: values * ROOM, whenFull: "fail", flushMillis: 50 } as const
  return new Keeper(options, store, 1)
}

const keysAfter = (keeper: Keeper) =>
  Effect.gen(function* () {
    const keys: Array<string> = []
    for (let at = ZERO; ;) {
      const { entries, upTo } = yield* keeper.read("t", at, 1)
      keys.push(...entries.map(({ key, stale }) => `${key}${stale ? "!" : ""}`))
      if (!isAfter(upTo, at)) return keys.join(" ")
      at = upTo
    }
  })

describe("E05 the keeper of last values", () => {
  it.effect("a publish wakes each that follows once, however quickly it reads on", () =>
    Effect.gen(function* () {
      const keeper = keeperOf(10)
      let told = 0
      const follow = Stream.runForEach(keeper.follow("t", ZERO), () => Effect.sync(() => told++))
      const followers = yield* Effect.forEach([1, 2, 3], () => Effect.forkChild(follow, { startImmediately: true }))
      let reads = 0
      const { read } = keeper.cache
      keeper.cache.read = (...args) => {
        reads++
        return read.apply(keeper.cache, args)
      }
      for (let count = 1; count <= 10; count++) {
        yield* keeper.publish(value("a"))
        // They read on when this fiber lets them.
        yield* Effect.repeat(Effect.yieldNow, { until: () => told === 3 * count })
      }
      // What came, and that nothing more has.
      assert.isAtMost(reads, 2 * 3 * 10)
      yield* Fiber.interruptAll(followers)
      assert.strictEqual(keeper.cache.find("t")?.followers, 0)
    })
  )

  it.effect(
    "E05-bounded without a store a value that finds no room is refused, and what is there can still change",
    () =>
      Effect.gen(function* () {
        const keeper = keeperOf(2)
        yield* keeper.publish(value("a"))
        yield* keeper.publish(value("b"))
        const error = yield* Effect.flip(keeper.publish(value("c")))
        assert.strictEqual(error.reason._tag, "CacheFull")
        assert.strictEqual(error.delivered, "no")
        yield* keeper.publish(value("a"))
        assert.strictEqual(yield* keysAfter(keeper), "b a")
        const large = { ...value("d"), value: new Uint8Array(600 * 1024) }
        assert.strictEqual((yield* Effect.flip(keeper.publish(large))).reason._tag, "TooLarge")
        assert.deepInclude(keeper.figures, { values: 2, bytes: 2 * ROOM, refused: 2 })
      })
  )

  it.effect("above a store publishes wait for room in the order in which they came, and all is told in order", () =>
    Effect.gen(function* () {
      const rows = new MemoryStore()
      const gate = yield* Deferred.make<void>()
      const keeper = keeperOf(2, storeOf(rows, Deferred.await(gate)))
      const running = yield* Effect.forkChild(keeper.run, { startImmediately: true })
      yield* keeper.publish(value("a"))
      yield* keeper.publish(value("b"))
      const waiting = yield* Effect.forEach(["c", "a", "d"], (key) =>
        Effect.forkChild(keeper.publish(value(key)), { startImmediately: true })
      )
      // "a" alone would find room in its own place; it comes after "c" all the same.
      assert.strictEqual(keeper.figures.waiting, 3)
      yield* Deferred.succeed(gate, undefined)
      const versions = yield* Effect.forEach(waiting, (fiber) => Fiber.join(fiber))
      assert.deepStrictEqual(
        versions.map(({ seq }) => seq),
        [3, 4, 5]
      )
      assert.strictEqual(yield* keysAfter(keeper), "b c a d")
      yield* keeper.flush
      assert.strictEqual(rows.rows.size, 4)
      yield* Fiber.interrupt(running)
    })
  )

  it.live(
    "a store that fails: who waits for room, or for a flush, learns it; what was published is written later",
    () =>
      Effect.gen(function* () {
        const rows = new MemoryStore()
        const reason = new StoreUnavailable({ store: "test", detail: "disk full" })
        const failure = new HarborError({ reason, messageName: "", thread: "", delivered: "no" })
        let isBroken = true
        const broken = Effect.suspend(() => (isBroken ? Exit.fail(failure) : Exit.void))
        const keeper = keeperOf(2, storeOf(rows, broken))
        const running = yield* Effect.forkChild(keeper.run, { startImmediately: true })
        yield* keeper.publish(value("a"))
        yield* keeper.publish(value("b"))
        assert.strictEqual(yield* Effect.flip(keeper.flush), failure)
        assert.strictEqual(yield* Effect.flip(keeper.publish(value("c"))), failure)
        isBroken = false
        yield* keeper.flush
        assert.strictEqual(rows.rows.size, 2)
        yield* keeper.publish(value("c"))
        // What is left is written when it stops.
        yield* Fiber.interrupt(running)
        assert.strictEqual(rows.rows.size, 3)
      })
  )

  it.effect("a flush holds for a key that goes on changing, too", () =>
    Effect.gen(function* () {
      const rows = new MemoryStore()
      const gate = yield* Deferred.make<void>()
      const keeper = keeperOf(10, storeOf(rows, Deferred.await(gate)))
      const running = yield* Effect.forkChild(keeper.run, { startImmediately: true })
      yield* keeper.publish(value("a"))
      yield* keeper.publish(value("b"))
      const flush = yield* Effect.forkChild(keeper.flush, { startImmediately: true })
      yield* keeper.publish(value("a"))
      yield* Deferred.succeed(gate, undefined)
      yield* Fiber.join(flush)
      assert.deepStrictEqual(Array.from(rows.rows.keys()).toSorted(), ["t/a", "t/b"])
      yield* Fiber.interrupt(running)
    })
  )

  it.effect(
    "E05-stale what an ended thread has published is told again, in memory and below, unless it has changed",
    () =>
      Effect.gen(function* () {
        const rows = new MemoryStore()
        const keeper = keeperOf(3, storeOf(rows))
        const running = yield* Effect.forkChild(keeper.run, { startImmediately: true })
        for (const key of ["a", "b", "c", "d", "e", "f"]) {
          yield* keeper.publish(value(key, key < "d" ? 7 : 8))
          yield* keeper.flush
        }
        yield* keeper.publish(value("b", 8))
        yield* keeper.publish(value("e", 7))
        yield* keeper.flush
        assert.strictEqual(yield* keysAfter(keeper), "a c d f b e")
        yield* keeper.ended(7)
        assert.strictEqual(yield* keysAfter(keeper), "d f b e! a! c!")
        yield* keeper.ended(7)
        assert.strictEqual(yield* keysAfter(keeper), "d f b e! a! c!")
        yield* Fiber.interrupt(running)
      })
  )
})
