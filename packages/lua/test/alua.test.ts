/*
 * `alua` in scripts: states that scripts make, modules they give them, reloading; and tests in Lua.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Latch from "effect/Latch"
import * as Scope from "effect/Scope"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, describe as vitestDescribe, it as vitestIt, vi } from "vitest"
import type { LuaLimitError } from "@stevedore/lua/LuaError"
import * as LuaModule from "@stevedore/lua/LuaModule"
import { LuaRuntime } from "@stevedore/lua/LuaRuntime"
import * as LuaState from "@stevedore/lua/LuaState"
import * as LuaTest from "@stevedore/lua/LuaTest"

const folderOf = (files: Readonly<Record<string, string>>) =>
  Effect.acquireRelease(
    Effect.sync(() => {
      const folder = mkdtempSync(join(tmpdir(), "alua-"))
      for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
      return folder
    }),
    (folder) => Effect.sync(() => rmSync(folder, { recursive: true }))
  )

const host = LuaModule.make("host", { wait: (value: unknown) => Effect.as(Effect.yieldNow, value as never) })

describe("alua", () => {
  it.effect("B11 tests, init functions and functions of modules are paid for by whoever has them run", () =>
    Effect.gen(function* () {
      const state = yield* LuaState.make({ limits: { instructions: 60_000 } })
      const busy = "local function busy() for _ = 1, 10000 do end end"
      for (const program of [
        `${busy} for i = 1, 50 do alua.test("t", busy) end`,
        `${busy} alua.addinitfunc(busy) for i = 1, 50 do alua.newstate() end`,
        `${busy} alua.regmod("work", { busy = busy })
          local child = alua.newstate() child:run("for i = 1, 50 do work.busy() end")`
      ]) {
        const error = yield* Effect.flip(state.run(program))
        assert.strictEqual((error as LuaLimitError).limit, "instructions", String(error))
        assert.deepStrictEqual(yield* state.run("return 'next'"), ["next"])
      }
    })
  )

  it.effect("B11 a state over a memory limit of its own ends what runs in it, and not who catches that", () =>
    Effect.gen(function* () {
      for (const limits of [{}, { memoryBytes: 2 ** 26 }]) {
        const state = yield* LuaState.make({ limits })
        const results = yield* state.run(`
          local told = {}
          for i, source in ipairs({
            "return #('x'):rep(2 ^ 23)", "local s = ('x'):rep(2 ^ 18) return #table.concat({ s, s, s, s, s, s, s, s })",
            "return 1", "local t = {} while true do t[#t + 1] = {} end"
          }) do
            local child = alua.newstate({ limits = { memoryBytes = 2 ^ 21 } })
            told[i] = select(2, pcall(child.run, child, source, i == 3 and ("x"):rep(2 ^ 22) or nil))._tag
            child:close()
          end
          return told`)
        assert.deepStrictEqual(results, [Array.from({ length: 4 }, () => "LuaLimitError")])
        assert.deepStrictEqual(yield* state.run("return 'next'"), ["next"])
      }
    })
  )

  it.effect(
    "B11 an init function that runs on ends who makes the state, whoever catches it, and leaves no state behind",
    () =>
      Effect.gen(function* () {
        const loops = "pcall(function() while true do end end)"
        const state = yield* LuaState.make({ limits: { instructions: 100_000 } })
        for (const program of [
          `alua.addinitfunc(function() ${loops} end) for i = 1, 5 do pcall(alua.newstate) end`,
          `alua.addinitfunc("${loops}") for i = 1, 5 do pcall(alua.newstate) end`,
          // Nested: each of them would have had a budget of its own.
          `local n = 0 alua.addinitfunc(function() n = n + 1 if n < 30 then pcall(alua.newstate) end ${loops} end)
          pcall(alua.newstate)`
        ]) {
          const error = yield* Effect.flip(state.run(program))
          assert.strictEqual((error as LuaLimitError).limit, "instructions", String(error))
          assert.deepStrictEqual(yield* state.run("return alua.stats().states"), [0])
        }
        const failed = yield* (yield* LuaState.make()).run(`
        alua.addinitfunc("error('not today', 0)")
        local ok, e = pcall(alua.newstate)
        return ok, e.message, alua.stats().states`)
        assert.deepStrictEqual(failed, [false, "not today", 0])
      })
  )

  it.effect("B11 runs that end by a small budget of their own are paid for, too", () =>
    Effect.gen(function* () {
      const state = yield* LuaState.make({ limits: { instructions: 200_000 } })
      const error = yield* Effect.flip(
        state.run(`
          local c = alua.newstate({ limits = { instructions = 1 } })
          for i = 1, 1000 do pcall(c.run, c, "while true do end") end`)
      )
      assert.strictEqual(error.message, "the job had 200000 instructions: run:3")
    })
  )

  it.effect("B11 time in states within states is charged once, to all that wait for it", () =>
    Effect.gen(function* () {
      let now = performance.now()
      yield* Effect.acquireRelease(
        Effect.sync(() => vi.spyOn(performance, "now").mockImplementation(() => now)),
        (clock) => Effect.sync(() => clock.mockRestore())
      )
      const host = LuaModule.make("host", { pass: (ms: number) => void (now += ms) })
      // Every state is looked at before and after the one in it.
      const source = `
        local looked = "for _ = 1, 3000 do end "
        source = looked .. [[
          local depth, ms = ...
          if depth == 0 then host.pass(ms) for _ = 1, 3000 do end return 'done' end
          local result = m.f(depth - 1, ms)
          for _ = 1, 3000 do end
          return result ]]
        alua.regmod("m", { f = function(...) return alua.newstate():run(source, ...) end })
        function down(...) return alua.newstate():run(source, ...) end`
      for (const slice of [0, 5]) {
        const state = yield* LuaState.make({ modules: [host], limits: { time: 200, slice } })
        yield* state.run(source)
        assert.deepStrictEqual(yield* state.call("down", 8, 150), ["done"])
        const error = yield* Effect.flip(state.call("down", 8, 250))
        assert.strictEqual((error as LuaLimitError).limit, "time")
        // One after the other they are added.
        const both = yield* Effect.flip(state.run("pcall(down, 4, 120) pcall(down, 4, 120) for _ = 1, 3000 do end"))
        assert.strictEqual((both as LuaLimitError).limit, "time")
      }
    })
  )

  it.effect("B11 a limit that is no number is refused, and texts that the host keeps have a bound", () =>
    Effect.gen(function* () {
      const state = yield* LuaState.make({ limits: { time: 10_000, memoryBytes: 2 ** 26 } })
      const message = (call: string) =>
        Effect.map(state.run(`return select(2, pcall(${call}))`), ([text]) => String(text))
      for (const bad of ["0 / 0", "-1", "'many'"]) {
        for (const name of ["time", "instructions", "memoryBytes"]) {
          assert.include(
            yield* message(`alua.newstate, { limits = { ${name} = ${bad} } }`),
            `the limit '${name}' must be a number, 0 or more`
          )
        }
      }
      const many = "function() for i = 1, 1000 do alua.addinitfunc(string.rep(' ', 10000)) end end"
      assert.include(yield* message(many), "more than 1048576 bytes of names and sources")
    })
  )

  it.effect("B08 a script makes states, runs sources and calls functions there, and closes them", () =>
    Effect.gen(function* () {
      const state = yield* LuaState.make({ name: "main", modules: [host] })
      const results = yield* state.run(`
        local child = alua.newstate({ name = "child" })
        child:run("x = ... function add(a, b) return host.wait(a + b), x end", 5)
        local sum, x = alua.call(child, "add", 2, 3)
        local ok, e = pcall(child.run, child, "error('inside')")
        local name = tostring(child)
        child:close()
        local ok2, e2 = pcall(alua.run, child, "return 1")
        return sum, x, _G.x, ok, e.message, name, ok2, e2._tag`)
      assert.deepStrictEqual(results, [5, 5, undefined, false, "run:1: inside", "state: child", false, "LuaClosed"])
      assert.strictEqual((yield* state.stats).failed, 0)
    })
  )

  it.effect("B08 arguments that cannot be taken are named by the function that is called", () =>
    Effect.gen(function* () {
      const state = yield* LuaState.make()
      const results = yield* state.run(`
        local function told(...) return select(2, pcall(...)) end
        local circle = {}
        circle[1] = circle
        alua.regmod("m", { f = function() end })
        local c = alua.newstate()
        return told(c.run, c, "", circle), told(c.call, c, "print", circle), told(c.loadfile, c, "x.lua", circle),
          c:run("local circle = {} circle[1] = circle return select(2, pcall(m.f, circle))")`)
      const [run, call, file, inherited] = results.map(String)
      assert.match(run!, /^bad argument of 'alua.run': cannot serialize a cycle at/)
      assert.match(call!, /^bad argument of 'alua.call': cannot serialize a cycle/)
      assert.match(file!, /cannot open x.lua: no file below the folders of this state/)
      assert.match(inherited!, /^bad argument of 'm.f': cannot serialize a cycle/)
    })
  )

  it.effect("B08 a closed state holds nothing, whoever asks", () =>
    Effect.gen(function* () {
      const scope = yield* Scope.make()
      const host = LuaModule.make("host", { close: () => Effect.runSync(Scope.close(scope, Exit.void)) })
      const state = yield* Scope.provide(LuaState.make({ modules: [host] }), scope)
      let seen: unknown
      const told = (bytes: unknown) => void (seen = bytes)
      yield* Effect.exit(
        state.run("local tell, c = ..., alua.newstate() c:close() tell(alua.stats(c).memoryBytes) host.close()", told)
      )
      assert.strictEqual((yield* state.stats).memoryBytes, 0)
      assert.strictEqual(seen, 0)
    })
  )

  it.effect("B08 modules and init functions for the states that it makes", () =>
    Effect.gen(function* () {
      const state = yield* LuaState.make()
      const results = yield* state.run(`
        local calls = {}
        alua.regmod("bank", { add = function(n) calls[#calls + 1] = n return #calls, n end })
        alua.addinitfunc("started = true")
        alua.addinitfunc(function(name) calls[#calls + 1] = name end)
        local child = alua.newstate({ name = "till" })
        local a, b = child:run("return require('bank').add(7)")
        return a, b, calls, child:run("return started")`)
      assert.deepStrictEqual(results, [2, 7, ["till", 7], true])
    })
  )

  it.effect("B12 options of a new state that nothing reads, or that cannot be, are named", () =>
    Effect.gen(function* () {
      const state = yield* LuaState.make({ limits: { memoryBytes: 2 ** 22 } })
      const told = (options: string) =>
        Effect.map(state.run(`local ok, e = pcall(alua.newstate, ${options}) return ok, e`), (told) => told.join(" "))
      const cases: ReadonlyArray<readonly [options: string, message: string]> = [
        ["{ sandboxx = 'strict' }", "the option 'sandboxx': there is no such option: did you mean \"sandbox\"?"],
        ["{ limits = { memory = 1 } }", "the option 'memory': there is no such limit: did you mean \"memoryBytes\"?"],
        [
          "{ 'strict' }",
          'an option without a name: there is no such option: use "name", "sandbox", "roots" or "limits"'
        ],
        ["'strict'", "(a table of options expected)"],
        ["{ sandbox = false }", "the option 'sandbox' must be a string"],
        ["{ name = {} }", "the option 'name' must be a string"],
        ["{ limits = 5 }", "the option 'limits' must be a table"],
        ["{ limits = { time = 'x' } }", "the limit 'time' must be a number, 0 or more"],
        ["{ roots = 'here' }", "the option 'roots' must be a table of folders"],
        ["{ roots = { 1 } }", "the option 'roots' must be a table of folders"]
      ]
      for (const [options, message] of cases) assert.include(yield* told(options), message)
      assert.include(yield* told(`{ [string.rep("x", 5000)] = 1 }`), "an option of 5000 bytes: at most 4096")
      assert.deepStrictEqual(yield* state.run("return alua.newstate({ name = nil, limits = {} }):run('return 1')"), [1])
    })
  )

  it.effect("B12 a state that a script makes can do no more than its own", () =>
    Effect.gen(function* () {
      const strict = yield* LuaState.make({ sandbox: "strict" })
      const [ok, error] = yield* strict.run("local ok, e = pcall(alua.newstate, { sandbox = 'full' }) return ok, e")
      assert.strictEqual(ok, false)
      assert.include(String(error), "a strict state makes no full one")
      const [files] = yield* strict.run("return (pcall(alua.newstate, { roots = { '/etc' } }))")
      assert.strictEqual(files, false)
      assert.deepStrictEqual(yield* strict.run("return alua.newstate():run('return io == nil and loadfile == nil')"), [
        true
      ])
      const full = yield* LuaState.make({ sandbox: "full" })
      assert.deepStrictEqual(yield* full.run("return alua.newstate({ sandbox = 'strict' }):run('return io == nil')"), [
        true
      ])
    })
  )

  it.effect("B11 what a state that it makes spends, it spends; what that holds, it holds", () =>
    Effect.gen(function* () {
      const limits = { instructions: 200_000, memoryBytes: 16 * 2 ** 20 }
      const state = yield* LuaState.make({ limits })
      const spent = yield* Effect.flip(
        state.run("local c = alua.newstate() while true do pcall(c.run, c, 'for _ = 1, 20000 do end') end")
      )
      assert.strictEqual((spent as LuaLimitError).limit, "instructions", String(spent))
      const forever = yield* Effect.flip(
        state.run("local c = alua.newstate() while true do pcall(c.run, c, 'while true do end') end")
      )
      assert.strictEqual((forever as LuaLimitError).limit, "instructions", String(forever))
      const roomy = state.within({ limits: { memoryBytes: limits.memoryBytes } })
      const held = yield* Effect.flip(
        roomy.run(
          "kept = {} while true do local c = alua.newstate() c:run('s = string.rep(\\'x\\', 1000000)') kept[#kept + 1] = c end"
        )
      )
      assert.strictEqual((held as LuaLimitError).limit, "memory", String(held))
    })
  )

  it.effect("B08 a module's file is run again, and everybody's table of it has the new functions", () =>
    Effect.gen(function* () {
      const folder = yield* folderOf({
        "greet.lua": "local M = { old = true } function M.hello() return 'one' end return M",
        "main.lua": "greet = require('greet') function hello() return greet.hello(), greet.old end"
      })
      const state = yield* LuaState.make()
      yield* state.load(join(folder, "main.lua"))
      assert.deepStrictEqual(yield* state.call("hello"), ["one", true])
      writeFileSync(join(folder, "greet.lua"), "local M = {} function M.hello() return 'two' end return M")
      assert.deepStrictEqual(yield* state.reload("greet"), ["greet"])
      assert.deepStrictEqual(yield* state.call("hello"), ["two", undefined])
      writeFileSync(join(folder, "greet.lua"), "error('broken')")
      assert.include((yield* Effect.flip(state.reload("greet"))).message, "broken")
      assert.deepStrictEqual(yield* state.call("hello"), ["two", undefined])
      writeFileSync(join(folder, "greet.lua"), "return { hello = function() return 'three' end }")
      assert.deepStrictEqual(yield* state.run("return alua.reload()"), [["greet"]])
      assert.deepStrictEqual(yield* state.call("hello"), ["three", undefined])
      const missing = yield* Effect.flip(state.reload("nothing"))
      assert.strictEqual(missing._tag, "LuaModuleNotFound")
    })
  )

  it.effect("B08 while the file of a module that is loaded anew waits, jobs run with what it had", () =>
    Effect.gen(function* () {
      const folder = yield* folderOf({ "greet.lua": "return { word = 'one' }" })
      const gate = Latch.makeUnsafe()
      const state = yield* LuaState.make({
        roots: [folder],
        modules: [LuaModule.make("gate", { pass: () => gate.await })]
      })
      yield* state.run("greet = require 'greet'")
      writeFileSync(join(folder, "greet.lua"), "gate.pass() return { word = 'two' }")
      const reloading = yield* Effect.forkChild(state.reload(""), { startImmediately: true })
      assert.deepStrictEqual(yield* state.run("return greet.word"), ["one"])
      gate.openUnsafe()
      assert.deepStrictEqual(yield* Fiber.join(reloading), ["greet"])
      assert.deepStrictEqual(yield* state.run("return greet.word"), ["two"])
    })
  )

  it.effect(
    "B12 what package.preload has is not loaded anew, and the error says what to do; a file of that name is",
    () =>
      Effect.gen(function* () {
        const state = yield* LuaState.make({ roots: [yield* folderOf({ "both.lua": "return { from = 'file' }" })] })
        yield* state.run(
          "for _, n in ipairs { 'zz', 'both' } do package.preload[n] = function() return { from = 'preload' } end require(n) end"
        )
        const refused = yield* Effect.flip(state.reload("zz"))
        assert.strictEqual(refused._tag, "LuaOptionError")
        assert.include(
          refused.message,
          `module is "zz": it is a function of package.preload, and no file is found for it: put`
        )
        assert.deepStrictEqual(
          yield* state.run("return require('zz').from, alua.reload('both'), require('both').from"),
          ["preload", ["both"], "file"]
        )
      })
  )

  it.effect("B12 what is built in is never loaded anew: no file takes its place, by whatever name", () =>
    Effect.gen(function* () {
      const folder = yield* folderOf({
        "string.lua": "return { upper = function() return 'stolen' end }",
        "_G.lua": "return {}",
        "host.lua": "return {}",
        "alias.lua": "first = not first return first and string or { upper = function() return 'stolen' end }"
      })
      for (const sandbox of ["strict", "standard", "full"] as const) {
        const state = yield* LuaState.make({ sandbox, roots: [folder], modules: [host] })
        for (const name of ["string", "_G", "package", "host", "alua", "msgpack"]) {
          const raised = "local ok, e = pcall(alua.reload, ...) return ok, e._tag, e.option"
          assert.deepStrictEqual(yield* state.run(raised, name), [false, "LuaOptionError", "module"])
          const refused = yield* Effect.flip(state.reload(name))
          assert.strictEqual(refused._tag, "LuaOptionError")
          assert.include(refused.message, `module is "${name}": it is built in, and stays as it is: name a module`)
        }
        assert.deepStrictEqual(yield* state.run("return type(_G.print), host.wait(1), ('x'):upper()"), [
          "function",
          1,
          "X"
        ])
        // A module whose value is a library: it becomes another one, and the library stays.
        assert.deepStrictEqual(yield* state.run("return require('alias') == string, alua.reload()"), [true, ["alias"]])
        assert.deepStrictEqual(
          yield* state.run("return string.upper('x'), string.rep ~= nil, require('alias').upper('x')"),
          ["X", true, "stolen"]
        )
      }
    })
  )

  it.effect("B08 init functions and modules of the runtime are in every state made after them", () =>
    Effect.gen(function* () {
      const runtime = yield* LuaRuntime
      yield* runtime.addModule(host)
      yield* runtime.addInitFunction((state) => state.run("ready = host.wait(1)"))
      const state = yield* runtime.newState({ name: "later" })
      assert.deepStrictEqual(yield* state.run("return ready"), [1])
    }).pipe(Effect.provide(LuaRuntime.layer({ sandbox: "strict" })))
  )

  it.effect("B01 a file that does not load says where: missing, not compiling, raising", () =>
    Effect.gen(function* () {
      const folder = yield* folderOf({
        "bad.lua": "\n\nx = = 1",
        "raises.lua": "local function f()\n error('no') end\nf()"
      })
      const state = yield* LuaState.make({ roots: [folder] })
      assert.strictEqual((yield* Effect.flip(state.load("missing.lua")))._tag, "LuaModuleNotFound")
      const syntax = yield* Effect.flip(state.load("bad.lua"))
      assert.match(syntax.message, /bad.lua:3: unexpected symbol near '='/)
      const raised = yield* Effect.flip(state.load("raises.lua"))
      assert.match(raised.message, /raises.lua:2: no/)
      assert.match(String((raised as { traceback?: string }).traceback), /raises.lua:3: in main chunk/)
    })
  )
})

const tests = `
  local count = 0
  before_each(function() count = count + 1 end)
  describe("numbers", function()
    it("adds", function() check.equal(1 + 1, 2) end)
    it("waits", function() check.equal(host.wait(3), 3) check.truthy(count == 2) end)
    describe("deep", function() it("same", function() check.same({ a = { 1, 2 } }, { a = { 1, 2 } }) end) end)
  end)
  alua.test("raises", function() check.raises(error, "boom", "boom") end)`

const folder = mkdtempSync(join(tmpdir(), "lua-tests-"))
writeFileSync(join(folder, "numbers.test.lua"), tests)
LuaTest.file(
  join(folder, "numbers.test.lua"),
  { describe: vitestDescribe, it: vitestIt, afterAll },
  { modules: [host] }
)
afterAll(() => rmSync(folder, { recursive: true }))

describe("LuaTest", () => {
  it.effect("B08 a report has each test by its groups, and what failed with its stack", () =>
    Effect.gen(function* () {
      const folder = yield* folderOf({
        "mixed.lua": `
          describe("group", function()
            it("differs", function() check.same({ 1, { b = 2 } }, { 1, { b = 3 } }) end)
            it("raises nothing", function() check.raises(function() end) end)
          end)
          it("passes", function() end)`
      })
      const report = yield* LuaTest.run(join(folder, "mixed.lua"))
      assert.deepStrictEqual(
        report.results.map(({ name, passed }) => [name, passed]),
        [
          ["group > differs", false],
          ["group > raises nothing", false],
          ["passes", true]
        ]
      )
      assert.include(
        report.results[0]?.error,
        'expected { [1] = 1, [2] = { ["b"] = 3 } }, got { [1] = 1, [2] = { ["b"] = 2 } }'
      )
      assert.include(report.results[0]?.error, "mixed.lua:3")
      assert.include(LuaTest.tap(report), "not ok 1 - group > differs")
      const broken = yield* Effect.flip(LuaTest.run(join(folder, "nothing.lua")))
      assert.strictEqual(broken._tag, "LuaModuleNotFound")
    })
  )

  it.effect("B08 what fails after a test fails the test, and all that comes after it is run", () =>
    Effect.gen(function* () {
      const folder = yield* folderOf({
        "after.lua": `
          order = {}
          local function note(text) return function() order[#order + 1] = text end end
          describe("crate", function()
            after_each(note("outer"))
            describe("lid", function()
              after_each(function() note("inner")() error("still open") end)
              it("shuts", note("shuts"))
              it("breaks", function() error("broken") end)
            end)
            it("was left", function() check.equal(table.concat(order, " "), "shuts inner outer inner outer") end)
          end)`
      })
      const { results } = yield* LuaTest.run(join(folder, "after.lua"))
      assert.deepStrictEqual(
        results.map(({ passed }) => passed),
        [false, false, true]
      )
      assert.include(results[0]?.error, "still open")
      assert.include(results[1]?.error, "broken")
    })
  )

  it.effect("B08 a check of two tables, or of NaN, says what compares them", () =>
    Effect.gen(function* () {
      const folder = yield* folderOf({
        "checks.lua": `
          it("tables", function() check.equal({ 1, { 2 } }, { 1, { 2 } }) end)
          it("other tables", function() check.equal({ 1 }, { 2 }) end)
          it("nan", function() check.equal(0 / 0, 0 / 0) end)
          it("numbers", function() check.equal(1, 2) end)
          it("contents", function()
            check.same({ 1, { 0 / 0 } }, { 1, { 0 / 0 } })
            check.equal(1, 1.0)
            check.truthy(0)
            check.equal(check.raises(function(text) error(text, 0) end, "^no %a+$", "no box"), "no box")
          end)`
      })
      const { results } = yield* LuaTest.run(join(folder, "checks.lua"))
      const said = results.map(({ error }) => error?.split("\n")[0]?.replace(/^.*checks\.lua:\d+: /, ""))
      const tables = "(two tables, and a table equals only itself: check.same compares what is in them)"
      assert.deepStrictEqual(said, [
        `expected { [1] = 1, [2] = { [1] = 2 } }, got { [1] = 1, [2] = { [1] = 2 } } ${tables}`,
        `expected { [1] = 2 }, got { [1] = 1 } ${tables}`,
        "expected NaN, got NaN (which equals nothing, not even itself: check.same takes it for the same)",
        "expected 2, got 1",
        undefined
      ])
    })
  )

  it.effect("B08 what a test would define is refused, where it stands, instead of never run", () =>
    Effect.gen(function* () {
      const folder = yield* folderOf({
        "nested.lua": `
          it("it", function() it("inner", error) end)
          it("alua.test", function() alua.test("inner", error) end)
          it("describe", function() describe("inner", error) end)
          it("before_each", function() before_each(error) end)
          describe("group", function()
            before_each(function() after_each(error) end)
            it("after_each", function() end)
          end)`
      })
      const { results } = yield* LuaTest.run(join(folder, "nested.lua"))
      assert.strictEqual(results.length, 5)
      for (const [i, { error, name, passed }] of results.entries()) {
        assert.isFalse(passed, name)
        const line = i < 4 ? i + 2 : 7
        const kind = name.replace("group > ", "")
        assert.match(
          String(error),
          new RegExp(`nested\\.lua:${line}: ${kind} inside of a test: nothing would run what it defines`)
        )
      }
    })
  )

  it.effect("B08 a file that waits outside of its tests is told so by name", () =>
    Effect.gen(function* () {
      const folder = yield* folderOf({ "early.lua": "host.wait(1) it('waits', function() end)" })
      const path = join(folder, "early.lua")
      const nobody = { describe: () => {}, it: () => {}, afterAll: () => {} }
      assert.throws(() => LuaTest.file(path, nobody, { modules: [host] }), /early\.lua waits outside of its tests/)
      const { passed } = yield* LuaTest.run(path, { modules: [host] })
      assert.strictEqual(passed, 1)
    })
  )

  it.effect(
    "B07 a file that is no Lua is a LuaSyntaxError to who reloads it, and the cause where a script lets that through",
    () =>
      Effect.gen(function* () {
        const folder = yield* folderOf({ "mod.lua": "return { v = 1 }" })
        const state = yield* LuaState.make({ roots: [folder] })
        yield* state.run("mod = require('mod')")
        writeFileSync(join(folder, "mod.lua"), "no Lua")
        assert.strictEqual((yield* Effect.flip(state.reload("mod")))._tag, "LuaSyntaxError")
        const caught = yield* state.run("local ok, e = pcall(alua.reload, 'mod') return ok, e._tag, e.line, mod.v")
        assert.deepStrictEqual(caught, [false, "LuaSyntaxError", 1, 1])
        const uncaught = yield* Effect.flip(state.run("alua.reload()"))
        assert.strictEqual(uncaught._tag, "LuaRuntimeError")
        assert.deepInclude({ ...(uncaught.cause as object) }, { _tag: "LuaSyntaxError", line: 1 })
      })
  )

  it.effect("names are of 4,096 bytes at most, so that no budget is escaped by what is made of them", () =>
    Effect.gen(function* () {
      const state = yield* LuaState.make()
      const results = yield* state.run(`
        local long, child = ("x"):rep(4097), alua.newstate()
        local problems = {}
        for i, f in ipairs({ alua.test, alua.reload, alua.regmod, function(n) child:call(n) end, function(n) child:loadfile(n) end }) do
          problems[i] = select(2, pcall(f, long, print))
        end
        return problems
      `)
      for (const problem of results[0] as ReadonlyArray<string>) {
        assert.match(problem, /bad argument #\d to '[^']*' \(a name of at most 4096 bytes expected\)/)
      }
      assert.lengthOf(results[0] as ReadonlyArray<string>, 5)
    })
  )
})
