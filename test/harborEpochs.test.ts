/*
 * Harbors of main that close and are built again while those of other threads live on: topics and groups go on with what they hold.
 */
import * as Actor from "@stevedore/core/Actor"
import * as Testing from "@stevedore/core/testing"
import * as Directory from "@stevedore/harbor/Directory"
import * as Group from "@stevedore/harbor/Group"
import * as Harbor from "@stevedore/harbor/Harbor"
import * as Topic from "@stevedore/harbor/Topic"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Queue from "effect/Queue"
import type * as Scope from "effect/Scope"
import { Member, Says, thread } from "./harbor/group.ts"
import { Host, Other } from "./harbor/messages.ts"
import { on, platforms } from "./harbor/platforms.ts"
import { platformsOf } from "./platforms.ts"

const groups = platformsOf(
  {
    entry: Actor.entry<typeof import("./harbor/group.thread.ts")>(new URL("./harbor/group.thread.ts", import.meta.url))
  },
  { entry: Testing.entry(thread) }
)

/** With a harbor of main that is built for it, and closes behind it. */
const during = <A, E, R>(use: Effect.Effect<A, E, R | Harbor.Harbor | Directory.Directory | Scope.Scope>) =>
  use.pipe(Effect.scoped, Effect.provide(Layer.fresh(Layer.merge(Harbor.layer(), Directory.layer()))))

for (const { entry, name, system } of platforms) {
  describe(`E03 topics on ${name}, with main's harbor built again`, () => {
    it.live("E03-again a harbor of main that closes at once waits for nobody who waits for it", () => {
      const complaints: Array<string> = []
      const logger = Logger.make<unknown, void>(({ message }) => {
        if (String(message).includes("did not stop within")) complaints.push(String(message))
      })
      return Effect.gen(function* () {
        // The harbors of its threads ask main's for the tables as soon as there is one.
        yield* Host
        for (let life = 0; life < 4; life++) {
          yield* during(Effect.void)
          assert.deepStrictEqual(complaints, [])
        }
      }).pipe(
        Effect.provide(Host.layerPool({ entry, size: 2, name: "t" })),
        Effect.provide(system),
        Effect.provide(Logger.layer([logger]))
      )
    })

    it.live(
      "E03-again subscriptions of threads that live on are known to the next harbor of main, and its own to them",
      () =>
        Effect.gen(function* () {
          const host = yield* Host
          const had = yield* Queue.unbounded<number>()
          const publish = (topic: string, n: number) => Topic.publish(topic, Other, { n })
          const hear = Topic.subscribe("m.*", Other, ({ n }) => Effect.asVoid(Queue.offer(had, n)))
          yield* during(
            Effect.gen(function* () {
              yield* hear
              yield* host.subscribe({ pattern: "a.*" }, on("t-0"))
              yield* host.publish({ topic: "m.x", from: 1, count: 1 }, on("t-1"))
              yield* publish("a.b", 2)
              assert.strictEqual(yield* Queue.take(had), 1)
            })
          )
          // No subscription can have been completed since: what each thread knows is true.
          yield* host.publish({ topic: "a.b", from: 3, count: 1 }, on("t-1"))
          const refused = yield* Effect.flip(host.subscribe({ pattern: "never" }, on("t-1")))
          assert.containSubset(refused, {
            delivered: "no",
            reason: { _tag: "Unsupported", what: "a use of topics and groups" }
          })
          for (const n of [10, 20]) {
            yield* during(
              Effect.gen(function* () {
                yield* hear
                yield* host.publish({ topic: "m.x", from: n, count: 1 }, on("t-1"))
                assert.strictEqual(yield* Queue.take(had), n)
                yield* publish("a.b", n + 1)
                yield* publish("never", n + 2)
              })
            )
          }
          // Nobody else has had what main did, who is not there any more.
          yield* host.publish({ topic: "m.x", from: 30, count: 1 }, on("t-1"))
          yield* host.subscribe({ pattern: "a.*" }, on("t-1")).pipe(during)
          // It leaves while nobody can be told.
          yield* host.leave(undefined, on("t-0"))
          assert.deepStrictEqual(yield* host.noted(undefined, on("t-0")), [2, 3, 11, 21])
          yield* during(
            Effect.gen(function* () {
              yield* publish("a.b", 40)
              const { tables } = (yield* Harbor.Harbor)["~@stevedore/harbor/thread"]
              assert.deepStrictEqual(tables.subscribed("other", "a.b").length, 1)
              yield* host.leave(undefined, on("t-1"))
            })
          )
          assert.deepStrictEqual(yield* host.noted(undefined, on("t-0")), [2, 3, 11, 21])
          assert.deepStrictEqual(yield* host.noted(undefined, on("t-1")), [40])
          assert.strictEqual(yield* Queue.size(had), 0)
        }).pipe(
          Effect.provide(Host.layerPool({ entry, size: 2, name: "t", restart: "never" })),
          Effect.provide(system),
          Effect.provide(Logger.layer([]))
        )
    )
  })
}

for (const { entry, name, system } of groups) {
  describe(`C10 groups on ${name}, with main's harbor built again`, () => {
    it.live("C10-again groups outlive main's harbor with the threads that know them, and change on all of them", () =>
      Effect.gen(function* () {
        const member = yield* Member
        const threads = ["t-0", "t-1"]
        const [ada, bob] = yield* during(
          Effect.gen(function* () {
            const ada = yield* member.claim(undefined, on("t-0"))
            const bob = yield* member.claim(undefined, on("t-1"))
            for (const id of [ada, bob]) yield* Group.add("room", id)
            return [ada, bob] as const
          })
        )
        const refused = yield* Effect.flip(member.add({ room: "room", id: ada }, on("t-0")))
        assert.containSubset(refused, {
          delivered: "no",
          reason: { _tag: "Unsupported", what: "a use of topics and groups" }
        })
        yield* during(
          Effect.gen(function* () {
            assert.deepStrictEqual(yield* Group.members("room"), [ada, bob])
            assert.strictEqual(yield* Group.send("room", Says, { words: ["one"] }), 2)
            yield* Group.remove("room", ada)
            yield* member.add({ room: "other", id: ada }, on("t-0"))
            for (const one of threads) {
              assert.deepStrictEqual(yield* member.members({ room: "room" }, on(one)), [bob])
              assert.deepStrictEqual(yield* member.members({ room: "other" }, on(one)), [ada])
            }
          })
        )
        yield* during(
          Effect.gen(function* () {
            assert.deepStrictEqual(yield* Group.members("room"), [bob])
            assert.deepStrictEqual(yield* Group.members("other"), [ada])
            yield* Group.clear("room")
            for (const one of threads) {
              assert.deepStrictEqual(yield* member.members({ room: "room" }, on(one)), [])
            }
          })
        )
      }).pipe(
        Effect.provide(Member.layerPool({ entry, size: 2, name: "t", restart: "never" })),
        Effect.provide(system),
        Effect.provide(Logger.layer([]))
      )
    )
  })
}
