/*
 * The vitest reporter of this repository. It prints the one closing line that continuous integration reads, and after
 * `npm test` it keeps what each test did in `.reports/tests.json`, from which `npm run requirements` answers. A run of
 * single files by hand prints the line, but leaves the report of the last whole run alone. Before that line it names each
 * test that passed only when it was run again. What all reporters print loses its colours when it does not go to a
 * terminal.
 */
import { mkdirSync, writeFileSync } from "node:fs"
import { dirname, relative, sep } from "node:path"
import { stripVTControlCharacters } from "node:util"
import type { Reporter, SerializedError, TestModule } from "vitest/node"
import { type Report, reportPath, type TestRecord } from "./lib/report.ts"
import { root } from "./lib/repository.ts"

const recordsOf = (module: TestModule): Array<TestRecord> => {
  const file = relative(root, module.moduleId).split(sep).join("/")
  const records: Array<TestRecord> = []
  for (const test of module.children.allTests()) {
    const titles = [test.name]
    for (let parent = test.parent; parent.type === "suite"; parent = parent.parent) titles.unshift(parent.name)
    const state = test.result().state
    // A test that never ran (its run was cut short, its hook failed) showed nothing: it counts as failed.
    records.push({ file, titles, state: state === "pending" ? "failed" : state })
  }
  // A file that cannot be loaded, or a hook around all tests that fails, is a failure without a test of its own.
  const broken = module.errors().length > 0 || suitesWithErrors(module)
  if (broken && !records.some((record) => record.state === "failed")) {
    records.push({ file, titles: ["(the file itself)"], state: "failed" })
  }
  return records
}

const suitesWithErrors = (module: TestModule): boolean => {
  for (const suite of module.children.allSuites()) if (suite.errors().length > 0) return true
  return false
}

/** The tests of a module that failed, were run again and then passed, each with what it had failed with. */
const flakyOf = (module: TestModule): Array<string> => {
  const lines: Array<string> = []
  for (const test of module.children.allTests()) {
    if (test.diagnostic()?.flaky !== true) continue
    const failure = test.result().errors?.[0]
    const reason = (failure?.stack ?? failure?.message ?? "").split("\n").slice(0, 4).join(" | ")
    lines.push(`flaky: ${relative(root, module.moduleId)} > ${test.fullName}: ${reason}`)
  }
  return lines
}

/** Vitest colours what goes to a file or a pipe too, and the differences it shows are coloured by its workers. */
const plain = (stream: NodeJS.WriteStream): void => {
  if (stream.isTTY || process.env["FORCE_COLOR"] !== undefined) return
  const write = stream.write.bind(stream) as (...args: ReadonlyArray<unknown>) => boolean
  stream.write = ((chunk: unknown, ...rest: ReadonlyArray<unknown>) =>
    write(typeof chunk === "string" ? stripVTControlCharacters(chunk) : chunk, ...rest)) as typeof stream.write
}

export default class ClosingLine implements Reporter {
  constructor() {
    plain(process.stdout)
    plain(process.stderr)
  }

  onTestRunEnd(modules: ReadonlyArray<TestModule>, unhandled: ReadonlyArray<SerializedError>): void {
    const tests = modules.flatMap(recordsOf)
    const count = (state: TestRecord["state"]) => tests.filter((test) => test.state === state).length
    if (process.env["npm_lifecycle_event"] === "test") {
      const report: Report = { node: process.version, finished: new Date().toISOString(), tests }
      mkdirSync(dirname(reportPath), { recursive: true })
      writeFileSync(reportPath, JSON.stringify(report, null, 2) + "\n")
    }
    for (const line of modules.flatMap(flakyOf)) process.stdout.write(`\n${line}\n`)
    // An error outside every test fails the run, so the line must not read as if all was well.
    const failed = count("failed") + unhandled.length
    process.stdout.write(`\n${count("passed")} passed, ${failed} failed, ${count("skipped")} skipped\n`)
  }
}
