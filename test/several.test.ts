/*
 * Several actors on one thread, or on one pool of threads: how many threads there are is configuration alone.
 */
import * as Actor from "@stevedore/core/Actor"
import type { ActorError } from "@stevedore/core/ActorError"
import { ActorSystem } from "@stevedore/core/ActorSystem"
import * as Routing from "@stevedore/core/Routing"
import type { ThreadEvent } from "@stevedore/core/Supervision"
import * as Testing from "@stevedore/core/testing"
import * as Thread from "@stevedore/core/Thread"
import * as ThreadPool from "@stevedore/core/ThreadPool"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Schedule from "effect/Schedule"
import * as Stream from "effect/Stream"
import { bills, clerk, orders } from "./several/handlers.ts"
import { Bills, Clerk, Orders, Rush } from "./several/shop.protocol.ts"

const shop = Actor.entry<typeof import("./several/shop.thread.ts")>(
  new URL("./several/shop.thread.ts", import.meta.url)
)
const ordersOnly = Actor.entry<typeof import("./several/orders.thread.ts")>(
  new URL("./several/orders.thread.ts", import.meta.url)
)
const billsOnly = Actor.entry<typeof import("./several/bills.thread.ts")>(
  new URL("./several/bills.thread.ts", import.meta.url)
)
const quiet = Logger.layer([])
const run = <A, E, S>(program: Effect.Effect<A, E, S | ActorSystem>, live: Layer.Layer<S, ActorError, ActorSystem>) =>
  program.pipe(Effect.provide(live), Effect.provide(NodeActorSystem.layer({ maxThreads: 5 })), Effect.provide(quiet))
const users = Array.from({ length: 40 }, (_, index) => `user ${index}`)
const soon = Schedule.spaced("1 millis")

describe("several actors on one thread", () => {
  /** It names no host. */
  const program = Effect.gen(function* () {
    const [orders, bills] = [yield* Orders, yield* Bills]
    const first = yield* orders.order({ user: "ada" })
    const second = yield* bills.bill({ user: "ada" })
    return [first.thread, second.thread]
  })

  it.live("D03 on threads of their own or together, by configuration only", () =>
    Effect.gen(function* () {
      const apart = Layer.merge(Orders.layerThread({ entry: ordersOnly }), Bills.layerThread({ entry: billsOnly }))
      assert.deepStrictEqual(yield* run(program, apart), [Orders.key, Bills.key])
      const together = Thread.layer({ name: "shop", entry: shop, actors: [Orders, Bills] })
      assert.deepStrictEqual(yield* run(program, together), ["shop", "shop"])
    })
  )

  it.live("A25-pool a job of one that does not end keeps no other actor of its thread waiting", () =>
    run(
      Effect.gen(function* () {
        const [orders, bills, system] = [yield* Orders, yield* Bills, yield* ActorSystem]
        const held = yield* Effect.forkChild(orders.hold({ user: "ada" }), { startImmediately: true })
        const next = yield* Effect.forkChild(orders.order({ user: "bob" }), { startImmediately: true })
        assert.strictEqual((yield* bills.bill({ user: "ada" })).nth, 1)
        assert.isUndefined(next.pollUnsafe())
        assert.isAtLeast(yield* system.pending({ thread: "shop" }), 2)
        yield* bills.release()
        yield* Fiber.join(held)
        assert.strictEqual((yield* Fiber.join(next)).nth, 1)
        assert.strictEqual((yield* system.threads).length, 2)
      }),
      Thread.layer({ name: "shop", entry: shop, actors: [Orders, Bills] })
    )
  )

  it.live("A25-pool when the thread dies all of them are started again, and are told as one", () =>
    run(
      Effect.gen(function* () {
        const [orders, clerk, system] = [yield* Orders, yield* Clerk, yield* ActorSystem]
        const watch = (of: { readonly actor: { readonly key: string } }) =>
          Effect.forkChild(Stream.runCollect(Stream.take(system.watch(of), 3)), { startImmediately: true })
        const watching = [yield* watch({ actor: Orders }), yield* watch({ actor: Bills })]
        yield* clerk.serve({ user: "ada" })
        const error = yield* Effect.flip(orders.exit())
        assert.strictEqual(error.reason._tag, "ThreadDied")
        const served = yield* clerk.serve({ user: "ada" })
        assert.deepStrictEqual(
          served.map(({ nth }) => nth),
          [1, 1],
          "with fresh state, both"
        )
        for (const events of watching) {
          const seen: ReadonlyArray<ThreadEvent> = yield* Fiber.join(events)
          assert.deepStrictEqual(
            seen.map(({ _tag }) => _tag),
            ["Started", "Died", "Started"]
          )
          for (const event of seen) {
            if (event._tag !== "Missed") assert.deepStrictEqual(event.actors, [Orders.key, Bills.key, Clerk.key])
          }
        }
      }),
      Thread.layer({ name: "shop", entry: shop, actors: [Orders, Bills, Clerk], restart: soon })
    )
  )

  it.live("A25-pool one that is given up is gone for all of them", () =>
    run(
      Effect.gen(function* () {
        const [orders, bills] = [yield* Orders, yield* Bills]
        yield* Effect.flip(orders.exit())
        const errors = [
          yield* Effect.flip(orders.order({ user: "ada" })),
          yield* Effect.flip(bills.bill({ user: "ada" }))
        ]
        assert.deepStrictEqual(
          errors.map(({ actor, reason, thread }) => [actor, reason._tag, thread]),
          [
            [Orders.key, "ThreadDied", ""],
            [Bills.key, "ThreadDied", ""]
          ]
        )
      }),
      Thread.layer({ name: "shop", entry: shop, actors: [Orders, Bills], restart: "never" })
    )
  )

  it.effect("A25-tags two tags of one actor on one thread are two mailboxes of the same handlers", () =>
    Effect.gen(function* () {
      const [slow, rush] = [yield* Orders, yield* Rush]
      assert.strictEqual((yield* slow.order({ user: "ada" })).nth, 1)
      assert.deepStrictEqual(yield* rush.order({ user: "ada" }), { thread: "shop", nth: 2 })
    }).pipe(
      Effect.provide(Thread.layer({ name: "shop", entry: Testing.entry(orders), actors: [Orders, Rush] })),
      Effect.provide(Testing.layer({ time: "auto" }))
    )
  )
})

