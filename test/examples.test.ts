/*
 * The examples of packages/platform-node/examples, each run as a reader would run it.
 */
import { assert, describe, it } from "@effect/vitest"
import { execFile } from "node:child_process"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"

/** What a program prints, without log lines: which there are depends on how busy the machine is. */
const printed = async (example: string, ...options: ReadonlyArray<string>): Promise<ReadonlyArray<string>> => {
  const file = fileURLToPath(new URL(`../packages/platform-node/examples/${example}/main.ts`, import.meta.url))
  const args = ["--disable-warning=ExperimentalWarning", file, ...options]
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
    const [pending, ...rest] = await printed("gracefulStop")
    // On a busy machine some may be printed by then.
    assert.match(pending!, /^pending: [123]$/)
    assert.deepStrictEqual(rest, [
      "refused: Stopped, it had not started",
      "printed: sheet 1",
      "printed: sheet 2",
      "printed: sheet 3",
      "pending: 0",
      "stopped; threads left: main"
    ])
  })

  it("H11 stream: endless, no further ahead than allowed, and left", async () => {
    const primes = ["1000003", "1000033", "1000037", "1000039", "1000081"]
    assert.deepStrictEqual(await printed("stream"), [...primes, "and no further than allowed"])
  })

  it("A04 thread: a thread and its result", async () => {
    assert.deepStrictEqual(await printed("thread"), ['hello ada, from thread "greeter"'])
  })

  it("A15 pool: four threads, a hundred tasks, and a user as key", async () => {
    const [summary, ...users] = await printed("pool")
    assert.match(summary!, /^100 tasks on [234] threads$/)
    assert.lengthOf(users, 10)
    // The sum of what the user spent: a tenth of all tasks, in order, each by one thread.
    assert.strictEqual(users[0], "ada: 450 cents, on 1 thread")
    assert.strictEqual(users[9], "jo: 540 cents, on 1 thread")
    for (const line of users) assert.match(line, /, on 1 thread$/)
  })

  it("A09 capacity: set too late", async () => {
    const [tag, message] = await printed("capacity")
    assert.strictEqual(tag, "InvalidOption")
    assert.match(message!, /jobCapacity is .*2000000.*its memory was laid out before its first thread started/)
  })

  it("A20 slowJob: warned of while it runs, unless it is known to be slow", async () => {
    const lines = (await printed("slowJob")).filter((line) => !line.includes("event loop"))
    assert.deepStrictEqual(
      lines.map((line) => line.replace(/(?:blocks thread|on thread) "cruncher".*/, "…")),
      ["crunched all", "slow job: example/Cruncher.crunch …", "crunched", "crunched again"]
    )
  })

  it("A25-tags twoPools: two pools of one actor under different tags", async () => {
    assert.deepStrictEqual((await printed("twoPools")).toSorted(), [
      "archive 1 on bulk-0",
      "archive 2 on bulk-1",
      "archive 3 on bulk-0",
      "portrait on express-0"
    ])
  })

  it("A25 oneLine: on this thread, on a thread, on a pool by one line", async () => {
    const [local, thread, pool] = await Promise.all(["local", "thread", "pool"].map((host) => printed("oneLine", host)))
    assert.deepStrictEqual(local, ["[ 1, 2, 3 ]", "main"])
    assert.deepStrictEqual(thread, ["[ 1, 2, 3 ]", "main counter"])
    assert.deepStrictEqual(pool, ["[ 1, 2, 3 ]", "main counter-0 counter-1"])
  })

  it("H10 F05 moved: eight megabytes there and back, and a file that is read where it lies", async () => {
    assert.deepStrictEqual(await printed("moved"), [
      "8000000 bytes came back as 200, 0 are left here",
      "this file is text"
    ])
  })
})
