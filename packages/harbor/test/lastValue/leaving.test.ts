/*
 * Handlers of last values that have their own subscriber leave: none waits for itself, by whichever of its fibers.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Harbor from "@stevedore/harbor/Harbor"
import * as LastValues from "@stevedore/harbor/LastValues"
import * as Message from "@stevedore/harbor/Message"
import * as Topic from "@stevedore/harbor/Topic"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import * as Scope from "effect/Scope"

const Value = Message.make("leaving_value", { payload: { n: Schema.Int }, delivery: "lastValue" })
const Leave = Message.make("leaving_leave", { success: Schema.Int })

const everything = Layer.mergeAll(Harbor.layer(), LastValues.layer()).pipe(
  Layer.provideMerge(NodeActorSystem.layer({ interruptGrace: "100 millis", stopTimeout: "1 seconds" }))
)

const leave = (scope: Scope.Closeable) => Scope.close(scope, Exit.void)

/** How a handler ends the subscription that has this scope. */
const ways: Record<string, (closing: Effect.Effect<void>) => Effect.Effect<void, unknown>> = {
  itself: (closing) => closing,
  "itself, in a time": Effect.timeout("1 minute"),
  "itself, in a race": (closing) => Effect.raceFirst(closing, Effect.never),
  "a child": (closing) => Effect.flatMap(Effect.forkChild(closing), Fiber.join),
  "what it has detached": (closing) => Effect.flatMap(Effect.forkDetach(closing), Fiber.join)
}

/** What a handler does that stays until it is interrupted, and has not ended at once then. */
const staying = (begun: Deferred.Deferred<void>, ended: () => void): Effect.Effect<never> =>
  Effect.andThen(Deferred.succeed(begun, undefined), Effect.never).pipe(
    Effect.onInterrupt(() => Effect.andThen(Effect.yieldNow, Effect.sync(ended)))
  )

type Handler = () => Effect.Effect<void>
type Subscribe = (handler: Handler) => Effect.Effect<void, unknown, Harbor.Harbor | LastValues.LastValues | Scope.Scope>
const subscribed: Record<string, Subscribe> = {
  "LastValues.subscribe": (handler) => LastValues.LastValues.use(({ subscribe }) => subscribe("x", Value, handler)),
  "LastValues.subscribe of a pattern": (handler) =>
    LastValues.LastValues.use(({ subscribe }) => subscribe("*", Value, handler)),
  "Topic.subscribe": (handler) => Topic.subscribe("x", Value, handler)
}