describe("several actors on a pool", () => {
  it.live("A25-pool jobs of all of them share its threads, each actor's in turn", () =>
    run(
      Effect.gen(function* () {
        const [orders, bills, clerk, system] = [yield* Orders, yield* Bills, yield* Clerk, yield* ActorSystem]
        const names = (yield* system.threads).filter(({ isMain }) => !isMain).map(({ name }) => name)
        assert.deepStrictEqual(names, ["shop-0", "shop-1"])
        const places = yield* Effect.forEach(users, (user) => orders.order({ user }))
        const others = yield* Effect.forEach(users, (user) => bills.bill({ user }))
        for (const each of [places, others]) {
          for (const name of names)
            assert.lengthOf(
              each.filter(({ thread }) => thread === name),
              users.length / 2
            )
        }
        assert.lengthOf(yield* clerk.serve({ user: "ada" }), 2, "and they ask each other")
      }),
      ThreadPool.layer({ name: "shop", entry: shop, actors: [Orders, Bills, Clerk], size: 2 })
    )
  )

  it.effect("A15-shared one key means one thread, whichever actor the job is for", () =>
    Effect.gen(function* () {
      const [orders, bills] = [yield* Orders, yield* Bills]
      const places = yield* Effect.forEach(users, (user) => orders.order({ user }))
      const others = yield* Effect.forEach(users, (user) => bills.bill({ user }))
      assert.deepStrictEqual(
        places.map(({ thread }) => thread),
        others.map(({ thread }) => thread)
      )
      assert.strictEqual(new Set(places.map(({ thread }) => thread)).size, 3)
    }).pipe(
      Effect.provide(
        ThreadPool.layer({
          name: "shop",
          entry: Testing.entry(Layer.merge(orders, bills)),
          actors: [Orders, Bills],
          size: 3,
          routing: Routing.consistentKey((_, job: Actor.JobsOf<typeof Orders | typeof Bills>) =>
            job.tag === "order" || job.tag === "bill" ? job.payload.user : ""
          )
        })
      ),
      Effect.provide(Testing.layer({ time: "auto" }))
    )
  )
})

describe("hosts that cannot be", () => {
  const failing = <S>(layer: Layer.Layer<S, ActorError, ActorSystem>) =>
    Effect.flip(Effect.scoped(Layer.build(layer))).pipe(
      Effect.provide(Testing.layer({ time: "auto" })),
      Effect.provide(quiet)
    )
  const entry = Testing.entry(Layer.mergeAll(orders, bills, clerk)) as Actor.Entry<any>

  it.effect("A25-pool none, one twice, or what is no actor: InvalidOption", () =>
    Effect.gen(function* () {
      const wrong: ReadonlyArray<ReadonlyArray<any>> = [[], [Orders, Orders], [Orders, {}], [null], undefined as never]
      for (const actors of wrong) {
        for (const layer of [Thread.layer, ThreadPool.layer]) {
          const error = yield* failing(layer({ name: "shop", entry, actors }))
          assert.strictEqual(error.reason._tag, "InvalidOption")
          assert.match(error.message, /actors is (?!:)/)
          if (actors?.length === 0) assert.include(error.message, "actors is []: list the actor classes")
        }
      }
      const unnamed = yield* failing(Thread.layer({ name: "", entry, actors: [Orders] }))
      assert.include(unnamed.message, "name is")
    })
  )

  it.effect("A25-pool an entry that serves only one of them: EntryMismatch, naming it", () =>
    Effect.gen(function* () {
      const half = Testing.entry(orders) as Actor.Entry<any>
      const error = yield* failing(Thread.layer({ name: "shop", entry: half, actors: [Orders, Bills] }))
      assert.strictEqual(error.reason._tag, "EntryMismatch")
      assert.include(error.message, Bills.key)
    })
  )

  it.effect("A25-pool a name that is taken: nothing of the host stays", () =>
    Effect.gen(function* () {
      const system = yield* ActorSystem
      const taken = yield* Effect.flip(
        Effect.scoped(Layer.build(Thread.layer({ name: "second", entry, actors: [Bills, Orders] })))
      )
      assert.include(taken.message, Orders.key)
      assert.deepStrictEqual(
        (yield* system.threads).map(({ name }) => name),
        ["main", Orders.key]
      )
      const free = yield* Effect.exit(
        Effect.scoped(Layer.build(Thread.layer({ name: "second", entry, actors: [Bills] })))
      )
      assert.strictEqual(free._tag, "Success", "what was not taken is free again")
    }).pipe(
      Effect.provide(Orders.layerThread({ entry })),
      Effect.provide(Testing.layer({ time: "auto" })),
      Effect.provide(quiet)
    )
  )
})
