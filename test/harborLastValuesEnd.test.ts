/*
 * E05: last values whose layer closes while somebody follows them, on main or on a thread that lives on: it waits for nobody, and who
 * reads a stream of them learns that it has ended.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Actor from "@stevedore/core/Actor"
import { ActorSystem } from "@stevedore/core/ActorSystem"
import type { HarborError } from "@stevedore/harbor/HarborError"
import * as LastValues from "@stevedore/harbor/LastValues"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Queue from "effect/Queue"
import * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import { Partner, Tick } from "./lastValues/messages.ts"

const entry = Actor.entry<typeof import("./lastValues/partner.thread.ts")>(
  new URL("./lastValues/partner.thread.ts", import.meta.url)
)
const system = NodeActorSystem.layer({ maxThreads: 8, startTimeout: "5 minutes" })

/** What is said of jobs that hold up an end, or of a topic that does not come. */
const complaints = () => {
  const lines: Array<string> = []
  const logger = Logger.make<unknown, void>(({ message }) => {
    const line = String(message)
    if (/did not stop within|do not come|cannot be read/.test(line)) lines.push(line)
  })
  return { lines, layer: Logger.layer([logger]) }
}

/** Last values in a scope of their own, which the test closes; that of the test is open still. */
const begun = Effect.gen(function* () {
  const scope = yield* Scope.fork(yield* Effect.scope)
  const context = yield* Layer.buildWithScope(Layer.fresh(LastValues.layer()), scope)
  return { values: Context.get(context, LastValues.LastValues), close: Scope.close(scope, Exit.void) }
})

const put = (values: LastValues.LastValues["Service"], topic: string, key: string) =>
  values.publish(topic, Tick, { key, n: 1, filler: "" })

/** A thread learns a moment later than main that there are last values again: until then it hears of the end of those before. */
const sinceThereAre = <A, E, R>(follow: Effect.Effect<A, E, R>, isThere: () => boolean): Effect.Effect<A, E, R> =>
  Effect.catchCause(follow, (cause) =>
    isThere() ? Effect.failCause(cause) : Effect.andThen(Effect.yieldNow, sinceThereAre(follow, isThere))
  )

/** How it ends for who reads a stream. */
const hasStopped = (fiber: Fiber.Fiber<unknown, HarborError>) =>
  Effect.gen(function* () {
    const { messageName, reason } = yield* Effect.flip(Fiber.join(fiber))
    assert.strictEqual(messageName, "tick")
    assert.strictEqual(reason._tag === "Actor" ? reason.cause._tag : reason._tag, "Stopped")
  })

describe("E05 last values whose layer closes", () => {
  it.live(
    "E05-end waits for nobody on main who follows a topic or a pattern, and ends their streams with a reason",
    () => {
      const { layer, lines } = complaints()
      return Effect.gen(function* () {
        const { close, values } = yield* begun
        yield* put(values, "t", "a")
        const heard = yield* Queue.unbounded<string>()
        const streams: Array<Fiber.Fiber<unknown, HarborError>> = []
        for (const topic of ["t", "*"]) {
          const note = () => Effect.asVoid(Queue.offer(heard, topic))
          yield* values.subscribe(topic, Tick, note)
          const drained = [values.stream(topic, Tick), values.changes(topic, Tick)]
          for (const each of drained) {
            streams.push(yield* Effect.forkScoped(Stream.runForEach(each as Stream.Stream<unknown, HarborError>, note)))
          }
        }
        for (let count = 0; count < 6; count++) yield* Queue.take(heard)
        yield* close
        for (const stream of streams) yield* hasStopped(stream)
        // Who comes now learns it at once.
        for (const topic of ["t", "*"]) {
          yield* hasStopped(yield* Effect.forkScoped(Stream.runDrain(values.stream(topic, Tick))))
        }
        assert.deepStrictEqual(lines, [])
      }).pipe(Effect.scoped, Effect.provide(system), Effect.provide(layer))
    }
  )

  it.live(
    "E05-end a program that follows on main stops the system: that waits for nobody, and its streams have a reason",
    () => {
      const { layer, lines } = complaints()
      return Effect.gen(function* () {
        const { stop } = yield* ActorSystem
        const { values } = yield* begun
        yield* (yield* Partner).publish({ topic: "t", keys: ["a"], from: 1, count: 1 })
        const heard = yield* Queue.unbounded<string>()
        const streams: Array<Fiber.Fiber<unknown, HarborError>> = []
        for (const topic of ["t", "*"]) {
          const note = () => Effect.asVoid(Queue.offer(heard, topic))
          yield* values.subscribe(topic, Tick, note)
          streams.push(yield* Effect.forkScoped(Stream.runForEach(values.stream(topic, Tick), note)))
        }
        for (let count = 0; count < 4; count++) yield* Queue.take(heard)
        yield* stop
        for (const stream of streams) yield* hasStopped(stream)
        for (const topic of ["t", "*"]) {
          yield* hasStopped(yield* Effect.forkScoped(Stream.runDrain(values.stream(topic, Tick))))
        }
        assert.deepStrictEqual(lines, [])
      }).pipe(
        Effect.scoped,
        Effect.provide(Partner.layerThread({ entry, name: "partner" })),
        Effect.provide(system),
        Effect.provide(layer)
      )
    }
  )

  it.live("E05-end is learnt by each who joins on a thread that lives on while there are no last values", () =>
    Effect.gen(function* () {
      const partner = yield* Partner
      const { close } = yield* begun
      yield* close
      // The thread knows by and by that nobody is there: from then on it is told at once, without asking.
      for (let count = 0; count < 20; count++) {
        for (const topic of ["t", "*"]) assert.isTrue(Exit.isFailure(yield* Effect.exit(partner.changes({ topic }))))
      }
    }).pipe(Effect.scoped, Effect.provide(Partner.layerThread({ entry, name: "partner" })), Effect.provide(system))
  )

  it.live("E05-end waits for no thread that follows and lives on, which follows the next ones anew", () => {
    const { layer, lines } = complaints()
    return Effect.gen(function* () {
      const partner = yield* Partner
      const lives = Array.from({ length: 16 }, (_, life) => (life % 2 === 0 ? "t" : "*")).map((topic) =>
        Effect.gen(function* () {
          const { close, values } = yield* begun
          for (let count = 0; count < 3; count++) yield* put(values, "t", "a")
          const joined = yield* Effect.forkScoped(Stream.runHead(values.stream("joined", Tick)))
          let isThere = false
          const there = yield* Effect.forkScoped(sinceThereAre(partner.changes({ topic }), () => isThere))
          yield* Fiber.join(joined)
          isThere = true
          yield* close
          assert.isTrue(Exit.isFailure(yield* Fiber.await(there)))
        })
      )
      for (const life of lives) yield* life
      const { values } = yield* begun
      yield* put(values, "t", "a")
      yield* put(values, "t", "end")
      assert.deepStrictEqual(yield* sinceThereAre(partner.changes({ topic: "t" }), () => false), ["a 1", "end 1"])
      assert.deepStrictEqual(lines, [])
    }).pipe(
      Effect.scoped,
      Effect.provide(Partner.layerThread({ entry, name: "partner" })),
      Effect.provide(system),
      Effect.provide(layer)
    )
  })
})
