/**
 * The codec's laws, for any value of many shapes: what goes in comes out, the generated functions, the closures and
 * Schema take the same values with equal results, and nothing that was decoded stands on the memory it came from.
 */
import { describe, it } from "@effect/vitest"
import * as Context from "effect/Context"
import * as Equal from "effect/Equal"
import * as Exit from "effect/Exit"
import * as Schema from "effect/Schema"
import * as SchemaAST from "effect/SchemaAST"
import * as SchemaParser from "effect/SchemaParser"
import * as assert from "node:assert/strict"
import * as Codec from "../src/Codec.ts"
import * as closures from "../src/internal/codec/closures.ts"
import { Refusal } from "../src/internal/codec/failure.ts"
import * as generated from "../src/internal/codec/generated.ts"
import { makePlans } from "../src/internal/codec/makePlan.ts"
import { NO } from "../src/internal/codec/plain.ts"
import type { Settings } from "../src/internal/codec/reshape.ts"
import { toWireAST } from "../src/internal/codec/wireSchema.ts"
import { random, shapes, spoil } from "./codecShapes.ts"

const context = Context.empty()

/** Plain data arrives with the plain prototype, whichever it left with. */
const plain = (value: unknown): unknown => {
  if (typeof value !== "object" || value === null) return value
  if (Array.isArray(value)) return value.map(plain)
  const prototype = Object.getPrototypeOf(value)
  if (prototype !== null && prototype !== Object.prototype) return value
  return Object.fromEntries(Reflect.ownKeys(value).map((key) => [key, plain((value as any)[key])]))
}

/** Their insides depend on their history, or hide. */
const byEqual = new Set(["redacted", "chunk", "exit"])

/** Exact down to -0 and prototypes, where the schema itself is. */
const same = (name: string, actual: unknown, expected: unknown): void =>
  byEqual.has(name) ? assert.ok(Equal.equals(actual, expected)) : assert.deepStrictEqual(actual, plain(expected))

/** As the runtime does: bytes in shared memory at an odd place, decoded, then overwritten. */
const shared = new Uint8Array(new SharedArrayBuffer(1 << 22))
const there = 1 + 8 * 5

const through = (codec: Codec.BoundCodec, value: unknown): unknown => {
  const length = codec.encode(value)
  shared.set(Codec.scratch.bytes.subarray(0, length), there)
  const decoded = codec.decode(shared, there, there + length)
  shared.fill(0xdb, there - 1, there + length + 1)
  return decoded
}

const entries = Object.entries(shapes) as ReadonlyArray<readonly [string, Schema.Codec<unknown>]>
const runs = { arbitrary: { runs: 60 } } as any

describe("round trip", () => {
  for (const [name, schema] of entries) {
    for (const mode of ["generated", "closures"] as const) {
      for (const validate of ["both", "none"] as const) {
        it.prop(
          `${name}, ${mode}, validate ${validate}`,
          [schema],
          ([value]) => {
            const codec = Codec.make(schema as never, { mode, validate }).bind(context)
            same(name, through(codec, value), value)
          },
          runs
        )
      }
    }
  }

  it.prop("any order of schemas on one thread", [Schema.Int, ...entries.map(([, schema]) => schema)], (all) => {
    const [seed, ...values] = all as unknown as [number, ...Array<unknown>]
    const next = random(seed)
    for (let i = 0; i < 20; i++) {
      const at = next(entries.length)
      const [name, schema] = entries[at]!
      same(name, through(Codec.make(schema as never).bind(context), values[at]), values[at])
    }
  })

  const keys = Array.from({ length: 40 }, (_, index) => `k${index}`)
  const optionals = Schema.Struct(Object.fromEntries(keys.map((key) => [key, Schema.optionalKey(Schema.Int)])))
  it.prop("any subset of forty optional keys", [Schema.Int, Schema.Int], ([seed, other]) => {
    const value: Record<string, number> = {}
    const [next, pick] = [random(seed), random(other)]
    for (const key of keys) if (next(2) === 0) value[key] = pick(1000)
    for (const mode of ["generated", "closures"] as const) {
      assert.deepStrictEqual(through(Codec.make(optionals, { mode }).bind(context), value), value)
    }
  })
})

