/*
 * Native functions under a budget: each takes steps for what it walks, so that one call of it cannot outlast a job's budget. A long
 * value is made without a budget, then one call may take fewer steps than it would need.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import type { LuaLimitError } from "@stevedore/lua/LuaError"
import { fengari } from "../src/internal/fengari/load.ts"
import * as LuaModule from "@stevedore/lua/LuaModule"
import * as LuaState from "@stevedore/lua/LuaState"

/** What is made before, and the one call. */
const calls: Readonly<Record<string, readonly [made: string, call: string]>> = {
  "%q of a long string": ["s = ('\\0'):rep(400000)", "string.format('%q', s)"],
  "a format of percent signs": ["s = ('%%'):rep(100000)", "string.format(s)"],
  "pack without a value": ["s = (' '):rep(100000)", "string.pack(s)"],
  "unpack without a value": ["s = (' '):rep(100000)", "string.unpack(s, '')"],
  "packsize of many": ["s = ('b'):rep(100000)", "string.packsize(s)"],
  "a size with many digits": ["s = 'c' .. ('0'):rep(100000) .. '1'", "string.packsize(s)"],
  "a date of many conversions": ["s = ('%%'):rep(100000)", "os.date(s)"],
  "an order of long strings": ["s, t = ('x'):rep(4000000), ('x'):rep(4000000)", "return s < t, s <= t"],
  "strings that are equal": ["s, t = ('x'):rep(4000000), ('x'):rep(4000000)", "return s == t"],
  "strings that are equal, in a function": [
    "s, t = ('x'):rep(4000000), ('x'):rep(4000000)",
    "rawequal(s, t) tostring(1)"
  ],
  "a line that is long": ["s = ('x'):rep(2000000)", "alog.debug(s)"],
  "a traceback with a long message": ["s = ('x'):rep(2000000)", "return #debug.traceback(s)"],
  "modules that are loaded again": ["", "pcall(alua.reload, 'nothing')"],
  "a long key": ["t, s = {}, ('x'):rep(4000000)", "t[s] = 1 tostring(1)"],
  "a plain pattern that is long": ["s = ('x'):rep(100000)", "string.find('y', s)"],
  "a class that is long": ["s = '[' .. ('x'):rep(100000) .. ']'", "string.find('', s)"],
  "a byte that is far": ["s = ('x'):rep(10000000)", "s:find('y', 1, true) tostring(1)"],
  "a pattern of many items": ["s, p = ('x'):rep(3000), ('x'):rep(1000) .. '[y]'", "s:find(p)"],
  "a chain of __index": [
    "t = {} for i = 1, 1900 do t = setmetatable({}, { __index = t }) end",
    "for _ = 1, 20 do local _ = t.x end"
  ],
  "a chain of __newindex": [
    "t = {} for i = 1, 1900 do t = setmetatable({}, { __newindex = t }) end",
    "for _ = 1, 20 do t.x = nil end"
  ],
  "strings below what is announced": ["s = ('x'):rep(60000)", "for _ = 1, 30 do s:lower() s:reverse() end"],
  "the length of UTF-8": ["s = ('x'):rep(100000)", "utf8.len(s)"],
  "a place in UTF-8": ["s = ('x'):rep(100000)", "utf8.offset(s, 90000)"],
  "many continuation bytes": ["s = 'x' .. ('\\x80'):rep(100000)", "utf8.offset(s, 2)"],
  "a walk through continuation bytes": ["s = 'x' .. ('\\x80'):rep(100000)", "local f = utf8.codes(s) pcall(f, s, 1)"]
}

/** What is looked at when the next native function is called: each call takes a part of the budget. */
const repeated: Readonly<Record<string, readonly [made: string, call: string]>> = {
  "figures of a large state": ["t = {} for i = 1, 1000 do t[i] = {} end", "for _ = 1, 100 do alua.stats() end"],
  "figures of a large state that it made": [
    "c = alua.newstate() c:run('t = {} for i = 1, 1000 do t[i] = {} end')",
    "for _ = 1, 100 do c:stats() end"
  ],
  "a module of few functions in a large table": [
    "t = {} for i = 1, 10000 do t[i] = i end",
    "for _ = 1, 20 do alua.regmod('m', t) end"
  ],
  "a traceback of a deep stack": [
    "function deep(n, f) if n == 0 then return f() end return (deep(n - 1, f)) end",
    "deep(15000, function() for _ = 1, 40 do debug.traceback() end end)"
  ],
  "errors that say where, far below": [
    "function deep(n, f) if n == 0 then return f() end return (deep(n - 1, f)) end",
    "deep(15000, function() for _ = 1, 100 do pcall(error, 'x', 14000) end end)"
  ],
  "errors of long functions": [
    "a = {} f = load('if false then ' .. ('x = 1 '):rep(20000) .. ' end a.b.c = 1')",
    "for _ = 1, 100 do pcall(f) end"
  ],
  "errors deep in a stack": [
    "function deep(n, f) if n == 0 then return f() end return (deep(n - 1, f)) end",
    "deep(15000, function() for _ = 1, 100 do pcall(error) end end)"
  ],
  "a source of labels": [
    "local t = {} for i = 1, 1000 do t[i] = '::l' .. i .. ':: x = 1 ' end s = table.concat(t)",
    "load(s)"
  ],
  "a source of gotos": [
    "local t = {} for i = 1, 1000 do t[i] = 'goto l' .. i .. ' ' t[i + 1000] = '::m' .. i .. ':: x = 1 ' end s = table.concat(t)",
    "load(s)"
  ],
  "names among many around": [
    `local t = {}
     for i = 1, 30 do
       local names = {}
       for j = 1, 190 do names[j] = "l" .. i .. "_" .. j end
       t[i] = "local " .. table.concat(names, ",") .. " return function() "
     end
     s = table.concat(t) .. ("x=x "):rep(500) .. ("end "):rep(30)`,
    "assert(load(s)) tostring(1)"
  ],
  "a source of many ends": ["s = 'if a then b() ' .. ('elseif a then b() '):rep(2000) .. 'end'", "load(s)"]
}

