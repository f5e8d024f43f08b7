/*
 * Which thread takes which job: turns, keys, straight ways between threads, and how much each has pending.
 */
import { assert, layer } from "@effect/vitest"
import { ActorSystem } from "@stevedore/core/ActorSystem"
import * as Routing from "@stevedore/core/Routing"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import { availableParallelism } from "node:os"
import { threadId } from "node:worker_threads"
import * as Board from "./conformance/board.ts"
import { actorError, begin, closedGate } from "./conformance/cases/support.ts"
import { A, B, Main, pour, pourKeyed, Sink } from "./conformance/mesh.ts"
import { mesh, relayEntry, sinkEntry } from "./conformance/meshLayers.ts"

/** Asks again until the answer is this one. */
const becomes = <A, E, R>(effect: Effect.Effect<A, E, R>, value: A): Effect.Effect<void, E, R> =>
  Effect.flatMap(effect, (now) =>
    now === value ? Effect.void : Effect.andThen(Effect.yieldNow, becomes(effect, value))
  )

const SINKS = ["sink-0", "sink-1", "sink-2", "sink-3"]

layer(mesh({ sinks: 4 }))("round robin", (it) => {
  it.effect("A13 a pool's threads are named after it, and listed behind main", () =>
    Effect.gen(function* () {
      const threads = yield* (yield* ActorSystem).threads
      assert.strictEqual(threads[0]?.name, "main")
      assert.isTrue(threads[0]?.isMain)
      assert.sameMembers(
        threads.slice(1).map((thread) => thread.name),
        ["a", "b", ...SINKS]
      )
      assert.isTrue(threads.every((thread) => thread.state === "started"))
      assert.strictEqual(new Set(threads.map((thread) => thread.id)).size, threads.length)
    })
  )

  it.effect("A14 jobs without key take turns, evenly for each of several sending threads", () =>
    Effect.gen(function* () {
      const [a, b, sink] = [yield* A, yield* B, yield* Sink]
      const all = yield* Effect.all(
        [
          a.pour({ sender: "a", count: 160, bytes: 0 }),
          b.pour({ sender: "b", count: 160, bytes: 0 }),
          pour(sink, "main", 160, 0)
        ],
        { concurrency: "unbounded" }
      )
      for (const taken of all) {
        // A quarter are tells, which do not answer: they fall on one thread each turn of four, as all verbs do.
        const counts = Object.values(taken)
        assert.strictEqual(
          counts.reduce((sum, each) => sum + each, 0),
          120
        )
        assert.isTrue(
          counts.every((each) => each === 40),
          JSON.stringify(taken)
        )
      }
    })
  )

  it.effect("A14 asks one after the other take turns too", () =>
    Effect.gen(function* () {
      const sink = yield* Sink
      const names = yield* Effect.forEach(Array.from({ length: 12 }), (_, n) => sink.take({ sender: "turns", n }))
      for (let i = 4; i < 12; i++) assert.strictEqual(names[i], names[i - 4])
      assert.sameMembers([...new Set(names)], SINKS)
    })
  )

  it.effect("A16 pending counts of a pool and of a thread", () =>
    Effect.gen(function* () {
      const [sink, system] = [yield* Sink, yield* ActorSystem]
      const gate = yield* closedGate
      yield* becomes(system.pending({ actor: Sink }), 0)
      const held = yield* begin(
        Effect.forEach(Array.from({ length: 10 }), () => sink.hold({ key: "", gate }), { concurrency: "unbounded" })
      )
      yield* Board.came(gate, 4)
      assert.strictEqual(yield* system.pending({ actor: Sink }), 10)
      const each = yield* Effect.forEach(SINKS, (thread) => system.pending({ thread }))
      assert.deepStrictEqual([...each].sort(), [2, 2, 3, 3])
      yield* Board.open(gate)
      yield* Fiber.join(held)
      // A thread counts what it has finished when its round is over, perhaps after the answers have come.
      yield* becomes(system.pending({ actor: Sink }), 0)
    })
  )

  it.effect("A16 the pending counts of what does not exist are typed errors that say what there is", () =>
    Effect.gen(function* () {
      const system = yield* ActorSystem
      const thread = yield* actorError(system.pending({ thread: "nobody" }), "Unreachable")
      assert.include(thread.message, "sink-0")
      const actor = yield* actorError(system.pending({ actor: { key: "no/Actor" } }), "Unreachable")
      assert.include(actor.message, "no/Actor")
    })
  )
})

