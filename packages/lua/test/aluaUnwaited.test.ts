/*
 * What `alua` has begun elsewhere and nobody waits for, since the script cannot wait where it is, or has ended: nothing is left of it.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"

import { vi } from "vitest"
import * as LuaModule from "@stevedore/lua/LuaModule"
import * as LuaState from "@stevedore/lua/LuaState"

const MEBI = 2 ** 20

/** Where nothing can wait: the functions that call another one there, protected, and give what it raised as text. */
const places = `
  local function raised(f, ...) local ok, e = pcall(f, ...) return ok and "none" or tostring(e) end
  local places = {
    gsub = function(f, ...)
      local e local args = table.pack(...)
      ;("x"):gsub(".", function() e = raised(f, table.unpack(args, 1, args.n)) end)
      return e
    end,
    sort = function(f, ...)
      local e local args = table.pack(...)
      table.sort({ 2, 1 }, function(a, b) e = raised(f, table.unpack(args, 1, args.n)) return a < b end)
      return e
    end,
    coroutine = function(f, ...)
      local e local args = table.pack(...)
      ;("x"):gsub(".", coroutine.wrap(function() e = raised(f, table.unpack(args, 1, args.n)) end))
      return e
    end
  }`

/** Waits for ever where the host has it; counts how often it has begun to. */
const waits = () => {
  const begun = vi.fn()
  const never = Effect.andThen(
    Effect.sync(() => begun()),
    Effect.never
  )
  return { begun, host: LuaModule.make("host", { never: () => never }) }
}

describe("alua where nobody waits", () => {
  it.effect(
    "B11 B14 what a state is given to run where nothing can wait is ended where it would wait, and keeps no arguments",
    () =>
      Effect.gen(function* () {
        const { begun, host } = waits()
        const state = yield* LuaState.make({ modules: [host], limits: { memoryBytes: 32 * MEBI, slice: 0 } })
        const [raised, jobs, waiting, held] = yield* state.run(`${places}
        child = alua.newstate()
        child:run("function wait() host.never() end")
        alua.regmod("own", { wait = function() host.never() end })
        local other = alua.newstate()
        local big = ("x"):rep(2 ^ 20)
        local before = alua.stats().memoryBytes
        local raised = {}
        for name, place in pairs(places) do
          for i = 1, 10 do
            raised[#raised + 1] = place(child.run, child, "host.never()", big)
            raised[#raised + 1] = place(child.call, child, "wait", big)
            -- A state by way of a state.
            raised[#raised + 1] = place(other.run, other, "own.wait(...)", big)
            raised[#raised + 1] = place(function() select(2, assert(alua.test("t", host.never))) end)
          end
        end
        local c, o, own = alua.stats(child), alua.stats(other), alua.stats()
        return raised, { own.jobs, c.jobs, o.jobs }, { own.waiting, c.waiting, o.waiting }, own.memoryBytes - before`)
        assert.lengthOf(raised as Array<string>, 120)
        for (const text of raised as Array<string>) assert.include(text, "cannot wait here")
        assert.deepStrictEqual(waiting, [0, 0, 0], `of ${String(jobs)} jobs`)
        assert.isBelow(held as number, MEBI)
        assert.strictEqual(begun.mock.calls.length, 0)
        assert.deepStrictEqual(yield* state.run("return child:run('return ...', 1)"), [1])
      })
  )

  it.effect("B14 a long run of another state ends where nothing can wait: it gives nobody a turn meanwhile", () =>
    Effect.gen(function* () {
      const state = yield* LuaState.make({ limits: { slice: 0.01 } })
      const results = yield* state.run(`${places}
        local child = alua.newstate()
        local raised = {}
        for name, place in pairs(places) do raised[name] = place(child.run, child, "for i = 1, 1e5 do end") end
        local s = alua.stats(child)
        return raised, s.waiting, s.failed`)
      assert.deepStrictEqual(results, [{ gsub: "none", sort: "none", coroutine: "none" }, 0, 0])
    })
  )

  it.effect("B11 B14 where an init function cannot be waited for, no state is made", () =>
    Effect.gen(function* () {
      const state = yield* LuaState.make({})
      const [raised, states] = yield* state.run(`${places}
        alua.addinitfunc("x = 1")
        local raised = {}
        for name, place in pairs(places) do raised[#raised + 1] = place(alua.newstate) end
        return raised, alua.stats().states`)
      assert.lengthOf(raised as Array<string>, 3)
      for (const text of raised as Array<string>) assert.include(text, "cannot wait here")
      assert.strictEqual(states, 0)
    })
  )

  it.effect(
    "B11 who is ended where it begins to wait ends what it has begun elsewhere, states by way of states, too",
    () =>
      Effect.gen(function* () {
        const { host } = waits()
        const programs = [
          "child:run([[local s = ('x'):rep(300000) host.never()]])",
          `child:run("local s = ('x'):rep(300000) grandchild:run('host.never()')")`,
          "alua.addinitfunc(function() host.never() end) local s = ('x'):rep(300000) alua.newstate()"
        ]
        const made = "child = alua.newstate() child:run('grandchild = alua.newstate()')"
        const left = `
        local s = alua.stats(child)
        return s.waiting, child:run("return alua.stats(grandchild).waiting"), alua.stats().states`
        /** Whether it comes to wait with so much room; nothing of it is left then. */
        const waitsWith = (program: string, room: number) =>
          Effect.scoped(
            Effect.gen(function* () {
              const state = yield* LuaState.make({ modules: [host] })
              yield* state.run(made)
              const [held] = yield* state.run("return alua.stats().memoryBytes")
              const limited = state.within({ limits: { memoryBytes: (held as number) + room } })
              const fiber = yield* Effect.forkChild(limited.run(program), { startImmediately: true })
              const exit = fiber.pollUnsafe()
              yield* Fiber.interrupt(fiber)
              assert.deepStrictEqual(yield* state.run(left), [0, 0, 1], `${program} with ${room}`)
              return exit === undefined
            })
          )
        for (const program of programs) {
          let least = 0
          let enough = 4 * MEBI
          while (enough - least > 64) {
            const room = (least + enough) >> 1
            if (yield* waitsWith(program, room)) enough = room
            else least = room
          }
          assert.isBelow(enough, 4 * MEBI)
          // Below is the limit that it passes by its wait: what that takes is little.
          for (let room = enough; room > enough - 6000; room -= 200) yield* waitsWith(program, room)
        }
      })
  )

  it.effect("B14 a promise that cannot be waited for fails for nobody", () =>
    Effect.gen(function* () {
      const unheard = vi.fn()
      process.on("unhandledRejection", unheard)
      yield* Effect.addFinalizer(() => Effect.sync(() => process.off("unhandledRejection", unheard)))
      const host = LuaModule.make("host", { fails: () => Promise.reject(new Error("torn")) })
      const state = yield* LuaState.make({ modules: [host] })
      const [raised] = yield* state.run(`${places} return places.gsub(host.fails)`)
      assert.include(raised as string, "cannot wait here")
      yield* Effect.promise(() => new Promise((resolve) => setImmediate(resolve)))
      assert.strictEqual(unheard.mock.calls.length, 0)
    })
  )
})
