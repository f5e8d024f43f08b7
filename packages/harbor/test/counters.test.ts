/*
 * `Harbor.counters` count what they say: in one process, and of what comes from another one.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Directory from "@stevedore/harbor/Directory"
import * as Harbor from "@stevedore/harbor/Harbor"
import { HarborError } from "@stevedore/harbor/HarborError"
import * as Message from "@stevedore/harbor/Message"
import * as ObjectKind from "@stevedore/harbor/ObjectKind"
import * as Transport from "@stevedore/harbor/Transport"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Latch from "effect/Latch"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Schema from "effect/Schema"

const Ask = Message.make("smsg_counted_ask", { payload: { n: Schema.Int }, success: Schema.Int })
const Tell = Message.make("smsg_counted_tell", { payload: { n: Schema.Int } })
const Long = Message.make("smsg_counted_long", { payload: { n: Schema.Int, text: Schema.String } })
const Thing = ObjectKind.make("counted_thing", { messages: [Ask] })

const nothing = { sent: 0, called: 0, outside: 0, received: 0, noListener: 0, refused: 0, failed: 0 }
const system = NodeActorSystem.layer({ maxThreads: 2 })
const here = Layer.merge(Harbor.layer(), Directory.layer()).pipe(
  Layer.provideMerge(system),
  Layer.provideMerge(Logger.layer([]))
)
/** Gone with the scope. */
const twoProcesses = Effect.suspend(() => {
  const hub = Transport.makeHub()
  const process = Effect.map(
    Layer.build(Layer.fresh(Harbor.layerTransport().pipe(Layer.provide([system, hub.layer()])))),
    (context) => Context.get(context, Harbor.Harbor)
  )
  return Effect.all([process, process])
})
const forked = <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.forkChild(effect, { startImmediately: true })
const until = <E, R>(holds: Effect.Effect<boolean, E, R>): Effect.Effect<void, E, R> =>
  Effect.flatMap(holds, (done) => (done ? Effect.void : Effect.andThen(Effect.sleep(1), until(holds))))
const reasonOf = (error: unknown): string =>
  error instanceof HarborError ? `${error.reason._tag} ${error.delivered}` : String(error)

describe("C12 the counters of a thread", () => {
  it.live("C12-counters refused is what nobody has had, and no call that somebody may have had", () =>
    Effect.gen(function* () {
      const harbor = yield* Harbor.Harbor
      // What the types forbid, a program without them does.
      yield* harbor.listen(Ask, ({ n }) => (n === 0 ? Effect.succeed("no" as never) : Effect.never))
      assert.strictEqual(reasonOf(yield* Effect.flip(harbor.call(Ask, { n: 0 }))), "Malformed maybe")
      // As long as it takes to begin.
      let unbegun = 0
      const late = (timeout: number) => Effect.map(Effect.flip(harbor.call(Ask, { n: 1 }, { timeout })), reasonOf)
      while ((yield* late(20 * 2 ** unbegun)) !== "NoReply maybe") unbegun++
      assert.deepInclude(yield* harbor.counters, { called: 2 + unbegun, refused: unbegun })
      const wrong = yield* Effect.flip(harbor.call(Ask, { n: 0.5 }))
      assert.strictEqual(reasonOf(wrong), "Malformed no")
      assert.deepInclude(yield* harbor.counters, { called: 3 + unbegun, refused: 1 + unbegun })
    }).pipe(Effect.scoped, Effect.provide(here))
  )

  it.live("C12-counters failed is no handler that was interrupted since its caller has given it up", () =>
    Effect.gen(function* () {
      const [harbor, directory] = [yield* Harbor.Harbor, yield* Directory.Directory]
      // Never ends by itself.
      const handler =
        (begun: Latch.Latch) =>
        ({ n }: { readonly n: number }) =>
          n === 2 ? Effect.succeed(2) : Effect.andThen(begun.open, Effect.never)
      const [listens, serves] = [Latch.makeUnsafe(), Latch.makeUnsafe()]
      yield* harbor.listen(Ask, handler(listens))
      yield* directory.serve(Thing, { smsg_counted_ask: handler(serves) })
      const id = yield* directory.claim(Thing)
      const calls = [yield* forked(harbor.call(Ask, { n: 1 })), yield* forked(directory.callTo(id, Ask, { n: 1 }))]
      yield* Effect.andThen(listens.await, serves.await)
      yield* Fiber.interruptAll(calls)
      // They begin when those before them have ended.
      assert.strictEqual(yield* harbor.call(Ask, { n: 2 }), 2)
      assert.strictEqual(yield* directory.callTo(id, Ask, { n: 2 }), 2)
      assert.deepInclude(yield* harbor.counters, { called: 2, received: 2, refused: 0, failed: 0 })
    }).pipe(Effect.scoped, Effect.provide(here))
  )

  it.live("C12-counters of what comes from another process, only that it was received, and has failed", () =>
    Effect.gen(function* () {
      const [one, other] = yield* twoProcesses
      yield* other.listen(Ask, ({ n }) => (n === 0 ? Effect.die(new Error("asked to")) : Effect.succeed(n)))
      yield* other.listen(Tell, () => Effect.void)
      for (const n of [1, 2, 3]) yield* one.call(Ask, { n })
      assert.strictEqual(reasonOf(yield* Effect.flip(one.call(Ask, { n: 0 }))), "RemoteDefect maybe")
      for (const n of [1, 2, 3, 4, 5]) yield* one.send(Tell, { n })
      yield* one.broadcast(Tell, { n: 6 })
      yield* until(Effect.map(other.counters, ({ received }) => received === 10))
      assert.deepStrictEqual(yield* other.counters, { ...nothing, received: 10, failed: 1 })
      assert.deepStrictEqual(yield* one.counters, { ...nothing, called: 4, outside: 10 })
    }).pipe(Effect.scoped, Effect.provide(Logger.layer([])))
  )

  it.live("C12-counters of what did not go to another process, why not, and not that it went", () =>
    Effect.gen(function* () {
      const [one, other] = yield* twoProcesses
      const reason = <A>(sent: Effect.Effect<A, unknown>) => Effect.map(Effect.flip(sent), reasonOf)
      const large = { n: 0, text: "x".repeat(300_000) }
      assert.strictEqual(yield* reason(one.call(Ask, { n: 1 })), "NoListener no")
      assert.strictEqual(yield* reason(one.send(Tell, { n: 1 })), "NoListener no")
      assert.deepStrictEqual(yield* one.counters, { ...nothing, called: 1, noListener: 2 })
      yield* other.listen(Long, () => Effect.void)
      assert.strictEqual(yield* reason(one.send(Long, large)), "TooLarge no")
      assert.strictEqual(yield* reason(one.broadcast(Long, large)), "TooLarge no")
      assert.strictEqual(yield* reason(one.send(Long, { n: 0.5, text: "" })), "Malformed no")
      assert.deepStrictEqual(yield* one.counters, { ...nothing, called: 1, noListener: 2, refused: 3 })
      // Nor what this process has had, and others have not.
      yield* one.listen(Long, () => Effect.void)
      assert.strictEqual(yield* reason(one.broadcast(Long, large)), "TooLarge maybe")
      const counted = { ...nothing, called: 1, noListener: 2, refused: 4, sent: 1 }
      yield* until(Effect.map(one.counters, ({ received }) => received === 1))
      assert.deepStrictEqual(yield* one.counters, { ...counted, received: 1 })
    }).pipe(Effect.scoped, Effect.provide(Logger.layer([])))
  )
})
