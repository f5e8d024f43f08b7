/*
 * `npm run prove:guards`: takes each guard of the shipped source away, one at a time, and expects a model to find it. One
 * line each; fails when one is not found. With guards as arguments, only those; then nothing is written.
 */
import { execFileSync } from "node:child_process"
import { mkdirSync, writeFileSync } from "node:fs"
import { catalogueOf } from "../packages/core/test/explorer/list.ts"
import { type Mutant, mutants } from "../packages/core/test/explorer/mutants.ts"
import { inParallel } from "../packages/core/test/explorer/parallel.ts"
import { run } from "../packages/core/test/explorer/run.ts"

const root = new URL("../", import.meta.url)
const asked = process.argv.slice(2)
const commit = execFileSync("git", ["rev-parse", "HEAD"], { cwd: root, encoding: "utf8" }).trim()
const title = `commit ${commit}, Node ${process.versions.node}`
console.log(title)
const bounds = new Map((await catalogueOf()).map(({ name, preemptions }) => [name, preemptions]))
const started = performance.now()

const findOf = async ({ changes, guard, models, preemptions, without }: Mutant): Promise<string> => {
  for (const model of models) {
    if (!bounds.has(model)) throw new Error(`${guard}: no model "${model}"`)
    const found = await run(model, { preemptions: preemptions ?? bounds.get(model), maxStates: 20_000_000 }, changes)
    if (found.verdict !== "violated") continue
    const reason = found.reason!.split("\n")[0]!
    return `${guard} caught by "${model}" without ${without}: ${reason}, after ${found.schedule!.length} steps`
  }
  return `${guard} NOT CAUGHT without ${without}`
}

const lines = await inParallel(
  mutants.filter(({ guard }) => asked.length === 0 || asked.includes(guard)),
  async (mutant) => {
    const before = performance.now()
    const line = await findOf(mutant)
    console.log(asked.length === 0 ? line : `${line} (${((performance.now() - before) / 1000).toFixed(1)} s)`)
    return line
  }
)
const missed = lines.filter((line) => line.includes("NOT CAUGHT")).length
const minutes = ((performance.now() - started) / 60_000).toFixed(1)
const verdict = `${missed === 0 ? "every guard is needed" : `${missed} are not shown to be needed`}, ${minutes} minutes`
console.log(verdict)
if (asked.length === 0) {
  const proof = new URL("packages/core/docs/proof/", root)
  mkdirSync(proof, { recursive: true })
  writeFileSync(new URL("guards.txt", proof), `${[title, ...lines, verdict].join("\n")}\n`)
}
process.exitCode = missed === 0 ? 0 : 1
