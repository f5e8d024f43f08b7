/*
 * E05: last values that are forgotten, and joining all topics of a pattern, in memory and above a SQLite file.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Actor from "@stevedore/core/Actor"
import { ActorSystem } from "@stevedore/core/ActorSystem"
import * as LastValues from "@stevedore/harbor/LastValues"
import * as SqliteLastValues from "@stevedore/harbor/node/SqliteLastValues"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Latch from "effect/Latch"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { changesOf } from "./lastValues/changes.ts"
import { Partner, Tick } from "./lastValues/messages.ts"
import { forked, numbers } from "./platforms.ts"

const entry = Actor.entry<typeof import("./lastValues/partner.thread.ts")>(
  new URL("./lastValues/partner.thread.ts", import.meta.url)
)

type Values = LastValues.LastValues["Service"]
type Needs = ActorSystem | LastValues.LastValues | Partner

/** In one life of a process after the other, each with the file that the one before has left, where there is one. */
const lives = <E>(
  tier: string,
  options: LastValues.Options,
  ...programs: ReadonlyArray<Effect.Effect<void, E, Needs>>
) =>
  Effect.acquireUseRelease(
    Effect.sync(() => mkdtempSync(join(tmpdir(), "last-values-"))),
    (folder) => {
      const stored = LastValues.layerStored(options).pipe(
        Layer.provide(SqliteLastValues.layer({ path: join(folder, "values.db") }))
      )
      const live = Partner.layerThread({ entry, name: "partner" }).pipe(
        Layer.provideMerge(tier === "memory" ? LastValues.layer(options) : stored),
        Layer.provideMerge(NodeActorSystem.layer({ maxThreads: 4, startTimeout: "5 minutes" }))
      )
      return Effect.forEach(programs, (program) => Effect.provide(program, live), { discard: true })
    },
    (folder) => Effect.sync(() => rmSync(folder, { recursive: true }))
  )

const put = (values: Values, topic: string, key: string, n: number) =>
  values.publish(topic, Tick, { key, n, filler: "" })

/** So many have joined, and heard something. */
const joined = (values: Values, count: number) =>
  values.stream("joined", Tick).pipe(Stream.take(count), Stream.runDrain)

/** What whoever hears all of it knows in the end. */
const stateOf = (changes: ReadonlyArray<string>) => {
  const state = new Map<string, string>()
  for (const change of changes) {
    const [key, what] = change.split(" ")
    if (what === "gone") state.delete(key!)
    else state.set(key!, what!)
  }
  return Object.fromEntries(state)
}

