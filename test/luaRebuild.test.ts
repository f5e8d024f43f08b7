/*
 * Lua threads whose states are made anew when a limit has broken them.
 */
import { ActorSystem } from "@stevedore/core/ActorSystem"
import * as LuaPool from "@stevedore/lua/LuaPool"
import * as LuaThread from "@stevedore/lua/LuaThread"
import type { LuaLimitError } from "@stevedore/lua/LuaError"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import { run, script } from "./lua/programs.ts"

const crane = script("crane")
const limits = { instructions: 200_000 }

describe("a Lua thread with onLimit: rebuild", () => {
  it.live("B11 goes on in a new state, with its script and all its modules; what waited in the old one is told", () =>
    run(() =>
      Effect.gen(function* () {
        const thread = yield* LuaThread.make({ name: "anew", entry: crane, limits, onLimit: "rebuild" })
        const kept = yield* LuaThread.make({ name: "kept", entry: crane, limits })
        for (const each of [thread, kept]) assert.strictEqual(yield* each.run("mark = 1; return lift(3)"), 3)
        const waiting = yield* Effect.forkChild(Effect.flip(thread.run("athd.wait('never')")), {
          startImmediately: true
        })
        const both = "return mark, lifted, loaded"
        assert.deepStrictEqual(yield* thread.run(both), [1, 3, 1])
        for (const each of [thread, kept]) {
          const error = yield* Effect.flip(each.run("while true do end"))
          assert.strictEqual((error as LuaLimitError).limit, "instructions")
        }
        assert.deepStrictEqual(yield* kept.run(both), [1, 3, 1])
        // Several come at once: it is made anew for them all, once.
        const jobs = yield* Effect.forEach([1, 2, 3], () =>
          Effect.forkChild(thread.run(both), { startImmediately: true })
        )
        for (const job of jobs) assert.deepStrictEqual(yield* Fiber.join(job), [undefined, 0, 1])
        assert.strictEqual((yield* Fiber.join(waiting))._tag, "LuaClosed")
        // Its modules are those of the new state: jobs are begun, and heard of, there.
        const heard = yield* thread.run(`
          local got = {}
          athd.fork(function() got.forked = athd.getctname() athd.wakeup(got) end)
          athd.wait(got)
          athd.pushtjob(athd.getct(), "again", function(n) return n + 1 end, function(n) got.pushed = n athd.wakeup(got) end, 1)
          athd.wait(got)
          got.called = athd.call(athd.getct(), "lift", "return lift(...)", 4)
          return got`)
        assert.deepStrictEqual(heard, { forked: "anew", pushed: 2, called: 4 })
        assert.strictEqual(yield* thread.run("return lifted"), 4)
      })
    )
  )

  it.live("B11 its script listens in the new state as it did in the one before, whose harbor closes first", () =>
    run(() =>
      Effect.gen(function* () {
        const thread = yield* LuaThread.make({ name: "dock", entry: script("dock"), limits, onLimit: "rebuild" })
        for (let life = 0; life < 4; life++) {
          assert.deepStrictEqual(yield* thread.run("return ahar.call('smsg_dock'), ahar.call('smsg_dock')"), [1, 2])
          assert.strictEqual((yield* Effect.flip(thread.run("while true do end")))._tag, "LuaLimitError")
        }
      })
    )
  )

  it.live("B11 a job that the script has begun itself breaks it, too", () =>
    run(() =>
      Effect.gen(function* () {
        const pool = yield* LuaPool.make({ name: "pool", size: 1, entry: crane, limits, onLimit: "rebuild" })
        yield* pool.run("mark = 1 athd.fork(function() while true do end end)")
        yield* Effect.repeat(pool.run("return mark"), { until: (mark) => mark === undefined })
      })
    )
  )

  it.live("B11 main's state, too, and it is idle when the new one is", () =>
    run((lines) =>
      Effect.gen(function* () {
        const main = yield* LuaThread.onMain({ entry: crane, limits, onLimit: "rebuild" })
        yield* Effect.flip(main.run("while true do end"))
        yield* main.run("athd.timeout(20, function() print('lifted ' .. lift(5)) end)")
        yield* main.idle
        assert.include(lines, "lifted 5")
        assert.strictEqual(yield* main.run("return loaded"), 1)
      })
    )
  )

  it.live("B11 what its script waits for holds no job that is interrupted, and goes on for the next", () =>
    run(() =>
      Effect.gen(function* () {
        const { pending } = yield* ActorSystem
        const main = yield* LuaThread.onMain()
        yield* main.run("lives = 0")
        const thread = yield* LuaThread.make({ name: "held", entry: script("anchor"), limits, onLimit: "rebuild" })
        yield* Effect.flip(thread.run("while true do end"))
        const first = yield* Effect.forkChild(thread.run("return life"), { startImmediately: true })
        yield* Effect.repeat(main.run("return lives"), { until: (lives) => lives === 2 })
        yield* Fiber.interrupt(first)
        const left = pending({ thread: "held" })
        yield* Effect.repeat(left, { until: (jobs) => jobs === 0 })
        const late = yield* Effect.flip(thread.run("return life", [], { timeout: "1 millis" }))
        assert.include(late.message, "1 ms")
        yield* Effect.repeat(left, { until: (jobs) => jobs === 0 })
        const next = yield* Effect.forkChild(thread.run("return life"), { startImmediately: true })
        yield* main.run("open = true athd.wakeup('gate')")
        assert.strictEqual(yield* Fiber.join(next), 2)
        assert.strictEqual(yield* main.run("return lives"), 2)
      })
    )
  )
})
