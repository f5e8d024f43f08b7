/**
 * Threads killed under load from three other threads, in every way there is, at random: in a process of its own, as
 * `npm run chaos` does it with a thousand.
 */
import { assert, describe, it } from "@effect/vitest"
import { execFile } from "node:child_process"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import { ways } from "./deaths/endings.ts"
import { check, type Found } from "./chaos/report.ts"

const program = fileURLToPath(new URL("./chaos/run.ts", import.meta.url))

describe("chaos", () => {
  it(
    "H01-chaos 15 kills under load: nothing unsettled, nothing twice, nothing left; then 10,000 asks pass",
    { timeout: 15 * 60_000 },
    async () => {
      const args = ["--disable-warning=ExperimentalWarning", program, "15", "7", "--json"]
      const { stderr, stdout } = await promisify(execFile)(process.execPath, args)
      assert.strictEqual(stderr, "")
      const found: Found = JSON.parse(stdout)
      assert.deepEqual(check(found), [])
      for (const way of ways) {
        assert.isTrue(
          found.deaths.some(({ byWay }) => byWay[way] > 0),
          `none died by ${way}`
        )
      }
    }
  )

  it("what must not be is seen", () => {
    const kills = { deaths: 1, byWay: { exit: 1, throw: 0, reject: 0, heap: 0, terminate: 0 }, gapsMillis: [10] }
    const tally = { sent: 5, answered: 4, died: 1, wrong: [], settledTwice: 0, told: 3 }
    const good: Found = {
      count: 1,
      seed: 1,
      millis: 1,
      deaths: [kills],
      bootsMillis: [10],
      tallies: [tally],
      asksAfter: 1,
      passedAfter: 1,
      tellsHandled: 3,
      ending: 1,
      deadLetters: 1,
      before: { threads: 1 },
      after: { threads: 1 }
    }
    assert.deepEqual(check(good), [])
    const bad: ReadonlyArray<[Partial<Found>, string]> = [
      [{ count: 2 }, "only 1 of 2 threads died"],
      [{ tallies: [{ ...tally, answered: 3 }] }, "1 jobs are not settled"],
      [{ tallies: [{ ...tally, answered: 3, wrong: ["a job failed"] }] }, "a job failed"],
      [{ tallies: [{ ...tally, settledTwice: 1 }] }, "1 jobs were settled twice"],
      [{ tellsHandled: 2 }, "1 tells are neither handled nor dead letters"],
      [{ deadLetters: 3 }, "2 tells more are handled or dead letters than were told"],
      [{ after: { threads: 2 } }, 'left: {"threads":2}, not {"threads":1}'],
      [{ passedAfter: 0 }, "only 0 of 1 asks passed afterwards"],
      [{ bootsMillis: [4] }, "a place stays empty for 10 ms, twice a start is 8 ms"]
    ]
    for (const [change, failure] of bad) assert.deepEqual(check({ ...good, ...change }), [failure])
  })
})
