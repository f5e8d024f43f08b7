/*
 * Handlers of messages from other processes that end as their message does not say, also with what throws when it is read, by a logger or
 * by harbor: it is the end of that message, and of nothing else.
 */
import { assert, describe, it } from "@effect/vitest"
import { HarborError } from "@stevedore/harbor/HarborError"
import * as Message from "@stevedore/harbor/Message"
import * as Peers from "@stevedore/harbor/Peers"
import * as Registry from "@stevedore/harbor/Registry"
import * as Transport from "@stevedore/harbor/Transport"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import { odd, readingLogger, revoked } from "./odd.ts"

const Ask = Message.make("smsg_outcomes_ask", {
  payload: { how: Schema.String },
  success: Schema.Unknown,
  error: Schema.Unknown
})

const at: Transport.Address = { _tag: "Queue", reach: "services", name: "outcomes" }

const ends: Readonly<Record<string, readonly [reason: string, () => Effect.Effect<unknown, unknown>]>> = {
  "dies of an error": ["RemoteDefect", () => Effect.die(new Error("boom"))],
  "returns no Effect": ["RemoteDefect", () => 5 as unknown as Effect.Effect<unknown>],
  "returns a Proxy that was revoked": ["RemoteDefect", () => revoked() as Effect.Effect<unknown>],
  "fails with a Proxy that was revoked": ["Malformed", () => Effect.fail(revoked())],
  "succeeds with a Proxy that was revoked": ["Malformed", () => Effect.succeed(revoked())],
  ...Object.fromEntries(
    Object.entries(odd).map(([what, make]) => [`dies of ${what}`, ["RemoteDefect", () => Effect.die(make())]])
  )
}

const peer = (hub: Transport.Hub, node: number) =>
  Effect.map(
    Layer.build(Layer.fresh(Peers.layer().pipe(Layer.provide(hub.layer({ node })), Layer.provide(Registry.layer)))),
    Context.get(Peers.Peers)
  )

describe("a handler of what comes from another process", () => {
  for (const [how, [reason, end]] of Object.entries(ends)) {
    it.live(`C12-peer-defect ${how}: its caller is told, and the next ones are answered`, () =>
      Effect.gen(function* () {
        const hub = Transport.makeHub()
        const [caller, listener] = [yield* peer(hub, 1), yield* peer(hub, 2)]
        yield* listener.listen(Ask, at, ({ how }) => (how === "well" ? Effect.succeed(1) : end()))
        const error = yield* Effect.flip(caller.call(Ask, at, { how }))
        assert.instanceOf(error, HarborError)
        assert.deepStrictEqual([(error as HarborError).reason._tag, (error as HarborError).delivered], [
          reason,
          "maybe"
        ] as never)
        for (let n = 0; n < 2; n++) assert.strictEqual(yield* caller.call(Ask, at, { how: "well" }), 1)
      }).pipe(Effect.scoped, Effect.provide(readingLogger))
    )
  }
})
