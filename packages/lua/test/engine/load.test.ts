/*
 * The one module through which everything gets fengari: an instance of our own, and what is said when it cannot be.
 */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { createRequire } from "node:module"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { Worker } from "node:worker_threads"
import { assert, describe, it } from "@effect/vitest"
import { LuaEngineError } from "../../src/LuaError.ts"
import { tool } from "../../../../scripts/lib/tools.ts"
import { edited } from "../../src/internal/fengari/edits.ts"
import { editsOf, fengari, loadFengari, problem } from "../../src/internal/fengari/load.ts"
import { hashes } from "../../src/internal/fengari/release.ts"
import { selfTest } from "../../src/internal/fengari/selfTest.ts"
import { bare, running, value } from "./running.ts"

const installed = dirname(createRequire(import.meta.url).resolve("fengari/package.json"))

/** A copy of fengari in a folder of its own, changed by `change`; what is loaded from there. */
const loadedFrom = (change: (folder: string) => void) => {
  const root = mkdtempSync(join(tmpdir(), "stevedore-lua-"))
  try {
    const folder = join(root, "node_modules", "fengari")
    mkdirSync(join(root, "node_modules"))
    for (const name of ["sprintf-js", "tmp", "readline-sync"]) {
      symlinkSync(join(installed, "..", name), join(root, "node_modules", name), "junction")
    }
    cpSync(installed, folder, { recursive: true, filter: (from) => !from.startsWith(join(installed, "test")) })
    change(folder)
    return { root, ...loadFengari({ from: [join(root, "any.js")] }) }
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
}

describe("the engine", () => {
  it("B02 is the corrected one here, and leaves the installed one alone", () => {
    assert.strictEqual(problem, undefined)
    assert.notStrictEqual(fengari.lua, bare.lua)
    assert.strictEqual(value("65536 * 65536"), "4294967296")
    assert.strictEqual(value("65536 * 65536", bare), "0")
    // Who imports fengari gets what was installed, whoever was first.
    assert.strictEqual(createRequire(import.meta.url)("fengari"), bare)
  })

  it("B02 a copy that is the same is as good, and states of instances do not meet", () => {
    const { fengari: copy, problem } = loadedFrom(() => {})
    assert.strictEqual(problem, undefined)
    assert.strictEqual(value("65536 * 65536", copy), "4294967296")
    assert.notStrictEqual(copy.lobject.TValue, fengari.lobject.TValue)
  })

  it("B02 a file that was changed is named, and what is given is the plain one", () => {
    const {
      fengari: plain,
      problem,
      root
    } = loadedFrom((folder) => {
      const file = join(folder, "src", "lvm.js")
      writeFileSync(file, readFileSync(file, "utf8") + "\n// ours\n")
    })
    assert.instanceOf(problem, LuaEngineError)
    assert.strictEqual(problem!.reason, "file")
    assert.strictEqual(problem!.file, join(root, "node_modules", "fengari", "src", "lvm.js"))
    assert.match(problem!.found, /^SHA-256 [0-9a-f]{64}$/)
    assert.include(problem!.message, "allowUnpatched")
    assert.strictEqual(value("65536 * 65536", plain), "0")
  })

  it("B02 a file that is not there is named", () => {
    const { problem } = loadedFrom((folder) => rmSync(join(folder, "src", "fengarilib.js")))
    assert.strictEqual(problem!.reason, "file")
    assert.include(problem!.file, "fengarilib.js")
    assert.include(problem!.found, "no such file")
  })

  it("B02 another version is named", () => {
    const { problem } = loadedFrom((folder) => {
      const file = join(folder, "package.json")
      writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, "utf8")), version: "0.1.6" }))
    })
    assert.strictEqual(problem!.reason, "version")
    assert.strictEqual(problem!.found, "version 0.1.6")
  })

  it("B02 where there is none, whatever is called says so", async () => {
    const root = mkdtempSync(join(tmpdir(), "stevedore-lua-"))
    try {
      const { fengari: none, problem } = loadFengari({ from: [join(root, "any.js")] })
      assert.strictEqual(problem!.reason, "missing")
      assert.include(problem!.message, "external")
      // What other modules take out of it when they are loaded is harmless, and what they call then.
      const { lua, lauxlib, lobject, to_luastring } = none
      const { lua_pushnil } = lua
      assert.doesNotThrow(() => [to_luastring("call"), new lobject.TValue()])
      await Promise.resolve()
      assert.throws(() => lauxlib.luaL_newstate(), LuaEngineError)
      assert.throws(() => lua_pushnil(undefined as never), LuaEngineError)
      assert.throws(() => new lobject.TValue(), LuaEngineError)
    } finally {
      rmSync(root, { recursive: true, force: true })
    }
  })

  it("B02 the self-test says which defects an instance has", () => {
    assert.strictEqual(selfTest(fengari), undefined)
    const found = selfTest(bare)
    for (const defect of [
      "string keys",
      "constructors",
      "printing",
      "format",
      "integers",
      "wide integers",
      "loops",
      "hooks"
    ]) {
      assert.include(found, defect)
    }
  })

  it("B02 an edit that does not find its place is a mistake that is told", () => {
    assert.throws(() => edited("a.js", "one two one", [["one", "1"]]), /a\.js: found 2 instead of 1 times: one/)
    assert.throws(() => edited("a.js", "one", [["two", "2"]]), /found 0 instead of 1/)
    assert.strictEqual(edited("a.js", "one two one", [["one", "1", 2]]), "1 two 1")
  })

  it("B02 what edits put into a file uses no name that is not there", () => {
    const folder = mkdtempSync(join(tmpdir(), "stevedore-lua-"))
    // What fengari itself looks for in browsers.
    const browser = ["self", "window", "WorkerGlobalScope", "XMLHttpRequest", "prompt"]
    try {
      const rules = {
        categories: { correctness: "off" },
        rules: { "no-undef": "error" },
        env: { node: true, es2024: true }
      }
      const globals = Object.fromEntries(browser.map((name) => [name, "readonly"]))
      writeFileSync(join(folder, "rules.json"), JSON.stringify({ ...rules, globals }))
      for (const integers of ["promote", "wrap32"] as const) {
        const edits = editsOf(integers)
        mkdirSync(join(folder, integers))
        for (const file of Object.keys(hashes)) {
          const text = readFileSync(join(installed, "src", file), "utf8")
          writeFileSync(join(folder, integers, file), edited(file, text, edits[file] ?? []))
        }
      }
      const { output, status } = tool("oxlint", "bin/oxlint", [
        "-c",
        join(folder, "rules.json"),
        "--format=unix",
        folder
      ])
      assert.strictEqual(status, 0, output)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })

  it("B02 every file that is loaded is one whose hash is known", () => {
    assert.isAbove(Object.keys(hashes).length, 35)
    for (const hash of Object.values(hashes)) assert.match(hash, /^[0-9a-f]{64}$/)
  })

  it("B02 Lua reaches no module of Node through it", () => {
    const { run } = running()
    assert.include(run(`return pcall(require, "node:fs")`), "false")
    assert.include(run(`return package.loadlib("fs", "*")`), "Lua does not load Node's modules")
    const folder = mkdtempSync(join(tmpdir(), "stevedore-lua-"))
    try {
      writeFileSync(join(folder, "evil.js"), "globalThis.reached = true; module.exports = () => 0")
      const path = JSON.stringify(join(folder, "?.js"))
      assert.include(run(`package.jspath = ${path} return pcall(require, "evil")`), "false")
      assert.strictEqual((globalThis as { reached?: boolean }).reached, undefined)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })

  it("B02 it is the same in a worker, which need not test it again", async () => {
    const module = new URL("../../src/internal/fengari/load.ts", import.meta.url).href
    const worker = new Worker(
      new URL(
        `data:text/javascript,${encodeURIComponent(`
        import { parentPort } from "node:worker_threads"
        const { fengari, problem } = await import(${JSON.stringify(module)})
        const { lauxlib, lua, lualib, to_luastring } = fengari
        const L = lauxlib.luaL_newstate()
        lualib.luaL_openlibs(L)
        lauxlib.luaL_loadstring(L, to_luastring("return 65536 * 65536"))
        lua.lua_pcall(L, 0, 1, 0)
        parentPort.postMessage([problem === undefined, lua.lua_tojsstring(L, -1)])
      `)}`
      )
    )
    const answer = await new Promise((resolve, reject) => worker.once("message", resolve).once("error", reject))
    assert.deepStrictEqual(answer, [true, "4294967296"])
    await worker.terminate()
  })
})
