/*
 * What errors say: harbor's own words where what lies below it has failed, and a remedy that its user has.
 */
import * as Actor from "@stevedore/core/Actor"
import { AskCycle } from "@stevedore/core/ActorError"
import * as CoreTesting from "@stevedore/core/testing"
import * as Directory from "@stevedore/harbor/Directory"
import { Actor as ByActor, HarborError } from "@stevedore/harbor/HarborError"
import * as LastValues from "@stevedore/harbor/LastValues"
import * as Message from "@stevedore/harbor/Message"
import * as Transport from "@stevedore/harbor/Transport"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"

class Idle extends Actor.Service<Idle>()("harborWords/Idle", []) {}

describe("the words of harbor's errors", () => {
  it("C07 a circle of calls: what a user of harbor can do", () => {
    const reason = new ByActor({ cause: new AskCycle({ chain: ["object a", "object b", "object a"] }) })
    const { message } = new HarborError({ reason, messageName: "note", thread: "main", delivered: "no" })
    assert.include(message, "object a → object b → object a")
    assert.include(message, "send instead, or serve with more concurrency")
    assert.notInclude(message, "Rpc")
  })

  it.live("E05 last values that are built on another thread than main", () => {
    const entry = CoreTesting.entry(Idle.toLayer({}).pipe(Layer.provide(LastValues.layer())))
    return Effect.gen(function* () {
      const error = yield* Effect.flip(Layer.build(Idle.layerThread({ entry, name: "t" })))
      assert.include(error.message, "LastValues.layer is built on another thread than main: build it on main")
      assert.include(error.message, "LastValues.layerRef()")
    }).pipe(Effect.scoped, Effect.provide(CoreTesting.layer({ maxThreads: 2, time: "auto" })))
  })

  it.live("a node's number that another one has had: who knows that takes the next one for it", () => {
    const { layer } = Transport.makeHub()
    const built = Layer.build(Layer.fresh(layer({ node: 10 })))
    return Effect.gen(function* () {
      yield* Effect.scoped(built)
      const { reason } = yield* Effect.flip(built)
      assert.deepInclude(reason, { _tag: "InvalidOption", option: "node", value: "10" })
      yield* Layer.build(layer({ node: 11 }))
    }).pipe(Effect.scoped)
  })

  it.live("C06 directories of another size than those of other threads", () => {
    const entry = CoreTesting.entry(Idle.toLayer({}).pipe(Layer.provide(Directory.layer({ maxObjects: 65_536 }))))
    return Effect.gen(function* () {
      yield* Layer.build(Directory.layer())
      const error = yield* Effect.flip(Layer.build(Idle.layerThread({ entry, name: "t" })))
      assert.include(error.message, "maxObjects is one for 65536 objects")
      assert.include(error.message, "give the same maxObjects on every thread")
    }).pipe(Effect.scoped, Effect.provide(CoreTesting.layer({ maxThreads: 2, time: "auto" })))
  })

  it.live("E05 what is wrong with the payload of a last value", () => {
    const Price = Message.make("price", { payload: { cents: Schema.Int }, delivery: "lastValue" })
    return Effect.gen(function* () {
      const { publish } = yield* LastValues.LastValues
      const { message } = yield* Effect.flip(publish("nyse", Price, { cents: 1.5 }))
      assert.match(message, /Expected an integer\s+at \["cents"\]/)
    }).pipe(Effect.provide(LastValues.layer()), Effect.provide(CoreTesting.layer({ maxThreads: 2, time: "auto" })))
  })
})
