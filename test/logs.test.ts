/*
 * What workers log appears on main, through main's own loggers, in order and with the thread's name; and what they write
 * to stdout keeps its place among it (see also packages/platform-node/test/outputOrder.test.ts).
 */
import * as Actor from "@stevedore/core/Actor"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import { assert, describe, it } from "@effect/vitest"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Formatter from "effect/Formatter"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Redactable from "effect/Redactable"
import * as References from "effect/References"
import * as util from "node:util"
import { Talker } from "./logs/talker.protocol.ts"

interface Line {
  readonly level: string
  readonly message: ReadonlyArray<unknown>
  readonly annotations: Readonly<Record<string, unknown>>
  /** As a JSON logger has it. */
  readonly structured: ReturnType<typeof Logger.formatStructured.log>
}

/** A logger of main's that keeps what it gets. */
const keeping = (lines: Array<Line>, structure: typeof Logger.formatStructured.log) =>
  Logger.layer([
    Logger.make((options) => {
      const { cause, fiber, logLevel, message } = options
      const parts = Array.isArray(message) ? message : [message]
      lines.push({
        level: logLevel,
        message: cause.reasons.length === 0 ? parts : [...parts, Cause.pretty(cause)],
        annotations: fiber.getRef(References.CurrentLogAnnotations),
        structured: structure(options)
      })
    })
  ])

const entry = Actor.entry<typeof import("./logs/talker.thread.ts")>(new URL("./logs/talker.thread.ts", import.meta.url))

/** What was logged while `use` ran with `Talker` on a thread, and the thread stopped. */
const logged = <E>(
  use: (talker: Talker["Service"]) => Effect.Effect<unknown, E>,
  context: Layer.Layer<never> = Layer.empty,
  structure = Logger.formatStructured.log
) =>
  Effect.gen(function* () {
    const lines: Array<Line> = []
    const talker = Talker.layerThread({ entry, name: "talker", resourceLimits: { maxOldGenerationSizeMb: 48 } })
    yield* Effect.flatMap(Talker, use).pipe(
      Effect.provide(Layer.provide(talker, NodeActorSystem.layer({ maxThreads: 2, slowAfter: "never" }))),
      Effect.provide(Layer.merge(keeping(lines, structure), context))
    )
    return lines
  })

const messages = (lines: ReadonlyArray<Line>): ReadonlyArray<unknown> =>
  lines.map(({ message }) => (message.length === 1 ? message[0] : message))

