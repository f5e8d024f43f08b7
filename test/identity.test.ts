/*
 * Who runs what: threads and jobs by name and id, from whichever thread one asks, and their life from start to stop.
 */
import { assert, it, layer } from "@effect/vitest"
import * as Actor from "@stevedore/core/Actor"
import { ActorError } from "@stevedore/core/ActorError"
import { ActorSystem } from "@stevedore/core/ActorSystem"
import { CurrentJob } from "@stevedore/core/CurrentJob"
import { CurrentThread } from "@stevedore/core/CurrentThread"
import * as Routing from "@stevedore/core/Routing"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Scope from "effect/Scope"
import * as TestClock from "effect/testing/TestClock"
import * as Board from "./conformance/board.ts"
import { actorError, begin, closedGate, defect } from "./conformance/cases/support.ts"
import { handlers } from "./conformance/handlers.ts"
import { Living, livingHandlers, script } from "./conformance/life.ts"
import { A, Main, Sink } from "./conformance/mesh.ts"
import { mesh } from "./conformance/meshLayers.ts"
import { Subject } from "./conformance/protocol.ts"

const entry = Actor.entry<typeof import("./conformance/life.thread.ts")>(
  new URL("./conformance/life.thread.ts", import.meta.url)
)

layer(mesh({ sinks: 2, routing: Routing.annotatedKey }))("who am I", (it) => {
  const times = (job: { readonly enqueuedAt: number; readonly startedAt: number }, before: number): void => {
    assert.isAtLeast(job.enqueuedAt, before)
    assert.isAtLeast(job.startedAt, job.enqueuedAt)
    assert.isAtMost(job.startedAt, Date.now())
  }

  it.effect("A18 a job from main on a worker knows everything of itself and its thread", () =>
    Effect.gen(function* () {
      const [sink, system] = [yield* Sink, yield* ActorSystem]
      for (const key of ["a key", 42, -0.5, 2n ** 80n]) {
        const before = Date.now()
        const job = yield* sink.describe({ key }, { timeout: "1 hour" })
        const thread = (yield* system.threads).find((each) => each.name === job.threadName)
        assert.deepStrictEqual(
          {
            actor: job.actor,
            name: job.name,
            key: job.key,
            sender: job.senderName,
            attempt: job.attempt,
            isMain: job.isMain
          },
          { actor: "mesh/Sink", name: "describe", key, sender: "main", attempt: 1, isMain: false }
        )
        assert.strictEqual(job.threadId, thread?.id)
        assert.strictEqual(yield* system.threadName(job.senderId), "main")
        assert.isAtLeast(job.deadline!, before + 3_600_000)
        times(job, before)
      }
    })
  )

  it.effect("A18 a job from a worker on main, and from a worker on another", () =>
    Effect.gen(function* () {
      const a = yield* A
      const before = Date.now()
      const onMain = yield* a.describeAt({ at: "mesh/Main" })
      assert.deepStrictEqual(
        [onMain.actor, onMain.name, onMain.senderName, onMain.threadName, onMain.isMain, onMain.key, onMain.deadline],
        ["mesh/Main", "describe", "a", "main", true, undefined, undefined]
      )
      times(onMain, before)
      const onB = yield* a.describeAt({ at: "mesh/B" })
      assert.deepStrictEqual([onB.actor, onB.senderName, onB.threadName, onB.isMain], ["mesh/B", "a", "b", false])
      assert.strictEqual(onB.senderId, onMain.senderId)
      const keyed = yield* a.describeSink({ key: 7n })
      assert.deepStrictEqual([keyed.senderName, keyed.key], ["a", 7n])
      const own = yield* (yield* Main).describeAt({ at: "mesh/Main" })
      assert.deepStrictEqual([own.senderName, own.threadName], ["main", "main"])
    })
  )

  it.effect("A18 names by id and the list of threads are the same on every thread", () =>
    Effect.gen(function* () {
      const [a, main, system] = [yield* A, yield* Main, yield* ActorSystem]
      const expected = (yield* system.threads).map(({ id, name }) => ({ id, name, nameById: name }))
      assert.deepStrictEqual(yield* a.threads(), expected)
      assert.deepStrictEqual(yield* main.threads(), expected)
      assert.isUndefined(yield* system.threadName(12_345))
    })
  )

  it.effect("A03 main has a mailbox like any other: pending jobs, and a place in the list", () =>
    Effect.gen(function* () {
      const [a, system] = [yield* A, yield* ActorSystem]
      const trace = Board.trace()
      const gate = yield* closedGate
      const held = yield* begin(
        Effect.all([a.holdAt({ at: "mesh/Main", gate, trace }), a.holdAt({ at: "mesh/Main", gate, trace })], {
          concurrency: 2
        })
      )
      yield* Board.came(gate, 2)
      assert.strictEqual(yield* system.pending({ thread: "main" }), 2)
      assert.strictEqual(yield* system.pending({ actor: Main }), 2)
      yield* Board.open(gate)
      yield* Fiber.join(held)
    })
  )
})

