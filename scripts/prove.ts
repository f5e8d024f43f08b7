/*
 * `npm run prove`: explores every model of packages/core/test/explorer at its full bound, over the shipped source, two at a
 * time where there are two cores, and writes what was found to packages/core/docs/proof. With words as arguments, only
 * models whose names hold one of them, and nothing is written. Fails when a model does not hold, or when its bound was
 * not reached.
 */
import { execFileSync } from "node:child_process"
import { mkdirSync, writeFileSync } from "node:fs"
import { catalogueOf, type Listed } from "../packages/core/test/explorer/list.ts"
import { inParallel } from "../packages/core/test/explorer/parallel.ts"
import { explanation, run, summary } from "../packages/core/test/explorer/run.ts"

const root = new URL("../", import.meta.url)
const proof = new URL("packages/core/docs/proof/", root)
const words = process.argv.slice(2)
const git = (...args: Array<string>): string => execFileSync("git", args, { cwd: root, encoding: "utf8" }).trim()
const commit = git("rev-parse", "HEAD")
const changed = git("status", "--porcelain", "packages/core/src", "packages/core/test/explorer") !== ""
const title = `commit ${commit}${changed ? " with changes" : ""}, Node ${process.versions.node}`
console.log(title)

/** A model at its bound, or by schedules drawn at random. */
interface Task {
  readonly listed: Listed
  readonly isRandom: boolean
  /** Its place in the list, where the reader looks for it. */
  readonly place: number
}

const chosen = (await catalogueOf()).filter(
  ({ name }) => words.length === 0 || words.some((word) => name.includes(word))
)
const tasks = chosen
  .flatMap((listed, place): Array<Task> => {
    const whole = { listed, isRandom: false, place }
    return listed.random === undefined ? [whole] : [whole, { listed, isRandom: true, place: place + 0.5 }]
  })
  // What takes longest begins first, so that no core is left over at the end.
  .toSorted((a, b) => (b.listed.minutes ?? 0) - (a.listed.minutes ?? 0))

const started = performance.now()
const lines = await inParallel(tasks, async ({ isRandom, listed: { name, preemptions, random }, place }) => {
  const report = isRandom ? await run(name, {}, [], random) : await run(name, { preemptions, maxStates: 2_000_000_000 })
  const bound = isRandom
    ? `${random!.schedules.toLocaleString("en")} schedules from seed ${random!.seed}`
    : preemptions === undefined
      ? "all schedules"
      : `at most ${preemptions} preemptions`
  let line = `${name} · ${bound} · ${summary(report)}`
  if (report.verdict !== "holds") {
    line += `\n${report.seed === undefined ? "" : `seed ${report.seed}: `}${explanation(report)}`
  }
  console.log(line)
  return { line, place, holds: report.verdict === "holds" }
})

const failed = lines.filter(({ holds }) => !holds).length
const minutes = ((performance.now() - started) / 60_000).toFixed(1)
const verdict = failed === 0 ? `every model holds, ${minutes} minutes` : `${failed} do not hold`
console.log(verdict)
if (words.length === 0) {
  mkdirSync(proof, { recursive: true })
  const inOrder = lines.toSorted((a, b) => a.place - b.place).map(({ line }) => line)
  writeFileSync(new URL("models.txt", proof), `${[title, ...inOrder, verdict].join("\n")}\n`)
}
process.exitCode = failed === 0 ? 0 : 1
