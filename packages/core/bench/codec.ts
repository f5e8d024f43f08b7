/**
 * Nanoseconds of the codec alone, medians of several rounds: `node packages/core/bench/codec.ts`.
 *
 * Encode includes the copy out of the scratch buffer into shared memory, as a job pays it; decode reads in place.
 */
import * as Context from "effect/Context"
import * as Schema from "effect/Schema"
import { Packr } from "msgpackr"
import * as Codec from "../src/Codec.ts"

const ThreeFields = Schema.Struct({ id: Schema.Int, name: Schema.String, ok: Schema.Boolean })
const NineFields = Schema.Struct({
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
class Point extends Schema.Class<Point>("Point")({ x: Schema.Finite, y: Schema.Finite, label: Schema.String }) {}

const three = (i: number) => ({ id: i, name: "some name", ok: (i & 1) === 0 })
const nine = (i: number) => ({
  id: i,
  name: "some name",
  nick: "nick",
  score: i / 3,
  tags: ["one", "two", "three"],
  origin: { x: 1.5, y: i },
  state: { _tag: "Busy" as const, since: new Date(1.7e12 + i), by: "somebody" },
  bytes: new Uint8Array(32),
  at: new Date(1.7e12 + i)
})

const shared = new Uint8Array(new SharedArrayBuffer(1 << 16))
const values = <A>(make: (i: number) => A) => Array.from({ length: 64 }, (_, i) => make(i * 5003))

const median = (numbers: Array<number>) => numbers.sort((a, b) => a - b)[numbers.length >> 1]!
const time = (count: number, run: (i: number) => void): number => {
  const rounds: Array<number> = []
  for (let round = 0; round < 12; round++) {
    const start = process.hrtime.bigint()
    for (let i = 0; i < count; i++) run(i)
    rounds.push(Number(process.hrtime.bigint() - start) / count)
  }
  return median(rounds.slice(4))
}

const report = (name: string, encode: number, decode: number, bytes: number) =>
  console.log(
    `${name.padEnd(36)} encode ${encode.toFixed(0).padStart(5)}  decode ${decode.toFixed(0).padStart(5)}  ${bytes} B`
  )

const measure = (name: string, schema: Schema.Top, inputs: ReadonlyArray<unknown>, options?: Codec.Options) => {
  const codec = Codec.make(schema, options).bind(Context.empty())
  let length = 0
  const encode = time(100_000, (i) => {
    length = codec.encode(inputs[i & 63])
    const { bytes } = Codec.scratch
    for (let at = 0; at < length; at++) shared[512 + at] = bytes[at]!
  })
  report(
    name,
    encode,
    time(100_000, () => codec.decode(shared, 512, 512 + length)),
    length
  )
}

const packr = new Packr({ useRecords: false, moreTypes: true, copyBuffers: true })
const baseline = (name: string, inputs: ReadonlyArray<unknown>) => {
  let length = 0
  const encode = time(100_000, (i) => {
    const bytes = packr.pack(inputs[i & 63])
    length = bytes.length
    for (let at = 0; at < length; at++) shared[512 + at] = bytes[at]!
  })
  report(
    name,
    encode,
    time(100_000, () => packr.unpack(shared, { start: 512, end: 512 + length } as never)),
    length
  )
}

for (const [name, schema, inputs] of [
  ["3 fields", ThreeFields, values(three)],
  ["9 fields", NineFields, values(nine)],
  ["class", Point, values((i) => new Point({ x: i, y: 1, label: "p" }))],
  ["array of 100 numbers", Schema.Array(Schema.Number), values((i) => Array.from({ length: 100 }, (_, n) => n * i))],
  [
    "record of 10",
    Schema.Record(Schema.String, Schema.Number),
    values((i) => Object.fromEntries(Array.from({ length: 10 }, (_, n) => [`key${n}`, i])))
  ],
  ["option of a date", Schema.Option(Schema.Date), []],
  ["unknown, 3 fields", Schema.Unknown, values(three)]
] as ReadonlyArray<readonly [string, Schema.Top, ReadonlyArray<unknown>]>) {
  if (inputs.length === 0) continue
  measure(name, schema, inputs)
  measure(`${name}, validate none`, schema, inputs, { validate: "none" })
  measure(`${name}, closures`, schema, inputs, { mode: "closures" })
  baseline(`${name}, msgpackr maps, no schema`, inputs)
}
