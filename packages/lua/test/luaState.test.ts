/*
 * A state: what runs in it, what comes back, what goes wrong there.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as LuaModule from "@stevedore/lua/LuaModule"
import * as LuaState from "@stevedore/lua/LuaState"

describe("LuaState", () => {
  it.effect("B08 runs a source with arguments and gives all results", () =>
    Effect.gen(function* () {
      const state = yield* LuaState.make()
      assert.deepStrictEqual(yield* state.run("return 1 + 2, 'a', ..., nil", "x", 4.5), [3, "a", "x", undefined])
      assert.deepStrictEqual(yield* state.run("return ...", "x", 4.5), ["x", 4.5])
      assert.deepStrictEqual(yield* state.run("local x = 1"), [])
    })
  )

  it.effect("B08 calls globals, functions of modules, and functions that came back", () =>
    Effect.gen(function* () {
      const state = yield* LuaState.make()
      yield* state.run("function add(a, b) return a + b end; m = { deep = { f = function(x) return x .. '!' end } }")
      assert.deepStrictEqual(yield* state.call("add", 2, 3), [5])
      assert.deepStrictEqual(yield* state.call("m.deep.f", "hi"), ["hi!"])
      const [f] = yield* state.run("return function(...) return select('#', ...) end")
      assert.deepStrictEqual(yield* state.call(f as never, 1, undefined, 3), [3])
      const error = yield* Effect.flip(state.call("m.nothing"))
      assert.strictEqual(error.message, "no function 'm.nothing' in this state")
    })
  )

  it.effect("B14 no job sees the Lua thread of one before it, nor what that left there", () =>
    Effect.gen(function* () {
      const wait = LuaModule.make("host", { wait: () => Effect.yieldNow })
      const state = yield* LuaState.make({ sandbox: "full", modules: [wait] })
      // Whoever holds one as a value holds one that is no other job's.
      yield* state.run("seen, count, last = {}, 0, nil")
      const own = `local co = coroutine.running()
        if not seen[co] then count = count + 1 end
        seen[co], last = true, co
        return count`
      for (let n = 1; n <= 20; n++) {
        assert.deepStrictEqual(yield* state.run("return last == nil or coroutine.status(last)"), [n === 1 || "dead"])
        assert.deepStrictEqual(yield* state.run(own), [n])
      }
      // Of what a job had on its stack the next finds nothing, however the one before has ended.
      const leaves = "local a, b, c = { 'secret' }, { 'secret' }, function() return 'secret' end; "
      const looks = `local found = 0
        for level = 0, 3 do
          if debug.getinfo(level, 'l') then
            for n = 1, 60 do
              local _, value = debug.getlocal(level, n)
              if type(value) == 'table' or type(value) == 'function' and value ~= debug.getlocal then found = found + 1 end
            end
          end
        end
        return found, (select('#', ...)), debug.gethook()`
      const before = yield* state.run(looks)
      const endings = ["return a, b", "error(a)", "host.wait() return a", "return table.unpack({}, 1, 200)", "a()"]
      for (const ending of [
        ...endings,
        "do local function f(n) return n == 0 and a or 1 + #f(n - 1) end pcall(f, 500) end"
      ]) {
        yield* Effect.exit(state.run(leaves + ending, 1, 2, 3))
        assert.deepStrictEqual(yield* state.run(looks), before, ending)
      }
    })
  )

  it.effect("B14 a job inside another one has a Lua thread of its own", () =>
    Effect.gen(function* () {
      let inner: (n: number) => Effect.Effect<ReadonlyArray<unknown>, unknown> = () => Effect.succeed([])
      const host = LuaModule.make("host", { run: (n: number) => Effect.map(inner(n), ([value]) => value as never) })
      const state = yield* LuaState.make({ modules: [host] })
      inner = (n) => state.run("local n = ... ; if n == 0 then return 0 end return n + host.run(n - 1)", n)
      for (let round = 0; round < 3; round++) {
        assert.deepStrictEqual(yield* state.run("local a, b = 'a', 'b' ; return host.run(9), a, b, host.run(4)"), [
          45,
          "a",
          "b",
          10
        ])
      }
    })
  )

  it.effect("B01 an error has its position and a traceback, a source that does not compile its line", () =>
    Effect.gen(function* () {
      const state = yield* LuaState.make()
      const raised = yield* Effect.flip(state.run("local function f()\n error('boom') end\nf()"))
      assert.strictEqual(raised._tag, "LuaRuntimeError")
      assert.strictEqual(raised.message, "run:2: boom")
      assert.include(String((raised as { traceback?: string }).traceback), "run:3: in main chunk")
      const syntax = yield* Effect.flip(state.run("x = = 1"))
      assert.strictEqual(syntax.message, "run:1: unexpected symbol near '='")
    })
  )

  it.effect(
    "B14 a host function that gives an effect is awaited, also in pcall, metamethods, iterators and coroutines",
    () =>
      Effect.gen(function* () {
        const host = LuaModule.make("host", {
          wait: (value: unknown) => Effect.as(Effect.yieldNow, value as never),
          fail: () => Effect.andThen(Effect.yieldNow, Effect.fail({ _tag: "Nope", message: "not today", code: 7 }))
        })
        const state = yield* LuaState.make({ modules: [host] })
        const results = yield* state.run(`
        local got = {}
        got[1] = host.wait(1)
        got[2] = select(2, pcall(host.wait, 2))
        got[3] = setmetatable({}, { __index = function(_, k) return host.wait(k) end })[3]
        for value in function(_, v) return host.wait(v == nil and 4 or nil) end do got[4] = value end
        got[5] = coroutine.wrap(function() return host.wait(5) end)()
        local co = coroutine.create(function(a) local b = coroutine.yield(host.wait(a)) return host.wait(b) end)
        local _, six = coroutine.resume(co, 6)
        local _, seven = coroutine.resume(co, 7)
        got[6], got[7] = six, seven
        local ok, e = pcall(host.fail)
        local ok2, e2 = pcall(coroutine.wrap(function() host.fail() end))
        return got, ok, e._tag, e.code, tostring(e), ok2, e2._tag`)
        assert.deepStrictEqual(results, [[1, 2, 3, 4, 5, 6, 7], false, "Nope", 7, "Nope: not today", false, "Nope"])
      })
  )

  it.effect("B08 load gives nil and the error of a reader that fails, whatever it is", () =>
    Effect.gen(function* () {
      const state = yield* LuaState.make()
      const results = yield* state.run(`
        local function given(reader) local f, e = load(reader) return f == nil, type(e) == "table" and e.code or e end
        local pieces = { "return ", "7" }
        local whole = load(function() return table.remove(pieces, 1) end)
        local r = {}
        r[1], r[2] = given(function() error("torn") end)
        r[3], r[4] = given(function() error({ code = 7 }) end)
        r[5], r[6] = given(function() return {} end)
        r[6] = r[6]:match("reader function.*")
        return r, whole()`)
      assert.deepStrictEqual(results, [[true, "run:6: torn", true, 7, true, "reader function must return a string"], 7])
    })
  )

  it.effect("B14 what cannot wait says so", () =>
    Effect.gen(function* () {
      const host = LuaModule.make("host", { wait: () => Effect.yieldNow })
      const state = yield* LuaState.make({ modules: [host] })
      const sorting = yield* Effect.flip(
        state.run("table.sort({3, 2, 1}, function(a, b) host.wait() return a < b end)")
      )
      assert.include(sorting.message, "cannot wait here")
      const inside = yield* Effect.flip(state.run("string.gsub('a', 'a', coroutine.wrap(function() host.wait() end))"))
      assert.include(inside.message, "cannot wait here")
    })
  )

  it.effect("B14 an interruption ends the job, pcall or not, and the state goes on", () =>
    Effect.gen(function* () {
      const host = LuaModule.make("host", { never: () => Effect.never, stop: () => Effect.interrupt })
      const state = yield* LuaState.make({ modules: [host] })
      const fiber = yield* Effect.forkChild(state.run("pcall(host.never) after = true"), { startImmediately: true })
      assert.strictEqual((yield* state.stats).waiting, 1)
      yield* Fiber.interrupt(fiber)
      const exit = yield* Effect.exit(state.run("pcall(host.stop) after = true"))
      assert.ok(Exit.hasInterrupts(exit))
      assert.deepStrictEqual(yield* state.run("return after"), [undefined])
      assert.strictEqual((yield* state.stats).waiting, 0)
    })
  )

  it.live("B11 interrupting a fiber ends an endless loop, also in a coroutine under pcall", () =>
    Effect.gen(function* () {
      const state = yield* LuaState.make()
      for (const loop of [
        "while true do end",
        "while true do pcall(function() while true do end end) end",
        "coroutine.wrap(function() pcall(error) while true do end end)()"
      ]) {
        const fiber = yield* Effect.forkChild(state.run(loop), { startImmediately: true })
        yield* Effect.yieldNow
        yield* Fiber.interrupt(fiber)
      }
      assert.deepStrictEqual(yield* state.run("return 1"), [1])
    })
  )

  it.effect("B14 many jobs wait in one state, each with its own locals", () =>
    Effect.gen(function* () {
      const gate = yield* Deferred.make<number>()
      const host = LuaModule.make("host", { gate: () => Deferred.await(gate) })
      const state = yield* LuaState.make({ modules: [host] })
      const fibers = yield* Effect.forEach(
        Array.from({ length: 100 }, (_, i) => i),
        (i) => Effect.forkChild(state.run("local me = ... return me + host.gate()", i), { startImmediately: true })
      )
      assert.strictEqual((yield* state.stats).waiting, 100)
      yield* Deferred.succeed(gate, 1000)
      const results = yield* Effect.forEach(fibers, Fiber.join)
      assert.deepStrictEqual(
        results.map(([value]) => value),
        Array.from({ length: 100 }, (_, i) => i + 1000)
      )
    })
  )

  it.effect("B13 a source is compiled once, and each run has a function of its own", () =>
    Effect.gen(function* () {
      const state = yield* LuaState.make()
      for (let i = 0; i < 5; i++) yield* state.run("return 1")
      const stats = yield* state.stats
      assert.strictEqual(stats.compiled, 1)
      assert.strictEqual(stats.cached, 4)
      const loads = "local f, g = load('return 7'), load('return 7') return f() + g(), f ~= g"
      assert.deepStrictEqual(yield* state.run(loads), [14, true])
      for (let i = 0; i < 300; i++) yield* state.run(`return ${i}`)
      assert.isAtMost((yield* state.stats).chunks, 256)
    })
  )

  it.effect("a closed state refuses, and what waits in it ends", () =>
    Effect.gen(function* () {
      const gate = yield* Deferred.make<number>()
      const host = LuaModule.make("host", { gate: () => Deferred.await(gate) })
      const { fiber, state } = yield* Effect.scoped(
        Effect.gen(function* () {
          const state = yield* LuaState.make({ name: "shut", modules: [host] })
          const fiber = yield* Effect.forkDetach(state.run("return host.gate()"), { startImmediately: true })
          return { fiber, state }
        })
      )
      yield* Deferred.succeed(gate, 1)
      assert.strictEqual((yield* Effect.flip(Fiber.join(fiber))).message, "the Lua state 'shut' is closed")
      assert.strictEqual((yield* Effect.flip(state.run("return 1")))._tag, "LuaClosed")
    })
  )
})
