/*
 * What a registry takes, and what fingerprints tell apart.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Message from "@stevedore/harbor/Message"
import * as MessageId from "@stevedore/harbor/MessageId"
import * as Registry from "@stevedore/harbor/Registry"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { canonicalText, fnv64 } from "../src/internal/fingerprint.ts"

const fingerprint = (payload: Schema.Top): string => Message.make("m", { payload }).fingerprint

interface Tree {
  readonly at: Date
  readonly kids: ReadonlyArray<Tree>
}

describe("the registry", () => {
  it.effect("C01 takes a message twice, and one that is declared alike", () =>
    Effect.gen(function* () {
      const messages = Registry.make()
      const first = Message.make("login", { payload: { user: Schema.String } })
      yield* messages.register(first)
      yield* messages.register(first)
      yield* messages.register(Message.make("login", { payload: Schema.Struct({ user: Schema.String }) }))
      assert.strictEqual(messages.find(first.id), first)
      assert.strictEqual(messages.find(MessageId.of("logout")), undefined)
      assert.strictEqual(messages.announce().length, 1)
    })
  )

  it.effect("C01 names both of two names that have one id, and keeps the first", () =>
    Effect.gen(function* () {
      const messages = Registry.make()
      const first = Message.make("smsg_login_map_buff")
      yield* messages.register(first)
      const second = Message.make("smsg_mail_quest_price_ntf")
      assert.strictEqual(first.id, second.id)
      const error = yield* Effect.flip(messages.register(second))
      assert.deepInclude(error.reason, { _tag: "IdCollision", messageId: 0x2567924f, names: [first.name, second.name] })
      assert.strictEqual(error.delivered, "no")
      assert.strictEqual(messages.find(first.id), first)
      assert.notStrictEqual(first.fingerprint, second.fingerprint, "nobody takes one for the other by its schema")
    })
  )

  it.effect("C01 a name that is declared differently is a mismatch, unless one accepts the other", () =>
    Effect.gen(function* () {
      const one = Message.make("login", { payload: { user: Schema.String } })
      const two = Message.make("login", { payload: { user: Schema.String, age: Schema.optionalKey(Schema.Number) } })
      const messages = Registry.make()
      yield* messages.register(one)
      const { reason } = yield* Effect.flip(messages.register(two))
      assert.deepInclude(reason, { _tag: "SchemaMismatch", own: one.fingerprint, other: two.fingerprint })
      const newer = Message.make("login", { payload: two.rpc.payloadSchema, accepts: [one.fingerprint] })
      assert.strictEqual(newer.fingerprint, two.fingerprint)
      yield* messages.register(newer)
      assert.isTrue(Registry.reads(newer, one.fingerprint))
      assert.isFalse(Registry.reads(one, newer.fingerprint))
    })
  )

  it.effect("C01 what another process announces is compared with what is known here", () =>
    Effect.gen(function* () {
      const here = Registry.make()
      const there = Registry.make()
      const Login = Message.make("login", { payload: { user: Schema.String } })
      yield* here.register(Login)
      yield* there.register(Message.make("login", { payload: { user: Schema.String } }))
      yield* there.register(Message.make("logout"))
      yield* here.compare(there.announce())
      yield* there.compare(here.announce())
      const other = Message.make("login", { payload: { user: Schema.Number } })
      const differs = yield* Effect.flip(here.compare([other]))
      assert.deepInclude(differs.reason, { _tag: "SchemaMismatch", other: other.fingerprint })
      yield* here.register(Message.make("smsg_login_map_buff"))
      const collides = yield* Effect.flip(here.compare([Message.make("smsg_mail_quest_price_ntf")]))
      assert.deepInclude(collides.reason, { names: ["smsg_login_map_buff", "smsg_mail_quest_price_ntf"] })
    })
  )

  it("C01 what accepts lists are fingerprints", () => {
    for (const odd of ["", "aa", "00000000000000AA", "00000000000000zz"]) {
      assert.throws(() => Message.make("m", { accepts: [odd] }), /accepts is .*: use fingerprints/)
    }
  })
})

describe("fingerprints", () => {
  it("C01-fingerprint are FNV-1a, 64 bits, of a text that every language can write", () => {
    assert.strictEqual(fnv64(""), 0xcbf29ce484222325n)
    assert.strictEqual(fnv64("a"), 0xaf63dc4c8601ec8cn)
    assert.strictEqual(fnv64("foobar"), 0x85944171f73967e8n)
    const Login = Message.make("login", { payload: { user: Schema.String, age: Schema.optionalKey(Schema.Int) } })
    assert.strictEqual(
      canonicalText(Login.name, Login.rpc),
      '{"error":{"not":{}},"name":"login","payload":{"additionalProperties":true,"properties":{"age":{"maximum":9007199254740991,' +
        '"minimum":-9007199254740991,"type":"integer"},"user":{"type":"string"}},"required":["user"],"type":"object"},' +
        '"success":{"type":"null"}}'
    )
    assert.strictEqual(Login.fingerprint, fnv64(canonicalText(Login.name, Login.rpc)).toString(16).padStart(16, "0"))
  })

  it("C01-fingerprint tell names, parts, types, checks and optional keys apart", () => {
    const declared = [
      Message.make("m"),
      Message.make("n"),
      Message.make("m", { success: Schema.String }),
      Message.make("m", { error: Schema.String }),
      ...[
        Schema.String,
        Schema.Number,
        Schema.Int,
        Schema.Date,
        Schema.Uint8Array,
        Schema.BigInt,
        Schema.Struct({ a: Schema.String }),
        Schema.Struct({ a: Schema.optionalKey(Schema.String) }),
        Schema.Struct({ description: Schema.String }),
        Schema.Struct({ title: Schema.String }),
        Schema.Struct({ a: Schema.Date }),
        Schema.Option(Schema.Date),
        Schema.Option(Schema.String),
        Schema.String.check(Schema.isMinLength(2))
      ].map((payload) => Message.make("m", { payload }))
    ].map(({ fingerprint }) => fingerprint)
    assert.strictEqual(new Set(declared).size, declared.length)
  })

  it("C01-fingerprint do not see prose, the order of fields, or what a definition is called", () => {
    class One extends Schema.Class<One>("app/One two")({ a: Schema.String, b: Schema.Number }) {}
    class Two extends Schema.Class<Two>("Two")({
      b: Schema.Number,
      a: Schema.String.annotate({ description: "an a" })
    }) {}
    assert.strictEqual(fingerprint(One), fingerprint(Two))
    assert.strictEqual(fingerprint(One), fingerprint(Schema.Struct({ a: Schema.String, b: Schema.Number })))
  })

  it("C01-fingerprint of schemas that contain themselves", () => {
    const tree = (name: string): Schema.Top => {
      const self: Schema.Codec<Tree, any> = Schema.Struct({
        at: Schema.Date,
        kids: Schema.Array(Schema.suspend(() => self))
      }).annotate({ identifier: name })
      return self
    }
    assert.strictEqual(fingerprint(tree("A")), fingerprint(tree("B")))
    const deeper: Schema.Codec<any> = Schema.Struct({
      at: Schema.Date,
      kids: Schema.Array(Schema.Struct({ at: Schema.Date, kids: Schema.Array(Schema.suspend(() => deeper)) }))
    }) as never
    assert.notStrictEqual(fingerprint(tree("A")), fingerprint(deeper))
  })
})
