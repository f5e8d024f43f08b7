/** What the codec promises in particular: messages, services, odd numbers and strings, classes, unknown data. */
import { describe, it } from "@effect/vitest"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import * as SchemaTransformation from "effect/SchemaTransformation"
import * as assert from "node:assert/strict"
import { execFile } from "node:child_process"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import * as Codec from "../src/Codec.ts"
import { Circle, Empty, NineFields, Point, Unreadable } from "./codecShapes.ts"

const empty = Context.empty()

const bytesOf = (codec: Codec.BoundCodec, value: unknown): Uint8Array => {
  const length = codec.encode(value)
  return Codec.scratch.bytes.slice(0, length)
}

const through = (schema: Schema.Top, value: unknown, options?: Codec.Options): unknown => {
  const codec = Codec.make(schema, options).bind(empty)
  const bytes = bytesOf(codec, value)
  return codec.decode(bytes, 0, bytes.length)
}

const issueOf = (run: () => unknown): string => {
  try {
    run()
  } catch (failure) {
    assert.ok(failure instanceof Codec.CodecFailure, `not a CodecFailure: ${String(failure)}`)
    return failure.issue
  }
  return assert.fail("nothing was thrown")
}

const modes = ["generated", "closures"] as const

describe("messages", () => {
  const schema = Schema.Struct({ user: Schema.Struct({ age: Schema.Int, tags: Schema.Array(Schema.String) }) })

  it("D08-validation a refused value names the path and the value", () => {
    const codec = Codec.make(schema).bind(empty)
    const wrong = (value: unknown) => issueOf(() => codec.encode(value))
    assert.equal(wrong({ user: { age: "old", tags: [] } }), `Expected number, got "old"\n  at ["user"]["age"]`)
    assert.match(wrong({ user: { age: 1.5, tags: [] } }), /integer, got 1\.5\n {2}at \["user"\]\["age"\]/)
    assert.match(wrong({ user: { age: 1, tags: ["a", 2] } }), /at \["user"\]\["tags"\]\[1\]/)
    assert.match(wrong({ user: { tags: [] } }), /Missing key\n {2}at \["user"\]\["age"\]/)
  })

  it("D08-validation bytes that break a check say so, and validate none lets them pass", () => {
    const loose = Codec.make(Schema.Struct({ age: Schema.Number })).bind(empty)
    const strict = Schema.Struct({ age: Schema.Int })
    const bytes = bytesOf(loose, { age: 1.5 })
    const decode = (validate: "both" | "receive" | "none") =>
      Codec.make(strict, { validate }).bind(empty).decode(bytes, 0, bytes.length)
    assert.match(
      issueOf(() => decode("both")),
      /integer, got 1\.5\n {2}at \["age"\]/
    )
    assert.match(
      issueOf(() => decode("receive")),
      /integer/
    )
    assert.deepStrictEqual(decode("none"), { age: 1.5 })
    const sent = Codec.make(strict, { validate: "receive" }).bind(empty)
    assert.ok(sent.encode({ age: 1.5 }) > 0)
  })

  it("a message stays readable when the value is huge", () => {
    assert.ok(issueOf(() => Codec.make(Schema.Int).bind(empty).encode("x".repeat(1_000_000))).length < 5_000)
  })

  it("D08-validation nothing remains of a failed encode", () => {
    const codec = Codec.make(schema).bind(empty)
    const before = bytesOf(codec, { user: { age: 1, tags: ["a"] } })
    issueOf(() => codec.encode({ user: { age: 1, tags: [null] } }))
    assert.deepStrictEqual(bytesOf(codec, { user: { age: 1, tags: ["a"] } }), before)
  })
})

