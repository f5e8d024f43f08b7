/*
 * Serves `Talker`. It also logs when it starts and when it stops, by its hooks.
 */
import * as Cause from "effect/Cause"
import * as Clock from "effect/Clock"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as References from "effect/References"
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
