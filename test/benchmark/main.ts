/*
 * `npm run bench`: measures Stevedore beside other ways to send jobs to worker threads. README.md says how to read it.
 */
import { type Cell, collect, type Progress } from "./collect.ts"
import { canPin, describeCommit, describeMachine } from "./machine.ts"
import { type Options, parseOptions, usage, WrongArguments } from "./options.ts"
import { printReport } from "./report.ts"
import { summarize } from "./summary.ts"
import { printTable } from "./table.ts"

const say = (text: string) => process.stderr.write(text)

const terminal = process.stderr.isTTY === true

/** On a terminal a line that overwrites itself, else one for each repetition. */
const makeProgress = (onFailure: () => void): Progress => {
  let told = -1
  const title = (cell: Cell) => `${cell.peer} ${cell.scenario}${cell.pinned ? " pinned" : ""}`
  return {
    measuring: (cell, repetition) => {
      if (terminal) say(`\r\x1b[Krepetition ${repetition + 1}: ${title(cell)}`)
      else if (repetition !== told) say(`repetition ${repetition + 1} ...\n`)
      told = repetition
    },
    failed: (_, error) => {
      onFailure()
      say(`${terminal ? "\r\x1b[K" : ""}${error.message}\n`)
    }
  }
}

const run = async (options: Options): Promise<number> => {
  if (options.help) {
    process.stdout.write(`${usage}\n`)
    return 0
  }
  let plan = options.plan
  if (plan.placements.includes("pinned") && !canPin()) {
    say("No pinned rows: binding to a processor needs taskset, which this machine lacks.\n")
    plan = { ...plan, placements: plan.placements.filter((placement) => placement !== "pinned") }
  }
  let failures = 0
  const cells = await collect(
    plan,
    makeProgress(() => failures++)
  )
  if (terminal) say("\r\x1b[K")
  const summaries = cells.map((cell) => summarize(cell, plan.needed))
  const machine = describeMachine()
  const commit = describeCommit()
  const text = options.json
    ? printReport({ rows: summaries.map(({ row }) => row), machine, commit })
    : printTable(summaries, machine, commit)
  process.stdout.write(`${text}\n`)
  return failures === 0 ? 0 : 1
}

// A measuring process of the same process group ends by the same Ctrl-C; npm may send it twice.
process.on("SIGINT", () => process.exit(130))

try {
  process.exitCode = await run(parseOptions(process.argv.slice(2)))
} catch (error) {
  const wrong = error instanceof WrongArguments
  say(wrong ? `${error.message}\n\n${usage}\n` : `${(error as Error).message}\n`)
  process.exitCode = wrong ? 2 : 1
}
