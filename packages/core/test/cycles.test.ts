/**
 * Asks that would wait for themselves, and full mailboxes in a circle: typed errors, not hangs (A05).
 */
import { assert, describe, it } from "@effect/vitest"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Rpc from "effect/rpc/Rpc"
import * as Schema from "effect/Schema"
import * as Actor from "../src/Actor.ts"
import { ActorError } from "../src/ActorError.ts"
import * as ActorSystem from "../src/ActorSystem.ts"
import * as Job from "../src/Job.ts"

class A extends Actor.Service<A>()("cycles/A", [
  Rpc.make("askB", { success: Schema.String, error: ActorError }),
  Rpc.make("askSelf", { success: Schema.String, error: ActorError }),
  Rpc.make("askPromised", { success: Schema.String, error: ActorError }),
  Rpc.make("leaf", { success: Schema.String }),
  Rpc.make("inside", { success: Schema.String }).annotate(Job.Reentrant, true),
  Rpc.make("askInside", { success: Schema.String, error: ActorError }),
  Rpc.make("forkSelf", { error: ActorError }),
  Rpc.make("flood", { payload: { jobs: Schema.Int }, error: ActorError })
]) {}

class B extends Actor.Service<B>()("cycles/B", [
  Rpc.make("askA", { success: Schema.String, error: ActorError }),
  Rpc.make("askInsideA", { success: Schema.String, error: ActorError }),
  Rpc.make("hold")
]) {}

const forked = Deferred.makeUnsafe<string, ActorError>()
const held = Deferred.makeUnsafe<void>()

const aHandlers = A.toLayer(
  Effect.gen(function* () {
    const a = yield* A
    const b = yield* B
    return {
      askB: () => b.askA(),
      askSelf: () => a.leaf(),
      askPromised: () =>
        Effect.flatMap(Effect.context(), (services) =>
          Effect.flatten(Effect.promise(() => Effect.runPromiseWith(services)(Effect.exit(a.leaf()))))
        ),
      leaf: () => Effect.as(Effect.yieldNow, "leaf"),
      inside: () => Effect.as(Effect.yieldNow, "inside"),
      askInside: () => b.askInsideA(),
      forkSelf: () =>
        Effect.asVoid(Effect.forkDetach(Effect.andThen(Effect.yieldNow, Deferred.into(a.leaf(), forked)))),
      flood: ({ jobs }) => Effect.forEach(Array.from({ length: jobs }), () => b.hold.tell(), { discard: true })
    }
  })
)
const bHandlers = B.toLayer(
  Effect.gen(function* () {
    const a = yield* A
    return { askA: () => a.leaf(), askInsideA: () => a.inside(), hold: () => Deferred.await(held) }
  })
)

const live = Layer.mergeAll(
  A.layerMain(aHandlers.pipe(Layer.provide([A.layerRef, B.layerRef]))),
  B.layerMain(bHandlers.pipe(Layer.provide(A.layerRef)), { window: 2 })
).pipe(
  Layer.provide(
    Layer.effect(
      ActorSystem.ActorSystem,
      ActorSystem.make({ spawner: undefined, maxThreads: 2, nestedWait: "10 millis" })
    )
  )
)

describe("asks that would wait for themselves", () => {
  it.live("A05 an actor that asks itself", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip((yield* A).askSelf())
      assert.strictEqual(error.reason._tag, "AskCycle")
      assert.include(error.message, "cycles/A on main → cycles/A on main")
      assert.strictEqual(error.started, false)
    }).pipe(Effect.provide(live))
  )

  it.live("A05 A asks B, and B asks A", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip((yield* A).askB())
      assert.strictEqual(error.reason._tag, "AskCycle")
      assert.include(error.message, "cycles/A on main → cycles/B on main → cycles/A on main")
      // Nothing of it remains: the actors go on.
      assert.strictEqual(yield* (yield* A).leaf(), "leaf")
    }).pipe(Effect.provide(live))
  )

  it.live("A05 a reentrant job runs in the middle of the one that waits for it", () =>
    Effect.gen(function* () {
      assert.strictEqual(yield* (yield* A).askInside(), "inside")
    }).pipe(Effect.provide(live))
  )

  it.live("A05 a promise that has its handler's services is part of the chain", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip((yield* A).askPromised())
      assert.strictEqual(error.reason._tag, "AskCycle")
    }).pipe(Effect.provide(live))
  )

  it.live("A05 a fiber that its handler left behind is in nobody's way", () =>
    Effect.gen(function* () {
      yield* (yield* A).forkSelf()
      assert.strictEqual(yield* Deferred.await(forked), "leaf")
    }).pipe(Effect.provide(live))
  )

  it.live("A05 a send inside a handler waits for room no longer than nestedWait, and names who sends", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip((yield* A).flood({ jobs: 10 }))
      assert.strictEqual(error.reason._tag, "MailboxFull")
      assert.include(error.message, "sent by cycles/A on main")
      yield* Deferred.succeed(held, undefined)
    }).pipe(Effect.provide(live))
  )
})
