import { assert, describe, it } from "@effect/vitest"
import { mkdtempSync, readdirSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { afterEach, beforeEach } from "vitest"
import { program } from "./support/program.ts"

let folder = ""
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "stevedore-cache-"))
})
afterEach(() => rmSync(folder, { recursive: true }))

const usedBy = async (args: ReadonlyArray<string>, env: Readonly<Record<string, string | undefined>>) => {
  const none = { NODE_COMPILE_CACHE: undefined, NODE_DISABLE_COMPILE_CACHE: undefined, NODE_V8_COVERAGE: undefined }
  const outcome = await program("cache.ts", args, { env: { ...none, ...env } })
  assert.strictEqual(outcome.stderr, "")
  return outcome.stdout.trim()
}

describe("the compile cache of threads", () => {
  it("is on by itself, in the system's temporary folder, and written", async () => {
    const used = await usedBy([], { TMPDIR: folder, TMP: folder, TEMP: folder })
    assert.strictEqual(dirname(used), join(folder, "node-compile-cache"))
    assert.isNotEmpty(readdirSync(used))
  })

  it("follows NODE_COMPILE_CACHE", async () => {
    assert.strictEqual(dirname(await usedBy([], { NODE_COMPILE_CACHE: folder })), folder)
  })

  it("is the one the program turned on for itself", async () => {
    assert.strictEqual(dirname(await usedBy([folder], {})), folder)
  })

  it("is off with NODE_DISABLE_COMPILE_CACHE", async () => {
    assert.strictEqual(await usedBy([], { NODE_DISABLE_COMPILE_CACHE: "1" }), "none")
  })

  it("is off while coverage is taken", async () => {
    assert.strictEqual(await usedBy([], { NODE_V8_COVERAGE: folder }), "none")
  })
})
