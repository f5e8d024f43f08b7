/*
 * Telling subscribers: in order, from the moment they subscribe, bounded, and honest about what was lost.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Stream from "effect/Stream"
import { Feed } from "../src/internal/supervision/feed.ts"

const options = {
  first: () => [],
  wanted: () => true,
  missing: (count: number) => `missed ${count}`
}

describe("a feed", () => {
  it.effect("H16-watch begins with how things stand, and nothing comes between that and what follows", () =>
    Effect.gen(function* () {
      const feed = new Feed<string>()
      const first = () => {
        // Told in the very moment of subscribing: it is part of how things stand, not lost and not told twice.
        feed.tell("too early")
        return ["stands"]
      }
      const reader = yield* Effect.forkChild(Stream.runCollect(feed.stream({ ...options, first })), {
        startImmediately: true
      })
      feed.tell("a")
      feed.tell("b")
      feed.end()
      assert.deepStrictEqual(yield* Fiber.join(reader), ["stands", "a", "b"])
    })
  )

  it.effect("H07 H16-watch a subscriber that does not read keeps 1,024 events and learns how many it missed", () =>
    Effect.gen(function* () {
      const feed = new Feed<string>()
      const read: Array<string> = []
      const gate = yield* Deferred.make<void>()
      const reader = yield* Effect.forkChild(
        Stream.runForEach(feed.stream(options), (event) =>
          Effect.andThen(
            Effect.sync(() => read.push(event)),
            Deferred.await(gate)
          )
        ),
        { startImmediately: true }
      )
      for (let i = 0; i < 3000; i++) feed.tell(`${i}`)
      feed.end()
      yield* Deferred.succeed(gate, undefined)
      yield* Fiber.join(reader)
      // The first woke the reader; of the others the latest 1,024 were kept.
      assert.strictEqual(read[0], "0")
      assert.strictEqual(read[1], "missed 1975")
      assert.deepStrictEqual(
        read.slice(2),
        Array.from({ length: 1024 }, (_, index) => `${1976 + index}`)
      )
    })
  )

  it.effect("E01-watch a subscriber leaves with its scope", () =>
    Effect.gen(function* () {
      const feed = new Feed<string>()
      const reader = yield* Effect.forkChild(Stream.runDrain(feed.stream(options)), { startImmediately: true })
      assert.strictEqual(feed.size, 1)
      yield* Fiber.interrupt(reader)
      assert.strictEqual(feed.size, 0)
    })
  )

  it.effect("H16-watch what subscribes after the end gets how things stand, and the end", () =>
    Effect.gen(function* () {
      const feed = new Feed<string>()
      feed.end()
      assert.deepStrictEqual(yield* Stream.runCollect(feed.stream({ ...options, first: () => ["dead"] })), ["dead"])
    })
  )
})
