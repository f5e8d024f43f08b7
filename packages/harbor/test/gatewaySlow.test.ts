/*
 * More for clients than there is room for: who reads is waited for, and has all of it; who does not is cut, and what was for it is
 * counted.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Gateway from "@stevedore/harbor/Gateway"
import * as Harbor from "@stevedore/harbor/Harbor"
import type { HarborError } from "@stevedore/harbor/HarborError"
import * as Message from "@stevedore/harbor/Message"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Queue from "effect/Queue"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import { bodiesOf } from "../src/internal/codec/bodies.ts"
import { reader } from "./gateway/client.ts"
import { line } from "./gateway/sockets.ts"

const Tick = Message.make("smsg_slow_tick", { payload: { n: Schema.Int, text: Schema.String } })
const COUNT = 2000
const limits = { messages: [], maxWaitingBytes: 16 * 1024 }

/** A client behind the gateway that has room for one chunk on its way. */
const connect = (gateway: Gateway.Gateway) =>
  Effect.gen(function* () {
    const made = yield* line(1)
    const ended = yield* Effect.forkScoped(gateway.serve(made.socket), { startImmediately: true })
    return { id: gateway.connections().at(-1)!, made, ended, next: reader(made) }
  })

type Client = Effect.Success<ReturnType<typeof connect>>

/** The numbers of so many messages, as they come. */
const read = (client: Client, count: number) =>
  Effect.gen(function* () {
    const heard: Array<number> = []
    while (heard.length < count) {
      const { body } = yield* client.next
      heard.push((bodiesOf(Tick).payload.decode(body) as { readonly n: number }).n)
    }
    return heard
  })

const numbers = Array.from({ length: COUNT }, (_, n) => n)
const tick = (n: number) => ({ n, text: "x".repeat(100) })

const verbs: Readonly<
  Record<
    string,
    (
      gateway: Gateway.Gateway,
      harbor: Harbor.Harbor["Service"],
      id: bigint
    ) => (n: number) => Effect.Effect<void, HarborError>
  >
> = {
  "gateway.broadcast": (gateway) => (n) => gateway.broadcast(Tick, tick(n)),
  "gateway.sendTo": (gateway, _, id) => (n) => gateway.sendTo(id, Tick, tick(n)),
  "harbor.gateBroadcast": (_, harbor) => (n) => harbor.gateBroadcast(Tick, tick(n))
}

describe("more for a client than there is room for", () => {
  for (const [name, verb] of Object.entries(verbs)) {
    it.live(`C08-slow by ${name} in one loop: who reads is not cut, and has all of it, in order`, () =>
      Effect.gen(function* () {
        const harbor = yield* Harbor.Harbor
        const gateway = yield* Gateway.make(limits)
        const client = yield* connect(gateway)
        const heard = yield* Effect.forkChild(read(client, COUNT), { startImmediately: true })
        const send = verb(gateway, harbor, client.id)
        for (const n of numbers) yield* send(n)
        assert.deepStrictEqual(yield* Fiber.join(heard), numbers)
        assert.deepInclude(gateway.counters(), { cut: 0, closed: 0, lost: 0 })
      }).pipe(Effect.scoped, Effect.provide(Harbor.layer()), Effect.provide(NodeActorSystem.layer()))
    )
  }

  it.live("C08-slow who reads nothing is cut alone, and each message that it does not have is a dead letter", () =>
    Effect.gen(function* () {
      const harbor = yield* Harbor.Harbor
      const letters = yield* Queue.unbounded<{ readonly reason: string; readonly count: number }>()
      yield* Effect.forkScoped(
        Stream.runForEach(harbor.deadLetters, (letter) => Queue.offer(letters, letter)),
        { startImmediately: true }
      )
      const gateway = yield* Gateway.make({ ...limits, readTimeout: "20 millis" })
      const [bad, good] = [yield* connect(gateway), yield* connect(gateway)]
      const heard = yield* Effect.forkChild(read(good, COUNT), { startImmediately: true })
      let sent = 0
      for (const n of numbers) {
        if (gateway.connections().includes(bad.id)) sent++
        yield* gateway.broadcast(Tick, tick(n))
      }
      assert.deepStrictEqual(yield* Fiber.join(bad.ended), { _tag: "Slow", limitBytes: limits.maxWaitingBytes })
      const refused = yield* Effect.flip(gateway.sendTo(bad.id, Tick, tick(0)))
      assert.deepInclude(refused.reason, { _tag: "NoReceiver", objectId: bad.id })
      assert.deepStrictEqual(yield* Fiber.join(heard), numbers)
      const { closed, cut, lost } = gateway.counters()
      assert.deepStrictEqual([closed, cut], [1, 1])
      let told = 0
      while (told < lost) {
        const { count, reason } = yield* Queue.take(letters)
        assert.strictEqual(reason, "Slow")
        told += count
      }
      assert.strictEqual(told, lost)
      // The socket has had room for one.
      assert.isAbove(lost, 50)
      assert.isAtMost(lost, sent - 1)
    }).pipe(Effect.scoped, Effect.provide(Harbor.layer()), Effect.provide(NodeActorSystem.layer()))
  )

  it.live("C08-slow who reads a little at a time does not set the pace of a broadcast: it is cut, too", () =>
    Effect.gen(function* () {
      const gateway = yield* Gateway.make({ ...limits, readTimeout: "20 millis" })
      const [bad, good] = [yield* connect(gateway), yield* connect(gateway)]
      yield* Effect.forkChild(Effect.forever(Effect.andThen(bad.next, Effect.sleep("10 millis"))), {
        startImmediately: true
      })
      const heard = yield* Effect.forkChild(read(good, COUNT), { startImmediately: true })
      for (const n of numbers) yield* gateway.broadcast(Tick, tick(n))
      assert.deepStrictEqual(yield* Fiber.join(bad.ended), { _tag: "Slow", limitBytes: limits.maxWaitingBytes })
      assert.deepStrictEqual(yield* Fiber.join(heard), numbers)
      assert.deepInclude(gateway.counters(), { cut: 1, closed: 1 })
    }).pipe(Effect.scoped, Effect.provide(Harbor.layer()), Effect.provide(NodeActorSystem.layer()))
  )

  it.live("C08-slow who waits for room at a connection that ends learns that it is gone", () =>
    Effect.gen(function* () {
      const gateway = yield* Gateway.make({ ...limits, readTimeout: "1 minute" })
      const client = yield* connect(gateway)
      const sending = yield* Effect.forkChild(
        Effect.forEach(numbers, (n) => gateway.sendTo(client.id, Tick, tick(n)), { discard: true }),
        { startImmediately: true }
      )
      assert.isUndefined(sending.pollUnsafe())
      yield* client.made.close
      assert.deepStrictEqual(yield* Fiber.join(client.ended), { _tag: "Left" })
      const { delivered, reason } = yield* Effect.flip(Fiber.join(sending))
      assert.deepStrictEqual([reason._tag, delivered], ["NoReceiver", "no"])
      assert.isAbove(gateway.counters().lost, 50)
    }).pipe(Effect.scoped, Effect.provide(Harbor.layer()), Effect.provide(NodeActorSystem.layer()))
  )
})
