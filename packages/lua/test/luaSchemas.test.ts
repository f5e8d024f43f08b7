/*
 * What a schema wants of a value of Lua that can be read in two ways: as the schema has it, whatever the value happens to be.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import * as LuaModule from "@stevedore/lua/LuaModule"
import * as LuaState from "@stevedore/lua/LuaState"

interface Crate {
  readonly weight: bigint
  readonly within: Crate | ReadonlyArray<string>
}

const Crate = Schema.Struct({
  weight: Schema.BigInt,
  within: Schema.Union([Schema.suspend((): Schema.Codec<Crate> => Crate), Schema.Array(Schema.String)])
})

const Player = Schema.Struct({ name: Schema.optional(Schema.String), hp: Schema.optional(Schema.BigInt) })
const Maybe = Schema.NullOr(Schema.Number)
const Numbers = Schema.Record(Schema.String, Schema.Number)
const Empty = Schema.Union([
  Schema.Struct({ kind: Schema.Literal("a"), payload: Schema.Struct({}) }),
  Schema.Struct({ kind: Schema.Literal("b"), payload: Schema.Number })
])
const Options = Schema.Struct({ a: Schema.optional(Schema.Number) })
const Text = Schema.NullOr(Schema.String.check(Schema.isPattern(/^[a-z]*$/)))
const Replied = Schema.Union([
  Schema.Struct({ error: Text }),
  Schema.Struct({ value: Schema.Int, size: Schema.Int, note: Text }),
  Schema.Struct({ value: Schema.Int, note: Text })
])

/** What a host function with this schema gets of the value of a text of Lua, or the error. */
const given = (schema: Schema.Codec<any, any>, source: string) =>
  Effect.gen(function* () {
    let got: unknown
    const host = LuaModule.make("host", { take: LuaModule.typed([schema], (value) => void (got = value)) })
    const state = yield* LuaState.make({ modules: [host] })
    const [ok, error] = yield* state.run(`local ok, e = pcall(host.take, ${source}) return ok, tostring(e)`)
    return ok === true ? got : new Error(String(error))
  })

const bytes = (...values: Array<number>) => Uint8Array.from(values)

