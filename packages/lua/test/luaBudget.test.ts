/*
 * What a job may use: programs that try not to end, each ended by a typed error, after which the state serves the next job.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Worker } from "node:worker_threads"
import type { LuaLimitError } from "@stevedore/lua/LuaError"
import * as LuaState from "@stevedore/lua/LuaState"

/** Programs that run for ever and resist being ended. */
const hostile: Readonly<Record<string, string>> = {
  "a loop": "while true do end",
  "a loop under pcall in a coroutine":
    "coroutine.wrap(function() while true do pcall(function() while true do end end) end end)()",
  "a loop after a failed pcall in a coroutine": "coroutine.wrap(function() pcall(error, 1) while true do end end)()",
  "a looping handler of xpcall": "xpcall(error, function() while true do end end)",
  "a looping handler of an error in a loop":
    "xpcall(function() while true do end end, function() while true do end end)",
  "handlers in handlers": `
    local function h() xpcall(error, h) while true do end end
    while true do xpcall(error, h) end`,
  "a loop in a metamethod":
    "local t = setmetatable({}, { __index = function() while true do end end }) pcall(function() return t.x end) while true do end",
  "a loop in a comparison of sort": "while true do pcall(table.sort, {3, 2, 1}, function() while true do end end) end",
  "a loop in a callback of gsub": "while true do pcall(string.gsub, 'aaa', 'a', function() while true do end end) end",
  "a loop in an iterator": "for _ in function() while true do end end do end",
  "a tree of coroutines, each short": `
    local function tree(depth)
      for _ = 1, 150 do coroutine.wrap(function() if depth > 0 then tree(depth - 1) end end)() end
    end
    while true do tree(100) end`,
  "coroutines that catch and go on": `
    local function again() while true do local co = coroutine.create(function() while true do end end) coroutine.resume(co) end end
    while true do pcall(again) end`,
  "a pattern that tries everything": "string.find(string.rep('a', 3000), string.rep('a-', 30) .. 'b')",
  "a pattern that tries everything, under pcall":
    "while true do pcall(string.match, string.rep('a', 3000), '(.-)(.-)(.-)(.-)b') end",
  "a pattern of gmatch": "for _ in string.gmatch(string.rep('a', 5000), '.-.-.-.-b') do end",
  "a balanced match from each place": "string.find(string.rep('(', 100000), '%b()')",
  "a plain search that nearly matches everywhere":
    "string.find(string.rep('a', 300000), string.rep('a', 150000) .. 'b', 1, true)",
  "back references": "string.find(string.rep('a', 3000), '(a*)(a*)%1%2b')",
  "a class as long as the text": "string.find(string.rep('a', 30000), '[' .. string.rep('b', 30000) .. ']*c')",
  "a sort of many": "local t = {} for i = 1, 20000 do t[i] = -i end while true do table.sort(t) end",
  "a move of what is not there": "table.move({}, 1, 2 ^ 31 - 10, 2)",
  "a removal from what says it is long":
    "table.remove(setmetatable({}, { __len = function() return 2 ^ 31 - 10 end }), 1)",
  "an insertion at the front of what says it is long":
    "table.insert(setmetatable({}, { __len = function() return 2 ^ 31 - 10 end }), 1, 1)",
  "a concatenation of what says it is long":
    "table.concat(setmetatable({}, { __len = function() return 2 ^ 31 - 10 end, __index = function() return '' end }))",
  "a source without an end": "load(function() return ' ' end)",
  "a tail call for ever": "local function f() return f() end f()",
  goto: "::top:: goto top"
}

