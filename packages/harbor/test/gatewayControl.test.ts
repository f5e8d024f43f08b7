/*
 * Control before data: also where data waits for room, for this client or for another one.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Gateway from "@stevedore/harbor/Gateway"
import * as Harbor from "@stevedore/harbor/Harbor"
import * as Message from "@stevedore/harbor/Message"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Schema from "effect/Schema"
import * as TestClock from "effect/testing/TestClock"
import { bodiesOf } from "../src/internal/codec/bodies.ts"
import { Outgoing } from "../src/internal/gateway/outgoing.ts"
import { reader } from "./gateway/client.ts"
import { line } from "./gateway/sockets.ts"

const Tick = Message.make("smsg_control_tick", { payload: { n: Schema.Int, text: Schema.String } })
const COUNT = 400
const CONTROL = -1
const numbers = Array.from({ length: COUNT }, (_, n) => n)
const tick = (n: number) => ({ n, text: "x".repeat(100) })
const control = { control: true }
/** Nobody is cut for what it does not read before the test has ended. */
const limits = { messages: [], maxWaitingBytes: 16 * 1024, readTimeout: "10 minutes" } as const

/** A client behind the gateway that has room for one chunk on its way. */
const connect = (gateway: Gateway.Gateway) =>
  Effect.gen(function* () {
    const made = yield* line(1)
    yield* Effect.forkScoped(gateway.serve(made.socket), { startImmediately: true })
    const next = Effect.map(
      reader(made),
      ({ body }) => (bodiesOf(Tick).payload.decode(body) as { readonly n: number }).n
    )
    return { id: gateway.connections().at(-1)!, next }
  })

/** What it hears until there is so much of it. */
const heardBy = (client: Effect.Success<ReturnType<typeof connect>>, count: number) =>
  Effect.gen(function* () {
    const heard: Array<number> = []
    while (heard.length < count) heard.push(yield* client.next)
    return heard
  })

describe("control before data", () => {
  it.live("E04-waiting to one client: whoever waits for room to send it data is behind", () =>
    Effect.gen(function* () {
      const gateway = yield* Gateway.make(limits)
      const client = yield* connect(gateway)
      const sends = yield* Effect.forEach(numbers, (n) =>
        Effect.forkChild(gateway.sendTo(client.id, Tick, tick(n)), { startImmediately: true })
      )
      assert.isUndefined(sends.at(-1)!.pollUnsafe())
      yield* gateway.sendTo(client.id, Tick, tick(CONTROL), control)
      assert.isUndefined(sends.at(-1)!.pollUnsafe())
      const heard = yield* heardBy(client, COUNT + 1)
      // Some had begun to be written.
      assert.isBelow(heard.indexOf(CONTROL), 5)
      assert.deepStrictEqual(
        heard.filter((n) => n !== CONTROL),
        numbers
      )
      yield* Fiber.joinAll(sends)
    }).pipe(Effect.scoped, Effect.provide(Harbor.layer()), Effect.provide(NodeActorSystem.layer()))
  )

  it.live("E04-waiting to all clients: a client that does not read its data holds up nobody's control", () =>
    Effect.gen(function* () {
      const harbor = yield* Harbor.Harbor
      const gateway = yield* Gateway.make(limits)
      const [bad, good] = [yield* connect(gateway), yield* connect(gateway)]
      const reading = yield* Effect.forkChild(heardBy(good, COUNT + 2), { startImmediately: true })
      // More than there is room for in the mailbox of the gateway's thread, too.
      const sending = yield* Effect.forkChild(
        Effect.forEach(numbers, (n) => harbor.gateBroadcast(Tick, tick(n)), { discard: true }),
        { startImmediately: true }
      )
      yield* harbor.gateBroadcast(Tick, tick(CONTROL), control)
      yield* harbor.gateBroadcast(Tick, tick(CONTROL), control)
      // The bad one has it before what waits for it.
      const first = yield* heardBy(bad, 10)
      assert.include(first, CONTROL)
      yield* gateway.kick(bad.id, "it would take ten minutes")
      const heard = yield* Fiber.join(reading)
      assert.isBelow(heard.lastIndexOf(CONTROL), COUNT)
      assert.deepStrictEqual(
        heard.filter((n) => n !== CONTROL),
        numbers
      )
      yield* Fiber.join(sending)
    }).pipe(Effect.scoped, Effect.provide(Harbor.layer()), Effect.provide(NodeActorSystem.layer()))
  )

  it.effect("C08-slow who reads control all the time is not slow for the data behind it; who reads less is", () =>
    Effect.gen(function* () {
      const outgoing = new Outgoing(1000, 100)
      const item = (isControl: boolean) => outgoing.add(new Uint8Array(500), undefined, isControl)
      const take = outgoing.next
      assert.deepStrictEqual([item(false), item(false), item(true)], [true, true, true])
      const waiting = yield* Effect.forkChild(item(false) as Effect.Effect<boolean>, { startImmediately: true })
      for (let n = 0; n < 5; n++) {
        yield* take
        assert.isTrue(item(true))
        yield* TestClock.adjust(100)
        assert.isUndefined(waiting.pollUnsafe())
      }
      // Nothing of either.
      yield* TestClock.adjust(100)
      assert.isFalse(yield* Fiber.join(waiting))
      assert.isFalse(item(true))
    })
  )

  it.effect("C08-slow control has as much room as data, and then waits for its own", () =>
    Effect.gen(function* () {
      const outgoing = new Outgoing(1000, 100)
      const give = (isControl: boolean) => outgoing.add(new Uint8Array(500), undefined, isControl)
      assert.deepStrictEqual([give(false), give(false), give(true), give(true)], [true, true, true, true])
      const control = yield* Effect.forkChild(give(true) as Effect.Effect<boolean>, { startImmediately: true })
      const data = yield* Effect.forkChild(give(false) as Effect.Effect<boolean>, { startImmediately: true })
      yield* outgoing.next
      assert.isTrue(yield* Fiber.join(control))
      assert.isUndefined(data.pollUnsafe())
      for (let n = 0; n < 3; n++) yield* outgoing.next
      assert.isTrue(yield* Fiber.join(data))
    })
  )
})
