/*
 * The stacks that an error has which came from another thread: that of who raised it, then those of who waited for it, each once.
 */
import { LuaRuntimeError } from "@stevedore/lua/LuaError"
import * as LuaThread from "@stevedore/lua/LuaThread"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { run, script } from "./lua/programs.ts"

/** What is in each program: two threads, and a function on main that has the first fail. */
const prelude = `local a, b = athd.newthread("a", "crane.lua", 0), athd.newthread("b", "crane.lua", 0)
local function waits() a:call("one", "local function fails() error('stuck') end fails()") end `

const onMain = (source: string) =>
  run(() =>
    Effect.flatMap(LuaThread.onMain({ entry: script("crane") }), (main) =>
      main.run(prelude + source, [], { name: "main" })
    )
  )

/** The lines of a traceback, stack by stack. */
const stacksOf = (traceback: unknown): Array<Array<string>> => {
  const stacks: Array<Array<string>> = []
  for (const line of String(traceback).split("\n")) {
    if (line === "stack traceback:") stacks.push([])
    else stacks.at(-1)!.push(line.trim())
  }
  return stacks
}

const inA = ["[JS]: in global 'error'", "one:1: in local 'fails'", "one:1: in main chunk"]
const inWaits = ["[JS]: in method 'call'", "main:2: in local 'waits'"]

