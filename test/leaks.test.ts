/**
 * A hundred times opened and closed, nothing is left: no thread, descriptor or active resource of the process, and in the
 * shared memory no record, lane, segment, block or job word. Then the process ends by itself.
 */
import { assert, describe, it } from "@effect/vitest"
import { execFile } from "node:child_process"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"

const program = fileURLToPath(new URL("./stress/leaks.ts", import.meta.url))

/** Fails when the process ends with another code than 0; the test's time limit is for one that does not end. */
const run = async (what: string) => {
  const { stderr, stdout } = await promisify(execFile)(process.execPath, [program, what])
  assert.strictEqual(stderr, "")
  return JSON.parse(stdout)
}

const minutes = 5 * 60_000

describe.concurrent("leaks", () => {
  it(
    "H04-leaks a hundred cycles of thread and pool layers in one system leave nothing",
    { timeout: minutes },
    async () => {
      const { after, before } = await run("layers")
      assert.deepEqual(after, before)
      const { memory } = after
      assert.deepEqual(
        {
          ...memory,
          segments: 0,
          segmentsFree: 0,
          smallBlocks: 0,
          smallBlocksFree: 0,
          largeBlocks: 0,
          largeBlocksFree: 0
        },
        {
          segments: 0,
          segmentsFree: 0,
          smallBlocks: 0,
          smallBlocksFree: 0,
          largeBlocks: 0,
          largeBlocksFree: 0,
          jobsInFlight: 0,
          sendsWaiting: 0,
          deadLetters: 0,
          abandoned: 0,
          records: 1,
          busyJobs: 0,
          jobsOfOthers: 0,
          lanes: 0,
          owned: 0
        }
      )
      assert.strictEqual(memory.segmentsFree, memory.segments)
      assert.strictEqual(memory.smallBlocksFree, memory.smallBlocks)
      assert.strictEqual(memory.largeBlocksFree, memory.largeBlocks)
    }
  )

  it("H04-leaks a hundred systems opened and closed leave nothing", { timeout: minutes }, async () => {
    const { after, before, end } = await run("systems")
    assert.deepEqual(after, before)
    assert.deepEqual(end, before)
  })
})