const run = (made: string, call: string, instructions: number) =>
  Effect.gen(function* () {
    const state = yield* LuaState.make({ limits: { slice: 0 } })
    yield* state.run(made)
    const error = yield* Effect.flip(state.within({ limits: { instructions, slice: 0 } }).run(call))
    assert.strictEqual((error as LuaLimitError).limit, "instructions", String(error))
    assert.deepStrictEqual(yield* state.run("return 'next'"), ["next"])
  })

describe("native work", () => {
  for (const [name, [made, call]] of Object.entries(calls)) {
    it.effect(`B11 a budget ends ${name}`, () => run(made, call, 20_000))
  }
  for (const [name, [made, call]] of Object.entries(repeated)) {
    it.effect(`B11 a budget ends ${name}`, () => run(made, call, 100_000))
  }

  it.effect("B11 a budget ends many questions about a function", () =>
    Effect.gen(function* () {
      const state = yield* LuaState.make({ sandbox: "full", limits: { slice: 0 } })
      yield* state.run("s = ('S'):rep(100000)")
      const small = state.within({ limits: { instructions: 20_000, slice: 0 } })
      const error = yield* Effect.flip(small.run("debug.getinfo(1, s)"))
      assert.strictEqual((error as LuaLimitError).limit, "instructions", String(error))
    })
  )

  it.effect("B11 what a loop takes is looked at while it goes on, not behind it", () =>
    Effect.gen(function* () {
      const state = yield* LuaState.make({ limits: { slice: 0 } })
      yield* state.run("s = ('x'):rep(1000000)")
      const { exhausted } = fengari.meter
      let owed = 0
      fengari.meter.exhausted = (L) => {
        owed = Math.max(owed, -fengari.meter.steps)
        exhausted(L)
      }
      yield* Effect.addFinalizer(() => Effect.sync(() => (fengari.meter.exhausted = exhausted)))
      for (const pattern of ["'x*y'", "'[^y]*y'", "'^.*$'", "'^x-y'", "'^x+y'"]) {
        yield* Effect.flip(state.within({ limits: { instructions: 50_000, slice: 0 } }).run(`s:find(${pattern})`))
      }
      assert.isBelow(owed, 100)
    })
  )

  it.effect("B11 what one job took is not the next one's", () =>
    Effect.gen(function* () {
      const state = yield* LuaState.make({ limits: { slice: 0 } })
      yield* state.run("s, t = ('x'):rep(4000000), ('x'):rep(4000000)")
      yield* state.run("return s == t")
      const small = state.within({ limits: { instructions: 2000 } })
      assert.deepStrictEqual(yield* small.run("for i = 1, 100 do tostring(i) end return 1"), [1])
      yield* Effect.flip(state.within({ limits: { instructions: 20_000 } }).run("return s == t, s == t, tostring(1)"))
      assert.deepStrictEqual(yield* small.run("for i = 1, 100 do tostring(i) end return 1"), [1])
    })
  )

  it.live("B11 turns that are shorter than what passes between two looks are counted", () =>
    Effect.gen(function* () {
      let turns = 0
      const turn = () => {
        turns++
        for (const end = performance.now() + 2; performance.now() < end;);
        return Effect.yieldNow
      }
      const state = yield* LuaState.make({ modules: [LuaModule.make("host", { turn })], limits: { time: 20 } })
      const error = yield* Effect.flip(state.run("while true do host.turn() end"))
      assert.strictEqual((error as LuaLimitError).limit, "time", String(error))
      // Of 2 ms at least each, of which those of the first are not counted before the first look.
      assert.isAtMost(turns, 12)
    })
  )

  it.effect("B11 what a budget is for can be done within it", () =>
    Effect.gen(function* () {
      const state = yield* LuaState.make({ limits: { instructions: 100_000 } })
      yield* state.run(`
        local s = ('x'):rep(100000)
        for i = 1, 1000 do local _ = #s, s:byte(i), s:sub(i, i), s:find('x', i, true), s == s, s < s end
        local t = { [s] = 1 }
        for i = 1, 1000 do local _ = t[s] end
        for i = 1, 1000 do string.format('%q %5d', 'a value', i) string.pack('<i4s4', i, 'text') end`)
    })
  )
})