layer(mesh({ sinks: 4, routing: Routing.annotatedKey }))("keys and straight ways", (it) => {
  const keys = [...Array.from({ length: 20 }, (_, i) => `user ${i}`), 0, -1, 1.5, 1e21, 2n ** 70n, -3n, "", "🚢"]

  it.effect("A15-fixed the same key goes to the same thread, from whichever thread, and in order", () =>
    Effect.gen(function* () {
      const [a, b, sink] = [yield* A, yield* B, yield* Sink]
      const trace = Board.trace()
      const count = 30
      yield* Effect.all(
        [
          a.pourKeyed({ sender: "a", keys, count, trace }),
          b.pourKeyed({ sender: "b", keys, count, trace }),
          pourKeyed(sink, { sender: "main", keys, count, trace })
        ],
        { concurrency: "unbounded" }
      )
      const events = yield* Board.until(trace, (each) => each.length === keys.length * count * 3)
      const threadOf = new Map<string, string>()
      const last = new Map<string, number>()
      for (const event of events) {
        const [, thread, key, sender, n] = /^(\S+) (.*) (a|b|main) (\d+)$/.exec(event)!
        assert.strictEqual(threadOf.get(key!) ?? thread, thread, `${key} moved`)
        threadOf.set(key!, thread!)
        assert.strictEqual(Number(n), (last.get(`${key} ${sender}`) ?? -1) + 1, `${key} of ${sender}`)
        last.set(`${key} ${sender}`, Number(n))
      }
      assert.strictEqual(threadOf.size, keys.length)
      assert.isAbove(new Set(threadOf.values()).size, 1)
    })
  )

  const kinds = {
    "consecutive numbers": (i: number) => i,
    "bigints that end alike": (i: number) => BigInt(i) * 1000n,
    "short texts": (i: number) => i.toString(36),
    addresses: (i: number) => `user${i}@example.org`
  }
  for (const [kind, keyAt] of Object.entries(kinds)) {
    it.effect(`A15-fixed keys spread over all threads: ${kind}`, () =>
      Effect.gen(function* () {
        const sink = yield* Sink
        const trace = Board.trace()
        const names = yield* Effect.forEach(
          Array.from({ length: 400 }, (_, i) => keyAt(i)),
          (key) => sink.keyed({ key, sender: "s", n: 0, trace }),
          { concurrency: "unbounded" }
        )
        for (const name of SINKS) {
          const share = names.filter((each) => each === name).length
          assert.isAbove(share, 50, `${name} has less than half of its share`)
        }
      })
    )
  }

  it.effect("A16 the pending count of the thread that a key maps to", () =>
    Effect.gen(function* () {
      const [sink, system] = [yield* Sink, yield* ActorSystem]
      const gate = yield* closedGate
      const one = "user 1"
      const its = (yield* sink.describe({ key: one })).threadName
      let other = 2
      while ((yield* sink.describe({ key: `user ${other}` })).threadName === its) other++
      yield* becomes(system.pending({ actor: Sink }), 0)
      const held = yield* begin(
        Effect.forEach([one, one, one], (key) => sink.hold({ key, gate }), { concurrency: "unbounded" })
      )
      yield* Board.came(gate)
      assert.strictEqual(yield* system.pending({ actor: Sink, key: one }), 3)
      assert.strictEqual(yield* system.pending({ thread: its }), 3)
      assert.strictEqual(yield* system.pending({ actor: Sink, key: `user ${other}` }), 0)
      assert.strictEqual(yield* system.pending({ actor: Sink }), 3)
      yield* Board.open(gate)
      assert.deepStrictEqual(yield* Fiber.join(held), [its, its, its])
    })
  )

  it.effect("A15-fixed an Rpc that declares no key takes turns in a pool of keys", () =>
    Effect.gen(function* () {
      const sink = yield* Sink
      const names = yield* Effect.forEach(Array.from({ length: 8 }), (_, n) => sink.take({ sender: "no key", n }))
      assert.sameMembers([...new Set(names)], SINKS)
    })
  )

  it.effect("A15-fixed a payload that has no key by its type is refused as what it is", () =>
    Effect.gen(function* () {
      const sink = yield* Sink
      const nan = yield* actorError(sink.describe({ key: Number.NaN }), "InvalidOption")
      assert.include(nan.message, "NaN")
      yield* actorError(sink.describe(undefined as never), "Undecodable")
    })
  )

  it.effect(
    "A03 A04 main asks a, which asks b, which asks main, which asks a: straight, each answer where it was asked",
    () =>
      Effect.gen(function* () {
        const a = yield* A
        const visits = yield* a.visit({ path: ["mesh/B", "mesh/Main", "mesh/A", "mesh/B", "mesh/Main"] })
        assert.deepStrictEqual(
          visits.map((visit) => [visit.place, visit.thread]),
          [
            ["mesh/A", "a"],
            ["mesh/B", "b"],
            ["mesh/Main", "main"],
            ["mesh/A", "a"],
            ["mesh/B", "b"],
            ["mesh/Main", "main"]
          ]
        )
        // The operating system's view: a result completes on the thread that pushed the job.
        for (const visit of visits) assert.strictEqual(visit.wentOnOn, visit.ranOn)
        assert.strictEqual(new Set(visits.map((visit) => visit.ranOn)).size, 3)
        assert.strictEqual(visits[2]?.ranOn, threadId)
      })
  )

  it.effect("A04 two workers ask each other while main stands still", () =>
    Effect.gen(function* () {
      const a = yield* A
      const trace = Board.trace()
      const ready = yield* closedGate
      const gate = yield* closedGate
      const playing = yield* begin(a.pingPong({ with: "mesh/B", times: 500, trace, ready, gate }))
      yield* Board.pass(ready)
      // From here to the last answer this thread's event loop has no turn.
      yield* Effect.sync(() => {
        Effect.runSync(Board.open(gate))
        while (!Board.events(trace).includes("done")) Board.standStill()
      })
      yield* Fiber.join(playing)
    })
  )

  it.effect("A03 a worker that leaves main's handler, and main that leaves a worker's, interrupt it there", () =>
    Effect.gen(function* () {
      const [a, main] = [yield* A, yield* Main]
      const trace = Board.trace()
      const gate = yield* closedGate
      const chain = yield* begin(a.holdAt({ at: "mesh/Main", gate, trace }))
      yield* Board.came(gate)
      yield* Fiber.interrupt(chain)
      const back = yield* begin(main.holdAt({ at: "mesh/B", gate, trace }))
      yield* Board.came(gate, 2)
      yield* Fiber.interrupt(back)
      assert.deepStrictEqual(Board.events(trace), [
        "start on main",
        "interrupted on main",
        "start on b",
        "interrupted on b"
      ])
    })
  )
})

