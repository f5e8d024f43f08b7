/*
 * What the host keeps of a script counts as held by its state: what a table keeps of keys that are gone, functions that the script has
 * given to other states. And a list of all places that make a value of a script one that the host may keep.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { globSync, readFileSync } from "node:fs"
import * as LuaState from "@stevedore/lua/LuaState"

const memoryBytes = 8 * 2 ** 20

/** Each would take several times what is allowed. */
const greedy: Readonly<Record<string, string>> = {
  "integer keys that are gone":
    "for n = 1, 100 do local t = {} for i = 1, 2000 do t[i] = i end for i = 1, 2000 do t[i] = nil end kept[n] = t end",
  "float keys that are gone":
    "for n = 1, 100 do local t = {} for i = 1, 2000 do t[i + 0.5] = i end for k in pairs(t) do t[k] = nil end kept[n] = t end",
  "tables as keys that are gone": `
    local keys = {} for i = 1, 2000 do keys[i] = {} end
    for n = 1, 100 do local t = {} for i = 1, 2000 do t[keys[i]] = i end for i = 1, 2000 do t[keys[i]] = nil end kept[n] = t end`,
  "functions of modules":
    "for n = 1, 400 do local x = ('x'):rep(50000) .. n alua.regmod('m' .. n, { f = function() return x end }) end",
  "functions of one module, each held by a state": `
    for n = 1, 400 do
      local x = ('x'):rep(50000) .. n
      alua.regmod('m', { f = function() return x end })
      kept[n] = alua.newstate()
    end`,
  "init functions": "for n = 1, 400 do local x = ('x'):rep(50000) .. n alua.addinitfunc(function() return x end) end",
  "init sources":
    "for n = 1, 15 do alua.addinitfunc('--' .. ('x'):rep(60000) .. n) kept[n] = ('x'):rep(500000) .. n end",
  "a library that nobody can name any more": `
    local t = alua for k in pairs(_G) do if _G[k] == t then _G[k] = nil end end
    for n = 1, 400 do kept[n] = ('x'):rep(50000) .. n end`
}

describe("what the host keeps of a script", () => {
  for (const [name, program] of Object.entries(greedy)) {
    it.effect(`B12 counts as held by its state: ${name}`, () =>
      Effect.gen(function* () {
        const state = yield* LuaState.make({ limits: { memoryBytes } })
        const error = yield* Effect.flip(state.run(`kept = {} ${program}`))
        assert.strictEqual(error._tag === "LuaLimitError" && error.limit, "memory", String(error))
      })
    )
  }

  const held = "collectgarbage() return alua.stats().memoryBytes"

  it.effect("B12 and no longer than it keeps it", () =>
    Effect.gen(function* () {
      const state = yield* LuaState.make()
      const bytes = (source: string) => Effect.map(state.run(`${source} ${held}`), ([bytes]) => bytes as number)
      const before = yield* bytes("alua.regmod('m', { f = print }) t = {}")
      const big = "local x = ('x'):rep(1e6)"
      const given = yield* bytes(`do ${big} alua.regmod('m', { f = function() return x end }) end c = alua.newstate()`)
      assert.isAbove(given, before + 1e6)
      // The state that has it keeps it.
      assert.isAbove(yield* bytes("alua.regmod('m', { f = print })"), before + 1e6)
      assert.isBelow(yield* bytes("c:close() c = nil"), before + 60_000)
      const full = yield* bytes("for i = 1, 1000 do t[i] = i end")
      assert.isAbove(full, before + 200_000)
      assert.isAbove(yield* bytes("for i = 1, 1000 do t[i] = nil end"), before + 200_000)
      assert.isBelow(yield* bytes("t.again = 1"), before + 60_000)
    })
  )

  it.effect("a module can be given anew as often as a script likes", () =>
    Effect.gen(function* () {
      const state = yield* LuaState.make()
      const [n] = yield* state.run(`
        for n = 1, 1100 do alua.regmod('m' .. n % 1000, { f = function() return n end }) end
        return alua.newstate():run("return m5.f()")`)
      assert.strictEqual(n, 1005)
    })
  )

  /**
   * Where `kept` copies a slot out of its stack, and `referenceTo` makes a reference of one: how often in each file, and why nothing
   * of it is forgotten when the state is counted. What is new goes here, and into `hold` or `keep` of state/pending.ts.
   */
  const places: Readonly<Record<string, readonly [count: number, why: string]>> = {
    "ahar/module.ts": [2, "functions that listen: Listener.held; while it waits, auto_listen holds those it has found"],
    "alog/library.ts": [1, "the library's own function"],
    "athd/broadcasting.ts": [1, "what follows a broadcast: pending of its fiber"],
    "athd/pushing.ts": [2, "job ids, and what follows a job: pending of its fiber"],
    "athd/scheduling.ts": [1, "functions and arguments of timers and forks: pending of their fiber"],
    "state/alua.ts": [
      8,
      "handles of states are small; modules, init functions and tests: keep; references are made of the same"
    ],
    "state/childOptions.ts": [2, "read before the call returns"],
    "state/errors.ts": [1, "read before the call returns"],
    "state/fromLua.ts": [2, "references that the program has: what it keeps is the program's"],
    "state/loading.ts": [1, "an error that is raised in those that wait, at once"],
    "state/modules.ts": [1, "goes into the state's tables"],
    "state/protect.ts": [1, "goes into a table of the state"],
    "state/reload.ts": [2, "goes into a table of the state"],
    "state/rerun.ts": [2, "held while the file runs: the slots of a Pending"],
    "state/values.ts": [1, "references that the program has: what it keeps is the program's"]
  }

  it("is counted, wherever that is", () => {
    const root = new URL("../src/internal/", import.meta.url)
    const found: Record<string, number> = {}
    for (const file of globSync("**/*.ts", { cwd: root })) {
      const text = readFileSync(new URL(file, root), "utf8")
      const calls = text.matchAll(/(?<!const )\b(?:kept|referenceTo)\((?!\))/g)
      const count = Array.from(calls).length
      if (count > 0) found[file] = count
    }
    assert.deepStrictEqual(found, Object.fromEntries(Object.entries(places).map(([file, [count]]) => [file, count])))
  })
})
