/*
 * All-for-one: threads that die together are started again together, and nothing that waits for them is lost.
 */
import * as Actor from "@stevedore/core/Actor"
import { ActorSystem } from "@stevedore/core/ActorSystem"
import * as Routing from "@stevedore/core/Routing"
import * as Supervision from "@stevedore/core/Supervision"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Schedule from "effect/Schedule"
import * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import * as Board from "./conformance/board.ts"
import { First, Second, Third } from "./supervision/crew.protocol.ts"

const entry = Actor.entry<typeof import("./supervision/crew.thread.ts")>(
  new URL("./supervision/crew.thread.ts", import.meta.url)
)
const run = <A, E, S>(program: Effect.Effect<A, E, S | ActorSystem>, live: Layer.Layer<S, any, ActorSystem>) =>
  program.pipe(
    Effect.provide(live),
    Effect.provide(NodeActorSystem.layer({ maxThreads: 6 })),
    Effect.provide(Logger.layer([]))
  )

const soon = Schedule.spaced("1 millis")
const numbers = (count: number): ReadonlyArray<number> => Array.from({ length: count }, (_, index) => index)
const three = (group: Supervision.Group) =>
  First.layerThread({ entry, group }).pipe(
    Layer.provideMerge(Second.layerThread({ entry, group })),
    Layer.provideMerge(Third.layerThread({ entry, group }))
  )

/** Completes when the thread's record says so. */
const reached = (thread: string, state: string): Effect.Effect<void, never, ActorSystem> =>
  Effect.flatMap(ActorSystem, (system) =>
    system.threads.pipe(
      Effect.delay("1 millis"),
      Effect.repeat({ until: (threads) => threads.some((each) => each.name === thread && each.state === state) }),
      Effect.asVoid
    )
  )

/** Events of a thread, in words, until one of that kind has come. */
const until = (thread: string, last: string) =>
  Effect.flatMap(ActorSystem, (system) =>
    system.watch({ thread }).pipe(
      Stream.map(({ _tag }) => _tag),
      Stream.takeUntil((tag) => tag === last),
      Stream.runCollect
    )
  )

