/**
 * The last page: types, threads, totals, what went wrong, and the speed-up. Pure functions from what is known to text.
 */
import { printable } from "./filePath.ts"
import type { SpeedUp } from "./speedUp.ts"
import { type Chaos, merged, type Tally } from "./tally.ts"
import { bar, count, counted, duration, type Paint, padEnd, padStart, size, sparkline, widthOf } from "./text.ts"
import type { Timeline } from "./timeline.ts"

export interface Page {
  readonly columns: number
  readonly paint: Paint
}

export interface ReportOptions {
  readonly routing: string
  readonly interrupted: boolean
}

/** Rows of cells under one another; the columns in `left` are set flush left, the others flush right. */
const table = (rows: ReadonlyArray<ReadonlyArray<string>>, left: ReadonlySet<number>): Array<Array<string>> => {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => widthOf(row[column]!))))
  return rows.map((row) => row.map((cell, i) => (left.has(i) ? padEnd : padStart)(cell, widths[i]!)))
}

const typesShown = 7

/** The largest types and the most frequent ones, by size, and the rest in one line. */
const typesTable = (tally: Tally, { columns, paint }: Page): string => {
  const bySize = Array.from(tally.types).sort(([, a], [, b]) => b.bytes - a.bytes)
  const byCount = bySize.toSorted(([, a], [, b]) => b.files - a.files)
  const chosen = new Set([...bySize.slice(0, typesShown), ...byCount.slice(0, typesShown)])
  const shown = bySize.filter((type) => chosen.has(type))
  const others = bySize.filter((type) => !chosen.has(type))
  if (others.length > 0) shown.push([counted(others.length, "other"), merged(others.map(([, sums]) => sums))])

  const facts = columns >= 92 ? 7 : columns >= 56 ? 5 : 3
  const barWidth = Math.max(4, Math.min(20, Math.floor((columns - 62) / 2)))
  const mostFiles = Math.max(...shown.map(([, sums]) => sums.files))
  const mostBytes = Math.max(1, ...shown.map(([, sums]) => sums.bytes))
  const rows = table(
    [
      ["type", "files", "", "size", "", "lines", "words", "longest line"],
      ...shown.map(([name, { bytes, files, lines, longestLine, words }]) => [
        name,
        count(files),
        bar(files / mostFiles, barWidth),
        size(bytes),
        bar(bytes / mostBytes, barWidth),
        count(lines),
        count(words),
        count(longestLine)
      ])
    ],
    new Set([0, 2, 4])
  )
  const [head, ...body] = rows.map((cells) =>
    facts === 3 ? [cells[0], cells[1], cells[3]] : cells.slice(0, facts + 1)
  )
  return [
    paint("bold", "Largest and most frequent types"),
    paint("dim", `  ${head!.join("  ")}`.trimEnd()),
    ...body.map((cells) =>
      `  ${cells.map((cell, i) => (facts > 3 && (i === 2 || i === 4) ? paint("cyan", cell!) : cell)).join("  ")}`.trimEnd()
    )
  ].join("\n")
}

const deathMark = "✗"

/** How busy a thread was, and where it died. */
const lane = (timeline: Timeline, endMillis: number, width: number): string => {
  const deaths = timeline.marked(endMillis, width)
  const busy = Array.from(sparkline(timeline.shares(endMillis, width)))
  return busy.map((level, column) => (deaths.has(column) ? deathMark : level)).join("")
}

