/*
 * Files of modules that put their tables into `package.loaded` themselves, as those in a circle do, when they run again.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import type * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import * as LuaModule from "@stevedore/lua/LuaModule"
import * as LuaState from "@stevedore/lua/LuaState"

/** A state with a folder for modules' files, which may wait for `gate.pass(n)`; and what opens those gates. */
const withFiles = Effect.gen(function* () {
  const folder = mkdtempSync(join(tmpdir(), "reload-"))
  yield* Effect.addFinalizer(() => Effect.sync(() => rmSync(folder, { recursive: true })))
  const gates = yield* Effect.forEach([0, 1, 2], () => Deferred.make<void>())
  const gate = LuaModule.make("gate", { pass: (n: number) => Deferred.await(gates[n]!) })
  return {
    state: yield* LuaState.make({ roots: [folder], modules: [gate] }),
    write: (name: string, source: string) => writeFileSync(join(folder, `${name}.lua`), source),
    open: (n: number) => Deferred.succeed(gates[n]!, undefined)
  }
})

describe("reload of a file that sets package.loaded", () => {
  const forms: Readonly<Record<string, (body: string) => string>> = {
    "and returns it": (body) => `local M = {} package.loaded[...] = M ${body} return M`,
    "and returns nothing": (body) => `local M = {} package.loaded[...] = M ${body}`,
    "to what is there, and returns nothing": (body) =>
      `local M = package.loaded[...] or {} package.loaded[...] = M ${body}`,
    "where nothing is there, and returns nothing": (body) =>
      `if not package.loaded[...] then package.loaded[...] = {} end local M = package.loaded[...] ${body}`,
    "and takes it out again": (body) =>
      `local M = {} package.loaded[...] = M ${body} package.loaded[...] = nil return M`,
    "and returns another": (body) => `package.loaded[...] = {} local M = {} ${body} return M`
  }
  for (const [name, form] of Object.entries(forms)) {
    it.effect(`${name}: everybody keeps the table, and sees the new functions`, () =>
      Effect.gen(function* () {
        const { state, write } = yield* withFiles
        const version = (n: number, more = "") => write("m", form(`function M.v() return ${n} end ${more}`))
        const seen = state.run("return M.v(), require('m').v(), M == require('m')")
        version(1)
        // Another gives it, too.
        write("facade", "return require('m')")
        yield* state.run("M = require('m') assert(require('facade') == M)")
        assert.deepStrictEqual(yield* seen, [1, 1, true])
        version(2)
        assert.deepStrictEqual(yield* state.reload("m"), ["m"])
        assert.deepStrictEqual(yield* seen, [2, 2, true])
        version(3)
        assert.deepStrictEqual(yield* state.run("return alua.reload()"), [["m", "facade"]])
        assert.deepStrictEqual(yield* seen, [3, 3, true])
        // What changes its table itself has done so.
        const failed = form("").includes("local M = {}") ? 3 : 4
        version(4, "error('half')")
        assert.include((yield* Effect.flip(state.reload("m"))).message, "half")
        assert.deepStrictEqual(yield* seen, [failed, failed, true])
        version(4, "while true do end")
        const limited = state.within({ limits: { instructions: 10_000 } })
        assert.strictEqual((yield* Effect.flip(limited.reload("m")))._tag, "LuaLimitError")
        assert.deepStrictEqual(yield* seen, [failed, failed, true])
      })
    )
  }

  it.effect("and is no table: the new one takes its place, and none does where the file fails", () =>
    Effect.gen(function* () {
      const { state, write } = yield* withFiles
      const seen = state.run("local m = require('m') return type(m) == 'function' and m() or m")
      const put = (value: string, more: string) => write("m", `package.loaded[...] = ${value} ${more}`)
      put("function() return 1 end", "")
      assert.deepStrictEqual(yield* seen, [1])
      for (const [value, more, expected] of [
        ["function() return 2 end", "", 2],
        ["function() return 3 end", "error('half')", 2],
        ["'word'", "", "word"],
        ["{}", "error('half')", "word"],
        ["nil", "error('half')", "word"],
        ["nil", "", true],
        ["1", "return 2", 2],
        ["{}", "return false", false]
      ] as const) {
        put(value, more)
        yield* Effect.exit(state.reload("m"))
        assert.deepStrictEqual(yield* state.run("return package.loaded.m == nil"), [false])
        assert.deepStrictEqual(
          yield* state.run("local m = package.loaded.m if type(m) == 'function' then m = m() end return m"),
          [expected],
          value
        )
      }
      // What nobody has is not left there by a reload that fails.
      write("other", "package.loaded[...] = {} error('half')")
      yield* Effect.flip(state.reload("other"))
      assert.deepStrictEqual(yield* state.run("return package.loaded.other"), [undefined])
      // Nor is what is another's touched.
      write("other", "package.loaded.m = 'of other' error('half')")
      yield* Effect.flip(state.reload("other"))
      assert.deepStrictEqual(yield* state.run("return package.loaded.m"), ["of other"])
    })
  )

  it.effect(
    "in a circle: each has the other's table, and who had it from a load that failed gets the next functions",
    () =>
      Effect.gen(function* () {
        const { state, write } = yield* withFiles
        const version = (n: number, more = "") => {
          for (const [name, other] of ["ab", "ba"]) {
            write(
              name!,
              `local M = { n = ${n} } package.loaded[...] = M M.other = require('${other}') ${more} return M`
            )
          }
        }
        const seen = state.run(
          "return a.n, b.n, a.other.n, a == require('a') and b == require('b'), a.other == b and b.other == a"
        )
        version(1)
        yield* state.run("a = require('a') b = require('b')")
        assert.deepStrictEqual(yield* seen, [1, 1, 1, true, true])
        version(2)
        yield* state.reload("")
        assert.deepStrictEqual(yield* seen, [2, 2, 2, true, true])
        version(3, "error('half')")
        yield* Effect.flip(state.reload(""))
        assert.deepStrictEqual(yield* seen, [2, 2, 2, true, true])
        write("late", "return { a = require('a') }")
        version(4, "late = require('late') error('half')")
        yield* Effect.flip(state.reload("a"))
        assert.deepStrictEqual(yield* state.run("return late.a.n, late.a == a"), [4, false])
        version(5)
        yield* state.reload("")
        assert.deepStrictEqual(yield* state.run("return late.a.n"), [5])
        assert.deepStrictEqual(yield* seen, [5, 5, 5, true, true])
      })
  )

  for (const [name, end] of [
    ["is interrupted", "interrupt"],
    ["is killed", "kill"],
    ["goes on", "open"]
  ] as const) {
    it.effect(`and waits then: all have the table that was there after it ${name}`, () =>
      Effect.gen(function* () {
        const { state, write, open } = yield* withFiles
        const seen = state.run("return M.v(), require('m').v(), M == require('m')")
        write("m", "return { v = function() return 1 end }")
        yield* state.run("M = require('m')")
        write("m", "local M = { v = function() return 2 end } package.loaded[...] = M gate.pass(0)")
        const job = yield* Effect.forkChild(state.reload("m"), { startImmediately: true })
        assert.deepStrictEqual(yield* state.run("return M.v(), package.loaded.m == M"), [1, false])
        if (end === "interrupt") yield* Fiber.interrupt(job)
        else yield* end === "kill" ? state.kill : open(0)
        yield* Fiber.await(job)
        assert.deepStrictEqual(yield* seen, end === "open" ? [2, 2, true] : [1, 1, true])
      })
    )
  }

  it.effect("B12 and waits then: what was there counts as held by the state, for as long as that", () =>
    Effect.gen(function* () {
      const { state, write, open } = yield* withFiles
      const isLarge = state.run("return alua.stats().memoryBytes > 2^20")
      write("m", "local M = {} for i = 1, 10000 do M[i] = i end return M")
      yield* state.run("require('m')")
      write("m", "package.loaded[...] = {} gate.pass(0) return false")
      const job = yield* Effect.forkChild(state.reload("m"), { startImmediately: true })
      assert.deepStrictEqual(yield* isLarge, [true])
      yield* open(0)
      yield* Fiber.join(job)
      assert.deepStrictEqual(yield* isLarge, [false])
    })
  )

  const early = (n: number, more = "") =>
    `local M = {} package.loaded[...] = M gate.pass(${n - 2}) function M.v() return ${n} end ${more}`

  it.effect(
    "two at a time: each gives what it returns, or fails where it returns nothing, and none what it has not finished",
    () =>
      Effect.gen(function* () {
        for (const last of ["", "return M", "error('half')"]) {
          for (const order of [
            [0, 1],
            [1, 0]
          ] as const) {
            const { state, write, open } = yield* withFiles
            const seen = state.run("return M.v(), require('m').v(), M == require('m')")
            write("m", `local M = {} package.loaded[...] = M function M.v() return 1 end`)
            yield* state.run("M = require('m')")
            const jobs: Array<Fiber.Fiber<Exit.Exit<unknown, unknown>>> = []
            for (const n of [2, 3]) {
              write("m", early(n, n === 3 ? last : ""))
              jobs.push(yield* Effect.forkChild(Effect.exit(state.reload("m")), { startImmediately: true }))
            }
            let expected = 1
            for (const n of order) {
              yield* open(n)
              const exit = yield* Fiber.join(jobs[n]!)
              const isGiven = n === 1 && last === "return M"
              assert.strictEqual(exit._tag, isGiven ? "Success" : "Failure")
              if (n === 0) assert.include(String(exit), "the file of 'm' ran twice at once and returned nothing")
              if (isGiven) expected = 3
              assert.deepStrictEqual(yield* seen, [expected, expected, true], `${last} ${order}`)
            }
            write("m", early(2, ""))
            yield* state.reload("m")
            assert.deepStrictEqual(yield* seen, [2, 2, true])
          }
        }
      })
  )

  it.effect("two at a time of a file that gives nothing: both run", () =>
    Effect.gen(function* () {
      const { state, write, open } = yield* withFiles
      write("m", "ran = (ran or 0) + 1")
      yield* state.run("require('m')")
      write("m", "gate.pass(0) ran = (ran or 0) + 1")
      const both = yield* Effect.forkChild(Effect.all([state.reload("m"), state.reload("m")], { concurrency: 2 }), {
        startImmediately: true
      })
      yield* open(0)
      yield* Fiber.join(both)
      assert.deepStrictEqual(yield* state.run("return ran, require('m')"), [3, true])
    })
  )

  it.effect("what it puts there may be equal to what was there, and be that of another module, too", () =>
    Effect.gen(function* () {
      const { state, write } = yield* withFiles
      write("greet", "package.loaded[...] = function(n) return 'ahoy ' .. n end")
      write("core", "local M = package.loaded[...] or {} package.loaded[...] = M M.v = 1")
      write("facade", "package.loaded[...] = require('core')")
      yield* state.run("require('greet') require('facade')")
      for (const _ of [1, 2]) {
        for (const module of ["greet", "core", "facade", ""]) yield* state.reload(module)
        const seen = yield* state.run(
          "return require('greet')('x'), require('core') == require('facade'), require('core').v"
        )
        assert.deepStrictEqual(seen, ["ahoy x", true, 1])
      }
    })
  )

  it.effect(
    "what is required meanwhile is what was there, or what the require has given, and has the new functions then",
    () =>
      Effect.gen(function* () {
        const { state, write, open } = yield* withFiles
        write("m", "return { v = function() return 1 end }")
        yield* state.run("M = require('m')")
        write("m", "gate.pass(0) local M = { v = function() return 2 end } package.loaded[...] = M return M")
        const job = yield* Effect.forkChild(state.reload("m"), { startImmediately: true })
        assert.deepStrictEqual(yield* state.run("return M == require('m'), M.v()"), [true, 1])
        // A script has it loaded anew.
        write("m", "local M = { v = function() return 3 end } package.loaded[...] = M")
        assert.deepStrictEqual(yield* state.run("package.loaded.m = nil N = require('m') return N == M, N.v()"), [
          false,
          3
        ])
        yield* open(0)
        yield* Fiber.join(job)
        assert.deepStrictEqual(yield* state.run("return N == require('m'), N.v()"), [true, 2])
        // Nobody has it yet when its file runs again, and a `require` has put its table there before that fails.
        write("new", "gate.pass(1) error('half')")
        const failing = yield* Effect.forkChild(Effect.flip(state.reload("new")), { startImmediately: true })
        write("new", "local M = {} package.loaded[...] = M gate.pass(2) function M.v() return 1 end")
        const required = yield* Effect.forkChild(state.run("New = require('new')"), { startImmediately: true })
        yield* open(1)
        assert.include((yield* Fiber.join(failing)).message, "half")
        yield* open(2)
        yield* Fiber.join(required)
        assert.deepStrictEqual(yield* state.run("return New == require('new'), New.v()"), [true, 1])
      })
  )
})
