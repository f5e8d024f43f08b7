/*
 * Whatever a script gives to a function of Lua's libraries, and however often: it ends in a value or a typed error, and the process grows
 * by no more than twice what the state may hold. For every function there is; each library in a process of its own, and so each
 * function that has the host keep something. With the young generation that docs/limits.md names for that.
 */
import { assert, describe, it } from "@effect/vitest"
import * as LuaState from "@stevedore/lua/LuaState"
import * as LuaThread from "@stevedore/lua/LuaThread"
import * as Effect from "effect/Effect"
import { execFile } from "node:child_process"
import { fileURLToPath } from "node:url"
import { run, script } from "./lua/programs.ts"
import type { Told } from "./luaFloods/child.ts"
import { ofStates, ofThreads } from "./luaFloods/rows.ts"

const child = fileURLToPath(new URL("./luaFloods/child.ts", import.meta.url))

const told = (...asked: ReadonlyArray<string>): Effect.Effect<ReadonlyArray<Told>> =>
  Effect.callback((resume) => {
    const flags = ["--expose-gc", "--max-semi-space-size=16", "--disable-warning=ExperimentalWarning"]
    execFile(process.execPath, [...flags, child, ...asked], { maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
      if (error !== null) return resume(Effect.die(new Error(`${asked.join(" ")}: ${stderr.slice(-2000)}`)))
      const lines = stdout.split("\n").filter((line) => line.startsWith("{"))
      resume(Effect.succeed(lines.map((line) => JSON.parse(line) as Told)))
    })
  })

/** What V8 says of itself, what nobody has thought of, and what did not end. */
const strange = /RangeError|TypeError|ReferenceError|DEFECT|TimeoutError|Invalid (string|array|typed)/

const wrong = (all: ReadonlyArray<Told>): ReadonlyArray<string> =>
  all
    .filter(({ end, grownMiB }) => grownMiB > 128 || strange.test(end))
    .map(({ end, grownMiB, label }) => `${label}: ${grownMiB} MiB, ${end}`)

const libraries = { ...ofStates, ...ofThreads }

describe("floods", () => {
  for (const library of Object.keys(libraries)) {
    it.live(`B12 whatever is given to a function of ${library}`, () =>
      Effect.gen(function* () {
        const all = yield* told(library)
        assert.isAbove(all.length, 0)
        assert.deepStrictEqual(wrong(all), [])
      })
    )
  }

  for (const [library, rows] of Object.entries(libraries)) {
    for (const [name, { keeps }] of Object.entries(rows)) {
      if (keeps === undefined) continue
      it.live(`B12 250,000 times ${keeps}`, () =>
        Effect.gen(function* () {
          const all = yield* told(library, name, "keeps")
          assert.strictEqual(all.length, 1)
          assert.deepStrictEqual(wrong(all), [])
        })
      )
    }
  }

  const functions = `
    local all = {}
    for library, t in pairs(package.loaded) do
      if type(t) == "table" then
        for name, f in pairs(t) do
          if type(f) == "function" then all[#all + 1] = (library == "_G" and "" or library .. ".") .. name end
        end
      end
    end
    table.sort(all)
    return table.concat(all, " ")`

  it.live("B12 every function that Lua has is in the table", () =>
    run(() =>
      Effect.gen(function* () {
        const state = yield* LuaState.make({ sandbox: "full" })
        const thread = yield* LuaThread.make({ name: "one", entry: script("crane") })
        const [there] = yield* state.run(functions)
        const onThread = yield* thread.run(functions)
        const names = new Set([...String(there).split(" "), ...String(onThread).split(" ")])
        // What the entry has defined is no function of Lua.
        for (const own of ["lift", "fall"]) names.delete(own)
        const rows = Object.values(libraries).flatMap((rows) => Object.keys(rows))
        assert.deepStrictEqual(rows.toSorted(), Array.from(names).toSorted())
      })
    )
  )
})