it.effect("A18 on layerLocal too a job knows itself, and its thread is main", () =>
  Effect.gen(function* () {
    const subject = yield* Subject
    const job = yield* subject.describe({ later: true })
    assert.deepStrictEqual(
      [job.actor, job.name, job.senderName, job.threadName, job.isMain, job.attempt],
      ["test/Subject", "describe", "main", "main", true, 1]
    )
  }).pipe(Effect.provide(Subject.layerLocal(handlers(1))))
)

const system = (options: Parameters<typeof NodeActorSystem.layer>[0] = {}) =>
  NodeActorSystem.layer({ maxThreads: 8, ...options })

/** Its layer in a scope of its own, which the test closes. */
const started = <I, S, E, R>(tag: Context.Key<I, S>, actor: Layer.Layer<I, E, R>) =>
  Effect.gen(function* () {
    const scope = yield* Scope.fork(yield* Effect.scope)
    const context = yield* Layer.buildWithScope(Layer.fresh(actor), scope)
    return { client: Context.get(context, tag), close: Scope.close(scope, Exit.void) }
  })

const states = Effect.gen(function* () {
  const threads = yield* (yield* ActorSystem).threads
  return Object.fromEntries(threads.map(({ name, state }) => [name, state]))
})

layer(system())("life", (it) => {
  it.effect("A02 A01 the start hook runs before the first job, the stop hook after the last; the states say so", () =>
    Effect.gen(function* () {
      const trace = Board.trace()
      const [starting, stopping, gate] = [yield* closedGate, yield* closedGate, yield* closedGate]
      script({ trace, starting, stopping })
      const early = yield* Effect.provide(Living, Living.layerRef)
      // Sent before it exists: it waits, and is not lost.
      const first = yield* begin(early.work({ label: "first" }))
      const starter = yield* begin(started(Living, Living.layerThread({ entry, name: "life" })))
      yield* Board.came(starting)
      assert.deepStrictEqual(yield* states, { main: "started", life: "initialized" })
      assert.isUndefined(starter.pollUnsafe())
      yield* Board.open(starting)
      const { client, close } = yield* Fiber.join(starter)
      assert.deepStrictEqual(yield* states, { main: "started", life: "started" })
      assert.strictEqual(yield* Fiber.join(first), 1)
      yield* client.hold.tell({ label: "last", gate })
      yield* Board.came(gate)
      const closing = yield* begin(close)
      yield* actorError(client.work({ label: "late" }), "Stopped")
      yield* Board.open(gate)
      yield* Board.came(stopping)
      assert.deepStrictEqual(yield* states, { main: "started", life: "stopping" })
      assert.isUndefined(closing.pollUnsafe())
      yield* Board.open(stopping)
      yield* Fiber.join(closing)
      assert.deepStrictEqual(yield* states, { main: "started" })
      assert.deepStrictEqual(
        Board.events(trace),
        ["start hook", "first", "last", "last is over", "stop hook"].map((event) => `life: ${event}`)
      )
    }).pipe(Effect.scoped)
  )

  it.effect("A02 hooks of an actor on main run in the same order", () =>
    Effect.gen(function* () {
      const trace = Board.trace()
      const gate = yield* closedGate
      script({ trace })
      const { client, close } = yield* started(Living, Living.layerMain(livingHandlers))
      const held = yield* begin(client.hold({ label: "last", gate }))
      yield* Board.came(gate)
      const closing = yield* begin(close)
      yield* Board.open(gate)
      yield* Fiber.join(closing)
      yield* Fiber.join(held)
      assert.deepStrictEqual(
        Board.events(trace),
        ["start hook", "last", "last is over", "stop hook"].map((event) => `main: ${event}`)
      )
    }).pipe(Effect.scoped)
  )

  it.effect("A13 a name may come back, an id never does; an old client finds the new thread", () =>
    Effect.gen(function* () {
      script({ trace: Board.trace() })
      const actor = Living.layerThread({ entry, name: "again" })
      const idOf = Effect.map(
        (yield* ActorSystem).threads,
        (threads) => threads.find((each) => each.name === "again")!.id
      )
      const first = yield* started(Living, actor)
      const firstId = yield* idOf
      assert.strictEqual(yield* first.client.work({ label: "" }), 1)
      yield* first.close
      yield* actorError(first.client.work({ label: "" }), "Stopped")
      assert.isUndefined(yield* (yield* ActorSystem).threadName(firstId))
      const second = yield* started(Living, actor)
      assert.isAbove(yield* idOf, firstId)
      assert.strictEqual(yield* first.client.work({ label: "" }), 1)
      assert.strictEqual(yield* second.client.work({ label: "" }), 2)
    }).pipe(Effect.scoped)
  )

  it.effect("one system serves an actor's name once; the second layer says how to have two", () =>
    Effect.gen(function* () {
      script({ trace: Board.trace() })
      yield* started(Living, Living.layerThread({ entry }))
      const error = yield* actorError(started(Living, Living.layerMain(livingHandlers)), "InvalidOption")
      assert.include(error.message, "as<Other>")
      const again = yield* actorError(started(Living, Living.layerThread({ entry, name: "second" })), "InvalidOption")
      assert.include(again.message, "test/Living")
      assert.strictEqual((yield* (yield* ActorSystem).threads).filter((each) => each.name === "second").length, 0)
    }).pipe(Effect.scoped)
  )

  it.effect("a send to a name that no layer provides fails when a start might have taken that long", () =>
    Effect.gen(function* () {
      const nobody = yield* Effect.provide(Living, Living.layerRef)
      const asker = yield* begin(nobody.work({ label: "" }))
      const leaver = yield* begin(nobody.work({ label: "" }))
      yield* Fiber.interrupt(leaver)
      yield* TestClock.adjust("10 seconds")
      const error = yield* actorError(Fiber.join(asker), "Unreachable")
      assert.include(error.message, "test/Living")
      assert.strictEqual(error.started, false)
    }).pipe(Effect.provide(Layer.fresh(system())))
  )

  it.effect("F01 A01 threads share nothing: neither modules, nor the data of their handlers, nor what is sent", () =>
    Effect.gen(function* () {
      script({ trace: Board.trace() })
      for (const actor of [
        Living.layerLocal(livingHandlers),
        Living.layerMain(livingHandlers),
        Living.layerPool({ entry, size: 2, name: "f" })
      ]) {
        yield* Effect.gen(function* () {
          const { client, close } = yield* started(Living, actor)
          const sent = { list: [1, 2], bytes: new Uint8Array(3) }
          const one = yield* client.scribble(sent)
          const other = yield* client.scribble(sent)
          assert.deepStrictEqual(sent, { list: [1, 2], bytes: new Uint8Array(3) })
          for (const result of [one, other]) {
            assert.deepStrictEqual([...result.list], [1, 2, 99])
            assert.deepStrictEqual([...result.bytes], [1, 1, 1])
          }
          // What has come is the asker's own: later jobs do not write into it.
          const kept = one.bytes
          yield* Effect.forEach(Array.from({ length: 50 }), () =>
            client.scribble({ list: [], bytes: new Uint8Array(9) })
          )
          assert.deepStrictEqual([...kept], [1, 1, 1])
          yield* close
        }).pipe(Effect.scoped)
      }
      const { client } = yield* started(Living, Living.layerPool({ entry, size: 2, name: "f" }))
      const counts = yield* Effect.forEach([1, 2, 3, 4], () => client.scribble({ list: [], bytes: new Uint8Array() }))
      assert.deepStrictEqual(
        counts.map((each) => each.jobs),
        [1, 1, 2, 2]
      )
    }).pipe(Effect.scoped)
  )
})

