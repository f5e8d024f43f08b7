/*
 * `node test/benchmark/table.ts runs/*.json` makes of saved runs (`npm run bench -- --quick --json > runs/1.json`) the tables
 * of the documents: medians, the interval that holds each in 95 of 100 cases (with fewer than six runs: their range), and
 * for each bar whether it was met. With `--write` it puts them where they belong, and a test sees that they stay so.
 */
import { globSync, readFileSync, writeFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { parseArgs } from "node:util"
import { format, resolveConfig } from "prettier"
import { barsOn } from "./bars.ts"
import { bars, besideEarlier, columns, heading, imports, losses, main, variants } from "./markdown.ts"
import { repository } from "./machine.ts"
import type { Report } from "./report.ts"
import { assertAlike, readRun } from "./runs.ts"

const here = fileURLToPath(new URL(".", import.meta.url))

/** The runs that are part of the repository. */
export const committed = (): ReadonlyArray<string> =>
  globSync("runs/*.json", { cwd: here })
    .sort()
    .map((file) => here + file)

const documents = { readme: "README.md", all: "packages/core/docs/benchmark.md" }

const section = /(<!-- benchmark:begin -->\n)[\s\S]*?(\n<!-- benchmark:end -->)/

const pretty = async (file: string, text: string): Promise<string> => {
  const path = fileURLToPath(new URL(file, repository))
  return format(text, { ...(await resolveConfig(path)), filepath: path })
}

/** What each document should be, by its path in the repository. */
export const render = async (files: ReadonlyArray<string>): Promise<ReadonlyMap<string, string>> => {
  const runs: ReadonlyArray<Report> = files.map((file) => readRun(readFileSync(file, "utf8")))
  if (runs.length === 0) throw new Error("Of which runs? npm run bench -- --quick --json > test/benchmark/runs/1.json")
  assertAlike(runs)
  const all = barsOn(runs[0]!.machine.cores)
  const shown = columns(runs)
  const short = [heading(runs), main(runs, shown, false), losses(runs, all)].join("\n\n")
  const long = [
    "# What it costs, beside the others",
    `Written by \`node test/benchmark/table.ts --write\` from the runs in \`test/benchmark/runs\`; how they are made, and how to read them, is in
[the benchmark's README](../../../test/benchmark/README.md).`,
    heading(runs),
    main(runs, shown, true),
    "## What was to be reached\n\nRatios are taken within each run. An interval of fewer than six runs is their range.",
    bars(runs, all),
    "## What the settings cost",
    variants(runs),
    `## The peers, beside an earlier measurement

Each peer divided by raw, in the same run; before by another program on another machine (\`test/benchmark/earlier.ts\`). What is
more than a quarter apart has its reason below.`,
    besideEarlier(runs).text,
    "## What a worker imports",
    imports(runs)
  ].join("\n\n")
  const readme = readFileSync(new URL(documents.readme, repository), "utf8")
  if (!section.test(readme)) throw new Error(`${documents.readme} has no place for the table`)
  // A function: in a text, a dollar sign would mean something.
  const filled = readme.replace(section, (_, begin: string, end: string) => `${begin}\n${short}\n${end}`)
  return new Map([
    [documents.readme, await pretty(documents.readme, filled)],
    [documents.all, await pretty(documents.all, long)]
  ])
}

const run = async (): Promise<void> => {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { write: { type: "boolean", default: false } }
  })
  const files = positionals.length === 0 ? committed() : positionals
  const rendered = await render(files)
  const { unexplained } = besideEarlier(files.map((file) => readRun(readFileSync(file, "utf8"))))
  if (unexplained.length > 0) process.stderr.write(`Say why in earlier.ts: ${unexplained.join(", ")}\n`)
  for (const [file, text] of rendered) {
    if (values.write) writeFileSync(new URL(file, repository), text)
    else if (file === documents.all) process.stdout.write(text)
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await run().catch((error: Error) => {
    process.stderr.write(`${error.message}\n`)
    process.exitCode = 1
  })
}