const cases: ReadonlyArray<readonly [schema: Schema.Codec<any, any>, source: string, value: unknown]> = [
  [Schema.Record(Schema.String, Schema.Number), "{}", {}],
  [Schema.Struct({ a: Schema.optional(Schema.Number) }), "{}", {}],
  [Schema.Struct({}), "{}", {}],
  [Schema.Struct({ x: Schema.Struct({}) }), "{ x = {} }", { x: {} }],
  [Schema.NullOr(Schema.Struct({})), "{}", {}],
  [Schema.Array(Schema.Struct({})), "{ {}, { 1 } }", [{}, [1]]],
  [Schema.Struct({}), "'x'", "x"],
  [Schema.Struct({}), "{ a = 1 }", { a: 1 }],
  [Empty, "{ kind = 'a', payload = {} }", { kind: "a", payload: {} }],
  [Schema.Union([Schema.Array(Schema.String), Schema.Struct({})]), "{}", []],
  [Schema.Union([Schema.Struct({}), Schema.Array(Schema.String)]), "{}", []],
  [Schema.Union([Schema.Struct({ a: Schema.Number }), Schema.Struct({})]), "{}", {}],
  [Schema.Unknown, "{}", []],
  [Schema.Any, "{ x = {} }", { x: [] }],
  [Schema.Array(Schema.Number), "{}", []],
  [Schema.ReadonlyMap(Schema.Number, Schema.String), "{}", new Map()],
  [
    Schema.ReadonlyMap(Schema.Number, Schema.String),
    "{ 'a', 'b' }",
    new Map([
      [1, "a"],
      [2, "b"]
    ])
  ],
  [Schema.ReadonlyMap(Schema.Number, Schema.String), "{ [5] = 'a' }", new Map([[5, "a"]])],
  [Schema.ReadonlyMap(Schema.String, Schema.BigInt), "{ a = 5 }", new Map([["a", 5n]])],
  [Schema.Uint8Array, "'ab'", bytes(97, 98)],
  [Schema.Uint8Array, "'\\xff'", bytes(255)],
  [Schema.String, "'ab'", "ab"],
  [Schema.BigInt, "5", 5n],
  [Schema.BigInt, "1 << 62", 2n ** 62n],
  [Schema.BigInt, "2^53", 2n ** 53n],
  [Schema.BigInt, "-2^53", -(2n ** 53n)],
  [Schema.BigInt, "(1 << 53) + 1", 2n ** 53n + 1n],
  [Schema.Literal(5n), "5", 5n],
  [Schema.Number, "5", 5],
  [Schema.Array(Schema.BigInt), "{ 1, 1 << 62 }", [1n, 2n ** 62n]],
  [Schema.Tuple([Schema.Number, Schema.BigInt, Schema.Uint8Array]), "{ 1, 2, 'a' }", [1, 2n, bytes(97)]],
  [
    Schema.TupleWithRest(Schema.Tuple([Schema.Number]), [Schema.BigInt, Schema.Uint8Array]),
    "{ 1, 2, 3, 'a' }",
    [1, 2n, 3n, bytes(97)]
  ],
  [Schema.NullOr(Schema.Record(Schema.String, Schema.BigInt)), "{ a = 1 }", { a: 1n }],
  // What it is by itself comes first.
  [Schema.Union([Schema.Uint8Array, Schema.String]), "'ab'", "ab"],
  [Schema.Union([Schema.Uint8Array, Schema.String]), "'\\xff'", bytes(255)],
  [Schema.Union([Schema.BigInt, Schema.Number]), "5", 5],
  [Schema.Union([Schema.Record(Schema.String, Schema.Number), Schema.Array(Schema.String)]), "{}", []],
  [Schema.Unknown, "{}", []],
  [Crate, "{ weight = 1, within = { weight = 2, within = {} } }", { weight: 1n, within: { weight: 2n, within: [] } }],
  // Keys that are no texts: fields that a struct does not have, and an integer is its decimal text.
  [Player, "{ name = 'ada', hp = 3, [1] = 'bag' }", { name: "ada", hp: 3n }],
  [Player, "{ name = 'ada', [true] = 1, ['\\xff'] = 2, [1.5] = 3 }", { name: "ada" }],
  [Schema.Struct({ 7: Schema.BigInt }), "{ [7] = 5, [9] = 6 }", { 7: 5n }],
  [Schema.Struct({ 7: Schema.BigInt }), "{ [7] = 5, ['7'] = 6 }", { 7: 6n }],
  [Schema.Record(Schema.String, Schema.Number), "{ [7] = 5, [9] = 6 }", { 7: 5, 9: 6 }],
  [
    Schema.Record(Schema.String, Schema.BigInt),
    "{ a = 1, [-7] = 5, [1 << 62] = 6 }",
    { a: 1n, "-7": 5n, [`${2n ** 62n}`]: 6n }
  ],
  [Schema.NullOr(Player), "{ name = 'ada', [1] = 'bag' }", { name: "ada" }],
  [Schema.Struct({ deep: Player }), "{ deep = { name = 'ada', [1] = 'bag' } }", { deep: { name: "ada" } }],
  [Schema.Union([Player, Schema.Array(Schema.String)]), "{ name = 'ada', [1] = 'bag' }", { name: "ada" }],
  [
    Schema.Union([Schema.Struct({ deep: Player }), Schema.Array(Schema.String)]),
    "{ deep = { name = 'ada', [1] = 'bag' } }",
    { deep: { name: "ada" } }
  ],
  [
    Schema.Union([Schema.ReadonlyMap(Schema.Number, Schema.BigInt), Schema.Record(Schema.String, Schema.BigInt)]),
    "{ [7] = 5 }",
    new Map([[7, 5n]])
  ],
  [Schema.Union([Schema.ReadonlyMap(Schema.Boolean, Schema.Number), Numbers]), "{ [true] = 5 }", new Map([[true, 5]])],
  [Schema.Record(Schema.String, Schema.BigInt), "{ ['__proto__'] = 1 }", JSON.parse('{ "__proto__": 0 }')],
  [Player, "{ ['__proto__'] = { name = 'eve' }, [7] = 1 }", {}],
  // nil is what the schema calls it, and so is a field that is not there.
  [Maybe, "nil", null],
  [Maybe, "msgpack.null", null],
  [Schema.UndefinedOr(Schema.Number), "nil", undefined],
  [Schema.UndefinedOr(Schema.Number), "msgpack.null", undefined],
  [Schema.NullishOr(Schema.Number), "nil", undefined],
  [Schema.Void, "msgpack.null", undefined],
  [Schema.Unknown, "nil", undefined],
  [Schema.OptionFromNullOr(Schema.Number), "nil", Option.none()],
  [Schema.Union([Schema.String, Maybe]), "nil", null],
  [Schema.suspend(() => Maybe), "nil", null],
  [Schema.Struct({ a: Maybe, b: Schema.UndefinedOr(Schema.Number) }), "{}", { a: null, b: undefined }],
  [Schema.Struct({ a: Schema.suspend(() => Maybe) }), "{ [7] = 1 }", { a: null }],
  [Schema.Struct({ a: Schema.optionalKey(Maybe) }), "{}", {}],
  [Schema.Struct({ a: Schema.optionalKey(Maybe) }), "{ a = msgpack.null }", { a: null }],
  [Schema.Struct({ a: Schema.optional(Schema.Number) }), "{ a = msgpack.null }", { a: undefined }],
  [Schema.Record(Schema.String, Maybe), "{ a = 1, b = msgpack.null }", { a: 1, b: null }],
  // A list: nil at its end is none, but of a tuple it is known how long that is.
  [Schema.Array(Maybe), "{ 1, nil, 3, nil }", [1, null, 3]],
  [Schema.Array(Maybe), "{ nil, nil, 3 }", [null, null, 3]],
  [Schema.Array(Schema.UndefinedOr(Schema.Number)), "{ 1, nil, 3 }", [1, undefined, 3]],
  [Schema.Tuple([Maybe, Schema.Number, Maybe]), "{ nil, 2 }", [null, 2, null]],
  [Schema.Tuple([Maybe, Maybe]), "{}", [null, null]],
  [Schema.Tuple([Maybe, Schema.optionalKey(Maybe)]), "{}", [null]],
  [
    Schema.TupleWithRest(Schema.Tuple([Maybe]), [Schema.UndefinedOr(Schema.BigInt)]),
    "{ nil, 2, nil, 4 }",
    [null, 2n, undefined, 4n]
  ],
  // What has all its fields comes first.
  [Schema.Union([Schema.Struct({ a: Maybe }), Schema.Struct({ b: Schema.BigInt })]), "{ b = 1 }", { b: 1n }],
  [Schema.Union([Schema.Struct({ a: Maybe }), Schema.Struct({ b: Schema.BigInt })]), "{}", { a: null }],
  [Schema.Union([Schema.Struct({ a: Schema.Unknown }), Schema.Struct({ b: Schema.BigInt })]), "{ b = 1 }", { b: 1n }],
  [
    Schema.Union([Schema.Array(Maybe), Schema.ReadonlyMap(Schema.Number, Schema.Number)]),
    "{ nil, 2 }",
    new Map([[2, 2]])
  ],
  // In a union: what loses no field, then what needs the fewest nils, then the order.
  [Replied, "{ value = 5 }", { value: 5, note: null }],
  [Replied, "{ value = 5, size = 6 }", { value: 5, size: 6, note: null }],
  [Replied, "{ error = 'x' }", { error: "x" }],
  [Replied, "{}", { error: null }],
  [
    Schema.Struct({ deep: Schema.Array(Replied) }),
    "{ deep = { { value = 5 } } }",
    { deep: [{ value: 5, note: null }] }
  ],
  [Schema.Union([Schema.Struct({ a: Maybe, b: Maybe }), Schema.Struct({ a: Maybe })]), "{ a = 1 }", { a: 1 }],
  [
    Schema.Union([Schema.Struct({ a: Maybe, x: Maybe, y: Maybe }), Schema.Struct({ a: Maybe, z: Maybe })]),
    "{ a = 1 }",
    { a: 1, z: null }
  ],
  [
    Schema.Union([Schema.Struct({ a: Schema.Number }), Schema.Struct({ a: Schema.BigInt, b: Maybe, c: Maybe })]),
    "{ a = 1, b = 2 }",
    { a: 1n, b: 2, c: null }
  ],
  [Schema.Union([Schema.Struct({ a: Schema.BigInt }), Schema.Struct({ a: Schema.Number })]), "{ a = 1 }", { a: 1 }],
  [Schema.Union([Schema.Array(Maybe), Numbers]), "{ 1, nil, 3 }", [1, null, 3]],
  [Schema.Union([Numbers, Schema.Array(Maybe)]), "{ 1, nil, 3 }", [1, null, 3]],
  [Schema.Union([Schema.Array(Maybe), Numbers]), "{ a = 1 }", { a: 1 }],
  [Schema.Union([Schema.Array(Maybe), Numbers]), "{ 1, nil, 3, a = 4 }", { 1: 1, 3: 3, a: 4 }],
  [Schema.Union([Schema.Array(Schema.Number), Numbers]), "{ 1, nil, 3 }", { 1: 1, 3: 3 }],
  // What is no table is no struct and no record, but may be another member's.
  [
    Schema.Union([
      Schema.Struct({ a: Schema.Union([Numbers, Schema.Unknown]) }),
      Schema.ReadonlyMap(Schema.String, Schema.Unknown)
    ]),
    "{ a = { [true] = 2 } }",
    new Map([["a", new Map([[true, 2]])]])
  ],
  [Schema.Union([Schema.Uint8Array, Options]), "'ab'", bytes(97, 98)],
  [Schema.Union([Options, Schema.String]), "'ab'", "ab"],
  [Schema.Union([Options, Schema.Array(Schema.String)]), "{ 'ab' }", ["ab"]],
  [Schema.Union([Schema.Date, Options]), "msgpack.timestamp(5)", new Date(5000)]
]