describe("handlers of last values that have their own subscriber leave", () => {
  for (const [name, by] of Object.entries(ways)) {
    it.live(`C05-leave by ${name}: it waits for nobody, goes on to its end, and is told nothing more`, () =>
      Effect.gen(function* () {
        const { forget, publish } = yield* LastValues.LastValues
        for (const subscribe of Object.values(subscribed)) {
          for (const isThere of [true, false]) {
            const [ended, scope] = [yield* Deferred.make<void, unknown>(), yield* Scope.make()]
            let [begun, released] = [0, false]
            const handler = () =>
              Effect.suspend(() => {
                begun++
                return Effect.addFinalizer(() => Effect.sync(() => void (released = true)))
              }).pipe(
                Effect.andThen(by(leave(scope))),
                Effect.scoped,
                Effect.onExit((exit) => Deferred.done(ended, exit)),
                Effect.orDie
              )
            if (isThere) yield* publish("x", Value, { n: 1 })
            yield* Scope.provide(subscribe(handler), scope)
            if (!isThere) yield* publish("x", Value, { n: 2 })
            yield* Deferred.await(ended)
            yield* publish("x", Value, { n: 3 })
            assert.deepStrictEqual([begun, released, scope.state._tag], [1, true, "Closed"])
            yield* forget("x", Value)
          }
        }
      }).pipe(Effect.scoped, Effect.provide(everything))
    )
  }

  it.live("C05-leave by a listener that it asks: it is interrupted, as by anybody else, and both end", () =>
    Effect.gen(function* () {
      const { publish, subscribe } = yield* LastValues.LastValues
      const harbor = yield* Harbor.Harbor
      const [closed, ended, scope] = [
        yield* Deferred.make<void>(),
        yield* Deferred.make<boolean>(),
        yield* Scope.make()
      ]
      yield* harbor.listen(Leave, () =>
        Effect.andThen(leave(scope), Effect.as(Deferred.succeed(closed, undefined), 1)).pipe(Effect.uninterruptible)
      )
      const handler = () =>
        Effect.orDie(harbor.call(Leave, undefined)).pipe(
          Effect.onExit((exit) => Deferred.succeed(ended, Exit.hasInterrupts(exit))),
          Effect.asVoid
        )
      yield* Scope.provide(subscribe("x", Value, handler), scope)
      yield* publish("x", Value, { n: 1 })
      yield* Deferred.await(closed)
      assert.isTrue(yield* Deferred.await(ended))
    }).pipe(Effect.scoped, Effect.provide(everything))
  )

  it.live("C05-leave whoever else has it leave waits until its handler has been interrupted", () =>
    Effect.gen(function* () {
      const { publish, subscribe } = yield* LastValues.LastValues
      const harbor = yield* Harbor.Harbor
      const [begun, scope] = [yield* Deferred.make<void>(), yield* Scope.make()]
      let ended = false
      const handler = () => staying(begun, () => void (ended = true))
      yield* Scope.provide(subscribe("x", Value, handler), scope)
      yield* publish("x", Value, { n: 1 })
      yield* Deferred.await(begun)
      yield* harbor.listen(Leave, () => Effect.map(leave(scope), () => (ended ? 1 : 0)))
      assert.strictEqual(yield* harbor.call(Leave, undefined), 1)
    }).pipe(Effect.scoped, Effect.provide(everything))
  )

  it.live("C05-leave what a handler has left behind is none of it: it waits for the next one", () =>
    Effect.gen(function* () {
      const { publish, subscribe } = yield* LastValues.LastValues
      const [second, scope] = [yield* Deferred.make<void>(), yield* Scope.make()]
      const left = yield* Deferred.make<boolean>()
      let [begun, ended] = [0, false]
      const later = Effect.andThen(Deferred.await(second), leave(scope)).pipe(
        Effect.andThen(Effect.suspend(() => Deferred.succeed(left, ended)))
      )
      const handler = () =>
        Effect.suspend(() => {
          if (++begun === 1) return Effect.asVoid(Effect.forkDetach(later))
          return staying(second, () => void (ended = true))
        })
      yield* Scope.provide(subscribe("x", Value, handler), scope)
      yield* publish("x", Value, { n: 1 })
      yield* publish("x", Value, { n: 2 })
      assert.isTrue(yield* Deferred.await(left))
    }).pipe(Effect.scoped, Effect.provide(everything))
  )

  for (const [one, other] of [
    ["LastValues.subscribe", "LastValues.subscribe"],
    ["LastValues.subscribe", "LastValues.subscribe of a pattern"],
    ["LastValues.subscribe of a pattern", "LastValues.subscribe of a pattern"],
    ["Topic.subscribe", "LastValues.subscribe"],
    ["harbor.listen", "LastValues.subscribe"]
  ] as const) {
    it.live(`C05-leave of two that have each other leave by their finalizers neither hangs: ${one}, ${other}`, () =>
      Effect.gen(function* () {
        const { publish } = yield* LastValues.LastValues
        const harbor = yield* Harbor.Harbor
        const listen: Subscribe = (handler) => harbor.listen(Leave, () => Effect.as(handler(), 1))
        const sides = yield* Effect.forEach([one, other], (kind) =>
          Effect.gen(function* () {
            const [begun, ended, scope] = [
              yield* Deferred.make<void>(),
              yield* Deferred.make<void>(),
              yield* Scope.make()
            ]
            return { subscribe: kind === "harbor.listen" ? listen : subscribed[kind]!, begun, ended, scope }
          })
        )
        for (const [index, { begun, ended, scope, subscribe }] of sides.entries()) {
          const other = sides[1 - index]!
          const handler = () =>
            Effect.andThen(Deferred.succeed(begun, undefined), Deferred.await(other.begun)).pipe(
              Effect.ensuring(leave(other.scope)),
              Effect.onExit(() => Deferred.succeed(ended, undefined))
            )
          yield* Scope.provide(subscribe(handler), scope)
        }
        // Others of its message listen, so that it does not end with its actor.
        yield* harbor.listen(Leave, () => Effect.succeed(2))
        yield* publish("x", Value, { n: 1 })
        if (one === "harbor.listen") {
          yield* Effect.forkScoped(Effect.all([harbor.call(Leave, undefined), harbor.call(Leave, undefined)]))
        }
        for (const { ended } of sides) yield* Deferred.await(ended)
        const next = yield* Deferred.make<void>()
        yield* subscribed["LastValues.subscribe"]!(() => Effect.asVoid(Deferred.succeed(next, undefined)))
        yield* Deferred.await(next)
      }).pipe(Effect.scoped, Effect.provide(everything))
    )
  }
})