const logs = () => {
  const lines: Array<string> = []
  const logger = Logger.make(({ cause, message }) => {
    lines.push(`${String(message)} ${String(cause)}`)
  })
  return { lines, layer: Logger.layer([logger]) }
}

it.live("A19 stopping the system refuses what is new, finishes what is queued, runs stop hooks; twice is once", () =>
  Effect.gen(function* () {
    const trace = Board.trace()
    const gate = yield* closedGate
    script({ trace })
    const { client } = yield* started(Living, Living.layerPool({ entry, size: 2, name: "pool" }))
    const { stop } = yield* ActorSystem
    const held = yield* begin(
      Effect.forEach(["a", "b", "c", "d"], (label) => client.hold({ label, gate }), { concurrency: "unbounded" })
    )
    yield* Board.came(gate, 2)
    const stopping = yield* begin(Effect.all([stop, stop], { concurrency: 2 }))
    yield* actorError(client.work({ label: "late" }), "Stopped")
    yield* Board.open(gate)
    yield* Fiber.join(stopping)
    yield* stop
    yield* Fiber.join(held)
    const events = Board.events(trace)
    for (const thread of ["pool-0", "pool-1"]) {
      const own = events.filter((event) => event.startsWith(thread))
      assert.strictEqual(own[0], `${thread}: start hook`)
      assert.strictEqual(own.at(-1), `${thread}: stop hook`)
      assert.strictEqual(own.length, 6)
    }
    yield* actorError(client.work({ label: "dead" }), "Stopped")
    yield* actorError(started(Living, Living.layerThread({ entry, name: "none" })), "Stopped")
  }).pipe(Effect.provide(system()))
)