describe("all for one", () => {
  it.live("H16-restart H01 a pool: the others finish what they have started, what waits goes on in order", () =>
    run(
      Effect.gen(function* () {
        const first = yield* First
        const system = yield* ActorSystem
        const places = yield* Effect.forEach(numbers(20), (key) => first.count({ key }))
        const here = places[0]!.thread
        const other = numbers(20).find((key) => places[key]!.thread !== here)!
        const before = places[other]!.thread
        // The exit has key 0, and the other thread is busy with a job that has started, and many behind it.
        const gate = Board.gate()
        const started = yield* first.pass.submit({ gate, key: other })
        yield* Board.came(gate, 1)
        const waiting = yield* Effect.forEach(numbers(500), () => first.count.submit({ key: other }))
        yield* Effect.forEach(numbers(100), () => first.count.tell({ key: other }), { discard: true })
        const name = (yield* system.threads).find(({ id }) => id === before)!.name
        const watching = yield* Effect.forkChild(until(name, "Recycled"), { startImmediately: true })
        yield* Effect.flip(first.exit())
        yield* reached(name, "stopping")
        // Nothing of it is cut short while there is time.
        yield* Board.open(gate)
        assert.strictEqual(yield* started.await, before)
        assert.deepStrictEqual(yield* Fiber.join(watching), ["Started", "Recycled"])
        const counted = yield* Effect.forEach(waiting, (job) => job.await)
        assert.deepStrictEqual(
          counted.map(({ jobs }) => jobs),
          numbers(500).map((index) => index + 1)
        )
        assert.strictEqual(new Set(counted.map(({ thread }) => thread)).size, 1)
        assert.notStrictEqual(counted[0]!.thread, before)
        // The tells too: each once.
        assert.strictEqual((yield* first.count({ key: other })).jobs, 601)
        const info = yield* system.info
        assert.strictEqual(info.jobsInFlight, 0)
        assert.strictEqual(info.deadLetters, 0)
      }),
      First.layerPool({
        entry,
        size: 2,
        strategy: "allForOne",
        restart: soon,
        finishWithin: "1 minute",
        routing: Routing.consistentKey((_, job) => (job.tag === "count" || job.tag === "pass" ? job.payload.key : 0))
      })
    )
  )

  it.live("H16-restart a group of actors ends in the opposite order of its start, and starts in order", () =>
    Effect.suspend(() => {
      const group = Supervision.group({ restart: soon })
      return run(
        Effect.gen(function* () {
          const [first, second, third] = [yield* First, yield* Second, yield* Third]
          const system = yield* ActorSystem
          const everything = Stream.mergeAll(
            [First, Second, Third].map((actor) => system.watch({ actor })),
            { concurrency: "unbounded" }
          )
          const watching = yield* Effect.forkChild(Stream.runCollect(Stream.take(everything, 9)), {
            startImmediately: true
          })
          const before = yield* Effect.forEach([first, second, third], (each) => each.count({ key: 0 }))
          yield* Effect.flip(second.exit())
          const events = (yield* Fiber.join(watching)).slice(3)
          const after = yield* Effect.forEach([first, second, third], (each) => each.count({ key: 0 }))
          assert.isTrue(after.every(({ jobs, thread }, index) => jobs === 1 && thread !== before[index]!.thread))
          assert.deepStrictEqual(
            events.map((event) => `${event._tag} ${event._tag === "Missed" ? "" : event.thread}`),
            [
              "Died crew/Second",
              "Recycled crew/First",
              "Recycled crew/Third",
              "Started crew/Third",
              "Started crew/Second",
              "Started crew/First"
            ]
          )
        }),
        three(group)
      )
    })
  )

  it.live("H01 H16-restart what is not finished in time fails, or runs again and is not suspected of anything", () =>
    Effect.suspend(() => {
      const group = Supervision.group({ restart: soon, finishWithin: "20 millis" })
      return run(
        Effect.gen(function* () {
          const [first, second, third] = [yield* First, yield* Second, yield* Third]
          // More often than a job may run through the deaths of its thread.
          const gates = numbers(6).map(() => Board.gate())
          const again = yield* second.again.submit({ gates })
          const never = Board.gate()
          const cut = yield* third.pass.submit({ gate: never, key: 0 })
          yield* Board.came(never, 1)
          for (const gate of gates.slice(0, 5)) {
            yield* Board.came(gate, 1)
            yield* Effect.flip(first.exit())
          }
          const error = yield* Effect.flip(cut.await)
          assert.strictEqual(error.reason._tag, "ThreadDied")
          assert.strictEqual(error.started, true)
          assert.include(error.message, 'restarted together with "crew/First" of its group')
          yield* Board.open(gates[5]!)
          assert.strictEqual(yield* again.await, 6)
          assert.strictEqual((yield* (yield* ActorSystem).info).jobsInFlight, 0)
        }),
        three(group)
      )
    })
  )

  it.live("H16-restart a group that is given up: who lives finishes all it has, and then nobody serves the names", () =>
    Effect.suspend(() => {
      const group = Supervision.group({ restart: Supervision.within(soon, { restarts: 1, period: "1 hour" }) })
      return run(
        Effect.gen(function* () {
          const [first, second] = [yield* First, yield* Second]
          yield* Effect.flip(first.exit())
          yield* first.count({ key: 0 })
          const gate = Board.gate()
          const started = yield* second.pass.submit({ gate, key: 0 })
          yield* Board.came(gate, 1)
          const waiting = yield* Effect.forEach(numbers(10), (key) => second.count.submit({ key }))
          yield* Effect.flip(first.exit())
          yield* Board.open(gate)
          yield* started.await
          assert.deepStrictEqual(
            yield* Effect.forEach(waiting, (job) => Effect.map(job.await, ({ jobs }) => jobs)),
            numbers(10).map((index) => index + 1)
          )
          assert.include(yield* until(First.key, "GaveUp"), "GaveUp")
          assert.include(yield* until(Second.key, "Stopped"), "Stopped")
          assert.strictEqual((yield* Effect.flip(first.count({ key: 0 }))).reason._tag, "ThreadDied")
          assert.strictEqual((yield* Effect.flip(second.count({ key: 0 }))).reason._tag, "Stopped")
        }),
        three(group)
      )
    })
  )

  it.live("E01-restart a layer that closes while its group comes back leaves it, and the others come back", () =>
    Effect.suspend(() => {
      const group = Supervision.group({ restart: Schedule.spaced("50 millis") })
      return run(
        Effect.gen(function* () {
          const first = yield* First
          const system = yield* ActorSystem
          const scope = yield* Scope.make()
          yield* Layer.buildWithScope(Second.layerThread({ entry, group }), scope)
          yield* Effect.flip(first.exit())
          yield* until(Second.key, "Recycled")
          yield* Scope.close(scope, Exit.void)
          assert.strictEqual((yield* first.count({ key: 0 })).jobs, 1)
          assert.include(yield* until(Second.key, "Stopped"), "Stopped")
          assert.isFalse((yield* system.threads).some(({ name }) => name === Second.key))
        }),
        First.layerThread({ entry, group })
      )
    })
  )

  it.live("D08 H16-restart options that contradict each other are refused by name", () =>
    Effect.gen(function* () {
      const group = Supervision.group()
      const refused = (live: Layer.Layer<First, any, ActorSystem>) =>
        Effect.map(
          Effect.flip(Effect.scoped(Layer.build(Layer.provide(live, NodeActorSystem.layer())))),
          (error) => error.message
        )
      assert.include(yield* refused(First.layerThread({ entry, group, restart: "never" })), "restart is")
      assert.include(yield* refused(First.layerPool({ entry, finishWithin: 1 })), "finishWithin is 1")
      assert.include(yield* refused(First.layerPool({ entry, strategy: "some" as never })), 'strategy is "some"')
    })
  )
})
