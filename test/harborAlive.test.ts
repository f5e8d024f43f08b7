/*
 * A process that does nothing but wait for harbor lives until that has come: each in a process of its own, for here there is more
 * that keeps one alive.
 */
import { assert, describe, it } from "@effect/vitest"
import { execFile } from "node:child_process"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"

const program = fileURLToPath(new URL("./harborAlive/main.ts", import.meta.url))

describe("C07 a main that waits for objects alone", () => {
  for (const [what, printed] of [
    ["moves an object away", "mover"],
    ["fetches an object", "main"],
    ["releases an object elsewhere", "NoReceiver"]
  ] as const) {
    it(`${what}, and lives until that is done`, async () => {
      const { stdout } = await promisify(execFile)(process.execPath, [program, what])
      // Behind what may be logged.
      assert.strictEqual(stdout.trim().split("\n").at(-1), printed)
    })
  }
})
