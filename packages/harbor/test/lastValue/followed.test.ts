/**
 * Joiners on one thread, with the real keeper at hand: who is near, who is far behind, what they share and what is held for
 * them.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Semaphore from "effect/Semaphore"
import { Cache } from "../../src/internal/lastValue/cache.ts"
import { type Batch, bytesOf, type Entry } from "../../src/internal/lastValue/entry.ts"
import { again, Followed } from "../../src/internal/lastValue/followed.ts"
import type { Run, Tell } from "../../src/internal/lastValue/joiner.ts"
import { Keeper } from "../../src/internal/lastValue/keeper.ts"
import type { Keepers } from "../../src/internal/lastValue/protocol.ts"
import { Replay } from "../../src/internal/lastValue/replay.ts"
import type { Version } from "../../src/internal/lastValue/version.ts"
import { odd, readingLogger } from "../odd.ts"

const KEYS = 200
const nameOf = (index: number): string => `key ${String(index).padStart(3, "0")}`
const ENTRY = bytesOf({ key: nameOf(0), value: new Uint8Array(8) })

const publishAll = (keeper: Keeper) =>
  Effect.forEach(
    Array.from({ length: KEYS }, (_, index) => nameOf(index)),
    (key) => keeper.publish({ topic: "t", key, value: new Uint8Array(8), schema: "", publisher: 1, stale: false }),
    { discard: true }
  )

/** A topic of two hundred keys, a thread that keeps `near` of them, and how often and how much it fetches. */
const setting = Effect.fnUntraced(function* (near: number, replayBytes: number) {
  const keeper = new Keeper({ memoryBytes: 1e6, whenFull: "fail", flushMillis: 50 }, undefined, 1)
  yield* publishAll(keeper)
  const seen = { fetches: 0, heldBytes: 0 }
  const replay = new Replay(replayBytes)
  // The two of its methods that are used here; between threads they are jobs.
  const client = {
    follow: ({ after, topic }: { readonly topic: string; readonly after: Version }) => keeper.follow(topic, after),
    read: ({ after, limitBytes }: { readonly after: Version; readonly limitBytes: number }): Effect.Effect<Batch> => {
      seen.fetches++
      return Effect.andThen(Effect.yieldNow, Effect.orDie(keeper.read("t", after, limitBytes)))
    }
  } as unknown as Keepers["Service"]
  const context = yield* Effect.context<never>()
  const run = Effect.runForkWith(context) as unknown as Run
  const cache = new Cache(near * ENTRY, "any")
  const shared = { client, cache, replay, fetching: Semaphore.makeUnsafe(8), run }
  const followed = new Followed("t", shared, yield* Effect.scope, false)
  yield* Effect.forkScoped(followed.follow, { startImmediately: true })
  // It has taken what there is when it holds as much as it may.
  yield* Effect.repeat(Effect.yieldNow, { until: () => cache.size === Math.min(near, KEYS) })

  /** Joins; what it was told, once that is all, or as much as `count`. */
  const join = (count: number, turn: (entry: Entry) => Effect.Effect<void>) => {
    const told: Array<number> = []
    const done = Deferred.makeUnsafe<ReadonlyArray<number>>()
    const tell: Tell = (entry) =>
      Effect.suspend(() => {
        seen.heldBytes = Math.max(seen.heldBytes, replay.bytes)
        told.push(entry.seq)
        if (told.length === count) Deferred.doneUnsafe(done, Effect.succeed(told))
        return turn(entry)
      })
    const joiner = followed.join(tell, run)
    joiner.wake()
    return { joiner, done: Deferred.await(done) }
  }
  return { cache, followed, join, keeper, replay, seen }
})

const all = Array.from({ length: KEYS }, (_, index) => index + 1)

