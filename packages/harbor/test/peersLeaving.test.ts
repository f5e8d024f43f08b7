/*
 * Listeners of `Peers` that leave, and transports that do what they may: deliver again, and throw when they are answered.
 */
import { assert, describe, it } from "@effect/vitest"
import type { HarborError } from "@stevedore/harbor/HarborError"
import * as Message from "@stevedore/harbor/Message"
import * as Peers from "@stevedore/harbor/Peers"
import * as Registry from "@stevedore/harbor/Registry"
import * as Transport from "@stevedore/harbor/Transport"
import * as Context from "effect/Context"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Latch from "effect/Latch"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import * as Scope from "effect/Scope"

const Work = Message.make("smsg_work", { payload: { n: Schema.Int }, success: Schema.Int })
const at = { _tag: "Queue", reach: "services", name: "smsg_work" } as const

/** A node whose transport is changed by `change`. */
const node = (
  hub: Transport.Hub,
  node: number,
  change: (port: Transport.Port) => Transport.Port = (port) => port
): Effect.Effect<Peers.Service, HarborError, Scope.Scope> => {
  const transport = Layer.effect(Transport.Transport, Effect.map(Transport.Transport, change))
  const peers = Peers.layer().pipe(Layer.provide([transport.pipe(Layer.provide(hub.layer({ node }))), Registry.layer]))
  return Effect.map(Layer.build(Layer.fresh(peers)), (context) => Context.get(context, Peers.Peers))
}

const close = (scope: Scope.Closeable) => Scope.close(scope, Exit.void)

const said = (seen: Array<string>, what: string) => Effect.sync(() => void seen.push(what))

/** By which fiber a handler closes, which waits for that. */
const ways: Readonly<Record<string, (closing: Effect.Effect<void>) => Effect.Effect<unknown, unknown>>> = {
  "its own fiber": (closing) => closing,
  "its own fiber, uninterruptible": Effect.uninterruptible,
  "its own fiber, at its end": (closing) => Effect.ensuring(Effect.yieldNow, closing),
  "one that is timed": (closing) => Effect.timeout(closing, "1 minute"),
  "one of a race": (closing) => Effect.raceFirst(closing, Effect.never),
  "a child": (closing) => Effect.flatMap(Effect.forkChild(closing), Fiber.join),
  "a child, uninterruptible": (closing) =>
    Effect.uninterruptible(Effect.flatMap(Effect.forkChild(closing), Fiber.join)),
  "a detached one": (closing) => Effect.flatMap(Effect.forkDetach(closing), Fiber.join),
  "a detached one, at its end": (closing) =>
    Effect.ensuring(Effect.yieldNow, Effect.flatMap(Effect.forkDetach(closing), Fiber.await))
}

