/*
 * Lua threads that die: each comes back with its script, and whatever was sent to it ends once, in Lua and in TypeScript.
 */
import * as LuaPool from "@stevedore/lua/LuaPool"
import * as LuaThread from "@stevedore/lua/LuaThread"
import { ActorSystem } from "@stevedore/core/ActorSystem"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Schedule from "effect/Schedule"
import { run, script, until } from "./lua/programs.ts"

const entry = script("fragile")
const restart = Schedule.spaced("1 millis")
const numbers = (count: number): ReadonlyArray<number> => Array.from({ length: count }, (_, index) => index)

/** The tag of what it failed with, or of the reason of that. */
const tagOf = (exit: Exit.Exit<unknown, unknown>): string => {
  if (Exit.isSuccess(exit)) return "none"
  const [reason] = exit.cause.reasons
  if (reason?._tag !== "Fail") return reason?._tag ?? "none"
  const error = reason.error as { readonly _tag: string; readonly reason?: { readonly _tag: string } }
  return error.reason?._tag ?? error._tag
}

describe("a Lua thread that dies", () => {
  it.live(
    "B01 H16-restart comes back with its script, knows none of the sources, and keeps the order of what waited",
    () =>
      run(() =>
        Effect.gen(function* () {
          const system = yield* ActorSystem
          const thread = yield* LuaThread.make({ name: "fragile", entry, restart })
          const source = "order = order or {}; order[#order + 1] = ...; return #order"
          assert.strictEqual(yield* thread.run(source, [0]), 1)
          const hanging = yield* Effect.forkChild(Effect.exit(thread.call("hang", "for ever")), {
            startImmediately: true
          })
          assert.strictEqual(yield* thread.run(source, [1]), 2)
          const killed = yield* Effect.forkChild(system.kill("fragile"), { startImmediately: true })
          const jobs = yield* Effect.forEach(numbers(200), (n) =>
            Effect.forkChild(Effect.exit(thread.run(n % 2 === 0 ? source : `${source} -- odd`, [n])), {
              startImmediately: true
            })
          )
          assert.isTrue(yield* Fiber.join(killed))
          assert.strictEqual(tagOf(yield* Fiber.join(hanging)), "ThreadDied")
          const exits = yield* Effect.forEach(jobs, Fiber.join)
          const failed = exits.filter(Exit.isFailure)
          // What had begun has failed, and says so; the rest has run where it comes back.
          assert.isTrue(failed.every((exit) => tagOf(exit) === "ThreadDied"))
          const order = yield* thread.run("return order")
          const came = numbers(200).filter((n) => Exit.isSuccess(exits[n]!))
          assert.deepStrictEqual(order, came)
          assert.strictEqual((yield* system.info).deadLetters, 0)
        })
      )
  )

  it.live(
    "B01 H16-restart a script that has made threads finds them again: after a death, and in a state that takes its place",
    () =>
      run(() =>
        Effect.gen(function* () {
          const system = yield* ActorSystem
          const limits = { instructions: 200_000 }
          const maker = yield* LuaThread.make({
            name: "maker",
            entry: script("maker"),
            restart,
            limits,
            onLimit: "rebuild"
          })
          const counts = "return child:call('c', 'return count()'), child:name(), pool:name()"
          assert.deepStrictEqual(yield* maker.run(counts), [1, "made", "mades"])
          assert.isTrue(yield* system.kill("maker"))
          assert.deepStrictEqual(yield* maker.run(counts), [2, "made", "mades"])
          yield* Effect.flip(maker.run("while true do end"))
          assert.deepStrictEqual(yield* maker.run(counts), [3, "made", "mades"])
          // In one life a name is given once, and another script is another thread.
          for (const again of ["'made', 'counter.lua'", "'made', 'maker.lua'"]) {
            const [ok, problem] = (yield* maker.run(
              `local ok, e = pcall(athd.newthread, ${again}, 0) return ok, e.message`
            )) as [boolean, string]
            assert.deepStrictEqual([ok, problem.includes("no other Lua thread")], [false, true], problem)
          }
          const other = yield* LuaThread.make({ name: "other", entry })
          const [ok] = (yield* other.run("return pcall(athd.newthread, 'made', 'counter.lua', 0)")) as [boolean]
          assert.isFalse(ok)
        })
      )
  )

  it.live("B04 calls under way end with a typed error in Lua, and the next ones are served", () =>
    run(() =>
      Effect.gen(function* () {
        const system = yield* ActorSystem
        const caller = yield* LuaThread.make({ name: "caller", entry: script("crane") })
        yield* caller.run(`
          w = athd.newthread("fragile", "fragile.lua", 0)
          ends = {}
          function athd.onerror(id, err) ends[#ends + 1] = id .. " " .. err._tag end
          athd.pushtjob(w, 7, "hangs", "athd.wait('never')", "")
          local sent = false
          athd.fork(function()
            sent = true
            local ok, e = pcall(athd.call, w, "hangs", "athd.wait('never')")
            ends[#ends + 1] = tostring(ok) .. " " .. e._tag .. " " .. tostring(e.message:find("fragile") ~= nil)
          end)
          while not sent do athd.sleep(1) end
          before = w:call("begun", "return started")
        `)
        assert.isTrue(yield* system.kill("fragile"))
        assert.strictEqual(yield* caller.run("return w:call('again', 'return started') ~= before"), true)
        const ends = yield* caller.run("while #ends < 2 do athd.sleep(1) end table.sort(ends) return ends")
        assert.deepStrictEqual(ends, ["7 ActorError", "false ActorError true"])
      })
    )
  )

  it.live(
    "B01 H01-requeue a pool goes on through many deaths: every job ends once, and none that had not begun is lost",
    () =>
      run(() =>
        Effect.gen(function* () {
          const system = yield* ActorSystem
          const pool = yield* LuaPool.make({ name: "pool", size: 2, entry, restart })
          const count = 600
          let ended = 0
          const jobs = yield* Effect.forEach(numbers(count), (n) =>
            Effect.forkChild(
              Effect.exit(pool.run(`local n = ...; athd.sleep(n % 3); return n, "source ${n % 20}"`, [n])).pipe(
                Effect.tap(() => Effect.sync(() => void ended++))
              ),
              { startImmediately: true }
            )
          )
          for (const name of ["pool-0", "pool-1", "pool-0"]) {
            yield* until(() => ended > 0)
            yield* system.kill(name)
          }
          const exits = yield* Effect.forEach(jobs, Fiber.join)
          exits.forEach((exit, n) => {
            if (Exit.isSuccess(exit)) assert.deepStrictEqual(exit.value, [n, `source ${n % 20}`])
            else assert.strictEqual(tagOf(exit), "ThreadDied")
          })
          const info = yield* system.info
          assert.strictEqual(info.jobsInFlight, 0)
          assert.strictEqual(info.sendsWaiting, 0)
          assert.deepStrictEqual(yield* pool.run("return 'served'"), "served")
        })
      )
  )

  it.live(
    "B03 keys of a thread that was given up for good are served by the others, whose own stay where they are",
    () =>
      run(() =>
        Effect.gen(function* () {
          const system = yield* ActorSystem
          const pool = yield* LuaPool.make({ name: "pool", size: 3, entry, restart: "never" })
          const keys = numbers(30).map((n) => `berth-${n}`)
          const where = "return athd.getctname()"
          const here = (options?: { readonly timeout: string }) =>
            Effect.forEach(keys, (key) => pool.run(where, [], { key, ...(options as {}) }))
          const before = yield* here()
          assert.strictEqual(new Set(before).size, 3)
          const waits = keys[before.indexOf("pool-1")]!
          const begun = yield* Effect.forkChild(Effect.exit(pool.run("athd.wait('never')", [], { key: waits })), {
            startImmediately: true
          })
          assert.strictEqual(yield* pool.run(where, [], { key: waits }), "pool-1")
          assert.isTrue(yield* system.kill("pool-1"))
          // What had begun is not run twice.
          assert.strictEqual(tagOf(yield* Fiber.join(begun)), "ThreadDied")
          const after = yield* here()
          after.forEach((name, n) => {
            if (before[n] === "pool-1") assert.include(["pool-0", "pool-2"], name)
            else assert.strictEqual(name, before[n])
          })
          assert.deepStrictEqual(yield* here({ timeout: "1 minute" }), after)
          // Told, too.
          yield* pool.send("told = ...", ["it"], { key: waits })
          assert.strictEqual(yield* pool.run("return told", [], { key: waits }), "it")
          assert.isTrue(yield* system.kill("pool-0"))
          assert.deepStrictEqual(new Set(yield* here()), new Set(["pool-2"]))
          assert.isTrue(yield* system.kill("pool-2"))
          assert.strictEqual(tagOf(yield* Effect.exit(pool.run(where, [], { key: waits }))), "ThreadDied")
        })
      )
  )

  it.live("B01 a thread that dies while it sends leaves nothing behind that grows", () =>
    run(() =>
      Effect.gen(function* () {
        const system = yield* ActorSystem
        const target = yield* LuaThread.make({ name: "target", entry })
        yield* LuaThread.make({ name: "sender", entry: script("crane"), restart })
        const sender = yield* LuaThread.ref("sender")
        yield* sender.run("athd.newthread('own', 'crane.lua', 0)")
        for (let round = 0; round < 3; round++) {
          const before = yield* sender.run("return athd.getctid()")
          yield* sender
            .run("for i = 1, 50 do athd.pushtjob(athd.getmain(), i, 'x' .. i, 'return ' .. i, '') end")
            .pipe(Effect.ignore)
          assert.isTrue(yield* system.kill("sender"))
          assert.notStrictEqual(yield* sender.run("return athd.getctid()"), before)
        }
        assert.deepStrictEqual(yield* target.call("note", 5), [5, yield* target.run("return started")])
        assert.strictEqual((yield* system.info).jobsInFlight, 0)
      })
    )
  )

  it.live("B08 a module is loaded anew while its thread has jobs that wait, and none is lost", () =>
    run(() =>
      Effect.gen(function* () {
        const { mkdtempSync, rmSync, writeFileSync } = yield* Effect.promise(() => import("node:fs"))
        const { join } = yield* Effect.promise(() => import("node:path"))
        const { tmpdir } = yield* Effect.promise(() => import("node:os"))
        const folder = yield* Effect.acquireRelease(
          Effect.sync(() => mkdtempSync(join(tmpdir(), "stevedore-lua-"))),
          (folder) => Effect.sync(() => rmSync(folder, { recursive: true }))
        )
        const rules = (toll: number) =>
          writeFileSync(join(folder, "rules.lua"), `return { toll = function() return ${toll} end }`)
        rules(1)
        writeFileSync(
          join(folder, "gate.lua"),
          `local rules = require "rules"
           function toll(token) if token then athd.wait(token) end return rules.toll() end`
        )
        const gate = yield* LuaThread.make({ name: "gate", entry: join(folder, "gate.lua") })
        assert.strictEqual(yield* gate.call("toll"), 1)
        const waits = yield* Effect.forEach(numbers(10), (n) =>
          Effect.forkChild(gate.call("toll", n), { startImmediately: true })
        )
        rules(2)
        assert.deepStrictEqual(yield* gate.reload("rules"), ["rules"])
        assert.strictEqual(yield* gate.call("toll"), 2)
        for (const n of numbers(10)) assert.strictEqual(yield* gate.run("return athd.wakeup(...)", [n]), true)
        assert.deepStrictEqual(
          yield* Effect.forEach(waits, Fiber.join),
          numbers(10).map(() => 2)
        )
        // One that does not compile changes nothing.
        writeFileSync(join(folder, "rules.lua"), "return {")
        assert.strictEqual((yield* Effect.flip(gate.reload()))._tag, "LuaSyntaxError")
        assert.strictEqual(yield* gate.call("toll"), 2)
      })
    )
  )
})
