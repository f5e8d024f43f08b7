/*
 * The figures for people: one block for each scenario and placement, each peer beside the raw `postMessage` of the same
 * minutes.
 */
import type { Measurement } from "./measurement.ts"
import type { Report } from "./report.ts"
import { scenarios } from "./scenarios.ts"
import type { Summary } from "./summary.ts"

const columns = [
  "",
  "jobs/s",
  "CPU µs/job",
  "min–max",
  "× raw",
  "p50 µs",
  "p99 µs",
  "ticks",
  "enqueue µs",
  "socket p99",
  "beside/s",
  "wake-ups/s",
  "RSS MB",
  "others"
]

const number = (value: number | null, digits = 0): string =>
  value === null ? "–" : value.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits })

/** Three digits that matter: 1.23, 12.3, 123. */
const short = (value: number | null): string => number(value, value === null || value >= 100 ? 0 : value >= 10 ? 1 : 2)

const percent = (fraction: number | null): string => (fraction === null ? "–" : `${number(fraction * 100)} %`)

const range = (summary: Summary, figure: keyof Measurement): string => {
  const ends = summary.range(figure)
  return ends === null ? "–" : `${short(ends[0])}–${short(ends[1])}`
}

const line = (summary: Summary, raw: Summary | undefined): ReadonlyArray<string> => {
  const { row } = summary
  const rawCpu = raw?.row.cpuMicrosPerJob
  return [
    summary.name === "stevedore-unchecked" ? `${summary.name} (validates nothing)` : summary.name,
    number(row.jobsPerSecond),
    short(row.cpuMicrosPerJob),
    range(summary, "cpuMicrosPerJob"),
    row.cpuMicrosPerJob === null || rawCpu == null ? "–" : short(row.cpuMicrosPerJob / rawCpu),
    short(row.p50Micros),
    short(row.p99Micros),
    percent(row.timerTicksServed),
    short(row.enqueueMicros),
    short(row.socketP99Micros),
    short(row.besidePerSecond),
    short(row.wakeUpsPerSecond),
    number(row.rssMb),
    row.otherCpuPercent === null ? "–" : `${number(row.otherCpuPercent)} %`
  ]
}

const layOut = (lines: ReadonlyArray<ReadonlyArray<string>>): ReadonlyArray<string> => {
  const widths = columns.map((_, index) => Math.max(...lines.map((cells) => cells[index]!.length)))
  return lines.map((cells) =>
    cells
      .map((cell, index) => (index === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[index]!)))
      .join("  ")
      .trimEnd()
  )
}

export const printTable = (summaries: ReadonlyArray<Summary>, { commit, imports = [], machine }: Report): string => {
  const blocks = Map.groupBy(summaries, ({ row }) => `${row.scenario}${row.pinned ? ", pinned to one core" : ""}`)
  const text = [`${machine.cores} × ${machine.cpu}, ${machine.system}, Node ${machine.node}, commit ${commit}`]
  for (const [title, block] of blocks) {
    const raw = block.find(({ row }) => row.peer === "raw" && row.cpuMicrosPerJob !== null)
    const description = scenarios.get(block[0]!.row.scenario)!.description
    text.push("", `${title}: ${description}`)
    text.push(...layOut([columns, ...block.map((summary) => line(summary, raw))]).map((text) => `  ${text}`))
    const busy = block.filter(({ quietMeasurements }) => quietMeasurements === 0)
    if (busy.length > 0) text.push(`  – not measured on a quiet machine: ${busy.map(({ name }) => name).join(", ")}`)
  }
  const counts = summaries.map(({ measurements }) => measurements)
  text.push(
    "",
    `Medians of ${Math.min(...counts)} to ${Math.max(...counts)} measurements. CPU: all threads of the process. ` +
      "Ticks: of a 10 ms timer, on main or worker, whichever served less. Others: CPU used by other processes."
  )
  if (imports.length > 0) {
    const each = imports.map(({ millis, module, modules }) => `${module} ${short(millis)} ms (${modules} modules)`)
    text.push("", `The imports of a worker, each after those before it: ${each.join(", ")}`)
  }
  return text.join("\n")
}
