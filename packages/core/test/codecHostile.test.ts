/** Bytes nobody encoded: truncated, flipped, random, or made to hurt. They end in a `CodecFailure`, or in a value. */
import { describe, it } from "@effect/vitest"
import * as Context from "effect/Context"
import * as Schema from "effect/Schema"
import * as SchemaParser from "effect/SchemaParser"
import * as assert from "node:assert/strict"
import * as Codec from "../src/Codec.ts"
import { NineFields, random, shapes } from "./codecShapes.ts"

const empty = Context.empty()
const entries = Object.entries({ ...shapes, unknown: Schema.Unknown }) as ReadonlyArray<
  readonly [string, Schema.Codec<unknown>]
>

/** Around the message lie the messages of others. */
const shared = new Uint8Array(new SharedArrayBuffer(1 << 18))
const at = 1024

const decode = (codec: Codec.BoundCodec, bytes: Uint8Array): { readonly value: unknown } | Codec.CodecFailure => {
  shared.fill(0xdb, at - 64, at + bytes.length + 64)
  shared.set(bytes, at)
  try {
    return { value: codec.decode(shared, at, at + bytes.length) }
  } catch (failure) {
    assert.ok(failure instanceof Codec.CodecFailure, `not a CodecFailure: ${String(failure)}`)
    assert.ok(failure.issue.length > 0 && failure.issue.length < 5_000)
    return failure
  }
}

const boundOf = (schema: Schema.Top, mode: "generated" | "closures") => Codec.make(schema, { mode }).bind(empty)

const unpolluted = () => {
  assert.deepStrictEqual(Object.getOwnPropertyNames({}), [])
  assert.equal(Object.keys(Object.prototype).length, 0)
  assert.equal(({} as any).polluted, undefined)
}

describe("D08-validation hostile bytes", () => {
  for (const [name, schema] of entries) {
    const is = SchemaParser.is(schema)
    for (const mode of ["generated", "closures"] as const) {
      it.prop(
        `${name}, ${mode}: truncated and flipped messages`,
        [schema, Schema.Int],
        ([value, seed]) => {
          const codec = boundOf(schema, mode)
          const length = codec.encode(value)
          const bytes = Codec.scratch.bytes.slice(0, length)
          const next = random(seed)
          const count = length === 0 ? 0 : 8
          for (let i = 0; i < count; i++) {
            const spoiled = bytes.slice()
            for (let n = 0; n <= next(3); n++) spoiled[next(length)] = next(256)
            const cut = next(2) === 0 ? spoiled.subarray(0, next(length)) : spoiled
            const decoded = decode(codec, cut)
            // What is accepted is a value of the schema, whatever happened to its bytes.
            if (!(decoded instanceof Codec.CodecFailure)) assert.ok(is(decoded.value))
          }
          unpolluted()
        },
        { arbitrary: { runs: 40 } } as any
      )
    }

    it(`${name}: random bytes`, () => {
      const codec = boundOf(schema, "generated")
      const next = random(name.length)
      for (let i = 0; i < 300; i++) {
        const decoded = decode(
          codec,
          Uint8Array.from({ length: 1 + next(24) }, () => next(256))
        )
        if (!(decoded instanceof Codec.CodecFailure)) assert.ok(is(decoded.value))
      }
      unpolluted()
    })
  }

  const hex = (text: string) => Uint8Array.from(Buffer.from(text.replaceAll(" ", ""), "hex"))
  const proto = "a9 5f5f70726f746f5f5f"

  const hurting: Record<string, Uint8Array> = {
    "0xC1": hex("c1"),
    "0xC1 in an array": hex("91 c1"),
    "a map with __proto__": hex(`81 ${proto} 81 a8 706f6c6c75746564 01`),
    "a record defined in the message": hex(`d4 72 40 91 ${proto} 81 a8 706f6c6c75746564 01`),
    "a record nobody defined": hex("41"),
    "an error": hex("d4 65 00 93 a5 4572726f72 a1 78 c0"),
    "a set": hex("d4 73 00 91 01"),
    "a regular expression": hex("d4 78 00 92 a1 28 a0"),
    "a pointer": hex("d6 70 00000001"),
    "bundled strings": hex("d6 62 000000ff c1 05"),
    "an array of four billion": hex("dd ffffffff"),
    "a string of four billion": hex("db ffffffff 61"),
    "bytes of four billion": hex("c6 ffffffff 61"),
    "a map of four billion": hex("df ffffffff"),
    "nested arrays of sixty thousand": hex("dc ffff".repeat(40)),
    "an unknown extension": hex("c7 01 33 00"),
    "an endless bigint": hex("c9 ffffffff 42 00"),
    "more than one value": hex("01 02"),
    "a typed array of a wrong length": hex("c7 04 74 08 010203"),
    "an invalid date": hex("c7 02 ff 0001")
  }
  for (const [name, bytes] of Object.entries(hurting)) {
    it(`${name}: no schema takes it for more than data`, () => {
      for (const [, schema] of [...entries, ["nine", NineFields] as const]) {
        for (const mode of ["generated", "closures"] as const) {
          const decoded = decode(boundOf(schema, mode), bytes)
          if (!(decoded instanceof Codec.CodecFailure)) assert.ok(SchemaParser.is(schema as any)(decoded.value))
        }
      }
      unpolluted()
      // The reader is as before.
      const codec = boundOf(NineFields.fields.origin, "generated")
      const length = codec.encode({ x: 1, y: 2 })
      assert.deepStrictEqual(decode(codec, Codec.scratch.bytes.slice(0, length)), { value: { x: 1, y: 2 } })
    })
  }

  it("what Schema says about a misread message names the path", () => {
    const loose = boundOf(Schema.Struct({ a: Schema.Struct({ b: Schema.String }) }), "generated")
    const length = loose.encode({ a: { b: "x" } })
    const strict = boundOf(Schema.Struct({ a: Schema.Struct({ b: Schema.Number }) }), "generated")
    const failure = decode(strict, Codec.scratch.bytes.slice(0, length))
    assert.ok(failure instanceof Codec.CodecFailure)
    assert.equal(failure.issue, `Expected number, got "x"\n  at ["a"]["b"]`)
  })
})
