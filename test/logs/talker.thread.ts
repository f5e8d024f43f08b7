/*
 * Serves `Talker`. It also logs when it starts and when it stops, by its hooks.
 */
import * as Cause from "effect/Cause"
import * as Clock from "effect/Clock"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Redactable from "effect/Redactable"
import * as Redacted from "effect/Redacted"
import * as References from "effect/References"
import * as util from "node:util"
import { Talker } from "./talker.protocol.ts"

class Opaque {
  toString(): string {
    return "something opaque"
  }
  readonly act = () => {}
}

class Account {
  readonly name = "ada"
  readonly password = "a secret"
  toJSON(): unknown {
    return { name: this.name }
  }
}

class Declined extends Data.TaggedError("Declined")<{ readonly limit: number; readonly message: string }> {}

class Odd extends Error {
  override readonly name = "Odd"
  readonly code = 5
}

class Looks {
  readonly password = "a secret"
  private readonly looks: unknown
  constructor(looks: unknown) {
    this.looks = looks
  }
  [util.inspect.custom](): unknown {
    return this.looks
  }
}

class Key extends Uint8Array {
  [util.inspect.custom](depth: number, options: util.InspectOptionsStylized, inspect: typeof util.inspect): string {
    return `${options.stylize("Key", "special")} of ${inspect(this.length)} bytes, ${depth} deep`
  }
}

class Endless {
  toJSON(): unknown {
    return { one: new Endless(), other: new Endless() }
  }
}

class Refusal extends Error {
  readonly password = "a secret";
  [util.inspect.custom](): string {
    return "Refusal(***)"
  }
}

const hiding = {
  date: Object.assign(new Date(0), { toJSON: () => "some day" }),
  proxy: new Proxy({ password: "a secret" }, { get: (_, key) => (key === "toJSON" ? () => "by get" : undefined) }),
  json: { password: "a secret", toString: () => "a secret", toJSON: () => thrown() },
  getter: {
    password: "a secret",
    get toJSON(): unknown {
      return thrown()
    }
  },
  redactable: { password: "a secret", [Redactable.symbolRedactable]: () => thrown() },
  inspected: { password: "a secret", [util.inspect.custom]: () => thrown() },
  error: Object.assign(new Error("m"), { password: "a secret", toJSON: () => thrown() }),
  plain: [new Date(0), new Date(NaN)],
  own: [[1, 2], new Map([[1, 2]]), new Set([1])].map((each) =>
    Object.assign(each, { [Symbol.iterator]: () => thrown() })
  )
}

const thrown = (): never => {
  throw new Error("a secret")
}

const ends = {
  exit: () => process.exit(7),
  throw: () => {
    setImmediate(() => {
      throw new RangeError("thrown outside of any handler")
    })
  },
  heap: () => {
    const kept: Array<Array<number>> = []
    while (kept.length >= 0) kept.push(Array.from({ length: 100_000 }, (_, index) => index + 0.5))
  }
}

export default Talker.toLayer(
  Effect.gen(function* () {
    yield* Effect.acquireRelease(Effect.logInfo("start hook"), () => Effect.logInfo("stop hook"))
    return {
      levels: Effect.fnUntraced(function* () {
        yield* Effect.logTrace("a trace")
        yield* Effect.logDebug("a debug line")
        yield* Effect.logInfo("an info")
        yield* Effect.logWarning("a warning")
        yield* Effect.logError("an error")
        yield* Effect.logFatal("a fatal")
      }),
      oddities: Effect.fnUntraced(function* () {
        yield* Effect.logInfo("many", 1, { a: [1, 2n] }, new Map([["k", new Date(0)]]))
        yield* Effect.logInfo(new Opaque(), () => 1)
        yield* Effect.logInfo("annotated").pipe(Effect.annotateLogs({ user: "ada", act: () => 1 }))
        yield* Effect.logError("failed", Cause.die(new TypeError("the cause of it")))
      }),
      shown: Effect.fnUntraced(function* () {
        const account = new Account()
        yield* Effect.logInfo("hidden", account, { token: Redacted.make("a secret"), of: [account] })
        yield* Effect.logInfo("annotated").pipe(Effect.annotateLogs({ account, key: Redacted.make("a secret") }))
        yield* Effect.logInfo("fields", { keep: "me", act: () => 1, mark: Symbol("s"), at: Option.some(1) })
        yield* Effect.logInfo("odd", new Proxy({ a: 1 }, {}), {
          keep: "me",
          get thrown(): string {
            throw new Error("no such thing")
          }
        })
        const around: { of?: unknown; name: string } = { name: "around" }
        around.of = [around]
        yield* Effect.logInfo("circle", around)
        yield* Effect.logError("errors", new Odd("an odd one", { cause: new Odd("its cause") }), [
          new Declined({ limit: 3, message: "too much" }),
          new AggregateError([new Odd("one of them")], "several")
        ])
        yield* Effect.logError("caused", Cause.combine(Cause.fail(new Odd("failed")), Cause.interrupt(7)))
      }),
      looks: Effect.fnUntraced(function* () {
        const all = [new Looks("Hidden(***)"), { nested: new Looks({ name: "ada" }) }, new Key([11, 22, 33])]
        yield* Effect.logInfo("hidden", ...all).pipe(Effect.annotateLogs({ by: all[0] }))
        yield* Effect.logInfo("error", new Refusal("no"))
        yield* Effect.logInfo("kinds", /a/g, Buffer.from("hi"), new String("x"), Object(5))
      }),
      hides: Effect.fnUntraced(function* () {
        yield* Effect.logInfo("hides", hiding)
        yield* Effect.logInfo("annotated").pipe(Effect.annotateLogs(hiding))
      }),
      bytes: Effect.fnUntraced(function* () {
        const shared = new Uint8Array(new SharedArrayBuffer(3)).fill(1)
        const large = new Uint8Array(1_000_000)
        const view = new DataView(large.buffer, 1, 2)
        yield* Effect.logInfo("bytes", shared, shared.buffer, view, large.subarray(8, 10), [large.buffer.slice(0, 1)])
        yield* Effect.logInfo("kinds", new Float64Array(large.buffer, 8, 1), Buffer.from("hi"), [shared, shared])
        shared.fill(9)
        view.setInt16(0, 9)
      }),
      view: ({ data }) => Effect.logInfo("view", data.subarray(0, 2)).pipe(Effect.annotateLogs({ data })),
      sparse: Effect.fnUntraced(function* () {
        const rows: Array<unknown> = []
        rows[4_000_000_000] = [rows, { a: 1 }]
        const ends: Array<unknown> = [undefined, 2]
        // Setting `length` would take memory for all of it.
        ends[29_999_999] = 0
        delete ends[29_999_999]
        yield* Effect.logInfo("sparse", rows, [ends])
      }),
      endless: () => Effect.logInfo("endless", new Endless()),
      timed: Effect.fnUntraced(function* ({ beganMillis, millis }) {
        const clock = yield* Clock.Clock
        yield* Effect.logInfo("timed").pipe(
          Effect.provideService(References.CurrentLogSpans, [["a span", beganMillis]]),
          Effect.provideService(
            Clock.Clock,
            Object.assign(Object.create(clock), { currentTimeMillisUnsafe: () => millis })
          )
        )
      }),
      count: Effect.fnUntraced(function* ({ from, to }) {
        for (let line = from; line < to; line++) yield* Effect.logInfo(line)
      }),
      lastWords: Effect.fnUntraced(function* ({ end, lines }) {
        for (let line = 0; line < lines; line++) yield* Effect.logInfo(line)
        ends[end]()
        yield* Effect.never
      })
    }
  })
)
