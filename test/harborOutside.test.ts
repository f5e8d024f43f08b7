/*
 * Harbors of several processes over one network: what nobody here listens for goes to who does, from every thread to every thread.
 */
import * as Actor from "@stevedore/core/Actor"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import * as Harbor from "@stevedore/harbor/Harbor"
import type { HarborError } from "@stevedore/harbor/HarborError"
import * as Message from "@stevedore/harbor/Message"
import { type Network, network } from "@stevedore/harbor/testing"
import * as Transport from "@stevedore/harbor/Transport"
import { assert, describe, it } from "@effect/vitest"
import * as Cause from "effect/Cause"
import * as Context from "effect/Context"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Schema from "effect/Schema"
import * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import { Ask, heardBy, Inner, Note, Outsider, Refused } from "./harbor/outsiders.ts"
import { numbers } from "./platforms.ts"

// Real threads alone: simulated ones of one process would have a time of their own, in which another's reply is late.
const system = NodeActorSystem.layer({ maxThreads: 6, startTimeout: "1 minute", stopTimeout: "1 minute" })
const entry = Actor.entry<typeof import("./harbor/outsiders.thread.ts")>(
  new URL("./harbor/outsiders.thread.ts", import.meta.url)
)

/** A process with a thread besides main; gone with the scope. */
const process = ({ layer }: Pick<Network, "layer">, node: number) =>
  Effect.map(
    Layer.build(
      Layer.fresh(
        Outsider.layerThread({ entry, name: "t" }).pipe(
          Layer.provideMerge(Harbor.layerTransport()),
          Layer.provide([system, layer({ node })])
        )
      )
    ),
    (context) => ({ harbor: Context.get(context, Harbor.Harbor), thread: Context.get(context, Outsider) })
  )

const silent = Effect.provide(Logger.layer([]))
const until = <E, R>(holds: Effect.Effect<boolean, E, R>): Effect.Effect<void, E, R> =>
  Effect.flatMap(holds, (done) => (done ? Effect.void : Effect.andThen(Effect.sleep(1), until(holds))))
const listening = (harbor: Harbor.Harbor["Service"], noted: Array<number> = []) =>
  Effect.provideService(heardBy("main", noted), Harbor.Harbor, harbor)
const reasonOf = <A, E>(effect: Effect.Effect<A, E>) =>
  Effect.map(Effect.flip(effect), (error) => {
    // Nothing here fails with anything else; what a message declares would have no reason, and fail the test.
    const { delivered, reason } = error as unknown as HarborError
    return `${reason._tag} ${delivered}`
  })

