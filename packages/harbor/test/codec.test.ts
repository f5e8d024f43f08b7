/*
 * Bodies of messages: what each format carries, what it refuses, and that nobody is harmed by bytes from outside.
 */
import { fromJson, createFileRegistry, type DescMessage } from "@bufbuild/protobuf"
import { FileDescriptorSetSchema, StructSchema } from "@bufbuild/protobuf/wkt"
import { assert, describe, it } from "@effect/vitest"
import * as Codec from "@stevedore/harbor/Codec"
import * as Message from "@stevedore/harbor/Message"
import * as Protobuf from "@stevedore/harbor/protobuf"
import * as Equal from "effect/Equal"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { BodyFailure } from "../src/internal/codec/body.ts"
import { bodiesOf, deliveredBytes, deliveredValue } from "../src/internal/codec/bodies.ts"
import { defaultLimits, refusal } from "../src/internal/codec/guard.ts"
import { bombs } from "./codec/bombs.ts"

const bodyOf = (codec: Codec.Codec, payload: Schema.Top) =>
  codec.compile({ payload, success: Schema.Void, error: Schema.Never }).payload

const issueOf = (run: () => unknown): string => {
  try {
    run()
  } catch (failure) {
    if (failure instanceof BodyFailure) return failure.issue
    throw failure
  }
  throw new Error("nothing was thrown")
}

class Point extends Schema.Class<Point>("Point")({ x: Schema.Number, y: Schema.optionalKey(Schema.Number) }) {}

const Everything = Schema.Struct({
  text: Schema.String,
  number: Schema.Number,
  big: Schema.BigInt,
  yes: Schema.Boolean,
  none: Schema.Null,
  maybe: Schema.UndefinedOr(Schema.String),
  bytes: Schema.Uint8Array,
  at: Schema.Date,
  option: Schema.Option(Schema.Uint8Array),
  point: Point,
  list: Schema.Array(Schema.Union([Schema.String, Schema.Date])),
  pair: Schema.Tuple([Schema.Int, Schema.String]),
  byName: Schema.Record(Schema.String, Schema.Uint8Array),
  left: Schema.optionalKey(Schema.String)
})

const everything: typeof Everything.Type = {
  text: "héllo\u0000 你好",
  number: Number.NaN,
  big: 2n ** 100n,
  yes: true,
  none: null,
  maybe: undefined,
  bytes: new Uint8Array([1, 2, 3]),
  at: new Date(1_600_000_000_123),
  option: Option.some(new Uint8Array([4])),
  point: new Point({ x: -0.5 }),
  list: ["a", new Date(0)],
  pair: [1, "b"],
  byName: { constructor: new Uint8Array([5]), "": new Uint8Array(0) }
}

// Written by hand what protoc-gen-es generates from a .proto file.
const proto = createFileRegistry(
  fromJson(FileDescriptorSetSchema, {
    file: [
      {
        name: "login.proto",
        syntax: "proto3",
        package: "app",
        messageType: [
          {
            name: "Login",
            field: [
              { name: "user_name", jsonName: "userName", number: 1, type: "TYPE_STRING", label: "LABEL_OPTIONAL" },
              { name: "at_nanos", jsonName: "atNanos", number: 2, type: "TYPE_INT64", label: "LABEL_OPTIONAL" },
              { name: "token", jsonName: "token", number: 3, type: "TYPE_BYTES", label: "LABEL_OPTIONAL" },
              { name: "scores", jsonName: "scores", number: 4, type: "TYPE_INT32", label: "LABEL_REPEATED" },
              {
                name: "next",
                jsonName: "next",
                number: 5,
                type: "TYPE_MESSAGE",
                typeName: ".app.Login",
                label: "LABEL_REPEATED"
              }
            ]
          }
        ]
      }
    ]
  })
).getMessage("app.Login") as DescMessage

interface LoginShape {
  readonly userName: string
  readonly atNanos: bigint
  readonly token: Uint8Array
  readonly scores: ReadonlyArray<number>
  readonly next: ReadonlyArray<LoginShape>
}
const Login: Schema.Codec<LoginShape, any> = Schema.Struct({
  userName: Schema.String,
  atNanos: Schema.BigInt,
  token: Schema.Uint8Array,
  scores: Schema.Array(Schema.Int),
  next: Schema.Array(Schema.suspend(() => Login))
})
const login: LoginShape = {
  userName: "ada",
  atNanos: 2n ** 62n,
  token: new Uint8Array([9]),
  scores: [0, -1],
  next: [{ userName: "", atNanos: 0n, token: new Uint8Array(0), scores: [], next: [] }]
}