describe("schemas that cannot be carried", () => {
  it("a declaration without a codec fails when the codec is made, by its path", () => {
    const Handle = Schema.declare((value): value is WeakMap<object, object> => value instanceof WeakMap)
    const schema = Schema.Struct({ a: Schema.Struct({ list: Schema.Array(Handle) }) })
    assert.throws(() => Codec.make(schema), /at \["a"\]\["list"\]\[number\].*toCodec/s)
    assert.throws(() => Codec.make(Schema.Record(Schema.Symbol, Schema.Number)), /symbol keys/)
  })

  it("a suspended schema may name a constant that does not exist yet", () => {
    const codec = Codec.make(Schema.Struct({ later: Schema.suspend(() => Later) }))
    const Later = Schema.Number
    assert.deepStrictEqual(codec.fingerprint, Codec.make(Schema.Struct({ later: Schema.Number })).fingerprint)
    const bound = codec.bind(empty)
    const bytes = bytesOf(bound, { later: 1 })
    assert.deepStrictEqual(bound.decode(bytes, 0, bytes.length), { later: 1 })
  })
})

describe("transformations", () => {
  class Factor extends Context.Service<Factor, { readonly by: number }>()("test/Factor") {}

  const Scaled = Schema.Number.pipe(
    Schema.decodeTo(
      Schema.Number,
      SchemaTransformation.transformEffect({
        decode: (value: number) => Effect.map(Factor, ({ by }) => value * by),
        encode: (value: number) => Effect.map(Factor, ({ by }) => value / by)
      })
    )
  )
  const schema = Schema.Struct({ a: Scaled, b: Schema.String })

  it("services come from the context the codec was bound to", () => {
    for (const mode of modes) {
      const bind = (by: number) => Codec.make(schema, { mode }).bind(Context.make(Factor, { by }) as never)
      const bytes = bytesOf(bind(2), { a: 10, b: "x" })
      assert.deepStrictEqual(bind(3).decode(bytes, 0, bytes.length), { a: 15, b: "x" })
    }
  })

  it("a missing service is named, with the remedy", () => {
    const issue = issueOf(() => Codec.make(schema).bind(empty).encode({ a: 1, b: "" }))
    assert.match(issue, /test\/Factor.*provide it where the layer of the actor is built/s)
  })

  it("an asynchronous transformation is refused, with the remedy, and does not go on running", () => {
    let ended = 0
    const Slow = Schema.String.pipe(
      Schema.decodeTo(
        Schema.String,
        SchemaTransformation.transformEffect({
          decode: (text: string) => Effect.succeed(text),
          encode: () => Effect.onInterrupt(Effect.never, () => Effect.sync(() => ended++))
        })
      )
    )
    const issue = issueOf(() =>
      Codec.make(Schema.Struct({ text: Slow }))
        .bind(empty)
        .encode({ text: "a" })
    )
    assert.match(issue, /asynchronously.*in the handler/s)
    assert.ok(ended >= 1)
  })

  it("a check that throws is that value's failure", () => {
    const schema = Schema.String.check(
      Schema.makeFilter(() => {
        throw new Error("broken check")
      })
    )
    assert.match(
      issueOf(() => Codec.make(schema).bind(empty).encode("a")),
      /defect: broken check/
    )
  })
})

describe("constructor input", () => {
  const Counted = Schema.Struct({
    path: Schema.String,
    depth: Schema.Int.pipe(Schema.withConstructorDefault(Effect.succeed(3)))
  })
  class Job extends Schema.Class<Job>("Job")({
    point: Point,
    depth: Schema.optionalKey(Schema.Int.pipe(Schema.withConstructorDefault(Effect.succeed(4))))
  }) {}

  it("input make fills defaults and constructs classes; input type does not", () => {
    for (const mode of modes) {
      assert.deepStrictEqual(through(Counted, { path: "a" }, { input: "make", mode }), { path: "a", depth: 3 })
      assert.deepStrictEqual(through(Counted, { path: "a", depth: 1 }, { input: "make", mode }), {
        path: "a",
        depth: 1
      })
      const point = { x: 1, y: 2 }
      assert.deepStrictEqual(
        through(Job, { point }, { input: "make", mode }),
        new Job({ point: new Point(point), depth: 4 })
      )
      assert.match(
        issueOf(() => through(Counted, { path: "a" }, { mode })),
        /Missing key/
      )
      assert.match(
        issueOf(() => through(Job, { point }, { mode })),
        /Expected Job/
      )
      assert.match(
        issueOf(() => through(Counted, { path: 1 }, { input: "make", mode })),
        /at \["path"\]/
      )
    }
  })
})

