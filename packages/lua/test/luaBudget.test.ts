/*
 * What a job may use: programs that try not to end, each ended by a typed error, after which the state serves the next job.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Worker } from "node:worker_threads"
import type { LuaLimitError } from "@stevedore/lua/LuaError"
import * as LuaModule from "@stevedore/lua/LuaModule"
import * as LuaState from "@stevedore/lua/LuaState"
import { fengari } from "../src/internal/fengari/load.ts"
import { hostile } from "./hostile.ts"

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

  it.effect("B11 the holes of an array that is packed are counted", () =>
    Effect.gen(function* () {
      const state = yield* LuaState.make({ limits: { instructions: 1_000_000 } })
      const packs = (holes: number) => state.run(`return #msgpack.pack(msgpack.array({ [${holes}] = 1 }))`)
      assert.deepStrictEqual(yield* packs(500_000), [500_005])
      assert.strictEqual((yield* Effect.flip(packs(2_000_000)))._tag, "LuaLimitError")
    })
  )

  it.effect("B11 what an uncaught error raised is packed at the cost of its job, and of whoever has that run", () =>
    Effect.gen(function* () {
      const raises = (levels: number) => `local t = {} for _ = 1, ${levels} do t = { t, t } end error(t)`
      const state = yield* LuaState.make({ limits: { instructions: 300_000 } })
      const small = yield* Effect.flip(state.run(raises(10)))
      assert.isDefined(small._tag === "LuaRuntimeError" ? small.value : undefined)
      const large = yield* Effect.flip(state.run(raises(30)))
      assert.deepInclude({ ...large }, { _tag: "LuaLimitError", limit: "instructions", detail: "run:1" })
      const caught = (limits: string, levels: number, times: number) =>
        state.run(`
          local child, last = alua.newstate(${limits})
          for _ = 1, ${times} do last = select(2, pcall(alua.run, child, "${raises(levels)}")) end
          return last._tag`)
      const short = "{ limits = { instructions = 30000 } }"
      assert.deepStrictEqual(yield* caught("", 5, 2), ["LuaRuntimeError"])
      assert.deepStrictEqual(yield* caught(short, 30, 2), ["LuaLimitError"])
      for (const spends of [caught(short, 30, 20), caught("", 30, 1)]) {
        assert.deepInclude({ ...(yield* Effect.flip(spends)) }, { _tag: "LuaLimitError", budget: 300_000 })
      }
      assert.deepStrictEqual(yield* state.run("return 1"), [1])
    })
  )

  it.effect("B11 a coroutine whose job was ended in it, or while it waited, is dead", () =>
    Effect.gen(function* () {
      const host = LuaModule.make("host", { wait: () => Effect.never })
      const state = yield* LuaState.make({ modules: [host], limits: { instructions: 20_000 } })
      const make = (body: string) => `
        local function body() ${body} end
        co, wrapped = coroutine.create(body), coroutine.wrap(body)`
      const isDead = Effect.gen(function* () {
        const dead = "cannot resume dead coroutine"
        const asked = yield* state.run("return coroutine.status(co), coroutine.resume(co)")
        assert.deepStrictEqual(asked, ["dead", false, dead])
        assert.deepStrictEqual(yield* state.run("return coroutine.resume(co, 1, 2)"), [false, dead])
        assert.deepStrictEqual(yield* state.run("return pcall(wrapped)"), [false, dead])
      })
      yield* state.run(make("while true do end"))
      for (const job of ["coroutine.resume(co)", "wrapped()"]) {
        assert.strictEqual((yield* Effect.flip(state.run(job)))._tag, "LuaLimitError")
      }
      yield* isDead
      yield* state.run(make("coroutine.wrap(host.wait)()"))
      for (const job of ["coroutine.resume(co)", "wrapped()"]) {
        const fiber = yield* Effect.forkChild(state.run(job), { startImmediately: true })
        assert.deepStrictEqual(yield* state.run("return coroutine.status(co) == 'dead'"), [job === "wrapped()"])
        yield* Fiber.interrupt(fiber)
      }
      yield* isDead
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
      assert.strictEqual((native as LuaLimitError).limit, "depth", String(native))
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

  it.effect("B01 B11 an overflow of either stack has the position of the innermost Lua function", () =>
    Effect.gen(function* () {
      const state = yield* LuaState.make({ limits: { instructions: 3_000_000 } })
      const programs: Readonly<Record<string, string>> = {
        "run:2": "local function f()\n  string.gsub('a', 'a', f)\nend\nf()",
        "run:3": "local function f()\n  local t = { 1, 2 }\n  table.sort(t, function() f() return true end)\nend\nf()",
        "run:4":
          "local t\nt = setmetatable({}, { __tostring = function()\n  local s =\n    tostring(t)\n  return s\nend })\ntostring(t)",
        "run:1": "return setmetatable({}, { __index = function(t, k) return t[k] end }).x"
      }
      for (const [at, program] of Object.entries(programs)) {
        const error = yield* Effect.flip(state.run(program))
        assert.strictEqual(error._tag === "LuaLimitError" && error.detail, `${at}: JS stack overflow`)
      }
      const [ok, caught] = yield* state.run("local function f()\n  string.gsub('a', 'a', f)\nend\nreturn pcall(f)")
      assert.deepStrictEqual([ok, caught], [false, "run:2: JS stack overflow"])
      const deep = yield* Effect.flip(state.run("local function f()\n  return 1 + f()\nend\nf()"))
      assert.include(deep.message, "run:2: stack overflow")
    })
  )

  it.effect(
    "B11 a recursion of metamethods is over its depth, as one of functions is, unless a script has caught it",
    () =>
      Effect.gen(function* () {
        const state = yield* LuaState.make()
        const recursions: ReadonlyArray<readonly [body: string, budget: number]> = [
          ["setmetatable(t, { __index = function(t, k) return t[k + 1] end }) return t[1]", 200],
          [
            "setmetatable(t, { __eq = function(a, b) return a == b end }) return t == setmetatable({}, getmetatable(t))",
            200
          ],
          ["setmetatable(t, { __len = function(t) return #t end }) return #t", 200],
          ["setmetatable(t, { __tostring = function(t) return tostring(t) end }) return tostring(t)", 200],
          ["local function f() return 1 + f() end return f()", 200_000]
        ]
        for (const [body, budget] of recursions) {
          const error = yield* Effect.flip(state.run(`local t = {} ${body}`))
          assert.deepInclude({ ...error }, { _tag: "LuaLimitError", limit: "depth", budget }, body)
          assert.match(error.message, new RegExp(`^the job had ${budget} levels: run:1: (JS )?stack overflow`))
          const again = `local ok, e = pcall(function() local t = {} ${body} end) error(e, 0)`
          assert.deepInclude({ ...(yield* Effect.flip(state.run(again))) }, { _tag: "LuaLimitError", budget }, body)
          const other = `local ok, e = pcall(function() local t = {} ${body} end) error("caught " .. e, 0)`
          assert.strictEqual((yield* Effect.flip(state.run(other)))._tag, "LuaRuntimeError", body)
        }
        const said = yield* Effect.flip(state.run("error('run:1: JS stack overflow', 0)"))
        assert.strictEqual(said._tag, "LuaRuntimeError")
      })
  )

  it.effect("B11 the end of a job passes all its protected calls at once, however many and deep", () =>
    Effect.gen(function* () {
      const state = yield* LuaState.make({ limits: { instructions: 1_000_000 } })
      const { luaL_where } = fengari.lauxlib
      let ends = 0
      // Asked where it is each time that the job is ended anew: at the next instruction of who has been protected from it.
      fengari.lauxlib.luaL_where = (L, level) => {
        ends++
        luaL_where(L, level)
      }
      const programs = ["pcall(f) f()", "pcall(f) return 1 + f()", "xpcall(f, tostring) f()"]
      for (const program of programs) {
        const error = yield* Effect.flip(state.run(`local function f() ${program} end f()`))
        assert.strictEqual(error._tag, "LuaLimitError")
        assert.deepStrictEqual(yield* state.run("return 1"), [1])
      }
      fengari.lauxlib.luaL_where = luaL_where
      assert.isBelow(ends, 5_000)
    })
  )
})
