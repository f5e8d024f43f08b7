/*
 * What the host does for a job while that waits is the job's: as much as it takes with so many threads, and no more than that. Counted
 * in instructions, which are the same on every machine.
 */
import * as LuaThread from "@stevedore/lua/LuaThread"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { run, script } from "./lua/programs.ts"

/** Runs a source on a thread that has so many instructions for a job, beside three others. */
const within = (instructions: number, source: string) =>
  run(() =>
    Effect.gen(function* () {
      const thread = yield* LuaThread.make({ name: "t", entry: script("crane"), limits: { instructions } })
      yield* thread.run(`others, object = athd.newpool("others", "crane.lua", 3, 0), ahar.enterct()`)
      return yield* Effect.result(thread.run(source))
    })
  )

describe("host work", () => {
  for (const [name, call] of Object.entries({
    "a setting that every thread learns": "athd.setjobtimeoutlimit(athd.getct(), 100)",
    "a job for every thread": "athd.broadcast('n', function() end)",
    "a job for every thread that nobody waits for": "athd.broadcast('n', function() end, function() end)",
    "a job for every thread of a pool that nobody waits for":
      "athd.broadcast(others, 'n', function() end, function() end)"
  })) {
    it.live(`B11 ${name} costs as much more as there are threads`, () =>
      Effect.gen(function* () {
        const ended = yield* within(200_000, `for _ = 1, 80 do ${call} end`)
        assert.strictEqual(ended._tag === "Failure" && ended.failure._tag, "LuaLimitError")
      })
    )
  }

  it.live("B11 what takes little costs little", () =>
    Effect.gen(function* () {
      const ended = yield* within(
        250_000,
        `for _ = 1, 200 do ahar.unlisten("smsg_nobody") athd.call(athd.getct(), function() end) end
         for _ = 1, 50 do ahar.groupadd("gang", object) end
         return "done"`
      )
      assert.strictEqual(ended._tag === "Success" ? ended.success : ended.failure, "done")
    })
  )
})
