/*
 * Clients whose sends wait for a listener: what is read of them is bounded, and their end is seen all the same. And gateways that close
 * before their clients have left.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Gateway from "@stevedore/harbor/Gateway"
import * as Harbor from "@stevedore/harbor/Harbor"
import * as Message from "@stevedore/harbor/Message"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import * as Clock from "effect/Clock"
import * as Deferred from "effect/Deferred"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Latch from "effect/Latch"
import * as Logger from "effect/Logger"
import * as Queue from "effect/Queue"
import * as Schema from "effect/Schema"
import * as Scope from "effect/Scope"
import * as TestClock from "effect/testing/TestClock"
import * as Frame from "../src/internal/frame.ts"
import { Incoming } from "../src/internal/gateway/incoming.ts"
import { Rate } from "../src/internal/gateway/rate.ts"
import { decodeRefusal } from "../src/internal/peers/refusal.ts"
import { frame, reader } from "./gateway/client.ts"
import { line } from "./gateway/sockets.ts"
import { unreadables } from "./odd.ts"

const Post = Message.make("cmsg_post", { payload: { n: Schema.Int } })
const Ask = Message.make("cmsg_ask", { success: Schema.Int })
const End = Message.make("cmsg_end", { success: Schema.Int })
const News = Message.make("smsg_news", { payload: { text: Schema.String } })

const { call, send } = Frame.Kind
const numbers = (count: number, from = 0) => Array.from({ length: count }, (_, n) => from + n)
const posts = (ns: ReadonlyArray<number>) => Buffer.concat(ns.map((n) => frame(Post, send, { n })))
const POST_BYTES = frame(Post, send, { n: 0 }).length - 4

const connect = (gateway: Gateway.Gateway) =>
  Effect.gen(function* () {
    const made = yield* line()
    const ended = yield* Effect.forkScoped(gateway.serve(made.socket), { startImmediately: true })
    return { ...made, id: gateway.connections().at(-1)!, next: reader(made), ended }
  })

/** A listener that begins one post, and ends it when the latch is opened; there is room for two more. */
const program = <E>(
  options: Partial<Gateway.Options>,
  test: (given: {
    readonly gateway: Gateway.Gateway
    readonly scope: Scope.Closeable
    readonly gate: Latch.Latch
    readonly begun: Effect.Effect<void>
    readonly heard: Queue.Queue<number>
  }) => Effect.Effect<void, E, Scope.Scope | Harbor.Harbor>,
  window = 2,
  stopTimeout: Duration.Input = "1 minute",
  interruptGrace: Duration.Input = "1 second"
) =>
  Effect.gen(function* () {
    const harbor = yield* Harbor.Harbor
    const [gate, begun, heard] = [
      yield* Latch.make(false),
      yield* Deferred.make<void>(),
      yield* Queue.unbounded<number>()
    ]
    yield* harbor.listen(Post, ({ n }) =>
      Deferred.succeed(begun, undefined).pipe(Effect.andThen(gate.await), Effect.andThen(Queue.offer(heard, n)))
    )
    yield* harbor.listen(Ask, () => Effect.succeed(1))
    const scope = yield* Scope.fork(yield* Effect.scope)
    const gateway = yield* Scope.provide(Gateway.make({ messages: [Post, Ask], ...options }), scope)
    yield* Effect.ensuring(test({ gateway, scope, gate, begun: Deferred.await(begun), heard }), gate.open)
  }).pipe(
    Effect.scoped,
    Effect.provide(Harbor.layer({ window })),
    Effect.provide(NodeActorSystem.layer({ stopTimeout, interruptGrace }))
  )

