/*
 * Calls to other processes that whoever made them gives up: what has not begun there does not begin, and what has is interrupted.
 */
import * as Actor from "@stevedore/core/Actor"
import type { ActorError } from "@stevedore/core/ActorError"
import { ActorSystem } from "@stevedore/core/ActorSystem"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import * as Harbor from "@stevedore/harbor/Harbor"
import { HarborError } from "@stevedore/harbor/HarborError"
import * as Transport from "@stevedore/harbor/Transport"
import { assert, describe, it } from "@effect/vitest"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Stream from "effect/Stream"
import { Leaver, leaver, Work } from "./harbor/leaver.ts"
import { Held, heldBy, Outsider } from "./harbor/outsiders.ts"
import { forked } from "./platforms.ts"

const system = NodeActorSystem.layer({ maxThreads: 6, startTimeout: "1 minute", stopTimeout: "1 minute" })
const leaving = Actor.entry<typeof import("./harbor/leaver.thread.ts")>(
  new URL("./harbor/leaver.thread.ts", import.meta.url)
)
const calling = Actor.entry<typeof import("./harbor/outsiders.thread.ts")>(
  new URL("./harbor/outsiders.thread.ts", import.meta.url)
)
type Served = Layer.Layer<Leaver, ActorError, ActorSystem | Harbor.Harbor>
const places: ReadonlyArray<{ readonly name: string; readonly served: Served }> = [
  { name: "main", served: Leaver.layerLocal(leaver) },
  { name: "a thread", served: Leaver.layerThread({ entry: leaving, name: "t" }) }
]

/** A process with that in it; gone with the scope. */
const process = <A, E>(
  hub: Transport.Hub,
  node: number,
  served: Layer.Layer<A, E, ActorSystem | Harbor.Harbor>
): Effect.Effect<Context.Context<A | ActorSystem | Harbor.Harbor>, E | ActorError | HarborError, any> =>
  Layer.build(
    Layer.fresh(
      served.pipe(
        Layer.provideMerge(Harbor.layerTransport()),
        Layer.provide(hub.layer({ node })),
        Layer.provideMerge(system)
      )
    )
  )

const until = <E, R>(holds: Effect.Effect<boolean, E, R>): Effect.Effect<void, E, R> =>
  Effect.flatMap(holds, (done) => (done ? Effect.void : Effect.andThen(Effect.sleep(1), until(holds))))
const reasonOf = (error: unknown): string =>
  error instanceof HarborError ? `${error.reason._tag} ${error.delivered}` : String(error)
const silent = Effect.provide(Logger.layer([]))

/** Two processes, and a call at which a listener of the other one is at work: it does not end by itself. */
const oneCall = (served: Served) =>
  Effect.gen(function* () {
    const hub = Transport.makeHub()
    const one = Context.get(yield* process(hub, 1, Layer.empty), Harbor.Harbor)
    const other = Context.get(yield* process(hub, 2, served), Leaver)
    yield* other.listen()
    const first = yield* forked(one.call(Work, { n: 1 }))
    yield* until(Effect.map(other.noted(), ({ length }) => length === 1))
    return { one, other, first }
  })

/** After the first call, which was interrupted, no other has begun but the one that is made now: it is answered. */
const nextIs3 = (one: Harbor.Harbor["Service"], other: Leaver["Service"]) =>
  Effect.gen(function* () {
    const third = yield* forked(one.call(Work, { n: 3 }))
    yield* until(Effect.map(other.noted(), ({ length }) => length === 2))
    yield* other.open()
    assert.strictEqual(yield* Fiber.join(third), 3)
    assert.deepStrictEqual(yield* other.noted(), [1, 3, -3])
  })