describe("values", () => {
  it("numbers arrive exactly", () => {
    const numbers = [
      0,
      -0,
      NaN,
      Infinity,
      -Infinity,
      2 ** 31,
      2 ** 32,
      2 ** 53,
      -(2 ** 53),
      5e-324,
      1.7e308,
      127,
      128,
      -33
    ]
    for (const mode of modes) assert.deepStrictEqual(through(Schema.Array(Schema.Number), numbers, { mode }), numbers)
    const bigints = [0n, -1n, 2n ** 63n, -(2n ** 63n), 2n ** 64n, -(2n ** 64n) - 1n, 2n ** 2000n, -(3n ** 700n)]
    assert.deepStrictEqual(through(Schema.Array(Schema.BigInt), bigints), bigints)
  })

  it("strings arrive exactly, lone surrogates and byte order marks too", () => {
    const strings = [
      "",
      "\ud800",
      "a\udc00b",
      "\ufeff",
      `\ufeff${"x".repeat(200)}`,
      "é".repeat(70_000),
      "👍".repeat(40)
    ]
    for (const mode of modes) assert.deepStrictEqual(through(Schema.Array(Schema.String), strings, { mode }), strings)
    const byKey = Object.fromEntries(strings.map((text, index) => [text, index]))
    assert.deepStrictEqual(through(Schema.Record(Schema.String, Schema.Number), byKey), byKey)
    assert.deepStrictEqual(through(Schema.Unknown, byKey), byKey)
  })

  it("dates: every valid one, no invalid one", () => {
    const dates = [0, -1, 1, 8.64e15, -8.64e15, 1.7e12 + 0.9, -62_135_596_800_000].map((millis) => new Date(millis))
    assert.deepStrictEqual(through(Schema.Array(Schema.Date), dates), dates)
    assert.match(
      issueOf(() => through(Schema.Date, new Date(NaN))),
      /valid Date/
    )
  })

  it("symbols travel by their registered name, others not at all", () => {
    const schema = Schema.Struct({ list: Schema.Array(Schema.Symbol) })
    assert.deepStrictEqual(through(schema, { list: [Symbol.for("a")] }), { list: [Symbol.for("a")] })
    assert.match(
      issueOf(() => through(schema, { list: [Symbol("a")] })),
      /not registered.*\["list"\]\[0\]/s
    )
  })

  it("void and undefined take no bytes", () => {
    const codec = Codec.make(Schema.Void).bind(empty)
    assert.equal(codec.encode("ignored"), 0)
    assert.equal(codec.decode(new Uint8Array(0), 0, 0), undefined)
    assert.equal(Codec.make(Schema.Undefined).bind(empty).encode(undefined), 0)
    assert.match(
      issueOf(() => Codec.make(Schema.Number).bind(empty).decode(new Uint8Array(8), 3, 3)),
      /./
    )
  })

  it("a union keeps the member that was encoded", () => {
    const schema = Schema.Union([Schema.NumberFromString, Schema.String, Schema.Option(Schema.Number)])
    assert.strictEqual(through(schema, "1"), "1")
    assert.strictEqual(through(schema, 1), 1)
    assert.deepStrictEqual(through(schema, Option.some(1)), Option.some(1))
  })

  it("exactly one member: ambiguous values are refused", () => {
    const schema = Schema.Union([Schema.Struct({ a: Schema.Number }), Schema.Struct({ b: Schema.Number })], {
      mode: "oneOf"
    })
    assert.deepStrictEqual(through(schema, { b: 1 }), { b: 1 })
    assert.match(
      issueOf(() => through(schema, { a: 1, b: 1 })),
      /exactly one/
    )
  })

  it("H06-codec classes and errors arrive as instances, with their methods", () => {
    const circle = through(Circle, new Circle({ x: 1, y: 2, radius: 3 }))
    assert.ok(circle instanceof Circle && circle instanceof Point && circle.radius === 3)
    const error = through(Unreadable, new Unreadable({ path: "a", reason: "denied" }))
    assert.ok(error instanceof Unreadable && error instanceof Error && error.reason === "denied")
    assert.ok(error.stack!.startsWith("Unreadable") && !error.stack!.includes("\n    at "))
    assert.ok(new Error("after").stack!.includes("\n    at "))
    assert.ok(through(Empty, new Empty()) instanceof Empty)
    assert.ok(through(Schema.NullOr(Empty), new Empty()) instanceof Empty)
    assert.match(
      issueOf(() => through(Circle, { x: 1, y: 2, radius: 3 })),
      /Expected Circle/
    )
  })

  it("H06-codec a reply: typed errors, defects with their cause", () => {
    const schema = Schema.Exit(Schema.Uint8Array, Unreadable, Schema.Defect({ includeStack: true }))
    const failed = through(schema, Exit.fail(new Unreadable({ path: "p", reason: "missing" })))
    assert.deepStrictEqual(failed, Exit.fail(new Unreadable({ path: "p", reason: "missing" })))
    const died = through(schema, Exit.die(new Error("boom", { cause: new Error("inner") }))) as Exit.Exit<never>
    assert.ok(Exit.isFailure(died))
    assert.match(String((died.cause.reasons[0] as any).defect.cause), /inner/)
  })
})

