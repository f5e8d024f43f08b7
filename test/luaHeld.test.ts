/*
 * What waits for a state outside of Lua counts as held by it while it waits, and no longer: programs that have nothing but the host
 * hold memory for them, each ended at the limit of its state.
 */
import * as LuaThread from "@stevedore/lua/LuaThread"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import { setFlagsFromString } from "node:v8"
import { runInNewContext } from "node:vm"
import { run, script, until } from "./lua/programs.ts"

const memoryBytes = 8 * 2 ** 20

/** Each would take several times what is allowed. */
const greedy: Readonly<Record<string, string>> = {
  timers: "for i = 1, 20000 do athd.timeout(1e9, print) end",
  "values of timers": "for i = 1, 1000 do athd.timeout(1e9, print, ('x'):rep(50000) .. i) end",
  "jobs that wait": "for i = 1, 20000 do athd.fork(function() athd.wait('x') end) end athd.sleep(1)",
  "arguments of jobs pushed": "for i = 1, 400 do other:pushtjob('n', 'athd.wait(1)', nil, ('x'):rep(100000)) end",
  "packed arguments of jobs pushed": `
    for i = 1, 400 do other:pushtjob(i, 'n', 'athd.wait(1)', msgpack.pack(('x'):rep(100000))) end`,
  "functions for jobs pushed": `
    for i = 1, 400 do
      local kept = ('x'):rep(100000) .. i
      other:pushtjob('n', 'athd.wait(1)', function() print(kept) end)
    end`,
  "sources of jobs pushed": `
    for i = 1, 400 do other:pushtjob('n', 'athd.wait(1) --' .. ('x'):rep(100000) .. i) end`,
  "functions that listen": `
    for i = 1, 400 do
      local kept = ('x'):rep(100000) .. i
      ahar.listen('smsg' .. i, function() return kept end)
    end`,
  "members of a group": "local one = ahar.enterct() for i = 1, 40000 do ahar.groupadd('gang', one + i) end",
  "groups of one member": "local one = ahar.enterct() for i = 1, 40000 do ahar.groupadd(('x'):rep(80) .. i, one) end",
  "messages that it listens for": "for i = 1, 400 do ahar.listen('smsg_heard' .. i, function() end) end",
  "messages that it sends": "for i = 1, 400 do pcall(ahar.send, 'smsg_sent' .. i, 1) end",
  "objects that it has made": "for i = 1, 100000 do ahar.enterct() end",
  "tokens that are waited for": `
    for i = 1, 400 do
      local token = ('x'):rep(50000) .. i
      athd.fork(function() athd.wait(token) end)
      athd.sleep(0)
    end`,
  "tables that calls have packed": `
    local part = ('x'):rep(1000)
    local parts = {} for i = 1, 100 do parts[i] = part end
    for i = 1, 400 do athd.fork(function() other:call('n', 'athd.wait(1)', parts) end) end
    athd.sleep(1)`,
  "messages that calls have packed": `
    local part = ('x'):rep(1000)
    local parts = {} for i = 1, 100 do parts[i] = part end
    ahar.listen('smsgx', function() athd.wait(1) end)
    for i = 1, 400 do athd.fork(function() ahar.call('smsgx', parts) end) end
    athd.sleep(1)`,
  "messages that calls of objects have packed": `
    local part = ('x'):rep(1000)
    local parts = {} for i = 1, 100 do parts[i] = part end
    ahar.listen('smsgx', function() athd.wait(1) end)
    local object = ahar.enterct()
    for i = 1, 400 do athd.fork(function() ahar.callto(object, 'smsgx', parts) end) end
    athd.sleep(1)`
}

setFlagsFromString("--expose-gc")
const collect = runInNewContext("gc") as () => void

const held = "return alua.stats().memoryBytes"

describe("what the host does for a job while that waits", () => {
  /** Each runs for ever, and nearly all of it on the host: 4,000,000 steps of `hostSteps` are its 200 ms. */
  const endless: Readonly<Record<string, readonly [program: string, most: number]>> = {
    sleeps: ["athd.sleep(0)", 40_000],
    "calls of itself": ["athd.call(athd.getct(), function() end)", 20_000],
    "functions that listen": ["ahar.listen('smsgx', print)", 400],
    "objects that come and go": ["ahar.groupadd('g', one) ahar.groupdel('g', one)", 1250],
    "messages to groups": ["ahar.groupsend('twenty', 'smsgy', 1)", 1000]
  }
  for (const [name, [program, most]] of Object.entries(endless)) {
    it.live(`B12 takes of its time, so that it ends: ${name}`, () =>
      run(() =>
        Effect.gen(function* () {
          const one = yield* LuaThread.make({ name: "one", entry: script("crane"), limits: { time: 200 } })
          yield* one.run("one = ahar.enterct() ahar.listen('smsgy', function() end)")
          if (program.includes("twenty")) {
            for (let i = 0; i < 20; i++) yield* one.run("ahar.groupadd('twenty', ahar.enterct())")
          }
          const error = yield* Effect.flip(one.run(`n = 0 while true do ${program} n = n + 1 end`))
          assert.strictEqual(error._tag === "LuaLimitError" && error.limit, "time", String(error))
          assert.isAtMost((yield* one.run("return n")) as number, most)
        })
      )
    )
  }

  it.live("B12 and the wait itself none, however long it is", () =>
    run(() =>
      Effect.gen(function* () {
        const one = yield* LuaThread.make({ name: "one", entry: script("crane"), limits: { time: 200 } })
        assert.strictEqual(yield* one.run("athd.sleep(500) return 'woken'"), "woken")
      })
    )
  )
})