it.live("A19 stopping the system finishes what main's own actors have, and runs their stop hooks after it", () =>
  Effect.gen(function* () {
    const trace = Board.trace()
    const gate = yield* closedGate
    script({ trace })
    const { client, close } = yield* started(Living, Living.layerMain(livingHandlers))
    const held = yield* begin(client.hold({ label: "held", gate }))
    yield* Board.came(gate)
    const queued = yield* begin(client.work({ label: "queued" }))
    const stopping = yield* begin((yield* ActorSystem).stop)
    yield* actorError(client.work({ label: "late" }), "Stopped")
    yield* Board.open(gate)
    yield* Fiber.join(held)
    yield* Fiber.join(queued)
    yield* Fiber.join(stopping)
    const all = ["start hook", "held", "held is over", "queued", "stop hook"].map((event) => `main: ${event}`)
    assert.deepStrictEqual(Board.events(trace), all)
    yield* close
    assert.deepStrictEqual(Board.events(trace), all)
  }).pipe(Effect.provide(system()))
)

it.live(
  "A19 A07 a deadline that is over names what held the stop; the asker of the held job gets a typed error",
  () => {
    const { layer: logging } = logs()
    return Effect.gen(function* () {
      const trace = Board.trace()
      const gate = yield* closedGate
      script({ trace })
      const { client } = yield* started(Living, Living.layerThread({ entry, name: "held" }))
      const running = yield* begin(client.hold({ label: "running", gate }))
      yield* Board.came(gate)
      const queued = yield* begin(client.work({ label: "queued" }))
      const error = yield* actorError((yield* ActorSystem).stop, "Timeout")
      assert.include(error.message, "test/Living.hold")
      assert.include(error.message, "main")
      const ran = yield* Effect.flip(Fiber.join(running))
      assert.instanceOf(ran, ActorError)
      assert.strictEqual(ran.started, true)
      const never = yield* actorError(Fiber.join(queued), "Stopped")
      assert.strictEqual(never.started, false)
      assert.deepStrictEqual(
        Board.events(trace),
        ["start hook", "running", "running is over", "stop hook"].map((event) => `held: ${event}`)
      )
    }).pipe(Effect.provide(system({ stopTimeout: "1 second" }).pipe(Layer.provideMerge(logging))))
  }
)

