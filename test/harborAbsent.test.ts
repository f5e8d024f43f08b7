/*
 * Threads with a harbor where main has none, and never had one: what main's keeps for all of them says so, and what to do.
 */
import { ActorSystem } from "@stevedore/core/ActorSystem"
import * as Harbor from "@stevedore/harbor/Harbor"
import type { HarborError } from "@stevedore/harbor/HarborError"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { Member, thread } from "./harbor/group.ts"
import { Host } from "./harbor/messages.ts"
import { forked, on, platforms } from "./harbor/platforms.ts"
import * as ObjectId from "@stevedore/harbor/ObjectId"
import * as Testing from "@stevedore/core/testing"
import * as Fiber from "effect/Fiber"

// Simulated: it waits for main's harbor as long as a thread may take to start.
const { entry, system } = platforms[1]
const absent =
  /a use of topics and groups is not supported here: main has no harbor, which keeps them: build Harbor\.layer\(\) on main/

const refuses = <R>(messageName: string, use: Effect.Effect<unknown, unknown, R>) =>
  Effect.gen(function* () {
    const error = (yield* Effect.flip(use)) as HarborError
    assert.containSubset(error, { _tag: "HarborError", messageName, delivered: "no", reason: { _tag: "Unsupported" } })
    assert.match(error.message, absent)
  })

describe("a thread with a harbor, where main has none", () => {
  it.live("E03-absent subscribes to and publishes no topics, and is told why; what needs nobody's tables goes on", () =>
    Effect.gen(function* () {
      const host = yield* Host
      yield* refuses("other", host.subscribe({ pattern: "a.*" }, on("t-0")))
      yield* refuses("other", host.publish({ topic: "a.b", from: 1, count: 1 }, on("t-0")))
      yield* host.listen({ message: "where" }, on("t-0"))
      assert.deepStrictEqual(yield* host.where({ count: 2 }, on("t-1")), ["t-0", "t-0"])
      // As soon as there is one, all of it works.
      yield* Layer.build(Harbor.layer())
      yield* host.subscribe({ pattern: "a.*" }, on("t-0"))
      yield* host.publish({ topic: "a.b", from: 1, count: 2 }, on("t-1"))
      yield* host.leave(undefined, on("t-0"))
      // What was called is noted there, too.
      assert.deepStrictEqual(yield* host.noted(undefined, on("t-0")), [0, 1, 1, 2])
    }).pipe(Effect.scoped, Effect.provide(Host.layerPool({ entry, size: 2, name: "t" })), Effect.provide(system))
  )

  it.live("E03-absent who waits for main's harbor goes on when it comes", () =>
    Effect.gen(function* () {
      const host = yield* Host
      const { threads } = yield* ActorSystem
      yield* threads
      const publishing = yield* forked(host.publish({ topic: "a.b", from: 1, count: 1 }, on("t-0")))
      const subscribing = yield* forked(host.subscribe({ pattern: "a.*" }, on("t-1")))
      yield* Layer.build(Harbor.layer())
      yield* Fiber.join(publishing)
      yield* Fiber.join(subscribing)
    }).pipe(Effect.scoped, Effect.provide(Host.layerPool({ entry, size: 2, name: "t" })), Effect.provide(system))
  )

  it.live("C10-absent changes no groups, and sends to none", () =>
    Effect.gen(function* () {
      const member = yield* Member
      const id = ObjectId.make(1, 1)
      yield* refuses("", member.add({ room: "room", id }, on("t-0")))
      yield* refuses("", member.members({ room: "room" }, on("t-0")))
    }).pipe(
      Effect.scoped,
      Effect.provide(Member.layerPool({ entry: Testing.entry(thread), size: 1, name: "t" })),
      Effect.provide(system)
    )
  )
})
