/*
 * `npm run requirements`: which capability is shown by which test. The numbers are those that titles in the test files
 * name (`A07`, or a part as `A01-threshold`), the results those of the last `npm test`. One line per number and test;
 * exit code 1 if a number has a line that is not `passed`.
 */
import { existsSync, readFileSync } from "node:fs"
import { type Report, reportPath, type TestRecord } from "./lib/report.ts"
import { files } from "./lib/repository.ts"
import { source } from "./lib/source.ts"

const numbers = (title: string): Array<string> => title.match(/(?<![\w-])[A-H]\d\d(?:-[a-z]\w*)*(?![\w-])/g) ?? []

interface Line {
  readonly number: string
  readonly state: TestRecord["state"] | "missing"
  readonly where: string
}

const ran: Report = existsSync(reportPath)
  ? (JSON.parse(readFileSync(reportPath, "utf8")) as Report)
  : { node: "", finished: "", tests: [] }

const lineOf = (number: string, { file, state, titles }: TestRecord): Line => ({
  number,
  state,
  where: `${file} > ${titles.join(" > ")}`
})

const reported = ran.tests.flatMap((test) =>
  [...new Set(test.titles.flatMap(numbers))].map((number) => lineOf(number, test))
)

/** What stands in place of a value within a title: `${}` in a template, `%s` and `$name` in a table of cases. */
const pattern = (title: string): RegExp =>
  new RegExp(
    title
      .split(/\$\{\}|%[sdifjo#]|\$[a-z][\w.]*/i)
      .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"))
      .join(".*")
  )

/** A title in the sources that no test of the last run carries. A suite that several files share may run in any. */
const missing = files("packages/*/test/**/*.ts", "test/**/*.ts")
  .filter((file) => !file.startsWith("test/benchmark/"))
  .flatMap((file) => {
    const shared = !file.endsWith(".test.ts")
    const tests = ran.tests.filter((test) => shared || test.file === file)
    return source(file).titles.flatMap((title): Array<Line> => {
      const found = numbers(title)
      if (found.length === 0) return []
      const shape = pattern(title)
      if (tests.some(({ titles }) => titles.some((one) => shape.test(one)))) return []
      return found.map((number) => ({ number, state: "missing", where: `${file} > ${title}` }))
    })
  })

const lines = [...reported, ...missing].toSorted(
  (a, b) => a.number.localeCompare(b.number) || a.where.localeCompare(b.where)
)
for (const { number, state, where } of lines) console.log(`${number} ${state} ${where}`)

const unproven = new Set(lines.filter(({ state }) => state !== "passed").map(({ number }) => number))
const all = new Set(lines.map(({ number }) => number))
console.error(
  ran.finished === ""
    ? "No report: run `npm test` first."
    : `${all.size - unproven.size} of ${all.size} numbers passed on Node ${ran.node} at ${ran.finished}.`
)
process.exitCode = unproven.size > 0 || ran.finished === "" ? 1 : 0
