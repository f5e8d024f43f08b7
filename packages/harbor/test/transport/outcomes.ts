/*
 * What comes of one message over any transport: its reply, or an error that says whether anybody has had it.
 */
import { assert, describe, it } from "@effect/vitest"
import type { HarborError } from "@stevedore/harbor/HarborError"
import * as Message from "@stevedore/harbor/Message"
import type * as Peers from "@stevedore/harbor/Peers"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Frame from "../../src/internal/frame.ts"
import { Blob, insist, Login, maxFrameBytes, Note, queue, Refused, type Setting, topic } from "./setting.ts"

export const outcomesContract = ({ both, name, options, traits }: Setting): void => {
  describe(`messages over ${name}`, () => {
    it.live("C05-peers a call has its reply, its own error, and the envelope", () =>
      both((one, other) =>
        Effect.gen(function* () {
          const envelopes: Array<Peers.Envelope> = []
          yield* other.peers.listen(Login, queue(Login), ({ user, at }, envelope) => {
            envelopes.push(envelope)
            return user === ""
              ? Effect.fail(new Refused({ why: "no name" }))
              : Effect.succeed({ greeting: `hello ${user} ${at?.getTime()}` })
          })
          const call = (user: string) =>
            insist(one.peers.call(Login, queue(Login), { user, at: new Date(5) }, { ...options, object: 9n }))
          assert.deepStrictEqual(yield* call("ada"), { greeting: "hello ada 5" })
          const refused = yield* Effect.flip(call(""))
          assert.deepStrictEqual(refused, new Refused({ why: "no name" }))
          assert.deepInclude(envelopes[0], {
            messageName: "smsg_login",
            messageId: Login.id,
            node: one.transport.node,
            object: 9n,
            redelivered: false
          })
        })
      )
    )

    it.live("C12-peers what cannot be delivered is a typed error with delivered, or a dead letter", () =>
      both((one, other, { settled }) =>
        Effect.gen(function* () {
          const there = { _tag: "Node", node: other.transport.node } as const
          const none = yield* Effect.flip(one.peers.call(Login, there, { user: "a" }, options))
          assert.strictEqual((none as HarborError).reason._tag, "NoListener")
          const noObject = yield* Effect.flip(one.peers.send(Note, there, { n: 1 }, { object: 3n }))
          assert.deepInclude(noObject.reason, { _tag: "NoReceiver", objectId: 3n })
          // Somebody listens there, and for another message.
          yield* other.peers.listen(Note, there, () => Effect.void)
          const unknown = yield* Effect.flip(insist(one.peers.call(Login, there, { user: "a" }, options)))
          assert.deepInclude((unknown as HarborError).reason, { _tag: "UnknownMessage", messageId: Login.id })
          assert.strictEqual((unknown as HarborError).delivered, "no")
          yield* one.peers.send(Login, there, { user: "b" })
          yield* settled
          if (traits.reliable) {
            const [letter] = other.peers.deadLetters()
            assert.deepInclude(letter, { messageId: Login.id, node: one.transport.node })
            assert.strictEqual(other.peers.counters().deadLetters, 1)
          }
          const wrong = yield* Effect.flip(one.peers.call(Login, topic, { user: "a" }))
          assert.strictEqual((wrong as HarborError).reason._tag, "Unsupported")
        })
      )
    )

    it.live("C12-peers a handler's defect is told as one, without its text; the next message is handled", () =>
      both((one, other) =>
        Effect.gen(function* () {
          yield* other.peers.listen(Login, queue(Login), ({ user }) => {
            if (user === "throws") throw new Error("secret")
            return user === "dies" ? Effect.die(new Error("secret")) : Effect.succeed({ greeting: user })
          })
          for (const user of ["throws", "dies"]) {
            const error = yield* Effect.flip(insist(one.peers.call(Login, queue(Login), { user }, options)))
            assert.strictEqual((error as HarborError).reason._tag, "RemoteDefect")
            assert.strictEqual((error as HarborError).delivered, "maybe")
            assert.notInclude(JSON.stringify(error), "secret")
          }
          assert.deepStrictEqual(yield* insist(one.peers.call(Login, queue(Login), { user: "x" }, options)), {
            greeting: "x"
          })
        })
      )
    )

    it.live("C12-peers one byte more than fits is too large, in both directions, and the next message goes", () =>
      both((one, other) =>
        Effect.gen(function* () {
          yield* other.peers.listen(Blob, queue(Blob), ({ bytes }) =>
            Effect.succeed(new Uint8Array(bytes.length === 1 ? maxFrameBytes : bytes.length))
          )
          const call = (length: number) =>
            insist(one.peers.call(Blob, queue(Blob), { bytes: new Uint8Array(length) }, options))
          // Header, map of one, "bytes", bin 16 and its length.
          const most = maxFrameBytes - (Frame.HEADER_BYTES + 1 + 6 + 3)
          const before = one.peers.counters().sent
          const over = (yield* Effect.flip(call(most + 1))) as HarborError
          assert.deepInclude(over.reason, {
            _tag: "TooLarge",
            what: "frame",
            bytes: maxFrameBytes + 1,
            limitBytes: maxFrameBytes
          })
          assert.strictEqual(over.delivered, "no")
          assert.strictEqual(one.peers.counters().sent, before, "D08-messages nothing of it remains")
          assert.strictEqual((yield* call(most)).length, most)
          const reply = (yield* Effect.flip(call(1))) as HarborError
          assert.deepInclude(reply.reason, { _tag: "TooLarge", what: "reply" })
          assert.strictEqual(reply.delivered, "maybe")
          assert.strictEqual((yield* call(2)).length, 2)
        })
      )
    )

    it.live(
      "D08-messages a payload that does not match is refused before it is sent, a reply that does not is its caller's error",
      () =>
        both((one, other) =>
          Effect.gen(function* () {
            yield* other.peers.listen(Login, queue(Login), () => Effect.succeed({ greeting: 5 as never }))
            const bad = (yield* Effect.flip(one.peers.call(Login, queue(Login), { user: 5 as never }))) as HarborError
            assert.deepInclude(bad.reason, { _tag: "Malformed", what: "payload" })
            assert.strictEqual(bad.delivered, "no")
            assert.strictEqual(one.peers.counters().sent, 0)
            const reply = (yield* Effect.flip(
              insist(one.peers.call(Login, queue(Login), { user: "a" }, options))
            )) as HarborError
            assert.deepInclude(reply.reason, { _tag: "Malformed", what: "reply" })
            assert.strictEqual(reply.delivered, "maybe")
          })
        )
    )

    it.live("C01-skew two declarations of a message understand each other only where one accepts the other", () =>
      both((one, other) =>
        Effect.gen(function* () {
          const fields = { user: Schema.String, age: Schema.optionalKey(Schema.Int) }
          const Newer = Message.make("smsg_login", { ...parts(Login), payload: fields })
          yield* other.peers.listen(Newer, queue(Login), ({ user }) => Effect.succeed({ greeting: user }))
          const error = (yield* Effect.flip(
            insist(one.peers.call(Login, queue(Login), { user: "a" }, options))
          )) as HarborError
          assert.deepInclude(error.reason, { _tag: "SchemaMismatch", own: Newer.fingerprint, other: Login.fingerprint })
          assert.strictEqual(error.delivered, "no")
        })
      )
    )

    it.live("C01-skew what is accepted is read", () =>
      both((one, other) =>
        Effect.gen(function* () {
          const fields = { user: Schema.String, age: Schema.optionalKey(Schema.Int) }
          const Newer = Message.make("smsg_login", { ...parts(Login), payload: fields, accepts: [Login.fingerprint] })
          yield* other.peers.listen(Newer, queue(Login), ({ user, age }) =>
            Effect.succeed({ greeting: `${user} ${age}` })
          )
          const reply = yield* insist(one.peers.call(Login, queue(Login), { user: "a" }, options))
          assert.deepStrictEqual(reply, { greeting: "a undefined" })
        })
      )
    )

    it.live("C02-enforced a message between threads does not leave its process, and is not let in", () =>
      both((one, other) =>
        Effect.gen(function* () {
          const Local = Message.make("local_note", { payload: { n: Schema.Int } })
          const sent = yield* Effect.flip(one.peers.send(Local, queue(Local), { n: 1 }))
          const heard = yield* Effect.flip(other.peers.listen(Local, queue(Local), () => Effect.void))
          for (const error of [sent, heard]) {
            assert.strictEqual(error.reason._tag, "Forbidden")
            assert.strictEqual(error.delivered, "no")
          }
        })
      )
    )
  })
}

const parts = (message: typeof Login) => ({
  success: message.rpc.successSchema,
  error: message.rpc.errorSchema
})
