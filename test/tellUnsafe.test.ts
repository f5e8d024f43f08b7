/*
 * Plain callbacks send, too, without waiting; and a job may go behind what a given thread has.
 */
import * as Actor from "@stevedore/core/Actor"
import { ActorError } from "@stevedore/core/ActorError"
import { ActorSystem } from "@stevedore/core/ActorSystem"
import { CurrentThread } from "@stevedore/core/CurrentThread"
import * as Testing from "@stevedore/core/testing"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import { assert, describe, it } from "@effect/vitest"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Latch from "effect/Latch"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Rpc from "effect/rpc/Rpc"
import * as Schema from "effect/Schema"
import * as Scope from "effect/Scope"
import { Orders } from "./several/shop.protocol.ts"

class Inbox extends Actor.Service<Inbox>()("unsafe/Inbox", [
  Rpc.make("put", { payload: { n: Schema.Int } }),
  Rpc.make("hold"),
  Rpc.make("where", { success: Schema.String })
]) {}

const inbox = () => {
  const seen: Array<number> = []
  const gate = Latch.makeUnsafe()
  const handlers = Inbox.toLayer(
    Effect.map(CurrentThread, ({ name }) => ({
      put: ({ n }) => Effect.sync(() => void seen.push(n)),
      hold: () => gate.await,
      where: () => Effect.succeed(name)
    }))
  )
  return { seen, gate, handlers, entry: Testing.entry(handlers) }
}

const entry = Actor.entry<typeof import("./several/shop.thread.ts")>(
  new URL("./several/shop.thread.ts", import.meta.url)
)

describe("tellUnsafe", () => {
  it.effect("A23-callbacks accepted in order, full when there is no room, closed when nobody is there", () => {
    const { entry, gate, seen } = inbox()
    return Effect.gen(function* () {
      const { quiet } = yield* Testing.Simulation
      const scope = yield* Scope.make()
      const live = yield* Layer.buildWithScope(Inbox.layerThread({ entry, window: 3 }), scope)
      const { hold, put } = Context.get(live, Inbox)
      yield* hold.tell()
      yield* quiet
      // Outside of any fiber.
      const told = yield* Effect.promise(async () => [1, 2, 3, 4].map((n) => put.tellUnsafe({ n })))
      assert.deepStrictEqual(told, ["accepted", "accepted", "accepted", "full"])
      assert.deepStrictEqual(seen, [])
      yield* gate.open
      yield* quiet
      assert.deepStrictEqual(seen, [1, 2, 3], "what was refused is nowhere")
      assert.strictEqual(put.tellUnsafe({ n: 5 }), "accepted")
      yield* quiet
      yield* Scope.close(scope, Exit.void)
      assert.strictEqual(put.tellUnsafe({ n: 6 }), "closed")
      assert.deepStrictEqual(seen, [1, 2, 3, 5])
    }).pipe(Effect.provide(Testing.layer({ time: "auto" })))
  })

  it.effect(
    "A23-callbacks closed for a name that nobody provides; what cannot be sent at all throws, and is nowhere",
    () => {
      const { handlers, seen } = inbox()
      return Effect.gen(function* () {
        const nobody = yield* Effect.provide(Inbox, Inbox.layerRef)
        assert.strictEqual(nobody.put.tellUnsafe({ n: 1 }), "closed")
        const { put } = Context.get(yield* Layer.build(Inbox.layerLocal(handlers)), Inbox)
        const thrown = (call: () => unknown): ActorError => {
          try {
            call()
          } catch (error) {
            assert.instanceOf(error, ActorError)
            return error as ActorError
          }
          return assert.fail("it did not throw")
        }
        assert.strictEqual(thrown(() => put.tellUnsafe({ n: "text" as never })).reason._tag, "Undecodable")
        assert.strictEqual(thrown(() => put.tellUnsafe({ n: 1 }, { headers: 7 as never })).reason._tag, "InvalidOption")
        assert.strictEqual(thrown(() => put.tellUnsafe({ n: 1 }, { thread: "other" })).reason._tag, "InvalidOption")
        assert.deepStrictEqual(seen, [])
      }).pipe(Effect.provide(Testing.layer({ time: "auto" })))
    }
  )

  it.live("A23-callbacks to a real thread, out of a plain callback of the event loop", () =>
    Effect.gen(function* () {
      const { order } = yield* Orders
      const told = yield* Effect.promise(
        () => new Promise<string>((resolve) => setImmediate(() => resolve(order.tellUnsafe({ user: "ada" }))))
      )
      assert.strictEqual(told, "accepted")
      assert.strictEqual((yield* order({ user: "ada" })).nth, 2)
    }).pipe(Effect.provide(Orders.layerThread({ entry })), Effect.provide(NodeActorSystem.layer({ maxThreads: 2 })))
  )
})

describe("to a given thread", () => {
  it.effect("A23-thread a job goes behind what that thread has, by every verb", () => {
    const { entry } = inbox()
    return Effect.gen(function* () {
      const { where } = yield* Inbox
      for (const thread of ["inbox-2", "inbox-0", "inbox-2"]) {
        assert.strictEqual(yield* where(undefined, { thread }), thread)
        assert.strictEqual(yield* Effect.flatMap(where.submit(undefined, { thread }), (job) => job.await), thread)
      }
      const error = yield* Effect.flip(where(undefined, { thread: "inbox-3" }))
      assert.include(error.message, 'thread is "inbox-3": name one of the threads of "unsafe/Inbox": inbox-0, inbox-1')
    }).pipe(
      Effect.provide(Inbox.layerPool({ entry, name: "inbox", size: 3 })),
      Effect.provide(Testing.layer({ time: "auto" }))
    )
  })

  it.effect(
    "A23-thread one that is being started again is waited for; a callback is told that there is no room",
    () => {
      const { entry, seen } = inbox()
      return Effect.gen(function* () {
        const { put } = yield* Inbox
        yield* (yield* ActorSystem).kill("inbox-1")
        assert.strictEqual(put.tellUnsafe({ n: 1 }, { thread: "inbox-1" }), "full")
        yield* put.tell({ n: 2 }, { thread: "inbox-1" })
        yield* (yield* Testing.Simulation).quiet
        assert.deepStrictEqual(seen, [2])
      }).pipe(
        Effect.provide(Inbox.layerPool({ entry, name: "inbox", size: 2 })),
        Effect.provide(Testing.layer({ time: "auto" })),
        Effect.provide(Logger.layer([]))
      )
    }
  )
})
