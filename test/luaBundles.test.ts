/*
 * Bundles with Lua: fengari stays outside, is found beside the bundle, and what is missing is named.
 */
import { assert, beforeAll, describe, it } from "@effect/vitest"
import { spawnSync } from "node:child_process"
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { root } from "../scripts/lib/repository.ts"
import { bundlers } from "./bundlers/bundle.ts"

const entries = { main: "./dock.ts" }
/** What a bundle with everything in it needs besides. */
const threads = { "internal/threadMain": "@stevedore/platform-node/thread", "lua.thread": "@stevedore/lua/thread" }

const output = ["4294967296   0.2 7", "6", "LuaRuntimeError true job:1: wet", "[ 'crane', 4 ]"].join("\n")

// Below the repository, where its packages are found.
let folder = ""
beforeAll(() => {
  folder = mkdtempSync(join(root, "test", "bundlers", ".built-"))
  for (const name of ["dock.ts", "dock.lua"]) cpSync(join(root, "test", "bundlers", name), join(folder, name))
  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, type: "module" }))
  return () => rmSync(folder, { recursive: true })
})

/** What the bundle prints where it has been moved to, with those packages beside it. */
const runElsewhere = (out: string, packages: ReadonlyArray<string>): string => {
  const elsewhere = mkdtempSync(join(tmpdir(), "stevedore-lua-bundle-"))
  try {
    cpSync(out, elsewhere, { recursive: true })
    cpSync(join(folder, "dock.lua"), join(elsewhere, "dock.lua"))
    writeFileSync(join(elsewhere, "package.json"), JSON.stringify({ type: "module" }))
    mkdirSync(join(elsewhere, "node_modules"))
    for (const name of packages) symlinkSync(join(root, "node_modules", name), join(elsewhere, "node_modules", name))
    const { stderr, stdout } = spawnSync("node", [join(elsewhere, "main.js")], { cwd: elsewhere, encoding: "utf8" })
    return `${stdout}${stderr}`.trim()
  } finally {
    rmSync(elsewhere, { recursive: true })
  }
}

describe.each(Object.entries(bundlers))("B01 %s", (name, bundler) => {
  it("a program with Lua, its packages left to Node", async () => {
    const out = join(folder, `${name}-external`)
    await bundler({ entries, folder, out, packages: "external" })
    cpSync(join(folder, "dock.lua"), join(out, "dock.lua"))
    const { stderr, stdout } = spawnSync("node", [join(out, "main.js")], { encoding: "utf8" })
    assert.strictEqual(`${stdout}${stderr}`.trim(), output)
  })

  it("with all packages in it, fengari beside it, or the error that it is missing", async () => {
    const out = join(folder, `${name}-bundle`)
    await bundler({ entries: { ...entries, ...threads }, folder, out, packages: "bundle" })
    assert.strictEqual(runElsewhere(out, ["fengari"]), output)
    // An error of whoever makes a state, not of the import.
    assert.match(runElsewhere(out, []), /^LuaEngineError missing Install fengari 0\.1\.5 beside @stevedore\/lua/)
  })
})

describe("B01 a bundle that lacks Lua's thread", () => {
  it("says which entry to add", async () => {
    const out = join(folder, "lacking")
    const { "lua.thread": _, ...rest } = threads
    await bundlers["esbuild"]!({ entries: { ...entries, ...rest }, folder, out, packages: "bundle" })
    assert.include(runElsewhere(out, ["fengari"]), `needs the entry "lua.thread": "@stevedore/lua/thread"`)
  })
})
