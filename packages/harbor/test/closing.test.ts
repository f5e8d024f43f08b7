/*
 * Harbors that come and go in a system that lives on: nothing of them stays with it.
 */
import { assert, describe, it } from "@effect/vitest"
import { ActorSystem } from "@stevedore/core/ActorSystem"
import * as Directory from "@stevedore/harbor/Directory"
import * as Gateway from "@stevedore/harbor/Gateway"
import * as Harbor from "@stevedore/harbor/Harbor"
import * as Message from "@stevedore/harbor/Message"
import * as ObjectKind from "@stevedore/harbor/ObjectKind"
import * as Service from "@stevedore/harbor/Service"
import * as Topic from "@stevedore/harbor/Topic"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Latch from "effect/Latch"
import * as Layer from "effect/Layer"
import * as Queue from "effect/Queue"
import * as Schema from "effect/Schema"
import * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"

const Ping = Message.make("closing_ping", { payload: { n: Schema.Int }, success: Schema.Int })
const Told = Message.make("closing_told", { payload: { n: Schema.Int } })
const ToClients = Message.make("cmsg_closing")
const Thing = ObjectKind.make("closing_thing", { messages: [] })
const Tick = Message.make("closing_tick", { payload: { n: Schema.Int } })

/** The system, and how many watch who serves its actors at the moment. */
const watched = (system: ActorSystem["Service"]) => {
  const open = { count: 0 }
  const members: ActorSystem["Service"]["members"] = (actor) => {
    const found = system.members(actor)
    return {
      get now() {
        return found.now
      },
      changes: found.changes,
      watch: (look) => {
        const unwatch = found.watch(look)
        open.count++
        return () => {
          open.count--
          unwatch()
        }
      }
    }
  }
  return { open, system: { ...system, members } }
}