for (const { name, served } of places) {
  describe(`C05 C11 a call to a listener on ${name} of another process`, () => {
    it.live("C05-given-up when its caller is interrupted, what has begun is interrupted, and nothing else begins", () =>
      Effect.gen(function* () {
        const { first, one, other } = yield* oneCall(served)
        const second = yield* forked(one.call(Work, { n: 2 }))
        yield* Fiber.interrupt(second)
        yield* Fiber.interrupt(first)
        yield* nextIs3(one, other)
      }).pipe(Effect.scoped, silent)
    )

    it.live("C05-given-up when its time is over before it has begun, it does not begin", () =>
      Effect.gen(function* () {
        const { first, one, other } = yield* oneCall(served)
        // Behind the first one, which does not end.
        const second = yield* Effect.flip(one.call(Work, { n: 2 }, { timeout: 20 }))
        assert.strictEqual(reasonOf(second), "NoReply maybe")
        yield* Fiber.interrupt(first)
        yield* nextIs3(one, other)
      }).pipe(Effect.scoped, silent)
    )
  })
}

describe("C05 C11 a call to another process that a thread makes", () => {
  it.live("C05-given-up when that thread's caller is interrupted, its handler there is", () =>
    Effect.gen(function* () {
      const hub = Transport.makeHub()
      const caller = Outsider.layerThread({ entry: calling, name: "t" })
      const one = Context.get(yield* process(hub, 1, caller), Outsider)
      const other = Context.get(yield* process(hub, 2, Layer.empty), Harbor.Harbor)
      const held: Array<number> = []
      yield* Effect.provideService(heldBy(held), Harbor.Harbor, other)
      const call = yield* forked(one.beHeld({ n: 5 }))
      yield* until(Effect.sync(() => held.length === 1))
      yield* Fiber.interrupt(call)
      yield* until(Effect.sync(() => held.length === 2))
      assert.deepStrictEqual(held, [5, -5])
    }).pipe(Effect.scoped, silent)
  )

  it.live("C05-given-up when that thread dies, its handler there is interrupted", () =>
    Effect.gen(function* () {
      const hub = Transport.makeHub()
      const caller = Outsider.layerThread({ entry: calling, name: "t", restart: "never" })
      const context = yield* process(hub, 1, caller)
      const other = Context.get(yield* process(hub, 2, Layer.empty), Harbor.Harbor)
      const held: Array<number> = []
      yield* Effect.provideService(heldBy(held), Harbor.Harbor, other)
      const call = yield* forked(Effect.exit(Context.get(context, Outsider).beHeld({ n: 5 })))
      yield* until(Effect.sync(() => held.length === 1))
      yield* Context.get(context, ActorSystem).kill("t")
      yield* until(Effect.sync(() => held.length === 2))
      assert.deepStrictEqual(held, [5, -5])
      yield* Fiber.join(call)
    }).pipe(Effect.scoped, silent)
  )

  it.live("C05-given-up of several, the others go on, and nobody hears of the one", () =>
    Effect.gen(function* () {
      const hub = Transport.makeHub()
      const one = Context.get(yield* process(hub, 1, Layer.empty), Harbor.Harbor)
      const other = Context.get(yield* process(hub, 2, Layer.empty), Harbor.Harbor)
      const letters: Array<unknown> = []
      const note = (letter: unknown) => Effect.sync(() => void letters.push(letter))
      yield* Effect.forkChild(Stream.runForEach(other.deadLetters, note), { startImmediately: true })
      const held: Array<number> = []
      yield* Effect.provideService(heldBy(held), Harbor.Harbor, other)
      const calls = [yield* forked(one.call(Held, { n: 1 })), yield* forked(one.call(Held, { n: 2 }))]
      yield* until(Effect.sync(() => held.length === 2))
      yield* Fiber.interrupt(calls[1]!)
      yield* until(Effect.sync(() => held.length === 3))
      assert.deepStrictEqual(held, [1, 2, -2])
      assert.isUndefined(calls[0]!.pollUnsafe())
      yield* Fiber.interrupt(calls[0]!)
      yield* until(Effect.sync(() => held.length === 4))
      assert.deepStrictEqual(letters, [])
    }).pipe(Effect.scoped, silent)
  )
})
