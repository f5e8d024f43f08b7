/** Schemas for the codec's laws, and ways to spoil their values. */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"

export class Point extends Schema.Class<Point>("Point")({
  x: Schema.Finite,
  y: Schema.Finite,
  label: Schema.optionalKey(Schema.String)
}) {}

export class Circle extends Point.extend<Circle>("Circle")({ radius: Schema.Number.check(Schema.isGreaterThan(0)) }) {}

export class Empty extends Schema.Class<Empty>("Empty")({}) {}

export class Unreadable extends Schema.TaggedError<Unreadable>()("Unreadable", {
  path: Schema.String,
  reason: Schema.Literals(["missing", "denied"]),
  at: Schema.optionalKey(Point)
}) {}

export class Refused extends Schema.TaggedError<Refused>()("Refused", { code: Schema.Int }) {}

export interface Tree {
  readonly value: number
  readonly children: ReadonlyArray<Tree>
}
export const Tree: Schema.Codec<Tree> = Schema.Struct({
  value: Schema.Number,
  children: Schema.Array(Schema.suspend((): Schema.Codec<Tree> => Tree))
})

export type Expression =
  | { readonly _tag: "Number"; readonly value: number }
  | { readonly _tag: "Add"; readonly left: Expression; readonly right: Expression }
  | { readonly _tag: "Name"; readonly name: string; readonly type: Expression | null }
export const Expression: Schema.Codec<Expression> = Schema.Union([
  Schema.Struct({ _tag: Schema.tag("Number"), value: Schema.Number }),
  Schema.Struct({
    _tag: Schema.tag("Add"),
    left: Schema.suspend((): Schema.Codec<Expression> => Expression),
    right: Schema.suspend((): Schema.Codec<Expression> => Expression)
  }),
  Schema.Struct({
    _tag: Schema.tag("Name"),
    name: Schema.String,
    type: Schema.NullOr(Schema.suspend((): Schema.Codec<Expression> => Expression))
  })
])

const Colour = { red: 0, green: "green", blue: 2 } as const

/** The nine fields of the measurements. */
export const NineFields = Schema.Struct({
  id: Schema.Int,
  name: Schema.String,
  nick: Schema.optionalKey(Schema.String),
  score: Schema.optional(Schema.Number),
  tags: Schema.Array(Schema.String),
  origin: Schema.Struct({ x: Schema.Number, y: Schema.Number }),
  state: Schema.TaggedUnion({ Idle: {}, Busy: { since: Schema.Date, by: Schema.String } }),
  bytes: Schema.Uint8Array,
  at: Schema.Date
})

/** As a string, -0 is "0". */
const signed = Schema.makeFilter<number>((value) => !Object.is(value, -0))

const manyOptional = Object.fromEntries(
  Array.from({ length: 70 }, (_, index) => [
    `key${index}`,
    index % 7 === 0 ? Schema.Number : Schema.optionalKey(index % 2 === 0 ? Schema.String : Schema.Boolean)
  ])
)

