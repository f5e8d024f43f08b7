/*
 * `npm run prove`: explores every model of packages/core/test/explorer at its full bound, over the shipped source, and
 * writes what was found to packages/core/docs/proof. With words as arguments, only models whose names hold one of them, and nothing is
 * written. Fails when a model does not hold, or when its bound was not reached.
 */
import { execFileSync } from "node:child_process"
import { mkdirSync, writeFileSync } from "node:fs"
import { catalogueOf } from "../packages/core/test/explorer/list.ts"
import { explanation, run, summary } from "../packages/core/test/explorer/run.ts"

const root = new URL("../", import.meta.url)
const proof = new URL("packages/core/docs/proof/", root)
const words = process.argv.slice(2)
const git = (...args: Array<string>): string => execFileSync("git", args, { cwd: root, encoding: "utf8" }).trim()

const commit = git("rev-parse", "HEAD")
const changed = git("status", "--porcelain", "packages/core/src", "packages/core/test/explorer") !== ""
const lines: Array<string> = []
const say = (line: string): void => {
  lines.push(line)
  console.log(line)
}
say(`commit ${commit}${changed ? " with changes" : ""}, Node ${process.versions.node}`)
let failed = 0
for (const { name, preemptions: full, random } of await catalogueOf()) {
  const preemptions = process.env["PRE"] === undefined ? full : Number(process.env["PRE"])
  if (words.length > 0 && !words.some((word) => name.includes(word))) continue
  const bound = preemptions === undefined ? "all schedules" : `at most ${preemptions} preemptions`
  const report = await run(name, { preemptions, maxStates: Number(process.env["MAX"] ?? 50_000_000) })
  say(`${name} · ${bound} · ${summary(report)}`)
  if (report.verdict !== "holds") {
    failed++
    say(explanation(report))
  }
  if (random === undefined || process.env["RANDOM"] === "no") continue
  const drawn = await run(name, {}, [], random)
  say(`${name} · ${random.schedules.toLocaleString("en")} schedules from seed ${random.seed} · ${summary(drawn)}`)
  if (drawn.verdict !== "holds") {
    failed++
    say(`seed ${drawn.seed}: ${explanation(drawn)}`)
  }
}
say(failed === 0 ? "every model holds" : `${failed} do not hold`)
if (words.length === 0) {
  mkdirSync(proof, { recursive: true })
  writeFileSync(new URL("models.txt", proof), `${lines.join("\n")}\n`)
}
process.exitCode = failed === 0 ? 0 : 1
