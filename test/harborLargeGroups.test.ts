/*
 * Groups whose members fill many messages: all threads agree on them, whoever changes them at once, comes later, or lives on.
 */
import * as Actor from "@stevedore/core/Actor"
import { ActorSystem } from "@stevedore/core/ActorSystem"
import * as Directory from "@stevedore/harbor/Directory"
import * as Group from "@stevedore/harbor/Group"
import * as Harbor from "@stevedore/harbor/Harbor"
import * as ObjectId from "@stevedore/harbor/ObjectId"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import type * as Scope from "effect/Scope"
import { Late, Member, Says } from "./harbor/group.ts"
import { forked, numbers, on } from "./platforms.ts"

const entry = Actor.entry<typeof import("./harbor/group.thread.ts")>(
  new URL("./harbor/group.thread.ts", import.meta.url)
)
const late = Actor.entry<typeof import("./harbor/late.thread.ts")>(new URL("./harbor/late.thread.ts", import.meta.url))
const bounds = { maxThreads: 6, startTimeout: "1 minute", stopTimeout: "1 minute" } as const

/** One message carries about 36,000. */
const COUNT = 60_000
const ids = numbers(COUNT).map((index) => ObjectId.make(1, index + 1))
const threads = ["t-0", "t-1"]

/** With a harbor of main that is built for it, and closes behind it. */
const during = <A, E, R>(use: Effect.Effect<A, E, R | Harbor.Harbor | Directory.Directory | Scope.Scope>) =>
  use.pipe(Effect.scoped, Effect.provide(Layer.fresh(Layer.merge(Harbor.layer(), Directory.layer()))))

describe("C10 large groups", () => {
  it.live(
    "C10-large groups of 60,000 are the same on all threads, on those that come later, and for main's next harbor",
    () =>
      Effect.gen(function* () {
        const [member, { kill }] = [yield* Member, yield* ActorSystem]
        const counts = Effect.forEach(threads, (one) => member.count({ room: "room" }, on(one)))
        yield* during(
          Effect.gen(function* () {
            // They gather while the first one is told.
            yield* Effect.forEach(ids, (id) => Group.add("room", id), { concurrency: "unbounded", discard: true })
            assert.deepStrictEqual(yield* Group.members("room"), ids)
            assert.deepStrictEqual(yield* counts, [COUNT, COUNT])
            const ends = Effect.flatMap(Late, (late) => late.ends({ room: "room" }))
            const first = yield* Effect.provide(ends, Late.layerThread({ entry: late, name: "late" }))
            assert.deepStrictEqual(first, [ids[0]!, ids.at(-1)!])
            assert.isTrue(yield* kill("t-1"))
            yield* Effect.repeat(counts, { until: ([, restarted]) => restarted === COUNT })
            // None of them is there any more: whoever finds that out has all of them leave at once.
            assert.strictEqual(yield* Group.send("room", Says, { words: [] }), 0)
            yield* Effect.repeat(counts, { until: (left) => left.every((count) => count === 0) })
            yield* Effect.forEach(ids, (id) => Group.add("room", id), { concurrency: "unbounded", discard: true })
          })
        )
        yield* during(
          Effect.gen(function* () {
            assert.deepStrictEqual(yield* Group.members("room"), ids)
            yield* Group.clear("room")
            assert.deepStrictEqual(yield* Group.members("room"), [])
            assert.deepStrictEqual(yield* counts, [0, 0])
            // What is known to have left can come again.
            yield* Group.add("room", ids[0]!)
            assert.deepStrictEqual(yield* counts, [1, 1])
          })
        )
      }).pipe(
        Effect.provide(Member.layerPool({ entry, size: 2, name: "t" })),
        Effect.provide(NodeActorSystem.layer(bounds)),
        Effect.provide(Logger.layer([]))
      )
  )
})

describe("C10 large groups where memory is made for small messages", () => {
  it.live("are the same on all threads, too, and whoever dies in the middle of it holds up nobody", () =>
    Effect.gen(function* () {
      const [member, { kill }] = [yield* Member, yield* ActorSystem]
      const some = ids.slice(0, 1000)
      yield* during(
        Effect.gen(function* () {
          const adding = yield* forked(
            Effect.forEach(some, (id) => Group.add("room", id), { concurrency: "unbounded", discard: true })
          )
          assert.isTrue(yield* kill("t-1"))
          yield* Fiber.join(adding)
          assert.strictEqual(yield* member.count({ room: "room" }, on("t-0")), some.length)
          const restarted = member.count({ room: "room" }, on("t-1"))
          yield* Effect.repeat(restarted, { until: (count) => count === some.length })
        })
      )
      yield* during(
        Effect.gen(function* () {
          assert.deepStrictEqual(yield* Group.members("room"), some)
          yield* Group.clear("room")
          for (const one of threads) assert.strictEqual(yield* member.count({ room: "room" }, on(one)), 0)
        })
      )
    }).pipe(
      Effect.provide(Member.layerPool({ entry, size: 2, name: "t" })),
      Effect.provide(NodeActorSystem.layer({ ...bounds, segmentBytes: 1024, smallBlocks: 0, largeBlocks: 0 })),
      Effect.provide(Logger.layer([]))
    )
  )
})

describe("C10 changes of groups whose asker leaves", () => {
  it.live(
    "C10-left changes of groups that nobody waits for any more are made all the same, and who is interrupted leaves at once",
    () => {
      const left: Array<string> = []
      const logger = Logger.make(
        ({ message }) => void (`${message}`.includes("was interrupted") && left.push(`${message}`))
      )
      return Effect.gen(function* () {
        const member = yield* Member
        const some = ids.slice(0, 1000)
        yield* during(
          Effect.gen(function* () {
            const adding = yield* forked(
              Effect.forEach(some, (id) => Group.add("room", id), { concurrency: "unbounded", discard: true })
            )
            // All others are taken by then, and wait for the first one to be told.
            yield* Effect.repeat(Effect.andThen(Effect.yieldNow, Group.members("room")), {
              until: (members) => members.length > 0
            })
            yield* Fiber.interrupt(adding)
            yield* Group.add("room", ids[1000]!)
            const members = yield* Group.members("room")
            assert.deepStrictEqual([members.at(0), members.at(-1)], [ids[0], ids[1000]])
            for (const one of threads)
              assert.strictEqual(yield* member.count({ room: "room" }, on(one)), members.length)
            assert.deepStrictEqual(left, [])
          })
        )
      }).pipe(
        Effect.provide(Member.layerPool({ entry, size: 2, name: "t" })),
        Effect.provide(NodeActorSystem.layer({ ...bounds, interruptGrace: 0 })),
        Effect.provide(Logger.layer([logger]))
      )
    }
  )
})