describe("E05 joiners of one thread", () => {
  it.effect("who finds everything on this thread asks nobody", () =>
    Effect.gen(function* () {
      const { join, replay, seen } = yield* setting(KEYS, 1e6)
      for (let count = 0; count < 20; count++) {
        assert.deepStrictEqual(yield* join(KEYS, () => Effect.void).done, all)
      }
      assert.deepStrictEqual([seen.fetches, replay.bytes], [0, 0])
    }).pipe(Effect.scoped)
  )

  it.effect("joiners at one place share what is fetched, hold no more than they may, and give all of it back", () =>
    Effect.gen(function* () {
      const { join, replay, seen } = yield* setting(5, 1e6)
      const joined = Array.from({ length: 1000 }, () => join(KEYS, () => Effect.void))
      for (const { done } of joined) assert.deepStrictEqual(yield* done, all)
      // A hundred thousand bytes in parts of 64 KiB; the last five are here.
      assert.isAtMost(seen.fetches, 2)
      assert.isAtMost(seen.heldBytes, 2 * 64 * 1024)
      // The last one was told, and lets go.
      yield* Effect.yieldNow
      assert.strictEqual(replay.bytes, 0)
    }).pipe(Effect.scoped)
  )

  it.effect("slow ones in different places hold one value each where more would be too much", () =>
    Effect.gen(function* () {
      const { join, replay, seen } = yield* setting(5, ENTRY)
      const joined = Array.from({ length: 8 }, (_, index) =>
        join(KEYS, ({ seq }) => (seq % (index + 2) === 0 ? Effect.yieldNow : Effect.void))
      )
      for (const { done } of joined) assert.deepStrictEqual(yield* done, all)
      assert.isAbove(seen.fetches, KEYS - 10)
      yield* Effect.yieldNow
      assert.strictEqual(replay.bytes, 0)
    }).pipe(Effect.scoped)
  )

  it.effect("who leaves in the middle gives back what it held, and is told nothing more", () =>
    Effect.gen(function* () {
      const { followed, join, keeper, replay } = yield* setting(5, 1e6)
      const gate = yield* Deferred.make<void>()
      const told: Array<number> = []
      const { done, joiner } = join(3, ({ seq }) => {
        told.push(seq)
        return seq === 3 ? Deferred.await(gate) : Effect.void
      })
      yield* done
      assert.isAbove(replay.bytes, 0)
      followed.leave(joiner)
      yield* joiner.leave
      assert.strictEqual(replay.bytes, 0)
      assert.isFalse(followed.isJoined)
      yield* publishAll(keeper)
      yield* Deferred.succeed(gate, undefined)
      // Whoever comes later has been told of all of it.
      yield* join(KEYS, () => Effect.void).done
      assert.deepStrictEqual(told, [1, 2, 3])
    }).pipe(Effect.scoped)
  )

  it.effect("a joiner may leave from its own handler", () =>
    Effect.gen(function* () {
      const { followed, join } = yield* setting(KEYS, 1e6)
      const left = yield* Deferred.make<void>()
      let told = 0
      const { joiner } = join(KEYS, () =>
        Effect.suspend(() => {
          if (++told < 10) return Effect.void
          const leave = Effect.suspend(() => {
            followed.leave(joiner)
            return joiner.leave
          })
          return Effect.yieldNow.pipe(Effect.andThen(leave), Effect.andThen(Deferred.succeed(left, undefined)))
        })
      )
      yield* Deferred.await(left)
      assert.strictEqual(told, 10)
      yield* Effect.yieldNow
      assert.isFalse(followed.isJoined)
    }).pipe(Effect.scoped)
  )

  for (const [what, make] of Object.entries(odd)) {
    it.live(`what dies of ${what} is asked again, though a logger cannot read it`, () =>
      Effect.gen(function* () {
        let asked = 0
        const second = Effect.suspend(() => (++asked === 1 ? Effect.die(make()) : Effect.succeed(asked)))
        assert.strictEqual(yield* again("it does not come", second), 2)
      }).pipe(Effect.provide(readingLogger))
    )
  }
})
