/*
 * Yields, from wherever Lua allows them: where only the interpreter is between a yield and its resume it leaves by returning, else by
 * a throw. What a script sees is the same.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as LuaModule from "@stevedore/lua/LuaModule"
import * as LuaState from "@stevedore/lua/LuaState"
import { fengari } from "../../src/internal/fengari/load.ts"
import type { Fengari } from "../../src/internal/fengari/types.ts"
import { bare, running } from "./running.ts"

/** What is done between a resume and a yield, each with the same yields: twice, of what it was given. */
const ways: Readonly<Record<string, string>> = {
  directly: "local b = y(a) return y(b)",
  "in a tail call": "local function f(x) return y(x) end local b = f(a) return f(b)",
  "as a tail call of a function of the host": "return y((y(a)))",
  "in a protected call": "local _, b = pcall(y, a) local _, c = pcall(function() return y(b) end) return c",
  "after an error that was caught": "pcall(error, 'x') local b = y(a) pcall(function() y(b) error('y') end) return z",
  "in a metamethod":
    "local t = setmetatable({}, { __index = function(_, k) return y(k) end }) local b = t[a] return t[b]",
  "in an operator, a comparison and a concatenation": `local mt = {}
    local function of(x) return setmetatable({ x = x }, mt) end
    mt.__add = function(p) return y(p.x) end
    mt.__lt = function(p) z = y(p.x) return true end
    local b = of(a) + 1
    if not (of(b) < of(b)) then error('not less') end
    return z`,
  "in an iterator": "local b for x in function(_, v) if v == nil then return y(a) end end do b = x end return y(b)",
  "in a coroutine within": `local co = coroutine.wrap(function(x) local b = coroutine.yield(x) return b end)
    local b = y(co(a))
    return y((co(b)))`,
  "in a handler of results": "return select(2, xpcall(function() local b = y(a) return y(b) end, print))",
  "in a loop, with other calls between":
    "local b = a for i = 1, 2 do local t = { b } table.sort(t) b = y(t[1]) tostring(b) end return b"
}

/** A function of Lua around that of the host, or that itself. */
const yieldOf = (way: string, y: string): string =>
  way.includes("of the host") ? `local y = ${y}` : `local function y(x) z = ${y}(x) return z end`

/** What becomes of a function of the host that yields: whether it goes on to its own end, directly and in a protected call. */
const leaves = (F: Fengari): string => {
  const { L, run } = running(F)
  const { lua, to_luastring } = F
  let ends = 0
  lua.lua_register(L, to_luastring("wait"), (L) => {
    const count = lua.lua_yieldk(L, 0, 0, null)
    ends++
    return count
  })
  lua.lua_register(L, to_luastring("ends"), (L) => {
    lua.lua_pushinteger(L, ends)
    return 1
  })
  return run(`
    local co = coroutine.wrap(function() wait() pcall(wait) return 'end' end)
    co()
    local once = ends()
    co()
    return once, ends(), co()`)
}

describe("yields", () => {
  it("B01 return, where nothing of the host is between", () => {
    assert.strictEqual(leaves(bare), "0\t0\tend")
    assert.strictEqual(leaves(fengari), "1\t1\tend")
  })

  for (const [way, body] of Object.entries(ways)) {
    it.effect(`B01 of a coroutine ${way}`, () =>
      Effect.gen(function* () {
        const state = yield* LuaState.make()
        const results = yield* state.run(`
          local seen = {}
          local co = coroutine.create(function(a)
            local z
            ${yieldOf(way, "coroutine.yield")}
            return (function(...) ${body} end)(a)
          end)
          for _, given in ipairs { "a", "b", "c" } do
            local ok, got = coroutine.resume(co, given)
            seen[#seen + 1] = tostring(ok) .. " " .. tostring(got) .. " " .. coroutine.status(co)
          end
          return seen, coroutine.resume(co)`)
        assert.deepStrictEqual(results, [
          ["true a suspended", "true b suspended", "true c dead"],
          false,
          "cannot resume dead coroutine"
        ])
      })
    )
    it.effect(`B14 a wait for the host ${way}`, () =>
      Effect.gen(function* () {
        const next = new Map([
          ["a", "b"],
          ["b", "c"]
        ])
        const host = LuaModule.make("host", { y: (x: string) => Effect.as(Effect.yieldNow, next.get(x) as never) })
        const state = yield* LuaState.make({ modules: [host] })
        const program = `local a, z = ...
          ${yieldOf(way, "host.y")}
          return (function(...) ${body} end)(a)`
        // Each in a job, and each in a coroutine of a job, which waits with it.
        for (const source of [program, `return coroutine.wrap(function(...) ${program} end)(...)`]) {
          assert.deepStrictEqual(yield* state.run(source, "a"), ["c"])
        }
      })
    )
  }

  it.effect("B01 of a function of the host that is a coroutine's body, and of one that yields when it goes on", () =>
    Effect.gen(function* () {
      const again = LuaModule.make("host", { twice: () => Effect.yieldNow })
      const state = yield* LuaState.make({ modules: [again] })
      assert.deepStrictEqual(
        yield* state.run(`local co = coroutine.create(coroutine.yield)
          local _, one = coroutine.resume(co, 1)
          local _, two = coroutine.resume(co, 2)
          local waits = coroutine.create(host.twice)
          return one, two, coroutine.status(co), (coroutine.resume(waits))`),
        [1, 2, "dead", true]
      )
      // Where it cannot be waited it is said, and what was there goes on.
      const [ok, message, sum] = yield* state.run(`
        local co = coroutine.wrap(function()
          local ok, message = pcall(table.sort, { 2, 1 }, function(p, q) coroutine.yield() return p < q end)
          return ok, message, coroutine.yield(1) + coroutine.yield(2)
        end)
        local first = co()
        assert(first == 1 and co(20) == 2)
        return co(22)`)
      assert.deepStrictEqual([ok, sum], [false, 42])
      assert.match(String(message), /attempt to yield across a/)
    })
  )
})
