/**
 * `digest --chaos`: threads are killed while they work, and the answers are those of an undisturbed run.
 */
import { assert, describe, it } from "@effect/vitest"
import { ActorError, Poisoned, Timeout } from "@stevedore/core/ActorError"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { renameSync, rmSync, writeFileSync } from "node:fs"
import { Answers } from "../packages/platform-node/examples/digest/answers.ts"
import { unsuspected } from "../packages/platform-node/examples/digest/chaos.ts"
import { report } from "../packages/platform-node/examples/digest/report.ts"
import { type Failed, Tally } from "../packages/platform-node/examples/digest/tally.ts"
import { paintWith } from "../packages/platform-node/examples/digest/text.ts"
import { Timeline } from "../packages/platform-node/examples/digest/timeline.ts"
import { Document } from "../packages/platform-node/examples/digest/viewJson.ts"
import { digest as run, type Ended, start } from "./digest-fixtures/spawn.ts"
import { linkTree, plainTree, sparseFile, temporaryDirectory } from "./digest-fixtures/tree.ts"

const digest = (args: ReadonlyArray<string>) => Effect.promise(() => run(args))

const documentOf = ({ stdout }: Ended) =>
  Schema.decodeUnknownEffect(Schema.fromJsonString(Document), { onExcessProperty: "error" })(stdout)

const sorted = <A>(all: ReadonlyArray<A>): Array<string> => all.map((one) => JSON.stringify(one)).sort()

const assertSame = (disturbed: Document, quiet: Document): void => {
  assert.deepStrictEqual(sorted(disturbed.files), sorted(quiet.files))
  assert.deepStrictEqual(sorted(disturbed.errors), sorted(quiet.errors))
  assert.deepStrictEqual(disturbed.totals, quiet.totals)
}

describe("threads that are killed while they work", () => {
  it.live("H01-chaos leave the answers of an undisturbed run, for any routing and size of the pool", () =>
    Effect.gen(function* () {
      const root = yield* temporaryDirectory
      plainTree(root)
      const quiet = yield* documentOf(yield* digest(["--json", root]))
      assert.isUndefined(quiet.chaos)
      for (const options of [[], ["--routing", "key", "--threads", "3"], ["--threads", "1"]]) {
        const ended = yield* digest(["--chaos", "--json", ...options, root])
        assert.deepStrictEqual([ended.code, ended.stderr], [0, ""])
        const disturbed = yield* documentOf(ended)
        assertSame(disturbed, quiet)
        assert.isAtLeast(disturbed.chaos!.killed, 3)
        assert.strictEqual(disturbed.chaos!.lost, 0)
        assert.isAtMost(disturbed.chaos!.ranAgain, disturbed.chaos!.killed) // one job at a time on each
      }
    })
  )

  it.live("H01-chaos read what takes longer than a thread lives, run it again, and say so", () =>
    Effect.gen(function* () {
      const root = yield* temporaryDirectory
      const lengths = Array.from({ length: 4 }, (_, i) => 200_000_000 + i)
      lengths.forEach((bytes, i) => sparseFile(`${root}/${i}`, bytes))
      const ended = yield* digest(["--chaos", "--json", "--threads", "1", root])
      assert.deepStrictEqual([ended.code, ended.stderr], [0, ""])
      const { chaos, files } = yield* documentOf(ended)
      assert.deepStrictEqual(
        files.map(({ bytes }) => bytes),
        lengths
      )
      assert.isAtLeast(chaos!.killed, 3)
      assert.isAtLeast(chaos!.ranAgain, 1)
      assert.strictEqual(chaos!.lost, 0)
    })
  )

  it.live("H01-chaos are marked in their lanes, told as they die, and counted in the last line", () =>
    Effect.gen(function* () {
      const root = yield* temporaryDirectory
      plainTree(root)
      const { code, stderr, stdout } = yield* digest(["--chaos", "--threads", "2", root])
      assert.strictEqual(code, 0)
      const deaths = stderr.split("\n").filter((line) => line.endsWith(" was killed")).length
      assert.isAtLeast(deaths, 3)
      assert.match(stdout, /\nThreads \(round-robin; .*; ✗ killed\)\n {2}digest-0 .*✗?.* busy .*\n {2}digest-1 .* busy/)
      assert.match(stdout, /\n {2}digest-\d .*✗.* busy /)
      assert.match(stdout, new RegExp(`\nChaos {2}${deaths} threads killed, 0 files lost, \\d+ jobs? ran again\n$`))
      assert.notMatch(stdout, /Speed-up/)
    })
  )

  it.live("what cannot be read is told once, and ends it with 1, as without chaos", () =>
    Effect.gen(function* () {
      const root = yield* temporaryDirectory
      linkTree(root)
      const args = ["--json", `${root}/tree`, `${root}/missing`]
      const quiet = yield* documentOf(yield* digest(args))
      const ended = yield* digest(["--chaos", ...args])
      assert.strictEqual(ended.code, 1)
      const disturbed = yield* documentOf(ended)
      assertSame(disturbed, quiet)
      assert.isAtLeast(disturbed.chaos!.killed, 3)
    })
  )

  it.live("with no file nobody works, nobody is killed, and it ends", () =>
    Effect.gen(function* () {
      const root = yield* temporaryDirectory
      const ended = yield* digest(["--chaos", "--json", root])
      assert.strictEqual(ended.code, 0)
      assert.deepStrictEqual((yield* documentOf(ended)).chaos, { killed: 0, lost: 0, ranAgain: 0 })
    })
  )

  it.live("a later walk that tells otherwise is an error, and the code is 1", () =>
    Effect.gen(function* () {
      const root = yield* temporaryDirectory
      const elsewhere = yield* temporaryDirectory
      for (let i = 0; i < 20; i++) writeFileSync(`${root}/${i}`, "quiet\n")
      writeFileSync(`${root}/changing`, "before\n")
      writeFileSync(`${root}/leaving`, "")
      writeFileSync(`${elsewhere}/changed`, "after\n")
      const ended = yield* Effect.promise(() => {
        const running = start(["--chaos", root])
        let results = 0
        running.process.stdout.on("data", (chunk) => {
          const before = results
          results += String(chunk).split("\n").length - 1
          if (before >= 22 || results < 22) return // the first walk is over with the last of them
          renameSync(`${elsewhere}/changed`, `${root}/changing`)
          rmSync(`${root}/leaving`)
        })
        return running.ended
      })
      assert.strictEqual(ended.code, 1)
      const told = ended.stderr.split("\n").filter((line) => line.includes("walk"))
      assert.strictEqual(told.length, 2, ended.stderr)
      assert.match(ended.stderr, /\/changing: walk \d+: other answer than before: \S+ 6 1 1 5, not \S+ 7 1 1 6\n/)
      assert.match(ended.stderr, /\/leaving: walk \d+: /)
      assert.match(ended.stdout, /\n2 files could not be read, or gave different answers\n/)
    })
  )
})