describe("fast accept is Schema's accept", () => {
  const delegate =
    (parse: (ast: SchemaAST.AST) => (input: unknown) => Exit.Exit<unknown, unknown>) => (ast: SchemaAST.AST) => {
      const run = parse(ast)
      return (input: unknown) => {
        const exit = run(input)
        return Exit.isSuccess(exit) ? exit.value : NO
      }
    }
  const settings: Settings = {
    checked: true,
    lenient: false,
    make: false,
    delegate: {
      encode: delegate((ast) => SchemaParser.encodeUnknownExit(Schema.make<any>(ast))),
      decode: delegate((ast) => SchemaParser.decodeUnknownExit(Schema.make<any>(ast)))
    }
  }

  type Outcome = { readonly accepted: boolean; readonly value: unknown }
  const attempt = (run: () => unknown): Outcome | "refused" => {
    try {
      const value = run()
      return value === NO ? { accepted: false, value: undefined } : { accepted: true, value }
    } catch (cause) {
      // Data that no wire can carry: Schema may well accept it.
      if (cause instanceof Refusal) return "refused"
      return { accepted: false, value: undefined }
    }
  }

  for (const [name, schema] of entries) {
    const ast = toWireAST(schema.ast)
    const plan = makePlans(false).plan(ast)
    const bySchema = {
      encode: SchemaParser.encodeUnknownExit(Schema.make<any>(ast)),
      decode: SchemaParser.decodeUnknownExit(Schema.make<any>(ast))
    }
    const byLayout = closures.compile(makePlans(true).plan(SchemaAST.toEncoded(ast)), settings)
    const written = generated.compile(plan, settings)
    const closed = closures.compile(plan, settings)

    it.prop(
      `${name}`,
      [schema, Schema.Int, Schema.Boolean],
      ([valid, seed, spoiled]) => {
        const next = random(seed)
        const value = spoiled ? spoil(valid, next) : valid
        const expected = bySchema.encode(value)
        const first = attempt(() => written.encode(value))
        const second = attempt(() => closed.encode(value))
        assert.deepStrictEqual(first, second)
        if (first === "refused") return
        assert.equal(first.accepted, Exit.isSuccess(expected), `encode accepts ${String(first.accepted)}`)
        if (!Exit.isSuccess(expected)) return
        // The same layout as that of the value Schema encoded, and back to what Schema decodes.
        const decoded = bySchema.decode(expected.value)
        const copy = () => structuredClone(first.value)
        const one = attempt(() => written.decode(copy()))
        const two = attempt(() => closed.decode(copy()))
        if (name === "redacted") return
        assert.deepStrictEqual(one, two)
        assert.deepStrictEqual(
          attempt(() => byLayout.encode(expected.value)),
          first
        )
        assert.deepStrictEqual(one, { accepted: true, value: Exit.isSuccess(decoded) ? plain(decoded.value) : decoded })
      },
      { arbitrary: { runs: 300 } } as any
    )

    it.prop(
      `${name}, spoiled on the wire`,
      [schema, Schema.Int],
      ([valid, seed]) => {
        const wire = attempt(() => written.encode(valid))
        assert.ok(wire !== "refused" && wire.accepted)
        const spoiled = spoilWire(wire.value, random(seed))
        const one = attempt(() => written.decode(structuredClone(spoiled)))
        const two = attempt(() => closed.decode(structuredClone(spoiled)))
        if (name === "redacted") return
        assert.deepStrictEqual(one, two)
        if (one === "refused" || !one.accepted) return
        // What was taken off the wire is a value of the schema.
        assert.ok(Exit.isSuccess(bySchema.encode(one.value)))
      },
      { arbitrary: { runs: 150 } } as any
    )
  }
})

const wireJunk: ReadonlyArray<unknown> = [
  undefined,
  null,
  true,
  0,
  3,
  -1,
  2 ** 31,
  1.5,
  NaN,
  "",
  "x",
  5n,
  [],
  [0],
  [9, 9],
  [1, [2]],
  new Uint8Array(3),
  new Map(),
  new Map([[0, 0]]),
  new Map([[1, new Uint8Array([1, 2])]]),
  new Map([[2, NaN]]),
  new Map([["a", 1]]),
  {},
  new Set()
]

const spoilWire = (wire: unknown, next: (below: number) => number): unknown => {
  if (!Array.isArray(wire) || next(6) === 0) return wireJunk[next(wireJunk.length)]
  const copy = wire.slice()
  const at = next(copy.length + 1)
  switch (next(5)) {
    case 0:
      copy.splice(at, 1)
      return copy
    case 1:
      copy.splice(at, 0, wireJunk[next(wireJunk.length)])
      return copy
    default:
      copy[at] = spoilWire(copy[at], next)
      return copy
  }
}