for (const tier of ["memory", "sqlite"]) {
  describe(`E05 forgetting in ${tier}`, () => {
    it.live("E05-forget who has heard of a key is told that it is gone, and who comes later hears nothing of it", () =>
      lives(
        tier,
        {},
        Effect.gen(function* () {
          const [values, partner] = [yield* LastValues.LastValues, yield* Partner]
          yield* partner.publish({ topic: "t", keys: ["a", "b", "c"], from: 0, count: 1 })
          const here = yield* forked(changesOf(values, "t"))
          const there = yield* forked(partner.changes({ topic: "t" }))
          yield* joined(values, 2)
          yield* values.forget("t", Tick, "a")
          yield* values.forget("t", Tick, "b")
          yield* values.forget("t", Tick, "none")
          yield* put(values, "t", "a", 1)
          yield* put(values, "t", "end", 0)
          for (const changes of [yield* Fiber.join(here), yield* Fiber.join(there)]) {
            assert.notInclude(changes, "out of order")
            assert.deepStrictEqual(stateOf(changes), { a: "1", c: "0", end: "0" })
            assert.deepStrictEqual(changes.filter((change) => change !== "none gone").slice(-3), [
              "b gone",
              "a 1",
              "end 0"
            ])
          }
          const late = [yield* changesOf(values, "t"), yield* partner.changes({ topic: "t" })]
          assert.deepStrictEqual(late, [
            ["c 0", "a 1", "end 0"],
            ["c 0", "a 1", "end 0"]
          ])
          const [first] = yield* values.stream("t", Tick).pipe(Stream.take(1), Stream.runCollect)
          assert.strictEqual(first!.key, "c")
        })
      )
    )

    it.live("E05-forget a thread that ends leaves nothing of what was forgotten, in this life nor in the next", () =>
      lives(
        tier,
        {},
        Effect.gen(function* () {
          const [partner, system, values] = [yield* Partner, yield* ActorSystem, yield* LastValues.LastValues]
          yield* partner.publish({ topic: "t", keys: ["a", "b"], from: 0, count: 1 })
          yield* values.flush
          yield* values.forget("t", Tick, "a")
          const joined = Latch.makeUnsafe()
          const hears = Stream.tap(values.stream("t", Tick), () => joined.open)
          const told = yield* forked(hears.pipe(Stream.take(2), Stream.runCollect))
          // Who joins later finds it stale already, and hears of it once.
          yield* joined.await
          yield* system.kill("partner")
          const shown = Array.from(yield* Fiber.join(told), ({ isStale, key }) => `${key} ${isStale}`)
          assert.deepStrictEqual(shown, ["b false", "b true"])
          yield* put(values, "t", "end", 0)
          assert.deepStrictEqual(yield* changesOf(values, "t"), ["b 0", "end 0"])
          yield* values.flush
        }),
        Effect.gen(function* () {
          const values = yield* LastValues.LastValues
          yield* put(values, "t", "end", 1)
          const left = tier === "memory" ? ["end 1"] : ["b 0", "end 1"]
          assert.deepStrictEqual(yield* changesOf(values, "t"), left)
        })
      )
    )

    it.live("E05-forget nothing of a forgotten key is kept when all have heard of it", () =>
      lives(
        tier,
        {},
        Effect.gen(function* () {
          const values = yield* LastValues.LastValues
          for (const n of numbers(2000)) {
            yield* put(values, "t", `key ${n}`, n)
            yield* values.forget("t", Tick, `key ${n}`)
          }
          yield* values.flush
          assert.deepInclude(yield* values.figures, { values: 0, bytes: 0, unwritten: 0, refused: 0 })
        })
      )
    )

    it.live(
      "E05-pattern who joins a pattern hears all topics that match, those that there are and those that come",
      () => {
        const hearing = (values: Values, pattern: string, count: number) =>
          values.stream(pattern, Tick).pipe(
            Stream.map(({ payload, topic }) => `${topic} ${payload.key}${payload.n}`),
            Stream.take(count),
            Stream.runCollect,
            Effect.map((all) => all.toSorted())
          )
        const some = ["fruit.apple a1", "fruit.pear a0", "fruit.pear b0"]
        return lives(
          tier,
          {},
          Effect.gen(function* () {
            const [partner, values] = [yield* Partner, yield* LastValues.LastValues]
            yield* put(values, "fruit.apple", "a", 0)
            yield* partner.publish({ topic: "fruit.pear", keys: ["a", "b"], from: 0, count: 1 })
            for (const topic of ["bread", "fruit", "fruit.dry.fig", "fruits.nut"]) yield* put(values, topic, "x", 0)
            yield* put(values, "fruit.apple", "a", 1)
            assert.deepStrictEqual(yield* hearing(values, "fruit.*", 3), some)
            assert.deepStrictEqual(yield* hearing(values, "fruit.>", 4), [...some, "fruit.dry.fig x0"].toSorted())
            const all = yield* forked(hearing(values, "*.>", 6))
            const later = yield* forked(hearing(values, "fruit.*", 5))
            yield* partner.publish({ topic: "fruit.fig", keys: ["c"], from: 0, count: 1 })
            yield* put(values, "bread", "x", 1)
            yield* put(values, "fruit.fig", "d", 7)
            const figs = ["fruit.fig c0", "fruit.fig d7"]
            assert.deepStrictEqual(yield* Fiber.join(later), [...some, ...figs].toSorted())
            assert.strictEqual((yield* Fiber.join(all)).length, 6)
            for (const wrong of [put(values, "fruit.*", "a", 0), values.forget("fruit.>", Tick, "a")]) {
              assert.strictEqual((yield* Effect.flip(wrong)).reason._tag, "InvalidOption")
            }
            const badly = yield* Effect.flip(hearing(values, "fruit.>.fig", 1))
            assert.strictEqual(badly.reason._tag, "InvalidOption")
            yield* values.flush
          }),
          Effect.gen(function* () {
            // Of another life there is only what was written down: found without anybody having named it.
            const values = yield* LastValues.LastValues
            if (tier === "memory") yield* put(values, "fruit.fig", "c", 0)
            const left = yield* hearing(values, "fruit.*", tier === "memory" ? 1 : 5)
            assert.include(left, "fruit.fig c0")
            if (tier === "sqlite") assert.includeMembers([...left], some)
          })
        )
      }
    )
  })
}

describe("E05 forgetting what has left memory", () => {
  it.live("E05-forget a key that only the store has is gone for who comes later, flushed or not", () =>
    lives(
      "sqlite",
      { memoryBytes: 4096 },
      Effect.gen(function* () {
        const [partner, values] = [yield* Partner, yield* LastValues.LastValues]
        const keys = numbers(40).map((n) => `k${n}`)
        yield* partner.publish({ topic: "t", keys, from: 0, count: 1 })
        yield* values.flush
        const early = yield* forked(changesOf(values, "t"))
        const far = yield* forked(partner.changes({ topic: "t" }))
        yield* joined(values, 2)
        yield* values.forget("t", Tick, "k3")
        const left = keys.filter((key) => key !== "k3" && key !== "k5").map((key) => `${key} 0`)
        yield* values.forget("t", Tick, "k5")
        yield* put(values, "t", "end", 0)
        const known = Object.fromEntries([...left, "end 0"].map((text) => text.split(" ")))
        for (const changes of [yield* Fiber.join(early), yield* Fiber.join(far)]) {
          assert.notInclude(changes, "out of order")
          assert.deepStrictEqual(stateOf(changes), known)
        }
        // Not written down yet, perhaps, and then written down. One that has to fetch much may be told of what it has not heard of.
        const told = (changes: ReadonlyArray<string>) => changes.filter((change) => !change.endsWith(" gone"))
        assert.deepStrictEqual(told(yield* changesOf(values, "t")), [...left, "end 0"])
        yield* values.flush
        assert.deepStrictEqual(told(yield* changesOf(values, "t")), [...left, "end 0"])
        assert.deepStrictEqual(told(yield* partner.changes({ topic: "t" })), [...left, "end 0"])
      }),
      Effect.gen(function* () {
        const values = yield* LastValues.LastValues
        yield* put(values, "t", "end", 1)
        const changes = yield* changesOf(values, "t")
        assert.strictEqual(changes.length, 39)
        assert.notInclude(changes, "k3 0")
      })
    )
  )
})
