/*
 * Chains of what jobs begin and do not wait for, each of which begins two more: a limit of memory ends them all, other jobs and the event
 * loop have their turns meanwhile, and the log has not a line for each.
 */
import * as LuaModule from "@stevedore/lua/LuaModule"
import { LuaRuntime } from "@stevedore/lua/LuaRuntime"
import * as LuaThread from "@stevedore/lua/LuaThread"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { run, until } from "./lua/programs.ts"

const limits = { memoryBytes: 8 * 2 ** 20, time: 500 }

const bombs = {
  forks: "local function f() athd.fork(f) athd.fork(f) end f()",
  timers: "local function f() athd.timeout(0, f) athd.timeout(0, f) end f()",
  "forks that wait": "local function f() athd.fork(f) athd.fork(f) athd.wait('never') end athd.fork(f)",
  "forks with long arguments": `
    local n = 0
    local function f() n = n + 1 athd.fork(f, ("x"):rep(50000) .. n) athd.fork(f, ("x"):rep(50000) .. n) end f()`,
  "forks that call with long arguments": `
    local parts, part = {}, ("x"):rep(1000) for i = 1, 100 do parts[i] = part end
    local function f() athd.fork(f) athd.fork(f) athd.call(athd.getct(), "n", "athd.wait('never')", parts) end athd.fork(f)`,
  "what follows a push": `
    local function f()
      athd.pushtjob(athd.getct(), "n", function() end, f)
      athd.pushtjob(athd.getct(), "n", function() end, f)
    end
    f()`
}

/** How often an ending of what was begun was told. */
const endings = (lines: ReadonlyArray<string>): number => lines.filter((line) => ended.test(line)).length
const ended = /^\d+ forks, timers, pushes and waiting jobs that nobody waits for were ended: the job had 8388608 bytes/

/** More than all of a loaded machine: what is waited for is there sooner, or never. */
const net = <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.timeout(effect, "20 seconds")

describe("chains that double", () => {
  for (const [name, source] of Object.entries(bombs)) {
    it.live(`B11 a limit of memory ends them, on main: ${name}`, () =>
      run((lines) =>
        Effect.gen(function* () {
          const main = yield* LuaThread.onMain({ sandbox: "strict", limits })
          yield* main.run(source)
          yield* net(until(() => endings(lines) > 0))
          // Nothing is under way any more.
          yield* net(main.idle)
          assert.deepStrictEqual(yield* main.run("return 'served'"), "served")
          assert.isBelow(lines.length, 1000)
        })
      )
    )
  }

  it.live("B11 a limit of memory ends them on a thread, which serves the next job and stops in time", () =>
    run((lines) =>
      Effect.gen(function* () {
        const thread = yield* LuaThread.make({ name: "bomb", sandbox: "strict", limits })
        for (const source of Object.values(bombs)) {
          const before = endings(lines)
          yield* thread.run(source)
          yield* net(until(() => endings(lines) > before))
          assert.deepStrictEqual(yield* net(thread.run("return 'served'")), "served")
        }
      })
    )
  )

  it.live("B11 a few timers are not ended by what else a state holds", () =>
    run((lines) =>
      Effect.gen(function* () {
        const main = yield* LuaThread.onMain({ limits })
        yield* main.run("athd.timeout(2 ^ 31 - 1, print)")
        const error = yield* Effect.flip(main.run("t = {} while true do t[#t + 1] = {} end"))
        assert.strictEqual(error._tag, "LuaLimitError")
        yield* main.run("t = nil athd.sleep(1)")
        assert.strictEqual(endings(lines), 0)
      })
    )
  )
})

describe("many that were begun", () => {
  it.live(
    "B11 leave the event loop its turns: forks that each take a millisecond, and jobs that have given theirs",
    () =>
      run(() =>
        Effect.gen(function* () {
          const runtime = yield* LuaRuntime
          const seen = { count: 0, most: 0 }
          const work = () => {
            const until = performance.now() + 1
            while (performance.now() < until) {}
            seen.count++
          }
          yield* runtime.addModule(LuaModule.make("host", { work }))
          const main = yield* LuaThread.onMain()
          let last = 0
          const look = (): void => {
            seen.most = Math.max(seen.most, seen.count - last)
            last = seen.count
            if (last < 1200) setImmediate(look)
          }
          setImmediate(look)
          yield* main.run(`
          for i = 1, 400 do athd.fork(host.work) end
          for i = 1, 100 do athd.fork(function() for i = 1, 8 do host.work() for i = 1, 2000 do end end end) end`)
          yield* net(main.idle)
          assert.strictEqual(seen.count, 1200)
          // A slice is five of them, and a bit more.
          assert.isBelow(seen.most, 30)
        }).pipe(Effect.provide(LuaRuntime.layer()))
      )
  )

  it.live("B11 are not each a line of the log where they fail: the first are, and how many more", () =>
    run((lines) =>
      Effect.gen(function* () {
        const main = yield* LuaThread.onMain()
        yield* main.run("for i = 1, 5000 do athd.fork(error, 'over') end")
        const more = () =>
          lines.map((line) => Number(/^(\d+) more jobs that nobody waits for failed/.exec(line)?.[1] ?? 0))
        const told = () => more().reduce((sum, count) => sum + (count === 0 ? 1 : count), 0)
        yield* net(until(() => told() >= 5000))
        assert.strictEqual(told(), 5000)
        assert.isBelow(lines.length, 2500)
      })
    )
  )
})