describe("the traceback of an error of another thread", () => {
  it.live("B04 who catches it has the stack of who raised it, then its own where it waits", () =>
    Effect.gen(function* () {
      const [traceback, text, message] = (yield* onMain(`
        local function outer() waits() return 1 end
        local _, e = pcall(outer)
        return e.traceback, tostring(e), e.message
      `)) as ReadonlyArray<string>
      assert.deepStrictEqual(stacksOf(traceback), [
        inA,
        [
          "[JS]: in method 'call'",
          "main:2: in upvalue 'waits'",
          "main:3: in function <main:3>",
          "[JS]: in global 'pcall'",
          "main:4: in main chunk"
        ]
      ])
      assert.strictEqual(text, `${message}\n${traceback}`)
    })
  )

  it.live("B04 the handler of xpcall has it, too", () =>
    Effect.gen(function* () {
      const traceback = yield* onMain("return select(2, xpcall(waits, function(e) return e.traceback end))")
      assert.deepStrictEqual(stacksOf(traceback), [
        inA,
        ["[JS]: in method 'call'", "main:2: in function <main:2>", "[JS]: in global 'xpcall'", "main:2: in main chunk"]
      ])
    })
  )

  it.live("B04 over several threads it has the stack of each", () =>
    Effect.gen(function* () {
      const traceback = yield* onMain(`
        local _, e = pcall(a.call, a, "two", function(b)
          b:call("one", "local function fails() error('stuck') end fails()")
        end, b)
        return e.traceback
      `)
      assert.deepStrictEqual(stacksOf(traceback), [
        inA,
        ["[JS]: in method 'call'", "main:4: in function <main:3>"],
        ["[JS]: in ?", "[JS]: in global 'pcall'", "main:3: in main chunk"]
      ])
    })
  )

  it.live("B04 it has each stack once where nobody catches it", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(onMain("waits() return 1"))
      assert.deepStrictEqual(stacksOf((error as { readonly traceback?: string }).traceback), [
        inA,
        [...inWaits, "main:2: in main chunk"]
      ])
    })
  )

  it.live("B04 of a coroutine that waits it has the stack, and of the job where that lets it through", () =>
    Effect.gen(function* () {
      const [caught] = (yield* onMain(`
        local co = coroutine.create(function() waits() return 1 end)
        local _, e = coroutine.resume(co)
        return { e.traceback }
      `)) as ReadonlyArray<string>
      const ofCoroutine = ["[JS]: in method 'call'", "main:2: in upvalue 'waits'", "main:3: in function <main:3>"]
      assert.deepStrictEqual(stacksOf(caught), [inA, ofCoroutine])
      const error = yield* Effect.flip(onMain("\ncoroutine.wrap(function() waits() return 1 end)() return 1"))
      const stacks = stacksOf((error as { readonly traceback?: string }).traceback)
      assert.deepStrictEqual(stacks.slice(0, 2), [inA, ofCoroutine])
      assert.strictEqual(stacks.length, 3)
      assert.strictEqual(stacks[2]!.at(-1), "main:3: in main chunk")
    })
  )

  const others: Readonly<Record<string, string>> = {
    "athd.call": "athd.call(a, 'one', work)",
    callby: "a:callby('key', 'one', work)",
    "athd.callwith": "athd.callwith(a, 'key', 'one', work)",
    "ahar.call": "ahar.listen('smsg_traced', load(work, '=one')) ahar.call('smsg_traced', '')",
    "ahar.callto": "ahar.listen('smsg_traced', load(work, '=one')) ahar.callto(ahar.enterct(), 'smsg_traced', '')",
    "alua.run": "alua.newstate():run(work)"
  }
  for (const [name, call] of Object.entries(others)) {
    it.live(`B04 so it is with ${name}`, () =>
      Effect.gen(function* () {
        const traceback = yield* onMain(`
          local work = "local function fails() error('stuck') end fails()"
          local function caller() ${call} return 1 end
          local _, e = pcall(caller)
          return e.traceback
        `)
        const stacks = stacksOf(traceback)
        assert.strictEqual(stacks.length, 2, String(traceback))
        assert.match(stacks[0]![1]!, /:1: in local 'fails'$/)
        assert.include(stacks[1], "main:4: in function <main:4>")
      })
    )
  }

  it.live("an error that is too large for a message arrives as itself, shorter, and says what was left out", () =>
    run(() =>
      Effect.gen(function* () {
        const thread = yield* LuaThread.make({ name: "large" })
        const failing = (source: string) =>
          Effect.map(Effect.flip(thread.run(source, [], { name: "large" })), (error) => {
            assert.instanceOf(error, LuaRuntimeError, source)
            return error as LuaRuntimeError
          })
        const raised = yield* failing("error({ message = 'sunk', cargo = ('x'):rep(2000000) })")
        assert.match(raised.message, /^sunk \(left out on the way to another thread: its value of 20000\d\d bytes\)$/)
        assert.match(raised.traceback, /large:1: in main chunk$/)
        assert.isUndefined(raised.value)
        const long = yield* failing("error({ message = 'sunk', traceback = ('x'):rep(1000) .. ('y'):rep(2000000) })")
        assert.match(long.traceback, /^x{1000}y+\n\.\.\. \(19\d+ characters left out\)\ny+\nstack traceback:/)
        assert.match(long.traceback, /large:1: in main chunk$/)
        const caused = yield* failing("alua.newstate():run('return 1 ' .. ('y'):rep(2000000))")
        assert.match(caused.message, /its cause of 20\d+ bytes\)$/)
        // What it waited for beforehand makes no difference; what fits, comes whole.
        yield* failing("athd.sleep(1) error({ ('x'):rep(2000000) })")
        const fits = yield* failing("error({ ('x'):rep(500000) })")
        assert.isAbove(fits.value!.length, 500_000)
        const caught = yield* thread.run(
          `ahar.listen('smsg_large', function() error({ message = 'sunk', ('x'):rep(2000000) }) end)
           local _, e = pcall(ahar.call, 'smsg_large', '')
           return e._tag`
        )
        assert.strictEqual(caught, "LuaRuntimeError")
      })
    )
  )

  it.live("B04 the text of an error without stacks is its message", () =>
    Effect.gen(function* () {
      const [text, message] = (yield* onMain(`
        local _, e = pcall(waits)
        e.traceback = ""
        return tostring(e), e.message
      `)) as ReadonlyArray<string>
      assert.strictEqual(text, message)
    })
  )
})
