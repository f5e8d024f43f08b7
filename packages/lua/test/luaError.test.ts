/*
 * Lua's errors: they say what was allowed, and cross between threads.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as LuaError from "@stevedore/lua/LuaError"
import * as LuaModule from "@stevedore/lua/LuaModule"
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

  it.effect("an uncaught error says what its __tostring gives, as PUC's lua shows it", () =>
    Effect.scoped(
      Effect.gen(function* () {
        const state = yield* LuaState.make({ limits: { instructions: 100_000 } })
        const raises = (tostring: string, fields = "") =>
          Effect.flip(state.run(`error(setmetatable({ ${fields} }, { __tostring = ${tostring} }))`))
        const error = yield* raises("function(e) return 'E' .. e.code end", "code = 7, message = 'not this'")
        assert.strictEqual(error.message, "E7")
        assert.match((error as LuaError.LuaRuntimeError).traceback, /global 'error'\n\trun:1: in main chunk$/)
        // What gives no string, fails, or would wait, is not what an error says: its message is, or what it is.
        assert.strictEqual((yield* raises("function() return {} end")).message, "(error object is a table value)")
        assert.strictEqual((yield* raises("function() return 3 end")).message, "(error object is a table value)")
        assert.strictEqual((yield* raises("3", "message = 'sunk'")).message, "sunk")
        assert.strictEqual((yield* raises("function() error('again') end", "message = 'sunk'")).message, "sunk")
        assert.strictEqual((yield* raises("function() coroutine.yield() end", "message = 'sunk'")).message, "sunk")
        const long = yield* raises("function() return ('x'):rep(100000) end")
        assert.match(long.message, /^x{65536}\.\.\. \(100000 bytes\)$/)
        const wrapped =
          "coroutine.wrap(function() error(setmetatable({}, { __tostring = function() return 'deep' end })) end)()"
        assert.strictEqual((yield* Effect.flip(state.run(wrapped))).message, "deep")
        // It runs on no thread that a script could go on with.
        yield* raises("function() kept = coroutine.running() return 'kept' end")
        assert.deepEqual(yield* state.run("return coroutine.resume(kept)"), [false, "cannot resume a job"])
        assert.deepEqual(yield* state.run("return 1"), [1])
      })
    )
  )

  it.effect("what an uncaught error says is within the budget of its job, and can be killed with it", () =>
    Effect.scoped(
      Effect.gen(function* () {
        let kill = (): void => {}
        const ending = LuaModule.make("ending", { kill: () => kill() })
        const state = yield* LuaState.make({ modules: [ending] })
        kill = () => LuaState.killFrom(state.killer)
        const loops =
          "error(setmetatable({ message = 'sunk' }, { __tostring = function() ending.kill() while true do end end }))"
        const killed = yield* Effect.flip(state.run(loops))
        assert.deepInclude(killed, { _tag: "LuaLimitError", limit: "killed" })
        kill = () => {}
        for (const limits of [{ instructions: 50_000 }, { time: 20 }]) {
          const ended = yield* Effect.flip(state.within({ limits }).run(loops))
          assert.deepInclude(ended, { _tag: "LuaLimitError", limit: "time" in limits ? "time" : "instructions" })
        }
        const grows =
          "error(setmetatable({}, { __tostring = function() local t = {} for i = 1, 1e9 do t[i] = {} end end }))"
        const large = yield* Effect.flip(state.within({ limits: { memoryBytes: 8 << 20 } }).run(grows))
        assert.deepInclude(large, { _tag: "LuaLimitError", limit: "memory" })
        assert.deepEqual(yield* state.run("return 1"), [1])
      })
    )
  )

  it.effect("of the host is a table, however little of it can be read, and the cause of what nobody catches", () =>
    Effect.scoped(
      Effect.gen(function* () {
        const fails = (): never => {
          throw new Error("nobody reads this")
        }
        const torn = {
          _tag: "Torn",
          at: 3,
          get line() {
            return fails()
          }
        }
        const sealed = new Proxy({}, { get: fails, getPrototypeOf: fails, ownKeys: fails })
        const host = LuaModule.make("host", { torn: () => Effect.fail(torn), sealed: () => Effect.fail(sealed) })
        const state = yield* LuaState.make({ modules: [host] })
        const seen = yield* state.run(
          `local ok, a = pcall(host.torn) local also, b = pcall(host.sealed)
          return ok, also, a._tag, a.at, a.line, b._tag, b.message`
        )
        const message = "the host failed with what fails when it is read (Error: nobody reads this)"
        assert.deepStrictEqual(seen, [false, false, "Torn", 3, undefined, "Error", message])
        for (const name of ["torn", "sealed"]) {
          const error = yield* Effect.flip(state.call(`host.${name}`))
          assert.strictEqual(error._tag, "LuaRuntimeError")
        }
        const told = yield* Effect.flip(state.run("host.sealed()"))
        assert.include(told.message, message)
        assert.strictEqual((told as { readonly cause?: unknown }).cause, sealed)
      })
    )
  )
})
