/*
 * `npm run prove:guards`: takes each guard of the shipped source away, one at a time, and expects a model to find it. One
 * line each; fails when one is not found. With guards as arguments, only those.
 */
import { execFileSync } from "node:child_process"
import { mkdirSync, writeFileSync } from "node:fs"
import { catalogueOf } from "../packages/core/test/explorer/list.ts"
import { mutants } from "../packages/core/test/explorer/mutants.ts"
import { run } from "../packages/core/test/explorer/run.ts"

const root = new URL("../", import.meta.url)
const asked = process.argv.slice(2)
const commit = execFileSync("git", ["rev-parse", "HEAD"], { cwd: root, encoding: "utf8" }).trim()
const bounds = new Map((await catalogueOf()).map(({ name, preemptions }) => [name, preemptions]))
const lines: Array<string> = []
const say = (line: string): void => {
  lines.push(line)
  console.log(line)
}
say(`commit ${commit}, Node ${process.versions.node}`)
const started = performance.now()
let missed = 0
for (const { changes, guard, models, preemptions, without } of mutants) {
  if (asked.length > 0 && !asked.includes(guard)) continue
  let line = `${guard} NOT CAUGHT without ${without}`
  for (const model of models) {
    if (!bounds.has(model)) throw new Error(`${guard}: no model "${model}"`)
    const found = await run(model, { preemptions: preemptions ?? bounds.get(model), maxStates: 20_000_000 }, changes)
    if (found.verdict !== "violated") continue
    const reason = found.reason!.split("\n")[0]!
    line = `${guard} caught by "${model}" without ${without}: ${reason}, after ${found.schedule!.length} steps`
    break
  }
  if (line.includes("NOT CAUGHT")) missed++
  say(line)
}
const minutes = ((performance.now() - started) / 60_000).toFixed(1)
say(`${missed === 0 ? "every guard is needed" : `${missed} are not shown to be needed`}, ${minutes} minutes`)
if (asked.length === 0) {
  const proof = new URL("packages/core/docs/proof/", root)
  mkdirSync(proof, { recursive: true })
  writeFileSync(new URL("guards.txt", proof), `${lines.join("\n")}\n`)
}
process.exitCode = missed === 0 ? 0 : 1