describe("C12 a listener of Peers", () => {
  it.live("C12-peers what a transport brings again is noticed also where it has left and listens again", () =>
    Effect.gen(function* () {
      const hub = Transport.makeHub()
      const frames: Array<Uint8Array> = []
      let now: Transport.OnFrame = () => {}
      const one = yield* node(hub, 1)
      const other = yield* node(hub, 2, (port) => ({
        ...port,
        serve: (at, onFrame) => {
          now = onFrame
          return port.serve(at, (frame, respond) => {
            frames.push(frame.slice())
            onFrame(frame, respond)
          })
        }
      }))
      const heard: Array<number> = []
      const listen = other.listen(Work, at, ({ n }) => Effect.sync(() => heard.push(n)))
      for (const n of [1, 2, 3]) {
        const scope = Scope.makeUnsafe()
        yield* Scope.provide(listen, scope)
        // All that has come before.
        for (const frame of frames) now(frame.slice(), () => {})
        assert.strictEqual(yield* one.call(Work, at, { n }), n)
        yield* close(scope)
      }
      assert.deepStrictEqual(heard, [1, 2, 3])
      assert.strictEqual(other.counters().duplicates, 3)
    }).pipe(Effect.scoped)
  )

  it.live("C12-peers one that leaves is out of reach before its handler ends: others have what is sent then", () =>
    Effect.gen(function* () {
      const hub = Transport.makeHub()
      const [one, other, third] = [yield* node(hub, 1), yield* node(hub, 2), yield* node(hub, 3)]
      const [scope, ends] = [Scope.makeUnsafe(), Latch.makeUnsafe()]
      const [begun, interrupted] = [yield* Deferred.make<void>(), yield* Deferred.make<void>()]
      const stays = Effect.onInterrupt(Effect.andThen(Deferred.succeed(begun, undefined), Effect.never), () =>
        Effect.andThen(Deferred.succeed(interrupted, undefined), ends.await)
      )
      yield* Scope.provide(
        other.listen(Work, at, () => stays),
        scope
      )
      const held = yield* Effect.forkChild(Effect.flip(one.call(Work, at, { n: 0 })), { startImmediately: true })
      yield* Deferred.await(begun)
      yield* third.listen(Work, at, ({ n }) => Effect.succeed(n))
      const leaving = yield* Effect.forkChild(close(scope), { startImmediately: true })
      yield* Deferred.await(interrupted)
      for (const n of [1, 2, 3, 4]) assert.strictEqual(yield* one.call(Work, at, { n }), n)
      yield* ends.open
      yield* Fiber.join(leaving)
      assert.deepInclude((yield* Fiber.join(held)) as HarborError, { delivered: "maybe" })
      assert.deepStrictEqual(other.deadLetters(), [])
    }).pipe(Effect.scoped)
  )

  it.live("C12-peers a transport that throws at a reply has lost that one, and no other", () =>
    Effect.gen(function* () {
      const hub = Transport.makeHub()
      let left = 2
      const one = yield* node(hub, 1)
      const other = yield* node(hub, 2, (port) => ({
        ...port,
        serve: (at, onFrame) =>
          port.serve(at, (frame, respond) =>
            onFrame(frame, (reply) => {
              if (left-- > 0) throw new Error("the socket has closed")
              respond!(reply)
            })
          )
      }))
      yield* other.listen(Work, at, ({ n }) => (n === 2 ? Effect.die(new Error("as asked")) : Effect.succeed(n)))
      for (const n of [1, 2]) {
        const error = (yield* Effect.flip(one.call(Work, at, { n }, { timeout: 50 }))) as HarborError
        assert.strictEqual(error.reason._tag, "NoReply")
      }
      assert.strictEqual(yield* one.call(Work, at, { n: 3 }), 3)
      const [first, second, ...more] = other.deadLetters()
      assert.deepStrictEqual(more, [])
      for (const letter of [first!, second!]) {
        assert.deepInclude(letter, { messageName: "smsg_work", node: 1 })
        assert.include(letter.error.message, "the socket has closed")
      }
    }).pipe(Effect.scoped)
  )

  for (const [way, by] of Object.entries(ways)) {
    it.live(`C12-peers a handler that closes its listener by ${way} ends as it says; others are interrupted`, () =>
      Effect.gen(function* () {
        const hub = Transport.makeHub()
        const [one, other] = [yield* node(hub, 1), yield* node(hub, 2)]
        const [scope, goes] = [Scope.makeUnsafe(), Latch.makeUnsafe()]
        const seen: Array<string> = []
        const closes = Effect.andThen(goes.await, by(Effect.andThen(close(scope), said(seen, "closed"))))
        const begun = yield* Deferred.make<void>()
        const stays = Effect.onInterrupt(Effect.andThen(Deferred.succeed(begun, undefined), Effect.never), () =>
          said(seen, "interrupted")
        )
        const handler = ({ n }: { readonly n: number }) => Effect.as(n === 0 ? closes : stays, n)
        yield* Scope.provide(
          other.listen(Work, at, (given) => Effect.orDie(handler(given)), { concurrency: 2 }),
          scope
        )
        const calls = yield* Effect.forEach([0, 1, 2], (n) =>
          Effect.forkChild(Effect.exit(one.call(Work, at, { n })), { startImmediately: true })
        )
        yield* Deferred.await(begun)
        while (other.counters().delivered < calls.length) yield* Effect.yieldNow
        yield* goes.open
        const [closer, interrupted, waiting] = yield* Fiber.joinAll(calls)
        assert.deepStrictEqual(closer, Exit.succeed(0))
        for (const [exit, delivered] of [
          [interrupted!, "maybe"],
          [waiting!, "no"]
        ] as const) {
          const error = (yield* Effect.flip(exit)) as HarborError
          assert.deepStrictEqual([error.reason._tag, error.delivered], ["NoReply", delivered])
        }
        assert.deepStrictEqual(seen, ["interrupted", "closed"])
        yield* other.listen(Work, at, ({ n }) => Effect.succeed(n))
        assert.strictEqual(yield* one.call(Work, at, { n: 3 }), 3)
      }).pipe(Effect.scoped)
    )
  }

  for (const count of [2, 3]) {
    it.live(`C12-peers of ${count} whose handlers close each other, in a ring, none hangs`, () =>
      Effect.gen(function* () {
        const hub = Transport.makeHub()
        const [one, other] = [yield* node(hub, 1), yield* node(hub, 2)]
        const sides = Array.from({ length: count }, (_, index) => ({
          at: { ...at, name: `ring_${index}` },
          scope: Scope.makeUnsafe(),
          begun: Deferred.makeUnsafe<void>()
        }))
        const all = Effect.forEach(sides, ({ begun }) => Deferred.await(begun), { discard: true })
        const seen: Array<string> = []
        for (const [index, side] of sides.entries()) {
          const ends = Effect.andThen(close(sides[(index + 1) % count]!.scope), said(seen, "closed"))
          const begins = Effect.andThen(Deferred.succeed(side.begun, undefined), all)
          const handler = Effect.ensuring(begins, ends)
          yield* Scope.provide(
            other.listen(Work, side.at, ({ n }) => Effect.as(handler, n)),
            side.scope
          )
        }
        const calls = yield* Effect.forEach(sides, ({ at }) =>
          Effect.forkChild(Effect.flip(one.call(Work, at, { n: 1 })), { startImmediately: true })
        )
        for (const error of (yield* Fiber.joinAll(calls)) as ReadonlyArray<HarborError>) {
          assert.deepStrictEqual([error.reason._tag, error.delivered], ["NoReply", "maybe"])
        }
        assert.lengthOf(seen, count)
        for (const { at } of sides) {
          yield* other.listen(Work, at, ({ n }) => Effect.succeed(n))
          assert.strictEqual(yield* one.call(Work, at, { n: 2 }), 2)
        }
      }).pipe(Effect.scoped)
    )
  }

  it.live("C12-peers what a handler has begun is no part of it once that has ended: it waits for the next one", () =>
    Effect.gen(function* () {
      const hub = Transport.makeHub()
      const [one, other] = [yield* node(hub, 1), yield* node(hub, 2)]
      const [scope, goes] = [Scope.makeUnsafe(), Latch.makeUnsafe()]
      const seen: Array<string> = []
      const closes = Effect.andThen(goes.await, Effect.andThen(close(scope), said(seen, "closed")))
      const closing = yield* Deferred.make<Fiber.Fiber<void>>()
      const begins = Effect.flatMap(Effect.forkDetach(closes), (fiber) => Deferred.succeed(closing, fiber))
      const stays = Effect.onInterrupt(Effect.andThen(goes.open, Effect.never), () =>
        Effect.andThen(Effect.yieldNow, said(seen, "interrupted"))
      )
      yield* Scope.provide(
        other.listen(Work, at, ({ n }) => Effect.as(n === 0 ? begins : stays, n)),
        scope
      )
      assert.strictEqual(yield* one.call(Work, at, { n: 0 }), 0)
      const error = (yield* Effect.flip(one.call(Work, at, { n: 1 }))) as HarborError
      assert.deepStrictEqual([error.reason._tag, error.delivered], ["NoReply", "maybe"])
      yield* Fiber.join(yield* Deferred.await(closing))
      assert.deepStrictEqual(seen, ["interrupted", "closed"])
    }).pipe(Effect.scoped)
  )
})
