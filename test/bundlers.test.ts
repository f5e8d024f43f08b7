/*
 * Bundles of the README's quick start, and of plain functions: built as the README says, run with Node.
 */
import { assert, beforeAll, describe, it } from "@effect/vitest"
import { spawnSync } from "node:child_process"
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { quickStart } from "../scripts/lib/examples.ts"
import { root } from "../scripts/lib/repository.ts"
import { type Bundle, bundlers } from "./bundlers/bundle.ts"

const quick = quickStart("README.md")!

/** What a bundle with everything in it needs besides its own entries. */
const ownThread = { "internal/threadMain": "@stevedore/platform-node/thread" }

const programs = {
  "the quick start": {
    entries: { main: "./quickstart/main.ts", "primes.thread": "./quickstart/primes.thread.ts" },
    output: quick.output
  },
  "plain functions": {
    entries: { main: "./plain/plain.ts", math: "./plain/math.ts" },
    output: "3 NotFound: there is no a add,find"
  }
} as const

// Below the repository, where its packages are found.
let folder = ""
beforeAll(() => {
  folder = mkdtempSync(join(root, "test", "bundlers", ".built-"))
  for (const { name, text } of quick.files) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text.trimStart())
  }
  for (const name of ["plain.ts", "math.ts"]) {
    cpSync(join(root, "test", "bundlers", name), join(folder, "plain", name))
  }
  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, type: "module" }))
  return () => rmSync(folder, { recursive: true })
})

/** On a busy machine a job may take long, which is warned of, with the line's annotations below it. */
const slowJobs = /^\[[\d:.]+\] WARN .*slow job.*\n(?:  \w+: .*\n)*/gm

const run = (main: string) => {
  const { status, stderr, stdout } = spawnSync("node", [main], { encoding: "utf8" })
  assert.strictEqual(status, 0, stderr)
  return stdout.replace(slowJobs, "").trim()
}

let bundles = 0
const build = async (bundler: (bundle: Bundle) => Promise<unknown>, bundle: Omit<Bundle, "folder" | "out">) => {
  const out = join(folder, `out-${bundles++}`)
  await bundler({ ...bundle, folder, out })
  return out
}

for (const [name, bundler] of Object.entries(bundlers)) {
  describe(`H05 ${name}`, () => {
    for (const [what, { entries, output }] of Object.entries(programs)) {
      it(`H05-bundlers ${what}, its packages left to Node`, async () => {
        const out = await build(bundler, { entries, packages: "external" })
        assert.isFalse(existsSync(join(out, "internal")))
        assert.strictEqual(run(join(out, "main.js")), output)
      })

      it(`H05-bundlers ${what}, with all packages in it, far from any node_modules`, async () => {
        const out = await build(bundler, { entries: { ...entries, ...ownThread }, packages: "bundle" })
        const elsewhere = mkdtempSync(join(tmpdir(), "stevedore-bundle-"))
        try {
          cpSync(out, elsewhere, { recursive: true })
          writeFileSync(join(elsewhere, "package.json"), JSON.stringify({ type: "module" }))
          assert.strictEqual(run(join(elsewhere, "main.js")), output)
        } finally {
          rmSync(elsewhere, { recursive: true })
        }
      })
    }
  })
}

describe("H05 a bundle that lacks something", () => {
  it("H05-bundlers the thread's own module: the error says which entry to add", async () => {
    const { entries } = programs["plain functions"]
    const out = await build(bundlers["esbuild"]!, { entries, packages: "bundle" })
    const { status, stderr } = spawnSync("node", [join(out, "main.js")], { encoding: "utf8" })
    assert.notStrictEqual(status, 0)
    assert.include(stderr, `needs the entry "internal/threadMain": "@stevedore/platform-node/thread"`)
  })

  it("H05-bundlers one copy of what entries have in common: the error says so, and no result is wrong", async () => {
    const { entries } = programs["the quick start"]
    const all = { ...entries, ...ownThread }
    const out = await build(bundlers["esbuild"]!, { entries: all, packages: "bundle", splitting: false })
    const { status, stderr, stdout } = spawnSync("node", [join(out, "main.js")], { encoding: "utf8" })
    assert.notStrictEqual(status, 0)
    assert.match(stdout + stderr, /of another copy: have all packages use one copy.* \(esbuild: --splitting\)/)
  })

  it("H05-bundlers the entry of a thread: the error names both files that were tried", async () => {
    const { entries } = programs["the quick start"]
    const out = await build(bundlers["esbuild"]!, { entries: { main: entries.main }, packages: "external" })
    const { status, stderr, stdout } = spawnSync("node", [join(out, "main.js")], { encoding: "utf8" })
    assert.notStrictEqual(status, 0)
    assert.match(stdout + stderr, /no such file, tried file:\S+\/primes\.thread\.ts and file:\S+\/primes\.thread\.js/)
  })

  it("nothing but JavaScript is in a bundle", async () => {
    const { entries } = programs["the quick start"]
    const out = await build(bundlers["rolldown"]!, { entries, packages: "external" })
    assert.deepStrictEqual(
      readdirSync(out).filter((file) => !file.endsWith(".js")),
      []
    )
  })
})
