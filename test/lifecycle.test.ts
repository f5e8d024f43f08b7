/*
 * When a process with an actor system ends by itself, and when it does not; and that entries are found both as `.ts` in
 * development and as `.js` after a build.
 */
import { assert, describe, it } from "@effect/vitest"
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { stripTypeScriptTypes } from "node:module"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath, pathToFileURL } from "node:url"
import { type Outcome, run } from "./lifecycle/run.ts"

const program = (name: string): Promise<Outcome> => run(new URL("./lifecycle/program.ts", import.meta.url), name)

const stops = ["clerk-0 stopped", "clerk-1 stopped"]

/** It ended by itself, well, having written these lines, in any order where the threads are two. */
const ended = (outcome: Outcome, lines: ReadonlyArray<string>): void => {
  assert.equal(outcome.stderr, "")
  assert.equal(outcome.code, 0)
  assert.deepEqual(outcome.lines.toSorted(), lines.toSorted())
}

describe("the process ends by itself", () => {
  it("H04-exit when the program that was given a pool ends, its stop hooks done", async () => {
    const outcome = await program("runPromise")
    ended(outcome, ["now a", ...stops, "last line of main"])
    assert.equal(outcome.lines.at(-1), "last line of main")
  })

  it("H04-exit when the scope is closed", async () => {
    const outcome = await program("closed")
    ended(outcome, ["now a", ...stops, "closed", "last line of main"])
    assert.deepEqual(outcome.lines.slice(-2), ["closed", "last line of main"])
  })

  it("H04-exit when the system is stopped and its scope never closed", async () => {
    ended(await program("stopped"), [...stops, "stopped the system", "last line of main"])
  })

  it("H04-exit when nothing is outstanding, though all is open: threads are no reason to stay", async () => {
    ended(await program("idle"), ["now a", "last line of main"])
  })

  it("H04-exit when only tells are outstanding: nobody waits for them", async () => {
    ended(await program("tell"), ["told", "last line of main"])
  })

  it("H04-exit when a job that was left computes on", async () => {
    const { code, lines } = await program("abandoned")
    assert.equal(code, 0)
    assert.deepEqual(lines.slice(-2), ["left", "last line of main"])
  })

  it("H04-exit when main fails with all open", async () => {
    const { code, stderr } = await program("fails")
    assert.equal(code, 1)
    assert.include(stderr, "main has failed")
  })
})

describe("the process stays", () => {
  it("H04-stay for an ask", async () => {
    const outcome = await program("ask")
    ended(outcome, ["last line of main", "handled b", "later b"])
    assert.equal(outcome.lines[0], "last line of main")
  })

  it("H04-stay until every thread knows that main serves an actor, and serves it no longer", async () => {
    ended(await program("leaving"), ["main a", ...stops, "last line of main"])
  })

  it("H04-stay for an ask of one system while another one is idle", async () => {
    ended(await program("twoSystems"), [
      "now short",
      "handled long",
      "later long",
      "clerk stopped",
      "other stopped",
      "last line of main"
    ])
  })

  it("H04-stay for a submitted job", async () => {
    ended(await program("submit"), ["last line of main", "handled c"])
  })

  it("H04-stay for a send to a name that may still come", async () => {
    ended(await program("unknown"), ["last line of main", "Unreachable"])
  })

  it("H04-stay for a thread that starts", async () => {
    ended(await program("starting"), ["last line of main", "started"])
  })

  it("H04-stay for a scope that is closing", async () => {
    ended(await program("closing"), ["last line of main", ...stops])
  })
})

describe("entries", () => {
  it("H05-ts are found as .ts without a build", async () => {
    ended(await program("runPromise"), ["now a", ...stops, "last line of main"])
  })

  it("H05-js are found as .js after a build, which leaves the .ts in the URL as it is", async () => {
    const source = fileURLToPath(new URL("./lifecycle", import.meta.url))
    const folder = mkdtempSync(join(tmpdir(), "stevedore-built-"))
    try {
      const built = join(folder, "dist")
      mkdirSync(built)
      for (const name of readdirSync(source)) {
        const text = stripTypeScriptTypes(readFileSync(join(source, name), "utf8"))
        // As `rewriteRelativeImportExtensions` does: imports, not URLs.
        const rewritten = text.replaceAll(/(from "\.\/[\w.]+)\.ts"/g, '$1.js"')
        writeFileSync(join(built, name.replace(/\.ts$/, ".js")), rewritten)
      }
      writeFileSync(join(folder, "package.json"), '{ "type": "module" }')
      symlinkSync(fileURLToPath(new URL("../node_modules", import.meta.url)), join(folder, "node_modules"))
      const main = readFileSync(join(built, "program.js"), "utf8")
      assert.include(main, 'new URL("./clerk.thread.ts", import.meta.url)')
      assert.notInclude(main, 'from "./clerk.protocol.ts"')
      ended(await run(pathToFileURL(join(built, "program.js")), "runPromise"), ["now a", ...stops, "last line of main"])
      // Where both are there, the one that is written wins.
      cpSync(join(source, "clerk.protocol.ts"), join(built, "clerk.protocol.ts"))
      writeFileSync(join(built, "clerk.thread.ts"), 'throw new Error("the .ts file is here")\n')
      const outcome = await run(pathToFileURL(join(built, "program.js")), "runPromise")
      assert.equal(outcome.code, 1)
      assert.include(outcome.stderr, "the .ts file is here")
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})
