/*
 * `npm run prove:guards`: takes each guard of the shipped source away, one at a time, and expects a model to find it. One
 * line each; fails when one is not found. Before that, the models are walked as they ship, at the bounds at which the
 * mutants are: whoever finds something there has not found a mutant. With guards as arguments, only those; then nothing is
 * written.
 */
import { execFileSync } from "node:child_process"
import { mkdirSync, writeFileSync } from "node:fs"
import { core, type Subject } from "../packages/core/test/explorer/hooks.ts"
import { catalogueOf } from "../packages/core/test/explorer/list.ts"
import { type Mutant, mutants as ofCore } from "../packages/core/test/explorer/mutants.ts"
import { inParallel } from "../packages/core/test/explorer/parallel.ts"
import { run } from "../packages/core/test/explorer/run.ts"
import { mutants as ofHarbor } from "../packages/harbor/test/explorer/mutants.ts"
import { harbor } from "../packages/harbor/test/explorer/subject.ts"

const root = new URL("../", import.meta.url)
const asked = process.argv.slice(2)
const commit = execFileSync("git", ["rev-parse", "HEAD"], { cwd: root, encoding: "utf8" }).trim()
const title = `commit ${commit}, Node ${process.versions.node}`
console.log(title)
const bounds = new Map(
  [...(await catalogueOf(core)), ...(await catalogueOf(harbor))].map(({ name, preemptions }) => [name, preemptions])
)
const mutants = [...ofCore, ...ofHarbor]
const started = performance.now()

/** Where a mutant is looked for. */
interface Place {
  readonly subject: Subject
  readonly model: string
  readonly preemptions: number
}

/** Unless the mutant says otherwise: what breaks, breaks early. */
const MOST_PREEMPTIONS = 2

const placesOf = (mutant: Mutant): ReadonlyArray<Place> =>
  mutant.models.map((model) => {
    const { guard, preemptions } = mutant
    if (!bounds.has(model)) throw new Error(`${guard}: no model "${model}"`)
    const subject = ofHarbor.includes(mutant) ? harbor : core
    return {
      subject,
      model,
      preemptions: preemptions ?? Math.min(MOST_PREEMPTIONS, bounds.get(model) ?? MOST_PREEMPTIONS)
    }
  })

const MOST_STATES = 20_000_000

const chosen = mutants.filter(({ guard }) => asked.length === 0 || asked.includes(guard))

/** How a model that is as it ships fails at the bound of some mutant. */
const failures = async (): Promise<ReadonlyArray<string>> => {
  const places = new Map(chosen.flatMap(placesOf).map((place) => [JSON.stringify(place), place]))
  const found = await inParallel(Array.from(places.values()), async ({ model, preemptions, subject }) => {
    const options = { preemptions, maxStates: MOST_STATES }
    const { millis, reason, verdict } = await run(model, options, [], undefined, subject)
    console.log(
      `as it ships: "${model}", at most ${preemptions} preemptions: ${verdict}, ${(millis / 1000).toFixed(1)} s`
    )
    return verdict === "holds" ? undefined : `"${model}" does not hold as it ships: ${verdict}, ${reason}`
  })
  return found.filter((line) => line !== undefined)
}

const findOf = async (mutant: Mutant): Promise<string> => {
  const { changes, guard, without } = mutant
  for (const { model, preemptions, subject } of placesOf(mutant)) {
    const found = await run(model, { preemptions, maxStates: MOST_STATES }, changes, undefined, subject)
    if (found.verdict !== "violated") continue
    const reason = found.reason!.split("\n")[0]!
    return `${guard} caught by "${model}" without ${without}: ${reason}, after ${found.schedule!.length} steps`
  }
  return `${guard} NOT CAUGHT without ${without}`
}

const unsound = await failures()
const lines = [
  ...unsound,
  unsound.length === 0 ? "every model holds as it ships, at the bounds of the mutants" : "the mutants prove nothing",
  ...(await inParallel(chosen, async (mutant) => {
    const before = performance.now()
    const line = await findOf(mutant)
    console.log(asked.length === 0 ? line : `${line} (${((performance.now() - before) / 1000).toFixed(1)} s)`)
    return line
  }))
]
for (const line of unsound) console.log(line)
const missed = lines.filter((line) => line.includes("NOT CAUGHT")).length
const minutes = ((performance.now() - started) / 60_000).toFixed(1)
const holds = unsound.length === 0 && missed === 0
const verdict = `${unsound.length > 0 ? "models that ship do not hold" : missed === 0 ? "every guard is needed" : `${missed} are not shown to be needed`}, ${minutes} minutes`
console.log(verdict)
if (asked.length === 0) {
  const proof = new URL("packages/core/docs/proof/", root)
  mkdirSync(proof, { recursive: true })
  writeFileSync(new URL("guards.txt", proof), `${[title, ...lines, verdict].join("\n")}\n`)
}
process.exitCode = holds ? 0 : 1
