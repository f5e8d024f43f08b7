/*
 * The examples of packages/lua/examples, each run as a reader would run it.
 */
import { assert, describe, it } from "@effect/vitest"
import { execFile } from "node:child_process"
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"

const folder = fileURLToPath(new URL("../packages/lua/examples/", import.meta.url))

/** What a program prints, without log lines: which there are depends on how busy the machine is. */
const printed = async (example: string, ...args: ReadonlyArray<string>): Promise<string> => {
  const file = `${folder}${example}/main.ts`
  const { stdout } = await promisify(execFile)(process.execPath, [
    "--disable-warning=ExperimentalWarning",
    file,
    ...args
  ])
  // A line of the log may go on in indented ones, and a closing brace.
  return stdout.replaceAll(/^\[[\d:.]+\] .*\n(?: {2}.*\n)*(?:\}\n)?/gm, "")
}

const report = `600 requests, 14.3 MB, 2 other lines

status
       478  200
        60  304
        33  404
        14  403
        13  301
         2  500

path
       127  /api/ships
        94  /static/app.js
        71  /
        71  /static/app.css
        46  /api/cranes

client
        24  192.0.2.13
        23  192.0.2.3
        22  192.0.2.4
        21  192.0.2.2
        19  192.0.2.1

hour
        72  13
        67  09
        67  14
`

describe("examples of lua", () => {
  it("B03 B04 B14 analyser: a log read on four threads, whole or in batches of any size", async () => {
    const log = `${folder}analyser/access.log`
    assert.strictEqual(await printed("analyser"), report)
    assert.strictEqual(await printed("analyser", log, "5003"), report)
  })

  it("B03 analyser: a line that is longer than some batches is one more that it cannot read", async () => {
    const temporary = await mkdtemp(join(tmpdir(), "analyser-"))
    try {
      const log = join(temporary, "long.log")
      await writeFile(log, `${"x".repeat(400_000)}\n${await readFile(`${folder}analyser/access.log`, "utf8")}`)
      assert.strictEqual(await printed("analyser", log, "150000"), report.replace("2 other", "3 other"))
    } finally {
      await rm(temporary, { recursive: true })
    }
  })

  it("B10 match: objects of two threads in a group, told and heard by name", async () => {
    const file = `${folder}match/main.ts`
    const { stdout } = await promisify(execFile)(process.execPath, ["--disable-warning=ExperimentalWarning", file])
    const lines = Array.from(stdout.matchAll(/INFO \(#\d+\): (.*?)(?: \{.*)?$/gm), ([, line]) => line)
    assert.deepStrictEqual(lines, [
      "round 1: 4 players have thrown",
      "round 2: 4 players have thrown",
      "round 3: 4 players have thrown",
      "1. grace    15",
      "2. linus    15",
      "3. ada       9",
      "4. brendan   9"
    ])
  })
})
