/*
 * What is sent to Lua threads by number only, and nobody waits for: it runs, also in a life that has never heard the number.
 */
import * as LuaPool from "@stevedore/lua/LuaPool"
import * as LuaThread from "@stevedore/lua/LuaThread"
import { ActorSystem } from "@stevedore/core/ActorSystem"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Schedule from "effect/Schedule"
import * as Scope from "effect/Scope"
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { heapBytes } from "../packages/core/test/testing/sharedMemory.ts"
import { run, script, until } from "./lua/programs.ts"

const entry = script("crane")
const restart = Schedule.spaced("1 millis")
const numbers = (count: number): ReadonlyArray<number> => Array.from({ length: count }, (_, index) => index)
const note = "notes = notes or {} notes[#notes + 1] = ..."
const notes = "return notes or {}"

const folder = Effect.acquireRelease(
  Effect.sync(() => mkdtempSync(join(tmpdir(), "stevedore-lua-"))),
  (folder) => Effect.sync(() => rmSync(folder, { recursive: true }))
)

/** A thread at which nothing begins, since it computes, until the returned function is called. It has all rights. */
const stopped = (thread: LuaThread.LuaJobs, folder: string) =>
  Effect.gen(function* () {
    const [begun, over] = [join(folder, "begun"), join(folder, "over")]
    writeFileSync(begun, "")
    // What a pattern calls never gives way to other jobs.
    yield* thread.send(`("x"):gsub("x", function() os.remove("${begun}") repeat until os.remove("${over}") end)`)
    yield* until(() => !existsSync(begun))
    return () => writeFileSync(over, "")
  })

/** Nobody was told of a number that somebody else had not heard. */
const nothingUnknown = (lines: ReadonlyArray<string>): void =>
  assert.deepStrictEqual(
    lines.filter((line) => line.includes("UnknownSource") || line.includes("was told to this actor and failed")),
    []
  )

