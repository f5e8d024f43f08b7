/*
 * `npm run prove:kills`: kills each thread of a small system exactly before every one of its memory operations, in turn, in
 * simulation and with several seeds, and looks whether what was sent adds up and all memory came home; then two of them,
 * at operations that are drawn. Writes what was found to packages/core/docs/proof, as it comes. With words as arguments
 * only shapes whose names hold one of them, and nothing is written. SEEDS=1,2,3 says which seeds, PAIRS=300 how many pairs
 * of deaths each shape meets.
 */
import * as Effect from "effect/Effect"
import * as Logger from "effect/Logger"
import { execFileSync } from "node:child_process"
import { mkdirSync, writeFileSync } from "node:fs"
import { SeededRandom } from "../packages/core/src/internal/simulation/random.ts"
import * as Testing from "../packages/core/src/testing/index.ts"
import * as Kills from "../packages/core/test/testing/kills.ts"
import * as StreamKills from "../packages/core/test/testing/streamKills.ts"

/** Longer than any run takes: one that hangs is a violation. */
const HANGS_MILLIS = 20_000

const root = new URL("../", import.meta.url)
const proof = new URL("packages/core/docs/proof/", root)
const words = process.argv.slice(2)
const seeds = (process.env["SEEDS"] ?? "1,2,3").split(",").map(Number)
const pairs = Number(process.env["PAIRS"] ?? "300")
const commit = execFileSync("git", ["rev-parse", "HEAD"], { cwd: root, encoding: "utf8" }).trim()
const lines: Array<string> = []
const say = (line: string): void => {
  lines.push(line)
  console.log(line)
  if (words.length > 0) return
  mkdirSync(proof, { recursive: true })
  writeFileSync(new URL("kills.txt", proof), `${lines.join("\n")}\n`)
}

/** A small system that is run over and over, with the threads of it that may die. */
interface Subject {
  readonly name: string
  readonly seed: number
  readonly threads: ReadonlyArray<string>
  readonly fault: (thread: string, operation: number) => Testing.Fault
  readonly run: (
    faults: ReadonlyArray<Testing.Fault>
  ) => Effect.Effect<{ readonly violations: ReadonlyArray<string> }, unknown>
}

const subjectsOf = (seed: number): ReadonlyArray<Subject> => [
  ...[
    ...Kills.shapes(seed),
    ...Kills.spilling(seed),
    ...Kills.dropping(seed),
    ...Kills.moving(seed),
    ...Kills.sticking(seed)
  ].map((shape) => ({
    name: Kills.nameOf(shape),
    seed,
    threads: Kills.threadsOf(shape),
    fault: (thread: string, operation: number) => Kills.faultOf(shape, thread, operation),
    run: (faults: ReadonlyArray<Testing.Fault>) => Kills.run(shape, faults)
  })),
  ...StreamKills.shapes(seed).map((shape) => ({
    name: `streams, ${StreamKills.nameOf(shape)}`,
    seed,
    threads: StreamKills.threads,
    fault: Testing.killAt,
    run: (faults: ReadonlyArray<Testing.Fault>) => StreamKills.run(shape, faults)
  }))
]

const runOnce = async (subject: Subject, ...faults: ReadonlyArray<Testing.Fault>): Promise<ReadonlyArray<string>> => {
  const controller = new AbortController()
  const hangs = setTimeout(() => controller.abort(), HANGS_MILLIS)
  const run = subject.run(faults).pipe(Effect.provide(Logger.layer([])), Effect.exit)
  const hung = new Promise<"hung">((resolve) => controller.signal.addEventListener("abort", () => resolve("hung")))
  const exit = await Promise.race([Effect.runPromise(run), hung])
  clearTimeout(hangs)
  if (exit === "hung") return [`nothing happens any more`]
  return exit._tag === "Success" ? exit.value.violations : [String(exit.cause)]
}

/** Two threads die, each before an operation that it comes to when nobody dies. Returns how often both did. */
const twoDeaths = async (subject: Subject, lengths: ReadonlyMap<string, number>): Promise<number> => {
  const random = new SeededRandom(subject.seed)
  const threads = Array.from(lengths)
  let both = 0
  for (let pair = 0; pair < pairs; pair++) {
    const first = random.below(threads.length)
    const second = (first + 1 + random.below(threads.length - 1)) % threads.length
    const faults = [first, second].map((index) => {
      const [thread, operations] = threads[index]!
      return subject.fault(thread, 1 + random.below(operations))
    })
    const violations = await runOnce(subject, ...faults)
    if (faults.every((fault) => fault.struck)) both++
    runs++
    if (violations.length === 0) continue
    violated++
    const who = faults.map(({ operation, thread }) => `${thread} at ${operation}`).join(", ")
    say(`VIOLATED · ${subject.name} · ${who}: ${violations.join("; ")}`)
  }
  return both
}

say(`commit ${commit}, Node ${process.versions.node}`)
const started = performance.now()
let runs = 0
let violated = 0
for (const subject of seeds.flatMap(subjectsOf)) {
  const { name } = subject
  if (words.length > 0 && !words.some((word) => name.includes(word))) continue
  const begun = performance.now()
  const counts: Array<string> = []
  const lengths = new Map<string, number>()
  for (const thread of subject.threads) {
    let operation = 1
    for (; ; operation++) {
      const fault = subject.fault(thread, operation)
      const violations = await runOnce(subject, fault)
      if (!fault.struck) break
      runs++
      if (violations.length === 0) continue
      violated++
      say(`VIOLATED · ${name} · ${thread} struck at operation ${operation}: ${violations.join("; ")}`)
    }
    counts.push(`${thread} at 1 to ${operation - 1}`)
    lengths.set(thread, operation - 1)
  }
  const pairsMet = await twoDeaths(subject, lengths)
  say(`${name} · ${counts.join(", ")}; ${pairsMet} pairs, ${((performance.now() - begun) / 1000).toFixed(0)} s`)
}
const minutes = ((performance.now() - started) / 60_000).toFixed(1)
say(`${runs} runs, ${violated === 0 ? "everything adds up" : `${violated} do not add up`}, ${minutes} minutes`)
process.exit(violated === 0 ? 0 : 1)