describe("a harbor's layer that closes", () => {
  it.live("C05-close leaves nobody who watches for it in a system that lives on", () =>
    Effect.gen(function* () {
      const { open, system } = watched(yield* ActorSystem)
      const used = Effect.gen(function* () {
        const harbor = yield* Harbor.Harbor
        yield* harbor.listen(Ping, ({ n }) => Effect.succeed(n + 1))
        yield* Topic.subscribe("closing.*", Tick, () => Effect.void)
        yield* Topic.publish("closing.a", Tick, { n: 1 })
        yield* Service.join("closing")
        assert.strictEqual(yield* harbor.call(Ping, { n: 1 }), 2)
        assert.strictEqual(yield* Service.call("closing", Ping, { n: 2 }), 3)
        assert.isAbove(open.count, 1)
      })
      for (let n = 0; n < 3; n++) {
        yield* Effect.scoped(used).pipe(
          Effect.provide(Layer.fresh(Layer.merge(Harbor.layer(), Directory.layer()))),
          Effect.provideService(ActorSystem, ActorSystem.of(system))
        )
        assert.strictEqual(open.count, 0)
      }
    }).pipe(Effect.provide(NodeActorSystem.layer()))
  )

  it.live(
    "C05-close ends what it holds for who has a scope outside of it: those names are free in the next harbor",
    () =>
      Effect.gen(function* () {
        const handled: Array<string> = []
        const note = (who: string) => () => Effect.sync(() => void handled.push(who))
        const fresh = Layer.fresh(Harbor.layer())
        const closed = yield* Effect.gen(function* () {
          const harbor = yield* Harbor.Harbor
          yield* harbor.register("installed", Told, note("listenOn"))
          yield* harbor.listenOn("main", Told, "installed")
          yield* harbor.listen(Told, note("listen"))
          yield* harbor.listenEncoded(Told, Told.codec, note("listenEncoded"))
          yield* Topic.subscribe("closing.*", Tick, note("subscribe"))
          yield* Service.join("closing")
          yield* Gateway.make({ messages: [] })
          return harbor
        }).pipe(Effect.provide(fresh))
        // The scope of all of them is open still.
        yield* Effect.gen(function* () {
          const harbor = yield* Harbor.Harbor
          for (const nobody of [harbor.send(Told, { n: 1 }), harbor.gateBroadcast(ToClients, undefined)]) {
            assert.strictEqual((yield* Effect.flip(nobody)).reason._tag, "NoListener")
          }
          assert.deepStrictEqual(yield* Service.instances("closing"), [])
          yield* harbor.listen(Told, note("the next"))
          yield* Topic.subscribe("closing.*", Tick, note("the next subscriber"))
          yield* Service.join("closing")
          yield* harbor.broadcast(Told, { n: 2 })
          yield* Topic.publish("closing.a", Tick, { n: 3 })
        }).pipe(Effect.scoped, Effect.provide(fresh))
        assert.deepStrictEqual(handled.sort(), ["the next", "the next subscriber"])
        const closedOne = /Harbor is one that has closed: keep its layer open as long as it is used/
        const late = yield* Effect.flip(closed.listen(Told, note("late")))
        assert.match(late.message, closedOne)
        const published = Topic.publish("closing.a", Tick, { n: 4 })
        const unpublished = yield* Effect.flip(Effect.provideService(published, Harbor.Harbor, closed))
        assert.match(unpublished.message, closedOne)
      }).pipe(Effect.scoped, Effect.provide(NodeActorSystem.layer()))
  )

  it.live("C05-close ends the streams of its dead letters and of who is in a service, with all that came before", () =>
    Effect.gen(function* () {
      const fresh = Layer.fresh(Harbor.layer())
      const gate = yield* Latch.make(false)
      const [letters, changed] = [yield* Queue.unbounded<string>(), yield* Queue.unbounded<string>()]
      const [harbor, reads] = yield* Effect.gen(function* () {
        const harbor = yield* Harbor.Harbor
        const lettersRead = Stream.runForEach(harbor.deadLetters, ({ messageName }) =>
          Effect.andThen(Queue.offer(letters, messageName), gate.await)
        )
        const changesRead = Stream.runForEach(Service.changes("closing"), ({ _tag }) => Queue.offer(changed, _tag))
        const reads = [
          yield* Effect.forkDetach(lettersRead, { startImmediately: true }),
          yield* Effect.forkDetach(changesRead, { startImmediately: true })
        ]
        yield* harbor.listen(Told, () => Effect.die("fails"))
        yield* Service.join("closing")
        assert.strictEqual(yield* Queue.take(changed), "Joined")
        for (let n = 0; n < 3; n++) yield* harbor.send(Told, { n })
        yield* Queue.take(letters)
        return [harbor, reads] as const
      }).pipe(Effect.scoped, Effect.provide(fresh))
      yield* gate.open
      for (const read of reads) yield* Fiber.join(read)
      assert.deepStrictEqual(yield* Queue.takeAll(letters), ["closing_told", "closing_told"])
      // Whoever comes when it has closed.
      assert.deepStrictEqual(yield* Stream.runCollect(harbor.deadLetters), [])
      const late = Effect.provideService(Stream.runCollect(Service.changes("closing")), Harbor.Harbor, harbor)
      assert.deepStrictEqual(yield* late, [])
    }).pipe(Effect.provide(NodeActorSystem.layer()))
  )

  it.live("C05-close a slow reader of its dead letters has all of them, also of what waited at who has left", () =>
    Effect.gen(function* () {
      const gate = yield* Latch.make(false)
      const heard = { fast: 0, slow: 0 }
      const slow = yield* Effect.gen(function* () {
        const harbor = yield* Harbor.Harbor
        const read = (of: "fast" | "slow", then: Effect.Effect<void>) =>
          Effect.forkDetach(
            Stream.runForEach(harbor.deadLetters, ({ count }) => {
              heard[of] += count
              return then
            }),
            { startImmediately: true }
          )
        yield* read("fast", Effect.void)
        const slow = yield* read("slow", gate.await)
        for (let n = 0; n < 8; n++) {
          const message = Message.make(`closing_left_${n}`, { payload: { n: Schema.Int } })
          const [sent, scope] = [yield* Latch.make(false), yield* Scope.make()]
          yield* Scope.provide(
            harbor.listen(message, () => Effect.andThen(sent.await, Scope.close(scope, Exit.void))),
            scope
          )
          for (let n = 0; n < 4; n++) yield* harbor.send(message, { n })
          yield* sent.open
          while (heard.fast < 3 * (n + 1)) yield* Effect.sleep(1)
        }
        return slow
      }).pipe(Effect.scoped, Effect.provide(Layer.fresh(Harbor.layer())))
      yield* gate.open
      yield* Fiber.join(slow)
      assert.deepStrictEqual(heard, { fast: 24, slow: 24 })
    }).pipe(Effect.provide(NodeActorSystem.layer()))
  )

  it.live("C05-close a directory that has closed serves no kind", () =>
    Effect.gen(function* () {
      const directory = yield* Effect.provide(Directory.Directory, Layer.fresh(Directory.layer()))
      const late = yield* Effect.flip(directory.serve(Thing, {}))
      assert.match(late.message, /Directory is one that has closed: keep its layer open as long as it is used/)
    }).pipe(Effect.scoped, Effect.provide(NodeActorSystem.layer()))
  )
})
