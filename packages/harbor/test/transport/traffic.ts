/*
 * Many messages over any transport: their order, who gets which, and what becomes of them when somebody leaves or the line is cut.
 */
import { assert, describe, it } from "@effect/vitest"
import type { HarborError } from "@stevedore/harbor/HarborError"
import type * as Transport from "@stevedore/harbor/Transport"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Stream from "effect/Stream"
import * as Frame from "../../src/internal/frame.ts"
import { insist, Login, maxFrameBytes, Note, queue, type Setting, topic, until } from "./setting.ts"

export const trafficContract = ({ both, name, options, traits }: Setting): void => {
  describe(`traffic over ${name}`, () => {
    it.live("C05-order no message comes twice, and in order where the transport keeps it", () =>
      both((one, other, { settled }) =>
        Effect.gen(function* () {
          const heard: Array<number> = []
          yield* other.peers.listen(Note, queue(Note), ({ n }) => Effect.sync(() => void heard.push(n)))
          for (let n = 0; n < 300; n++) yield* one.peers.send(Note, queue(Note), { n })
          yield* settled
          yield* until(() => heard.length === other.peers.counters().delivered)
          assert.strictEqual(new Set(heard).size, heard.length)
          if (traits.reliable) assert.strictEqual(heard.length, 300)
          if (traits.ordered)
            assert.deepStrictEqual(
              heard,
              heard.toSorted((a, b) => a - b)
            )
        })
      )
    )

    it.live("C05-order a listener handles one message at a time, or as many as it says", () =>
      both((one, other) =>
        Effect.gen(function* () {
          const gate = yield* Deferred.make<void>()
          let [now, most] = [0, 0]
          const handler = () =>
            Effect.gen(function* () {
              most = Math.max(most, ++now)
              if (most === 3) yield* Deferred.succeed(gate, undefined)
              yield* Deferred.await(gate)
              now--
            })
          yield* other.peers.listen(Note, queue(Note), handler, { concurrency: 3 })
          const one3 = [1, 2, 3].map((n) => insist(one.peers.call(Note, queue(Note), { n }, options)))
          yield* Effect.all(one3, { concurrency: "unbounded" })
          assert.strictEqual(most, 3)
        })
      )
    )

    it.live("C05 a queue gives each message to one of those who listen, in turn; a topic to all", () =>
      both((one, other, { settled }) =>
        Effect.gen(function* () {
          const heard: Record<string, Array<number>> = { a: [], b: [], c: [] }
          const into =
            (key: string) =>
            ({ n }: { readonly n: number }) =>
              Effect.sync(() => void heard[key]!.push(n))
          yield* other.peers.listen(Note, queue(Note), into("a"))
          yield* other.peers.listen(Note, queue(Note), into("b"))
          for (let n = 0; n < 20; n++) yield* one.peers.send(Note, queue(Note), { n })
          yield* settled
          yield* until(() => heard.a!.length + heard.b!.length === other.peers.counters().delivered)
          const all = [...heard.a!, ...heard.b!]
          assert.strictEqual(new Set(all).size, all.length)
          if (traits.reliable && traits.ordered) assert.deepStrictEqual([heard.a!.length, heard.b!.length], [10, 10])
          for (const key of ["a", "b", "c"]) {
            heard[key] = []
            yield* (key === "c" ? one : other).peers.listen(Note, topic, into(key))
          }
          yield* one.peers.send(Note, topic, { n: 1 })
          yield* settled
          if (!traits.reliable) return
          yield* until(() => heard.a!.length + heard.b!.length + heard.c!.length === 3)
          assert.deepStrictEqual(heard, { a: [1], b: [1], c: [1] })
        })
      )
    )

    it.live("C12-peers who leaves answers what it has; later calls have no listener", () =>
      both((one, other) =>
        Effect.gen(function* () {
          const begun = yield* Deferred.make<void>()
          const listening = yield* Effect.forkChild(
            Effect.scoped(
              Effect.andThen(
                other.peers.listen(Note, queue(Note), () =>
                  Effect.andThen(Deferred.succeed(begun, undefined), Effect.never)
                ),
                Effect.never
              )
            ),
            { startImmediately: true }
          )
          const calls = yield* Effect.forEach([1, 2], (n) =>
            Effect.forkChild(one.peers.call(Note, queue(Note), { n }, options), { startImmediately: true })
          )
          if (traits.reliable) yield* Deferred.await(begun)
          yield* Fiber.interrupt(listening)
          for (const call of calls) {
            const exit = yield* Fiber.await(call)
            assert.isTrue(Exit.isFailure(exit))
            const error = (yield* Effect.flip(exit)) as HarborError
            assert.strictEqual(error.reason._tag, "NoReply")
          }
          const later = (yield* Effect.flip(one.peers.call(Note, queue(Note), { n: 3 }, options))) as HarborError
          assert.strictEqual(later.reason._tag, "NoListener")
        })
      )
    )

    it.live("C12-peers a full mailbox refuses calls and buries sends", () =>
      both((one, other) =>
        Effect.gen(function* () {
          const gate = yield* Deferred.make<void>()
          yield* other.peers.listen(Note, queue(Note), () => Deferred.await(gate), { mailbox: 1 })
          const calls = yield* Effect.forEach([1, 2, 3, 4, 5, 6], (n) =>
            Effect.forkChild(one.peers.call(Note, queue(Note), { n }, options), { startImmediately: true })
          )
          if (traits.reliable) {
            const refused = yield* Effect.flip(Fiber.join(calls[5]!))
            assert.deepInclude((refused as HarborError).reason, { _tag: "Overloaded", limit: 1 })
            assert.strictEqual((refused as HarborError).delivered, "no")
          }
          yield* Deferred.succeed(gate, undefined)
          for (const call of calls) yield* Fiber.await(call)
          yield* insist(one.peers.call(Note, queue(Note), { n: 7 }, options))
        })
      )
    )

    it.live(
      "C12-peers a connection that is lost fails what waits, and what is sent; when it is back all is as before",
      () =>
        both((one, other, { cut }) =>
          Effect.gen(function* () {
            if (cut === undefined) return
            const states: Array<Transport.ConnectionState> = []
            const watching = yield* Effect.forkChild(
              Stream.runForEach(one.transport.state, (now) => Effect.sync(() => void states.push(now))),
              { startImmediately: true }
            )
            yield* other.peers.listen(
              Login,
              queue(Login),
              ({ user }) => (user === "never" ? Effect.never : Effect.succeed({ greeting: user })),
              { concurrency: 2 }
            )
            const waiting = yield* Effect.forkChild(
              one.peers.call(Login, queue(Login), { user: "never" }, { timeout: "1 hour" }),
              { startImmediately: true }
            )
            yield* Effect.yieldNow
            yield* cut.disconnect
            const lost = (yield* Effect.flip(Fiber.join(waiting))) as HarborError
            assert.strictEqual(lost.reason._tag, "NoReply")
            assert.strictEqual(lost.delivered, "maybe")
            for (const sent of [
              one.peers.send(Login, queue(Login), { user: "a" }),
              one.peers.call(Login, queue(Login), { user: "a" })
            ]) {
              const error = (yield* Effect.flip(sent as Effect.Effect<unknown, unknown>)) as HarborError
              assert.strictEqual(error.reason._tag, "EngineUnavailable")
              assert.strictEqual(error.delivered, "no")
            }
            yield* cut.reconnect
            assert.deepStrictEqual(yield* insist(one.peers.call(Login, queue(Login), { user: "b" }, options)), {
              greeting: "b"
            })
            yield* Effect.yieldNow
            yield* Fiber.interrupt(watching)
            assert.deepStrictEqual(states, ["connected", "disconnected", "connected"])
          })
        )
    )

    it.live("C12-malformed bytes that are no frame are counted, and never answered", () =>
      both((one, other, { settled }) =>
        Effect.gen(function* () {
          const there = { _tag: "Node", node: other.transport.node } as const
          yield* other.peers.listen(Note, there, () => Effect.void)
          const header = Frame.write(
            {
              kind: Frame.Kind.call,
              codec: 0,
              redelivered: false,
              messageId: Note.id,
              fingerprint: 0n,
              object: 0n,
              source: 1n,
              sequence: 1
            },
            new Uint8Array(0)
          )
          const bad: ReadonlyArray<(bytes: Uint8Array) => Uint8Array> = [
            () => new Uint8Array(0),
            (bytes) => bytes.slice(0, 39),
            () => new Uint8Array(maxFrameBytes + 1).fill(1).with(0, 0x48).with(1, 0x31).with(2, 2).with(3, 0),
            (bytes) => bytes.with(0, 0),
            (bytes) => bytes.with(2, 0),
            (bytes) => bytes.with(2, Frame.Kind.takeBack),
            (bytes) => bytes.with(2, 7),
            (bytes) => bytes.with(2, Frame.Kind.reply),
            (bytes) => bytes.with(3, 0x20),
            (bytes) => bytes.fill(0, 4, 8),
            (bytes) => bytes.fill(0, 24, 32),
            (bytes) => bytes.fill(255, 32, 40)
          ]
          for (const change of bad) {
            const error = yield* Effect.flip(one.transport.request(there, change(header.slice()), 10))
            assert.strictEqual(error.reason._tag, "NoReply")
          }
          yield* settled
          if (traits.reliable) assert.isAtLeast(other.peers.counters().malformed, bad.length)
          assert.strictEqual(other.peers.counters().sent, 0)
          yield* insist(one.peers.call(Note, there, { n: 1 }, options))
        })
      )
    )
  })
}