describe("C05 C11 processes", () => {
  it.live("C05-outside a transport whose state dies is said to have no state any more, and why", () =>
    Effect.gen(function* () {
      const said = yield* Deferred.make<string>()
      const logger = Logger.make<unknown, void>(({ cause, message }) => {
        const line = `${String(message)}: ${Cause.pretty(cause)}`
        if (line.includes("state")) Deferred.doneUnsafe(said, Exit.succeed(line))
      })
      const broken = Layer.effect(
        Transport.Transport,
        Effect.map(Transport.Transport, (port) => ({
          ...port,
          state: Stream.concat(Stream.make("connected" as const), Stream.die(new Error("no state at all")))
        }))
      )
      const { layer } = Transport.makeHub()
      const harbor = Harbor.layerTransport().pipe(
        Layer.provide(Layer.provide(broken, layer())),
        Layer.provide([system, Logger.layer([logger])])
      )
      yield* Effect.scoped(Effect.andThen(Layer.build(harbor), Deferred.await(said))).pipe(
        Effect.map((line) => {
          assert.include(line, "the transport's state has ended")
          assert.include(line, "no state at all")
        })
      )
    })
  )

  it.live("C05-outside what nobody here listens for goes to another process, from and to every thread", () =>
    Effect.gen(function* () {
      const net = yield* network()
      const one = yield* process(net, 1)
      const other = yield* process(net, 2)
      for (const sent of [
        one.harbor.send(Note, { n: 1 }),
        one.harbor.call(Ask, { n: 1 }),
        one.thread.ask({ n: 1 }),
        one.thread.note({ from: 1, count: 1 })
      ]) {
        assert.strictEqual(yield* reasonOf(sent as Effect.Effect<unknown, unknown>), "NoListener no")
      }
      yield* other.thread.listen()
      assert.strictEqual(yield* one.harbor.call(Ask, { n: 1 }), "thread from 1-1")
      assert.match(yield* one.thread.ask({ n: 1 }), /^thread from 1-[2-9]$/)
      assert.strictEqual(yield* other.harbor.call(Ask, { n: 1 }), "thread from here-1")
      assert.deepStrictEqual(yield* Effect.flip(one.harbor.call(Ask, { n: -1 })), new Refused({ n: -1 }))
      assert.deepStrictEqual(yield* Effect.flip(one.thread.ask({ n: -2 })), new Refused({ n: -2 }))
      assert.strictEqual(yield* reasonOf(one.harbor.call(Ask, { n: 0 })), "RemoteDefect maybe")
      assert.strictEqual(yield* reasonOf(one.harbor.call(Ask, { n: 0.5 })), "Malformed no")
      for (const n of numbers(100)) yield* one.harbor.send(Note, { n })
      yield* one.thread.note({ from: 200, count: 100 })
      yield* until(Effect.map(other.thread.noted(), ({ length }) => length === 200))
      const noted = yield* other.thread.noted()
      assert.deepStrictEqual(noted, [...numbers(100), ...numbers(100).map((n) => 200 + n)])
      // Who listens here has it first; the reach of others is this process.
      yield* Effect.scoped(
        Effect.gen(function* () {
          yield* listening(one.harbor)
          assert.strictEqual(yield* one.thread.ask({ n: 1 }), "main from here-2")
        })
      )
      yield* other.harbor.listen(Inner, () => Effect.void)
      assert.strictEqual(yield* reasonOf(one.harbor.send(Inner, { n: 1 })), "NoListener no")
      assert.strictEqual(yield* reasonOf(one.thread.inner()), "NoListener no")
      yield* other.thread.leave()
      assert.strictEqual(yield* reasonOf(one.harbor.send(Note, { n: 1 })), "NoListener no")
      assert.isAbove((yield* one.harbor.counters).outside, 100)
    }).pipe(Effect.scoped, silent)
  )

  it.live("C09-outside a broadcast reaches every listener of every process once, the sender's too", () =>
    Effect.gen(function* () {
      const net = yield* network()
      const [one, other, third] = [yield* process(net, 1), yield* process(net, 2), yield* process(net, 3)]
      const noted: ReadonlyArray<Array<number>> = [[], [], []]
      yield* listening(one.harbor, noted[0])
      yield* listening(one.harbor, noted[1])
      yield* listening(other.harbor, noted[2])
      yield* one.thread.listen()
      yield* other.thread.listen()
      for (const n of numbers(20)) yield* one.harbor.broadcast(Note, { n })
      for (const n of numbers(20)) yield* one.thread.broadcast({ n: 100 + n })
      for (const n of numbers(20)) yield* third.thread.broadcast({ n: 200 + n })
      const all = Effect.gen(function* () {
        return [...noted, yield* one.thread.noted(), yield* other.thread.noted()]
      })
      yield* until(Effect.map(all, (lists) => lists.every(({ length }) => length >= 60)))
      for (const list of yield* all) {
        assert.strictEqual(list.length, 60)
        for (const from of [0, 100, 200]) {
          assert.deepStrictEqual(
            list.filter((n) => n >= from && n < from + 100),
            numbers(20).map((n) => from + n)
          )
        }
      }
      assert.strictEqual(yield* reasonOf(third.harbor.broadcast(Note, { n: 0.5 })), "Malformed no")
    }).pipe(Effect.scoped, silent)
  )

  it.live("C01-outside two names with one id, and two schemas of one name, meet when the second comes", () =>
    Effect.gen(function* () {
      const net = yield* network()
      const [one, other] = [yield* process(net, 1), yield* process(net, 2)]
      const First = Message.make("smsg_login_map_buff")
      const Second = Message.make("smsg_mail_quest_price_ntf")
      const inFirst = yield* Scope.make()
      yield* Scope.provide(
        one.harbor.listen(First, () => Effect.void),
        inFirst
      )
      const collided = yield* Effect.flip(other.harbor.listen(Second, () => Effect.void))
      assert.deepInclude(collided.reason, { _tag: "IdCollision", names: [Second.name, First.name] })
      const sent = yield* Effect.flip(other.harbor.send(Second, undefined))
      assert.strictEqual(sent.reason._tag, "IdCollision")

      const old = Message.make("smsg_move", { payload: { x: Schema.Int } })
      const fields = { x: Schema.Int, y: Schema.Int.pipe(Schema.withDecodingDefaultKey(Effect.succeed(7))) }
      const strange = Message.make("smsg_move", { payload: fields })
      const young = Message.make("smsg_move", { payload: fields, accepts: [old.fingerprint] })
      yield* one.harbor.send(old, { x: 1 }).pipe(Effect.ignore)
      const differs = yield* Effect.flip(other.harbor.listen(strange, () => Effect.void))
      assert.deepInclude(differs.reason, {
        _tag: "SchemaMismatch",
        own: strange.fingerprint,
        other: old.fingerprint
      })
      const third = yield* process(net, 3)
      const heard: Array<unknown> = []
      yield* third.harbor.listen(young, (payload) => Effect.sync(() => void heard.push(payload)))
      yield* one.harbor.send(old, { x: 2 })
      yield* until(Effect.sync(() => heard.length === 1))
      assert.deepStrictEqual(heard, [{ x: 2, y: 7 }])
      assert.strictEqual(yield* reasonOf(third.harbor.call(Ask, { n: 1 })), "NoListener no")
    }).pipe(Effect.scoped, silent)
  )

  it.live("C05-outside a call that does not say how long it may take is given all the time that there is", () =>
    Effect.gen(function* () {
      const net = yield* network()
      const given: Array<number> = []
      const noted = Layer.effect(
        Transport.Transport,
        Effect.map(Transport.Transport, (port) => ({
          ...port,
          request: (to: Transport.Address, frame: Uint8Array, millis: number) => {
            // What asks others how they declare a message has a time of its own.
            if (to._tag === "Queue" && to.name === Ask.name) given.push(millis)
            return port.request(to, frame, millis)
          }
        }))
      )
      const one = yield* process({ layer: (options) => Layer.provide(noted, net.layer(options)) }, 1)
      const other = yield* process(net, 2)
      yield* listening(other.harbor)
      yield* one.harbor.call(Ask, { n: 1 })
      yield* one.thread.ask({ n: 1 })
      yield* one.harbor.call(Ask, { n: 1 }, { timeout: Infinity })
      yield* one.harbor.call(Ask, { n: 1 }, { timeout: "365 days" })
      // Longer ones a timer does not take: it ends at once.
      assert.deepStrictEqual(given, Array(4).fill(2 ** 31 - 1))
      yield* one.harbor.call(Ask, { n: 1 }, { timeout: "1 minute" })
      assert.isAtMost(given[4]!, 60_000)
    }).pipe(Effect.scoped, silent)
  )

  it.live("C05-outside a process that is cut off, or ends, is no loss to others, and comes back", () =>
    Effect.gen(function* () {
      const net = yield* network()
      const one = yield* process(net, 1)
      const scope = yield* Scope.make()
      const other = yield* Scope.provide(process(net, 2), scope)
      yield* other.thread.listen()
      yield* net.disconnect(1)
      assert.strictEqual(yield* reasonOf(one.thread.ask({ n: 1 })), "EngineUnavailable no")
      const inner: Array<number> = []
      yield* one.harbor.listen(Inner, ({ n }) => Effect.sync(() => void inner.push(n)))
      yield* one.thread.inner()
      yield* net.reconnect(1)
      assert.match(yield* one.thread.ask({ n: 1 }), /^thread from 1-/)
      yield* Scope.close(scope, Exit.void)
      assert.strictEqual(yield* reasonOf(one.thread.ask({ n: 1 })), "NoListener no")
      yield* until(Effect.sync(() => inner.length === 1))
    }).pipe(Effect.scoped, silent)
  )
})

describe("C11 a harbor with a transport of its own", () => {
  it.live("C11-alone over the embedded transport all is as without one", () =>
    Effect.gen(function* () {
      const harbor = yield* Harbor.Harbor
      assert.strictEqual(yield* reasonOf(harbor.send(Note, { n: 1 })), "NoListener no")
      const noted: Array<number> = []
      yield* listening(harbor, noted)
      yield* harbor.send(Note, { n: 1 })
      yield* harbor.broadcast(Note, { n: 2 })
      assert.strictEqual(yield* harbor.call(Ask, { n: 3 }), "main from here-1")
      assert.deepStrictEqual(noted, [1, 2])
    }).pipe(
      Effect.scoped,
      Effect.provide(Harbor.layerTransport()),
      Effect.provide(Transport.layerInProcess()),
      Effect.provide(system),
      silent
    )
  )
})
