/*
 * The examples of packages/platform-node/examples, each run as a reader would run it.
 */
import { assert, describe, it } from "@effect/vitest"
import { execFile } from "node:child_process"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"

/** What a program prints, without log lines: which there are depends on how busy the machine is. */
const printed = async (example: string): Promise<ReadonlyArray<string>> => {
  const file = fileURLToPath(new URL(`../packages/platform-node/examples/${example}/main.ts`, import.meta.url))
  const args = ["--disable-warning=ExperimentalWarning", file]
  const { stdout } = await promisify(execFile)(process.execPath, args)
  return stdout.split("\n").filter((line) => line !== "" && !/^\[[\d:.]+\] /.test(line))
}

describe("examples", () => {
  it("A17 broadcast: all initialised, and the last one says so", async () => {
    assert.deepStrictEqual(await printed("broadcast"), [
      "1 ready, with 4 words",
      "2 ready, with 4 words",
      "3 ready, with 4 words: all initialised",
      "dictionary-0: true",
      "dictionary-1: true",
      "dictionary-2: true"
    ])
  })

  it("A19 gracefulStop: refused, pending to 0, stopped", async () => {
    assert.deepStrictEqual(await printed("gracefulStop"), [
      "pending: 3",
      "refused: Stopped, it had not started",
      "printed: sheet 1",
      "printed: sheet 2",
      "printed: sheet 3",
      "pending: 0",
      "stopped; threads left: main"
    ])
  })
})