describe("a schema", () => {
  it.effect("B05 has what it wants of a value that can be read in two ways", () =>
    Effect.gen(function* () {
      for (const [schema, source, value] of cases) {
        const got = yield* given(schema, source)
        if (schema !== Player && source.includes("__proto__"))
          assert.deepStrictEqual(Object.entries(got as object), [["__proto__", 1n]])
        else assert.deepStrictEqual(got, value, source)
      }
    })
  )

  it.effect("B05 refuses the rest, and names what is wrong with it", () =>
    Effect.gen(function* () {
      const Box = Schema.Struct({ id: Schema.BigInt, name: Schema.String })
      const refused: ReadonlyArray<readonly [schema: Schema.Codec<any, any>, source: string, message: RegExp]> = [
        [Schema.String, "'\\xff'", /Expected string/],
        [Schema.BigInt, "0.5", /Expected bigint/],
        [Schema.Record(Schema.String, Schema.Number), "{ 1 }", /Expected object/],
        [Numbers, "{ a = 1, [true] = 2 }", /Expected object.*the key true, which is no text; use Schema.ReadonlyMap/],
        [Numbers, "{ a = 1, [1.5] = 2 }", /the key 1.5, which/],
        [Numbers, "{ a = 1, ['\\xff'] = 2 }", /the key of bytes, which/],
        [Numbers, "{ a = 1, [print] = 2 }", /the key of a reference, which/],
        [Numbers, "{ [7] = 1, ['7'] = 2 }", /both 7 and "7"/],
        [Schema.Struct({ deep: Numbers }), "{ deep = { a = 1, [true] = 2 } }", /the key true[^]*deep/],
        [Schema.Union([Numbers, Schema.String]), "{ a = 1, [true] = 2 }", /the key true/],
        [Schema.Union([Numbers, Schema.ReadonlyMap(Schema.Boolean, Schema.Number)]), "{ [true] = 2 }", /the key true/],
        [Schema.Struct({ 1: Schema.optional(Schema.String) }), "{ 'a' }", /Expected object/],
        [Box, "{}", /Missing key[^]*id/],
        [Box, "{ id = 5, name = 7 }", /Expected string[^]*name/],
        [Schema.NullOr(Box), "{ id = 5, name = 7 }", /Expected string[^]*name/],
        [Schema.Number, "nil", /Expected number/],
        [Schema.Struct({ a: Schema.Unknown }), "{}", /Missing key[^]*a/],
        [Schema.Struct({ a: Schema.optionalKey(Schema.Number) }), "{ a = msgpack.null }", /Expected number[^]*a/],
        [Schema.Array(Schema.BigInt), "{ 1, nil, 3 }", /Expected array/],
        [Schema.Tuple([Maybe, Schema.Number]), "{ 1 }", /Missing key/],
        [Schema.Record(Schema.String, Schema.String), "print", /Expected object.*a function, no table/],
        [Schema.Struct({ type: Schema.String }), "print", /a function, no table/],
        [Schema.Struct({ deep: Schema.Struct({ type: Schema.String }) }), "{ deep = print }", /no table[^]*deep/],
        [Options, "print", /a function, no table/],
        [Options, "coroutine.create(print)", /a thread, no table/],
        [Options, "msgpack.timestamp(5)", /a timestamp, no table/],
        [Options, "'\\xff'", /bytes, no table/],
        [Numbers, "'\\xff\\1'", /bytes, no table/],
        [Numbers, "msgpack.ext(5, 'ab')", /a userdata, no table/],
        [
          Schema.Union([Options, Schema.Uint8Array]),
          "'ab'",
          /bytes, no table of fields; in a union its schema goes first/
        ],
        [Schema.Union([Options, Schema.Uint8Array]), "'\\xff'", /bytes, no table/],
        [Schema.Union([Options, Schema.Date]), "msgpack.timestamp(5)", /a timestamp, no table/],
        [Schema.Union([Options, Schema.Unknown]), "print", /a function, no table/],
        [Schema.Struct({ a: Schema.Union([Numbers, Schema.Unknown]) }), "{ a = { [true] = 2 } }", /the key true/],
        [Schema.Array(Maybe), "{ [-1] = 1 }", /Expected array/],
        [Schema.Array(Maybe), "{ [1 << 50] = 1 }", /more than 100000 places/],
        [Schema.Array(Schema.Array(Maybe)), "{ { [9e4] = 1 }, { [9e4] = 1 } }", /more than 100000 places/]
      ]
      for (const [schema, source, message] of refused) {
        const got = yield* given(schema, source)
        assert.instanceOf(got, Error, source)
        assert.match((got as Error).message, message)
      }
    })
  )

  const Key = Schema.String.check(Schema.isPattern(/^[a-z]{1,3}$/))
  const Long = Schema.BigInt.check(Schema.isBetweenBigInt({ minimum: -(2n ** 63n), maximum: 2n ** 63n - 1n }))
  const Value = Schema.Struct({
    bytes: Schema.Uint8Array,
    longs: Schema.Array(Long),
    lengths: Schema.Record(Key, Long),
    maybe: Schema.optionalKey(Schema.Struct({ deep: Schema.optionalKey(Schema.Uint8Array) })),
    places: Schema.ReadonlyMap(Schema.Int, Schema.Union([Schema.Record(Key, Schema.Int), Long]))
  })
  it.effect.prop("B05 has back what it has encoded, whatever the value", [Value], ([value]) =>
    Effect.gen(function* () {
      const got: Array<unknown> = []
      const host = LuaModule.make("host", { take: LuaModule.typed([Value], (value) => void got.push(value)) })
      const state = yield* LuaState.make({ modules: [host] })
      const encoded = yield* Schema.encodeEffect(Value)(value)
      yield* state.run("host.take(...)", encoded as object)
      assert.deepStrictEqual(got, [value])
    })
  )

  const Listed = Schema.Union([Schema.Array(Maybe), Schema.Record(Key, Schema.Number)])
  const Replies = Schema.Struct({ replies: Schema.Array(Replied), lists: Schema.Array(Listed) })
  it.effect.prop("B05 has back what a union has encoded, but for nil at the end of a list", [Replies], ([value]) =>
    Effect.gen(function* () {
      const got: Array<unknown> = []
      const host = LuaModule.make("host", { take: LuaModule.typed([Replies], (value) => void got.push(value)) })
      const state = yield* LuaState.make({ modules: [host] })
      // An empty record is an empty list.
      const lists = value.lists.map((each) => (Array.isArray(each) ? [...each, 0] : { ...each, a: 1 }))
      const expected = { ...value, lists }
      yield* state.run("host.take(...)", yield* Schema.encodeEffect(Replies)(expected))
      assert.deepStrictEqual(got, [expected])
    })
  )
})
