/*
 * States on a fengari that is not the one this package corrects: refused, or allowed with a warning.
 */
import { assert, beforeEach, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Logger from "effect/Logger"
import { vi } from "vitest"

vi.mock("../../src/internal/fengari/load.ts", async (original) => {
  const { mismatch } = await import("../../src/internal/fengari/instance.ts")
  return { ...(await original<object>()), problem: mismatch("version", "fengari/package.json", "version 0.1.6") }
})

/** The modules of a thread that has said nothing yet, and what is logged meanwhile. */
const begun = Effect.gen(function* () {
  const { LuaRuntime } = yield* Effect.promise(() => import("../../src/LuaRuntime.ts"))
  const LuaState = yield* Effect.promise(() => import("../../src/LuaState.ts"))
  const logged: Array<string> = []
  const logger = Logger.make(({ logLevel, message }) => {
    logged.push(`${logLevel} ${String(message)}`)
  })
  return { LuaRuntime, LuaState, logged, logs: Effect.provide(Logger.layer([logger])) }
})

const warning = /^Warn fengari runs uncorrected: .*version 0\.1\.6/

describe("a fengari that is not the expected one", () => {
  beforeEach(() => {
    vi.resetModules()
  })

  it.effect("B02 fails a state, and one that allows it warns, once for all states of the thread", () =>
    Effect.gen(function* () {
      const { LuaState, logged, logs } = yield* begun
      const refused = yield* logs(Effect.flip(LuaState.make()))
      assert.strictEqual(refused._tag, "LuaEngineError")
      assert.deepStrictEqual(logged, [])
      for (let i = 0; i < 2; i++) {
        const state = yield* logs(LuaState.make({ allowUnpatched: true }))
        assert.deepStrictEqual(yield* state.run("return 1 + 1"), [2])
      }
      assert.strictEqual(logged.length, 1)
      assert.match(logged[0]!, warning)
    })
  )

  it.effect("B02 fails the runtime, and one that allows it warns, and its states do not again", () =>
    Effect.gen(function* () {
      const { LuaRuntime, logged, logs } = yield* begun
      const program = Effect.gen(function* () {
        const runtime = yield* LuaRuntime
        const state = yield* runtime.newState()
        return yield* state.run("return 1 + 1")
      })
      const refused = yield* logs(Effect.flip(program.pipe(Effect.provide(LuaRuntime.layer()))))
      assert.strictEqual(refused._tag, "LuaEngineError")
      const allowed = program.pipe(Effect.provide(LuaRuntime.layer({ allowUnpatched: true })))
      assert.deepStrictEqual(yield* logs(allowed), [2])
      assert.strictEqual(logged.length, 1)
      assert.match(logged[0]!, warning)
    })
  )
})
