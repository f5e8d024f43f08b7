/*
 * Serves `Talker`. It also logs when it starts and when it stops, by its hooks.
 */
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import { Talker } from "./talker.protocol.ts"

class Opaque {
  toString(): string {
    return "something opaque"
  }
  readonly act = () => {}
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
