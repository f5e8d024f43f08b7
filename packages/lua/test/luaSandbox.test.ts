/*
 * Attempts to get out of a state, or to change in it what others rely on: each as an attacker would write it.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import * as LuaModule from "@stevedore/lua/LuaModule"
import { LuaRuntime } from "@stevedore/lua/LuaRuntime"
import * as LuaState from "@stevedore/lua/LuaState"

const levels = ["strict", "standard"] as const

/** Scripts that give true where nothing was got. */
const harmless: Readonly<Record<string, string>> = {
  "libraries of the system are not there": `
    return io == nil and os.execute == nil and os.exit == nil and os.getenv == nil and os.remove == nil and os.rename == nil
      and os.tmpname == nil and os.setlocale == nil and package.loadlib == nil and package.cpath == nil and package.jspath == nil
      and package.searchers == nil and fengari == nil and js == nil and process == nil and global == nil`,
  "debug only writes stacks": `
    local names = {} for name in pairs(debug) do names[#names + 1] = name end
    return #names == 1 and names[1] == "traceback"`,
  "code cannot be dumped, nor loaded compiled": `
    local f, e = load("\\27Lua" .. string.rep("\\0", 100))
    local g, e2 = load(function() local s = "\\27LuaS" return s end)
    local h, e3 = load("return 1", "x", "b")
    return string.dump == nil and f == nil and g == nil and h == nil and e:find("compiled code is refused") ~= nil`,
  "the metatable of strings is hidden": `
    return getmetatable("") == "string" and not pcall(function() getmetatable("").__index = {} end)
      and not pcall(setmetatable, "", {}) and not pcall(function() ("").rep = 1 end) and ("x"):rep(2) == "xx"`,
  "libraries cannot be changed": `
    local function evil() return "evil" end
    local tries = {
      function() string.format = evil end, function() rawset(string, "format", evil) end,
      function() string.new = evil end, function() table.insert(table, evil) end,
      function() setmetatable(string, nil) end, function() setmetatable(string, {}) end,
      function() table.move({ evil }, 1, 1, 1, math) end, function() load("format = ...", "x", "t", string)(evil) end,
      function() getmetatable(string).__index = {} end, function() package.loaded.string.format = evil end,
      function() rawset(package.loaded.string, "format", evil) end, function() coroutine.wrap = evil end,
      function() table.sort(string) string[1] = 1 end
    }
    for i, try in ipairs(tries) do if pcall(try) and i ~= 13 then return i end end
    return string.format("%d", 7) == "7" and next(string) == nil and coroutine.wrap ~= evil`,
  "what pairs gives is a copy of nothing": `
    local found
    for _, library in ipairs({ string, table, math, coroutine, utf8 }) do
      local iterate, state, first = pairs(library)
      if rawget(state, "format") or rawget(state, "insert") then found = state end
      local count = 0
      for name, value in pairs(library) do count = count + 1 end
      if count < 5 then found = count end
    end
    return found == nil`,
  "environments see what they are given": `
    local env = {}
    local f = load("x = 1 return print, string, _ENV", "x", "t", env)
    local p, s, e = f()
    return p == nil and s == nil and e == env and env.x == 1 and x == nil`,
  "an environment is not kept for the next who loads that source": `
    local source = "return secret"
    local mine = load(source, source, "t", { secret = 42 })
    return mine() == 42 and load(source)() == nil and load(source, source)() == nil`,
  "an upvalue changed by one is not another's": `
    local source = "counter = (counter or 0) + 1 return counter"
    local a, b = load(source), load(source)
    return a ~= b and a() == 1 and b() == 2`,
  "finalizers do not run": `
    local ran = false
    pcall(setmetatable, {}, { __gc = function() ran = true end })
    for _ = 1, 1000 do local _ = {} end
    collectgarbage()
    return ran == false`,
  "modules of Node are not found": `
    local names = { "fs", "node:fs", "child_process", "./fs", "../../package", "../../../../etc/passwd", "/etc/passwd", "a\\0b",
      "fengari", "process", "..", ".", "", "x/../../y" }
    for _, name in ipairs(names) do if pcall(require, name) then return name end end
    return true`,
  "a job's thread cannot be resumed": `
    local me = coroutine.running()
    local ok, e = coroutine.resume(me)
    return ok == false and e == "cannot resume a job"
      and coroutine.wrap(function() local ok, e = coroutine.resume(me) return not ok and e == "cannot resume a job" end)()`,
  "a job cannot yield": `return not pcall(coroutine.yield) and not coroutine.isyieldable()`,
  "errors of the host cannot be changed for others": `
    local _, e = pcall(host.fail)
    return getmetatable(e) == "error" and not pcall(setmetatable, e, {}) and e._tag == "Nope"`,
  "what a host function holds is not seen": `
    return type(host.fail) == "function" and getmetatable(host.fail) == nil and not pcall(function() return host.fail.x end)
      and tostring(host.fail):match("^function") ~= nil and not tostring(host.fail):find("[/\\\\]")`,
  "hooks cannot be set": `return debug.sethook == nil and debug.getregistry == nil and debug.getupvalue == nil`
}

