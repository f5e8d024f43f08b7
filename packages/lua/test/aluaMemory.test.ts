/*
 * Limits of memory of states that a script makes: each is held to what it holds itself, with those that it made; and who made it is held to
 * all of that.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import type { LuaLimitError } from "@stevedore/lua/LuaError"
import * as LuaState from "@stevedore/lua/LuaState"

const MEBI = 2 ** 20

/** Fills a table of the state that runs it with `count` strings of 100 KB, none of which is another one. */
const fill = `
  held = {}
  function fill(count) for i = 1, count do held[i] = ("x"):rep(1e5) .. i end return #held end`

/** What a protected call says: its results, or the limit that ended it. */
const told = `
  function told(ok, ...)
    if ok then return ... end
    local e = ...
    return type(e) == "table" and e._tag .. " " .. tostring(e.limit) .. " " .. tostring(e.budget) or tostring(e)
  end`

const small = `{ limits = { memoryBytes = 4 * 2 ^ 20 } }`

describe("limits of memory of states that a script makes", () => {
  it.effect("B11 B12 a state is held to what it holds itself, whatever its maker does", () =>
    Effect.gen(function* () {
      const state = yield* LuaState.make()
      yield* state.run(`${fill}${told} fill(160)`)
      assert.deepStrictEqual(
        yield* state.run(`
          child = alua.newstate(${small})
          child:run([[${fill}]])
          return told(pcall(child.run, child, "return 1")), told(pcall(child.run, child, "return fill(20)")),
            told(pcall(child.run, child, "fill(80)"))`),
        [1, 20, `LuaLimitError memory ${4 * MEBI}`]
      )
      // It ended nobody else, and goes on itself where it gives up what it holds.
      assert.deepStrictEqual(yield* state.run("child:run('held = nil') return child:run('return 2'), #held"), [2, 160])
    })
  )

  it.effect("B11 B12 a state is held to what it holds itself, whatever those beside it do", () =>
    Effect.gen(function* () {
      const state = yield* LuaState.make()
      assert.deepStrictEqual(
        yield* state.run(`${told}
          local one, other = alua.newstate(${small}), alua.newstate(${small})
          one:run([[${fill}]]) other:run([[${fill}]])
          return one:run("return fill(30)"), told(pcall(other.run, other, "return fill(30)"))`),
        [30, 30]
      )
    })
  )

  it.effect("B11 B12 what its maker makes for it while it runs is its maker's", () =>
    Effect.gen(function* () {
      const state = yield* LuaState.make()
      assert.deepStrictEqual(
        yield* state.run(`${fill}${told}
          alua.regmod("maker", { fill = fill })
          local child = alua.newstate(${small})
          return told(pcall(child.run, child, "return maker.fill(160)")), told(pcall(child.run, child, "return 1"))`),
        [160, 1]
      )
    })
  )

  it.effect("B11 B12 it holds what those hold that it made itself", () =>
    Effect.gen(function* () {
      const state = yield* LuaState.make()
      assert.deepStrictEqual(
        yield* state.run(`${told}
          local child = alua.newstate(${small})
          return told(pcall(child.run, child, [[
            local own = alua.newstate()
            own:run("held = {} for i = 1, 30 do held[i] = ('x'):rep(1e5) .. i end")
            local next = alua.newstate()
            next:run("held = {} for i = 1, 30 do held[i] = ('x'):rep(1e5) .. i end")]]))`),
        [`LuaLimitError memory ${4 * MEBI}`]
      )
    })
  )

  it.effect("B11 B12 its maker is held to all of it, whatever each of those that it made may hold", () =>
    Effect.gen(function* () {
      const state = yield* LuaState.make({ limits: { memoryBytes: 6 * MEBI } })
      yield* state.run(`${fill} fill(20) one, other = alua.newstate(), alua.newstate(${small})
        one:run([[${fill}]]) other:run([[${fill}]])`)
      assert.deepStrictEqual(yield* state.run("return one:run('return fill(20)')"), [20])
      // It is within its own limit: so what ends it is no error of its job, which its maker could catch.
      const error = (yield* Effect.flip(
        state.run("pcall(other.run, other, 'fill(30)') return 'caught'")
      )) as LuaLimitError
      assert.deepStrictEqual([error._tag, error.limit, error.budget], ["LuaLimitError", "memory", 6 * MEBI])
      yield* state.run("one:close()")
      assert.deepStrictEqual(yield* state.run("return other:run('held = {} return fill(30)')"), [30])
    })
  )
})
