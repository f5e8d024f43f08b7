/*
 * Lua's errors: they say what was allowed, and cross between threads.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Schema from "effect/Schema"
import * as LuaError from "@stevedore/lua/LuaError"

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
})