const host = LuaModule.make("host", {
  fail: () => Effect.fail({ _tag: "Nope", message: "no" }),
  echo: (value: never) => value,
  keys: (value: object) => Object.keys(value).toSorted(),
  upper: (text: string) => text.toUpperCase()
})

describe("sandbox", () => {
  for (const sandbox of levels) {
    for (const [name, script] of Object.entries(harmless)) {
      it.effect(`B12 ${sandbox}: ${name}`, () =>
        Effect.gen(function* () {
          const state = yield* LuaState.make({ sandbox, modules: [host] })
          assert.deepStrictEqual(yield* state.run(script), [true])
        })
      )
    }
  }

  it.effect("B12 strict: what scripts rely on cannot be changed, and they can have globals of their own", () =>
    Effect.gen(function* () {
      const state = yield* LuaState.make({ sandbox: "strict", modules: [host] })
      const attempts = [
        "print = 1",
        "_G.print = 1",
        "rawset(_G, 'print', 1)",
        "_ENV.string = {}",
        "setmetatable(_G, {})",
        "getmetatable(_G).__index = {}",
        "host.echo = 1",
        "rawset(host, 'echo', 1)",
        "package.loaded.host = {}",
        "rawset(package.loaded, 'host', {})",
        "package.loaded._G.print = 1",
        "_G._G = {}",
        "package = {}",
        "msgpack.pack = 1",
        "alog.info = 1",
        "rawset(alog, 'info', 1)",
        "getmetatable(msgpack.array({})).__len = function() return 9 end assert(#msgpack.array({}) == 9)",
        "getmetatable(msgpack.map({})).__index = { x = 1 } assert(msgpack.map({}).x)",
        "load('print = 1')()",
        "load('print = 1', 'x', 't', _G)()",
        "rawset(package, 'loaded', {})"
      ]
      for (const attempt of attempts) {
        const [ok] = yield* state.run(`return pcall(function() ${attempt} end)`)
        assert.strictEqual(ok, false, attempt)
      }
      yield* state.run("mine = 1 function f() return mine end")
      yield* state.run("mine = mine + 1")
      assert.deepStrictEqual(yield* state.call("f"), [2])
      assert.deepStrictEqual(yield* state.call("host.upper", "a"), ["A"])
      assert.deepStrictEqual(yield* state.call("string.rep", "a", 3), ["aaa"])
      assert.deepStrictEqual(yield* state.run("return loadfile, dofile, package.path"), [
        undefined,
        undefined,
        undefined
      ])
    })
  )

  it.effect("B12 strict: the tables in a host module are read-only at any depth, and read as any other", () =>
    Effect.gen(function* () {
      const hub = { name: "hub" }
      const bank = LuaModule.make("bank", {
        pay: (n: number) => `paid ${n}`,
        eu: { pay: (n: number) => `paid ${n} EUR`, limit: 100, branch: { city: "Ulm" } },
        rates: [3, 1, 2],
        lists: [[1], { deep: [2] }],
        map: new Map<unknown, unknown>([[{ id: 1 }, { open: true }]]),
        twice: [hub, hub]
      })
      const attempts = [
        "bank.eu.pay = print",
        "bank.eu.limit = nil",
        "bank.eu.more = 1",
        "bank.eu.branch.city = 'Bonn'",
        "bank.rates[1] = 99",
        "bank.rates[4] = 99",
        "bank.lists[1][1] = 99",
        "bank.lists[2].deep[1] = 99",
        "for key, value in pairs(bank.map) do key.id = 2 end",
        "for key, value in pairs(bank.map) do value.open = false end",
        "rawset(bank.eu, 'limit', 1)",
        "rawset(bank.rates, 5, 1)",
        "table.insert(bank.rates, 4)",
        "table.remove(bank.rates)",
        "table.sort(bank.rates)",
        "table.move({ 7, 8 }, 1, 2, 1, bank.rates)",
        "setmetatable(bank.eu, { __index = { more = 1 } })",
        "setmetatable(bank.eu, nil)",
        "msgpack.array(bank.rates)",
        "msgpack.map(bank.eu)",
        "setmetatable({}, { __newindex = bank.eu }).limit = 1",
        "load('limit = 1', 'x', 't', bank.eu)()",
        "coroutine.wrap(function() bank.eu.limit = 1 end)()",
        "require('bank').eu.limit = 1",
        "package.loaded.bank.eu.limit = 1"
      ]
      const read =
        "local keys = {} for key in pairs(bank.eu) do keys[#keys + 1] = key end table.sort(keys) " +
        "local id for key, value in next, bank.map do id = key.id end " +
        "return table.concat(keys, ' '), id, next(bank.eu) ~= nil, #bank.rates, rawlen(bank.rates), rawget(bank.rates, 1), " +
        "table.concat(bank.rates, ' '), select('#', table.unpack(bank.rates)), bank.eu.pay(5), bank.eu.limit, " +
        "bank.rates, bank.lists, bank.eu.branch, msgpack.unpack(msgpack.pack(bank.rates)), bank.eu == bank.eu, getmetatable(bank.eu)"
      const own = "local mine = table.move(bank.rates, 1, 3, 1, {}) mine[1] = 9 table.sort(mine) return mine"
      const state = yield* LuaState.make({ sandbox: "strict", modules: [bank] })
      const before = yield* state.run(read)
      const rates = [3, 1, 2]
      const parts = ["branch limit pay", 1, true, 3, 3, 3, "3 1 2", 3, "paid 5 EUR", 100, rates, [[1], { deep: [2] }]]
      assert.deepStrictEqual(before, [...parts, { city: "Ulm" }, rates, true, undefined])
      for (const attempt of attempts) {
        const [ok, message] = yield* state.run(`return pcall(function() ${attempt} end)`)
        assert.strictEqual(ok, false, attempt)
        assert.match(String(message), /read-only|protected metatable/, attempt)
      }
      assert.deepStrictEqual(yield* state.run(read), before)
      assert.deepStrictEqual(yield* state.run(own), [[1, 2, 9]])
      assert.deepStrictEqual(yield* state.run("return alua.newstate():run('return pcall(rawset, bank.eu, 1, 1)')"), [
        false,
        "attempt to change a read-only table (field '1')"
      ])
      const open = yield* LuaState.make({ modules: [bank] })
      assert.deepStrictEqual(
        yield* open.run("bank.eu.limit = 5 bank.rates[4] = 4 return bank.eu.limit, #bank.rates"),
        [5, 4]
      )
    })
  )

  it.effect("B12 a host module that holds itself is refused by its path", () =>
    Effect.gen(function* () {
      const around: Record<string, unknown> = {}
      around["self"] = around
      const list: Array<unknown> = []
      list.push(list)
      for (const fields of [{ around }, { list }]) {
        const error = yield* Effect.flip(LuaState.make({ sandbox: "strict", modules: [LuaModule.make("odd", fields)] }))
        assert.strictEqual(error._tag, "LuaCodecError")
        assert.include(error.message, "a circle?")
      }
    })
  )

  it.effect("B12 files: only below the folders given, links and zeros or not", () =>
    Effect.gen(function* () {
      const folder = mkdtempSync(join(tmpdir(), "sandbox-"))
      yield* Effect.addFinalizer(() => Effect.sync(() => rmSync(folder, { recursive: true })))
      const inside = join(folder, "inside")
      const outside = join(folder, "outside")
      mkdirSync(join(inside, "deep"), { recursive: true })
      mkdirSync(outside)
      writeFileSync(join(inside, "good.lua"), "return { name = ..., }")
      writeFileSync(join(inside, "deep", "init.lua"), "#!/usr/bin/lua\nreturn debug.traceback('x')")
      writeFileSync(join(inside, "compiled.lua"), "\x1bLuaS\0\0")
      writeFileSync(join(outside, "secret.lua"), "return 'secret'")
      symlinkSync(join(outside, "secret.lua"), join(inside, "link.lua"))
      symlinkSync(outside, join(inside, "folder"))
      const state = yield* LuaState.make({ roots: [inside] })
      assert.deepStrictEqual(yield* state.run("return require('good').name, require('good') == require('good')"), [
        "good",
        true
      ])
      assert.match(String((yield* state.run("return require('deep')"))[0]), /init.lua:2: in main chunk/)
      // As in Lua, loadfile tells of what it cannot open, dofile raises it.
      assert.deepStrictEqual(yield* state.run("return loadfile('missing.lua')"), [
        undefined,
        "cannot open missing.lua: no file below the folders of this state"
      ])
      assert.deepStrictEqual(yield* state.run("return pcall(dofile, 'missing.lua')"), [
        false,
        "cannot open missing.lua: no file below the folders of this state"
      ])
      for (const attempt of [
        "require('link')",
        "require('folder.secret')",
        "require('../outside/secret')",
        "require('..outside.secret')",
        `package.path = '${outside}/?.lua' return require('secret')`,
        "package.path = '../outside/?.lua' return require('secret')",
        `dofile('${outside}/secret.lua')`,
        "dofile('../outside/secret.lua')",
        "dofile('link.lua')",
        "dofile('good.lua\\0')",
        "assert(loadfile('../outside/secret.lua'))",
        "require('compiled')",
        "assert(loadfile('compiled.lua'))",
        "dofile('.')",
        `package.searchpath('secret', '${outside}/?.lua').x.y = 1`,
        "package.path = nil return require('secret')",
        "package.path = setmetatable({}, { __tostring = function() return '/?' end }) return require('etc/passwd')"
      ]) {
        const [ok, value] = yield* state
          .run(
            `return pcall(function() return ${attempt.startsWith("package.path") ? `(function() ${attempt} end)()` : attempt} end)`
          )
          .pipe(Effect.catchTag("LuaSyntaxError", () => state.run(`return pcall(function() ${attempt} end)`)))
        assert.strictEqual(ok, false, `${attempt}: ${String(value)}`)
        yield* state.run("package.path = '?.lua;?/init.lua'")
      }
      const strict = yield* LuaState.make({ sandbox: "strict" })
      yield* strict.load(join(inside, "good.lua"))
      const error = yield* Effect.flip(strict.run("return require('good')"))
      assert.include(error.message, "module 'good' not found")
    })
  )

  it.effect("B12 strict: no file, but Lua files below folders that were named for that very state", () =>
    Effect.gen(function* () {
      const folder = mkdtempSync(join(tmpdir(), "strict-"))
      yield* Effect.addFinalizer(() => Effect.sync(() => rmSync(folder, { recursive: true })))
      mkdirSync(join(folder, "toys"))
      writeFileSync(join(folder, "good.lua"), "return 'good'")
      writeFileSync(join(folder, "toys", "kite.lua"), "return 'kite'")
      const childReads = `
        local options, module = ...
        local child = alua.newstate(load("return " .. options)())
        return child:run("return (pcall(require, ...))", module), (pcall(child.run, child, "return loadfile('good.lua')()"))`
      const given = yield* LuaState.make({ sandbox: "strict", roots: [folder] })
      assert.deepStrictEqual(yield* given.run("return require('good'), loadfile, dofile"), [
        "good",
        undefined,
        undefined
      ])
      writeFileSync(join(folder, ".env"), "TOKEN='abc123'")
      writeFileSync(join(folder, "notes.txt"), "the secretword")
      assert.deepStrictEqual(yield* given.run("return alua.newstate():loadfile('good.lua')"), ["good"])
      for (const file of [
        ".env",
        "notes.txt",
        join(folder, ".env"),
        "toys",
        `file://${folder}/.env`,
        "good.lua/../.env"
      ]) {
        assert.deepStrictEqual(
          yield* given.run(
            "local c = alua.newstate() local _, e = pcall(c.loadfile, c, (...)) return e, c:run('return TOKEN')",
            file
          ),
          [`cannot open ${file}: no file whose name ends in .lua below the folders of this state`, undefined]
        )
      }
      for (const sandbox of ["full", "standard", "strict"] as const) {
        const state = yield* LuaState.make({ sandbox, roots: [folder] })
        const cases: ReadonlyArray<readonly [options: string, module: string, found: boolean]> = [
          ["{ sandbox = 'strict' }", "good", false],
          ["{ sandbox = 'strict', roots = {} }", "good", false],
          ["{ sandbox = 'strict', roots = { 'toys' } }", "good", false],
          ["{ sandbox = 'strict', roots = { 'toys' } }", "kite", true],
          // As it is itself: what is not said is that of who makes it.
          ["nil", "good", sandbox !== "strict"]
        ]
        for (const [options, module, found] of cases) {
          const [read, loaded] = yield* state.run(childReads, options, module)
          assert.strictEqual(read, found, `${sandbox}: ${options} ${module}`)
          assert.strictEqual(loaded, options === "nil" && sandbox !== "strict", `${sandbox}: ${options}`)
        }
      }
      const find = "return (pcall(require, 'good'))"
      const made = (options: LuaState.LuaStateOptions) =>
        LuaRuntime.pipe(
          Effect.flatMap((runtime) => runtime.newState(options)),
          Effect.flatMap((state) => state.run(find)),
          Effect.provide(LuaRuntime.layer({ roots: [folder] }))
        )
      assert.deepStrictEqual(yield* made({}), [true])
      assert.deepStrictEqual(yield* made({ sandbox: "strict" }), [false])
      assert.deepStrictEqual(yield* made({ sandbox: "strict", roots: [folder] }), [true])
    })
  )

  it.effect("B12 full: what the program may, but no module of Node, no hooks", () =>
    Effect.gen(function* () {
      const state = yield* LuaState.make({ sandbox: "full" })
      const results = yield* state.run(`
        return io ~= nil, os.getenv ~= nil, string.dump ~= nil, debug.getinfo ~= nil, package.searchers, pcall(require, 'fs')`)
      assert.deepStrictEqual(results.slice(0, 6), [true, true, true, true, undefined, false])
      for (const name of ["debug.sethook", "debug.debug", "package.loadlib"]) {
        const [ok, problem] = yield* state.run(`return pcall(function() ${name}("fs", "*") end)`)
        assert.isFalse(ok)
        assert.include(problem, `'${name}' is not available: `)
      }
    })
  )

  it.effect("B12 no key of a script reaches a prototype, and none makes an object something else", () =>
    Effect.gen(function* () {
      const state = yield* LuaState.make({ modules: [host] })
      const [value] = yield* state.run(
        "return { __proto__ = { polluted = true }, constructor = { prototype = { polluted = true } } }"
      )
      assert.strictEqual(({} as { polluted?: boolean }).polluted, undefined)
      assert.strictEqual((value as { polluted?: boolean }).polluted, undefined)
      assert.deepStrictEqual(Object.keys(value as object).toSorted(), ["__proto__", "constructor"])
      assert.deepStrictEqual(yield* state.run("return host.keys({ __proto__ = 1, a = 2 })"), [["__proto__", "a"]])
      const fakes = `
        local marks = { "~effect/Effect", "~effect/Effect/evaluate", "~effect/Exit", "~@stevedore/lua/LuaResults", "~@stevedore/lua/LuaReference" }
        local fake = { values = { 1, 2 }, _tag = "Success", value = 1, type = "function" }
        for _, mark in ipairs(marks) do fake[mark] = mark end
        local back = host.echo(fake)
        return type(back) == "table" and back._tag == "Success", host.echo(nil), host.echo(false)`
      assert.deepStrictEqual(yield* state.run(fakes), [true, undefined, false])
      const [map] = yield* state.run("return { ['~effect/Effect'] = true }")
      assert.ok(map instanceof Map)
    })
  )

  it.effect("B12 what a script gives to the host is bounded: circles, depth, tables that double", () =>
    Effect.gen(function* () {
      const state = yield* LuaState.make({ modules: [host] })
      const [circle] = yield* state.run("local t = {} t.t = t return select(2, pcall(host.echo, t))")
      assert.include(String(circle), "nested deeper than 128 levels")
      // Keys are levels as well, and a part of the path that has no name.
      for (const keys of [
        "local t = {} t[t] = 1 return t",
        "local a, b = {}, {} a[b] = 1 b[a] = 1 return a",
        "local t = {} for i = 1, 5000 do t = { [t] = 1 } end return t"
      ]) {
        const error = yield* Effect.flip(state.run(keys))
        assert.strictEqual(error._tag, "LuaCodecError")
        assert.match(error.message, /^cannot take a table nested deeper than 128 levels \(a circle\?\) at \[\?\]\[\?\]/)
        const [given] = yield* state.run(`local t = (function() ${keys} end)() return select(2, pcall(host.echo, t))`)
        assert.match(String(given), /nested deeper than 128 levels \(a circle\?\)/)
      }
      assert.strictEqual((yield* state.run("local t = {} for i = 1, 127 do t = { [t] = 1 } end return t")).length, 1)
      const bomb = "local t = {} for i = 1, 60 do t = { t, t } end return t"
      assert.include((yield* Effect.flip(state.run(bomb))).message, "parts")
      const [taken] = yield* state.run(`local t = (function() ${bomb} end)() return select(2, pcall(host.echo, t))`)
      assert.include(String(taken), "parts")
      const long = "local s = string.rep('x', 1000000) local t = {} for i = 1, 1000 do t[i] = s end return t"
      assert.include((yield* Effect.flip(state.run(long))).message, "bytes of strings")
    })
  )

  it.effect(
    "B12 of an error of the host scripts have its data: nothing to call, and of one that nobody has declared nothing but its words",
    () =>
      Effect.gen(function* () {
        let called = 0
        class Answered extends Error {
          readonly config = { headers: { authorization: "secret" }, adapter: () => ++called }
        }
        const host = LuaModule.make("host", {
          fails: () => Effect.tryPromise({ try: () => Promise.reject(new Answered("401")), catch: (cause) => cause }),
          throws: () => {
            throw new Answered("402")
          },
          declared: () =>
            Effect.fail({
              _tag: "Declared",
              message: "m",
              code: 5,
              at: { line: [1, "two"] },
              retry: () => ++called,
              inside: { deep: [{ retry: () => ++called }] },
              request: new Answered("403")
            })
        })
        const state = yield* LuaState.make({ modules: [host], sandbox: "strict" })
        const of = (name: string) =>
          state.run(`local _, e = pcall(host.${name})
          return e._tag, e.message, e.config, e.code, e.at and e.at.line[2], e.retry, e.inside, e.request`)
        assert.deepStrictEqual((yield* of("fails")).slice(0, 3), ["Error", "401", undefined])
        assert.deepStrictEqual((yield* of("throws")).slice(0, 3), ["Error", "402", undefined])
        const all: ReadonlyArray<unknown> = ["Declared", "m", undefined, 5, "two", undefined, undefined, undefined]
        assert.deepStrictEqual(yield* of("declared"), all)
        assert.strictEqual(called, 0)
      })
  )

  it.effect("B12 a host function that is given what it does not take raises in Lua, and the host is unharmed", () =>
    Effect.gen(function* () {
      const state = yield* LuaState.make({ modules: [host] })
      const [ok, tag, message] = yield* state.run("local ok, e = pcall(host.upper, {}) return ok, e._tag, e.message")
      assert.deepStrictEqual([ok, tag], [false, "TypeError"])
      assert.notInclude(String(message), "file:")
      for (const argument of [
        "nil",
        "1",
        "print",
        "coroutine.create(print)",
        "setmetatable({}, { __index = error })",
        "0/0"
      ]) {
        const [caught] = yield* state.run(`return (pcall(host.upper, ${argument}))`)
        assert.strictEqual(caught, false, argument)
      }
    })
  )

  it.effect("values of one state are refused in another", () =>
    Effect.gen(function* () {
      const one = yield* LuaState.make()
      const two = yield* LuaState.make({ modules: [host] })
      const [f] = yield* one.run("return function() return 1 end")
      assert.include((yield* Effect.flip(two.call(f as never))).message, "another state")
      assert.include((yield* Effect.flip(two.call("host.echo", f))).message, "another state")
    })
  )

  for (const sandbox of ["strict", "standard", "full"] as const) {
    it.effect(`B10 errors name functions that nothing calls by a name, at level ${sandbox}`, () =>
      Effect.gen(function* () {
        const state = yield* LuaState.make({ sandbox })
        const message = (call: string) =>
          Effect.map(state.run(`return select(2, pcall(${call}))`), ([text]) => String(text))
        assert.include(yield* message("string.rep"), "bad argument #1 to 'string.rep' (string expected, got no value)")
        assert.include(yield* message("setmetatable, 1"), "bad argument #1 to 'setmetatable'")
        assert.include(yield* message("load, {}"), "bad argument #1 to 'load'")
        assert.include(yield* message("msgpack.unpack"), "bad argument #1 to 'msgpack.unpack'")
        assert.include(yield* message("coroutine.wrap, 1"), "bad argument #1 to 'coroutine.wrap'")
        // What a script puts among the modules is not searched, and names nothing.
        yield* state.run(
          "package.preload.mine = function() return { own = string.rep, f = function() end } end require 'mine'"
        )
        assert.include(yield* message("string.rep"), "bad argument #1 to 'string.rep'")
      })
    )
  }

  it.effect("B01 load takes a number for its text, as a string is taken", () =>
    Effect.gen(function* () {
      const state = yield* LuaState.make()
      const results = yield* state.run("local f, e = load(5) return f, e, select(2, load(1.5)), pcall(load, true)")
      assert.deepStrictEqual(results, [
        undefined,
        `[string "5"]:1: unexpected symbol near '5'`,
        `[string "1.5"]:1: unexpected symbol near '1.5'`,
        false,
        "bad argument #1 to 'load' (function expected, got boolean)"
      ])
    })
  )

  it.effect("B10 what a reader function raises is what load gives beside nil", () =>
    Effect.gen(function* () {
      const state = yield* LuaState.make()
      const given = (reader: string) => state.run(`return load(${reader})`)
      assert.deepStrictEqual(yield* given("function() error('x', 0) end"), [undefined, "x"])
      assert.deepStrictEqual(yield* given("function() error(7) end"), [undefined, 7])
      assert.deepStrictEqual(yield* given("function() return {} end"), [
        undefined,
        "run:1: reader function must return a string"
      ])
      const [, yielded] = yield* given("function() coroutine.yield() end")
      assert.match(String(yielded), /attempt to yield/)
      const numbers = "local n = 0 local f = load(function() n = n + 1 return ({ 'return ', 7 })[n] end) return f()"
      assert.deepStrictEqual(yield* state.run(numbers), [7])
      const looping = state.within({ limits: { instructions: 10_000 } })
      const error = yield* Effect.flip(looping.run("return load(function() while true do end end)"))
      assert.strictEqual(error._tag, "LuaLimitError")
    })
  )
})