describe("unknown data", () => {
  const carry = (value: unknown) => through(Schema.Struct({ data: Schema.Unknown }), { data: value })
  const refusal = (value: unknown) => issueOf(() => carry(value))

  it("plain data arrives as it was", () => {
    const data = {
      list: [1, "two", null, undefined, -0, 10n, [], {}],
      date: new Date(5),
      map: new Map<unknown, unknown>([[{ key: 1 }, new Set(["a"])]]),
      constructor: Map,
      toJSON: 5,
      hasOwnProperty: false
    }
    const { constructor: _, ...plain } = data
    assert.deepStrictEqual(carry(plain), { data: plain })
    // Apart from the rest: older assertion libraries hold two invalid dates for different.
    const { data: never } = carry(new Date(NaN)) as { readonly data: Date }
    assert.ok(never instanceof Date && Number.isNaN(never.getTime()))
    const keys = JSON.parse('{"constructor": {"name": "x"}, "__proto__": {"polluted": 1}, "": 0, "0": 1}')
    assert.deepStrictEqual(carry(keys), { data: keys })
    assert.equal(({} as any).polluted, undefined)
    const many = Object.fromEntries(Array.from({ length: 70_000 }, (_, index) => [`k${index}`, index]))
    assert.deepStrictEqual(carry(many), { data: many })
  })

  it("what is not plain is refused by its path", () => {
    assert.match(refusal({ a: [1, () => 1] }), /A function cannot be carried\n {2}at \["data"\]\["a"\]\[1\]/)
    assert.match(refusal([Symbol("x")]), /A symbol cannot be carried\n {2}at \["data"\]\[0\]/)
    assert.match(refusal({ [Symbol("x")]: 1 }), /symbol as key/)
    assert.match(refusal({ a: new WeakMap() }), /instance of WeakMap .*\["data"\]\["a"\]/s)
    assert.match(refusal({ a: new Point({ x: 1, y: 1 }) }), /instance of Point .*\["data"\]\["a"\]/s)
    assert.match(refusal(new Map([["k", new Error("x")]])), /instance of Error .*\["data"\]\["value"\]/s)
  })

  it("a cycle is a message, not a crash", () => {
    const cyclic: any = { a: [{}] }
    cyclic.a[0].back = cyclic
    // Its path says the round once.
    assert.match(refusal(cyclic), /^A cyclic value cannot be carried\n {2}at \["data"\]\["a"\]\[0\]\["back"\]$/)
    const self: any = {}
    self.self = self
    assert.match(refusal({ deep: [self] }), /at \["data"\]\["deep"\]\[0\]\["self"\]$/)
    const Node: Schema.Codec<any> = Schema.Struct({ next: Schema.NullOr(Schema.suspend(() => Node)) })
    const node: any = { next: { next: null } }
    node.next.next = node
    for (const mode of modes) {
      assert.match(
        issueOf(() => through(Node, node, { mode })),
        /cyclic value.*\["next"\]\["next"\]/s
      )
    }
    assert.deepStrictEqual(through(Node, { next: null }), { next: null })
  })

  it("depth beyond the stack is a message, not a crash", () => {
    let deep: unknown = 1
    for (let i = 0; i < 200_000; i++) deep = [deep]
    assert.match(refusal(deep), /too deeply/)
    const bytes = new Uint8Array(200_000).fill(0x91)
    bytes[bytes.length - 1] = 1
    assert.match(
      issueOf(() => Codec.make(Schema.Unknown).bind(empty).decode(bytes, 0, bytes.length)),
      /too deeply/
    )
    assert.deepStrictEqual(carry([[1]]), { data: [[1]] })
  })
})