const build = <I, E>(actor: Layer.Layer<I, E, ActorSystem>) =>
  Effect.asVoid(Layer.build(Layer.fresh(actor))) as Effect.Effect<void, E, ActorSystem>

layer(NodeActorSystem.layer({ maxThreads: 16 }))("how pools are made", (it) => {
  it.effect("A13 F01 a pool has a thread for each processor, named after the actor, unless it is told otherwise", () =>
    Effect.gen(function* () {
      const system = yield* ActorSystem
      yield* build(Sink.layerPool({ entry: sinkEntry }))
      const names = (yield* system.threads).slice(1).map((thread) => thread.name)
      assert.sameMembers(
        names,
        Array.from({ length: availableParallelism() }, (_, i) => `mesh/Sink-${i}`)
      )
    }).pipe(Effect.scoped)
  )

  it.effect("A13 D10 impossible options are typed errors that say what to do", () =>
    Effect.gen(function* () {
      const bad = [
        [build(Sink.layerPool({ entry: sinkEntry, name: "" })), "name"],
        [build(Sink.layerThread({ entry: sinkEntry, name: "" })), "name"],
        [build(Sink.layerPool({ entry: sinkEntry, size: 0 })), "size"],
        [build(Sink.layerPool({ entry: sinkEntry, size: 1.5 })), "size"],
        [build(Sink.layerPool({ entry: sinkEntry, size: 16 })), "size"],
        [build(Sink.layerThread({ entry: sinkEntry, window: 0 })), "window"],
        [build(Sink.layerThread({ entry: sinkEntry, whenFull: "some day" as never })), "whenFull"]
      ] as const
      for (const [effect, option] of bad) {
        const error = yield* actorError(Effect.scoped(effect), "InvalidOption")
        assert.strictEqual(error.reason._tag === "InvalidOption" && error.reason.option, option)
      }
      assert.strictEqual((yield* (yield* ActorSystem).threads).length, 1)
    })
  )

  it.effect(
    "A15-fixed consistentKey decides by payload and job on the thread that built the pool, and only there",
    () =>
      Effect.gen(function* () {
        const tags = new Set<string>()
        const routed = Layer.build(
          Layer.merge(
            A.layerThread({ entry: relayEntry, name: "a" }),
            Sink.layerPool({
              entry: sinkEntry,
              size: 3,
              name: "sink",
              routing: Routing.consistentKey((_, job) => {
                tags.add(job.tag)
                return job.tag === "take" ? job.payload.sender : "others"
              })
            })
          ).pipe(Layer.fresh)
        )
        yield* Effect.gen(function* () {
          const context = yield* routed
          const inner = yield* Effect.provideContext(Sink, context)
          const names = yield* Effect.forEach(Array.from({ length: 6 }), (_, n) => inner.take({ sender: "x", n }))
          assert.strictEqual(new Set(names).size, 1)
          const job = yield* inner.describe({ key: "ignored" })
          assert.strictEqual(job.key, "others")
          assert.sameMembers([...tags], ["take", "describe"])
          const a = yield* Effect.provideContext(A, context)
          const error = yield* actorError(a.describeSink({ key: "x" }), "InvalidOption")
          assert.include(error.message, "annotatedKey")
        }).pipe(Effect.scoped)
      })
  )
})
