/*
 * Threads that the system did not start: they attach, take part like a member, and go; or die.
 */
import * as Actor from "@stevedore/core/Actor"
import { ActorSystem } from "@stevedore/core/ActorSystem"
import * as Buffers from "@stevedore/core/Buffers"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import * as NodeForeignThread from "@stevedore/platform-node/NodeForeignThread"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import { MessageChannel, Worker } from "node:worker_threads"
import { Orders } from "./several/shop.protocol.ts"

const entry = Actor.entry<typeof import("./several/shop.thread.ts")>(
  new URL("./several/shop.thread.ts", import.meta.url)
)

const live = Orders.layerThread({ entry, name: "orders" }).pipe(
  Layer.provideMerge(NodeActorSystem.layer({ maxThreads: 4, startTimeout: "1 minute" })),
  Layer.provide(Logger.layer([]))
)

/** What a Worker says, one after the other. */
const guest = Effect.acquireRelease(
  Effect.sync(() => {
    const worker = new Worker(new URL("./foreign/guest.ts", import.meta.url))
    const said: Array<unknown> = []
    let wake = (): void => {}
    worker.on("message", (message) => {
      said.push(message)
      wake()
    })
    const next = Effect.promise(async () => {
      while (said.length === 0) await new Promise<void>((resolve) => (wake = resolve))
      return said.shift()
    })
    return { worker, next }
  }),
  ({ worker }) => Effect.promise(() => worker.terminate())
)

const names = Effect.flatMap(ActorSystem, (system) =>
  Effect.map(system.threads, (threads) => threads.map(({ name }) => name))
)
/** What is told of a thread up to its last word. */
const story = (thread: string) =>
  Effect.flatMap(ActorSystem, (system) =>
    system.watch({ thread }).pipe(
      Stream.map((event) => (event._tag === "Stopped" ? `Stopped by ${event.by}` : event._tag)),
      Stream.takeUntil((what) => what === "GaveUp" || what.startsWith("Stopped")),
      Stream.runCollect,
      Effect.forkChild({ startImmediately: true })
    )
  )
/** Turns of the event loop until it holds. */
const until = <E, R>(holds: Effect.Effect<boolean, E, R>): Effect.Effect<void, E, R> =>
  Effect.flatMap(holds, (done) => (done ? Effect.void : Effect.andThen(Effect.sleep(5), until(holds))))