it.live("H04-deadline A19 a layer that closes says at the deadline what held it, on a thread and on main", () => {
  const { layer: logging, lines } = logs()
  return Effect.gen(function* () {
    script({ trace: Board.trace() })
    for (const [where, layer] of [
      ['thread "late"', Living.layerThread({ entry, name: "late" })],
      ['actor "test/Living"', Living.layerMain(livingHandlers)]
    ] as const) {
      const gate = yield* closedGate
      const { client, close } = yield* started(Living, layer)
      const running = yield* begin(client.hold({ label: "running", gate }))
      yield* Board.came(gate)
      lines.length = 0
      yield* close
      assert.instanceOf(yield* Effect.flip(Fiber.join(running)), ActorError)
      const [line] = lines.filter((each) => each.includes("did not stop"))
      assert.include(line, `${where} did not stop within 1000 ms; held by: test/Living.hold#`)
    }
  }).pipe(Effect.scoped, Effect.provide(system({ stopTimeout: "1 second" }).pipe(Layer.provideMerge(logging))))
})

it.live("A19 a handler that cannot be interrupted is left behind at the deadline, and named", () => {
  const { layer: logging } = logs()
  return Effect.gen(function* () {
    const gate = yield* closedGate
    script({ trace: Board.trace() })
    const { client } = yield* started(Living, Living.layerThread({ entry, name: "stubborn" }))
    const running = yield* begin(client.insist({ label: "running", gate }))
    yield* Board.came(gate)
    const error = yield* actorError((yield* ActorSystem).stop, "Timeout")
    assert.include(error.message, "test/Living.insist")
    const ran = yield* Effect.flip(Fiber.join(running))
    assert.instanceOf(ran, ActorError)
    assert.strictEqual(ran.started, true)
  }).pipe(Effect.provide(system({ stopTimeout: "1 second" }).pipe(Layer.provideMerge(logging))))
})

it.effect("A25 layerTest: some handlers with the real codec, and the missing ones die by name", () =>
  Effect.gen(function* () {
    const subject = yield* Subject
    assert.strictEqual(yield* subject.echo({ text: "a" }), "stand-in for a")
    yield* actorError(subject.echo({ text: 1 as never }), "Undecodable")
    yield* actorError(subject.whole(1), "Undecodable")
    const error = yield* defect(subject.ping())
    assert.include((error as Error).message, "test/Subject.ping")
  }).pipe(
    Effect.provide(
      Subject.layerTest({
        echo: ({ text }) => Effect.succeed(`stand-in for ${text}`),
        whole: () => Effect.succeed("not a number" as never)
      })
    )
  )
)

it.effect("A18 handlers may take CurrentJob and CurrentThread without declaring them", () => {
  const handlers = Subject.toLayer(
    Effect.gen(function* () {
      const here = yield* CurrentThread
      const described = Effect.map(CurrentJob, (job) => `${job.name} on ${here.name}`)
      return new Proxy({} as any, {
        get: (_, name) => (name === "echo" ? () => described : () => Effect.void)
      }) as never
    })
  ) as Layer.Layer<Actor.Handlers<Subject>, never, CurrentThread>
  return Effect.gen(function* () {
    assert.strictEqual(yield* (yield* Subject).echo({ text: "" }), "echo on main")
  }).pipe(Effect.provide(Subject.layerLocal(handlers)))
})
