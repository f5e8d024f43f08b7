/*
 * Other processes that do not answer how they declare a message: whoever wants that message waits, as long as he said, and nobody else.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Harbor from "@stevedore/harbor/Harbor"
import { HarborError, NoListener } from "@stevedore/harbor/HarborError"
import * as Message from "@stevedore/harbor/Message"
import * as Service from "@stevedore/harbor/Service"
import * as Transport from "@stevedore/harbor/Transport"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Latch from "effect/Latch"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Queue from "effect/Queue"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"

const shape = { payload: { n: Schema.Int }, success: Schema.Int }
const Lost = Message.make("smsg_declaring_lost", shape)
const Other = Message.make("smsg_declaring_other", shape)

/** Nobody is there; of messages whose answers are lost, that is not known either until the gate opens. */
const network = (lost: (id: number) => boolean) => {
  const gate = Latch.makeUnsafe(false)
  const asked: Array<number> = []
  const states = Effect.runSync(Queue.unbounded<Transport.ConnectionState>())
  Queue.offerUnsafe(states, "connected")
  const nobody = Effect.fail(Transport.failure(new NoListener({}), "no"))
  const request: Transport.Port["request"] = (to) =>
    Effect.suspend(() => {
      const id = to._tag === "Queue" && to.name.startsWith("0_") ? Number.parseInt(to.name.slice(2), 16) : 0
      if (id !== 0) asked.push(id)
      return lost(id) ? Effect.andThen(gate.await, nobody) : nobody
    })
  const port: Transport.Port = {
    node: 7,
    maxFrameBytes: 65_536,
    publish: () => nobody,
    request,
    serve: () => Effect.void,
    state: Stream.fromQueue(states)
  }
  const layer = Harbor.layerTransport().pipe(
    Layer.provide(Layer.succeed(Transport.Transport, Transport.Transport.of(port))),
    Layer.provide(NodeActorSystem.layer())
  )
  return { asked, gate, layer, reconnect: Effect.asVoid(Queue.offer(states, "connected")) }
}

const failureOf = <A, E, R>(effect: Effect.Effect<A, E, R>) =>
  Effect.map(Effect.flip(effect), (error) => {
    assert.instanceOf(error, HarborError)
    // Looked at in the line above, which tells the type nothing.
    const { delivered, reason } = error as unknown as HarborError
    return `${reason._tag} ${delivered}`
  })

const until = (holds: () => boolean): Effect.Effect<void> =>
  Effect.suspend(() => (holds() ? Effect.void : Effect.andThen(Effect.sleep(1), until(holds))))