describe("a client whose sends wait", () => {
  it.live("C08-left that it has left is seen, and it is released; another's sends go on, in order", () =>
    Effect.suspend(() => {
      const released: Array<bigint> = []
      const release = (id: bigint) => Effect.sync(() => void released.push(id))
      return program({ release }, ({ begun, gate, gateway, heard }) =>
        Effect.gen(function* () {
          const [leaving, staying] = [yield* connect(gateway), yield* connect(gateway)]
          yield* leaving.write(posts(numbers(20)))
          yield* begun
          yield* staying.write(posts(numbers(50, 100)))
          yield* leaving.close
          assert.deepStrictEqual(yield* Fiber.join(leaving.ended), { _tag: "Left" })
          assert.deepStrictEqual(released, [leaving.id])
          assert.deepStrictEqual(gateway.connections(), [staying.id])
          // One of them had begun, and two were in the mailbox.
          assert.deepInclude(gateway.counters(), { opened: 2, closed: 1, cut: 0, refused: 17 })
          yield* gate.open
          assert.deepStrictEqual(yield* Queue.takeN(heard, 53), [0, 1, 2, ...numbers(50, 100)])
          yield* staying.write(frame(Ask, call, undefined))
          assert.strictEqual((yield* staying.next).kind, Frame.Kind.reply)
        })
      )
    })
  )

  it.live("C08-left what a client has sent before it left has all arrived where there was room", () =>
    program(
      {},
      ({ gate, gateway, heard }) =>
        Effect.gen(function* () {
          const client = yield* connect(gateway)
          yield* client.write(posts(numbers(50)))
          yield* client.close
          assert.deepStrictEqual(yield* Fiber.join(client.ended), { _tag: "Left" })
          assert.strictEqual(gateway.counters().refused, 0)
          yield* gate.open
          assert.deepStrictEqual(yield* Queue.takeN(heard, 50), numbers(50))
        }),
      100
    )
  )

  it.live(
    "C08-hostile no more is read of it than there is room for; where nobody takes anything, it is told, and ended",
    () =>
      program({ maxFrameBytes: POST_BYTES, messagesPerSecond: 1000, callTimeout: 30 }, ({ begun, gateway }) =>
        Effect.gen(function* () {
          const client = yield* connect(gateway)
          yield* client.write(posts(numbers(1)))
          yield* begun
          // Each is read by itself.
          for (const n of numbers(100)) {
            yield* client.write(posts([n]))
            yield* Effect.yieldNow
          }
          const told = decodeRefusal("", (yield* client.next).body)
          assert.include(told.message, "Overloaded")
          assert.deepStrictEqual(yield* Fiber.join(client.ended), { _tag: "Overloaded", afterMillis: 30 })
          // One is with the listener, two in its mailbox, one holds up the rest, and 15 more have room behind that.
          assert.deepInclude(gateway.counters(), { closed: 1, cut: 0, received: 4, refused: 16 })
        })
      )
  )

  it.live("C08 who keeps to its rate is not too fast for what the gateway has held up", () =>
    Effect.gen(function* () {
      const real = yield* Clock.Clock
      let off = 0n
      const ahead: Clock.Clock = {
        currentTimeMillisUnsafe: () => real.currentTimeMillisUnsafe(),
        currentTimeMillis: real.currentTimeMillis,
        currentTimeNanosUnsafe: () => real.currentTimeNanosUnsafe(),
        currentTimeNanos: real.currentTimeNanos,
        monotonicTimeNanosUnsafe: () => real.monotonicTimeNanosUnsafe() + off,
        monotonicTimeNanos: Effect.map(real.monotonicTimeNanos, (nanos) => nanos + off),
        sleep: (duration) => real.sleep(duration)
      }
      const test = program({ maxFrameBytes: POST_BYTES, messagesPerSecond: 10 }, ({ begun, gate, gateway, heard }) =>
        Effect.gen(function* () {
          const client = yield* connect(gateway)
          // Not all of them have room.
          yield* client.write(posts(numbers(20)))
          yield* begun
          off += 10_000_000_000n
          yield* client.write(posts(numbers(80, 20)))
          yield* gate.open
          assert.deepStrictEqual(yield* Queue.takeN(heard, 100), numbers(100))
          assert.deepInclude(gateway.counters(), { cut: 0, closed: 0 })
        })
      )
      yield* Effect.provideService(test, Clock.Clock, ahead)
    })
  )

  it("C08-hostile a rate gives back what it was held up for, and no more", () => {
    const rate = new Rate(10, 0)
    const taken = (now: number) => {
      let count = 0
      while (rate.take(now)) count++
      return count
    }
    assert.strictEqual(taken(0), 20)
    rate.heldUp(5000)
    assert.strictEqual(taken(5000), 50)
    assert.strictEqual(taken(60_000), 20)
  })

  it.effect("C08 who is slow to take is waited for as long as something is taken", () =>
    Effect.gen(function* () {
      const incoming = new Incoming(2, 1000)
      const next = yield* Latch.make(false)
      const handle = Effect.andThen(next.await, next.close)
      yield* Effect.forkScoped(incoming.run, { startImmediately: true })
      const push = () => incoming.push({ bytes: 10, isCall: false, handle })
      push()
      push()
      for (const _ of numbers(3)) {
        const roomy = yield* Effect.forkChild(incoming.roomFor(10, 100), { startImmediately: true })
        yield* TestClock.adjust(99)
        assert.isUndefined(roomy.pollUnsafe())
        yield* next.open
        assert.isTrue(yield* Fiber.join(roomy))
        push()
      }
      const late = yield* Effect.forkChild(incoming.roomFor(10, 100), { startImmediately: true })
      yield* TestClock.adjust(100)
      assert.isFalse(yield* Fiber.join(late))
      assert.strictEqual(incoming.unsent, 2)
    }).pipe(Effect.scoped)
  )
})

