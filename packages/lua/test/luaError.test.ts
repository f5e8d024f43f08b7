/*
 * Lua's errors: they say what was allowed, and cross between threads.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as LuaError from "@stevedore/lua/LuaError"
import * as LuaState from "@stevedore/lua/LuaState"

describe("LuaError", () => {
  it("B11 a limit says what was allowed, in its unit", () => {
    const limit = (limit: LuaError.LuaLimitError["limit"], budget: number) =>
      new LuaError.LuaLimitError({ limit, budget, chunk: "job", detail: "job:1" }).message
    assert.strictEqual(limit("instructions", 1000), "the job had 1000 instructions: job:1")
    assert.strictEqual(limit("killed", 0), "the job was killed: job:1")
  })

  it("every error is itself again on another thread", () => {
    const codec = Schema.toCodecJson(LuaError.LuaError)
    const error = new LuaError.LuaRuntimeError({ chunk: "job", detail: "job:1: boom", traceback: "stack traceback:" })
    const back = Schema.decodeUnknownSync(codec)(JSON.parse(JSON.stringify(Schema.encodeSync(codec)(error))))
    assert.ok(back instanceof LuaError.LuaRuntimeError)
    assert.strictEqual(back.traceback, error.traceback)
  })

  it("B04 wherever its stack is shown, it is Lua's", () => {
    const traceback = "stack traceback:\n\tjob:1: in main chunk"
    const error = new LuaError.LuaRuntimeError({ chunk: "job", detail: "job:1: boom", traceback })
    assert.strictEqual(Cause.pretty(Cause.fail(error)), `${error.name}: job:1: boom\n${traceback}`)
    assert.notInclude(Object.keys(error), "stack")
  })

  it.effect("B04 a number that was raised is shown as Lua shows it", () =>
    Effect.scoped(
      Effect.gen(function* () {
        const state = yield* LuaState.make()
        const numbers = ["3", "3.0", "-0.0", "0.5", "1e15", "2^53", "2^63", "1 << 62", "1 / 0", "0 / 0"]
        for (const number of numbers) {
          const [text] = yield* state.run(`return tostring(${number})`)
          const error = yield* Effect.flip(state.run(`error(${number})`))
          assert.strictEqual(error.message, text, number)
        }
      })
    )
  )
})
