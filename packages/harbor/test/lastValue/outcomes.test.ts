/*
 * Handlers of last values that return what is no Effect, or come to it later: each is logged, and the next value told.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Harbor from "@stevedore/harbor/Harbor"
import * as LastValues from "@stevedore/harbor/LastValues"
import * as Message from "@stevedore/harbor/Message"
import * as Topic from "@stevedore/harbor/Topic"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Queue from "effect/Queue"
import * as Schema from "effect/Schema"
import { revoked } from "../odd.ts"

const Value = Message.make("outcomes_value", { payload: { n: Schema.Int }, delivery: "lastValue" })

const everything = Layer.mergeAll(Harbor.layer(), LastValues.layer()).pipe(Layer.provideMerge(NodeActorSystem.layer()))

/** What the types forbid, a program without them does. */
const noEffect = (value: unknown) => value as Effect.Effect<void>

const ends: Record<string, () => Effect.Effect<void>> = {
  "it is an async function": () => noEffect(Promise.resolve(1)),
  "it returns a number": () => noEffect(5),
  "it returns an object": () => noEffect({}),
  "it returns a function": () => noEffect(() => 1),
  "it returns a Proxy that was revoked": () => noEffect(revoked()),
  "it comes to none at once": () => Effect.flatMap(Effect.void, () => noEffect(Promise.resolve(1))),
  "it comes to none later": () => Effect.flatMap(Effect.yieldNow, () => noEffect(5)),
  "it throws": () => {
    throw new Error("thrown")
  },
  "it dies later": () => Effect.andThen(Effect.yieldNow, Effect.die(new Error("boom")))
}

type Told = (value: { readonly payload: { readonly n: number } }) => Effect.Effect<void>
const subscribed = {
  "LastValues.subscribe": (told: Told) => LastValues.LastValues.use(({ subscribe }) => subscribe("x", Value, told)),
  "LastValues.subscribe of a pattern": (told: Told) =>
    LastValues.LastValues.use(({ subscribe }) => subscribe("*", Value, told)),
  "Topic.subscribe": (told: Told) => Topic.subscribe("x", Value, (payload) => told({ payload }))
}

describe("a handler of last values that ends otherwise than by an Effect", () => {
  for (const [how, end] of Object.entries(ends)) {
    for (const [name, subscribe] of Object.entries(subscribed)) {
      it.live(`C12-defect ${how}: ${name} logs that, and tells of the next value`, () => {
        const lines = Effect.runSync(Queue.unbounded<unknown>())
        const logger = Logger.layer([Logger.make(({ message }) => void Queue.offerUnsafe(lines, message))])
        return Effect.gen(function* () {
          const { publish } = yield* LastValues.LastValues
          const next = yield* Deferred.make<number>()
          yield* subscribe(({ payload: { n } }) => (n === 1 ? end() : Effect.asVoid(Deferred.succeed(next, n))))
          yield* publish("x", Value, { n: 1 })
          assert.include(String(yield* Queue.take(lines)), `a last value of "${Value.name}" on "x" was not handled`)
          yield* publish("x", Value, { n: 2 })
          assert.strictEqual(yield* Deferred.await(next), 2)
          assert.strictEqual(yield* Queue.size(lines), 0)
        }).pipe(Effect.scoped, Effect.provide(Layer.provideMerge(everything, logger)))
      })
    }
  }
})
