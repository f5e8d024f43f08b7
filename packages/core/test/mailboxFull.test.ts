/**
 * What a send is told that does not wait where others stand in line already: the limit that is in their way. In simulated time.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Rpc from "effect/rpc/Rpc"
import * as Schema from "effect/Schema"
import * as Actor from "../src/Actor.ts"
import type { ActorError } from "../src/ActorError.ts"
import { ActorSystem } from "../src/ActorSystem.ts"
import * as Testing from "../src/testing/index.ts"

class Letters extends Actor.Service<Letters>()("test/Letters", [
  Rpc.make("length", { payload: { text: Schema.String }, success: Schema.Number })
]) {}

const entry = Testing.entry(Letters.toLayer({ length: ({ text }) => Effect.succeed(text.length) }))

/** Letters of 20,000 bytes and what is in the way of all that come behind the last of them. */
const lines = [
  { full: { what: "blocks", limit: 1 }, options: { smallBlocks: 2, largeBlocks: 0 } },
  { full: { what: "jobs", limit: 2 }, options: { jobCapacity: 2 } },
  { full: { what: "window", limit: 2 }, options: {}, window: 2 }
] as const

describe("D10 whenFull: fail, behind others that wait", () => {
  for (const { full, options, window } of lines.map((each) => ({ window: 100, ...each }))) {
    it.effect(`names their limit: ${full.what}`, () =>
      Effect.gen(function* () {
        const [letters, simulation, system] = [yield* Letters, yield* Testing.Simulation, yield* ActorSystem]
        yield* simulation.freeze("Letters")
        const ask = letters.length({ text: "x".repeat(20_000) })
        const asks = yield* Effect.forEach([1, 2, 3, 4], () => Effect.forkChild(ask, { startImmediately: true }))
        assert.isAbove((yield* system.info).sendsWaiting, 0)

        const error = (yield* Effect.flip(letters.length({ text: "" }, { whenFull: "fail" }))) as ActorError
        assert.deepInclude(error.reason, { _tag: "MailboxFull", ...full })
        const all = yield* Effect.exit(letters.length.broadcast({ text: "" }, { whenFull: "fail" }))
        // Memory is not looked for beforehand: who finds none has that in his own exit.
        const told = Exit.isSuccess(all) ? all.value[0]!.exit : all
        assert.strictEqual(Exit.isSuccess(all), full.what === "blocks")
        assert.deepInclude(Effect.runSync(Effect.flip(told as Exit.Exit<number, ActorError>)).reason, {
          _tag: "MailboxFull",
          ...full
        })

        yield* simulation.thaw("Letters")
        for (const fiber of asks) assert.strictEqual(yield* Fiber.join(fiber), 20_000)
      }).pipe(
        Effect.provide(Letters.layerThread({ entry, window, name: "Letters" })),
        Effect.provide(Testing.layer({ time: "auto", ...options }))
      )
    )
  }
})