describe("memory", () => {
  it("no binary type stands on the memory it was read from", () => {
    const buffer = Uint8Array.from({ length: 64 }, (_, index) => index).buffer
    const views = [
      buffer,
      new Uint8Array(buffer, 3, 9),
      Buffer.from(buffer, 1, 5),
      new Uint8ClampedArray(buffer, 1, 2),
      new Int8Array(buffer, 1, 2),
      new Int16Array(buffer, 2, 3),
      new Uint16Array(buffer, 2, 3),
      new Int32Array(buffer, 4, 3),
      new Uint32Array(buffer, 4, 3),
      new Float32Array([1.5, NaN]),
      new Float64Array([1.5, -0]),
      new BigInt64Array([-5n]),
      new BigUint64Array([5n]),
      new DataView(buffer, 5, 5),
      // Not on every engine.
      ...(typeof Float16Array === "undefined" ? [] : [new Float16Array([1.5, -0])])
    ]
    const codec = Codec.make(Schema.Struct({ all: Schema.Unknown, bytes: Schema.Uint8Array })).bind(empty)
    const length = codec.encode({ all: views, bytes: new Uint8Array(buffer, 7, 20) })
    const shared = new Uint8Array(new SharedArrayBuffer(4096))
    shared.set(Codec.scratch.bytes.subarray(0, length), 13)
    const { all, bytes } = codec.decode(shared, 13, 13 + length) as { all: Array<any>; bytes: Uint8Array }
    shared.fill(0xdb)
    Codec.scratch.bytes.fill(0xdb)
    const content = (view: any): unknown =>
      view instanceof ArrayBuffer ? [...new Uint8Array(view)] : view instanceof DataView ? view.getInt8(0) : [...view]
    assert.deepStrictEqual(all.map(content), views.map(content))
    assert.deepStrictEqual(
      all.map(({ constructor }) => constructor),
      views.map((view) => (Buffer.isBuffer(view) ? Uint8Array : view.constructor))
    )
    assert.deepStrictEqual([...bytes], [...new Uint8Array(buffer, 7, 20)])
    for (const each of [...all, bytes]) {
      assert.ok(!((each.buffer ?? each) instanceof SharedArrayBuffer))
      assert.ok(!Buffer.isBuffer(each))
    }
  })

  it("the scratch grows with a message and is given back after a huge one", () => {
    const codec = Codec.make(Schema.Uint8Array).bind(empty)
    const huge = new Uint8Array(20 * 1024 * 1024).fill(7)
    assert.equal(codec.encode(huge), huge.length + 5)
    assert.ok(Codec.scratch.bytes.length >= huge.length + 5)
    assert.equal(codec.encode(new Uint8Array(3)), 5)
    assert.ok(Codec.scratch.bytes.length <= 1024 * 1024)
  })

  it("a program's own msgpackr neither loses its bytes nor sees ours", async () => {
    const { Packr } = await import("msgpackr")
    const packr = new Packr()
    const codec = Codec.make(Schema.String).bind(empty)
    const kept: Array<readonly [Uint8Array, string]> = []
    for (let i = 0; i < 2000; i++) {
      const text = `theirs ${i} ${"x".repeat(i % 100)}`
      kept.push([packr.pack(text), text])
      const ours = `ours ${i}`
      const length = codec.encode(ours)
      assert.equal(codec.decode(Codec.scratch.bytes.slice(0, length), 0, length), ours)
    }
    for (const [bytes, text] of kept) assert.equal(packr.unpack(bytes), text)
  })

  it("the same schema and options give the same codec", () => {
    assert.strictEqual(Codec.make(NineFields), Codec.make(NineFields, { validate: "both" }))
    assert.notStrictEqual(Codec.make(NineFields), Codec.make(NineFields, { validate: "none" }))
    assert.strictEqual(
      Codec.make(Point).bind(empty),
      Codec.make(Point).bind(Context.make(Context.Service<number>("n"), 1) as never)
    )
  })
})