describe("codecs", () => {
  for (const codec of [Codec.msgpack, Codec.schemaBinary]) {
    it(`C03 ${codec.name} carries every kind of value, and its own copy of bytes`, () => {
      const body = bodyOf(codec, Everything)
      const bytes = body.encode(everything)
      const value = body.decode(bytes) as typeof Everything.Type
      assert.isTrue(Equal.equals(value, everything))
      assert.instanceOf(value.point, Point)
      assert.strictEqual(value.bytes.constructor, Uint8Array)
      bytes.fill(0)
      assert.deepStrictEqual([...value.bytes], [1, 2, 3])
      assert.strictEqual(bytes.buffer.byteLength, bytes.length, "no memory of others hangs on it")
    })

    it(`C03 ${codec.name} says what is wrong with a value, and with bytes`, () => {
      const body = bodyOf(codec, Schema.Struct({ age: Schema.Int }))
      assert.include(
        issueOf(() => body.encode({ age: "old" })),
        'at ["age"]'
      )
      assert.include(
        issueOf(() => body.decode(bodyOf(codec, Schema.Struct({ age: Schema.String })).encode({ age: "old" }))),
        "age"
      )
      for (const bytes of [[], [0xc1], [1, 2, 3], [255, 255, 255, 255, 255]])
        issueOf(() => body.decode(Uint8Array.from(bytes)))
      assert.isAtMost(issueOf(() => body.encode({ age: "x".repeat(100_000) })).length, 401, "it would travel back")
    })

    it(`C03 ${codec.name} carries nothing, too`, () => {
      const body = bodyOf(codec, Schema.Void)
      assert.strictEqual(body.decode(body.encode(undefined)), undefined)
    })
  }

  it("C03 msgpack is what other languages read: maps by field name, bin, timestamps", () => {
    const body = bodyOf(Codec.msgpack, Schema.Struct({ b: Schema.Uint8Array, d: Schema.Date, n: Schema.BigInt }))
    const bytes = body.encode({ b: new Uint8Array([7]), d: new Date(1000), n: 5n })
    const text = (s: string) => [0xa0 + s.length, ...new TextEncoder().encode(s)]
    assert.deepStrictEqual(
      [...bytes],
      [0x83, ...text("b"), 0xc4, 1, 7, ...text("d"), 0xd6, 0xff, 0, 0, 0, 1, ...text("n"), ...text("5")]
    )
  })

  it("C03 version skew: what is declared with more fields is read by what is declared with fewer, and the other way where they may be missing", () => {
    const old = bodyOf(Codec.msgpack, Schema.Struct({ a: Schema.String }))
    const young = bodyOf(Codec.msgpack, Schema.Struct({ b: Schema.optionalKey(Schema.Int), a: Schema.String }))
    assert.deepStrictEqual(old.decode(young.encode({ a: "x", b: 1 })), { a: "x" })
    assert.deepStrictEqual(young.decode(old.encode({ a: "x" })), { a: "x" })
  })

  it("C03 protobuf carries a message by its descriptor", () => {
    const body = bodyOf(Protobuf.codec({ payload: proto }), Login)
    const bytes = body.encode(login)
    assert.deepStrictEqual([...bytes.subarray(0, 6)], [0x0a, 3, 97, 100, 97, 0x10])
    assert.deepStrictEqual(body.decode(bytes), login)
    assert.include(
      issueOf(() => body.decode(new Uint8Array([0xff]))),
      ""
    )
    const strange = bodyOf(Protobuf.codec({ payload: proto }), Schema.Struct({ other: Schema.String }))
    assert.include(
      issueOf(() => strange.encode({ other: "x" })),
      "other"
    )
  })

  it("C03 protobuf has a descriptor for each part that carries something", () => {
    const parts = { payload: Login, success: Schema.Void, error: Schema.Never }
    const bodies = Protobuf.codec({ payload: proto }).compile(parts)
    assert.strictEqual(bodies.success.decode(bodies.success.encode(undefined)), undefined)
    assert.include(
      issueOf(() => bodies.success.decode(new Uint8Array(1))),
      "nothing is carried"
    )
    assert.throws(() => Protobuf.codec({}).compile(parts), /payload of Protobuf.codec is missing: give its descriptor/)
  })

  it("C03 protobuf from outside has limits like msgpack", () => {
    const body = bodyOf(Protobuf.codec({ payload: proto }), Login)
    const many = new Uint8Array(2 * 5000).map((_, index) => (index % 2 === 0 ? 0x2a : 0))
    assert.strictEqual(
      issueOf(() => body.decode(many)),
      "it holds more than 4096 values"
    )
    const packed = new Uint8Array([0x22, 0x88, 0x27, ...new Uint8Array(5000)])
    assert.strictEqual(
      issueOf(() => body.decode(packed)),
      "it holds more than 4096 values"
    )
    const group = new Uint8Array([0x2b, 0x2c])
    assert.strictEqual(
      issueOf(() => body.decode(group)),
      "it holds a group"
    )
    const deep = Array.from({ length: 40 }).reduce<LoginShape>((next) => ({ ...login, next: [next] }), login)
    assert.strictEqual(
      issueOf(() => body.encode(deep)),
      "it nests more than 32 deep"
    )
  })

  it("C03 protobuf has no key __proto__ in a map, however deep, as msgpack has none", () => {
    const body = bodyOf(Protobuf.codec({ payload: StructSchema }), Schema.Record(Schema.String, Schema.Unknown))
    const refused = "a key of a map is __proto__"
    const key = Array.from("__proto__", (letter) => letter.charCodeAt(0))
    const entry = [0x0a, 15, 0x0a, 9, ...key, 0x12, 2, 0x20, 1]
    const isRefused = (bytes: ReadonlyArray<number>): void =>
      assert.strictEqual(
        issueOf(() => body.decode(new Uint8Array(bytes))),
        refused
      )
    isRefused(entry)
    isRefused([0x0a, 24, 0x0a, 1, 97, 0x12, 19, 0x2a, 17, ...entry])
    // The last key of an entry is what it is called by.
    isRefused([0x0a, 18, 0x0a, 1, 97, ...entry.slice(2)])
    assert.strictEqual(
      issueOf(() => body.encode(JSON.parse('{ "__proto__": 1 }'))),
      refused
    )
    assert.deepStrictEqual(body.decode(body.encode({ constructor: 1, a: { b: 2 } })), { constructor: 1, a: { b: 2 } })
  })

  it("C03 protobuf counts what its reader will read, also where a field is written as another type", () => {
    const body = bodyOf(Protobuf.codec({ payload: proto }), Login)
    const messages = Array.from({ length: 100 }, () => [0x2a, 0]).flat()
    const anotherType = "a field is written as another type"
    const halfNumber = "a list of numbers ends in the middle of one"
    const refused: ReadonlyArray<readonly [string, ReadonlyArray<number>]> = [
      // A number that says it is 200 bytes long: the reader takes 200 for the number, and what follows for fields.
      [anotherType, [0x12, 200, 1, ...messages]],
      [anotherType, [0x10 | 5, 1, ...messages]],
      [anotherType, [0x28, 0]],
      [anotherType, [0x29, 0, ...messages]],
      [anotherType, [0x08, 3, 97, 100, 97]],
      [anotherType, [0x25, 1, 0, 0, 0]],
      // The reader takes the next byte for the rest of the number.
      [halfNumber, [0x22, 1, 0x80, 0x1a, 0, ...messages]]
    ]
    for (const [issue, bytes] of refused) {
      assert.strictEqual(
        issueOf(() => body.decode(new Uint8Array(bytes))),
        issue
      )
    }
    // As numbers of a list may be written, too.
    assert.deepStrictEqual(body.decode(new Uint8Array([0x20, 1, 0x22, 2, 2, 3])), {
      userName: "",
      atNanos: 0n,
      token: new Uint8Array(),
      scores: [1, 2, 3],
      next: []
    })
  })

  it("C12 a schema that SchemaBinary cannot lay out says so, and what to use", () => {
    const alike = Schema.Union([Schema.Struct({ a: Schema.String }), Schema.Struct({ b: Schema.String })])
    assert.throws(() => bodyOf(Codec.schemaBinary, alike), /SchemaBinary cannot lay it out \(.+\): use Codec.msgpack/)
    bodyOf(Codec.msgpack, alike)
  })

  it("C12-guard SchemaBinary takes no schema whose arrays cost no bytes: a few would be millions of elements", () => {
    interface Nested {
      readonly inner: ReadonlyArray<Nested>
      readonly nothing: ReadonlyArray<null>
    }
    const Nested: Schema.Codec<Nested> = Schema.Struct({
      inner: Schema.Array(Schema.suspend(() => Nested)),
      nothing: Schema.Array(Schema.Null)
    })
    const free = [
      Schema.Array(Schema.Null),
      Schema.Struct({ a: Schema.Option(Schema.Array(Schema.Array(Schema.Undefined))) }),
      Schema.Record(Schema.String, Schema.Array(Schema.Void)),
      Nested
    ]
    for (const schema of free) {
      assert.throws(
        () => bodyOf(Codec.schemaBinary, schema),
        /array of null or undefined without any bytes: use Codec.msgpack/
      )
      bodyOf(Codec.msgpack, schema)
    }
    bodyOf(Codec.schemaBinary, Schema.Array(Schema.NullOr(Schema.String)))
  })

  it("C12-guard SchemaBinary takes no schema in which an array contains itself, however far around", () => {
    interface Tree {
      readonly kids: ReadonlyArray<Tree>
    }
    const Tree: Schema.Codec<Tree> = Schema.Struct({ kids: Schema.Array(Schema.suspend(() => Tree)) })
    interface Around {
      readonly a?: Around
      readonly b: ReadonlyArray<{ readonly c: Around | null }>
    }
    const Around: Schema.Codec<Around> = Schema.Struct({
      a: Schema.optionalKey(Schema.suspend(() => Around)),
      b: Schema.Array(Schema.Struct({ c: Schema.NullOr(Schema.suspend(() => Around)) }))
    })
    const Sets: Schema.Codec<unknown, any> = Schema.HashSet(Schema.suspend(() => Sets))
    const Maps: Schema.Codec<unknown, any> = Schema.ReadonlyMap(
      Schema.String,
      Schema.suspend(() => Maps)
    )
    const Itself: Schema.Codec<unknown> = Schema.Array(Schema.suspend(() => Itself))
    for (const schema of [Tree, Around, Itself, Schema.Record(Schema.String, Schema.Option(Tree)), Sets, Maps]) {
      assert.throws(() => bodyOf(Codec.schemaBinary, schema), /an array says that contains itself: use Codec.msgpack/)
      bodyOf(Codec.msgpack, schema)
    }
    // Whose size bytes bound: recursion without arrays, and arrays that contain others.
    interface Chain {
      readonly tags: ReadonlyArray<string>
      readonly next?: Chain
    }
    const Chain: Schema.Codec<Chain> = Schema.Struct({
      tags: Schema.Array(Schema.String),
      next: Schema.optionalKey(Schema.suspend(() => Chain))
    })
    const chain = { tags: ["a"], next: { tags: ["b"], next: { tags: [] } } }
    const body = bodyOf(Codec.schemaBinary, Chain)
    assert.deepStrictEqual(body.decode(body.encode(chain)), chain)
    class Link extends Schema.Class<Link>("Link")({
      at: Schema.Date,
      next: Schema.Option(Schema.suspend((): Schema.Codec<Link, any> => Link))
    }) {}
    const links = new Link({ at: new Date(7), next: Option.some(new Link({ at: new Date(8), next: Option.none() })) })
    const linked = bodyOf(Codec.schemaBinary, Link)
    assert.deepStrictEqual(linked.decode(linked.encode(links)), links)
    const numbers = [[[1]], [], [[2, 3], []]]
    const nested = bodyOf(Codec.schemaBinary, Schema.Array(Schema.Array(Schema.Array(Schema.Int))))
    assert.deepStrictEqual(nested.decode(nested.encode(numbers)), numbers)
  })

  it("C03 a payload is transcoded once for each codec, and each listener has its own copy", () => {
    const counted = { encoded: 0, decoded: 0 }
    const counting: Codec.Codec = {
      ...Codec.schemaBinary,
      compile: (parts) => {
        const bodies = Codec.schemaBinary.compile(parts)
        const { encode } = bodies.payload
        return { ...bodies, payload: { ...bodies.payload, encode: (value) => (counted.encoded++, encode(value)) } }
      }
    }
    const M = Message.make("m", { payload: { tags: Schema.Array(Schema.String) } })
    const bytes = bodiesOf(M).payload.encode({ tags: ["a"] })
    const delivered = deliveredBytes(M, M.codec, bytes)
    const [one, two] = [delivered.bytesIn(counting), delivered.bytesIn(counting)]
    assert.strictEqual(counted.encoded, 1)
    one.fill(0)
    assert.deepStrictEqual(bodiesOf(M, Codec.schemaBinary).payload.decode(two), { tags: ["a"] })
    assert.deepStrictEqual(delivered.bytesIn(M.codec), bytes)
    assert.notStrictEqual(delivered.value(), delivered.value(), "D07-messages each its own")
    assert.deepStrictEqual(
      deliveredValue(M, { tags: ["b"] }).bytesIn(M.codec),
      bodiesOf(M).payload.encode({ tags: ["b"] })
    )
  })

  it("C03 who cannot decode it fails alone", () => {
    const M = Message.make("m", { payload: { other: Schema.String } })
    const delivered = deliveredBytes(M, M.codec, bodiesOf(M).payload.encode({ other: "x" }))
    const narrow = Protobuf.codec({ payload: proto })
    assert.include(
      issueOf(() => delivered.bytesIn(narrow)),
      "other"
    )
    assert.include(
      issueOf(() => delivered.bytesIn(narrow)),
      "other"
    )
    assert.deepStrictEqual(delivered.value(), { other: "x" })
  })
})