describe("a gateway that closes", () => {
  it.live("C08-close ends its connections, releases them, and takes no more", () =>
    Effect.suspend(() => {
      const released: Array<bigint> = []
      const release = (id: bigint) =>
        Effect.andThen(
          Effect.yieldNow,
          Effect.sync(() => void released.push(id))
        )
      return program({ maxWaitingBytes: 1024, readTimeout: "1 minute", release }, ({ gateway, scope }) =>
        Effect.gen(function* () {
          const harbor = yield* Harbor.Harbor
          const clients = [yield* connect(gateway), yield* connect(gateway)]
          const ids = clients.map(({ id }) => id)
          yield* clients[0]!.write(frame(Ask, call, undefined))
          assert.strictEqual((yield* clients[0]!.next).kind, Frame.Kind.reply)
          yield* Scope.close(scope, Exit.void)
          assert.deepStrictEqual([released, gateway.connections()], [ids, []])
          for (const { ended, next } of clients) {
            assert.deepStrictEqual(yield* Fiber.join(ended), { _tag: "Closed" })
            assert.include(decodeRefusal("", (yield* next).body).message, "Closed")
            assert.strictEqual(yield* Effect.flip(next), "closed")
          }
          const late = yield* connect(gateway)
          assert.deepStrictEqual(yield* Fiber.join(late.ended), { _tag: "Closed" })
          assert.include(decodeRefusal("", (yield* late.next).body).message, "Closed")
          const gone = yield* Effect.flip(gateway.sendTo(ids[0]!, News, { text: "" }))
          const nobody = yield* Effect.flip(harbor.gateBroadcast(News, { text: "" }))
          assert.deepStrictEqual([gone.reason._tag, nobody.reason._tag], ["NoReceiver", "NoListener"])
          assert.deepInclude(gateway.counters(), { opened: 2, closed: 2, cut: 0, unclaimed: 0 })
        })
      )
    })
  )

  it.live("C08-close who waits for a client learns that it is gone, and a server that ends is a close, too", () =>
    program({ maxWaitingBytes: 4096, readTimeout: "1 minute" }, ({ gateway, scope }) =>
      Effect.gen(function* () {
        const sending = (id: bigint) =>
          Effect.forEach(numbers(100), () => gateway.sendTo(id, News, { text: "x".repeat(100) }), { discard: true })
        const blocked = Effect.gen(function* () {
          const made = yield* line(1)
          const serving = yield* Effect.forkScoped(gateway.serve(made.socket), { startImmediately: true })
          const sends = yield* Effect.forkScoped(sending(gateway.connections().at(-1)!), { startImmediately: true })
          return { serving, sends }
        })
        const [first, second] = [yield* blocked, yield* blocked]
        yield* Fiber.interrupt(first.serving)
        yield* Scope.close(scope, Exit.void)
        for (const { sends } of [first, second]) {
          const { delivered, reason } = yield* Effect.flip(Fiber.join(sends))
          assert.deepStrictEqual([reason._tag, delivered], ["NoReceiver", "no"])
        }
        assert.isAbove(gateway.counters().lost, 10)
      })
    )
  )

  for (const [what, make] of Object.entries(unreadables)) {
    it.live(`C08-close nothing waits for a release that returns ${what}`, () =>
      program({ release: () => make() as Effect.Effect<void> }, ({ gateway, scope }) =>
        Effect.gen(function* () {
          const [leaving] = [yield* connect(gateway), yield* connect(gateway)]
          yield* leaving.close
          yield* Fiber.await(leaving.ended)
          yield* Scope.close(scope, Exit.void)
          assert.deepStrictEqual(gateway.connections(), [])
        })
      )
    )
  }

  it.live("C08-close a release may close the gateway", () =>
    Effect.suspend(() => {
      let close = Effect.void
      const closed = Deferred.makeUnsafe<void>()
      const release = () => Effect.andThen(close, Deferred.succeed(closed, undefined))
      return program({ release }, ({ gateway, scope }) =>
        Effect.gen(function* () {
          close = Scope.close(scope, Exit.void)
          const [client, other] = [yield* connect(gateway), yield* connect(gateway)]
          yield* client.close
          yield* Deferred.await(closed)
          assert.deepStrictEqual(yield* Fiber.join(client.ended), { _tag: "Left" })
          assert.deepStrictEqual(yield* Fiber.join(other.ended), { _tag: "Closed" })
          assert.deepInclude(gateway.counters(), { opened: 2, closed: 2 })
        })
      )
    })
  )

  const closings: Record<string, (scope: Scope.Closeable, served: Fiber.Fiber<unknown>) => Effect.Effect<unknown>> = {
    "the gateway": (scope) => Scope.close(scope, Exit.void),
    "its server": (_, served) => Fiber.interrupt(served)
  }
  for (const [name, closing] of Object.entries(closings)) {
    it.live(
      `C08-close a listener may close ${name} for the client that calls it: nobody waits for whom it waits for`,
      () =>
        Effect.suspend(() => {
          const released: Array<bigint> = []
          const release = (id: bigint) => Effect.sync(() => void released.push(id))
          return program(
            { messages: [End], release },
            ({ gateway, scope }) =>
              Effect.gen(function* () {
                const { listen } = yield* Harbor.Harbor
                const [client, closed] = [yield* connect(gateway), yield* Deferred.make<void>()]
                yield* listen(End, () =>
                  Effect.uninterruptible(
                    Effect.andThen(closing(scope, client.ended), Effect.as(Deferred.succeed(closed, undefined), 1))
                  )
                )
                yield* client.write(frame(End, call, undefined))
                yield* Deferred.await(closed)
                assert.deepStrictEqual([released, gateway.connections()], [[client.id], []])
              }),
            2,
            "2 minutes",
            "1 minute"
          )
        })
    )
  }

  it.live(
    "C08-close a release that does not end is interrupted, and told: by who closes the gateway, or its server",
    () =>
      Effect.suspend(() => {
        const warnings: Array<string> = []
        const logger = Logger.make(({ message }) => void warnings.push(String(message)))
        let interrupted = 0
        const release = () => Effect.onInterrupt(Effect.never, () => Effect.sync(() => interrupted++))
        const test = program(
          { release },
          ({ gateway, scope }) =>
            Effect.gen(function* () {
              const [served, closed] = [yield* connect(gateway), yield* connect(gateway)]
              yield* served.close
              yield* Fiber.interrupt(served.ended)
              assert.strictEqual(interrupted, 1)
              yield* Scope.close(scope, Exit.void)
              assert.deepStrictEqual(yield* Fiber.join(closed.ended), { _tag: "Closed" })
              assert.strictEqual(interrupted, 2)
              const told = warnings.filter((warning) => warning.includes("release did not end within 20 ms"))
              assert.strictEqual(told.length, 2)
            }),
          2,
          20
        )
        return Effect.provide(test, Logger.layer([logger]))
      })
  )
})
