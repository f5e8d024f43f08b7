/*
 * What a handler acquires is released when its message is done, whoever it handles it for: listeners, subscribers of topics and of
 * last values, objects.
 */
import * as Directory from "@stevedore/harbor/Directory"
import * as Harbor from "@stevedore/harbor/Harbor"
import type { HarborError } from "@stevedore/harbor/HarborError"
import * as LastValues from "@stevedore/harbor/LastValues"
import * as Message from "@stevedore/harbor/Message"
import * as ObjectKind from "@stevedore/harbor/ObjectKind"
import * as Topic from "@stevedore/harbor/Topic"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import { assert, describe, it } from "@effect/vitest"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Queue from "effect/Queue"
import * as Schema from "effect/Schema"
import * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"

const payload = { n: Schema.Int }
const Asked = Message.make("scope_asked", { payload, success: Schema.Int })
const Told = Message.make("scope_told", { payload })
const Kept = Message.make("scope_kept", { payload, delivery: "lastValue" })
const Thing = ObjectKind.make("scope_thing", { messages: [Asked] })

const live = Layer.mergeAll(Harbor.layer(), Directory.layer(), LastValues.layer()).pipe(
  Layer.provideMerge(NodeActorSystem.layer())
)

/** A handler that acquires something, waits, and says what became of it. */
const acquiring = (events: Queue.Enqueue<string>) => (n: number) =>
  Effect.gen(function* () {
    yield* Effect.acquireRelease(Queue.offer(events, `acquired ${n}`), () => Queue.offer(events, `released ${n}`))
    yield* Effect.yieldNow
    return n
  })

const both = (n: number) => [`acquired ${n}`, `released ${n}`]

describe("C04 the Scope of a handler is that of its message", () => {
  it.live("of an object's: released when the caller hears, also when it is interrupted", () =>
    Effect.gen(function* () {
      const objects = yield* Directory.Directory
      const events = yield* Queue.unbounded<string>()
      const acquire = acquiring(events)
      yield* objects.serve(Thing, {
        scope_asked: ({ n }) => (n < 0 ? Effect.andThen(acquire(n), Effect.never) : acquire(n))
      })
      const id = yield* objects.claim(Thing)
      for (const n of [1, 2]) {
        assert.strictEqual(yield* objects.callTo(id, Asked, { n }), n)
        assert.deepStrictEqual(yield* Queue.takeAll(events), both(n))
      }
      const waiting = yield* Effect.forkChild(objects.callTo(id, Asked, { n: -1 }))
      assert.strictEqual(yield* Queue.take(events), "acquired -1")
      yield* Fiber.interrupt(waiting)
      assert.strictEqual(yield* Queue.take(events), "released -1")
    }).pipe(Effect.scoped, Effect.provide(live))
  )

  it.live("of an object's: one that cannot be closed is a defect of the handler", () =>
    Effect.gen(function* () {
      const objects = yield* Directory.Directory
      yield* objects.serve(Thing, {
        scope_asked: () =>
          Effect.as(
            Effect.addFinalizer(() => Effect.die("not closed")),
            1
          )
      })
      const id = yield* objects.claim(Thing)
      const error = yield* Effect.flip(objects.callTo(id, Asked, { n: 1 }))
      assert.strictEqual(error.reason._tag, "RemoteDefect")
    }).pipe(Effect.scoped, Effect.provide(live))
  )

  it.live("of a listener's, of a topic's and of last values'", () =>
    Effect.gen(function* () {
      const [harbor, values] = [yield* Harbor.Harbor, yield* LastValues.LastValues]
      const events = yield* Queue.unbounded<string>()
      const acquire = acquiring(events)
      yield* harbor.listen(Asked, ({ n }) => acquire(n))
      yield* Topic.subscribe("scope", Told, ({ n }) => Effect.asVoid(acquire(n)))
      yield* values.subscribe("scope", Kept, ({ payload: { n } }) => Effect.asVoid(acquire(n)), {
        forgotten: () => Effect.asVoid(acquire(9))
      })
      const steps: ReadonlyArray<readonly [number, Effect.Effect<void, HarborError, Harbor.Harbor>]> = [
        [1, Effect.asVoid(harbor.call(Asked, { n: 1 }))],
        [2, Topic.publish("scope", Told, { n: 2 })],
        [3, values.publish("scope", Kept, { n: 3 })],
        [9, values.forget("scope", Kept)]
      ]
      for (const [n, step] of steps) {
        yield* step
        assert.deepStrictEqual([yield* Queue.take(events), yield* Queue.take(events)], both(n))
      }
    }).pipe(Effect.scoped, Effect.provide(live))
  )

  it.live("and what subscribes to a topic's last values ends with its harbor, though they go on", () =>
    Effect.gen(function* () {
      const scope = yield* Scope.make()
      const harbor = Context.get(yield* Layer.buildWithScope(Harbor.layer(), scope), Harbor.Harbor)
      const values = yield* LastValues.LastValues
      const events = yield* Queue.unbounded<string>()
      const note = (who: string, n: number) => Effect.asVoid(Queue.offer(events, `${who} ${n}`))
      yield* Topic.subscribe("scope", Kept, ({ n }) => note("by harbor", n)).pipe(
        Effect.provideService(Harbor.Harbor, harbor)
      )
      // Told after the first one.
      yield* values.subscribe("scope", Kept, ({ payload: { n } }) => note("by values", n))
      yield* values.publish("scope", Kept, { n: 1 })
      const first = [yield* Queue.take(events), yield* Queue.take(events)]
      assert.deepStrictEqual(first, ["by harbor 1", "by values 1"])
      yield* Scope.close(scope, Exit.void)
      yield* values.publish("scope", Kept, { n: 2 })
      assert.strictEqual(yield* Queue.take(events), "by values 2")
    }).pipe(Effect.scoped, Effect.provide(LastValues.layer().pipe(Layer.provideMerge(NodeActorSystem.layer()))))
  )

  it.live("a last value may be published to the same topics by both ways", () =>
    Effect.gen(function* () {
      const values = yield* LastValues.LastValues
      for (const topic of ["user:1", "é/b", "x".repeat(1000)]) {
        yield* values.publish(topic, Kept, { n: 1 })
        yield* Topic.publish(topic, Kept, { n: 2 })
        const [last] = yield* Stream.runCollect(Stream.take(values.stream(topic, Kept), 1))
        assert.strictEqual(last?.payload.n, 2)
      }
    }).pipe(Effect.scoped, Effect.provide(live))
  )
})