describe("what is asked of other processes first", () => {
  it.live("C05-declaring is in the time of a call, and nothing of it has been sent then", () => {
    const { gate, layer } = network((id) => id === Lost.id)
    return Effect.gen(function* () {
      const harbor = yield* Harbor.Harbor
      yield* Service.join("declaring")
      const timeout = "50 millis"
      assert.strictEqual(yield* failureOf(harbor.call(Lost, { n: 1 }, { timeout })), "NoReply no")
      assert.strictEqual(yield* failureOf(Service.call("declaring", Lost, { n: 1 }, { timeout })), "NoReply no")
      assert.strictEqual((yield* harbor.counters).called, 0)
      yield* gate.open
      assert.strictEqual(yield* failureOf(harbor.call(Lost, { n: 1 }, { timeout: "1 minute" })), "NoListener no")
    }).pipe(Effect.scoped, Effect.provide(layer))
  })

  it.live("C05-declaring holds up its own message alone, while others are sent, listened for and left", () => {
    const { asked, gate, layer } = network((id) => id === Lost.id)
    return Effect.gen(function* () {
      const harbor = yield* Harbor.Harbor
      const waiting = yield* Effect.forkChild(harbor.call(Lost, { n: 1 }), { startImmediately: true })
      const listening = yield* Effect.forkChild(
        harbor.listen(Lost, ({ n }) => Effect.succeed(n)),
        { startImmediately: true }
      )
      yield* until(() => asked.includes(Lost.id))
      assert.strictEqual(yield* failureOf(harbor.send(Other, { n: 1 })), "NoListener no")
      yield* Effect.scoped(
        Effect.gen(function* () {
          yield* harbor.listen(Other, ({ n }) => Effect.succeed(n + 1))
          assert.strictEqual(yield* harbor.call(Other, { n: 1 }), 2)
        })
      )
      assert.strictEqual(yield* failureOf(harbor.call(Other, { n: 1 })), "NoListener no")
      assert.isUndefined(waiting.pollUnsafe())
      // Both of them wait for the same answer.
      assert.strictEqual(asked.filter((id) => id === Lost.id).length, 1)
      yield* gate.open
      yield* Fiber.join(listening)
      yield* Fiber.await(waiting)
    }).pipe(Effect.scoped, Effect.provide(layer))
  })

  it.live("C05-declaring of all that there were, when a connection is back, holds up none that is new", () => {
    const known = Array.from({ length: 40 }, (_, n) => Message.make(`smsg_declaring_${n}`, shape))
    let isLost = false
    const { asked, gate, layer, reconnect } = network((id) => isLost && id !== Other.id)
    return Effect.gen(function* () {
      const harbor = yield* Harbor.Harbor
      for (const message of known) assert.strictEqual(yield* failureOf(harbor.send(message, { n: 1 })), "NoListener no")
      asked.length = 0
      isLost = true
      yield* reconnect
      // Some of them: there are always less at once than there may be.
      yield* until(() => asked.length === 32)
      yield* harbor.listen(Other, ({ n }) => Effect.succeed(n + 1))
      assert.strictEqual(yield* harbor.call(Other, { n: 1 }), 2)
      assert.strictEqual(asked.length, 33)
      yield* gate.open
      yield* until(() => asked.length === 41)
      assert.strictEqual(new Set(asked).size, 41)
    }).pipe(Effect.scoped, Effect.provide(layer))
  })

  it.live("C05-declaring a harbor that closes ends who waits for an answer", () => {
    const { asked, layer } = network((id) => id === Lost.id)
    return Effect.gen(function* () {
      const waiting = yield* Effect.gen(function* () {
        const harbor = yield* Harbor.Harbor
        const fiber = yield* Effect.forkDetach(failureOf(harbor.send(Lost, { n: 1 })), { startImmediately: true })
        yield* until(() => asked.includes(Lost.id))
        return fiber
      }).pipe(Effect.provide(layer))
      assert.strictEqual(yield* Fiber.join(waiting), "EngineUnavailable no")
    })
  })

  it.live("a process whose messages do not fit is told of once by whoever it asks, and which it is", () => {
    const hub = Transport.makeHub()
    const warnings: Array<string> = []
    const logger = Logger.make<unknown, void>(({ message }) => {
      const text = String(message)
      if (text.includes("smsg_declaring_other")) warnings.push(text)
    })
    const built = (node: number) =>
      Effect.map(
        Layer.build(
          Layer.fresh(Harbor.layerTransport().pipe(Layer.provide([NodeActorSystem.layer(), hub.layer({ node })])))
        ),
        (context) => Context.get(context, Harbor.Harbor)
      )
    return Effect.gen(function* () {
      const here = yield* built(1)
      const there = yield* built(2)
      yield* there.listen(Message.make("smsg_declaring_other", { payload: { text: Schema.String } }), () => Effect.void)
      for (let n = 0; n < 20; n++) {
        assert.strictEqual(yield* failureOf(here.send(Other, { n })), "SchemaMismatch no")
      }
      assert.strictEqual(warnings.length, 1)
      assert.include(warnings[0], "node 1 asked")
    }).pipe(Effect.scoped, Effect.provide(Logger.layer([logger])))
  })
})