describe("bytes from outside", () => {
  const anything = bodyOf(Codec.msgpack, Schema.Unknown)

  for (const [name, bomb, says] of bombs) {
    it(`C12-guard stops ${name}`, () => {
      assert.include(
        issueOf(() => anything.decode(bomb)),
        says
      )
    })
  }

  it("C12-guard takes 4,096 values and 32 levels, and no more", () => {
    const list = (length: number) => Array.from({ length }, () => 0)
    anything.decode(anything.encode(list(4095)))
    assert.include(
      issueOf(() => anything.encode(list(4096))),
      "more than 4096 values"
    )
    const nested = (depth: number) => Uint8Array.from({ length: depth + 1 }, (_, index) => (index === depth ? 0 : 0x91))
    assert.strictEqual(refusal(nested(32), defaultLimits), undefined)
    assert.strictEqual(refusal(nested(33), defaultLimits), "it nests more than 32 deep")
    assert.throws(() => Codec.msgpackWith({ values: 0 }), /values is 0: use a whole number from 1/)
    assert.throws(() => Codec.msgpackWith({ depth: 2000 }), /depth is 2000: use a whole number from 1 to 1024/)
  })

  it("C12-guard takes every format of msgpack that is plain data", () => {
    const plain: ReadonlyArray<ReadonlyArray<number>> = [
      [0x00],
      [0x7f],
      [0xe0],
      [0xff],
      [0xc0],
      [0xc2],
      [0xc3],
      [0xcc, 1],
      [0xcd, 1, 1],
      [0xce, 1, 1, 1, 1],
      [0xcf, 0, 1, 1, 1, 1, 1, 1, 1],
      [0xd0, 1],
      [0xd1, 1, 1],
      [0xd2, 1, 1, 1, 1],
      [0xd3, 0, 1, 1, 1, 1, 1, 1, 1],
      [0xca, 1, 1, 1, 1],
      [0xcb, 1, 1, 1, 1, 1, 1, 1, 1],
      [0xa1, 97],
      [0xd9, 1, 97],
      [0xda, 0, 1, 97],
      [0xdb, 0, 0, 0, 1, 97],
      [0xc4, 1, 7],
      [0xc5, 0, 1, 7],
      [0xc6, 0, 0, 0, 1, 7],
      [0x91, 1],
      [0xdc, 0, 1, 1],
      [0xdd, 0, 0, 0, 1, 1],
      [0x81, 0xa1, 97, 1],
      [0xde, 0, 1, 0xa1, 97, 1],
      [0xdf, 0, 0, 0, 1, 0xa1, 97, 1],
      [0xd6, 0xff, 0, 0, 0, 1],
      [0xd7, 0xff, 0, 0, 0, 0, 0, 0, 0, 1],
      [0xc7, 12, 0xff, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]
    ]
    for (const bytes of plain) {
      assert.strictEqual(
        refusal(Uint8Array.from(bytes), defaultLimits),
        undefined,
        bytes.map((b) => b.toString(16)).join(" ")
      )
      for (let length = 0; length < bytes.length; length++) {
        assert.strictEqual(refusal(Uint8Array.from(bytes.slice(0, length)), defaultLimits), "it ends in the middle")
      }
      assert.strictEqual(refusal(Uint8Array.from([...bytes, 0]), defaultLimits), "there is more behind it")
    }
  })
})
