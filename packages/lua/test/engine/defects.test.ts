/*
 * fengari's defects: each test shows the bare one wrong and the corrected one right.
 */
import { assert, describe, it } from "@effect/vitest"
import { fengari } from "../../src/internal/fengari/load.ts"
import type { Fengari } from "../../src/internal/fengari/types.ts"
import { bare, running, value, wrapped } from "./running.ts"

/** `source` gives `right` with the corrected instances, and something else with the bare one. */
const corrected = (source: string, right: string, also: ReadonlyArray<Fengari> = [fengari, wrapped]): void => {
  for (const F of also) assert.strictEqual(value(source, F), right, source)
  let wrong: string
  try {
    wrong = value(source, bare)
  } catch (error) {
    wrong = String(error)
  }
  assert.notStrictEqual(wrong, right, `bare fengari gives the same: ${source}`)
}

describe("fengari's defects", () => {
  it("B01 texts of different bytes are different keys", () => {
    corrected(`({ ["\\4\\1"] = 1 })["A"]`, "nil")
    corrected(`(function() local a, b = "\\2\\3", "#" return a == b, #a end)()`, "false\t2")
    const keys = `(function() local t, n = {}, 0 for i = 0, 65535 do t[string.char(i >> 8, i & 255)] = i end for _ in pairs(t) do n = n + 1 end return n end)()`
    corrected(keys, "65536")
  })

  it("B01 texts are ordered by their bytes", () => {
    corrected(`"a\\tb" < "ab"`, "true")
    corrected(
      `(function() local t = { "ab", "a\\tb", "a", "\\255", "B" } table.sort(t) return #t[1], #t[2], #t[3], t[4], #t[5] end)()`,
      "1\t1\t3\tab\t1"
    )
  })

  it("B01 long texts are keys, too, and equal ones one key", () => {
    const source = `(function() local t = {} t[("x"):rep(100) .. "\\1\\2"] = 1 t[("x"):rep(100) .. "\\18"] = 2 return t[("x"):rep(100) .. "\\1\\2"], t[("x"):rep(100) .. "\\18"] end)()`
    corrected(source, "1\t2")
  })

  it("B11 hooks of a coroutine run on after an error that it caught", () => {
    const hooked = (F: Fengari): number => {
      const { L, run } = running(F)
      let calls = 0
      F.lua.lua_register(L, F.to_luastring("arm"), (co) => {
        F.lua.lua_sethook(co, () => calls++, F.lua.LUA_MASKCOUNT, 100)
        return 0
      })
      run(`local co = coroutine.wrap(function() arm() pcall(error, 1) arm() for i = 1, 100000 do end end) co()`)
      return calls
    }
    assert.isAbove(hooked(fengari), 900)
    assert.isAbove(hooked(wrapped), 900)
    assert.isBelow(hooked(bare), 10)
  })

  it("B01 floats are printed as C prints them", () => {
    corrected("-0.0", "-0.0")
    corrected("1/0", "inf")
    corrected("-1/0", "-inf")
    corrected("1e300 * 1e10, 2^63, 1e-7", "inf\t9.2233720368548e+18\t1e-07")
    corrected("12345678901234.5", "12345678901234.0", [fengari])
    // Between two: to the even one.
    corrected("1234567890123.25, 1234567890123.75", "1234567890123.2\t1234567890123.8")
  })

  it("B01 what is listed first comes first", () => {
    corrected(`next({ 10, 20, 30 })`, "1\t10")
    corrected(
      `(function() local s = "" for k, v in pairs({ 10, 20, 30, x = 1, 40 }) do s = s .. k .. "=" .. v .. " " end return s end)()`,
      "x=1 1=10 2=20 3=30 4=40 "
    )
    corrected(`next(table.pack(7, 8, 9))`, "1\t7")
    const many = `(function() local t = { ${Array.from({ length: 120 }, (_, i) => i + 1).join(",")} } local last = 0 for k in pairs(t) do if k ~= last + 1 then return k end last = k end return last end)()`
    corrected(many, "120")
  })

  it("B02 an error of the host is a Lua error with its text", () => {
    const caught = (F: Fengari): string => {
      const { L, run } = running(F)
      F.lua.lua_register(L, F.to_luastring("fail"), () => {
        throw new TypeError("of the host")
      })
      return run(`return pcall(fail)`) + "|" + run(`return coroutine.resume(coroutine.create(function() fail() end))`)
    }
    assert.strictEqual(caught(fengari), "false\tTypeError: of the host|false\tTypeError: of the host")
    assert.strictEqual(caught(wrapped), "false\tTypeError: of the host|false\tTypeError: of the host")
    assert.notInclude(caught(bare), "TypeError: of the host|false\tTypeError: of the host")
  })

  it("B02 a coroutine that an error of the host ended is dead", () => {
    const source = `return (function() local co = coroutine.create(function() fail() end) coroutine.resume(co) return coroutine.status(co) end)()`
    const status = (F: Fengari): string => {
      const { L, run } = running(F)
      F.lua.lua_register(L, F.to_luastring("fail"), () => {
        throw new TypeError("of the host")
      })
      return run(source)
    }
    assert.strictEqual(status(fengari), "dead")
    assert.notStrictEqual(status(bare), "dead")
  })

  it("B02 a handler of host errors that fails itself is an error in error handling", () => {
    const { F, L, run } = running()
    F.lua.lua_atnativeerror(L, () => {
      throw new Error("again")
    })
    F.lua.lua_register(L, F.to_luastring("fail"), () => {
      throw new Error("once")
    })
    assert.strictEqual(run(`return pcall(fail)`), "false\terror in error handling")
  })

  it("B02 a recursion without end is an error, soon", () => {
    assert.include(value(`pcall((function() local function f() return 1 + f() end return f end)())`), "stack overflow")
    assert.include(
      value(
        `pcall((function() local t = setmetatable({}, {}) getmetatable(t).__index = function(t, k) return t[k + 1] end return function() return t[1] end end)())`
      ),
      "overflow"
    )
  })

  it("B01 patterns: a match that ends at the first byte, a position captured again, a character out of range", () => {
    corrected(`("ab"):find("a*%f[a]")`, "1\t0")
    assert.strictEqual(value(`("x"):find("()%1")`), "nil")
    assert.include(value(`pcall(string.char, 256)`), "value out of range")
  })

  it("B01 rep of an empty text is nothing at once, and of a short one as it should be", () => {
    assert.strictEqual(value(`#(""):rep(2147483647)`), "0")
    for (const n of [1, 2, 16, 17, 18, 33, 100]) {
      assert.strictEqual(value(`("ab"):rep(${n}, ",")`), Array(n).fill("ab").join(","))
      assert.strictEqual(value(`("abc"):rep(${n})`), "abc".repeat(n))
    }
  })
})