/** Every schema here encodes to one wire form and back; a union's member is always the one that was encoded. */
export const shapes = {
  string: Schema.String,
  number: Schema.Number,
  "boolean and checks": Schema.Struct({
    flag: Schema.Boolean,
    short: Schema.String.check(Schema.isMaxLength(8)),
    range: Schema.Int.check(Schema.isBetween({ minimum: -3, maximum: 70000 }))
  }),
  bigint: Schema.BigInt,
  date: Schema.Date,
  bytes: Schema.Uint8Array,
  undefined: Schema.Undefined,
  "three fields": Schema.Struct({ id: Schema.Number, name: Schema.String, ok: Schema.Boolean }),
  "nine fields": NineFields,
  "all optional": Schema.Struct({
    a: Schema.optionalKey(Schema.String),
    b: Schema.optional(Schema.Number),
    c: Schema.optionalKey(Schema.NullOr(Schema.Date)),
    d: Schema.optional(Schema.Array(Schema.Boolean))
  }),
  "seventy fields": Schema.Struct(manyOptional),
  "special keys": Schema.Struct({
    ["__proto__"]: Schema.Number,
    constructor: Schema.String,
    toJSON: Schema.optionalKey(Schema.String),
    7: Schema.Boolean
  }),
  array: Schema.Array(Schema.Number),
  "non-empty array": Schema.NonEmptyArray(Schema.Struct({ a: Schema.String })),
  tuple: Schema.Tuple([Schema.String, Schema.Number, Schema.optionalKey(Schema.Boolean)]),
  "tuple with rest": Schema.TupleWithRest(Schema.Tuple([Schema.String]), [Schema.Number, Schema.Boolean]),
  record: Schema.Record(Schema.String, Schema.Struct({ n: Schema.Number })),
  "struct with rest": Schema.StructWithRest(Schema.Struct({ a: Schema.Number }), [
    Schema.Record(Schema.String, Schema.Number)
  ]),
  "record by pattern": Schema.Record(Schema.TemplateLiteral(["id-", Schema.Int]), Schema.String),
  template: Schema.TemplateLiteral(["user-", Schema.Int]),
  literals: Schema.Literals(["a", "b", "c", 7]),
  "literals with zero": Schema.Literals([0, 1, "zero"]),
  enum: Schema.Enum(Colour),
  nullish: Schema.NullishOr(Schema.Number),
  "plain union": Schema.Union([Schema.String, Schema.Number, Schema.Boolean, Schema.Null, Schema.BigInt]),
  "clashing union": Schema.Union([
    Schema.Array(Schema.Number),
    Schema.Struct({ a: Schema.String }),
    Schema.Struct({ b: Schema.Number, c: Schema.optionalKey(Schema.String) }),
    Schema.Date,
    Schema.Number,
    Schema.String
  ]),
  "tagged union": Schema.TaggedUnion({
    A: { a: Schema.Number },
    B: { b: Schema.String, c: Schema.optionalKey(Schema.Boolean) },
    C: {}
  }),
  "union in union": Schema.Union([
    Schema.Null,
    Schema.Union([Schema.Struct({ t: Schema.Literal(1), v: Schema.Date }), Schema.Struct({ t: Schema.Literal(2) })])
  ]),
  class: Point,
  "extended class": Circle,
  "classes in a union": Schema.Union([Circle, Unreadable, Refused]),
  "error in a struct": Schema.Struct({ error: Unreadable, more: Schema.Array(Refused) }),
  recursive: Tree,
  "recursive union": Expression,
  option: Schema.Option(Schema.Date),
  result: Schema.Result(Point, Refused),
  exit: Schema.Exit(Schema.Uint8Array, Refused, Schema.Defect()),
  duration: Schema.Duration,
  "map of classes": Schema.ReadonlyMap(Schema.String, Point),
  set: Schema.ReadonlySet(Schema.Number),
  chunk: Schema.Chunk(Schema.BigInt),
  "hash map": Schema.HashMap(Schema.String, Schema.Uint8Array),
  transformations: Schema.Struct({
    number: Schema.NumberFromString.check(signed),
    when: Schema.DateFromMillis,
    list: Schema.Array(Schema.FiniteFromString.check(signed))
  }),
  "key defaults": Schema.Struct({
    a: Schema.Number.pipe(Schema.withDecodingDefaultKey(Effect.succeed(7))),
    b: Schema.optionalKey(Schema.String)
  }),
  "option from key": Schema.Struct({ a: Schema.OptionFromOptionalKey(Schema.Number), b: Schema.String }),
  "date time": Schema.DateTimeUtc,
  url: Schema.URL,
  redacted: Schema.Struct({ secret: Schema.Redacted(Schema.String) }),
  json: Schema.Json,
  "struct with a check": Schema.Struct({ from: Schema.Int, to: Schema.Int }).check(
    Schema.makeFilter((value) => value.from <= value.to)
  )
} as const satisfies Record<string, Schema.Top>

/** A small generator: the tests draw only its seed. */
export const random = (seed: number) => {
  let state = (seed | 0) + 0x9e3779b9
  return (below: number): number => {
    state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d)
    state = Math.imul(state ^ (state >>> 12), 0x297a2d39)
    state ^= state >>> 15
    return (state >>> 0) % below
  }
}

class Foreign {
  a = 1
}

export const junk: ReadonlyArray<unknown> = [
  undefined,
  null,
  true,
  0,
  -0,
  1.5,
  NaN,
  Infinity,
  2 ** 40,
  -(2 ** 53),
  "",
  "a",
  "\ud800",
  "Busy",
  10n,
  2n ** 80n,
  Symbol.for("x"),
  Symbol("local"),
  () => 1,
  {},
  { a: 1 },
  { a: "x", b: 2 },
  { _tag: "A", a: 1 },
  { _tag: "Busy" },
  [],
  [1],
  ["x", 1],
  new Date(0),
  new Date(NaN),
  new Uint8Array([1, 2]),
  new Float32Array(2),
  new Map([["a", 1]]),
  new Set([1]),
  new Foreign(),
  Object.create({ a: 1, name: "inherited" }),
  JSON.parse('{"__proto__": 1}')
]

/** The value with something in it replaced, removed or added. */
export const spoil = (value: unknown, next: (below: number) => number): unknown => {
  const replace = () => junk[next(junk.length)]
  if (typeof value !== "object" || value === null || next(5) === 0) return replace()
  if (Array.isArray(value)) {
    const copy = value.slice()
    const at = next(copy.length + 1)
    switch (next(4)) {
      case 0:
        copy.splice(at, 1)
        return copy
      case 1:
        copy.splice(at, 0, replace())
        return copy
      default:
        copy[at] = spoil(copy[at], next)
        return copy
    }
  }
  if (ArrayBuffer.isView(value) || value instanceof Date || value instanceof Map || value instanceof Set)
    return replace()
  const keys = Reflect.ownKeys(value).filter((key) => Object.prototype.propertyIsEnumerable.call(value, key))
  const copy = Object.create(Object.getPrototypeOf(value), Object.getOwnPropertyDescriptors(value))
  const key = keys[next(keys.length + 1)] ?? "extra"
  switch (next(6)) {
    case 0:
      delete copy[key]
      return copy
    case 1:
      return { ...value }
    case 2:
      Object.defineProperty(copy, "extra", { value: replace(), enumerable: true, configurable: true })
      return copy
    default:
      Object.defineProperty(copy, key, {
        value: spoil((value as Record<PropertyKey, unknown>)[key], next),
        enumerable: true,
        configurable: true,
        writable: true
      })
      return copy
  }
}
