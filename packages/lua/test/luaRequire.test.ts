/*
 * `require` where modules' files wait for the host: several jobs that want one, circles, failures, jobs that end meanwhile.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import * as LuaModule from "@stevedore/lua/LuaModule"
import * as LuaState from "@stevedore/lua/LuaState"

/** A state whose modules may wait for `gate.pass`, and what opens that. */
const gated = (source: string) =>
  Effect.gen(function* () {
    const open = yield* Deferred.make<void>()
    const gate = LuaModule.make("gate", { pass: () => Deferred.await(open) })
    const state = yield* LuaState.make({ modules: [gate] })
    yield* state.run(`runs = 0 ${source}`)
    const fork = (text: string) => Effect.forkChild(state.run(text), { startImmediately: true })
    return { state, fork, open: Deferred.succeed(open, undefined) }
  })

const crates = `package.preload.crates = function() runs = runs + 1 gate.pass() return { count = 7 } end`

describe("alua.reload", () => {
  for (const sandbox of ["strict", "standard", "full"] as const) {
    it.effect(`${sandbox}: leaves alone what is built in or the host's, where a module's file had given that`, () =>
      Effect.gen(function* () {
        const folder = mkdtempSync(join(tmpdir(), "reload-"))
        yield* Effect.addFinalizer(() => Effect.sync(() => rmSync(folder, { recursive: true })))
        const file = join(folder, "m.lua")
        const bank = LuaModule.make("bank", { pay: () => "paid", eu: { limit: 100, rates: [1, 2] } })
        const given = [
          "_G",
          "string",
          "os",
          "coroutine",
          "msgpack",
          "alua",
          "bank",
          "bank.eu",
          "bank.eu.rates",
          "package",
          "package.loaded",
          "package.preload",
          "package.loaded._G"
        ]
        for (const value of given) {
          const state = yield* LuaState.make({ sandbox, roots: [folder], modules: [bank] })
          writeFileSync(file, `package.preload.extra = print return ${value}`)
          yield* state.run("old = require('m')")
          const seen =
            "local n = 0 for _, t in ipairs { package.loaded, package.preload, string, os, coroutine, msgpack, alua, bank, bank.eu } do " +
            "for _ in pairs(t) do n = n + 1 end end " +
            "return n, type(print), type(require), bank.pay(), bank.eu.limit, #bank.eu.rates, ('x'):rep(2), package.preload.extra == print"
          const before = yield* state.run(seen)
          writeFileSync(file, "return { area = function(w, h) return w * h end }")
          assert.deepStrictEqual(yield* state.reload("m"), ["m"])
          assert.deepStrictEqual(yield* state.run(seen), before, value)
          assert.deepStrictEqual(yield* state.run("return require('m').area(2, 3), old.area"), [6, undefined], value)
        }
      })
    )
  }

  it.effect("leaves alone what a module's file had from another's, which is changed by its own alone", () =>
    Effect.gen(function* () {
      const folder = mkdtempSync(join(tmpdir(), "reload-"))
      yield* Effect.addFinalizer(() => Effect.sync(() => rmSync(folder, { recursive: true })))
      const write = (name: string, source: string) => writeFileSync(join(folder, `${name}.lua`), source)
      const early = "local M = {} package.loaded.impl = package.loaded.impl or M require('facade')"
      for (const first of ["local M = {}", early, "local M = {} package.loaded.short = M"]) {
        const state = yield* LuaState.make({ roots: [folder] })
        const impl = (word: string) => write("impl", `${first} function M.pay() return '${word}' end return M`)
        impl("paid")
        write("facade", "return require('impl')")
        assert.deepStrictEqual(
          yield* state.run("impl = require('impl') facade = require('facade') return impl == facade"),
          [true]
        )
        // The table of the one is changed for whoever has it, also by way of the other.
        impl("again")
        yield* state.reload("impl")
        assert.deepStrictEqual(yield* state.run("return facade.pay(), impl == require('impl')"), ["again", true], first)
        write("facade", "return { hello = function() return 'hello' end }")
        assert.deepStrictEqual(yield* state.reload("facade"), ["facade"])
        const seen = "return impl.pay(), impl.hello, impl == require('impl'), require('facade').hello()"
        assert.deepStrictEqual(yield* state.run(seen), ["again", undefined, true, "hello"], first)
        // From now on it has one of its own.
        yield* state.run("own = require('facade')")
        write("facade", "return { hello = function() return 'ahoy' end }")
        yield* state.reload("facade")
        assert.deepStrictEqual(yield* state.run("return own.hello(), impl.pay()"), ["ahoy", "again"], first)
      }
    })
  )

  it.effect("of all leaves out modules whose files have failed and nobody has", () =>
    Effect.gen(function* () {
      const folder = mkdtempSync(join(tmpdir(), "reload-"))
      yield* Effect.addFinalizer(() => Effect.sync(() => rmSync(folder, { recursive: true })))
      const write = (name: string, source: string) => writeFileSync(join(folder, `${name}.lua`), source)
      const good = (number: number) => write("good", `return { v = function() return ${number} end }`)
      write("gone", "error('it is broken')")
      write("left", "require('right')")
      write("right", "require('left')")
      write("early", "package.loaded.early = {} error('after that')")
      good(1)
      const state = yield* LuaState.make({ roots: [folder] })
      assert.deepStrictEqual(
        yield* state.run(
          "local gone, left = pcall(require, 'gone'), pcall(require, 'left') return gone, left, require('good').v()"
        ),
        [false, false, 1]
      )
      good(2)
      assert.deepStrictEqual(yield* state.reload(""), ["good"])
      assert.deepStrictEqual(yield* state.run("return require('good').v()"), [2])
      good(3)
      assert.deepStrictEqual(yield* state.run("return table.concat(alua.reload(), ' '), require('good').v()"), [
        "good",
        3
      ])
      // One that could not be reloaded by its name is not there either, until it has been.
      assert.strictEqual((yield* Effect.flip(state.reload("gone")))._tag, "LuaRuntimeError")
      assert.deepStrictEqual(yield* state.reload(""), ["good"])
      write("gone", "return 1")
      assert.deepStrictEqual(yield* state.reload("gone"), ["gone"])
      // What a script took out of package.loaded others may still have; what a file left there, whoever requires it gets.
      yield* state.run("package.loaded.good = nil")
      assert.deepStrictEqual((yield* state.reload("")).toSorted(), ["gone", "good"])
      yield* state.run("pcall(require, 'early')")
      write("early", "return {}")
      assert.deepStrictEqual((yield* state.reload("")).toSorted(), ["early", "gone", "good"])
    })
  )

  it.effect("B07 objects made between two reloads have the newest functions, too", () =>
    Effect.gen(function* () {
      const folder = mkdtempSync(join(tmpdir(), "reload-"))
      yield* Effect.addFinalizer(() => Effect.sync(() => rmSync(folder, { recursive: true })))
      const write = (speed: number, more: string) =>
        writeFileSync(
          join(folder, "ship.lua"),
          `local Ship = {} Ship.__index = Ship
          function Ship.new() return setmetatable({}, Ship) end
          function Ship.speed() return ${speed} end
          ${more}
          return Ship`
        )
      const state = yield* LuaState.make({ roots: [folder] })
      write(1, "")
      yield* state.run("ships = {} function launch() ships[#ships + 1] = require('ship').new() end launch()")
      for (const speed of [2, 3, 4]) {
        write(speed, speed === 2 ? "function Ship.sink() return 'sunk' end" : "")
        yield* state.reload("ship")
        yield* state.run("launch()")
        const speeds = yield* state.run(
          "local all = {} for i, ship in ipairs(ships) do all[i] = ship.speed() end return all"
        )
        assert.deepStrictEqual(speeds, [Array.from({ length: speed }, () => speed)])
      }
      // What the newest lacks is nowhere any more.
      assert.deepStrictEqual(yield* state.run("return ships[1].sink, ships[2].sink"), [undefined, undefined])
    })
  )

  it.effect(
    "B07 what a reload sets in the tables of those before is within the limits, and fails before anything is set",
    () =>
      Effect.gen(function* () {
        const folder = mkdtempSync(join(tmpdir(), "reload-"))
        yield* Effect.addFinalizer(() => Effect.sync(() => rmSync(folder, { recursive: true })))
        const write = (entries: number) =>
          writeFileSync(
            join(folder, "ware.lua"),
            `local Ware = {} for i = 1, ${entries} do Ware[i] = ${entries} end made[#made + 1] = Ware return Ware`
          )
        const limits = [
          ["memory", { memoryBytes: 2 ** 24 }],
          ["time", { time: 50 }],
          ["instructions", { instructions: 300_000 }]
        ] as const
        for (const [limit, allowed] of limits) {
          const state = yield* LuaState.make({ roots: [folder] })
          const limited = state.within({ limits: allowed })
          write(1)
          yield* state.run("made = {} Ware = require('ware')")
          for (let i = 0; i < 100; i++) yield* state.reload("ware")
          write(4000)
          const reloaded = yield* Effect.flip(limited.reload("ware"))
          assert.deepInclude(reloaded, { _tag: "LuaLimitError", limit })
          yield* state.run("made[#made] = nil")
          const asked = yield* Effect.flip(limited.run("alua.reload('ware')"))
          assert.deepInclude(asked, { _tag: "LuaLimitError", limit })
          // Also where the tables have these entries already, and nothing is made.
          if (limit !== "memory") {
            yield* state.run("made[#made] = nil")
            yield* state.reload("ware")
            const again = yield* Effect.flip(state.within({ limits: { instructions: 300_000 } }).reload("ware"))
            assert.deepInclude(again, { _tag: "LuaLimitError", limit: "instructions" })
          }
          const most = limit === "memory" ? 1 : 4000
          const lengths =
            "local least, most = #Ware, #Ware for _, ware in ipairs(made) do least, most = math.min(least, #ware), math.max(most, #ware) end"
          yield* state.run("made[#made] = nil")
          assert.deepStrictEqual(yield* state.run(`${lengths} return least, most`), [most, most])
        }
      })
  )

  it.effect("a table that the file had from another module after a reload stays as it is at the next", () =>
    Effect.gen(function* () {
      const folder = mkdtempSync(join(tmpdir(), "reload-"))
      yield* Effect.addFinalizer(() => Effect.sync(() => rmSync(folder, { recursive: true })))
      const write = (name: string, source: string) => writeFileSync(join(folder, `${name}.lua`), source)
      const state = yield* LuaState.make({ roots: [folder] })
      write("impl", "return { word = 'impl' }")
      write("facade", "return { word = 'own' }")
      yield* state.run("impl = require('impl') facade = require('facade')")
      write("facade", "return require('impl')")
      yield* state.reload("facade")
      write("facade", "return { word = 'again' }")
      yield* state.reload("facade")
      assert.deepStrictEqual(yield* state.run("return impl.word, facade.word"), ["impl", "again"])
    })
  )

  it.effect("B07 a file that has its own module run again is told of the circle, and leaves no job behind", () =>
    Effect.gen(function* () {
      const folder = mkdtempSync(join(tmpdir(), "reload-"))
      yield* Effect.addFinalizer(() => Effect.sync(() => rmSync(folder, { recursive: true })))
      const write = (name: string, first: string) => writeFileSync(join(folder, `${name}.lua`), `${first} return {}`)
      write("a", "")
      write("b", "")
      const state = yield* LuaState.make({ roots: [folder] })
      yield* state.run("require('a') require('b')")
      write("b", "alua.reload('a')")
      const says = (circle: string) => `module 'a' is reloaded while it is reloaded: ${circle}`
      const through = `alua.regmod("above", { reload = function() alua.reload("a") end })
        local c = alua.newstate() c:run("above.reload()")`
      for (const [first, circle] of [
        ["alua.reload('a')", "a -> a"],
        ["alua.reload('b')", "a -> b -> a"],
        ["coroutine.wrap(function() alua.reload() end)()", "a -> a"],
        [through, "a -> a"]
      ] as const) {
        write("a", first)
        assert.include((yield* Effect.flip(state.run("alua.reload('a')"))).message, says(circle))
        assert.include((yield* Effect.flip(state.reload("a"))).message, says(circle))
        assert.deepStrictEqual(yield* state.run("return alua.stats().waiting"), [0])
      }
      // One that has ended is none: again is no circle.
      write("a", "")
      assert.deepStrictEqual(yield* state.run("alua.reload('b') return alua.reload('a')"), [["a"]])
    })
  )
})