/** For each thread: how busy it was from the start to the end, and what it did. */
const threadsPicture = (tally: Tally, { columns, paint }: Page, options: ReportOptions): string => {
  const elapsed = tally.elapsedMillis
  const width = Math.max(8, Math.min(60, columns - 50))
  const rows = table(
    Array.from(tally.threads, ([name, { sums, timeline }]) => [
      name,
      lane(timeline, tally.startMillis + elapsed, width),
      `${Math.round(Math.min(1, timeline.busyMillis / elapsed) * 100)} % busy`,
      counted(sums.files, "file"),
      size(sums.bytes)
    ]),
    new Set([0, 1])
  )
  const legend = [options.routing, `from left to right ${duration(elapsed)}`]
  if (tally.chaos !== undefined) legend.push(`${deathMark} killed`)
  if (options.interrupted) legend.push("without the files they were reading")
  const painted = (picture: string) =>
    Array.from(picture.split(deathMark), (alive) => paint("green", alive)).join(paint("red", deathMark))
  return [
    `${paint("bold", "Threads")} ${paint("dim", `(${legend.join("; ")})`)}`,
    ...rows.map(([name, picture, ...rest]) => `  ${name}  ${painted(picture!)}  ${rest.join("  ")}`)
  ].join("\n")
}

const totals = (tally: Tally, { paint }: Page): string => {
  const { bytes, files, lines, longestLine, words } = tally.totals
  const seconds = tally.elapsedMillis / 1000
  const { read, walks } = tally
  const elapsed = duration(tally.elapsedMillis) + (walks > 1 ? ` for ${walks} walks` : "")
  return [
    `${paint("bold", "Total")}  ${counted(files, "file")}, ${size(bytes)}, ${counted(lines, "line")}, ` +
      `${counted(words, "word")}, longest line ${counted(longestLine, "byte")}`,
    `       ${elapsed}, ${size(read.bytes / seconds)}/s, ${count(Math.round(read.files / seconds))} files/s`
  ].join("\n")
}

const failures = (tally: Tally, { paint }: Page): string => {
  const shown = tally.failures.map(({ path, reason }) => `  ${printable(path)}: ${reason}`)
  const more = tally.failed - shown.length
  if (more > 0) shown.push(`  and ${count(more)} more`)
  const what = `could not be read${tally.walks > 1 ? ", or gave different answers" : ""}`
  return [paint(["bold", "red"], `${counted(tally.failed, "file")} ${what}`), ...shown].join("\n")
}

const chaosLine = ({ killed, lost, ranAgain }: Chaos, { paint }: Page): string =>
  [
    `${paint("bold", "Chaos")}  ${counted(killed, "thread")} killed`,
    paint(lost > 0 ? ["bold", "red"] : "green", `${counted(lost, "file")} lost`),
    `${counted(ranAgain, "job")} ran again`
  ].join(", ")

export const report = (tally: Tally, page: Page, options: ReportOptions): string => {
  const parts: Array<string> = []
  if (tally.totals.files > 0) parts.push(typesTable(tally, page), threadsPicture(tally, page, options))
  parts.push(totals(tally, page))
  if (tally.failed > 0) parts.push(failures(tally, page))
  if (options.interrupted) {
    const of = `${count(tally.done)} of ${tally.walked ? "" : "at least "}${counted(tally.found, "file")}`
    parts.push(page.paint(["bold", "yellow"], `Interrupted: ${of} done`))
  }
  if (tally.chaos !== undefined) parts.push(chaosLine(tally.chaos, page))
  return `\n${parts.join("\n\n")}\n`
}

export const speedUpReport = (result: SpeedUp, { paint }: Page): string => {
  const title = paint("bold", "Speed-up")
  if (result._tag === "NotMeasured") return `\n${title}  not measured: ${result.why}\n`
  const { fastest, files, median, oneMillis, otherShare, poolMillis, rounds, slowest, threads } = result
  const lines = [
    `${title}  ${paint(["bold", "green"], `${median.toFixed(2)} ×`)} with ${counted(threads, "thread")} against one`,
    paint(
      "dim",
      `  median of ${rounds} alternating rounds after a warm-up, ${slowest.toFixed(2)} to ${fastest.toFixed(2)}: ` +
        `${counted(files, "file")} in ${duration(poolMillis)}, one thread in ${duration(oneMillis)}`
    )
  ]
  if (otherShare !== undefined && otherShare >= 0.1) {
    lines.push(
      paint(
        "yellow",
        `  busy machine: other processes used ${Math.round(otherShare * 100)} % of it meanwhile, so take it as a hint`
      )
    )
  }
  return `\n${lines.join("\n")}\n`
}
