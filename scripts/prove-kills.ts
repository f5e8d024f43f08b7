/*
 * `npm run prove:kills`: kills each thread of a small system exactly before every one of its memory operations, in turn, in
 * simulation and with several seeds, and looks whether what was sent adds up and all memory came home. Writes what was
 * found to packages/core/docs/proof. With words as arguments only shapes whose names hold one of them, and nothing is
 * written. SEEDS=1,2,3 says which seeds.
 */
import * as Effect from "effect/Effect"
import * as Logger from "effect/Logger"
import { execFileSync } from "node:child_process"
import { mkdirSync, writeFileSync } from "node:fs"
import * as Testing from "../packages/core/src/testing/index.ts"
import * as Kills from "../packages/core/test/testing/kills.ts"

/** Longer than any run takes: one that hangs is a violation. */
const HANGS_MILLIS = 20_000

const root = new URL("../", import.meta.url)
const words = process.argv.slice(2)
const seeds = (process.env["SEEDS"] ?? "1,2,3").split(",").map(Number)
const commit = execFileSync("git", ["rev-parse", "HEAD"], { cwd: root, encoding: "utf8" }).trim()
const lines: Array<string> = []
const say = (line: string): void => {
  lines.push(line)
  console.log(line)
}

const runOnce = async (shape: Kills.Shape, fault: Testing.Fault): Promise<ReadonlyArray<string>> => {
  const controller = new AbortController()
  const hangs = setTimeout(() => controller.abort(), HANGS_MILLIS)
  const run = Kills.run(shape, [fault]).pipe(Effect.provide(Logger.layer([])), Effect.exit)
  const hung = new Promise<"hung">((resolve) => controller.signal.addEventListener("abort", () => resolve("hung")))
  const exit = await Promise.race([Effect.runPromise(run), hung])
  clearTimeout(hangs)
  if (exit === "hung") return [`nothing happens any more`]
  return exit._tag === "Success" ? exit.value.violations : [String(exit.cause)]
}

say(`commit ${commit}, Node ${process.versions.node}`)
const started = performance.now()
let runs = 0
let violated = 0
for (const shape of seeds.flatMap((seed) => [...Kills.shapes(seed), ...Kills.spilling(seed)])) {
  const name = Kills.nameOf(shape)
  if (words.length > 0 && !words.some((word) => name.includes(word))) continue
  const counts: Array<string> = []
  for (const thread of Kills.threadsOf(shape)) {
    let operation = 1
    for (; ; operation++) {
      const fault = Testing.killAt(thread, operation)
      const violations = await runOnce(shape, fault)
      if (!fault.struck) break
      runs++
      if (violations.length === 0) continue
      violated++
      say(`VIOLATED · ${name} · ${thread} killed at operation ${operation}: ${violations.join("; ")}`)
    }
    counts.push(`${thread} at 1 to ${operation - 1}`)
  }
  say(`${name} · ${counts.join(", ")}`)
}
const minutes = ((performance.now() - started) / 60_000).toFixed(1)
say(`${runs} kills, ${violated === 0 ? "everything adds up" : `${violated} do not add up`}, ${minutes} minutes`)
if (words.length === 0) {
  const proof = new URL("packages/core/docs/proof/", root)
  mkdirSync(proof, { recursive: true })
  writeFileSync(new URL("kills.txt", proof), `${lines.join("\n")}\n`)
}
process.exit(violated === 0 ? 0 : 1)
