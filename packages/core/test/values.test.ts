/**
 * Bytes of values that nobody encoded, and memory that is overwritten: whatever comes in, a value or a `CodecFailure` comes out,
 * and no prototype is touched. What arrives as what is in `test/fromModule-values.test.ts`.
 */
import { describe, it } from "@effect/vitest"
import * as Schema from "effect/Schema"
import * as assert from "node:assert/strict"
import { runInNewContext } from "node:vm"
import { comparable } from "../../../test/fromModule/comparable.ts"
import { randomValue } from "../../../test/fromModule/random.ts"
import * as Codec from "../src/Codec.ts"
import { binaryKinds } from "../src/internal/codec/binaryKinds.ts"
import { Refusal } from "../src/internal/codec/failure.ts"
import { globalClass } from "../src/internal/codec/value.ts"
import { valueCodec } from "../src/internal/codec/valueCodec.ts"
import { encodeValue } from "../src/internal/codec/valueEncode.ts"
import { pack } from "../src/internal/codec/msgpack.ts"
import { random } from "./codecShapes.ts"

const codec = valueCodec(new Map())

const unpolluted = (): void => {
  assert.deepStrictEqual(Object.getOwnPropertyNames({}), [])
  assert.equal(Object.keys(Object.prototype).length + Object.keys(Array.prototype).length, 0)
  assert.equal(({} as any).polluted, undefined)
}

const decode = (bytes: Uint8Array): unknown => {
  try {
    return codec.decode(bytes, 0, bytes.length)
  } catch (failure) {
    assert.ok(failure instanceof Codec.CodecFailure, `not a CodecFailure: ${String(failure)}`)
    return failure
  } finally {
    unpolluted()
  }
}

const wireBytes = (wire: unknown): Uint8Array => {
  const length = pack(wire)
  return Codec.scratch.bytes.slice(0, length)
}

describe("values without a schema", () => {
  it.prop(
    "A21-random a value arrives equal, and stands on none of the memory it came from",
    [Schema.Int],
    ([seed]) => {
      const value = randomValue(seed)
      const length = codec.encode(value)
      const shared = new Uint8Array(new SharedArrayBuffer(length + 16)).fill(0xdb)
      shared.set(Codec.scratch.bytes.subarray(0, length), 8)
      const arrived = codec.decode(shared, 8, 8 + length)
      shared.fill(0xdb)
      assert.deepStrictEqual(comparable(arrived), comparable(value))
    },
    { arbitrary: { runs: 300 } } as never
  )

  it.prop(
    "A21-hostile messages that were cut or changed end in a CodecFailure or a value",
    [Schema.Int, Schema.Int],
    ([seed, spoil]) => {
      const length = codec.encode(randomValue(seed))
      const bytes = Codec.scratch.bytes.slice(0, length)
      const next = random(spoil)
      const times = length === 0 ? 0 : 8
      for (let i = 0; i < times; i++) {
        const spoiled = bytes.slice()
        for (let n = 0; n <= next(3); n++) spoiled[next(length)] = next(256)
        decode(next(2) === 0 ? spoiled.subarray(0, next(length)) : spoiled)
      }
    },
    { arbitrary: { runs: 200 } } as never
  )

  const refusalOf = (value: unknown): string => {
    try {
      encodeValue({ at: [value] })
    } catch (refusal) {
      assert.ok(refusal instanceof Refusal, `not a Refusal: ${String(refusal)}`)
      assert.deepStrictEqual(refusal.path, ["at", 0])
      return refusal.what
    }
    return assert.fail("it was taken")
  }

  for (const kind of binaryKinds.filter((kind) => globalClass(kind) !== undefined)) {
    it(`A21-refused ${kind} that was transferred, or that only has the prototype of one, is refused in these words`, () => {
      // Each of them takes a buffer; that of `ArrayBuffer` itself is the buffer.
      const known = globalClass(kind) as unknown as new (buffer: ArrayBuffer) => object
      const buffer = new ArrayBuffer(8)
      const value = kind === "ArrayBuffer" ? buffer : new known(buffer)
      structuredClone(buffer, { transfer: [buffer] })
      assert.equal(
        refusalOf(value),
        kind === "ArrayBuffer" ? "An ArrayBuffer that was transferred" : "A view whose buffer was transferred"
      )
      assert.equal(refusalOf(Object.create(known.prototype as object)), "A value whose own code throws")
    })
  }

  it("A21-refused what says that it is an error and is none is an instance of its class", () => {
    class Tagged {
      get [Symbol.toStringTag]() {
        return "Error"
      }
    }
    assert.equal(refusalOf(new Tagged()), "An instance of Tagged")
    const foreign: unknown = runInNewContext("class Own extends RangeError {}; new Own('of another realm')")
    const length = codec.encode(foreign)
    assert.ok(codec.decode(Codec.scratch.bytes, 0, length) instanceof RangeError)
  })

  const one = (form: number, content: unknown) => new Map([[form, content]])
  for (const [what, wire] of [
    ["a reference in a message that counts nothing", one(7, 0)],
    ["a reference to what comes later", one(8, [one(7, 3)])],
    ["a reference to a key of Array.prototype", one(8, [one(7, "push")])],
    ["an array with holes that is longer than arrays are", one(9, [2 ** 32])],
    ["an array with holes whose item lies behind its end", one(9, [1, 5, 0])],
    ["an array with holes whose item has no number", one(9, [1, "length", 0])],
    ["a RegExp that is none", one(11, ["(", "g"])],
    ["a URL that is none", one(12, ["not a URL"])],
    ["an error with a message that is no text", one(13, [0, "E", "E", 1, undefined, [], []])],
    ["an error that is too short", one(13, [0, "E"])],
    ["an error with half a field", one(13, [0, "E", "E", "m", undefined, ["a"], []])],
    ["binary data of no kind", one(5, [99, new Uint8Array(8)])],
    ["binary data of the wrong length", one(5, [8, new Uint8Array(3)])],
    ["a form that does not exist", one(99, 1)],
    [
      "a map in two forms",
      new Map([
        [0, 0],
        [1, 1]
      ])
    ],
    ["a date that is a text", one(2, "today")]
  ] as const) {
    it(`A21-hostile ${what} is a CodecFailure`, () => {
      assert.ok(decode(wireBytes(wire)) instanceof Codec.CodecFailure)
    })
  }

  it("A21-hostile keys of an error's fields are keys", () => {
    const fields = ["__proto__", new Map([["polluted", true]]), "constructor", 1, "stack", 2]
    const error = decode(wireBytes(one(13, [0, "Error", "Error", "m", undefined, fields, fields]))) as any
    assert.ok(Object.getPrototypeOf(error) === Error.prototype)
    assert.deepStrictEqual(Object.getOwnPropertyDescriptor(error, "__proto__")?.value, { polluted: true })
  })

  it("A21-hostile an error of a class that does not exist is an Error", () => {
    const error = decode(wireBytes(one(13, [99, "Evil", "Evil", "m", "at", [], []]))) as Error
    assert.deepStrictEqual([error instanceof Error, error.name, error.message, error.stack], [true, "Evil", "m", "at"])
  })
})