describe("what the host holds for a state", () => {
  for (const [name, program] of Object.entries(greedy)) {
    it.live(`B12 counts as held by it: ${name}`, () =>
      run((lines) =>
        Effect.gen(function* () {
          const one = yield* LuaThread.make({ name: "one", entry: script("crane"), limits: { memoryBytes } })
          yield* one.run("other = athd.newthread('other', 'crane.lua', 0)")
          // Jobs that it has begun may be what meets the limit: then they are ended, or the next one finds it over that.
          const exit = yield* Effect.exit(one.run(`${program} for i = 1, 1e5 do local t = {} end`))
          if (Exit.isSuccess(exit)) {
            const isTold = () => lines.some((line) => line.includes("were ended: the job had 8388608 bytes"))
            return yield* Effect.timeout(until(isTold), "20 seconds")
          }
          const error = yield* Effect.flip(exit)
          assert.strictEqual(error._tag === "LuaLimitError" && error.limit, "memory", String(error))
        })
      )
    )
  }

  it.live("B12 long sources are not all kept by who sends them, and each does what it says whenever it comes", () =>
    run(() =>
      Effect.gen(function* () {
        const main = yield* LuaThread.onMain({ entry: script("crane") })
        yield* main.run("other = athd.newthread('other', 'crane.lua', 0)")
        const taken = (): number => {
          collect()
          const { arrayBuffers, heapUsed } = process.memoryUsage()
          return arrayBuffers + heapUsed
        }
        const round = `
          local rest, sum = " --" .. ("x"):rep(1e6), 0
          for i = 1, 60 do sum = sum + other:call("n", "return " .. i .. rest) end
          return sum`
        const before = taken()
        assert.strictEqual(yield* main.run(round), 1830)
        assert.strictEqual(yield* main.run(round), 1830)
        assert.isBelow((taken() - before) / 2 ** 20, 40)
      })
    )
  )

  it.live("B12 and no longer than it waits: timers and jobs that have ended, calls that were interrupted", () =>
    run(() =>
      Effect.gen(function* () {
        // Without turns in between nothing that a script begins goes on before it waits.
        const one = yield* LuaThread.make({ name: "one", entry: script("crane"), limits: { slice: 0 } })
        yield* one.run("other = athd.newthread('other', 'crane.lua', 0)")
        const now = Effect.map(one.run(held), Number)
        const reaches = (isIt: (bytes: number) => boolean): Effect.Effect<void, unknown> =>
          Effect.flatMap(now, (bytes) => (isIt(bytes) ? Effect.void : Effect.andThen(Effect.sleep(5), reaches(isIt))))
        yield* now
        const before = yield* now
        yield* one.run(`
          local left = 0
          local function done() left = left - 1 if left == 0 then athd.wakeup("all") end end
          for i = 1, 100 do
            left = left + 2
            athd.timeout(0, done, ("x"):rep(20000) .. i)
            other:pushtjob("n", "return 1", function() done() end, ("x"):rep(20000) .. i)
          end
          before = alua.stats().memoryBytes
          athd.wait("all")`)
        assert.isAbove(Number(yield* one.run("return before")) - before, 2 * 100 * 20_000)
        yield* reaches((bytes) => bytes - before < 100_000)
        const call = yield* Effect.forkChild(
          one.run(
            "local parts = {} for i = 1, 100 do parts[i] = ('x'):rep(10000) end other:call('n', 'athd.wait(1)', parts)"
          )
        )
        yield* reaches((bytes) => bytes - before > 1_900_000)
        yield* Fiber.interrupt(call)
        yield* reaches((bytes) => bytes - before < 100_000)
      })
    )
  )

  it.live("B12 and what is in harbor's tables no longer than it is there, whoever takes it back", () =>
    run(() =>
      Effect.gen(function* () {
        const one = yield* LuaThread.make({ name: "one", entry: script("crane"), limits: { slice: 0 } })
        yield* one.run("other = athd.newthread('other', 'crane.lua', 0) objects, some = {}, ahar.enterct()")
        const now = Effect.map(one.run(held), Number)
        const grown = Effect.fnUntraced(function* (add: string, remove: string) {
          // Both once before: what is compiled and the script's own tables are there then.
          yield* one.run(add)
          yield* one.run(remove)
          const before = yield* now
          yield* one.run(add)
          const then = yield* now
          yield* one.run(remove)
          return [then - before, (yield* now) - before] as const
        })
        const members = "for i = 1, 200 do ahar.groupadd('gang' .. i % 2, some + i) end"
        const entered = "for i = 1, 200 do objects[i] = ahar.enterct() end"
        for (const [add, remove] of [
          [members, "for i = 1, 200 do ahar.groupdel('gang' .. i % 2, some + i) end"],
          [members, "ahar.groupclear('gang0') ahar.groupclear('gang1')"],
          [members, "other:call('n', function() ahar.groupclear('gang0') ahar.groupclear('gang1') end)"],
          [entered, "for i = 1, 200 do ahar.leavect(objects[i]) end"],
          [entered, "other:call('n', function(objects) for i = 1, 200 do ahar.leavect(objects[i]) end end, objects)"],
          [entered, "other:call('n', function(objects) for i = 1, 200 do ahar.enterct(objects[i]) end end, objects)"]
        ] as const) {
          const [most, left] = yield* grown(add, remove)
          assert.isAbove(most, 200 * 400, remove)
          assert.isBelow(left, 10_000, remove)
        }
      })
    )
  )
})