describe("the length of a list", () => {
  it("B01 is that of its elements, however it grew and shrank", () => {
    const program = `
      local state = 1
      local function random(n) state = (state * 1103515245 + 12345) % 2147483648 return state // 65536 % n end
      for _ = 1, 300 do
        local t, n = {}, 0
        for step = 1, 60 do
          local what = random(4)
          if what < 2 then n = n + 1 t[n] = step
          elseif what == 2 and n > 0 then t[n] = nil n = n - 1
          elseif n > 0 then table.remove(t, random(n) + 1) n = n - 1 end
          if random(2) == 0 and #t ~= n then return #t, n end
          if random(9) == 0 then t["x" .. step] = 1 end
        end
        if #t ~= n then return #t, n end
      end
      return "right"`
    assert.strictEqual(running().run(program), "right")
    assert.strictEqual(running(wrapped).run(program), "right")
  })

  it("B01 is found without a search where it changes by one", () => {
    const { L, run } = running()
    run(`list = {} for i = 1, 1000 do list[#list + 1] = i end`)
    fengari.lua.lua_getglobal(L, fengari.to_luastring("list"))
    const table = fengari.lua.lua_topointer(L, -1)
    let looked = 0
    table.strong.has = (key: unknown) => {
      looked++
      return Map.prototype.has.call(table.strong, key)
    }
    fengari.lua.lua_settop(L, 0)
    assert.strictEqual(run(`return #list`), "1000")
    assert.isAtMost(looked, 3)
  })
})
