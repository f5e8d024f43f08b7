/*
 * Actors reach each other by name, from every thread, straight, and whichever of them starts first.
 */
import * as Actor from "@stevedore/core/Actor"
import { ActorSystem } from "@stevedore/core/ActorSystem"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Queue from "effect/Queue"
import * as TestClock from "effect/testing/TestClock"
import { Late, Lobby, Ping, Pong } from "./refs/refs.protocol.ts"

const url = (name: string) => new URL(`./refs/${name}.thread.ts`, import.meta.url)
const ping = Ping.layerThread({ entry: Actor.entry<typeof import("./refs/ping.thread.ts")>(url("ping")) })
const pong = Pong.layerThread({ entry: Actor.entry<typeof import("./refs/pong.thread.ts")>(url("pong")) })
const late = Late.layerThread({ entry: Actor.entry<typeof import("./refs/late.thread.ts")>(url("late")) })

const system = NodeActorSystem.layer({ maxThreads: 4 })

/** Main's own actor; what is noted goes to `notes`. */
const lobby = (notes?: Queue.Queue<string>) =>
  Lobby.layerMain(
    Lobby.toLayer(
      Effect.gen(function* () {
        const ping = yield* Ping
        return {
          note: (text) => (notes === undefined ? Effect.void : Effect.asVoid(Queue.offer(notes, text))),
          hit: Effect.fnUntraced(function* ({ turns }) {
            return turns === 0 ? ["lobby"] : ["lobby", ...(yield* ping.hit({ turns: turns - 1 }))]
          })
        }
      }),
      { concurrency: "unbounded" }
    ).pipe(Layer.provide(Ping.layerRef))
  )

describe("A04-refs actors that know each other", () => {
  const rounds = Effect.gen(function* () {
    const [first, second] = [yield* Ping, yield* Pong]
    const round = ["ping", "pong", "lobby"]
    const expected = Array.from({ length: 31 }, (_, index) => round[index % 3])
    assert.deepEqual(yield* first.hit({ turns: 30 }), expected)
    assert.deepEqual(yield* second.hit({ turns: 1 }), ["pong", "ping"])
    const many = yield* Effect.forEach(Array.from({ length: 50 }), () => first.hit({ turns: 30 }), {
      concurrency: "unbounded"
    })
    for (const each of many) assert.deepEqual(each, expected)
  })

  const orders = {
    "one after the other": Layer.provideMerge(pong, Layer.provideMerge(ping, lobby())),
    "the other one first": Layer.provideMerge(ping, Layer.provideMerge(pong, lobby())),
    "side by side": Layer.mergeAll(ping, pong, lobby())
  }
  for (const [title, layer] of Object.entries(orders)) {
    it.live(`mutual references do not hold up the start: ${title}`, () =>
      rounds.pipe(Effect.provide(layer), Effect.provide(system))
    )
  }
})

