/*
 * Where files are found: what the host's relative paths mean, and what scripts find by a name, whatever was loaded before.
 */
import { assert, describe, it } from "@effect/vitest"
import * as LuaState from "@stevedore/lua/LuaState"
import * as LuaTest from "@stevedore/lua/LuaTest"
import * as Effect from "effect/Effect"
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join, relative } from "node:path"

/** Two folders with files of the same names, and some of their own. */
const folders = Effect.gen(function* () {
  const folder = yield* Effect.acquireRelease(
    Effect.sync(() => realpathSync(mkdtempSync(join(tmpdir(), "lua-folders-")))),
    (folder) => Effect.sync(() => rmSync(folder, { recursive: true }))
  )
  return ["a", "b"].map((name) => {
    const each = join(folder, name)
    mkdirSync(each)
    writeFileSync(join(each, "crane.lua"), `return "crane of ${name}"`)
    writeFileSync(join(each, `only_${name}.lua`), `return "only ${name}"`)
    writeFileSync(join(each, "asks.lua"), `return require("crane"), dofile("only_${name}.lua")`)
    writeFileSync(join(each, "broken.lua"), "x = = 1")
    return each
  }) as [a: string, b: string]
})

/** What is loaded between, of the other folder: one that runs, one that does not compile, one that is not there. */
const others = ["only_b.lua", "broken.lua", "nothing.lua"]

const overLimit = (state: LuaState.LuaState) =>
  Effect.flip(state.within({ limits: { instructions: 10_000 } }).run("while true do end"))

describe("the files of a state", () => {
  for (const sandbox of ["strict", "standard", "full"] as const) {
    it.effect(`${sandbox}: a relative path begins at the first of its folders, whatever was loaded before`, () =>
      Effect.gen(function* () {
        const [a, b] = yield* folders
        const state = yield* LuaState.make({ sandbox, roots: [a] })
        for (const other of others) {
          yield* Effect.exit(state.load(join(b, other)))
          assert.deepStrictEqual(yield* state.load("crane.lua"), ["crane of a"])
          assert.strictEqual((yield* Effect.flip(state.load("only_b.lua")))._tag, "LuaModuleNotFound")
          assert.deepStrictEqual(yield* state.load("only_a.lua"), ["only a"])
        }
      }).pipe(Effect.scoped)
    )

    it.effect(`${sandbox}: without folders it begins where the process was when the state was made`, () =>
      Effect.gen(function* () {
        const [a, b] = yield* folders
        const started = process.cwd()
        yield* Effect.addFinalizer(() => Effect.sync(() => process.chdir(started)))
        const state = yield* LuaState.make({ sandbox, onLimit: "rebuild" })
        const crane = (folder: string) => state.load(relative(started, join(folder, "crane.lua")))
        for (const elsewhere of [started, b]) {
          process.chdir(elsewhere)
          assert.deepStrictEqual(yield* crane(a), ["crane of a"])
          assert.deepStrictEqual(yield* crane(b), ["crane of b"])
        }
        yield* overLimit(state)
        assert.deepStrictEqual(yield* crane(a), ["crane of a"])
      }).pipe(Effect.scoped)
    )
  }

  for (const sandbox of ["standard", "full"] as const) {
    it.effect(`${sandbox}: a file that is loaded adds its folder behind the others, if it compiles`, () =>
      Effect.gen(function* () {
        const [a, b] = yield* folders
        const state = yield* LuaState.make({ sandbox, roots: [a] })
        for (const other of ["broken.lua", "nothing.lua"]) yield* Effect.flip(state.load(join(b, other)))
        assert.deepStrictEqual(yield* state.run("return loadfile('only_b.lua') == nil"), [true])
        yield* state.load(join(b, "only_b.lua"))
        assert.deepStrictEqual(yield* state.run("return dofile('crane.lua'), require('crane'), dofile('only_b.lua')"), [
          "crane of a",
          "crane of a",
          "only b"
        ])
        assert.deepStrictEqual(yield* state.load(join(b, "asks.lua")), ["crane of a", "only b"])
        // A state without folders has that of the first.
        const free = yield* LuaState.make({ sandbox })
        assert.deepStrictEqual(yield* free.load(join(b, "asks.lua")), ["crane of b", "only b"])
        assert.deepStrictEqual(yield* free.load(join(a, "asks.lua")), ["crane of b", "only a"])
      }).pipe(Effect.scoped)
    )
  }

  it.effect("are found by the same names when it was rebuilt, however often", () =>
    Effect.gen(function* () {
      const [a, b] = yield* folders
      const state = yield* LuaState.make({
        onLimit: "rebuild",
        init: (state) => state.run("found = loadfile('crane.lua') ~= nil")
      })
      yield* state.load(join(a, "only_a.lua"))
      yield* state.load(join(b, "only_b.lua"))
      // As it was loaded last, it is loaded behind the other one.
      yield* state.load(join(a, "only_a.lua"))
      for (const _ of [1, 2]) {
        assert.deepStrictEqual(yield* state.run("return found, dofile('crane.lua')"), [false, "crane of a"])
        yield* overLimit(state)
      }
    }).pipe(Effect.scoped)
  )

  it.effect("a file of tests finds what is beside it first, in other folders what it has there", () =>
    Effect.gen(function* () {
      const [a, b] = yield* folders
      const file = join(b, "some.test.lua")
      writeFileSync(
        file,
        `local crane, only = require("crane"), dofile("only_a.lua")
        it("finds", function() check.equal(crane, "crane of b") check.equal(only, "only a") end)`
      )
      for (const roots of [[a], [a, b]]) {
        const report = yield* LuaTest.run(file, { roots })
        assert.deepStrictEqual(report.results, [{ name: "finds", passed: true }])
      }
      const error = yield* Effect.flip(LuaTest.run("", { roots: [a] }))
      assert.strictEqual(error._tag, "LuaOptionError")
    }).pipe(Effect.scoped)
  )
})
