/*
 * A job whose host function is interrupted from within, by nobody who asked for it: whoever sent it hears that it failed.
 */
import * as Actor from "@stevedore/core/Actor"
import * as LuaThread from "@stevedore/lua/LuaThread"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { run, until } from "./lua/programs.ts"

const thread = Actor.entry<typeof import("./lua/host.thread.ts")>(new URL("./lua/host.thread.ts", import.meta.url))
const reason = "what the job waited for was interrupted"

describe("a job that is interrupted from within", () => {
  for (const call of ["feed.next()", "feed.interrupted()"]) {
    it.live(`B05 by ${call} is a failure for whoever sent it`, () =>
      run((lines) =>
        Effect.gen(function* () {
          const main = yield* LuaThread.onMain()
          const t = yield* LuaThread.make({ name: "t", thread })
          yield* t.run("athd.call(athd.getmain(), function(h) T = h end, athd.getct())")
          const told = yield* main.run(`
            local told = {}
            function athd.onerror(id, e) told[#told + 1] = id .. " " .. e._tag .. " " .. e.message end
            function athd.ondone(id) told[#told + 1] = id .. " done" end
            athd.pushtjob(T, 5, "by number", "${call}", "")
            athd.pushtjob(T, "by name", "${call}", function() told[#told + 1] = "followed" end)
            athd.send(T, "sent", "${call}")
            while athd.pending() > 0 do athd.sleep(1) end
            local ok, e = pcall(athd.call, T, "called", "${call}")
            told[#told + 1] = tostring(ok) .. " " .. e.message
            local n, results, errors = athd.broadcast("to all", "if feed then ${call} end")
            told[#told + 1] = n .. " " .. errors.t.message
            return told`)
          assert.deepStrictEqual(told, [`5 LuaRuntimeError ${reason}`, `false ${reason}`, `1 ${reason}`])
          yield* t.send(call)
          yield* t.run(`athd.fork(function() ${call} end) athd.sleep(1)`)
          const failed = yield* Effect.flip(t.run(call))
          assert.include(failed.message, reason)
          const isSaid = (what: string) => lines.some((line) => line.includes(what) && line.includes("interrupted"))
          yield* until(() => ["'by name'", "athd.fork"].every(isSaid))
          yield* until(
            () => lines.filter((line) => line.includes("told to this actor") && line.includes(reason)).length === 2
          )
        })
      )
    )
  }
})