describe("A10-names a name that nobody serves yet", () => {
  it.live("what is sent waits, and arrives in the order in which it was sent", () =>
    Effect.gen(function* () {
      const early = yield* Late
      const waiting = yield* Effect.forEach(Array.from({ length: 100 }), (_, index) =>
        Effect.forkChild(index % 2 === 0 ? early.add(`${index}`) : early.add.tell(`${index}`), {
          startImmediately: true
        })
      )
      yield* Effect.gen(function* () {
        const started = yield* Late
        yield* started.add.tell("100")
        yield* Fiber.awaitAll(waiting)
        assert.deepEqual(
          yield* started.all(),
          Array.from({ length: 101 }, (_, index) => `${index}`)
        )
      }).pipe(Effect.provide(late))
    }).pipe(Effect.provide(Late.layerRef), Effect.provide(system))
  )

  it.live("also from a worker, with every verb", () =>
    Effect.gen(function* () {
      const notes = yield* Queue.unbounded<string>()
      yield* Effect.gen(function* () {
        const pinger = yield* Ping
        const reaching = yield* Effect.forkChild(pinger.reach({ text: "early" }))
        assert.equal(yield* Queue.take(notes), "reaching")
        yield* Effect.gen(function* () {
          assert.deepEqual(yield* Fiber.join(reaching), ["sent", "sent", "sent"])
          assert.deepEqual(yield* (yield* Late).all(), ["early asked", "early told", "early submitted"])
        }).pipe(Effect.provide(late))
      }).pipe(Effect.provide(ping), Effect.provide(lobby(notes)))
    }).pipe(Effect.provide(system))
  )

  it.live("a send's own timeout holds there too", () =>
    Effect.gen(function* () {
      const outcomes = yield* (yield* Ping).reach({ text: "never", timeoutMillis: 20 })
      for (const outcome of outcomes) {
        if (outcome === "sent") return assert.fail("nobody serves it")
        assert.equal(outcome.reason._tag, "Timeout", outcome.message)
        assert.include(outcome.message, 'not done after 20 ms: no layer of this actor system provides "refs/Late" yet')
        assert.equal(outcome.started, false)
      }
    }).pipe(Effect.provide(ping), Effect.provide(lobby()), Effect.provide(system))
  )

  it.effect("a timeout is about all of it, with every verb: the wait for the name and the work", () =>
    Effect.gen(function* () {
      const early = yield* Late
      const starts = yield* Queue.unbounded<string>()
      const options = { timeout: "10 seconds" } as const
      const asked = yield* Effect.forkChild(early.add("asked", options), { startImmediately: true })
      const submitted = yield* Effect.forkChild(early.add.submit("submitted", options), { startImmediately: true })
      yield* TestClock.adjust("4 seconds")
      const never = Late.toLayer(
        {
          add: (text) => Effect.andThen(Queue.offer(starts, text), Effect.never),
          all: () => Effect.succeed([])
        },
        { concurrency: "unbounded" }
      )
      yield* Effect.gen(function* () {
        assert.sameMembers([yield* Queue.take(starts), yield* Queue.take(starts)], ["asked", "submitted"])
        const job = yield* Fiber.join(submitted)
        const awaited = yield* Effect.forkChild(job.await, { startImmediately: true })
        yield* TestClock.adjust("5999 millis")
        assert.isUndefined(asked.pollUnsafe())
        assert.isUndefined(awaited.pollUnsafe())
        yield* TestClock.adjust("1 millis")
        for (const fiber of [asked, awaited]) {
          const error = yield* Effect.flip(Fiber.join(fiber))
          assert.equal(error.reason._tag, "Timeout")
          assert.include(error.message, "not done after 10000 ms (it had started)")
        }
      }).pipe(Effect.provide(Late.layerMain(never)))
    }).pipe(Effect.provide(Late.layerRef), Effect.provide(system))
  )

  it.live("it fails after the time that a start may take, typed, and names the actor", () =>
    Effect.gen(function* () {
      const onMain = yield* Late
      const [here, there] = yield* Effect.all(
        [
          Effect.all(
            [Effect.flip(onMain.add("x")), Effect.flip(onMain.add.tell("x")), Effect.flip(onMain.add.submit("x"))],
            {
              concurrency: "unbounded"
            }
          ),
          (yield* Ping).reach({ text: "never" })
        ],
        { concurrency: "unbounded" }
      )
      for (const error of [...here, ...there]) {
        if (error === "sent") return assert.fail("nobody serves it")
        assert.equal(error.reason._tag, "Unreachable", error.message)
        assert.include(
          error.message,
          'no layer of this actor system provides "refs/Late", and none did within 15000 ms'
        )
        assert.equal(error.actor, "refs/Late")
        assert.equal(error.job, "add")
        assert.equal(error.started, false)
      }
      assert.deepInclude(yield* (yield* ActorSystem).info, { jobsInFlight: 0, sendsWaiting: 0 })
    }).pipe(
      Effect.provide([ping, Late.layerRef]),
      Effect.provide(lobby()),
      Effect.provide(NodeActorSystem.layer({ maxThreads: 4, startTimeout: "15 seconds" }))
    )
  )

  it.live("leaving the wait leaves nothing behind", () =>
    Effect.gen(function* () {
      const early = yield* Late
      const waiting = yield* Effect.forkChild(early.add("left"), { startImmediately: true })
      yield* Fiber.interrupt(waiting)
      yield* Effect.gen(function* () {
        assert.deepEqual(yield* (yield* Late).all(), [])
      }).pipe(Effect.provide(late))
      assert.deepInclude(yield* (yield* ActorSystem).info, { jobsInFlight: 0, sendsWaiting: 0 })
    }).pipe(Effect.provide(Late.layerRef), Effect.provide(system))
  )
})

describe("a name that is gone", () => {
  it.live("A07-refs sends fail at once, until it comes back", () =>
    Effect.gen(function* () {
      const reference = yield* Late
      yield* Effect.asVoid(reference.add("first life")).pipe(Effect.provide(late))
      const stopped = yield* Effect.flip(reference.add("between"))
      assert.equal(stopped.reason._tag, "Stopped", stopped.message)
      assert.equal(stopped.started, false)
      yield* Effect.gen(function* () {
        yield* reference.add("second life")
        assert.deepEqual(yield* reference.all(), ["second life"])
      }).pipe(Effect.provide(late))
    }).pipe(Effect.provide(Late.layerRef), Effect.provide(system))
  )
})

describe("what only main can do", () => {
  it.live("a worker that starts a thread fails its own start, and says how to reach the actor", () =>
    Effect.gen(function* () {
      const entry = Actor.entry<typeof import("./refs/starter.thread.ts")>(url("starter"))
      const error = yield* Effect.scoped(Layer.build(Pong.layerThread({ entry }))).pipe(Effect.asVoid, Effect.flip)
      assert.equal(error.reason._tag, "StartFailed")
      assert.include(
        error.message,
        "built on a worker thread: build it on main; other threads reach the actor by layerRef"
      )
    }).pipe(Effect.provide(system))
  )

  it.live("a worker cannot stop the system", () =>
    Effect.gen(function* () {
      const pinger = yield* Ping
      const error = yield* Effect.flip(pinger.stopSystem())
      assert.equal(error.reason._tag, "InvalidOption", error.message)
      assert.include(error.message, "ActorSystem.stop is called on a worker thread: call it on main")
      assert.deepEqual(yield* pinger.hit({ turns: 0 }), ["ping"])
    }).pipe(Effect.provide(ping), Effect.provide(system))
  )
})
