/*
 * Jobs by number, and the hooks of `athd` that hear of them: what is no hook, and what is no number of a job.
 */
import * as LuaThread from "@stevedore/lua/LuaThread"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { run, script } from "./lua/programs.ts"

/** Runs a source in main's state, until all that it has begun has ended; what it returned, and what was printed. */
const office = (source: string) =>
  run((lines) =>
    Effect.gen(function* () {
      const main = yield* LuaThread.onMain({ entry: script("crane") })
      const returned = yield* main.run(source, [], { name: "office" })
      yield* main.idle
      return { returned, lines }
    })
  )

describe("jobs by number", () => {
  it.live("B03 a hook that is no function is named with its state; a table that can be called is one", () =>
    Effect.gen(function* () {
      const { lines } = yield* office(`
        local w = athd.newthread("w", "crane.lua", 0)
        local function settled() while athd.pending() > 0 do athd.sleep(1) end end
        function athd.onerror(id, err) print(id, err._tag, err.message) end
        for id, hook in ipairs({ "nil", "5", "{}" }) do
          w:call("replace", "athd.onwork = " .. hook)
          athd.pushtjob(w, id, "never", "return 1", "")
          settled()
        end
        w:call("replace", "athd.onwork = setmetatable({}, { __call = function(_, name) return name .. ' called' end })")
        athd.ondone = setmetatable({}, { __call = function(_, id, result) print(id, msgpack.unpack(result)) end })
        athd.pushtjob(w, 4, "work", "return 1", "")
        settled()
        athd.ondone = 5
        athd.pushtjob(w, 5, "unheard", "return 1", "")
        settled()
        athd.onerror = true
        w:call("replace", "athd.onwork = nil")
        athd.pushtjob(w, 6, "untold", "return 1", "")
      `)
      const onwork = (what: string) => `athd.onwork of the state 'w' is ${what}, not a function`
      assert.deepStrictEqual(lines.slice(0, 4), [
        `1\tLuaRuntimeError\t${onwork("nil")}`,
        `2\tLuaRuntimeError\t${onwork("a number")}`,
        `3\tLuaRuntimeError\t${onwork("a table")}`,
        "4\twork called"
      ])
      assert.match(lines[4]!, /^athd\.ondone failed: athd\.ondone of the state 'main' is a number, not a function/)
      assert.match(
        lines[5]!,
        /^the job 'untold' failed \(athd\.onerror of the state 'main' is a boolean, not a function\): athd\.onwork of/
      )
    })
  )

  it.live("B03 a job's id is an integer, of whatever size; a float beyond them is refused", () =>
    Effect.gen(function* () {
      const { lines, returned } = yield* office(`
        local pool = athd.newpool("p", "crane.lua", 1, 0)
        local refused = {}
        for i, id in ipairs({ 2^63, 1e300, 1.5, 0/0, math.huge, -2^64 }) do
          refused[i] = select(2, pcall(athd.pushpjob, pool, id, "n", "return 1", "")):match("#2 to '.-' (.*)$")
        end
        function athd.ondone(id) print(id) end
        for _, id in ipairs({ 3.0, -2^63, 2^53, math.maxinteger, math.maxinteger + 1 }) do
          athd.pushpjob(pool, id, "n", "return 1", "")
        end
        return refused
      `)
      const expected = "(number has no integer representation)"
      assert.deepStrictEqual(
        returned,
        Array.from({ length: 6 }, () => expected)
      )
      assert.sameMembers(
        [...lines],
        ["3.0", "-9.2233720368548e+18", "9007199254740992", "9223372036854775807", "9223372036854775808"]
      )
    })
  )
})
