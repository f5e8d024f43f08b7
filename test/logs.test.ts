/*
 * What workers log appears on main, through main's own loggers, in order and with the thread's name; and what they write
 * to stdout keeps its place among it (see also packages/platform-node/test/outputOrder.test.ts).
 */
import * as Actor from "@stevedore/core/Actor"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import { assert, describe, it } from "@effect/vitest"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as References from "effect/References"
import { Talker } from "./logs/talker.protocol.ts"

interface Line {
  readonly level: string
  readonly message: ReadonlyArray<unknown>
  readonly annotations: Readonly<Record<string, unknown>>
  /** As a JSON logger has it. */
  readonly structured: ReturnType<typeof Logger.formatStructured.log>
}

/** A logger of main's that keeps what it gets. */
const keeping = (lines: Array<Line>) =>
  Logger.layer([
    Logger.make((options) => {
      const { cause, fiber, logLevel, message } = options
      const parts = Array.isArray(message) ? message : [message]
      lines.push({
        level: logLevel,
        message: cause.reasons.length === 0 ? parts : [...parts, Cause.pretty(cause)],
        annotations: fiber.getRef(References.CurrentLogAnnotations),
        structured: Logger.formatStructured.log(options)
      })
    })
  ])

const entry = Actor.entry<typeof import("./logs/talker.thread.ts")>(new URL("./logs/talker.thread.ts", import.meta.url))

/** What was logged while `use` ran with `Talker` on a thread, and the thread stopped. */
const logged = <E>(
  use: (talker: Talker["Service"]) => Effect.Effect<unknown, E>,
  context: Layer.Layer<never> = Layer.empty
) =>
  Effect.gen(function* () {
    const lines: Array<Line> = []
    const talker = Talker.layerThread({ entry, name: "talker", resourceLimits: { maxOldGenerationSizeMb: 48 } })
    yield* Effect.flatMap(Talker, use).pipe(
      Effect.provide(Layer.provide(talker, NodeActorSystem.layer({ maxThreads: 2, slowAfter: "never" }))),
      Effect.provide(Layer.merge(keeping(lines), context))
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
