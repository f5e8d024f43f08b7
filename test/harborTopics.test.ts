/*
 * Topics over threads: who has subscribed gets what is published, from everywhere, and what was published before he left.
 */
import { ActorSystem } from "@stevedore/core/ActorSystem"
import * as Envelope from "@stevedore/harbor/Envelope"
import * as Harbor from "@stevedore/harbor/Harbor"
import * as Topic from "@stevedore/harbor/Topic"
import { assert, describe, it } from "@effect/vitest"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Queue from "effect/Queue"
import { Host, Note, Notes, Other, subscribeTo } from "./harbor/messages.ts"
import { forked, numbers, on, platforms, run } from "./harbor/platforms.ts"

class Late extends Host.as<Late>()("harbor-test/Late") {}

for (const platform of platforms) {
  describe(`E03 topics on ${platform.name}`, () => {
    it.live("E03 every subscriber of every thread gets what matches, in order, and its envelope", () =>
      run(
        Effect.gen(function* () {
          const [host, { noted }] = [yield* Host, yield* Notes]
          const topics = yield* Queue.unbounded<string | undefined>()
          yield* subscribeTo("a.*")
          yield* Topic.subscribe("a.>", Other, () =>
            Effect.flatMap(Envelope.current, ({ topic }) => Effect.asVoid(Queue.offer(topics, topic)))
          )
          yield* host.subscribe({ pattern: "a.b" }, on("t-0"))
          yield* host.subscribe({ pattern: "*.b" }, on("t-0"))
          yield* host.subscribe({ pattern: "x.>" }, on("t-1"))
          yield* host.publish({ topic: "a.b", from: 0, count: 50 }, on("t-1"))
          yield* host.publish({ topic: "a.b.c", from: 50, count: 1 }, on("t-1"))
          yield* host.publish({ topic: "none", from: 60, count: 1 }, on("t-1"))
          // Not this message.
          yield* Topic.publish("a.b", Note, { n: 70, tags: [] })
          yield* host.publish({ topic: "x.y", from: 80, count: 1 }, on("t-0"))
          assert.deepStrictEqual(yield* Queue.takeN(topics, 51), [...numbers(50).map(() => "a.b"), "a.b.c"])
          // It leaves when all that was published before has been handled.
          yield* host.leave(undefined, on("t-0"))
          yield* host.leave(undefined, on("t-1"))
          assert.deepStrictEqual(noted, numbers(50))
          const twice = numbers(50).flatMap((n) => [n, n])
          assert.deepStrictEqual(yield* host.noted(undefined, on("t-0")), twice)
          assert.deepStrictEqual(yield* host.noted(undefined, on("t-1")), [80])
          yield* host.publish({ topic: "a.b", from: 90, count: 1 }, on("t-0"))
          assert.deepStrictEqual(yield* host.noted(undefined, on("t-0")), twice)
        }),
        platform
      )
    )

    it.live("E03 who leaves has had all that was published until then, from threads that publish all the time", () =>
      run(
        Effect.gen(function* () {
          const host = yield* Host
          const publishing = yield* forked(host.publish({ topic: "busy", from: 0, count: 3000 }, on("t-1")))
          const seen: Array<ReadonlyArray<number>> = []
          for (const _ of numbers(5)) {
            const noted: Array<number> = []
            yield* Effect.scoped(
              Effect.gen(function* () {
                yield* Topic.subscribe("busy", Other, ({ n }) => Effect.sync(() => void noted.push(n)))
                // Some rounds of the threads.
                for (const one of ["t-0", "t-1", "t-0"]) yield* host.noted(undefined, on(one))
              })
            )
            seen.push(noted.slice())
            yield* host.noted(undefined, on("t-1"))
            assert.deepStrictEqual(noted, seen.at(-1), "nothing comes after it has left")
          }
          yield* Fiber.join(publishing)
          for (const noted of seen) {
            for (let at = 1; at < noted.length; at++) assert.strictEqual(noted[at], noted[at - 1]! + 1, "without a gap")
          }
        }),
        platform
      )
    )

    it.live("E03 a thread that dies is subscribed to nothing, and one that comes late knows who is", () =>
      run(
        Effect.gen(function* () {
          const [host, { noted }, system, harbor] = [
            yield* Host,
            yield* Notes,
            yield* ActorSystem,
            yield* Harbor.Harbor
          ]
          yield* subscribeTo("news")
          yield* host.subscribe({ pattern: "news" }, on("t-0"))
          const { tables } = harbor["~@stevedore/harbor/thread"]
          assert.strictEqual(tables.subscribed("other", "news").length, 2)
          yield* system.kill("t-0")
          // A change that comes after the one that the death has brought.
          while (tables.subscribed("other", "news").length > 1) yield* Effect.scoped(subscribeTo("else"))
          yield* host.publish({ topic: "news", from: 0, count: 3 }, on("t-1"))
          yield* Effect.scoped(
            Effect.gen(function* () {
              const layer = Late.layerThread({ entry: platform.entry, name: "late" })
              const context = yield* Layer.build(layer).pipe(Effect.provideService(ActorSystem, system))
              const client = Context.get(context, Late)
              yield* client.publish({ topic: "news", from: 3, count: 2 })
            })
          )
          yield* Effect.scoped(subscribeTo("else"))
          assert.deepStrictEqual(noted, numbers(5))
        }),
        platform
      )
    )

    it.live("E03 what is no topic, or no pattern, is said", () =>
      run(
        Effect.gen(function* () {
          for (const wrong of [
            Topic.publish("a.*", Other, { n: 1 }),
            Topic.publish("", Other, { n: 1 }),
            Topic.publish("a..b", Other, { n: 1 }),
            subscribeTo("a.>.b"),
            subscribeTo("a b"),
            subscribeTo("")
          ]) {
            assert.strictEqual((yield* Effect.flip(wrong)).reason._tag, "InvalidOption")
          }
        }),
        platform,
        { size: 1 }
      )
    )
  })
}