describe("require", () => {
  it.effect("B08 runs a file that waits once, and whoever wants it meanwhile gets the same", () =>
    Effect.gen(function* () {
      const { fork, open, state } = yield* gated(crates)
      const jobs = yield* Effect.forEach([1, 2, 3], () =>
        fork("return require 'crates', require('crates').count, runs")
      )
      yield* open
      const results = yield* Effect.forEach(jobs, Fiber.join)
      assert.deepStrictEqual(
        results.map(([, count, runs]) => [count, runs]),
        [
          [7, 1],
          [7, 1],
          [7, 1]
        ]
      )
      assert.deepStrictEqual(yield* state.run("return runs, require('crates') == package.loaded.crates"), [1, true])
    })
  )

  it.effect(
    "B08 a file that fails fails all that wait for it, with its error and its lines, and is run again later",
    () =>
      Effect.gen(function* () {
        const { fork, open, state } = yield* gated(
          `package.preload.crates = function()
           runs = runs + 1
           gate.pass()
           if runs == 1 then error({ why = "wet" }) end
           error("not " .. runs)
         end`
        )
        const why = "local ok, e = pcall(require, 'crates') return ok, e.why, runs"
        const jobs = yield* Effect.forEach([1, 2], () => fork(why))
        yield* open
        assert.deepStrictEqual(yield* Effect.forEach(jobs, Fiber.join), [
          [false, "wet", 1],
          [false, "wet", 1]
        ])
        const error = yield* Effect.flip(state.run("require 'crates'"))
        assert.strictEqual(error.message, "run:5: not 2")
        assert.include(String((error as { traceback?: string }).traceback), "run:5: in function <run:1>")
        const handled = yield* state.run("return xpcall(require, function(m) return 'handled ' .. m end, 'crates')")
        assert.deepStrictEqual(handled, [false, "handled run:5: not 3"])
        // The handler is away with the file.
        const after = "pcall(require, 'crates') return xpcall(error, function(m) return m .. '!' end, 'later')"
        assert.deepStrictEqual(yield* state.run(after), [false, "later!"])
        assert.deepStrictEqual(yield* state.run("return pcall(error, 'plain')"), [false, "plain"])
      })
  )

  it.effect("B08 a file whose job is interrupted, or leaves it in a coroutine, is run by one that waits", () =>
    Effect.gen(function* () {
      const { fork, open, state } = yield* gated(crates)
      const first = yield* fork("return require('crates').count, runs")
      const second = yield* fork("return require('crates').count, runs")
      yield* Fiber.interrupt(first)
      yield* open
      assert.deepStrictEqual(yield* Fiber.join(second), [7, 2])
      yield* state.run(`
        package.preload.left = function() runs = runs + 1 if runs == 3 then coroutine.yield() end return runs end
        coroutine.wrap(function() require 'left' end)()`)
      assert.deepStrictEqual(yield* state.run("return require 'left'"), [4])
    })
  )

  it.effect("B08 a circle says which modules it goes through; what a file left in package.loaded ends it", () =>
    Effect.gen(function* () {
      const { state } = yield* gated(`
        package.preload.a = function() return { b = require "b" } end
        package.preload.b = function() return { c = require "c" } end
        package.preload.c = function() return { b = require "b" } end
        package.preload.own = function() return require "own" end
        package.preload.early = function(name) package.loaded[name] = { late = true } return require "late" end
        package.preload.late = function() return require("early").late end`)
      const error = yield* Effect.flip(state.run("return require 'a'"))
      assert.include(error.message, "module 'b' is required while it is loaded: b -> c -> b")
      const own = yield* Effect.flip(state.run("return require 'own'"))
      assert.include(own.message, "module 'own' is required while it is loaded: own -> own")
      assert.deepStrictEqual(yield* state.run("return require 'early'"), [true])
    })
  )

  it.effect("B08 two jobs that would wait for each other's modules are told", () =>
    Effect.gen(function* () {
      const { fork, open } = yield* gated(`
        package.preload.a = function() gate.pass() return require "b" end
        package.preload.b = function() gate.pass() local ok, e = pcall(require, "a") return { said = e } end`)
      const one = yield* fork("return require('a').said")
      const other = yield* fork("return require('b').said")
      yield* open
      const said = (yield* Fiber.join(one))[0]
      assert.include(String(said), "module 'a' is required while it is loaded: a -> b -> a")
      assert.deepStrictEqual(yield* Fiber.join(other), [said])
    })
  )

  it.effect("B14 who cannot wait is told, unless the file has left something already", () =>
    Effect.gen(function* () {
      const { fork, open, state } = yield* gated(`
        ${crates}
        package.preload.early = function(name) package.loaded[name] = "half" gate.pass() return "whole" end`)
      const job = yield* fork("return require 'crates', require 'early'")
      const early = yield* fork("return require 'early'")
      const sorting = "local got table.sort({ 2, 1 }, function(a, b) got = require(...) return a < b end) return got"
      const sorted = (name: string) => state.run(sorting.replace("...", `'${name}'`))
      assert.include((yield* Effect.flip(sorted("crates"))).message, "cannot wait here")
      assert.deepStrictEqual(yield* sorted("early"), ["half"])
      yield* open
      yield* Fiber.join(job)
      assert.deepStrictEqual(yield* Fiber.join(early), ["whole"])
      assert.deepStrictEqual(yield* sorted("early"), ["whole"])
    })
  )

  it.effect("B08 a path that is no text is named, instead of one that nobody has set", () =>
    Effect.gen(function* () {
      const state = yield* LuaState.make()
      for (const path of ["{}", "nil", "'\\xff'", "true"]) {
        const error = yield* Effect.flip(state.run(`package.path = ${path} require("nothing")`))
        assert.include(error.message, "no 'package.path that is text'", path)
      }
    })
  )

  it.effect("B08 a job that the file of a module waits for, and that requires it, is told", () =>
    Effect.gen(function* () {
      const files: Record<string, LuaState.LuaState> = {}
      const pause = () => Effect.yieldNow
      const run = (name: string, source: string) =>
        Effect.andThen(Effect.yieldNow, () => files[name]!.run(source)).pipe(
          Effect.map(([value]) => value as never),
          Effect.catch((error) => Effect.succeed(error.message))
        )
      const host = LuaModule.make("host", { run, pause })
      files["one"] = yield* LuaState.make({ modules: [host] })
      files["two"] = yield* LuaState.make({ modules: [host] })
      const circle =
        "module 'crates' is required while it is loaded: crates -> crates, by a job that the file of 'crates' waits for"
      const through = (source: string) => `
        package.preload.crates = function() host.pause() return { said = ${source} } end
        package.preload.other = function() host.pause() return { said = require("crates") } end`
      const said = (source: string) =>
        Effect.gen(function* () {
          yield* files["one"]!.run(`package.loaded.crates = nil package.loaded.other = nil ${through(source)}`)
          return (yield* files["one"]!.run("return require('crates').said"))[0]
        })
      assert.include(String(yield* said(`host.run("one", "return require 'crates'")`)), circle)
      assert.include(
        String(yield* said(`host.run("two", [[return host.run("one", "host.pause() return require 'crates'")]])`)),
        circle
      )
      // Another module of the file's is no circle, one that needs the first is.
      assert.strictEqual(
        yield* said(`host.run("one", "package.preload.free = function() return 7 end return require 'free'")`),
        7
      )
      assert.include(
        String(yield* said(`host.run("one", "return require 'other'")`)),
        "module 'crates' is required while it is loaded: crates -> crates, by a job"
      )
      // By way of a state that a script has made.
      const [made] = yield* files["one"]!.run(`
        package.loaded.crates = nil
        alua.regmod("bank", { want = function() host.pause() return select(2, pcall(require, "crates")) end })
        package.preload.crates = function()
          local child = alua.newstate()
          host.pause()
          return { said = child:run("return bank.want()") }
        end
        return require("crates").said`)
      assert.include(String(made), circle)
    })
  )

  it.effect("B07 what is preloaded is given its name only, and what is no Lua is named with its file", () =>
    Effect.gen(function* () {
      const folder = yield* Effect.acquireRelease(
        Effect.sync(() => mkdtempSync(join(tmpdir(), `stevedore-lua-${"long".repeat(20)}-`))),
        (folder) => Effect.sync(() => rmSync(folder, { recursive: true }))
      )
      const file = join(folder, "wrong.lua")
      writeFileSync(file, "x = = 1")
      const state = yield* LuaState.make({ roots: [folder] })
      const [given, problem] = yield* state.run(`
        package.preload.own = function(...) return table.pack(...) end
        return require "own", select(2, pcall(require, "wrong"))`)
      assert.deepStrictEqual(yield* state.run("local own = ... return own.n, own[1], own[2]", given), [
        2,
        "own",
        undefined
      ])
      assert.include(problem, `error loading module 'wrong' from file '${file}':\n\t...`)
      assert.include(problem, "wrong.lua:1: unexpected symbol near '='")
    })
  )
})
