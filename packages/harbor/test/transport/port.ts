/*
 * What every transport has to do, whatever it carries.
 */
import { assert, describe, it } from "@effect/vitest"
import type { HarborError } from "@stevedore/harbor/HarborError"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import { insist, Note, queue, type Setting, topic } from "./setting.ts"

export const portContract = ({ both, name, options, traits }: Setting): void => {
  describe(`${name} as a transport`, () => {
    it.live("C11-transport has a node of its own, and is connected", () =>
      both((one, other) =>
        Effect.gen(function* () {
          assert.notStrictEqual(one.transport.node, other.transport.node)
          for (const { transport } of [one, other]) {
            assert.isTrue(Number.isInteger(transport.node) && transport.node > 0 && transport.node < 2 ** 32)
            assert.deepStrictEqual(yield* Stream.runCollect(Stream.take(transport.state, 1)), ["connected"])
          }
        })
      )
    )

    it.live("C11-transport a queue or node that nobody serves is known at once; a topic may have nobody", () =>
      both(({ transport }, other) =>
        Effect.gen(function* () {
          const bytes = new Uint8Array(50)
          const node = { _tag: "Node", node: 4_000_000_000 } as const
          for (const address of [node, queue(Note)]) {
            for (const sent of [transport.publish(address, bytes), transport.request(address, bytes, 60_000)]) {
              const error = yield* Effect.flip(sent as Effect.Effect<unknown, HarborError>)
              assert.deepInclude(error, { delivered: "no" })
              assert.strictEqual(error.reason._tag, "NoListener")
            }
          }
          yield* transport.publish(topic, bytes)
          yield* Effect.scoped(other.transport.serve(node, () => {}))
          const left = yield* Effect.flip(transport.publish(node, bytes))
          assert.strictEqual(left.reason._tag, "NoListener", "who left serves no more")
        })
      )
    )

    it.live("C11-transport a request has its reply, or none in time", () =>
      both(({ transport }, other) =>
        Effect.gen(function* () {
          const here = { _tag: "Node", node: other.transport.node } as const
          yield* other.transport.serve(here, (frame, respond) => {
            if (frame[0] === 0) return
            respond!(frame.slice(1))
            respond!(new Uint8Array([99]))
          })
          const reply = yield* insist(transport.request(here, new Uint8Array([1, 2, 3]), options.timeout))
          assert.deepStrictEqual([...reply], [2, 3])
          const none = yield* Effect.flip(transport.request(here, new Uint8Array([0]), 20))
          assert.deepInclude(none, { delivered: "maybe" })
          assert.strictEqual(none.reason._tag, "NoReply")
        })
      )
    )

    it.live("C11-transport who serves no longer answers what came before", () =>
      both(({ transport }, other) =>
        Effect.gen(function* () {
          const here = { _tag: "Node", node: other.transport.node } as const
          const asked = yield* Deferred.make<() => void>()
          const scope = yield* Scope.make()
          const serve = other.transport.serve(here, (frame, respond) =>
            Deferred.doneUnsafe(
              asked,
              Effect.succeed(() => respond!(frame.slice(1)))
            )
          )
          yield* Scope.provide(serve, scope)
          // Where frames are lost, the first one may be.
          const request = insist(transport.request(here, new Uint8Array([1, 2]), options.timeout))
          const reply = yield* Effect.forkChild(request, { startImmediately: true })
          const answer = yield* Deferred.await(asked)
          yield* Scope.close(scope, Exit.void)
          answer()
          if (traits.reliable) assert.deepStrictEqual([...(yield* Fiber.join(reply))], [2])
        })
      )
    )

    it.live("C11-transport bytes belong to who has them", () =>
      both(({ transport }, other, { settled }) =>
        Effect.gen(function* () {
          const heard: Array<Uint8Array> = []
          const hear = (frame: Uint8Array) => {
            heard.push(frame.slice())
            frame.fill(7)
          }
          yield* other.transport.serve(topic, hear)
          yield* transport.serve(topic, hear)
          const sent = new Uint8Array([1, 2])
          yield* transport.publish(topic, sent)
          yield* settled
          if (traits.reliable) assert.isAtLeast(heard.length, 2)
          for (const bytes of heard) assert.deepStrictEqual([...bytes], [1, 2])
          assert.deepStrictEqual([...sent], [1, 2])
        })
      )
    )
  })
}
