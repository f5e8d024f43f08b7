/*
 * Ids of objects: their two halves, as text, and what is none.
 */
import { assert, describe, it } from "@effect/vitest"
import * as ObjectId from "@stevedore/harbor/ObjectId"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"

const half = Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 0xffff_ffff }))

describe("ids of objects", () => {
  it.prop("C06-id are a node and a serial, which come back, also as text", [half, half], ([node, serial]) => {
    const id = ObjectId.make(node, serial)
    assert.strictEqual(id, (BigInt(node) << 32n) | BigInt(serial))
    assert.strictEqual(ObjectId.nodeOf(id), node)
    assert.strictEqual(ObjectId.serialOf(id), serial)
    assert.deepStrictEqual(ObjectId.fromText(ObjectId.toText(id)), Option.some(id))
  })

  it("C06-id whatever lacks one of the two, or is no unsigned 64-bit number, is none", () => {
    const isId = Schema.is(ObjectId.ObjectId)
    for (const none of [0n, 1n, 0xffff_ffffn, 1n << 32n, -1n, 1n << 64n, (1n << 65n) | (1n << 33n) | 1n]) {
      assert.isFalse(isId(none), String(none))
    }
    for (const id of [(1n << 32n) | 1n, 0xffff_ffff_ffff_ffffn]) assert.isTrue(isId(id), String(id))
    for (const text of ["", "0", "0000000100000000", "5f3a9c010000002A", " 5f3a9c010000002a", "5f3a9c01.0000002a"]) {
      assert.deepStrictEqual(ObjectId.fromText(text), Option.none(), text)
    }
  })

  it("C06-id a message carries them as they are", () => {
    const Message = Schema.Struct({ to: ObjectId.ObjectId })
    const id = ObjectId.make(0xffff_ffff, 1)
    assert.deepStrictEqual(Schema.decodeUnknownSync(Message)({ to: id }), { to: id })
    const asJson = Schema.toCodecJson(Message)
    const encoded = Schema.encodeSync(asJson)({ to: id })
    assert.deepStrictEqual(Schema.decodeUnknownSync(asJson)(encoded), { to: id })
    assert.throws(() => Schema.decodeUnknownSync(Message)({ to: 0n }), "no id of an object")
  })
})