describe("a thread that somebody else has started", () => {
  it.live("A23-foreign attaches, asks, tells and gets results like a member, and detaches", () =>
    Effect.gen(function* () {
      const system = yield* ActorSystem
      const { next, worker } = yield* guest
      const told = yield* story("guest")
      const { attached, handle, transfer } = yield* system.invite("guest")
      worker.postMessage({ handle, what: "work" }, transfer as never)
      yield* attached
      assert.deepStrictEqual(yield* names, ["main", "orders", "guest"])
      assert.deepStrictEqual(yield* next, [{ thread: "orders", nth: 2 }, { thread: "orders", nth: 3 }, "accepted"])
      assert.strictEqual(yield* next, "detached")
      yield* until(Effect.map(names, (all) => !all.includes("guest")))
      assert.deepStrictEqual(yield* Fiber.join(told), ["Started", "Stopped by layer"])
      // What it told last was handled, and its place is free for another one of that name.
      assert.strictEqual((yield* (yield* Orders).order({ user: "ada" })).nth, 5)
      yield* until(Effect.map(system.pending({ thread: "orders" }), (count) => count === 0))
      const other = yield* guest
      const again = yield* system.invite("guest")
      other.worker.postMessage({ handle: again.handle, what: "work" }, again.transfer as never)
      assert.deepStrictEqual(yield* other.next, [
        { thread: "orders", nth: 7 },
        { thread: "orders", nth: 8 },
        "accepted"
      ])
      assert.strictEqual(yield* other.next, "detached")
    }).pipe(Effect.scoped, Effect.provide(live))
  )

  it.live("A23-foreign detaching settles what is open there, and what is sent later is refused", () =>
    Effect.gen(function* () {
      const system = yield* ActorSystem
      const { next, worker } = yield* guest
      const { handle, transfer } = yield* system.invite("guest")
      worker.postMessage({ handle, what: "leave" }, transfer as never)
      assert.strictEqual(yield* next, "open")
      // None of those that waited has begun in place of the one that ran.
      const [first, ...others] = (yield* next) as ReadonlyArray<unknown>
      assert.deepStrictEqual(first, ["Stopped", true])
      assert.deepStrictEqual(others.slice(0, -1), new Array(404).fill(["Stopped", false]))
      assert.strictEqual(others.at(-1), "closed")
      // Its handler was interrupted, and the others never ran.
      yield* until(Effect.map(names, (all) => !all.includes("guest")))
      assert.strictEqual((yield* (yield* Orders).order({ user: "ada" })).nth, 2)
      yield* until(Effect.map(system.pending({ thread: "orders" }), (count) => count === 0))
    }).pipe(Effect.scoped, Effect.provide(live))
  )

  it.live("A23-foreign a buffer of a thread that has detached is free, and no longer its to give back", () =>
    Effect.gen(function* () {
      const system = yield* ActorSystem
      const free = Effect.map(system.info, (info) => info.smallBlocksFree)
      const { next, worker } = yield* guest
      const { handle, transfer } = yield* system.invite("guest")
      const before = yield* free
      worker.postMessage({ handle, what: "buffers" }, transfer as never)
      assert.strictEqual(yield* next, "full")
      assert.deepStrictEqual(yield* next, ["Stopped", "Stopped"])
      yield* until(Effect.map(free, (count) => count === before))
      yield* Effect.scoped(
        Effect.gen(function* () {
          // What was the guest's is main's now.
          yield* Buffers.acquire(50_000)
          const held = yield* free
          worker.postMessage("close")
          assert.strictEqual(yield* next, "closed")
          assert.strictEqual(yield* free, held)
        })
      )
      assert.strictEqual(yield* free, before)
    }).pipe(
      Effect.scoped,
      Effect.provide(
        NodeActorSystem.layer({ maxThreads: 2, smallBlocks: 2, largeBlocks: 0, startTimeout: "1 minute" })
      ),
      Effect.provide(Logger.layer([]))
    )
  )

  it.live(
    "A23-foreign one that dies is dealt with like any other: its running ask is given up, its place is free",
    () =>
      Effect.gen(function* () {
        const system = yield* ActorSystem
        const { next, worker } = yield* guest
        const told = yield* story("guest")
        const { handle, transfer } = yield* system.invite("guest")
        worker.postMessage({ handle, what: "hold" }, transfer as never)
        yield* next
        yield* until(Effect.map(system.pending({ thread: "orders" }), (count) => count === 1))
        yield* Effect.promise(() => worker.terminate())
        yield* until(Effect.map(names, (all) => !all.includes("guest")))
        assert.deepStrictEqual(yield* Fiber.join(told), ["Started", "Died", "GaveUp"])
        yield* until(Effect.map(system.pending({ thread: "orders" }), (count) => count === 0))
        const orders = yield* Orders
        assert.strictEqual((yield* orders.order({ user: "ada" })).nth, 5, "the slot that its ask held is free")
      }).pipe(Effect.scoped, Effect.provide(live))
  )

  it.live("A23-foreign of one that ends without detaching nothing is told that is not known", () =>
    Effect.gen(function* () {
      const system = yield* ActorSystem
      const { next, worker } = yield* guest
      const died = yield* system.watch({ thread: "guest" }).pipe(
        Stream.filter((event) => event._tag === "Died"),
        Stream.runHead,
        Effect.forkChild({ startImmediately: true })
      )
      const { handle, transfer } = yield* system.invite("guest")
      worker.postMessage({ handle, what: "exit" }, transfer as never)
      yield* next
      const { cause } = Option.getOrThrow(yield* Fiber.join(died))
      assert.include(cause.message, "its exit code is not known")
      assert.notInclude(cause.message, "exit code 0")
    }).pipe(Effect.scoped, Effect.provide(live))
  )

  it.live("A23-foreign kill refuses it at once, and nothing happens to it", () =>
    Effect.gen(function* () {
      const system = yield* ActorSystem
      const { next, worker } = yield* guest
      const told = yield* story("guest")
      const { reason, started } = yield* Effect.gen(function* () {
        const { handle, transfer } = yield* system.invite("guest")
        assert.isFalse(yield* system.kill("guest"), "it has not come")
        worker.postMessage({ handle, what: "hold" }, transfer as never)
        yield* next
        const error = yield* Effect.flip(system.kill("guest"))
        assert.deepStrictEqual(yield* names, ["main", "orders", "guest"])
        return error
      }).pipe(Effect.scoped)
      if (reason._tag !== "InvalidOption") return assert.fail(reason._tag)
      assert.strictEqual(started, false)
      assert.include(reason.value, '"guest"')
      assert.include(reason.remedy, "close the scope of its invitation")
      assert.deepStrictEqual(yield* Fiber.join(told), ["Started", "Stopped by layer"])
      assert.deepStrictEqual(yield* names, ["main", "orders"])
    }).pipe(
      Effect.scoped,
      Effect.provide(Orders.layerThread({ entry, name: "orders" })),
      Effect.provide(NodeActorSystem.layer({ maxThreads: 4, startTimeout: "1 minute", stopTimeout: "500 millis" })),
      Effect.provide(Logger.layer([]))
    )
  )

  it.live(
    "A23-foreign an invitation that nobody uses is told and leaves nothing; who comes too late is told, too",
    () =>
      Effect.gen(function* () {
        const system = yield* ActorSystem
        const { arena } = system["~@stevedore/core/runtime"].loop
        const records = Effect.sync(() => {
          const { maxThreads, threads } = arena.layout
          return Array.from({ length: maxThreads }, (_, each) => arena.words[threads + each * 64 + 32]).filter(
            (word) => word !== 0
          )
        })
        const before = (yield* records).length
        // There is room for one more thread only.
        for (let n = 0; n < 3; n++) {
          const { next, worker } = yield* guest
          const { attached, handle, transfer } = yield* system.invite("guest")
          const again = yield* Effect.flip(Effect.scoped(system.invite("guest")))
          assert.include(again.message, '"guest"', "the name is kept for it as long as it may come")
          const error = yield* Effect.flip(attached)
          assert.strictEqual(error.reason._tag, "StartFailed")
          assert.include(error.message, "has not attached in time")
          assert.strictEqual((yield* records).length, before)
          worker.postMessage({ handle, what: "work" }, transfer as never)
          assert.match(String(yield* next), /handle is.*used or too late/s)
        }
        assert.deepStrictEqual(yield* names, ["main"])
        yield* Effect.scoped(system.invite("guest"))
        assert.strictEqual((yield* records).length, before, "nobody came while it was open")
      }).pipe(
        Effect.scoped,
        Effect.provide(
          NodeActorSystem.layer({ maxThreads: 2, startTimeout: "300 millis", terminateTimeout: "100 millis" })
        ),
        Effect.provide(Logger.layer([]))
      )
  )

  it.live("A23-foreign one for which there is no room hears that, and what to do", () =>
    Effect.gen(function* () {
      const system = yield* ActorSystem
      const { next, worker } = yield* guest
      const { attached, handle, transfer } = yield* system.invite("guest")
      worker.postMessage({ handle, what: "work" }, transfer as never)
      const { message, reason } = yield* Effect.flip(attached)
      assert.strictEqual(reason._tag, "InvalidOption")
      assert.match(message, /maxThreads is 2, .* all are in use: raise maxThreads/)
      assert.match(String(yield* next), /maxThreads is 2, .* all are in use: raise maxThreads/)
      assert.deepStrictEqual(yield* names, ["main", "orders"])
    }).pipe(
      Effect.scoped,
      Effect.provide(
        Layer.provideMerge(
          Orders.layerThread({ entry, name: "orders" }),
          NodeActorSystem.layer({ maxThreads: 2, startTimeout: "1 minute" })
        )
      ),
      Effect.provide(Logger.layer([]))
    )
  )

  it.live("A23-foreign a handle that is in use, or was used, is refused, and its first use goes on", () =>
    Effect.gen(function* () {
      const system = yield* ActorSystem
      const { next, worker } = yield* guest
      const { attached, handle, transfer } = yield* system.invite("guest")
      worker.postMessage({ handle, what: "again" }, transfer as never)
      yield* attached
      const said = (yield* next) as ReadonlyArray<string>
      assert.strictEqual(said.length, 3)
      for (const each of said) assert.match(each, /handle is used already: post what ActorSystem.invite returns/)
      yield* until(Effect.map(names, (all) => !all.includes("guest")))
    }).pipe(Effect.scoped, Effect.provide(live))
  )

  it.effect("A23-foreign a handle whose port was closed long ago is refused", () =>
    Effect.gen(function* () {
      const { port1, port2 } = new MessageChannel()
      const closed = new Promise((resolve) => port1.once("close", resolve))
      port2.close()
      yield* Effect.promise(() => closed)
      const handle = { "~@stevedore/core/Invitation": "guest", port: port1 }
      const error = yield* Effect.flip(Effect.scoped(NodeForeignThread.attach(handle)))
      assert.include(error.message, "handle is used or too late")
    })
  )

  it.effect("A23-foreign a handle that was moved here by a thread that has attached with it is refused", () =>
    Effect.gen(function* () {
      const { port1, port2 } = new MessageChannel()
      // News for that thread, and no answer to this one.
      port2.once("message", () => port2.postMessage({ _tag: "lives", events: [] }))
      const handle = { "~@stevedore/core/Invitation": "guest", port: port1 }
      const error = yield* Effect.flip(Effect.scoped(NodeForeignThread.attach(handle)))
      assert.include(error.message, "handle is used already")
    })
  )

  it.effect("A23-foreign attaching can be given up while nobody answers, and main hears that", () =>
    Effect.gen(function* () {
      const { port1, port2 } = new MessageChannel()
      // Only a port that is read from hears that the other one closes.
      const closed = new Promise((resolve) => port2.on("message", () => {}).once("close", resolve))
      const handle = { "~@stevedore/core/Invitation": "guest", port: port1 }
      const attaching = yield* Effect.forkChild(Effect.scoped(NodeForeignThread.attach(handle)), {
        startImmediately: true
      })
      yield* Fiber.interrupt(attaching)
      yield* Effect.promise(() => closed)
    })
  )

  it.live("A23-foreign one that gives up attaching, at whatever time, leaves nothing", () =>
    Effect.gen(function* () {
      const system = yield* ActorSystem
      const { next, worker } = yield* guest
      const invited = yield* Effect.forEach(
        Array.from({ length: 8 }, (_, n) => `guest-${n}`),
        system.invite
      )
      const handles = invited.map(({ handle }) => handle)
      worker.postMessage({ handle: handles, what: "give up" }, invited.flatMap(({ transfer }) => transfer) as never)
      assert.strictEqual(yield* next, "given up")
      yield* Effect.forEach(invited, ({ attached }) => Effect.exit(attached))
      yield* until(Effect.map(names, (all) => all.length === 2))
      yield* until(Effect.map(system.pending({ thread: "orders" }), (count) => count === 0))
      // Its places are free.
      const again = yield* system.invite("guest-0")
      const other = yield* guest
      other.worker.postMessage({ handle: again.handle, what: "work" }, again.transfer as never)
      yield* other.next
      assert.strictEqual(yield* other.next, "detached")
    }).pipe(Effect.scoped, Effect.provide(live))
  )

  it.live("A23-foreign the end of the invitation detaches it; what is no handle, or too late, is said", () =>
    Effect.gen(function* () {
      const system = yield* ActorSystem
      const { next, worker } = yield* guest
      yield* Effect.gen(function* () {
        const { handle, transfer } = yield* system.invite("guest")
        worker.postMessage({ handle, what: "hold" }, transfer as never)
        yield* next
        const taken = yield* Effect.flip(Effect.scoped(system.invite("orders")))
        assert.strictEqual(taken.reason._tag, "InvalidOption")
        assert.include(taken.message, '"orders"')
      }).pipe(Effect.scoped)
      assert.deepStrictEqual(yield* names, ["main", "orders"])
      for (const wrong of [undefined, "handle", { port: 1 }]) {
        const error = yield* Effect.flip(Effect.scoped(NodeForeignThread.attach(wrong)))
        assert.strictEqual(error.reason._tag, "InvalidOption")
      }
      assert.strictEqual((yield* Effect.flip(Effect.scoped(system.invite("")))).reason._tag, "InvalidOption")
    }).pipe(
      Effect.scoped,
      Effect.provide(
        Layer.provideMerge(
          Orders.layerThread({ entry, name: "orders" }),
          NodeActorSystem.layer({ maxThreads: 4, startTimeout: "1 minute", stopTimeout: "500 millis" })
        )
      ),
      Effect.provide(Logger.layer([]))
    )
  )
})