describe("what is told to a Lua thread", () => {
  it.live("H16-restart runs where it is sent between a death and the news of it", () =>
    run((lines) =>
      Effect.gen(function* () {
        const system = yield* ActorSystem
        const pool = yield* LuaPool.make({ name: "pool", size: 2, entry, restart })
        for (const _ of numbers(4)) yield* pool.send(note, ["before"])
        // The first that hears of a death are those whose jobs had begun there.
        const heard = yield* Effect.forkChild(
          Effect.exit(pool.run("athd.wait('never')", [], { key: "a" })).pipe(
            Effect.andThen(Effect.forEach(numbers(10), (n) => pool.send(note, [n], { key: "a" })))
          ),
          { startImmediately: true }
        )
        const where = yield* pool.run("return athd.getctname()", [], { key: "a" })
        assert.isTrue(yield* system.kill(where as string))
        yield* Fiber.join(heard)
        assert.deepStrictEqual(yield* pool.run(notes, [], { key: "a" }), numbers(10))
        assert.strictEqual((yield* system.info).deadLetters, 0)
        nothingUnknown(lines)
      })
    )
  )

  it.live("H16-restart runs where it waited for room at a life that has died", () =>
    run((lines) =>
      Effect.gen(function* () {
        const system = yield* ActorSystem
        const thread = yield* LuaThread.make({ name: "thread", entry, restart, sandbox: "full", window: 2 })
        yield* thread.send(note, ["before"])
        yield* thread.run(notes)
        yield* stopped(thread, yield* folder)
        const sent = yield* Effect.forEach(numbers(20), (n) =>
          Effect.forkChild(thread.send(note, [n]), { startImmediately: true })
        )
        yield* system.kill("thread")
        yield* Effect.forEach(sent, Fiber.join)
        assert.deepStrictEqual(yield* thread.run(notes), numbers(20))
        // That which had stopped it.
        assert.strictEqual((yield* system.info).deadLetters, 1)
        nothingUnknown(lines)
      })
    )
  )

  it.live("H16-restart runs where a script sends it: functions, sources, and jobs with the id 0", () =>
    run((lines) =>
      Effect.gen(function* () {
        const system = yield* ActorSystem
        const sender = yield* LuaThread.make({ name: "sender", entry })
        yield* LuaThread.make({ name: "target", entry, restart })
        yield* sender.run(`
          target = athd.newthread("made", "crane.lua", 0)
          local function count(n) counts = (counts or 0) + n end
          function send()
            target:send("f", count, 1)
            athd.send(target, "s", "counts = (counts or 0) + ...", 10)
            athd.pushtjob(target, 0, "p", "counts = (counts or 0) + 100", "")
          end
          send()
          athd.fork(function()
            waits = true
            pcall(athd.call, target, "hangs", "athd.wait('never')")
            send()
            sent = true
          end)
          while not waits do athd.sleep(0) end
          before = target:call("c", "return counts")
        `)
        assert.isTrue(yield* system.kill("made"))
        const count = "while not sent do athd.sleep(1) end return before, target:call('c', 'return counts')"
        assert.deepStrictEqual(yield* sender.run(count), [111, 111])
        nothingUnknown(lines)
      })
    )
  )

  it.live("runs where those that told what it is have given way", () =>
    run((lines) =>
      Effect.gen(function* () {
        const thread = yield* LuaThread.make({
          name: "thread",
          entry,
          sandbox: "full",
          window: 4,
          whenFull: "dropOldest"
        })
        const there = yield* folder
        const last = join(there, "last")
        writeFileSync(last, "")
        const over = yield* stopped(thread, there)
        for (const n of numbers(4)) yield* thread.send(note, [n])
        // The first gives way to it.
        yield* thread.send(`os.remove("${last}")`)
        over()
        yield* until(() => !existsSync(last))
        assert.deepStrictEqual(yield* thread.run(notes), [1, 2, 3])
        nothingUnknown(lines)
      })
    )
  )

  it.live("runs also when its sender has died; what that was to hear of does not, and is forgotten", () =>
    run(() =>
      Effect.gen(function* () {
        const system = yield* ActorSystem
        const sender = yield* LuaThread.make({ name: "sender", entry, restart, sandbox: "full" })
        yield* sender.run("target = athd.newthread('target', 'crane.lua', 0)")
        const target = yield* LuaThread.ref("target")
        yield* sender.run(
          `target:pushtjob("begun", function() athd.wait("never") end, function() end)
          target:call(function() notes = {} end)`
        )
        assert.strictEqual(yield* target.run("return alua.stats().waiting"), 1)
        const over = yield* stopped(target, yield* folder)
        yield* sender.run(
          `target:pushtjob("followed", function() notes[#notes + 1] = "followed" end, function() end)
          target:pushtjob("alone", function() notes[#notes + 1] = "alone" end)
          target:pushtjob(7, "by a number", "notes[#notes + 1] = 'by a number'", "")
          target:pushtjob(0, "by none", "notes[#notes + 1] = 'by none'", "")
          target:send(function() notes[#notes + 1] = "sent" end)`
        )
        assert.isTrue(yield* system.kill("sender"))
        assert.deepStrictEqual(yield* sender.run("return athd.pending()"), 0)
        over()
        assert.deepStrictEqual(yield* target.run(notes), ["by none", "sent"])
        // What had begun is interrupted, soon.
        while ((yield* target.run("return alua.stats().waiting")) !== 0) yield* Effect.sleep("1 millis")
        const { deadLetters, jobsInFlight } = yield* system.info
        assert.deepStrictEqual({ deadLetters, jobsInFlight }, { deadLetters: 0, jobsInFlight: 0 })
      })
    )
  )

  it.live("runs in main's state where another one was there before", () =>
    run((lines) =>
      Effect.gen(function* () {
        const main = yield* LuaThread.ref("main")
        const scopes = [yield* Scope.make(), yield* Scope.make()]
        for (const scope of scopes) {
          const own = yield* Scope.provide(LuaThread.onMain(), scope)
          yield* main.send(note, ["it"])
          assert.deepStrictEqual(yield* own.run(notes), ["it"])
          yield* Scope.close(scope, Exit.void)
        }
        nothingUnknown(lines)
      })
    )
  )

  it.live("runs where what told of it failed since its state could not be made", () =>
    run((lines) =>
      Effect.gen(function* () {
        const there = yield* folder
        const missing = join(there, "missing")
        const file = join(there, "entry.lua")
        writeFileSync(file, `if os.rename("${missing}", "${missing}") then error("not now") end`)
        const limits = { instructions: 100_000 }
        const thread = yield* LuaThread.make({ name: "t", entry: file, sandbox: "full", limits, onLimit: "rebuild" })
        yield* Effect.flip(thread.run("while true do end"))
        writeFileSync(missing, "")
        yield* thread.send(note, ["lost"])
        yield* Effect.flip(thread.run("return 1"))
        rmSync(missing)
        yield* thread.send(note, ["it"])
        assert.deepStrictEqual(yield* thread.run(notes), ["it"])
        assert.deepStrictEqual(
          lines.filter((line) => line.includes("UnknownSource")),
          []
        )
      })
    )
  )

  it.live("runs where its thread has heard more since than it keeps", () =>
    run((lines) =>
      Effect.gen(function* () {
        const sender = yield* LuaThread.make({ name: "sender", entry })
        const counts = yield* sender.run(`
          local target = athd.newthread("target", "crane.lua", 0)
          local pool = athd.newpool("pool", "crane.lua", 1, 0)
          local function count() counts = (counts or 0) + 1 end
          target:call("c", "return 1")
          target:send("count", count)
          for n = 1, 1200 do
            athd.broadcast(target, "b", "return " .. n)
            -- Used, and not there.
            pool:send("count", count)
          end
          target:send("count", count)
          return target:call("c", "return counts")
        `)
        assert.strictEqual(counts, 2)
        nothingUnknown(lines)
      })
    )
  )

  it.live("H16-restart runs where its sender has died, and somebody new sends", () =>
    run((lines) =>
      Effect.gen(function* () {
        const system = yield* ActorSystem
        const main = yield* LuaThread.onMain({ entry, sandbox: "full" })
        yield* main.run(`
          local target = athd.newthread("target", "crane.lua", 0)
          for _, name in ipairs({ "first", "second" }) do
            athd.newthread(name, "crane.lua", 0):call("give", "target = ...", target)
          end
        `)
        const [target, first, second] = yield* Effect.all([
          LuaThread.ref("target"),
          LuaThread.ref("first"),
          LuaThread.ref("second")
        ])
        const goOn = yield* stopped(target, yield* folder)
        // More than are begun in one step.
        yield* first.run("for n = 1, 5000 do target:send('count', 'counts = (counts or 0) + 1') end")
        yield* system.kill("first")
        yield* second.run("target:send('new', 'other = true')")
        goOn()
        yield* second.run("return target:call('new', 'return other')")
        assert.strictEqual(yield* target.run("return counts"), 5000)
        nothingUnknown(lines)
      })
    )
  )

  it.live("comes before what is asked and told later, also where the ask that told of its source is taken back", () =>
    run((lines) =>
      Effect.gen(function* () {
        const thread = yield* LuaThread.make({ name: "thread", entry, sandbox: "full" })
        yield* thread.run(note, [0])
        const goOn = yield* stopped(thread, yield* folder)
        const begin = <A, E>(job: Effect.Effect<A, E>) => Effect.forkChild(job, { startImmediately: true })
        const another = `${note} -- another`
        const first = yield* begin(thread.run(another, [1]))
        const second = yield* begin(thread.run(another, [2]))
        yield* Fiber.interrupt(first)
        const rest = yield* Effect.forEach(
          [
            thread.run(another, [3]),
            thread.run(note, [4]),
            thread.send(note, [5]),
            thread.send(another, [6]),
            thread.run(another, [7], { timeout: "1 minute" }),
            thread.run(note, [8])
          ],
          begin
        )
        goOn()
        yield* Effect.forEach([second, ...rest], Fiber.join)
        assert.deepStrictEqual(yield* thread.run(notes), [0, 2, 3, 4, 5, 6, 7, 8])
        nothingUnknown(lines)
      })
    )
  )

  it.live("leaves nothing on its sender's side with the last who refers to its thread", () =>
    run(() =>
      Effect.gen(function* () {
        yield* LuaThread.make({ name: "target", entry })
        const job = Effect.scoped(Effect.flatMap(LuaThread.ref("target"), (target) => target.run("return 1")))
        const many = Effect.forEach(numbers(1000), () => job, { discard: true })
        for (let warm = 0; warm < 3; warm++) yield* many
        const before = heapBytes()
        for (let round = 0; round < 3; round++) yield* many
        const each = (heapBytes() - before) / 3000
        // It was some 600.
        assert.isBelow(each, 300)
      })
    )
  )

  it.live(
    "B05 and by a burst is pending for as long as the thread has not taken it in: never less than the jobs there",
    () =>
      run(() =>
        Effect.gen(function* () {
          const main = yield* LuaThread.onMain()
          yield* LuaThread.make({ name: "target", entry }).pipe(
            Effect.flatMap((target) => target.run("athd.getmain():call('hand', 'W = ...', athd.getct())"))
          )
          const pending = yield* main.run(`
          for n = 1, 10 do W:pushtjob("waits", "athd.wait('go')") end
          local first = W:pending()
          while W:pending() > 10 do athd.sleep(1) end
          local settled = W:pending()
          W:call("go", "for n = 1, 10 do athd.wakeup('go') end")
          while W:pending() > 0 or athd.pending() > 0 do athd.sleep(1) end
          return first >= 10, settled`)
          assert.deepStrictEqual(pending, [true, 10])
        })
      )
  )
})
