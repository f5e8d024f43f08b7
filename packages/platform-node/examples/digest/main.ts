/**
 * Where `digest` begins: sees to Ctrl-C first thing, and only then loads the program, which takes a moment. Nothing has
 * been read up to then, and that is what is said.
 */
import { writeSync } from "node:fs"
import type { Document } from "./viewJson.ts"

const signals = ["SIGINT", "SIGTERM"] as const

const nothing: Document = {
  files: [],
  errors: [],
  totals: { files: 0, errors: 0, bytes: 0, lines: 0, words: 0, longestLine: 0 },
  threads: [],
  elapsedMillis: 0,
  interrupted: true
}

const interrupted = (): void => {
  const args = process.argv.slice(2)
  const end = args.indexOf("--")
  if (args.slice(0, end < 0 ? args.length : end).includes("--json")) writeSync(1, `${JSON.stringify(nothing)}\n`)
  process.exit(130)
}

for (const signal of signals) process.on(signal, interrupted)
const { start } = await import("./program.ts")
// In one step: there is always somebody who hears it.
start()
for (const signal of signals) process.off(signal, interrupted)
