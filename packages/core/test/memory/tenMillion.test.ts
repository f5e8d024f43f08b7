/** The memory plane allocates nothing for a job. */
import { assert, describe, it } from "@effect/vitest"
import { execFileSync } from "node:child_process"
import { fileURLToPath } from "node:url"

describe("A09 ten million jobs", () => {
  it("A09 ten million jobs begun and ended make the engine collect nothing", () => {
    const program = fileURLToPath(new URL("./tenMillion.ts", import.meta.url))
    const { control, plane, wakes } = JSON.parse(execFileSync(process.execPath, [program], { encoding: "utf8" })) as {
      readonly plane: number
      readonly control: number
      readonly wakes: boolean
    }
    assert.isTrue(wakes)
    assert.strictEqual(plane, 0)
    assert.isAbove(control, 0, "a collection would have been seen")
  })
})
