/*
 * `npm run bench`: measures Stevedore beside other ways to send jobs to worker threads. README.md says how to read it.
 */
import { type Cell, collect, type Progress } from "./collect.ts"
import { canErlang, canPin, describeCommit, describeMachine } from "./machine.ts"
import { type Options, parseOptions, type Possible, usage, WrongArguments } from "./options.ts"
import { printReport, type Report } from "./report.ts"
import { summarize } from "./summary.ts"
import { printTable } from "./printTable.ts"

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
  const { plan } = options
  if (plan.cells.length === 0) throw new WrongArguments("None of these peers can do any of these scenarios.")
  let failures = 0
  const cells = await collect(
    plan,
    makeProgress(() => failures++)
  )
  if (terminal) say("\r\x1b[K")
  const summaries = cells.map((cell) => summarize(cell, plan.needed))
  const machine = describeMachine()
  const commit = describeCommit()
  const date = new Date().toISOString().slice(0, 10)
  const command = ["npm run bench --", ...process.argv.slice(2)].join(" ")
  const boots = plan.cells.flat().some(({ scenario }) => scenario === "boot")
  const imported = boots ? { imports: await (await import("./built.ts")).imports() } : {}
  const report: Report = { rows: summaries.map(({ row }) => row), machine, commit, date, command, ...imported }
  const text = options.json ? printReport(report) : printTable(summaries, report)
  process.stdout.write(`${text}\n`)
  return failures === 0 ? 0 : 1
}

const isPossible: Possible = {
  pinned: () => {
    if (canPin()) return true
    say("No pinned rows: binding to a processor needs taskset, which this machine lacks.\n")
    return false
  },
  erlang: () => {
    if (canErlang()) return true
    say("No rows of Erlang: it needs erl and erlc (erlang-base of Debian), which this machine lacks.\n")
    return false
  }
}

// A measuring process of the same process group ends by the same Ctrl-C; npm may send it twice.
process.on("SIGINT", () => process.exit(130))

try {
  process.exitCode = await run(parseOptions(process.argv.slice(2), isPossible))
} catch (error) {
  const wrong = error instanceof WrongArguments
  say(wrong ? `${error.message}\n\n${usage}\n` : `${(error as Error).message}\n`)
  process.exitCode = wrong ? 2 : 1
}