describe("budgets", () => {
  for (const [name, program] of Object.entries(hostile)) {
    it.effect(`B11 a budget of instructions ends ${name}`, () =>
      Effect.gen(function* () {
        const state = yield* LuaState.make({ limits: { instructions: 100_000, slice: 0 } })
        const error = yield* Effect.flip(state.run(program))
        assert.strictEqual(error._tag, "LuaLimitError", String(error))
        assert.strictEqual((error as LuaLimitError).limit, "instructions")
        assert.strictEqual((error as LuaLimitError).budget, 100_000)
        assert.deepStrictEqual(yield* state.run("return 'next'"), ["next"])
      })
    )
    it.live(`B11 a budget of time ends ${name}, and turns are given on the way`, () =>
      Effect.gen(function* () {
        const state = yield* LuaState.make({ limits: { time: 20, slice: 2 } })
        const error = yield* Effect.flip(state.run(program))
        assert.strictEqual((error as LuaLimitError).limit, "time", String(error))
        assert.deepStrictEqual(yield* state.run("return 'next'"), ["next"])
      })
    )
  }

  it.effect("B11 the budget counts what coroutines do, to the thousand", () =>
    Effect.gen(function* () {
      const state = yield* LuaState.make({ limits: { instructions: 50_000 } })
      const spends = (loops: number) =>
        state.run(`coroutine.wrap(function() for _ = 1, ${loops} do end end)() return true`)
      assert.deepStrictEqual(yield* spends(40_000), [true])
      assert.strictEqual((yield* Effect.flip(spends(60_000)))._tag, "LuaLimitError")
    })
  )

  it.effect("B11 the error says where the job was", () =>
    Effect.gen(function* () {
      const state = yield* LuaState.make({ limits: { instructions: 10_000 } })
      const error = yield* Effect.flip(state.within({ chunk: "greedy" }).run("\n\nwhile true do end"))
      assert.strictEqual(error.message, "the job had 10000 instructions: greedy:3")
    })
  )

  it.effect("B11 a script does nothing more once it is ended, however it catches", () =>
    Effect.gen(function* () {
      const state = yield* LuaState.make({ limits: { instructions: 20_000, slice: 0 } })
      yield* Effect.flip(
        state.run(`
          local ok, e = pcall(function() while true do end end)
          after = 1
          local _ = ok and 1
          after = 2`)
      )
      yield* Effect.flip(state.run("while pcall(function() while true do end end) do end afterwards = true"))
      assert.deepStrictEqual(yield* state.run("return after, afterwards"), [undefined, undefined])
    })
  )

  it.effect("B11 deep recursion is a typed error", () =>
    Effect.gen(function* () {
      const state = yield* LuaState.make()
      const lua = yield* Effect.flip(state.run("local function f() return 1 + f() end return f()"))
      assert.strictEqual((lua as LuaLimitError).limit, "depth", String(lua))
      const indexing = "local t = setmetatable({}, { __index = function(t, k) return t[k + 1] end }) return t[1]"
      const native = yield* Effect.flip(state.run(indexing))
      assert.include(native.message, "stack overflow")
      const caught = yield* state.run(
        "local function f() return 1 + f() end local ok, e = pcall(f) return ok, e:match('stack overflow')"
      )
      assert.deepStrictEqual(caught, [false, "stack overflow"])
      assert.deepStrictEqual(yield* state.run("return 1"), [1])
    })
  )

  it.live("B11 another thread kills what runs, and what starts later is not harmed", () =>
    Effect.gen(function* () {
      const state = yield* LuaState.make({ limits: { slice: 0 } })
      const code = `const { workerData } = require("node:worker_threads"); Atomics.add(workerData, 0, 1)`
      const worker = new Worker(code, { eval: true, workerData: state.killer.word })
      const error = yield* Effect.flip(state.run("while true do pcall(function() while true do end end) end"))
      assert.strictEqual((error as LuaLimitError).limit, "killed")
      assert.deepStrictEqual(yield* state.run("return 1"), [1])
      yield* Effect.promise(() => worker.terminate())
    })
  )

  it.effect("B11 by policy the state stays as the ended job left it, or is made anew with what it had loaded", () =>
    Effect.gen(function* () {
      const options: LuaState.LuaStateOptions = {
        limits: { instructions: 20_000 },
        init: (state) => state.run("inits = (inits or 0) + 1")
      }
      const folder = mkdtempSync(join(tmpdir(), "rebuild-"))
      yield* Effect.addFinalizer(() => Effect.sync(() => rmSync(folder, { recursive: true })))
      writeFileSync(join(folder, "entry.lua"), "loaded = (loaded or 0) + 1 arg = ...")
      const kept = yield* LuaState.make(options)
      const anew = yield* LuaState.make({ ...options, onLimit: "rebuild" })
      for (const state of [kept, anew]) {
        yield* state.load(join(folder, "entry.lua"), 7)
        yield* Effect.flip(state.run("broken = true while true do end"))
      }
      assert.deepStrictEqual(yield* kept.run("return inits, loaded, arg, broken"), [1, 1, 7, true])
      const both = Effect.all([anew.run("return inits, loaded, arg, broken"), anew.run("return loaded")], {
        concurrency: "unbounded"
      })
      assert.deepStrictEqual(yield* both, [[1, 1, 7, undefined], [1]])
      assert.strictEqual((yield* anew.stats).rebuilt, 1)
      LuaState.killFrom(anew.killer)
      assert.deepStrictEqual(yield* anew.run("return broken"), [undefined])
    })
  )
})