describe("logs of a worker", () => {
  it.live("come through the loggers of main, with levels and the thread's name, the hooks' included", () =>
    Effect.gen(function* () {
      const lines = yield* logged((talker) => talker.levels())
      assert.deepEqual(
        lines.map(({ level, message }) => [level, ...message]),
        [
          ["Info", "start hook"],
          ["Info", "an info"],
          ["Warn", "a warning"],
          ["Error", "an error"],
          ["Fatal", "a fatal"],
          ["Info", "stop hook"]
        ]
      )
      for (const { annotations } of lines) assert.equal(annotations.thread, "talker")
    })
  )

  it.live("main's minimum level holds on the worker", () =>
    Effect.gen(function* () {
      const all = yield* logged((talker) => talker.levels(), Layer.succeed(References.MinimumLogLevel, "Trace"))
      assert.deepEqual(messages(all).slice(1, 4), ["a trace", "a debug line", "an info"])
      const few = yield* logged((talker) => talker.levels(), Layer.succeed(References.MinimumLogLevel, "Error"))
      assert.deepEqual(messages(few), ["an error", "a fatal"])
    })
  )

  it.live("structures arrive as they are, what cannot be cloned as its text, causes with their stack", () =>
    Effect.gen(function* () {
      const lines = yield* logged((talker) => talker.oddities())
      const [many, opaque, annotated, failed] = lines.slice(1, -1)
      assert.deepEqual(many?.message, ["many", 1, { a: [1, 2n] }, new Map([["k", new Date(0)]])])
      assert.deepEqual(opaque?.message, ["something opaque", "() => 1"])
      assert.deepInclude(annotated?.annotations, { user: "ada", act: "() => 1", thread: "talker" })
      assert.equal(failed?.level, "Error")
      assert.equal(failed?.message[0], "failed")
      assert.match(String(failed?.message[1]), /TypeError: the cause of it\n\s+at .*talker\.thread\.ts/)
    })
  )

  it.live("what hides a part of itself is not sent otherwise, and one odd field costs nothing but itself", () =>
    Effect.gen(function* () {
      const lines = yield* logged((talker) => talker.shown())
      const [hidden, annotated, fields, odd, circle] = lines.slice(1)
      assert.notInclude(JSON.stringify(lines.slice(1, 5)), "a secret")
      assert.deepEqual(hidden?.message, ["hidden", { name: "ada" }, { token: "<redacted>", of: [{ name: "ada" }] }])
      assert.deepInclude(annotated?.annotations, { account: { name: "ada" }, key: "<redacted>" })
      const at = { _id: "Option", _tag: "Some", value: 1 }
      assert.deepEqual(fields?.message, ["fields", { keep: "me", act: "() => 1", mark: "Symbol(s)", at }])
      assert.deepEqual(odd?.message, ["odd", { a: 1 }, { keep: "me", thrown: "[getter threw]" }])
      const [, around] = circle!.message as [string, { readonly name: string; readonly of: ReadonlyArray<unknown> }]
      assert.equal(around.of[0], around)
    })
  )

  it.live("errors are what they were: names, fields, what a JSON logger has of them; and so are causes", () =>
    Effect.gen(function* () {
      const lines = yield* logged((talker) => talker.shown())
      const [errors, caused] = lines.slice(-3)
      const [, odd, [declined, several]] = errors!.message as [
        string,
        Error & { code: number },
        [Error, AggregateError]
      ]
      assert.instanceOf(odd, Error)
      assert.deepInclude(odd, { name: "Odd", message: "an odd one", code: 5 })
      assert.match(String(odd.stack), /talker\.thread\.ts/)
      assert.deepInclude(odd.cause, { name: "Odd", message: "its cause", code: 5 })
      assert.deepStrictEqual(
        [declined.name, Reflect.get(declined, "limit"), declined.message],
        ["Declined", 3, "too much"]
      )
      assert.deepStrictEqual([several.message, several.errors.length], ["several", 1])
      assert.deepInclude(several.errors[0], { name: "Odd", message: "one of them", code: 5 })
      const [, , [structured]] = errors!.structured.message as [string, unknown, [unknown]]
      assert.deepInclude(structured, { _tag: "Declined", limit: 3 })
      assert.equal(caused?.structured.message, "caused")
      assert.match(String(caused?.structured.cause), /^Odd: failed\n\s+at .*talker\.thread\.ts/)
    })
  )

  it.live("what Node's console would not show is not sent; errors, buffers and patterns look there as they did", () =>
    Effect.gen(function* () {
      const [hidden, error, kinds] = (yield* logged((talker) => talker.looks())).slice(1)
      const key = "Key of 3 bytes, 2 deep"
      assert.deepStrictEqual(hidden?.message, ["hidden", "Hidden(***)", { nested: { name: "ada" } }, key])
      assert.strictEqual(hidden?.annotations.by, "Hidden(***)")
      assert.strictEqual(util.inspect(error?.message), "[ 'error', Refusal(***) ]")
      assert.instanceOf(error?.message[1], Error)
      assert.strictEqual(util.inspect(kinds?.message), "[ 'kinds', /a/g, <Buffer 68 69>, [String: 'x'], [Number: 5] ]")
    })
  )

  it.live(
    "what hides itself in odd ways, or throws when it is asked, is not sent in the clear, in lines and annotations",
    () =>
      Effect.gen(function* () {
        const thrown = (): never => {
          throw new Error("no")
        }
        const own = Object.assign([1, 2], { [Symbol.iterator]: thrown })
        const proxy = new Proxy({ password: "a secret" }, { get: (_, key) => (key === "toJSON" ? () => "by get" : 0) })
        const crossing = { crossed: [proxy, { password: "a secret", toJSON: thrown }, own] }
        const lines = (yield* logged((talker) => Effect.annotateLogs(talker.hides(), crossing))).slice(1, -1)
        const shown = {
          date: "some day",
          proxy: "by get",
          json: "[toJSON threw]",
          getter: "[toJSON threw]",
          redactable: "[inspection threw]",
          inspected: "[inspection threw]"
        }
        const [values, annotated] = [lines[0]!.message[1] as Record<string, unknown>, lines[1]!.annotations]
        for (const { error, own, plain, ...others } of [values, annotated]) {
          assert.deepInclude(others, shown)
          assert.deepStrictEqual(own, [[1, 2], new Map([[1, 2]]), new Set([1])])
          assert.deepStrictEqual(plain, [new Date(0), new Date(NaN)])
          assert.match(String((error as Error).stack), /talker\.thread\.ts/)
          assert.deepStrictEqual([String(error), Object.keys(error as Error)], ["Error: m", []])
        }
        assert.deepStrictEqual(annotated.crossed, ["by get", "[toJSON threw]", [1, 2]])
        assert.strictEqual(JSON.parse(Formatter.formatJson(values)).error, "[toJSON threw]")
        assert.notInclude(util.inspect(lines, { depth: 9, showHidden: true }), "a secret")
      })
  )

  it.live("bytes are those that there were, with no memory but what they show", () =>
    Effect.gen(function* () {
      const data = new Uint8Array(100_000).fill(7)
      const lines = yield* logged((talker) => Effect.andThen(talker.bytes(), talker.view({ data })))
      const [bytes, kinds, view] = lines.slice(1)
      const ones = new Uint8Array(3).fill(1)
      const zeros = (size: number) => new Uint8Array(size)
      const shown = [ones, ones.buffer, new DataView(zeros(2).buffer), zeros(2), [zeros(1).buffer]]
      assert.deepStrictEqual(bytes?.message, ["bytes", ...shown])
      assert.deepStrictEqual(kinds?.message, ["kinds", new Float64Array(1), Buffer.from("hi"), [ones, ones]])
      assert.deepStrictEqual(view?.message, ["view", new Uint8Array(2).fill(7)])
      assert.deepStrictEqual(view?.annotations.data, data)
      for (const each of [...bytes!.message, ...kinds!.message, ...view!.message, view!.annotations.data].flat()) {
        if (!ArrayBuffer.isView(each)) continue
        assert.instanceOf(each.buffer, ArrayBuffer)
        assert.strictEqual(each.buffer.byteLength, each.byteLength)
      }
    })
  )

  it.live("an array with holes is one, and costs what it holds", () =>
    Effect.gen(function* () {
      // JSON would have each hole.
      const unstructured: typeof Logger.formatStructured.log = (options) =>
        Logger.formatStructured.log({ ...options, message: [] })
      const lines = yield* logged((talker) => talker.sparse(), Layer.empty, unstructured)
      const [, rows, [ends]] = lines[1]!.message as [string, Array<unknown>, [Array<unknown>]]
      assert.strictEqual(rows.length, 4_000_000_001)
      assert.deepStrictEqual(Object.keys(rows), ["4000000000"])
      const [self, plain] = rows[4_000_000_000] as [unknown, unknown]
      assert.strictEqual(self, rows)
      assert.deepStrictEqual(plain, { a: 1 })
      assert.strictEqual(ends.length, 30_000_000)
      assert.deepStrictEqual(Object.entries(ends), [
        ["0", undefined],
        ["1", 2]
      ])
    })
  )

  it.live("annotations of a call hide what its own log would, and holes cost nothing", () =>
    Effect.gen(function* () {
      class Account {
        readonly name = "ada"
        readonly password = "a secret";
        [Redactable.symbolRedactable](): unknown {
          return { name: this.name }
        }
      }
      class Looks {
        readonly password = "a secret";
        [util.inspect.custom](): unknown {
          return "Hidden(***)"
        }
      }
      const rows: Array<unknown> = [1]
      rows[2] = 2
      rows[4_000_000_000] = 3
      const who = { who: new Account(), of: [{ account: new Account() }], looks: new Looks(), rows }
      const lines = yield* logged((talker) => Effect.annotateLogs(talker.count({ from: 0, to: 1 }), who))
      assert.deepInclude(lines[1]!.annotations, {
        who: { name: "ada" },
        of: [{ account: { name: "ada" } }],
        looks: "Hidden(***)",
        rows: [1, "<1 empty item>", 2, "<3999999997 empty items>", 3]
      })
    })
  )

  it.live("what shows always new ones of itself comes to an end, in a line and as an annotation", () =>
    Effect.gen(function* () {
      class Endless {
        toJSON(): unknown {
          return { one: new Endless(), other: new Endless() }
        }
      }
      const lines = yield* logged((talker) => Effect.annotateLogs(talker.endless(), "endless", new Endless()))
      let [, at] = lines[1]!.message as [string, any]
      for (let depth = 0; depth < 16; depth++) at = at.one
      assert.isObject(at)
      assert.strictEqual(lines[1]!.annotations.endless, "[object Object]")
    })
  )

  it.live("have the time at which they were logged, and the spans", () =>
    Effect.gen(function* () {
      const lines = yield* logged((talker) => talker.timed({ beganMillis: 86_400_000, millis: 86_401_500 }))
      const { spans, timestamp } = lines[1]!.structured
      assert.deepEqual([timestamp, spans], ["1970-01-02T00:00:01.500Z", { "a span": 1500 }])
    })
  )

  it.live("of several jobs come in the order in which they were logged", () =>
    Effect.gen(function* () {
      const lines = yield* logged((talker) =>
        Effect.forEach(
          Array.from({ length: 20 }),
          (_, index) => talker.count({ from: index * 50, to: (index + 1) * 50 }),
          { concurrency: "unbounded" }
        )
      )
      assert.deepEqual(
        messages(lines).slice(1, -1),
        Array.from({ length: 1000 }, (_, index) => index)
      )
    })
  )

  for (const end of ["exit", "throw", "heap"] as const) {
    it.live(`none is lost right before the thread ends: ${end}`, () =>
      Effect.gen(function* () {
        const lines = yield* logged((talker) =>
          Effect.gen(function* () {
            const error = yield* Effect.flip(talker.lastWords({ lines: 300, end }))
            assert.equal(error.reason._tag, "ThreadDied", error.message)
            assert.equal(error.started, true)
          })
        )
        const talk = lines.filter(({ message }) => typeof message[0] === "number")
        assert.deepEqual(
          messages(talk),
          Array.from({ length: 300 }, (_, index) => index)
        )
        const died = lines.filter(({ level }) => level === "Error")
        assert.equal(died.length, 1)
        assert.match(String(died[0]?.message[0]), /thread "talker" died/)
        assert.isBelow(lines.indexOf(talk.at(-1)!), lines.indexOf(died[0]!))
      })
    )
  }
})