describe("Ctrl-C while threads are killed", () => {
  /** Some files, and then some that no machine reads within the test. */
  const endlessTree = (root: string) => {
    for (let i = 0; i < 500; i++) writeFileSync(`${root}/a${i}.txt`, "some words\n".repeat(i))
    for (let i = 0; i < 3; i++) sparseFile(`${root}/b${i}.bin`, 2 ** 40)
  }

  it.live("ends it with 130, in the middle of the deaths", () =>
    Effect.gen(function* () {
      const root = yield* temporaryDirectory
      endlessTree(root)
      const { code, signal, stdout } = yield* Effect.promise(() => {
        const running = start(["--chaos", "--threads", "2", root])
        running.process.stderr.once("data", () => running.process.kill("SIGINT"))
        return running.ended
      })
      assert.deepStrictEqual([code, signal], [130, null])
      assert.match(stdout, /\nChaos {2}\d+ threads? killed, 0 files lost, \d jobs? ran again\n$/)
    })
  )

  it.live("leaves a complete document under --json", () =>
    Effect.gen(function* () {
      const root = yield* temporaryDirectory
      endlessTree(root)
      const ended = yield* Effect.promise(async () => {
        const running = start(["--chaos", "--json", "--threads", "2", root])
        await running.firstOutput
        running.process.kill("SIGINT")
        return running.ended
      })
      assert.strictEqual(ended.code, 130)
      const { chaos, interrupted } = yield* documentOf(ended)
      assert.isTrue(interrupted)
      assert.strictEqual(chaos!.lost, 0)
    })
  )
})

describe("what is known of the deaths", () => {
  const failed = (path: string, reason: string): Failed => ({ _tag: "Failed", index: -1, path, reason })

  it("a mark stands in the lane where the thread died, also at both ends", () => {
    const timeline = new Timeline(1e12)
    for (const at of [0, 499, 500, 1000]) timeline.mark(1e12 + at)
    assert.deepStrictEqual(Array.from(timeline.marked(1e12 + 1000, 4)), [0, 1, 2, 3])
    const tally = new Tally(["digest-0", "digest-1"], true)
    tally.add({ _tag: "Killed", thread: "digest-1", atMillis: tally.startMillis })
    tally.add({ ...failed("gone", "its thread died"), isLost: true })
    const text = report(tally, { columns: 80, paint: paintWith(false) }, { routing: "key", interrupted: false })
    assert.match(text, /\nChaos {2}1 thread killed, 1 file lost, 0 jobs ran again\n$/)
  })

  it("each path that differs is told once", () => {
    const answers = new Answers()
    for (const path of ["same", "other", "gone"]) answers.remember(failed(path, "why"))
    assert.isUndefined(answers.compare(failed("same", "why")))
    assert.isUndefined(answers.compare({ _tag: "Note", path: "same", text: "no answer" }))
    assert.strictEqual(answers.compare(failed("other", "another why")), "another why")
    assert.strictEqual(answers.compare(failed("new", "why")), "not there before")
    assert.deepStrictEqual(answers.takeMissing(), ["gone"])
    for (const path of ["same", "other", "new"]) assert.isUndefined(answers.compare(failed(path, "why")))
    assert.deepStrictEqual(answers.takeMissing(), [])
  })

  it.effect("a job that is suspected of the deaths is sent again; another failure stands", () =>
    Effect.gen(function* () {
      const refused = (reason: Poisoned | Timeout) =>
        new ActorError({ reason, actor: "a", job: "j", thread: "t", started: false })
      const failures = [refused(new Poisoned({ deaths: 3 })), refused(new Timeout({ afterMillis: 1, detail: "" }))]
      const error = yield* Effect.flip(unsuspected(Effect.suspend(() => Effect.fail(failures.shift()!))))
      assert.strictEqual(error.reason._tag, "Timeout")
      assert.deepStrictEqual(failures, [])
    })
  )
})
