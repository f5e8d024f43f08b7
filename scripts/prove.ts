/*
 * `npm run prove`: explores every model of core and harbor (their test/explorer) at its full bound, over the shipped source, two
 * at a time where there are two cores, and writes what was found to docs/proof/models.txt of that package as it comes, each
 * line with the commit it was found at. With words as arguments, only models whose names hold one of them ("drawn at random" is
 * part of the name of those that are): then the lines of the others stay as they are. Fails when a model does not hold, or
 * when its bound was not reached.
 *
 * Each line ends with a hash of all source that its model runs (sources.ts). `--stale` as the only argument walks those that
 * have no line, or one of other source or another bound; `--list` says which these are, and walks nothing.
 */
import { execFileSync } from "node:child_process"
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { core, type Subject } from "../packages/core/test/explorer/hooks.ts"
import { catalogueOf, type Listed } from "../packages/core/test/explorer/list.ts"
import { inParallel } from "../packages/core/test/explorer/parallel.ts"
import { explanation, run, summary } from "../packages/core/test/explorer/run.ts"
import { harbor } from "../packages/harbor/test/explorer/subject.ts"

const root = new URL("../", import.meta.url)
const words = process.argv.slice(2).filter((word) => !word.startsWith("--"))
const flags = process.argv.slice(2).filter((word) => word.startsWith("--"))
const git = (...args: Array<string>): string => execFileSync("git", args, { cwd: root, encoding: "utf8" }).trim()
const commit = git("rev-parse", "HEAD")
const explored = ["core", "harbor"].flatMap((name) => [`packages/${name}/src`, `packages/${name}/test/explorer`])
const changed = git("status", "--porcelain", ...explored) !== ""
const at = `${commit.slice(0, 10)}${changed ? " with changes" : ""}`
console.log(`commit ${at}, Node ${process.versions.node}`)

/** What a package's file says, by place in its catalogue: of a model that is no longer there, nothing. */
interface Proof {
  readonly subject: Subject
  readonly folder: URL
  readonly kept: Map<number, string>
}

/** A model at its bound, or by schedules drawn at random. */
interface Task {
  readonly proof: Proof
  readonly listed: Listed
  readonly isRandom: boolean
  /** Its place in the list, where the reader looks for it. */
  readonly place: number
}

const nameOf = ({ isRandom, listed: { name } }: Task): string => (isRandom ? `${name}, drawn at random` : name)

const boundOf = ({ isRandom, listed: { preemptions, random } }: Task): string =>
  isRandom
    ? `${random!.schedules.toLocaleString("en")} schedules drawn from seed ${random!.seed}`
    : preemptions === undefined
      ? "all schedules"
      : `at most ${preemptions} preemptions`

/** By its whole name, or by a part of it where nothing has that name. */
const isMeant = (word: string, task: Task, all: ReadonlyArray<Task>): boolean =>
  nameOf(task) === word || (nameOf(task).includes(word) && !all.some((other) => nameOf(other) === word))

const tasksOf = async (subject: Subject, folder: string): Promise<ReadonlyArray<Task>> => {
  const proof = { subject, folder: new URL(folder, root), kept: new Map<number, string>() }
  return (await catalogueOf(subject)).flatMap((listed, place): Array<Task> => {
    const whole = { proof, listed, isRandom: false, place }
    return listed.random === undefined ? [whole] : [whole, { ...whole, isRandom: true, place: place + 0.5 }]
  })
}

const all = [
  ...(await tasksOf(core, "packages/core/docs/proof/")),
  ...(await tasksOf(harbor, "packages/harbor/docs/proof/"))
]

for (const { isRandom, listed, place, proof } of all) {
  const file = new URL("models.txt", proof.folder)
  for (const line of existsSync(file) ? readFileSync(file, "utf8").split("\n") : []) {
    const parts = line.split(" · ")
    if (parts[1] === listed.name && parts[2]!.includes("drawn") === isRandom) proof.kept.set(place, line)
  }
}
const keep = ({ place, proof: { folder, kept } }: Task, line: string): void => {
  kept.set(place, line)
  const inOrder = Array.from(kept).toSorted(([a], [b]) => a - b)
  mkdirSync(folder, { recursive: true })
  writeFileSync(new URL("models.txt", folder), `${inOrder.map(([, text]) => text).join("\n")}\n`)
}

/** Why the file says nothing of a model as it is now; `undefined` where it does. */
const staleness = (task: Task): string | undefined => {
  const line = task.proof.kept.get(task.place)
  if (line === undefined) return "no line"
  if (!line.includes(` · ${boundOf(task)} · `)) return "another bound"
  return line.endsWith(`sources ${task.listed.sources}`) ? undefined : "other sources"
}

const chosen = all
  .filter((task) => words.length === 0 || words.some((word) => isMeant(word, task, all)))
  .filter((task) => flags.length === 0 || staleness(task) !== undefined)
if (flags.includes("--list")) {
  for (const task of chosen) console.log(`${staleness(task)!} · ${nameOf(task)} · ${boundOf(task)}`)
  console.log(`${chosen.length} of ${all.length} have no line that speaks of them as they are`)
  process.exit(chosen.length === 0 ? 0 : 1)
}
// What takes longest comes last: whoever has to stop earlier has the most.
const tasks = chosen.toSorted((a, b) => (a.listed.minutes ?? 0) - (b.listed.minutes ?? 0))

const started = performance.now()
const lines = await inParallel(tasks, async (task) => {
  const { isRandom, listed, proof } = task
  const { name, preemptions, random, sources } = listed
  const options = isRandom ? {} : { preemptions, maxStates: 2_000_000_000 }
  const report = await run(name, options, [], isRandom ? random : undefined, proof.subject)
  let line = `${at} · ${name} · ${boundOf(task)} · ${summary(report)} · sources ${sources}`
  if (report.verdict !== "holds") {
    line += `\n${report.seed === undefined ? "" : `seed ${report.seed}: `}${explanation(report)}`
  }
  console.log(line)
  keep(task, line)
  return { holds: report.verdict === "holds" }
})

const failed = lines.filter(({ holds }) => !holds).length
const minutes = ((performance.now() - started) / 60_000).toFixed(1)
const verdict = failed === 0 ? `every model holds, ${minutes} minutes` : `${failed} do not hold`
console.log(verdict)
process.exitCode = failed === 0 ? 0 : 1