describe("fingerprints", () => {
  const print = (schema: Schema.Top) => Codec.make(schema).fingerprint
  const base = () => ({ a: Schema.String, b: Schema.optionalKey(Schema.Number) })

  it("equal schemas, made twice, have equal fingerprints", () => {
    const make = () => {
      interface Node {
        readonly next: Node | null
      }
      const Node: Schema.Codec<Node> = Schema.Struct({
        next: Schema.NullOr(Schema.suspend((): Schema.Codec<Node> => Node))
      })
      class Own extends Schema.Class<Own>("Own")(base()) {}
      return Schema.Struct({
        node: Node,
        own: Own,
        option: Schema.Option(Schema.Date),
        shared: Schema.Tuple([Own, Own])
      })
    }
    assert.equal(print(make()), print(make()))
    assert.match(print(make()), /^[0-9a-f]{16}$/)
  })

  it("name, order, type and optionality of a field count", () => {
    const all = [
      Schema.Struct(base()),
      Schema.Struct({ a: Schema.String, c: Schema.optionalKey(Schema.Number) }),
      Schema.Struct({ b: Schema.optionalKey(Schema.Number), a: Schema.String }),
      Schema.Struct({ a: Schema.String, b: Schema.Number }),
      Schema.Struct({ a: Schema.String, b: Schema.optional(Schema.Number) }),
      Schema.Struct({ a: Schema.String, b: Schema.optionalKey(Schema.String) }),
      Schema.Struct({ a: Schema.NumberFromString, b: Schema.optionalKey(Schema.Boolean) }),
      Schema.Struct({ a: Schema.Literal("x"), b: Schema.optionalKey(Schema.Number) }),
      Schema.Struct({ a: Schema.Literal("y"), b: Schema.optionalKey(Schema.Number) }),
      Schema.Tuple([Schema.String, Schema.Number]),
      Schema.Tuple([Schema.String, Schema.optionalKey(Schema.Number)]),
      Schema.Array(Schema.String),
      Schema.Union([Schema.String, Schema.Number]),
      Schema.Union([Schema.Number, Schema.String]),
      Schema.Literals(["a", "b"]),
      Schema.Literals(["b", "a"]),
      Schema.Record(Schema.String, Schema.Number),
      Schema.Unknown,
      Schema.Date,
      Schema.Uint8Array
    ].map(print)
    assert.equal(new Set(all).size, all.length)
    assert.equal(print(Schema.String), print(Schema.String.check(Schema.isMaxLength(3))))
  })
})

describe("without code generation", () => {
  it("the closures serve by themselves where new Function is forbidden", async () => {
    const script = fileURLToPath(new URL("./codecForbidden.ts", import.meta.url))
    const run = promisify(execFile)
    const plain = await run(process.execPath, [script])
    const forbidden = await run(process.execPath, ["--disallow-code-generation-from-strings", script])
    assert.match(plain.stdout, /generated: true/)
    assert.match(forbidden.stdout, /generated: false/)
    assert.equal(forbidden.stdout.split("\n")[1], plain.stdout.split("\n")[1])
  })
})
